// Finished reports over real services: fresh after a write, honest when a service is gone, never
// torn.
#include <atomic>
#include <future>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/rpc/limits.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/integration/reports_fixture.h"
#include "tests/testing/faulty_proxy.h"

namespace tertial::gateway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum v1::Completeness;

constexpr char kFigure[] = "full-time-share~2024";
constexpr char kOther[] = "part-time-share~2024";

v1::MinRevision MinRevisionAt(const std::string& service, const ReadPoint& at) {
  v1::MinRevision min;
  min.set_service(service);
  min.set_epoch(at.epoch);
  min.set_revision(at.revision);
  return min;
}

TEST_F(ReportsTest, AReportIsFreshSoonAfterAWrite) {
  PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  EXPECT_THAT(FiguresIn(gateway.GetReport()), ElementsAre("60.0"));
  for (int i = 1; i <= 5; ++i) {
    const std::string value = absl::StrCat("60.", i);
    PutFigures({{kFigure, value}});
    EXPECT_TRUE(Eventually([&] { return FiguresIn(gateway.GetReport()) == std::vector{value}; }));
  }
}

TEST_F(ReportsTest, AReaderWhoNamesWhatItWroteReadsIt) {
  PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  gateway.GetReport();
  for (int i = 1; i <= 20; ++i) {
    const std::string value = absl::StrCat("60.", i);
    v1::GetReportRequest request = ReportsGateway::AskerRequest();
    *request.add_min_revisions() = MinRevisionAt("workforce", PutFigures({{kFigure, value}}));
    const auto response = gateway.Get(request);
    ASSERT_THAT(response, IsOk());
    EXPECT_THAT(FiguresIn(response->report()), ElementsAre(value));
  }
}

TEST_F(ReportsTest, ARevisionThatDoesNotComeEndsAtTheDeadline) {
  const ReadPoint at = PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  *request.add_min_revisions() = MinRevisionAt("workforce", at);
  request.mutable_min_revisions(0)->set_revision(at.revision + 1);
  const auto late = gateway.Get(request, absl::Seconds(1));
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(late, HasReason(ERROR_REASON_MIN_REVISION_NOT_REACHED));
}

