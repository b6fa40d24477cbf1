#include "services/politics/handler/follow_up_handlers.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/facts/overdue.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/references.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"
#include "services/politics/domain/field_rules.h"
#include "services/politics/domain/follow_up_state.h"
#include "services/politics/handler/reference_rules.h"
#include "services/politics/handler/requested.h"
#include "services/politics/store/follow_up_reads.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// What a page may look at, whatever is passed over, and hold at most: then it ends, and the next
// one goes on.
constexpr size_t kMostLookedAt = 1000;
constexpr size_t kMostBytes = size_t{4} << 20;
// Follow-ups that are read together.
constexpr size_t kFewRead = 16;
constexpr size_t kMostRead = 256;
// "2024-12-31", with which what a token keeps begins.
constexpr size_t kDayLength = 10;

// What is asked for, as far as it follows from the request alone.
struct Asked {
  std::string area_id;
  std::optional<absl::CivilDay> day;
  // Empty: all.
  std::set<v1::FollowUpState> states;
  bool overdue = false;
  // With the area's id. Empty: any.
  std::string owner_unit;
  int32_t page_size = 0;
};

std::set<v1::FollowUpState> CheckStates(const google::protobuf::RepeatedField<int>& states,
                                        const Violations& violations) {
  std::set<v1::FollowUpState> checked;
  for (int i = 0; i < states.size(); ++i) {
    const auto state = static_cast<v1::FollowUpState>(states[i]);
    CheckEnum("", state, Presence::kRequired, violations.At("states", static_cast<size_t>(i)));
    if (checked.insert(state).second) continue;
    violations.At("states", static_cast<size_t>(i))
        .Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT, "It stands twice; each stands once.");
  }
  return checked;
}

absl::StatusOr<Asked> ParseRequest(const AreaRegistry& areas,
                                   const v1::ListFollowUpsRequest& request) {
  Asked asked{.overdue = request.overdue(), .owner_unit = request.owner_unit()};
  TERTIAL_ASSIGN_OR_RETURN(asked.page_size, CheckPageSize(request.page_size()));
  Violations violations;
  asked.day = CheckDay("day", request.day(), Presence::kOptional, violations);
  asked.states = CheckStates(request.states(), violations);
  CheckUnitName("owner_unit", request.owner_unit(), Presence::kOptional, violations);
  if (!violations.empty()) return violations.ToStatus();
  MakeReferenceCanonical<UnitName>(areas, &asked.owner_unit);
  TERTIAL_ASSIGN_OR_RETURN(asked.area_id, ResolveAreaName(areas, "area", request.area()));
  return asked;
}

// What the pages of one list have in common.
std::string QueryText(const v1::ListFollowUpsRequest& request, const Asked& asked,
                      const PageRequest& page) {
  return ListQuery(absl::StrCat("follow-ups of body ", request.body(), " on day ", request.day(),
                                " in states ", absl::StrJoin(asked.states, ","),
                                asked.overdue ? " overdue" : "", " of unit ", asked.owner_unit),
                   page);
}

class PageReader {
 public:
  PageReader(const ReadView& view, const Asked& asked, absl::CivilDay day)
      : view_(view), asked_(asked), day_(day) {}

  // Adds the follow-ups behind `after` that are asked for, as many as the page may have.
  absl::Status Read(const FollowUpQuery& query, absl::string_view after,
                    v1::ListFollowUpsResponse& response) {
    TERTIAL_ASSIGN_OR_RETURN(std::vector<PlacedFollowUp> list, PlaceFollowUps(view_, query));
    const auto begin = std::upper_bound(list.begin(), list.end(), after,
                                        [](absl::string_view a, const PlacedFollowUp& b) {
                                          return a < absl::string_view(b.place);
                                        });
    absl::Span<PlacedFollowUp> rest =
        absl::MakeSpan(list).subspan(static_cast<size_t>(begin - list.begin()));
    while (!rest.empty() && !IsFull(response)) {
      const absl::Span<PlacedFollowUp> read = rest.subspan(0, CountToRead(response));
      TERTIAL_RETURN_IF_ERROR(ReadFacts(view_, read));
      TERTIAL_RETURN_IF_ERROR(ReadEvents(view_, read));
      size_t looked_at = 0;
      for (; looked_at < read.size() && !IsFull(response); ++looked_at) {
        LookAt(*read[looked_at].facts, response);
        ++looked_at_;
      }
      reached_ = read[looked_at - 1].place;
      rest.remove_prefix(looked_at);
    }
    is_whole_ = rest.empty();
    return absl::OkStatus();
  }

