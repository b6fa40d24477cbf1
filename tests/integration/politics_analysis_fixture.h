// A politics service with its analyses, and rows for it.
#ifndef TERTIAL_TESTS_INTEGRATION_POLITICS_ANALYSIS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_POLITICS_ANALYSIS_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_analysis_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/meetings_service.grpc.pb.h"
#include "tertial/politics/v1/politics_analysis_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {

template <typename Message>
void AddTitle(Message& message) {
  message.add_titles()->set_language("nb");
  message.mutable_titles(0)->set_text("Skolestruktur");
}

// Builds rows of one area.
struct Area {
  std::string id;

  std::string In(const std::string& rest) const { return absl::StrCat("areas/", id, "/", rest); }

  v1::PoliticsRow Body(const std::string& body, int order) const {
    v1::PoliticsRow row;
    v1::Body& made = *row.mutable_body();
    made.set_name(In("bodies/" + body));
    AddTitle(made);
    made.set_kind(v1::BODY_KIND_COUNCIL);
    made.set_order(order);
    return row;
  }
  v1::PoliticsRow Activity(const std::string& body, const std::string& meetings,
                           const std::string& cases,
                           v1::RecordingScope recording = v1::RECORDING_SCOPE_UNSPECIFIED) const {
    v1::PoliticsRow row;
    v1::BodyActivity& made = *row.mutable_body_activity();
    made.set_name(In("bodies/" + body + "/activities/2024"));
    made.set_period("2024");
    made.mutable_meetings()->set_value(meetings);
    made.mutable_cases()->set_value(cases);
    made.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
    made.set_recording(recording);
    return row;
  }
  v1::PoliticsRow Term() const {
    v1::PoliticsRow row;
    v1::Term& made = *row.mutable_term();
    made.set_name(In("terms/2023-2027"));
    made.set_first_day("2023-10-17");
    made.set_last_day("2027-09-30");
    return row;
  }
  v1::PoliticsRow Meeting(const std::string& body, const std::string& day,
                          v1::MeetingState state = v1::MEETING_STATE_HELD) const {
    v1::PoliticsRow row;
    v1::Meeting& made = *row.mutable_meeting();
    made.set_name(In("bodies/" + body + "/meetings/" + day));
    made.set_date(day);
    made.set_state(state);
    return row;
  }
  v1::PoliticsRow Matter(const std::string& matter) const {
    v1::PoliticsRow row;
    row.mutable_matter()->set_name(In("matters/" + matter));
    AddTitle(*row.mutable_matter());
    return row;
  }
  // Of no known body where that is empty.
  v1::PoliticsRow Case(const std::string& name, const std::string& body, int sequence, int year,
                       const std::string& date = "") const {
    v1::PoliticsRow row;
    v1::Case& made = *row.mutable_political_case();
    made.set_name(In("cases/" + name));
    if (!body.empty()) made.set_body(In("bodies/" + body));
    made.mutable_number()->set_sequence(sequence);
    made.mutable_number()->set_year(year);
    made.set_decision_date(date);
    AddTitle(made);
    return row;
  }
  v1::PoliticsRow CaseIn(const std::string& name, const std::string& body, int sequence,
                         const std::string& day, const std::string& matter) const {
    v1::PoliticsRow row = Case(name, body, sequence, 2024);
    v1::Case& made = *row.mutable_political_case();
    made.set_meeting(In("bodies/" + body + "/meetings/" + day));
    made.set_matter(In("matters/" + matter));
    return row;
  }
};

class PoliticsAnalysisFixture : public ::testing::Test {
 protected:
  // The revision that the rows were committed with.
  int64_t Import(const std::vector<v1::PoliticsRow>& rows) {
    const absl::StatusOr<common::v1::ImportSummary> summary =
        service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows);
    EXPECT_THAT(summary, IsOk());
    if (!summary.ok()) return 0;
    EXPECT_TRUE(summary->applied()) << summary->DebugString();
    return summary->read_at().revision();
  }

  using Stub = v1::PoliticsAnalysisService::Stub;

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               const Request& request) {
    return testing::CallUnary(*analysis_, method, request);
  }

  const Area asker_{"asker"};
  const Area baerum_{"baerum"};
  testing::TestService<v1::PoliticsService> service_{
      "politics",
      CreatePoliticsService,
      PoliticsTables(),
      "",
      std::make_shared<StoreFaults>(),
      {{v1::MeetingsService::service_full_name(), CreateMeetingsService},
       {v1::PoliticsAnalysisService::service_full_name(), CreatePoliticsAnalysisService}}};
  const std::unique_ptr<Stub> analysis_ = v1::PoliticsAnalysisService::NewStub(service_.channel());
};

inline v1::GetActivityRequest ActivityOf(const std::string& area, const std::string& period) {
  v1::GetActivityRequest request;
  request.set_area(area);
  request.set_period(period);
  return request;
}

inline v1::ListBodyCasesRequest CasesOf(const std::string& body, const std::string& period) {
  v1::ListBodyCasesRequest request;
  request.set_area("areas/asker");
  request.set_body(body);
  request.set_period(period);
  return request;
}

inline v1::FindCasesRequest CasesNumbered(const std::string& number, const std::string& body = "") {
  v1::FindCasesRequest request;
  request.set_area("areas/asker");
  request.set_number(number);
  request.set_body(body);
  return request;
}

inline v1::ListNumberFindingsRequest FindingsOf(const std::string& area) {
  v1::ListNumberFindingsRequest request;
  request.set_area(area);
  return request;
}

template <typename Rows>
std::vector<std::string> NamesOf(const Rows& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.emplace_back(row.name());
  return names;
}

// What a list is made of, in short.
inline std::vector<std::string> TextsOf(const v1::ListBodyCasesResponse& page) {
  std::vector<std::string> texts;
  for (const v1::DatedCase& one : page.cases()) {
    texts.push_back(
        absl::StrCat(one.political_case().name(), " ", v1::CaseTiming_Name(one.timing())));
  }
  return texts;
}

inline std::vector<std::string> TextsOf(const v1::ListNumberFindingsResponse& page) {
  std::vector<std::string> texts;
  for (const v1::NumberFinding& one : page.findings()) {
    texts.push_back(absl::StrCat(one.body(), " ", one.year(), " ",
                                 v1::NumberFindingKind_Name(one.kind()), " ", one.first_sequence(),
                                 "-", one.last_sequence()));
  }
  return texts;
}

// Asks for all pages of `page_size`, each of which holds at most as many.
template <typename Request, typename AskPage>
std::vector<std::string> AllPages(Request request, int page_size, AskPage ask) {
  std::vector<std::string> all;
  request.set_page_size(page_size);
  do {
    const auto page = ask(request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) break;
    const std::vector<std::string> texts = TextsOf(*page);
    EXPECT_LE(texts.size(), static_cast<size_t>(page_size));
    all.insert(all.end(), texts.begin(), texts.end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

}  // namespace tertial::politics

#endif  // TERTIAL_TESTS_INTEGRATION_POLITICS_ANALYSIS_FIXTURE_H_
