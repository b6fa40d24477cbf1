#include "clients/cli/history/change_rows.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/render/difference.h"
#include "common/render/instant.h"

namespace tertial::cli {
namespace {

constexpr size_t kMostLines = 20;

std::vector<RowColumn> ColumnsOf(bool values) {
  std::vector<RowColumn> columns = {{.title = "service", .width = 10},
                                    {.title = "time", .width = 27},
                                    {.title = "revision", .width = 8, .align = Align::kRight},
                                    {.title = "sequence"},
                                    {.title = "what", .width = 8},
                                    {.title = "kind"},
                                    {.title = "name", .width = 64},
                                    {.title = "actor", .width = 8},
                                    {.title = "reason", .width = 1}};
  if (values) columns.push_back({.title = "difference"});
  columns.push_back({.title = "resume_token"});
  return columns;
}

std::vector<FieldDifference> DifferencesOf(const changes::v1::Change& change) {
  const std::unique_ptr<google::protobuf::Message> before = Unpack(change.before());
  const std::unique_ptr<google::protobuf::Message> after = Unpack(change.after());
  // Where one of the two is gone or unreadable, every field of the other would pass for a change.
  if (change.redacted() || (change.has_before() && before == nullptr) ||
      (change.has_after() && after == nullptr)) {
    return {};
  }
  return FindDifferences(before.get(), after.get());
}

}  // namespace

ChangePrinter::ChangePrinter(std::ostream& out, RowFormat format, bool values)
    : format_(format), values_(values), rows_(out, format, ColumnsOf(values)) {}

void ChangePrinter::Print(const std::string& service, const changes::v1::Change& change) {
  std::vector<FieldDifference> differences;
  if (values_ && format_ != RowFormat::kJson) differences = DifferencesOf(change);
  std::vector<std::string> cells = {service,
                                    FormatInstant(change.commit().commit_time()),
                                    absl::StrCat(change.commit().revision()),
                                    absl::StrCat(change.sequence()),
                                    ChangeName(change.type()),
                                    change.kind(),
                                    change.name(),
                                    change.actor(),
                                    change.reason()};
  if (values_) cells.push_back(FormatDifferences(differences));
  cells.push_back(change.resume_token());
  rows_.Print(cells, &change);
  for (size_t i = 0; i < std::min(differences.size(), kMostLines); ++i) {
    rows_.Note(FormatDifference(differences[i]));
  }
  if (differences.size() > kMostLines) {
    rows_.Note(absl::StrCat("… ", differences.size() - kMostLines, " more fields"));
  }
  if (values_ && change.redacted()) rows_.Note("the content was redacted");
}

std::string ChangeName(changes::v1::ChangeType type) {
  const std::string name = changes::v1::ChangeType_Name(type);
  return name.empty() ? absl::StrCat(static_cast<int>(type))
                      : std::string(absl::StripPrefix(name, "CHANGE_TYPE_"));
}

}  // namespace tertial::cli
