#include "clients/cli/checks/check_document.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/ledger/read_point.h"
#include "common/render/figures.h"
#include "common/render/instant.h"

namespace tertial::cli {
namespace {

namespace v1 = gateway::v1;

std::string ShowSeverity(common::v1::Severity severity) {
  return std::string(absl::StripPrefix(common::v1::Severity_Name(severity), "SEVERITY_"));
}

// "dwellings-by-type" of "checkRules/dwellings-by-type".
std::string ShowRule(const std::string& rule) {
  return std::string(absl::StripPrefix(rule, "checkRules/"));
}

template <typename Numbers>
std::string ShowNumbers(const char* one, const char* several, const Numbers& numbers) {
  if (numbers.empty()) return "";
  return absl::StrCat(numbers.size() == 1 ? one : several, " ", absl::StrJoin(numbers, ", "));
}

// "lines 41, 42; page 15".
std::string ShowProvenance(const common::v1::Provenance& provenance) {
  std::vector<std::string> parts;
  for (std::string part : {ShowNumbers("line", "lines", provenance.source_lines()),
                           ShowNumbers("page", "pages", provenance.pages())}) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return absl::StrJoin(parts, "; ");
}

// The area that most places are of: the one reported on.
std::string AreaOf(const v1::CheckResult& result) {
  std::map<std::string, int> counts;
  for (const v1::Finding& finding : result.findings()) {
    for (const v1::FindingPlace& place : finding.places()) {
      const std::vector<std::string> ids = absl::StrSplit(place.name(), '/');
      if (ids.size() > 2 && ids[0] == "areas") ++counts[ids[1]];
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? "" : absl::StrCat("areas/", most->first, "/");
}

// "housing.completed 2023": the name without the area, and of an observation without what all have;
// of another area all of it.
std::string ShowName(absl::string_view area, const v1::FindingPlace& place) {
  absl::string_view name = absl::StripPrefix(place.name(), area);
  std::string shown(name);
  if (name.size() < place.name().size() && absl::ConsumePrefix(&name, "indicators/")) {
    shown = absl::StrReplaceAll(name, {{"/observations/", " "}});
  }
  if (!place.field().empty() && place.field() != "cell")
    absl::StrAppend(&shown, " ", place.field());
  return shown;
}

// A row for the first place, with what the finding says, and one for each of the others, with what
// stands there; of many the first few.
void AddFinding(absl::string_view area, const v1::Finding& finding, Table& table) {
  constexpr int kMostShown = 5;
  for (int i = 0; i < finding.places_size() && i < kMostShown; ++i) {
    const v1::FindingPlace& place = finding.places(i);
    const bool is_first = i == 0;
    table.rows.push_back(
        {is_first ? ShowSeverity(finding.severity()) : "", is_first ? ShowRule(finding.rule()) : "",
         is_first ? finding.period() : "", place.has_cell() ? ShowCell(place.cell()) : "",
         is_first && finding.has_computed() ? ShowComputedExactly(finding.computed()) : "",
         ShowName(area, place), ShowProvenance(place.provenance()),
         is_first ? finding.detail() : "",
         is_first ? std::string(finding.accepted_by().substr(finding.accepted_by().rfind('/') + 1))
                  : "",
         is_first ? finding.id() : ""});
  }
  if (finding.places_size() > kMostShown) {
    std::vector<std::string> more(table.columns.size());
    more[5] = absl::StrCat("and ", finding.places_size() - kMostShown, " more");
    table.rows.push_back(std::move(more));
  }
}

Table FindingTable(const v1::CheckResult& result) {
  Table table{.columns = {{"severity"},
                          {"rule"},
                          {"period"},
                          {"stands there", Align::kRight},
                          {"computed", Align::kRight},
                          {.title = "place", .widest = std::string::npos},
                          {"where"},
                          ProseColumn("what"),
                          {"accepted by"},
                          {"finding"}},
              .rows = {}};
  const std::string area = AreaOf(result);
  for (const v1::Finding& finding : result.findings()) AddFinding(area, finding, table);
  return WithoutEmptyColumns(table);
}

std::string ShowCount(int count, const char* one, const char* several) {
  return absl::StrCat(count, " ", count == 1 ? one : several);
}

// "12 ERROR, 2 WARNING, 6 INFO; 1 accepted."
std::string ShowCounts(const v1::CheckResult& result) {
  std::vector<std::string> open;
  int accepted = 0;
  for (const v1::SeverityCount& count : result.counts()) {
    open.push_back(absl::StrCat(count.open(), " ", ShowSeverity(count.severity())));
    accepted += count.accepted();
  }
  return absl::StrCat("Findings: ", absl::StrJoin(open, ", "), "; ", accepted, " accepted.");
}

// "Claims: 70 confirmed, 4 refuted, …", and which cannot be computed.
void AddClaims(const v1::CheckResult& result, Document& document) {
  if (result.claims().empty()) return;
  std::map<v1::ClaimVerdict, int> counts;
  Table table{.columns = {{"claim"}, {"verdict"}, ProseColumn("why")}, .rows = {}};
  for (const v1::ClaimResult& claim : result.claims()) {
    ++counts[claim.verdict()];
    if (claim.verdict() == v1::CLAIM_VERDICT_CONFIRMED ||
        claim.verdict() == v1::CLAIM_VERDICT_REFUTED) {
      continue;
    }
    table.rows.push_back({claim.claim().substr(claim.claim().rfind('/') + 1),
                          ShowEnum(v1::ClaimVerdict_Name(claim.verdict()), "CLAIM_VERDICT_"),
                          claim.reason()});
  }
  std::vector<std::string> texts;
  for (const v1::ClaimVerdict verdict :
       {v1::CLAIM_VERDICT_CONFIRMED, v1::CLAIM_VERDICT_REFUTED, v1::CLAIM_VERDICT_NOT_COMPUTABLE,
        v1::CLAIM_VERDICT_NOT_EXPRESSIBLE}) {
    texts.push_back(absl::StrCat(counts[verdict], " ",
                                 ShowEnum(v1::ClaimVerdict_Name(verdict), "CLAIM_VERDICT_")));
  }
  document.AddHeading(2, "Claims");
  document.AddParagraph(absl::StrCat(ShowCount(result.claims_size(), "claim", "claims"), ": ",
                                     absl::StrJoin(texts, ", "), "."));
  document.AddTable(std::move(table));
}

void AddCoverage(const v1::CheckResult& result, Document& document) {
  Table table{.columns = {{"rule"}, {"asked", Align::kRight}, {"not computable", Align::kRight}},
              .rows = {}};
  int asked = 0;
  int not_computable = 0;
  for (const v1::RuleCoverage& coverage : result.coverage()) {
    asked += coverage.asked();
    not_computable += coverage.not_computable();
    table.rows.push_back({ShowRule(coverage.rule()), absl::StrCat(coverage.asked()),
                          absl::StrCat(coverage.not_computable())});
  }
  document.AddHeading(2, "What was asked");
  document.AddParagraph(absl::StrCat(ShowCount(result.coverage_size(), "rule was", "rules were"),
                                     " asked ", ShowCount(asked, "time", "times"), "; ",
                                     ShowCount(not_computable, "time", "times"),
                                     " something was a gap or not recorded."));
  document.AddTable(std::move(table));
}

}  // namespace

Document MakeCheckDocument(const CheckCommand& command, const v1::CheckResult& result) {
  Document document;
  document.AddHeading(1,
                      absl::StrCat("Check of the report of ", command.area, ", ", command.period));
  for (const v1::SectionState& section : result.sections()) {
    if (section.completeness() == v1::COMPLETENESS_COMPLETE) continue;
    document.AddParagraph(absl::StrCat(
        "Not all was checked: ", ShowEnum(v1::SectionKind_Name(section.section()), "SECTION_KIND_"),
        ". ", section.reason()));
  }
  document.AddParagraph(ShowCounts(result));
  document.AddTable(FindingTable(result));
  AddClaims(result, document);
  AddCoverage(result, document);
  document.AddParagraph(
      absl::StrCat("Checked at ", FormatInstant(DecodeTimestamp(result.check_time())), "."));
  return document;
}

Table CheckRows(const v1::CheckResult& result) {
  Table table{.columns = {{"finding"},
                          {"severity"},
                          {"rule"},
                          {"period"},
                          {"stated"},
                          {"computed"},
                          {"difference"},
                          {"unit"},
                          {"place"},
                          {"field"},
                          {"service"},
                          {"value"},
                          {"lines"},
                          {"pages"},
                          {"detail"},
                          {"accepted_by"}},
              .rows = {}};
  for (const v1::Finding& finding : result.findings()) {
    for (const v1::FindingPlace& place : finding.places()) {
      table.rows.push_back({finding.id(), ShowSeverity(finding.severity()), finding.rule(),
                            finding.period(), finding.stated(), finding.computed().value(),
                            finding.difference(), finding.computed().unit(), place.name(),
                            place.field(), place.service(), place.cell().value(),
                            absl::StrJoin(place.provenance().source_lines(), " "),
                            absl::StrJoin(place.provenance().pages(), " "), finding.detail(),
                            finding.accepted_by()});
    }
  }
  return table;
}

}  // namespace tertial::cli
