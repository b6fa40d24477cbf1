#include "services/politics/domain/body_rules.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {
namespace {

constexpr int kMostPredecessors = 20;
constexpr int kMostListed = 200;
constexpr int kMostSizes = 50;

// A cell that counts something.
void CheckCount(absl::string_view field, const common::v1::Cell& cell,
                const Violations& violations) {
  CheckCell(field, cell, violations);
  const absl::StatusOr<Decimal> count = Decimal::Parse(cell.value());
  if (!count.ok() || (count->scale() == 0 && !count->IsNegative())) return;
  violations.At(field).Add(
      "value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
      absl::StrCat(Quoted(cell.value()), " counts nothing; give a whole number from 0, as 9."));
}

void CheckMembers(const v1::Body& body, const Violations& violations) {
  CheckAtMost("member_list", body.member_list_size(), kMostListed, violations);
  for (int i = 0; i < body.member_list_size(); ++i) {
    const Violations at = violations.At("member_list", i);
    const v1::BodyMember& member = body.member_list(i);
    CheckText("name", member.name(), Presence::kRequired, kLongestName, at);
    CheckText("party", member.party(), Presence::kOptional, kLongestParty, at);
    CheckEnum("role", member.role(), Presence::kRequired, at);
    const auto from = CheckDay("from", member.from(), Presence::kOptional, at);
    CheckNotBefore("to", CheckDay("to", member.to(), Presence::kOptional, at), from, at);
  }
}

void CheckSizes(const v1::Body& body, const Violations& violations) {
  CheckAtMost("sizes", body.sizes_size(), kMostSizes, violations);
  std::optional<absl::CivilDay> last;
  for (int i = 0; i < body.sizes_size(); ++i) {
    const Violations at = violations.At("sizes", i);
    const v1::BodySize& size = body.sizes(i);
    CheckRange("members", size.members(), 1, kMostMembers, at);
    const auto from = CheckDay("from", size.from(), Presence::kRequired, at);
    if (!from.has_value()) continue;
    if (last.has_value() && *from <= *last) {
      at.Add("from", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
             absl::StrCat(size.from(), " does not come after ", absl::FormatCivilTime(*last),
                          ", from which the size before it holds; order them by their days, one "
                          "for each."));
    }
    last = from;
  }
}

// A day that was checked when it was stored. Nothing if it is empty.
std::optional<absl::CivilDay> DayIn(const std::string& text) {
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(text);
  if (!date.ok()) return std::nullopt;
  return date->earliest();
}

}  // namespace

void CheckBody(const v1::Body& body, const Violations& violations) {
  CheckTexts("titles", body.titles(), Presence::kRequired, violations);
  CheckEnum("kind", body.kind(), Presence::kRequired, violations);
  if (body.has_members()) CheckRange("members", body.members(), 1, kMostMembers, violations);
  CheckRange("order", body.order(), 1, kHighestOrder, violations);
  CheckProvenance("provenance", body.provenance(), violations);
  const auto from = CheckDay("valid_from", body.valid_from(), Presence::kOptional, violations);
  CheckNotBefore("valid_to", CheckDay("valid_to", body.valid_to(), Presence::kOptional, violations),
                 from, violations);
  CheckEachOnce("predecessors", body.predecessors(), kMostPredecessors, violations);
  CheckMembers(body, violations);
  CheckSizes(body, violations);
}

void CheckBodyActivity(const v1::BodyActivity& activity, const Violations& violations) {
  CheckPeriod("period", activity.period(), Presence::kRequired, violations);
  CheckCount("meetings", activity.meetings(), violations);
  CheckCount("cases", activity.cases(), violations);
  CheckEnum("counting_rule", activity.counting_rule(), Presence::kRequired, violations);
  CheckProvenance("provenance", activity.provenance(), violations);
  CheckEnum("recording", activity.recording(), Presence::kOptional, violations);
  const absl::StatusOr<Period> period = Period::Parse(activity.period());
  if (!period.ok()) return;
  const std::string name = ActivityName(BodyOf(activity), *period);
  if (activity.name() != name) {
    violations.Add("name", common::v1::ERROR_REASON_NAME_FIELD_MISMATCH,
                   absl::StrCat(Quoted(activity.name()),
                                " does not agree with the period; its last id must be ",
                                Quoted(period->FormatId()), "."));
  }
}

bool IsThereOn(const v1::Body& body, const DayRange& days) {
  const std::optional<absl::CivilDay> from = DayIn(body.valid_from());
  const std::optional<absl::CivilDay> to = DayIn(body.valid_to());
  return !(from.has_value() && days.last < *from) && !(to.has_value() && *to < days.first);
}

void CheckThereOn(const v1::Body& body, const DayRange& days, absl::string_view field,
                  const Violations& violations) {
  if (IsThereOn(body, days)) return;
  const std::string from = body.valid_from().empty() ? "its beginning" : body.valid_from();
  const std::string to = body.valid_to().empty() ? "today" : body.valid_to();
  violations.Add(
      field, common::v1::ERROR_REASON_BODY_NOT_VALID,
      absl::StrCat(FormatDays(days), ": ", body.name(), " is not there then, but from ", from,
                   " to ", to, "; give a day on which it is, or correct the body's days."));
}

std::optional<int32_t> MembersOn(const v1::Body& body, absl::CivilDay day) {
  if (body.sizes().empty()) {
    return body.has_members() ? std::optional<int32_t>(body.members()) : std::nullopt;
  }
  std::optional<int32_t> members;
  for (const v1::BodySize& size : body.sizes()) {
    const std::optional<absl::CivilDay> from = DayIn(size.from());
    if (from.has_value() && *from <= day) members = size.members();
  }
  return members;
}

}  // namespace tertial::politics
