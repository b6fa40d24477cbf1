#include "services/politics/handler/requested.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/field_rules.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

constexpr int kMostYears = 12;

// The resource T that is named, of the area. Errors as those of RequestedBodyId.
template <typename T>
absl::StatusOr<typename T::Message> Requested(const ReadView& view, const AreaRegistry& areas,
                                              const std::string& area_id, absl::string_view field,
                                              const std::string& name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string canonical, CanonicalName<T>(areas, field, name));
  const std::string area = absl::StrCat("areas/", area_id);
  if (!absl::StartsWith(canonical, absl::StrCat(area, "/"))) {
    return InvalidField(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        absl::StrCat(Quoted(name), " belongs to another area than ", area,
                                     ", which is asked for; name one of the same."));
  }
  TERTIAL_ASSIGN_OR_RETURN(std::optional<typename T::Message> found,
                           FindResource<T>(view, canonical));
  if (!found.has_value()) return ResourceNotFound(T::kNotFound, name);
  return *std::move(found);
}

absl::Status CheckLength(absl::string_view field, const DayRange& days) {
  const absl::CivilDay end(days.first.year() + kMostYears, days.first.month(), days.first.day());
  if (days.last < end) return absl::OkStatus();
  return InvalidField(
      field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
      absl::StrCat("It is of more than ", kMostYears, " years; ask for a shorter span."));
}

absl::StatusOr<DayRange> ParseDays(const v1::DaySpan& span) {
  Violations violations;
  const Violations at = violations.At("days");
  const std::optional<absl::CivilDay> first =
      CheckDay("first_day", span.first_day(), Presence::kRequired, at);
  const std::optional<absl::CivilDay> last =
      CheckDay("last_day", span.last_day(), Presence::kRequired, at);
  CheckNotBefore("last_day", last, first, at);
  if (!violations.empty()) return violations.ToStatus();
  const DayRange days{*first, *last};
  TERTIAL_RETURN_IF_ERROR(CheckLength("days.last_day", days));
  return days;
}

absl::StatusOr<RequestedSpan> ParsePeriod(const std::string& text) {
  Violations violations;
  CheckPeriod("period", text, Presence::kRequired, violations);
  if (!violations.empty()) return violations.ToStatus();
  const Period period = *Period::Parse(text);
  return RequestedSpan{
      .period = period, .days = DayRange{period.first_day(), period.last_day()}, .term = ""};
}

}  // namespace

absl::StatusOr<std::string> RequestedBodyId(const ReadView& view, const AreaRegistry& areas,
                                            const std::string& area_id, absl::string_view field,
                                            const std::string& name) {
  if (name.empty()) return std::string();
  TERTIAL_ASSIGN_OR_RETURN(const v1::Body body,
                           Requested<BodyTable>(view, areas, area_id, field, name));
  return std::string(LastIdOf(body.name()));
}

template <typename Request>
absl::StatusOr<RequestedSpan> ParseSpan(const Request& request) {
  switch (request.span_case()) {
    case Request::kPeriod:
      return ParsePeriod(request.period());
    case Request::kTerm:
      return RequestedSpan{.period = std::nullopt, .days = std::nullopt, .term = request.term()};
    case Request::kDays: {
      TERTIAL_ASSIGN_OR_RETURN(const DayRange days, ParseDays(request.days()));
      return RequestedSpan{.period = std::nullopt, .days = days, .term = ""};
    }
    case Request::SPAN_NOT_SET:
      break;
  }
  return InvalidField("span", common::v1::ERROR_REASON_FIELD_REQUIRED,
                      "No span of time is asked for; name a period, a term or days.");
}

template absl::StatusOr<RequestedSpan> ParseSpan(const v1::GetActivityRequest&);
template absl::StatusOr<RequestedSpan> ParseSpan(const v1::ListBodyCasesRequest&);

absl::StatusOr<DayRange> ReadSpan(const ReadView& view, const AreaRegistry& areas,
                                  const std::string& area_id, const RequestedSpan& span) {
  if (span.days.has_value()) return *span.days;
  TERTIAL_ASSIGN_OR_RETURN(const v1::Term term,
                           Requested<TermTable>(view, areas, area_id, "term", span.term));
  const std::optional<absl::CivilDay> first = ParseCivilDay(term.first_day());
  const std::optional<absl::CivilDay> last = ParseCivilDay(term.last_day());
  if (!first.has_value() || !last.has_value()) return StoredDataDamaged(term.name());
  const DayRange days{*first, *last};
  TERTIAL_RETURN_IF_ERROR(CheckLength("term", days));
  return days;
}

}  // namespace tertial::politics
