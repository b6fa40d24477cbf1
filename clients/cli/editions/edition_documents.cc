#include "clients/cli/editions/edition_documents.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/facts/texts.h"
#include "common/render/difference.h"
#include "common/render/edition_document.h"
#include "common/render/instant.h"

namespace tertial::cli {
namespace {

using gateway::v1::Edition;
using gateway::v1::FactDifference;

std::string TypeWord(changes::v1::ChangeType type) {
  return std::string(absl::StripPrefix(changes::v1::ChangeType_Name(type), "CHANGE_TYPE_"));
}

std::string Title(const Edition& edition) { return ChooseText(edition.titles(), "").text(); }

std::string InstantOf(bool is_set, const google::protobuf::Timestamp& instant) {
  return is_set ? FormatInstant(instant) : "";
}

// What the difference changed, in a line: "cell.value: 4.70 → 4.80".
std::string ChangeOf(const FactDifference& difference) {
  const auto before = Unpack(difference.before());
  const auto after = Unpack(difference.after());
  if (before != nullptr && after != nullptr) {
    return FormatDifferences(FindDifferences(before.get(), after.get()));
  }
  if (after != nullptr) return Summarize(*after);
  return before != nullptr ? Summarize(*before) : "";
}

void AddRow(std::string field, std::string value, Table& table) {
  if (!value.empty()) table.rows.push_back({std::move(field), std::move(value)});
}

}  // namespace

Document MakeEditionDocument(const Edition& edition) {
  Document document;
  document.AddHeading(1, Title(edition));
  for (const common::v1::LocalizedText& notice : edition.notices()) {
    document.AddParagraph(absl::StrCat("Notice: ", notice.text()));
  }
  Table table{.columns = {{.title = "field"}, ProseColumn("value")}};
  AddRow("name", edition.name(), table);
  AddRow("state", EditionStateWord(edition), table);
  AddRow("report", absl::StrCat(edition.query().area(), " ", edition.query().period()), table);
  AddRow("focus area", edition.query().focus_area(), table);
  AddRow("service area", edition.query().service_area(), table);
  AddRow("as of", InstantOf(edition.query().has_as_of(), edition.query().as_of()), table);
  AddRow("frozen", InstantOf(edition.has_freeze_time(), edition.freeze_time()), table);
  AddRow("frozen by", edition.frozen_by(), table);
  AddRow("published", InstantOf(edition.has_publish_time(), edition.publish_time()), table);
  AddRow("published by", edition.published_by(), table);
  AddRow("corrects", edition.corrects(), table);
  AddRow("corrected by", edition.corrected_by(), table);
  AddRow("withdrawn", InstantOf(edition.has_withdraw_time(), edition.withdraw_time()), table);
  AddRow("withdrawn for", edition.withdrawn_for(), table);
  if (edition.has_freeze_time()) {
    AddRow("report SHA-256", edition.report_sha256(), table);
    AddRow("report bytes", absl::StrCat(edition.report_bytes()), table);
    AddRow("facts", absl::StrCat(edition.fact_count()), table);
    AddRow("manifest SHA-256", edition.manifest_sha256(), table);
  }
  document.AddTable(std::move(table));
  Table sections{.columns = {{.title = "section"},
                             {.title = "state"},
                             {.title = "revision", .align = Align::kRight},
                             ProseColumn("reason")}};
  for (const gateway::v1::SectionState& section : edition.sections()) {
    sections.rows.push_back(
        {std::string(
             absl::StripPrefix(gateway::v1::SectionKind_Name(section.section()), "SECTION_KIND_")),
         std::string(absl::StripPrefix(gateway::v1::Completeness_Name(section.completeness()),
                                       "COMPLETENESS_")),
         section.has_read_at() ? absl::StrCat(section.read_at().revision()) : "",
         section.reason()});
  }
  document.AddTable(std::move(sections));
  return document;
}

Table EditionRows(const google::protobuf::RepeatedPtrField<Edition>& editions) {
  Table table{.columns = {{.title = "name", .widest = std::string::npos},
                          {.title = "state"},
                          {.title = "period"},
                          {.title = "frozen"},
                          {.title = "published"},
                          {.title = "facts", .align = Align::kRight},
                          {.title = "title"}}};
  for (const Edition& edition : editions) {
    table.rows.push_back({edition.name(), EditionStateWord(edition), edition.query().period(),
                          InstantOf(edition.has_freeze_time(), edition.freeze_time()),
                          InstantOf(edition.has_publish_time(), edition.publish_time()),
                          absl::StrCat(edition.fact_count()), Title(edition)});
  }
  return table;
}

Table ManifestRows(const gateway::v1::ListManifestResponse& manifest) {
  Table table{.columns = {{.title = "service"},
                          {.title = "name", .widest = std::string::npos},
                          {.title = "kind"},
                          {.title = "revision", .align = Align::kRight},
                          {.title = "sha256"}}};
  for (const gateway::v1::ManifestEntry& entry : manifest.entries()) {
    table.rows.push_back({entry.service(), entry.name(), entry.kind(),
                          absl::StrCat(entry.revision()), entry.sha256()});
  }
  return table;
}

Table DifferenceRows(const gateway::v1::DiffEditionsResponse& differences) {
  Table table{.columns = {{.title = "service"},
                          {.title = "change"},
                          {.title = "name", .widest = std::string::npos},
                          {.title = "what", .widest = std::string::npos},
                          {.title = "before", .align = Align::kRight},
                          {.title = "after", .align = Align::kRight},
                          {.title = "by"},
                          {.title = "at"},
                          ProseColumn("reason")}};
  const auto revision = [](int64_t number) { return number == 0 ? "" : absl::StrCat(number); };
  for (const FactDifference& difference : differences.differences()) {
    table.rows.push_back({difference.service(), TypeWord(difference.type()), difference.name(),
                          ChangeOf(difference), revision(difference.before_revision()),
                          revision(difference.after_revision()), difference.actor(),
                          InstantOf(difference.has_commit_time(), difference.commit_time()),
                          difference.reason()});
  }
  return table;
}

Document MakeDifferenceDocument(const std::string& base, const std::string& target,
                                const gateway::v1::DiffEditionsResponse& differences) {
  Document document;
  document.AddHeading(
      1, absl::StrCat(base, " and ", target.empty() ? "what is recorded now" : target));
  document.AddParagraph(absl::StrCat(differences.difference_count(), " facts differ, ",
                                     differences.unchanged_count(), " are the same."));
  for (const gateway::v1::SectionState& section : differences.incomplete()) {
    document.AddParagraph(absl::StrCat(
        absl::StripPrefix(gateway::v1::SectionKind_Name(section.section()), "SECTION_KIND_"),
        " was not complete: ", section.reason()));
  }
  document.AddTable(DifferenceRows(differences));
  if (!differences.next_page_token().empty()) {
    document.AddParagraph(
        absl::StrCat("The first ", differences.differences_size(), "; --limit shows more."));
  }
  return document;
}

}  // namespace tertial::cli
