// The middleware and the server, as callers meet them: who may call, what a request and a stream
// must be, health and ports. The indicators service stands for any service.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "google/protobuf/unknown_field_set.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/store/keys.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial {
namespace {

namespace v1 = indicators::v1;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using Service = v1::IndicatorsService;
using Stub = Service::Stub;
using Requests = std::vector<v1::ImportRowsRequest>;

void AddFocusArea(const std::string& id, v1::ImportRowsRequest& request) {
  v1::FocusArea& focus_area = *request.add_rows()->mutable_focus_area();
  focus_area.set_name(absl::StrCat("areas/asker/focusAreas/", id));
  focus_area.add_titles()->set_language("nb");
  focus_area.mutable_titles(0)->set_text("Tittel");
  focus_area.set_order(1);
}

// A message of a stream with one right row.
v1::ImportRowsRequest Message(bool with_options, bool end_of_rows, const std::string& id = "a") {
  v1::ImportRowsRequest request;
  if (with_options) request.mutable_options();
  AddFocusArea(id, request);
  request.set_end_of_rows(end_of_rows);
  return request;
}

template <typename Message>
Message WithUnknownField(Message message) {
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(999, 1);
  return message;
}

void SetDeadline(grpc::ClientContext& context, absl::Duration from_now = absl::Seconds(30)) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + from_now));
}

class ServingTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::GetFocusAreaResponse> Get(const std::string& id,
                                               const std::string& caller = "reader") {
    v1::GetFocusAreaRequest request;
    request.set_name(absl::StrCat("areas/asker/focusAreas/", id));
    return service_.Call(&Stub::GetFocusArea, request, caller);
  }

  absl::StatusOr<v1::ImportRowsResponse> Stream(const Requests& messages,
                                                const std::string& caller = "recorder") {
    return service_.Stream<v1::ImportRowsRequest, v1::ImportRowsResponse>(messages, caller);
  }

  void ExpectNothingStored() { EXPECT_EQ(service_.ledger().Read()->at().revision, 0); }

  testing::TestService<Service> service_{"indicators", indicators::CreateIndicatorsService};
};

