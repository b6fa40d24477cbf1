#include "clients/cli/analysis/shown.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "common/render/figures.h"
#include "common/render/instant.h"

namespace tertial::cli {
namespace {

namespace v1 = common::v1;

bool StandsIn(const Table& table, absl::string_view text) {
  return std::any_of(table.rows.begin(), table.rows.end(), [text](const auto& row) {
    return std::any_of(row.begin(), row.end(),
                       [text](const std::string& cell) { return absl::StrContains(cell, text); });
  });
}

absl::string_view ShowDirection(indicators::v1::Direction direction) {
  switch (direction) {
    case indicators::v1::DIRECTION_HIGHER_IS_BETTER:
      return "higher is better";
    case indicators::v1::DIRECTION_LOWER_IS_BETTER:
      return "lower is better";
    case indicators::v1::DIRECTION_NEUTRAL:
      return "neither way is better";
    case indicators::v1::DIRECTION_TARGET_BAND:
      return "better inside a band";
    default:
      return "nobody has said which way is better";
  }
}

}  // namespace

std::string ShowLabel(const indicators::v1::Indicator& indicator, const v1::LocalizedText& label) {
  return label.text().empty() ? LastId(indicator.name()) : label.text();
}

std::string ShowUnitOf(const indicators::v1::Indicator& indicator) {
  std::string unit = ShowUnit(indicator.unit());
  return unit.empty() ? indicator.unit() : unit;
}

std::string ShowDefinition(const indicators::v1::Indicator& indicator) {
  return absl::StrCat(LastId(indicator.name()), ", ", ShowUnitOf(indicator), "; ",
                      ShowDirection(indicator.direction()));
}

std::string ShowReadPoint(const v1::ReadPoint& point) {
  if (!point.has_commit_time()) return "Nothing was recorded yet.";
  return absl::StrCat("Read at revision ", point.revision(), ", committed ",
                      FormatInstant(point.commit_time()), ".");
}

std::string ShowResult(const v1::Computed& computed) {
  return computed.has_not_computable() ? "not computable" : ShowComputed(computed);
}

std::string ShowInterval(const v1::Computed& computed) {
  if (!computed.has_interval()) return "";
  return absl::StrCat(ShowDecimal(computed.interval().low()), " to ",
                      ShowDecimal(computed.interval().high()));
}

std::string ShowWhyNot(const v1::Computed& computed) {
  if (!computed.has_not_computable()) return "";
  const v1::NotComputable& why = computed.not_computable();
  return why.detail().empty()
             ? ShowEnum(v1::NotComputableReason_Name(why.reason()), "NOT_COMPUTABLE_REASON_")
             : why.detail();
}

std::string FlagNames(const v1::Cell& cell) {
  return absl::StrJoin(cell.flags(), " ", [](std::string* out, int flag) {
    absl::StrAppend(out, absl::StripPrefix(v1::Flag_Name(static_cast<v1::Flag>(flag)), "FLAG_"));
  });
}

std::string MissingName(const v1::Cell& cell) {
  if (cell.content_case() != v1::Cell::kMissing) return "";
  return std::string(absl::StripPrefix(v1::MissingReason_Name(cell.missing()), "MISSING_REASON_"));
}

std::string ShowFootnotes(const v1::Cell& cell, const std::string& language) {
  return absl::StrJoin(cell.footnotes(), "; ", [&](std::string* out, const v1::Footnote& note) {
    absl::StrAppend(out, ShowFootnoteMark(note), " ", TextIn(language, note.texts()));
  });
}

std::string Legend(const Table& table, const std::vector<CellMark>& more) {
  std::vector<CellMark> marks = {{kNoObservation, "no observation"},
                                 {"(p)", "provisional"},
                                 {"(e)", "estimated"},
                                 {"(f)", "forecast"},
                                 {"(b)", "not comparable with the periods before"}};
  marks.insert(marks.end(), more.begin(), more.end());
  std::string legend;
  for (const CellMark& mark : marks) {
    if (!StandsIn(table, mark.mark)) continue;
    absl::StrAppend(&legend, legend.empty() ? "" : " ", mark.mark, ": ", mark.meaning, ".");
  }
  return legend;
}

}  // namespace tertial::cli