TEST_F(ReportsTest, BadMinRevisionsAreRefused) {
  ReportsGateway gateway(areas_, AllEndpoints());
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  request.add_min_revisions()->set_service("gateway");
  EXPECT_THAT(gateway.Get(request), StatusIs(absl::StatusCode::kInvalidArgument));
  request.mutable_min_revisions(0)->set_service("politics");
  request.mutable_min_revisions(0)->set_revision(-1);
  EXPECT_THAT(gateway.Get(request), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  request.mutable_min_revisions(0)->set_revision(0);
  EXPECT_THAT(gateway.Get(request), IsOk());
  *request.add_min_revisions() = request.min_revisions(0);
  EXPECT_THAT(gateway.Get(request), HasReason(ERROR_REASON_DUPLICATE_ELEMENT));
  request.mutable_min_revisions()->RemoveLast();
  request.mutable_query()->mutable_as_of()->set_seconds(1);
  EXPECT_THAT(gateway.Get(request), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(ReportsTest, AMinRevisionOfAServiceThatTheReportHasNoSectionOfIsRefused) {
  ReportsGateway gateway(areas_, AllEndpoints());
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  request.mutable_query()->set_service_area("areas/asker/units/welfare");
  request.add_min_revisions()->set_service("climate");
  EXPECT_THAT(gateway.Get(request), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(gateway.Get(request), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(ReportsTest, AnEtagSaysThatNothingHasChanged) {
  PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  const auto first = gateway.Get(request);
  ASSERT_THAT(first, IsOk());
  request.set_if_none_match(first->etag());
  auto again = gateway.Get(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_FALSE(again->has_report());
  EXPECT_EQ(again->etag(), first->etag());
  *request.add_min_revisions() = MinRevisionAt("workforce", PutFigures({{kFigure, "61.0"}}));
  again = gateway.Get(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->has_report());
  EXPECT_NE(again->etag(), first->etag());
}

TEST_F(ReportsTest, ACallOfBytesPassesTheStepsOfAllCalls) {
  ReportsGateway gateway(areas_, AllEndpoints());
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  EXPECT_THAT(testing::CallUnary(gateway.stub(), &v1::ReportService::Stub::GetReport, request,
                                 "nobody-knows"),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(999, 1);
  EXPECT_THAT(gateway.Get(request), HasReason(ERROR_REASON_UNKNOWN_FIELD));

  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(gateway.channel());
  const grpc::Slice garbage("no message");
  const grpc::ByteBuffer bytes(&garbage, 1);
  grpc::ByteBuffer answer;
  grpc::ClientContext context;
  testing::PrepareContext(context);
  std::promise<grpc::Status> ended;
  stub.UnaryCall(&context, "/tertial.gateway.v1.ReportService/GetReport", {}, &bytes, &answer,
                 [&](const grpc::Status& status) { ended.set_value(status); });
  EXPECT_THAT(FromGrpcStatus(ended.get_future().get()),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ReportsTest, ACallThatIsCancelledWhileItWaitsIsForgotten) {
  const ReadPoint at = PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  *request.add_min_revisions() = MinRevisionAt("workforce", at);
  request.mutable_min_revisions(0)->set_revision(at.revision + 1);
  grpc::ClientContext context;
  testing::PrepareContext(context, "reader", absl::Hours(1));
  v1::GetReportResponse response;
  grpc::Status status;
  const absl::Time begun = absl::Now();
  std::thread waiting([&] { status = gateway.stub().GetReport(&context, request, &response); });
  EXPECT_TRUE(Eventually([&] { return gateway.waiting() == 1; }));
  context.TryCancel();
  waiting.join();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Eventually([&] { return gateway.waiting() == 0; }));
  // Not because it had waited as long as anybody may.
  EXPECT_LT(absl::Now() - begun, kLongestWaiting);
}

TEST_F(ReportsTest, CallsThatWaitForAServiceHoldUpNoOthers) {
  testing::FaultyProxy workforce(1);
  workforce.KeepSilent();
  Endpoints endpoints = AllEndpoints();
  endpoints.workforce = workforce.address();
  ReportsGateway gateway(areas_, endpoints);
  v1::ExportReportRequest request;
  *request.mutable_query() = ReportsGateway::AskerRequest().query();
  request.set_format(v1::REPORT_FORMAT_CSV);
  std::vector<absl::StatusOr<v1::ExportReportResponse>> answers(kReadThreads);
  std::vector<std::thread> exporting;
  for (auto& answer : answers) {
    exporting.emplace_back([&] {
      answer = testing::CallUnary(gateway.stub(), &v1::ReportService::Stub::ExportReport, request);
    });
  }
  EXPECT_TRUE(Eventually([&] { return gateway.waiting() == kReadThreads; }));
  const auto others = v1::GatewayService::NewStub(gateway.channel());
  grpc::ClientContext context;
  testing::PrepareContext(context, "reader", absl::Seconds(3));
  v1::ListAreasResponse areas;
  EXPECT_THAT(FromGrpcStatus(others->ListAreas(&context, v1::ListAreasRequest(), &areas)), IsOk());
  // They are waiting still.
  EXPECT_EQ(gateway.waiting(), kReadThreads);
  workforce.Refuse();
  for (std::thread& thread : exporting) thread.join();
  EXPECT_THAT(answers, ::testing::Each(IsOk()));
}

TEST_F(ReportsTest, ReadersWhoWaitHoldNoThread) {
  const ReadPoint at = PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  *request.add_min_revisions() = MinRevisionAt("workforce", at);
  request.mutable_min_revisions(0)->set_revision(at.revision + 1);
  // More than there are threads that run handlers.
  std::vector<absl::StatusOr<v1::GetReportResponse>> answers(4 * kReadThreads);
  std::vector<std::thread> waiting;
  for (auto& answer : answers) {
    waiting.emplace_back([&] { answer = gateway.Get(request); });
  }
  const auto others = v1::GatewayService::NewStub(gateway.channel());
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(
        testing::CallUnary(*others, &v1::GatewayService::Stub::ListAreas, v1::ListAreasRequest()),
        IsOk());
  }
  PutFigures({{kFigure, "61.0"}});
  for (std::thread& thread : waiting) thread.join();
  for (const auto& answer : answers) {
    ASSERT_THAT(answer, IsOk());
    EXPECT_THAT(FiguresIn(answer->report()), ElementsAre("61.0"));
  }
}

TEST_F(ReportsTest, TheAnnualReportIsTheSameOnTheWire) {
  PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  const v1::Report report = gateway.GetReport();
  const auto stub = v1::GatewayService::NewStub(gateway.channel());
  v1::GetAnnualReportRequest request;
  request.set_area("areas/asker");
  request.set_period("2024");
  const auto annual =
      testing::CallUnary(*stub, &v1::GatewayService::Stub::GetAnnualReport, request);
  ASSERT_THAT(annual, IsOk());
  v1::Report same;
  ASSERT_TRUE(same.ParseFromString(annual->report().SerializeAsString()));
  EXPECT_EQ(same.SerializeAsString(), report.SerializeAsString());
  request.set_period("2024-T1");
  EXPECT_THAT(testing::CallUnary(*stub, &v1::GatewayService::Stub::GetAnnualReport, request),
              HasReason(ERROR_REASON_INVALID_PERIOD));
}

TEST_F(ReportsTest, AServiceThatDiesIsStaleAndRecoversByItself) {
  PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  gateway.GetReport();
  workforce_.Stop();
  v1::Report report;
  ASSERT_TRUE(Eventually([&] {
    report = gateway.GetReport();
    return StateOf(report, v1::SECTION_KIND_WORKFORCE).completeness() == COMPLETENESS_STALE;
  }));
  const v1::SectionState& state = StateOf(report, v1::SECTION_KIND_WORKFORCE);
  EXPECT_EQ(state.error(), ERROR_REASON_SERVICE_UNAVAILABLE);
  EXPECT_TRUE(state.has_current_at());
  EXPECT_FALSE(state.reason().empty());
  EXPECT_THAT(FiguresIn(report), ElementsAre("60.0"));
  EXPECT_EQ(StateOf(report, v1::SECTION_KIND_POLITICS).completeness(), COMPLETENESS_COMPLETE);
  workforce_.Start();
  PutFigures({{kFigure, "61.0"}});
  EXPECT_TRUE(Eventually([&] {
    report = gateway.GetReport();
    return FiguresIn(report) == std::vector<std::string>{"61.0"};
  }));
  EXPECT_TRUE(Eventually([&] {
    return StateOf(gateway.GetReport(), v1::SECTION_KIND_WORKFORCE).completeness() ==
           COMPLETENESS_COMPLETE;
  }));
}

TEST_F(ReportsTest, AServiceThatWasNeverSeenIsUnavailableAndThenThere) {
  PutFigures({{kFigure, "60.0"}});
  workforce_.Stop();
  ReportsGateway gateway(areas_, AllEndpoints());
  const v1::Report report = gateway.GetReport();
  EXPECT_EQ(StateOf(report, v1::SECTION_KIND_WORKFORCE).completeness(), COMPLETENESS_UNAVAILABLE);
  EXPECT_FALSE(report.has_workforce());
  workforce_.Start();
  EXPECT_TRUE(Eventually(
      [&] { return FiguresIn(gateway.GetReport()) == std::vector<std::string>{"60.0"}; }));
}

TEST_F(ReportsTest, ARestoredServiceIsReadAnew) {
  PutFigures({{kFigure, "60.0"}});
  ASSERT_THAT(workforce_.ledger().Backup(workforce_.backup()), IsOk());
  const ReadPoint lost = PutFigures({{kFigure, "61.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  EXPECT_THAT(FiguresIn(gateway.GetReport()), ElementsAre("61.0"));
  workforce_.Restore(workforce_.backup());
  workforce_.Start();
  EXPECT_TRUE(Eventually(
      [&] { return FiguresIn(gateway.GetReport()) == std::vector<std::string>{"60.0"}; }));
  // What was written to the history that is gone can be read no more.
  v1::GetReportRequest request = ReportsGateway::AskerRequest();
  *request.add_min_revisions() = MinRevisionAt("workforce", lost);
  EXPECT_THAT(gateway.Get(request), HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
}

TEST_F(ReportsTest, NoReaderSeesATornSection) {
  const auto put = [this](int i) {
    return PutFigures({{kFigure, absl::StrCat("60.", i)}, {kOther, absl::StrCat("60.", i)}});
  };
  put(0);
  ReportsGateway gateway(areas_, AllEndpoints());
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::vector<std::set<std::string>> seen(3);
  std::vector<std::thread> readers;
  for (std::set<std::string>& values : seen) {
    readers.emplace_back([&] {
      while (!done) {
        const std::vector<std::string> figures = FiguresIn(gateway.GetReport());
        if (figures.size() != 2 || figures[0] != figures[1]) ++torn;
        values.insert(figures.begin(), figures.end());
      }
    });
  }
  // One who reads what was just written, so that sections are rebuilt all the time.
  int i = 0;
  for (const absl::Time end = absl::Now() + absl::Seconds(3); absl::Now() < end;) {
    v1::GetReportRequest request = ReportsGateway::AskerRequest();
    *request.add_min_revisions() = MinRevisionAt("workforce", put(++i));
    const auto response = gateway.Get(request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) break;
    const std::string value = absl::StrCat("60.", i);
    EXPECT_THAT(FiguresIn(response->report()), ElementsAre(value, value));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_GT(i, 10);
  // They did see it change.
  for (const std::set<std::string>& values : seen) EXPECT_GT(values.size(), 3);
}

TEST_F(ReportsTest, AWatchTellsBeforeAndAfter) {
  PutFigures({{kFigure, "60.0"}});
  ReportsGateway gateway(areas_, AllEndpoints());
  grpc::ClientContext context;
  testing::PrepareContext(context);
  v1::WatchReportRequest request;
  *request.mutable_query() = ReportsGateway::AskerRequest().query();
  const auto stream = gateway.stub().WatchReport(&context, request);
  v1::WatchReportResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_THAT(response.states(), SizeIs(5));
  EXPECT_THAT(response.changes(), IsEmpty());
  PutFigures({{kFigure, "61.0"}});
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.section(), v1::SECTION_KIND_WORKFORCE);
  EXPECT_EQ(response.state().completeness(), COMPLETENESS_COMPLETE);
  std::vector<std::string> told;
  for (const v1::ReportChange& change : response.changes()) {
    told.push_back(absl::StrCat(change.path(), " ", change.before(), " ", change.after()));
  }
  EXPECT_THAT(told, Contains(::testing::AllOf(::testing::StartsWith("workforce.figures[0].cells["),
                                              ::testing::HasSubstr(R"("value":"60.0")"),
                                              ::testing::HasSubstr(R"("value":"61.0")"))));
  context.TryCancel();
  while (stream->Read(&response)) continue;
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ReportsTest, AWatchOfThePastIsRefused) {
  ReportsGateway gateway(areas_, AllEndpoints());
  grpc::ClientContext context;
  testing::PrepareContext(context);
  v1::WatchReportRequest request;
  *request.mutable_query() = ReportsGateway::AskerRequest().query();
  request.mutable_query()->mutable_as_of()->set_seconds(1);
  const auto stream = gateway.stub().WatchReport(&context, request);
  v1::WatchReportResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_THAT(FromGrpcStatus(stream->Finish()), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
}

}  // namespace
}  // namespace tertial::gateway
