#include "tests/bench/politics_pg_answers.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/politics/domain/follow_up_state.h"
#include "tests/bench/politics_sql.h"
#include "tests/bench/politics_tuples.h"

namespace tertial::bench {
namespace {

namespace v1 = politics::v1;

constexpr char kMore[] = "more";
constexpr size_t kDayLength = 10;
constexpr size_t kLongestExcerpt = 300;

using Texts = google::protobuf::RepeatedPtrField<common::v1::LocalizedText>;

// All texts are of one language.
void SetText(absl::string_view text, Texts* texts) {
  if (text.empty()) return;
  common::v1::LocalizedText& added = *texts->Add();
  added.set_language("nb");
  added.set_text(std::string(text));
}

absl::string_view Excerpt(absl::string_view text) {
  if (text.size() <= kLongestExcerpt) return text;
  size_t end = kLongestExcerpt;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

// A row of an area. NULL is empty, as a text and as a number.
class Row {
 public:
  Row(const PgRows& rows, int row, const std::string& area) : rows_(rows), row_(row), area_(area) {}

  absl::string_view View(int column) const { return rows_.Bytes(row_, column); }
  std::string Text(int column) const { return std::string(View(column)); }
  bool Has(int column) const { return !View(column).empty(); }
  int Number(int column) const { return static_cast<int>(rows_.Int8(row_, column)); }
  // The name of what has this id; empty without one.
  std::string Name(absl::string_view collection, int column) const {
    const absl::string_view id = View(column);
    return id.empty() ? std::string() : absl::StrCat(area_, collection, id);
  }
  std::string Body(absl::string_view id) const {
    return id.empty() ? std::string() : absl::StrCat(area_, "/bodies/", id);
  }

 private:
  const PgRows& rows_;
  const int row_;
  const std::string& area_;
};

void SetResolution(const Row& row, v1::ResolutionFollowUp& resolution) {
  resolution.set_name(row.Name("/resolutions/", kFollowUpId));
  SetText(row.View(kFollowUpTitles), resolution.mutable_titles());
  resolution.set_order(row.Number(kFollowUpOrder));
  SetText(row.View(kFollowUpSummaries), resolution.mutable_summaries());
  resolution.set_latest_event(static_cast<v1::FollowUpEventKind>(row.Number(kFollowUpLatestEvent)));
  resolution.set_latest_event_source(
      static_cast<v1::FollowUpEventSource>(row.Number(kFollowUpEventSource)));
  for (const absl::string_view treated :
       absl::StrSplit(row.View(kFollowUpTreatments), kBetweenTreatments, absl::SkipEmpty())) {
    const size_t body_end = treated.find(kInTreatment);
    v1::FollowUpTreatment& treatment = *resolution.add_treatments();
    treatment.set_body(row.Body(treated.substr(0, body_end)));
    treatment.set_date(std::string(treated.substr(body_end + 1)));
  }
  resolution.set_kind(static_cast<v1::ResolutionKind>(row.Number(kFollowUpKind)));
  resolution.set_decided_in(row.Name("/cases/", kFollowUpDecidedIn));
  resolution.set_body(row.Body(row.View(kDecidedBy)));
  resolution.set_adopted(row.Text(kFollowUpAdopted));
  SetText(row.View(kFollowUpWordings), resolution.mutable_wordings());
  resolution.set_owner_unit(row.Text(kFollowUpOwner));
  resolution.set_case_handler(row.Text(kFollowUpHandler));
  resolution.set_due_date(row.Text(kFollowUpDue));
}

// When it was decided, as it is known.
absl::string_view DecisionDate(const Row& row) {
  if (row.Has(kFollowUpAdopted)) return row.View(kFollowUpAdopted);
  if (row.Has(kCaseMeeting)) return row.View(kCaseMeeting).substr(0, kDayLength);
  return row.View(kCaseDate);
}

void SetState(const Row& row, int day, v1::ResolutionResult& result) {
  if (row.Has(kEventId)) {
    v1::FollowUpEvent& event = *result.mutable_event();
    event.set_name(absl::StrCat(result.resolution().name(), "/events/", row.View(kEventId)));
    event.set_kind(static_cast<v1::FollowUpEventKind>(row.Number(kEventKind)));
    event.set_date(row.Text(kEventDate));
    event.set_owner_unit(row.Text(kEventOwner));
    event.set_case_handler(row.Text(kEventHandler));
    event.set_due_date(row.Text(kEventDue));
    event.set_evidence_case(row.Name("/cases/", kEventEvidence));
    SetText(row.View(kEventRemarks), event.mutable_remarks());
    result.set_state(politics::StateAfter(event.kind()));
    result.set_state_basis(v1::FOLLOW_UP_STATE_BASIS_EVENTS);
    result.set_certain(row.Number(kEventLastDay) <= day);
    result.set_since(event.date());
  } else if (!row.Has(kEvents) &&
             result.resolution().latest_event() != v1::FOLLOW_UP_EVENT_KIND_UNSPECIFIED) {
    result.set_state(politics::StateAfter(result.resolution().latest_event()));
    result.set_state_basis(v1::FOLLOW_UP_STATE_BASIS_REPORTED);
  } else {
    result.set_state(v1::FOLLOW_UP_STATE_OPEN);
    result.set_state_basis(v1::FOLLOW_UP_STATE_BASIS_DECISION);
    result.set_certain(row.Has(kFollowUpDecidedLast) && row.Number(kFollowUpDecidedLast) <= day);
    result.set_since(std::string(DecisionDate(row)));
  }
}

const v1::FollowUpTreatment* LastTreatment(const v1::ResolutionFollowUp& resolution, int day) {
  for (int i = resolution.treatments_size() - 1; i >= 0; --i) {
    const std::string& date = resolution.treatments(i).date();
    if (date.empty() || DayOf(date) <= day) return &resolution.treatments(i);
  }
  return nullptr;
}

void SetDecision(const Row& row, int day, v1::ResolutionResult& result) {
  const v1::ResolutionFollowUp& resolution = result.resolution();
  result.set_body(resolution.body().empty() ? row.Body(row.View(kCaseBody)) : resolution.body());
  SetText(row.View(kFollowUpWordings), result.mutable_decisions());
  result.set_meeting_date(row.Has(kCaseMeeting)
                              ? std::string(row.View(kCaseMeeting).substr(0, kDayLength))
                              : std::string(DecisionDate(row)));
  if (row.Has(kFollowUpDecidedIn)) {
    result.mutable_case_number()->set_sequence(row.Number(kCaseSequence));
    result.mutable_case_number()->set_year(row.Number(kCaseYear));
    SetText(row.View(kCaseTitles), result.mutable_case_titles());
    SetText(row.View(kCaseDecisions), result.mutable_decisions());
  }
  if (row.Has(kCaseExemption)) {
    result.mutable_exemption()->set_legal_basis(row.Text(kCaseExemption));
    result.mutable_exemption()->set_review_date(row.Text(kCaseReview));
  }
  const v1::FollowUpTreatment* const treatment = LastTreatment(resolution, day);
  if (treatment == nullptr) return;
  if (result.body().empty()) result.set_body(treatment->body());
  const bool is_decided = row.Has(kFollowUpDecidedIn) || row.Has(kFollowUpAdopted);
  if (!is_decided) result.set_meeting_date(treatment->date());
}

void SetResult(const Row& row, int day, v1::ResolutionResult& result) {
  SetResolution(row, *result.mutable_resolution());
  SetState(row, day, result);
  result.set_due_date(row.Text(kDue));
  result.set_overdue(row.View(kOverdue) == absl::string_view("\1", 1));
  result.set_owner_unit(row.Text(kOwner));
  result.set_case_handler(row.Text(kHandler));
  SetText(row.View(kRemarks), result.mutable_remarks());
  SetDecision(row, day, result);
}

}  // namespace

v1::ListFollowUpsResponse FollowUpsAnswer(const PgRows& rows, const std::string& area_id,
                                          absl::string_view day, int page_size) {
  const std::string area = absl::StrCat("areas/", area_id);
  const int day_number = DayOf(day);
  v1::ListFollowUpsResponse response;
  response.set_day(std::string(day));
  for (int row = 0; row < std::min(rows.count(), page_size); ++row) {
    SetResult(Row(rows, row, area), day_number, *response.add_follow_ups());
  }
  if (rows.count() > page_size) response.set_next_page_token(kMore);
  return response;
}

v1::SearchTextsResponse SearchAnswer(const PgRows& rows, const std::string& area_id,
                                     int page_size) {
  constexpr absl::string_view kCollections[] = {"", "/cases/", "/matters/", "/plans/",
                                                "/resolutions/"};
  const std::string area = absl::StrCat("areas/", area_id);
  v1::SearchTextsResponse response;
  for (int i = 0; i < std::min(rows.count(), page_size); ++i) {
    const Row row(rows, i, area);
    v1::SearchHit& hit = *response.add_hits();
    const int kind = row.Number(kHitKind);
    hit.set_name(row.Name(kCollections[kind], kHitId));
    hit.set_kind(static_cast<v1::SearchKind>(kind));
    SetText(row.View(kHitTitles), hit.mutable_titles());
    SetText(Excerpt(row.View(kHitExcerpt)), hit.mutable_excerpts());
    hit.set_body(row.Body(row.View(kHitBody)));
    hit.set_date(row.Text(kHitDate));
    if (kind != v1::SEARCH_KIND_CASE) continue;
    hit.mutable_number()->set_sequence(row.Number(kHitSequence));
    hit.mutable_number()->set_year(row.Number(kHitYear));
  }
  if (rows.count() > page_size) response.set_next_page_token(kMore);
  return response;
}

}  // namespace tertial::bench