  // Whether there is nothing behind the page; else the place that it ends at.
  bool is_whole() const { return is_whole_; }
  const std::string& reached() const { return reached_; }

 private:
  bool IsFull(const v1::ListFollowUpsResponse& response) const {
    return response.follow_ups_size() >= asked_.page_size || looked_at_ >= kMostLookedAt ||
           bytes_ >= kMostBytes;
  }

  size_t CountToRead(const v1::ListFollowUpsResponse& response) const {
    const auto missing = static_cast<size_t>(asked_.page_size - response.follow_ups_size());
    return std::clamp(missing, kFewRead, kMostRead);
  }

  void LookAt(const FollowUpFacts& facts, v1::ListFollowUpsResponse& response) {
    if (facts.resolution.name().empty() || !MayHaveBeenThere(facts, day_)) return;
    v1::ResolutionResult result = FollowUpOn(facts, day_);
    if (!IsAskedFor(result)) return;
    bytes_ += result.ByteSizeLong();
    *response.add_follow_ups() = std::move(result);
  }

  bool IsAskedFor(const v1::ResolutionResult& result) const {
    return (asked_.states.empty() || asked_.states.count(result.state()) > 0) &&
           (!asked_.overdue || result.overdue()) &&
           (asked_.owner_unit.empty() || asked_.owner_unit == result.owner_unit());
  }

  const ReadView& view_;
  const Asked& asked_;
  const absl::CivilDay day_;
  size_t looked_at_ = 0;
  size_t bytes_ = 0;
  bool is_whole_ = false;
  std::string reached_;
};

}  // namespace

absl::StatusOr<v1::ListFollowUpsResponse> FollowUpHandlers::ListFollowUps(
    const CallContext& /*call*/, const v1::ListFollowUpsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Asked asked, ParseRequest(areas_, request));
  const PageRequest page{.parent = asked.area_id,
                         .page_size = asked.page_size,
                         .page_token = request.page_token(),
                         .as_of = request.as_of()};
  const std::string text = QueryText(request, asked, page);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger_, page, text));
  FollowUpQuery query{.area_id = asked.area_id};
  TERTIAL_ASSIGN_OR_RETURN(
      const std::string body_id,
      RequestedBodyId(start.view, areas_, asked.area_id, "body", request.body()));
  if (!body_id.empty()) query.body = PatternOf<BodyTable>().Format({asked.area_id, body_id});
  // A list is of one day, also when the next page is asked for on another.
  absl::string_view after = start.after;
  std::optional<absl::CivilDay> day = asked.day;
  if (!day.has_value()) {
    day = after.empty() ? DayInOslo(InstantOf(ledger_, request.as_of(), start.view))
                        : ParseCivilDay(after.substr(0, kDayLength));
  }
  if (!day.has_value()) {
    return InvalidField("page_token", common::v1::ERROR_REASON_INVALID_PAGE_TOKEN,
                        "It is no token of this list; hand in what the page before gave.");
  }
  after.remove_prefix(std::min(after.size(), kDayLength));
  v1::ListFollowUpsResponse response;
  PageReader reader(start.view, asked, *day);
  TERTIAL_RETURN_IF_ERROR(reader.Read(query, after, response));
  response.set_day(absl::FormatCivilTime(*day));
  if (!reader.is_whole()) {
    response.set_next_page_token(
        NextPageToken(ledger_, start.view, text, absl::StrCat(response.day(), reader.reached())));
  }
  *response.mutable_read_at() = start.view.at().ToProto();
  return response;
}

}  // namespace tertial::politics