TEST_F(ServingTest, RefusesACallerThatThePolicyDoesNotKnow) {
  EXPECT_THAT(Get("a", "nobody"), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(Get("a", "nobody"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_THAT(Get("a", "nobody"), Not(MessageNames("nobody")));
  EXPECT_THAT(Stream({Message(true, true)}, "nobody"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  ExpectNothingStored();
}

TEST_F(ServingTest, ACallWithoutACallerIsAnonymous) {
  ASSERT_THAT(Stream({Message(true, true)}), IsOk());
  grpc::ClientContext context;
  SetDeadline(context);
  v1::GetFocusAreaRequest request;
  request.set_name("areas/asker/focusAreas/a");
  v1::GetFocusAreaResponse response;
  EXPECT_THAT(FromGrpcStatus(service_.stub().GetFocusArea(&context, request, &response)), IsOk());
}

TEST_F(ServingTest, AReaderMayNotImport) {
  EXPECT_THAT(Stream({Message(true, true)}, "reader"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Stream({Message(true, true)}, "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  ExpectNothingStored();
}

TEST_F(ServingTest, RefusesAFieldThatThisVersionDoesNotKnow) {
  v1::ListGoalsRequest request;
  request.set_parent("areas/asker");
  ASSERT_THAT(service_.Call(&Stub::ListGoals, request), IsOk());
  const auto refused = service_.Call(&Stub::ListGoals, WithUnknownField(request));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_UNKNOWN_FIELD));
  EXPECT_THAT(refused, MessageNames("999"));
}

TEST_F(ServingTest, RefusesAnUnknownFieldInsideARow) {
  v1::ImportRowsRequest request = Message(true, true);
  v1::FocusArea& focus_area = *request.mutable_rows(0)->mutable_focus_area();
  focus_area = WithUnknownField(focus_area);
  EXPECT_THAT(Stream({request}), HasReason(ERROR_REASON_UNKNOWN_FIELD));
  EXPECT_THAT(Stream({request}), MessageNames("rows[0].focus_area"));
  ExpectNothingStored();
}

TEST_F(ServingTest, ACallWhoseDeadlineHasPassedFailsAndStoresNothing) {
  grpc::ClientContext context;
  SetDeadline(context, -absl::Seconds(1));
  context.AddMetadata(kCallerMetadata, "recorder");
  v1::ImportRowsResponse response;
  auto writer = service_.stub().ImportRows(&context, &response);
  writer->Write(Message(true, true));
  writer->WritesDone();
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  ExpectNothingStored();
}

TEST_F(ServingTest, AnswersManyCallsAtOnceWhileOthersWrite) {
  constexpr int kThreads = 8;
  constexpr int kCalls = 40;
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int call = 0; call < kCalls; ++call) {
        const std::string id = absl::StrCat("f-", thread, "-", call);
        const bool absent = !Get(id).ok();
        const bool stored = call % 10 != 0 || Stream({Message(true, true, id)}).ok();
        const bool present = Get(id).ok();
        if (absent && stored && present == (call % 10 == 0)) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, kThreads * kCalls);
  EXPECT_EQ(service_.ledger().Read()->at().revision, kThreads * kCalls / 10);
}

TEST_F(ServingTest, AStreamMayComeInSeveralMessages) {
  const auto response =
      Stream({Message(true, false, "a"), Message(false, false, "b"), Message(false, true, "c")});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->summary().inserted(), 3);
  EXPECT_EQ(response->summary().read_at().revision(), 1);
}

TEST_F(ServingTest, RefusesAStreamWhoseMessagesComeInAWrongOrder) {
  const std::vector<std::pair<const char*, Requests>> streams = {
      {"broken off", {Message(true, false)}},
      {"broken off later", {Message(true, false, "a"), Message(false, false, "b")}},
      {"empty", {}},
      {"no options", {Message(false, true)}},
      {"options twice", {Message(true, false, "a"), Message(true, true, "b")}},
      {"more after the end", {Message(true, true, "a"), Message(false, true, "b")}}};
  for (const auto& [name, messages] : streams) {
    EXPECT_THAT(Stream(messages), StatusIs(absl::StatusCode::kInvalidArgument)) << name;
    EXPECT_THAT(Stream(messages), HasReason(ERROR_REASON_INVALID_STREAM)) << name;
  }
  ExpectNothingStored();
}

TEST_F(ServingTest, RefusesOptionsThatAreOutOfRange) {
  v1::ImportRowsRequest request = Message(true, true);
  request.mutable_options()->set_mode(static_cast<common::v1::ImportMode>(99));
  EXPECT_THAT(Stream({request}), HasReason(ERROR_REASON_INVALID_ENUM));
  request.mutable_options()->clear_mode();
  request.mutable_options()->set_request_id(std::string(129, 'x'));
  EXPECT_THAT(Stream({request}), HasReason(ERROR_REASON_INVALID_TEXT));
  ExpectNothingStored();
}

TEST_F(ServingTest, CountsAllRefusedRowsAndListsTheFirst100) {
  v1::ImportRowsRequest request;
  request.mutable_options();
  for (int i = 0; i < 150; ++i) AddFocusArea("-not-an-id", request);
  request.set_end_of_rows(true);
  const auto response = Stream({request});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->summary().refused(), 150);
  EXPECT_THAT(response->summary().refused_rows(), SizeIs(kMostRefusedRows));
}

TEST_F(ServingTest, RefusesAPageThatCannotBe) {
  ASSERT_THAT(Stream({Message(true, false, "a"), Message(false, true, "b")}), IsOk());
  v1::ListFocusAreasRequest request;
  const auto list = [&](const std::string& parent, int page_size, const std::string& token) {
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return service_.Call(&Stub::ListFocusAreas, request);
  };
  EXPECT_THAT(list("areas/asker", -1, ""), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(list("areas/asker", -1, ""), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  EXPECT_THAT(list("areas/asker", 1, "made-up"), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
  EXPECT_THAT(list("asker", 1, ""), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(list("areas/9999", 1, ""), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  const std::string token = list("areas/asker", 1, "")->next_page_token();
  EXPECT_THAT(list("areas/asker", 1, token)->focus_areas(), SizeIs(1));
  EXPECT_THAT(list("areas/baerum", 1, token), HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  testing::TestService<Service> other("indicators", indicators::CreateIndicatorsService);
  request.set_parent("areas/asker");
  EXPECT_THAT(other.Call(&Stub::ListFocusAreas, request),
              HasReason(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

TEST_F(ServingTest, RefusesABatchOfTooManyNames) {
  v1::BatchGetIndicatorsRequest request;
  for (int i = 0; i < kLargestBatch; ++i) request.add_names("indicators/a");
  EXPECT_THAT(service_.Call(&Stub::BatchGetIndicators, request)->results(), SizeIs(kLargestBatch));
  request.add_names("indicators/a");
  EXPECT_THAT(service_.Call(&Stub::BatchGetIndicators, request),
              HasReason(ERROR_REASON_BATCH_TOO_LARGE));
}

// A handler that throws is met here by data that no import lets in: a chosen indicator that is not
// defined.
TEST_F(ServingTest, WhatAHandlerThrowsIsInternalAndIsNotToldToTheCaller) {
  v1::ImportRowsRequest request = Message(true, true);
  v1::Goal& goal = *request.add_rows()->mutable_goal();
  goal.set_name("areas/asker/goals/g");
  goal.set_focus_area("areas/asker/focusAreas/a");
  goal.set_order(1);
  goal.add_texts()->set_language("nb");
  goal.mutable_texts(0)->set_text("M\xC3\xA5l");
  goal.set_status(v1::GOAL_STATUS_INDICATORS);
  ASSERT_TRUE(Stream({request})->summary().applied());
  v1::FrameworkIndicator chosen;
  chosen.set_name("areas/asker/frameworkIndicators/nothing");
  chosen.set_indicator("indicators/nothing");
  chosen.set_goal("areas/asker/goals/g");
  ASSERT_THAT(service_.ledger().Commit(
                  {.actor = "test"},
                  [&](Txn& txn) {
                    return PutResource<indicators::FrameworkIndicatorTable>(txn, chosen).status();
                  }),
              IsOk());
  v1::GetIndicatorsSectionRequest section;
  section.set_area("areas/asker");
  section.set_period("2024");
  const auto failed = service_.Call(&Stub::GetIndicatorsSection, section);
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(failed, HasReason(ERROR_REASON_INTERNAL));
  EXPECT_THAT(failed, Not(MessageNames("::at")));
  EXPECT_THAT(Get("a"), IsOk());
}

// A service with a server that a test may stop.
class OwnServer {
 public:
  OwnServer()
      : areas_(*AreaRegistry::Load(testing::AreasDirectory())),
        ledger_(*Ledger::Open(*OpenRocksDbStore(directory_.path()), SystemClock(),
                              LedgerOptions{.service_name = "indicators"})),
        serving_(*Authenticator::Parse(testing::kTestPolicy, areas_),
                 Authorizer("indicators", areas_)),
        service_(indicators::CreateIndicatorsService(serving_, areas_, *ledger_)),
        server_(*Server::Start("127.0.0.1", 0, {{Service::service_full_name(), service_.get()}})),
        channel_(testing::LocalChannel(server_->port())) {}

  Server& server() { return *server_; }
  grpc::Service* service() { return service_.get(); }
  Ledger& ledger() { return *ledger_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }

 private:
  TempDir directory_;
  const AreaRegistry areas_;
  const std::unique_ptr<Ledger> ledger_;
  Serving serving_;
  const std::unique_ptr<grpc::Service> service_;
  const std::unique_ptr<Server> server_;
  const std::shared_ptr<grpc::Channel> channel_;
};

TEST(ServingStreams, AStreamCancelledInTheMiddleStoresNothing) {
  OwnServer own;
  const auto stub = Service::NewStub(own.channel());
  grpc::ClientContext context;
  SetDeadline(context);
  context.AddMetadata(kCallerMetadata, "recorder");
  v1::ImportRowsResponse response;
  auto writer = stub->ImportRows(&context, &response);
  EXPECT_TRUE(writer->Write(Message(true, false)));
  context.TryCancel();
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // Returns when the server, too, has done with the call.
  own.server().Stop(absl::ZeroDuration(), absl::Seconds(30));
  EXPECT_EQ(own.ledger().Read()->at().revision, 0);
}

// A stream of any method, in bytes: one message there, any number back.
class RawStream {
 public:
  RawStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
            const std::string& request) {
    SetDeadline(context_);
    call_ = grpc::GenericStub(channel).PrepareCall(&context_, method, &queue_);
    call_->StartCall(nullptr);
    EXPECT_TRUE(Wait());
    const grpc::Slice slice(request);
    call_->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    EXPECT_TRUE(Wait());
  }
  ~RawStream() {
    Cancel();
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Wait();
  }

  std::string Read() {
    grpc::ByteBuffer answer;
    call_->Read(&answer, nullptr);
    EXPECT_TRUE(Wait());
    grpc::Slice whole;
    EXPECT_TRUE(answer.DumpToSingleSlice(&whole).ok());
    return std::string(whole.begin(), whole.end());
  }
  void Cancel() { context_.TryCancel(); }

 private:
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::CompletionQueue queue_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

HealthCheckResponse::ServingStatus HealthOf(const std::string& service, OwnServer& own) {
  grpc::ClientContext context;
  SetDeadline(context);
  HealthCheckRequest request;
  request.set_service(service);
  HealthCheckResponse response;
  const grpc::Status status = Health::NewStub(own.channel())->Check(&context, request, &response);
  return status.ok() ? response.status() : HealthCheckResponse::SERVICE_UNKNOWN;
}

TEST(ServerHealth, IsServingAndUnknownForAServiceThatIsNotThere) {
  OwnServer own;
  EXPECT_EQ(HealthOf("", own), HealthCheckResponse::SERVING);
  EXPECT_EQ(HealthOf(Service::service_full_name(), own), HealthCheckResponse::SERVING);
  EXPECT_EQ(HealthOf("tertial.no.v1.Service", own), HealthCheckResponse::SERVICE_UNKNOWN);
}

TEST(ServerHealth, IsNotServingFromTheMomentItStops) {
  OwnServer own;
  RawStream watch(own.channel(), "/grpc.health.v1.Health/Watch", "");
  const auto next = [&watch] {
    HealthCheckResponse response;
    EXPECT_TRUE(response.ParseFromString(watch.Read()));
    return response.status();
  };
  EXPECT_EQ(next(), HealthCheckResponse::SERVING);
  std::thread stop([&] { own.server().Stop(absl::ZeroDuration(), absl::Seconds(30)); });
  EXPECT_EQ(next(), HealthCheckResponse::NOT_SERVING);
  watch.Cancel();
  stop.join();
}

TEST(ServerPort, OfAnotherServerIsRefusedByName) {
  OwnServer own;
  const auto second = Server::Start("127.0.0.1", own.server().port(), {});
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(second, HasReason(ERROR_REASON_SERVICE_UNAVAILABLE));
  EXPECT_THAT(second, MessageNames(absl::StrCat(own.server().port())));
  EXPECT_EQ(HealthOf("", own), HealthCheckResponse::SERVING);
}

TEST(ServerReflection, NamesTheServices) {
  OwnServer own;
  // ServerReflectionRequest{list_services: ""}
  RawStream stream(own.channel(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                   std::string("\x3A\x00", 2));
  EXPECT_THAT(stream.Read(), HasSubstr(Service::service_full_name()));
}

TEST(ServerReflection, RefusesWhoComesWhenManyStreamsAreLeftOpen) {
  constexpr size_t kStreams = 64;
  constexpr size_t kRefused = 48;
  OwnServer own;
  grpc::GenericStub stub(own.channel());
  grpc::CompletionQueue queue;
  struct Stream {
    grpc::ClientContext context;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call;
    grpc::Status status;
  };
  std::vector<Stream> streams(kStreams);
  for (Stream& stream : streams) {
    SetDeadline(stream.context);
    stream.call = stub.PrepareCall(
        &stream.context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
    stream.call->StartCall(nullptr);
    stream.call->Finish(&stream.status, &stream);
  }
  size_t left = kStreams;
  size_t refused = 0;
  const auto take_next = [&] {
    void* tag = nullptr;
    bool ok = false;
    if (!queue.Next(&tag, &ok) || tag == nullptr) return;
    --left;
    const grpc::StatusCode code = static_cast<Stream*>(tag)->status.error_code();
    if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) ++refused;
  };
  // At their deadlines all end.
  while (refused < kRefused && left > 0) take_next();
  EXPECT_EQ(refused, kRefused);
  EXPECT_EQ(HealthOf("", own), HealthCheckResponse::SERVING);
  for (Stream& stream : streams) stream.context.TryCancel();
  while (left > 0) take_next();
}

}  // namespace
}  // namespace tertial
