#include "services/climate/domain/crosswalk_rules.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {
namespace {

constexpr size_t kLongestStandard = 100;
constexpr size_t kLongestVersion = 200;
constexpr int kMostEntries = 1'000;

void CheckSector(absl::string_view field, const std::string& sector, const Violations& violations) {
  CheckCode(field, sector, Presence::kRequired, violations);
  if (sector != kTotalSector) return;
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(sector), " is all sectors together; name one of them."));
}

void CheckShare(const std::string& share, const Violations& violations) {
  CheckDecimal("share", share, Presence::kOptional, violations);
  const std::optional<Decimal> percent = ParseDecimal(share);
  if (!percent.has_value() || (*percent > Decimal() && *percent <= Decimal::FromInt(100))) return;
  violations.Add(
      "share", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
      absl::StrCat(Quoted(share), " is out of range; give a percentage above 0, at most 100."));
}

void CheckEntries(const v1::SectorCrosswalk& crosswalk, const Violations& violations) {
  std::set<std::tuple<std::string, std::string, std::string>> pairs;
  // Whether what becomes a part of a sector stands apart.
  std::map<std::string, bool> apart;
  for (int i = 0; i < crosswalk.entries_size(); ++i) {
    const v1::CrosswalkEntry& entry = crosswalk.entries(i);
    const Violations at = violations.At("entries", i);
    CheckSector("from_sector", entry.from_sector(), at);
    CheckCode("from_source", entry.from_source(), Presence::kOptional, at);
    CheckSector("to_sector", entry.to_sector(), at);
    CheckShare(entry.share(), at);
    CheckTexts("explanations", entry.explanations(), Presence::kOptional, at);
    CheckTexts("to_titles", entry.to_titles(), Presence::kOptional, at);
    if (!pairs.insert({entry.from_sector(), entry.from_source(), entry.to_sector()}).second) {
      at.Add("to_sector", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(entry.from_sector()), " becomes ", Quoted(entry.to_sector()),
                          " twice; a pair stands once."));
    }
    const bool stands_apart = StandsApart(entry.from_sector());
    if (apart.emplace(entry.to_sector(), stands_apart).first->second != stands_apart) {
      at.Add("to_sector", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
             absl::StrCat(Quoted(entry.to_sector()),
                          " takes up sectors that are summed and others that stand apart; "
                          "translate these into sectors of their own."));
    }
  }
}

// What is said of the shares of one sector, or of a source in it.
struct Shares {
  Rational sum;
  bool all_stated = true;
  bool readable = true;
  int last_entry = 0;
};

void CheckSums(const v1::SectorCrosswalk& crosswalk, const Violations& violations) {
  std::map<std::pair<std::string, std::string>, Shares> by_sector;
  for (int i = 0; i < crosswalk.entries_size(); ++i) {
    const v1::CrosswalkEntry& entry = crosswalk.entries(i);
    Shares& shares = by_sector[{entry.from_sector(), entry.from_source()}];
    shares.last_entry = i;
    if (entry.share().empty()) {
      shares.all_stated = false;
      continue;
    }
    const std::optional<Decimal> share = ParseDecimal(entry.share());
    if (share.has_value()) shares.sum += Rational(*share);
    shares.readable = shares.readable && share.has_value();
  }
  const Rational whole = Rational::FromInt(100);
  for (const auto& [from, shares] : by_sector) {
    if (!shares.readable || shares.sum == whole) continue;
    if (shares.sum < whole && !shares.all_stated) continue;
    violations.At("entries", static_cast<size_t>(shares.last_entry))
        .Add("share", common::v1::ERROR_REASON_SHARES_NOT_WHOLE,
             absl::StrCat("The shares of ", Quoted(from.first),
                          from.second.empty() ? "" : absl::StrCat(" by ", Quoted(from.second)),
                          " are ", shares.sum.FormatSignificant(),
                          " per cent together; they must be 100, or leave out those that nobody "
                          "knows."));
  }
}

}  // namespace

void CheckSectorCrosswalk(const v1::SectorCrosswalk& crosswalk, const Violations& violations) {
  CheckDottedCode("from_standard", crosswalk.from_standard(), Presence::kRequired, kLongestStandard,
                  violations);
  CheckDottedCode("to_standard", crosswalk.to_standard(), Presence::kRequired, kLongestStandard,
                  violations);
  if (!crosswalk.to_standard().empty() && crosswalk.to_standard() == crosswalk.from_standard()) {
    violations.Add("to_standard", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(crosswalk.to_standard()),
                                " is the standard that it translates from; name another one."));
  }
  CheckText("version", crosswalk.version(), Presence::kRequired, kLongestVersion, violations);
  if (crosswalk.entries().empty()) {
    violations.Add("entries", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; say which sector becomes which.");
  }
  CheckElements("entries", crosswalk.entries_size(), kMostEntries, violations);
  CheckEntries(crosswalk, violations);
  CheckSums(crosswalk, violations);
  CheckSourcedProvenance("provenance", crosswalk.provenance(), violations);
}

}  // namespace tertial::climate
