#include "tests/bench/aims.h"

#include <iostream>

#include "absl/strings/str_format.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

std::string Judged(double figure, Aim aim) {
  switch (aim.bound) {
    case Aim::Bound::kNone:
      return "no aim";
    case Aim::Bound::kAtLeast:
      return absl::StrFormat(">= %g %s", aim.limit, figure >= aim.limit ? "met" : "not met");
    case Aim::Bound::kAtMost:
      return absl::StrFormat("<= %g %s", aim.limit, figure <= aim.limit ? "met" : "not met");
  }
  return "";
}

}  // namespace

void PrintHeading(const std::string& what) {
  std::cout << absl::StrFormat("\n%s\n  %-44s %8s %8s %8s  %-14s [for information]\n", what, "",
                               "min", "median", "max", "aim");
}

void PrintRatio(const std::string& what, const std::vector<double>& ratios, Aim aim,
                const std::string& made_of) {
  const Spread spread = SpreadOf(ratios);
  std::cout << absl::StrFormat("  %-44s %8.3f %8.3f %8.3f  %-14s [%s]\n", what, spread.min,
                               spread.median, spread.max, Judged(spread.median, aim), made_of)
            << std::flush;
}

void PrintFigure(const std::string& what, double figure, Aim aim, const std::string& made_of) {
  std::cout << absl::StrFormat("  %-44s %8s %8.3f %8s  %-14s [%s]\n", what, "", figure, "",
                               Judged(figure, aim), made_of)
            << std::flush;
}

}  // namespace tertial::bench
