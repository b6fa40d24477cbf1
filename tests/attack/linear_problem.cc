#include "tests/attack/linear_problem.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tertial::attack {
namespace {

constexpr int kSeconds = 20;

std::string Terms(const Expression& expression) {
  std::string terms;
  for (const auto& [unknown, factor] : expression) {
    if (factor == 0) continue;
    absl::StrAppendFormat(&terms, " %+.10g x%d\n", factor, unknown);
  }
  return terms;
}

// The unknowns' values in what glpsol writes: "j 1 b 5 0" of reals, "j 1 5" of whole numbers.
std::optional<std::vector<double>> ReadSolution(const std::string& path, int unknowns) {
  std::ifstream file(path);
  std::vector<double> values(static_cast<size_t>(unknowns));
  std::string line;
  bool solved = false;
  bool is_whole = false;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "s") {
      std::string method;
      std::string rows;
      std::string columns;
      std::string status;
      words >> method >> rows >> columns >> status;
      is_whole = method == "mip";
      solved = status == "o" || status == "f";
    } else if (kind == "j") {
      int number = 0;
      std::string status;
      words >> number;
      if (!is_whole) words >> status;
      double value = 0;
      words >> value;
      if (number >= 1 && number <= unknowns) values[static_cast<size_t>(number) - 1] = value;
    }
  }
  if (!solved) return std::nullopt;
  return values;
}

}  // namespace

double ValueOf(const Expression& expression, const std::vector<double>& values) {
  double value = 0;
  for (const auto& [unknown, factor] : expression) {
    value += factor * values[static_cast<size_t>(unknown)];
  }
  return value;
}

int LinearProblem::AddUnknown(bool whole) {
  whole_.push_back(whole);
  return unknowns() - 1;
}

void LinearProblem::Constrain(const Expression& expression, double lowest, double highest) {
  rows_.push_back({expression, lowest, highest});
}

std::string LinearProblem::Write(const Expression& goal) const {
  // Unknowns are numbered by where they come first: all in the goal, some with no weight.
  std::string text = "Minimize\n goal:\n";
  for (int unknown = 0; unknown < unknowns(); ++unknown) {
    const auto found = goal.find(unknown);
    absl::StrAppendFormat(&text, " %+.10g x%d\n", found == goal.end() ? 0.0 : found->second,
                          unknown);
  }
  absl::StrAppend(&text, "Subject To\n");
  int number = 0;
  for (const Row& row : rows_) {
    const std::string terms = Terms(row.expression);
    if (terms.empty()) continue;
    if (row.lowest == row.highest) {
      absl::StrAppendFormat(&text, " r%d:\n%s = %.10g\n", number++, terms, row.lowest);
      continue;
    }
    if (row.lowest != -kUnbounded) {
      absl::StrAppendFormat(&text, " r%d:\n%s >= %.10g\n", number++, terms, row.lowest);
    }
    if (row.highest != kUnbounded) {
      absl::StrAppendFormat(&text, " r%d:\n%s <= %.10g\n", number++, terms, row.highest);
    }
  }
  absl::StrAppendFormat(&text, " far:\n%s >= %.10g\n", Terms(goal), -kFarAway);
  absl::StrAppend(&text, "General\n");
  for (int unknown = 0; unknown < unknowns(); ++unknown) {
    if (whole_[static_cast<size_t>(unknown)]) absl::StrAppend(&text, " x", unknown, "\n");
  }
  absl::StrAppend(&text, "End\n");
  return text;
}

std::optional<std::vector<double>> LinearProblem::Minimize(const Expression& goal,
                                                           Numbers numbers) const {
  const std::string problem = absl::StrCat(directory_.path(), "/problem.lp");
  const std::string solution = absl::StrCat(directory_.path(), "/solution");
  std::ofstream(problem) << Write(goal);
  std::remove(solution.c_str());
  const std::string command =
      absl::StrCat("glpsol --lp ", problem, numbers == Numbers::kReal ? " --nomip" : "",
                   " --tmlim ", kSeconds, " -w ", solution, " > ", directory_.path(), "/log 2>&1");
  if (std::system(command.c_str()) != 0) return std::nullopt;
  return ReadSolution(solution, unknowns());
}

}  // namespace tertial::attack
