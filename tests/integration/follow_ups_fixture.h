// A politics service with follow-ups, as its callers see it: a real server over RocksDB.
#ifndef TERTIAL_TESTS_INTEGRATION_FOLLOW_UPS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_FOLLOW_UPS_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_analysis_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/meetings_service.grpc.pb.h"
#include "tertial/politics/v1/politics_analysis_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {

template <typename Texts>
void AddText(const std::string& text, Texts* texts) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text(text);
}

inline std::string BodyName(const std::string& id, const std::string& area = "asker") {
  return absl::StrCat("areas/", area, "/bodies/", id);
}
inline std::string ResolutionName(const std::string& id, const std::string& area = "asker") {
  return absl::StrCat("areas/", area, "/resolutions/", id);
}

inline v1::PoliticsRow BodyRow(const std::string& id, const std::string& area = "asker") {
  v1::PoliticsRow row;
  v1::Body& body = *row.mutable_body();
  body.set_name(BodyName(id, area));
  AddText("Utvalg", body.mutable_titles());
  body.set_kind(v1::BODY_KIND_MAIN_COMMITTEE);
  body.set_order(1);
  return row;
}

// Of a body and a day, or as much of them as is known.
inline v1::PoliticsRow CaseRow(const std::string& id, const std::string& body,
                               const std::string& date, const std::string& area = "asker") {
  v1::PoliticsRow row;
  v1::Case& political_case = *row.mutable_political_case();
  political_case.set_name(absl::StrCat("areas/", area, "/cases/", id));
  political_case.mutable_number()->set_sequence(31);
  political_case.mutable_number()->set_year(2024);
  if (!body.empty()) political_case.set_body(BodyName(body, area));
  political_case.set_decision_date(date);
  AddText("Sak", political_case.mutable_titles());
  return row;
}

// Decided by a body on a date; both may be empty.
inline v1::PoliticsRow ResolutionRow(const std::string& id, const std::string& body,
                                     const std::string& adopted,
                                     const std::string& area = "asker") {
  v1::PoliticsRow row;
  v1::ResolutionFollowUp& resolution = *row.mutable_resolution_follow_up();
  resolution.set_name(ResolutionName(id, area));
  AddText("Verbalvedtak", resolution.mutable_titles());
  resolution.set_order(1);
  if (!body.empty()) resolution.set_body(BodyName(body, area));
  resolution.set_adopted(adopted);
  if (adopted.empty()) resolution.set_latest_event(v1::FOLLOW_UP_EVENT_KIND_ADOPTED);
  return row;
}

inline v1::FollowUpEvent EventOf(const std::string& resolution, const std::string& id,
                                 v1::FollowUpEventKind kind, const std::string& date) {
  v1::FollowUpEvent event;
  event.set_name(absl::StrCat(resolution, "/events/", id));
  event.set_kind(kind);
  event.set_date(date);
  return event;
}
inline v1::PoliticsRow EventRow(const std::string& resolution, const std::string& id,
                                v1::FollowUpEventKind kind, const std::string& date) {
  v1::PoliticsRow row;
  *row.mutable_follow_up_event() = EventOf(ResolutionName(resolution), id, kind, date);
  return row;
}

inline auto IsInvalid(ErrorReason reason) {
  return ::testing::AllOf(StatusIs(absl::StatusCode::kInvalidArgument), HasReason(reason));
}
inline auto IsNotFound(ErrorReason reason) {
  return ::testing::AllOf(StatusIs(absl::StatusCode::kNotFound), HasReason(reason));
}

class FollowUpsTest : public ::testing::Test {
 protected:
  using Analysis = v1::PoliticsAnalysisService;
  using Meetings = v1::MeetingsService;

  FollowUpsTest()
      : service_("politics", CreatePoliticsService, PoliticsTables(), /*data=*/"",
                 std::make_shared<StoreFaults>(),
                 {{Meetings::service_full_name(), CreateMeetingsService},
                  {Analysis::service_full_name(), CreatePoliticsAnalysisService}},
                 clock_),
        meetings_(Meetings::NewStub(service_.channel())),
        analysis_(Analysis::NewStub(service_.channel())) {}

  // In one commit. The revision of it.
  int64_t Import(const std::vector<v1::PoliticsRow>& rows) {
    const absl::StatusOr<common::v1::ImportSummary> summary =
        service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows);
    EXPECT_THAT(summary, IsOk());
    if (!summary.ok()) return -1;
    EXPECT_TRUE(summary->applied()) << summary->ShortDebugString();
    return summary->read_at().revision();
  }

  absl::StatusOr<v1::ListFollowUpsResponse> List(const v1::ListFollowUpsRequest& request) {
    return testing::CallUnary(*analysis_, &Analysis::Stub::ListFollowUps, request);
  }

  // All pages as one.
  std::vector<v1::ResolutionResult> ListAll(v1::ListFollowUpsRequest request) {
    std::vector<v1::ResolutionResult> results;
    do {
      const absl::StatusOr<v1::ListFollowUpsResponse> page = List(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return {};
      results.insert(results.end(), page->follow_ups().begin(), page->follow_ups().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return results;
  }

  FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 2, 1), absl::UTCTimeZone())};
  testing::TestService<v1::PoliticsService> service_;
  const std::unique_ptr<Meetings::Stub> meetings_;
  const std::unique_ptr<Analysis::Stub> analysis_;
};

}  // namespace tertial::politics

#endif  // TERTIAL_TESTS_INTEGRATION_FOLLOW_UPS_FIXTURE_H_
