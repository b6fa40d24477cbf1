#include "services/indicators/domain/figure_template.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/violations.h"

namespace tertial::indicators {
namespace {

constexpr absl::string_view kBegin = "areas/{area}";
constexpr absl::string_view kPeriod = "{period}";
constexpr absl::string_view kAreas = "areas/";
// What ends an id, or a part of one.
constexpr absl::string_view kEnds = "/~";

bool MarksOff(char c) { return absl::StrContains(kEnds, c); }

absl::Status Invalid(absl::string_view text, absl::string_view why) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat(Quoted(text), " ", why,
                                "; write a resource name as "
                                "\"areas/{area}/figures/full-time-share~{period}\"."));
}

}  // namespace

absl::StatusOr<FigureTemplate> FigureTemplate::Parse(absl::string_view text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, kBegin) || !absl::StartsWith(rest, "/")) {
    return Invalid(text, "does not begin with \"areas/{area}/\"");
  }
  const size_t period = rest.find(kPeriod);
  if (period == absl::string_view::npos) return Invalid(text, "has no \"{period}\"");
  const absl::string_view between = rest.substr(0, period);
  const absl::string_view after = rest.substr(period + kPeriod.size());
  if (!MarksOff(between.back()) || (!after.empty() && !MarksOff(after.front()))) {
    return Invalid(text, "has a \"{period}\" that neither \"/\" nor \"~\" marks off");
  }
  if (absl::StrContains(between, '{') || absl::StrContains(after, '{')) {
    return Invalid(text, "has more in braces than \"{area}\" and \"{period}\", each once");
  }
  return FigureTemplate(between, after);
}

std::string FigureTemplate::NameFor(absl::string_view area_id, const Period& period) const {
  return absl::StrCat(kAreas, area_id, between_, period.FormatId(), after_);
}

std::optional<FigureTemplate::Place> FigureTemplate::Match(absl::string_view name) const {
  if (!absl::ConsumePrefix(&name, kAreas)) return std::nullopt;
  const absl::string_view area_id = name.substr(0, name.find('/'));
  name.remove_prefix(area_id.size());
  if (area_id.empty() || !absl::ConsumePrefix(&name, between_)) return std::nullopt;
  const absl::string_view id = name.substr(0, name.find_first_of(kEnds));
  if (name.substr(id.size()) != after_) return std::nullopt;
  const absl::StatusOr<Period> period = Period::ParseId(id);
  if (!period.ok()) return std::nullopt;
  return Place{std::string(area_id), *period};
}

}  // namespace tertial::indicators
