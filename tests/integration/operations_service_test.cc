// What a process tells operators of itself, and lets them change. The politics service stands for
// any service.
#include "common/rpc/operations_service.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "common/ledger/table.h"
#include "common/observability/log.h"
#include "common/rpc/limits.h"
#include "common/types/build_version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/politics/store/keys.h"
#include "tertial/admin/v1/operations_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using enum common::v1::ErrorReason;

class OperationsTest : public ::testing::Test {
 protected:
  using Operations = admin::v1::OperationsService;

  ~OperationsTest() override { ConfigureLog(LogFormat::kText, Severity::kInfo); }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (Operations::Stub::*method)(grpc::ClientContext*,
                                                                        const Request&, Response*),
                               const Request& request, const std::string& caller = "reader") {
    return testing::CallUnary(*stub_, method, request, caller);
  }

  absl::StatusOr<admin::v1::SetLogLevelResponse> Set(admin::v1::LogLevel level, int64_t seconds = 0,
                                                     const std::string& caller = "admin") {
    admin::v1::SetLogLevelRequest request;
    request.set_level(level);
    if (seconds != 0) request.mutable_duration()->set_seconds(seconds);
    return Ask(&Operations::Stub::SetLogLevel, request, caller);
  }

  testing::TestService<politics::v1::PoliticsService> service_{
      "politics",
      politics::CreatePoliticsService,
      politics::PoliticsTables(),
      "",
      std::make_shared<StoreFaults>(),
      {{kOperationsServiceName, [](Serving& serving, const AreaRegistry&, Ledger& ledger) {
          return CreateOperationsService(
              serving, {.service = "politics", .ledger = &ledger, .serving = [] { return true; }});
        }}}};
  const std::unique_ptr<Operations::Stub> stub_ = Operations::NewStub(service_.channel());
};

TEST_F(OperationsTest, AServiceTellsItsStatus) {
  const auto made = service_.ledger().Commit({}, [](Txn& txn) {
    politics::v1::Body body;
    body.set_name("areas/asker/bodies/municipal-council");
    return PutResource<politics::BodyTable>(txn, body).status();
  });
  ASSERT_THAT(made, IsOk());
  const auto status = Ask(&Operations::Stub::GetServiceStatus, {});
  ASSERT_THAT(status, IsOk());
  EXPECT_EQ(status->service(), "politics");
  EXPECT_EQ(status->version(), BuildVersion());
  EXPECT_TRUE(status->serving());
  EXPECT_EQ(status->log_level(), admin::v1::LOG_LEVEL_INFO);
  EXPECT_FALSE(status->has_log_level_until());
  EXPECT_LT(DecodeTimestamp(status->start_time()), absl::Now());
  EXPECT_EQ(status->store().store_id(), service_.ledger().store_id());
  EXPECT_EQ(status->store().head().epoch(), service_.ledger().epoch());
  EXPECT_EQ(status->store().head().revision(), made->at.revision);
  EXPECT_EQ(DecodeTimestamp(status->store().head().commit_time()), made->at.commit_time);
  EXPECT_TRUE(status->store().writable());
  EXPECT_THAT(status->store().reason(), IsEmpty());
  EXPECT_GT(status->store().schema_version(), 0);
  EXPECT_GT(status->store().disk_bytes(), 0);
}

TEST_F(OperationsTest, AServiceTellsItsLimits) {
  const auto limits = Ask(&Operations::Stub::GetLimits, {});
  ASSERT_THAT(limits, IsOk());
  const auto value_of = [&](const std::string& name) -> int64_t {
    for (const admin::v1::Limit& limit : limits->limits()) {
      if (limit.name() == name) return limit.value();
    }
    return -1;
  };
  EXPECT_EQ(value_of("largest_page_size"), kLargestPageSize);
  EXPECT_EQ(value_of("default_deadline"), absl::ToInt64Milliseconds(kDefaultDeadline));
  EXPECT_EQ(value_of("most_streams"), static_cast<int64_t>(kMostStreams));
}

TEST_F(OperationsTest, TheLevelOfTheLogIsChangedAndChangedBack) {
  ::testing::internal::CaptureStderr();
  const auto set = Set(admin::v1::LOG_LEVEL_DEBUG);
  ASSERT_THAT(set, IsOk());
  EXPECT_EQ(set->previous_level(), admin::v1::LOG_LEVEL_INFO);
  EXPECT_FALSE(set->has_until());
  EXPECT_TRUE(IsLogged(Severity::kDebug));
  ASSERT_THAT(Set(admin::v1::LOG_LEVEL_ERROR), IsOk());
  EXPECT_FALSE(IsLogged(Severity::kWarning));
  // Who changed it, when it was changed and when it was changed back.
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("level of the log changed level=\"LOG_LEVEL_DEBUG\""));
  EXPECT_THAT(log, HasSubstr("level of the log changed level=\"LOG_LEVEL_ERROR\""));
  EXPECT_THAT(log, HasSubstr("caller=\"admin\""));
}

TEST_F(OperationsTest, ALevelMayBeSetForAWhile) {
  ::testing::internal::CaptureStderr();
  const absl::Time before = absl::Now();
  const auto set = Set(admin::v1::LOG_LEVEL_DEBUG, 3600);
  ASSERT_THAT(set, IsOk());
  const absl::Time until = DecodeTimestamp(set->until());
  EXPECT_GE(until, before + absl::Hours(1) - absl::Seconds(1));
  EXPECT_LE(until, absl::Now() + absl::Hours(1) + absl::Seconds(1));
  const auto status = Ask(&Operations::Stub::GetServiceStatus, {});
  ASSERT_THAT(status, IsOk());
  EXPECT_EQ(status->log_level(), admin::v1::LOG_LEVEL_DEBUG);
  EXPECT_TRUE(status->has_log_level_until());
  ::testing::internal::GetCapturedStderr();
}

TEST_F(OperationsTest, ALevelThatCannotBeIsRefusedAndNothingIsChanged) {
  EXPECT_THAT(Set(admin::v1::LOG_LEVEL_UNSPECIFIED), HasReason(ERROR_REASON_INVALID_ENUM));
  EXPECT_THAT(Set(static_cast<admin::v1::LogLevel>(99)), HasReason(ERROR_REASON_INVALID_ENUM));
  EXPECT_THAT(Set(admin::v1::LOG_LEVEL_DEBUG, -1), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT(Set(admin::v1::LOG_LEVEL_DEBUG, 8 * 24 * 3600),
              HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_FALSE(IsLogged(Severity::kDebug));
}

TEST_F(OperationsTest, OnlyAnAdminChangesTheLevel) {
  for (const char* caller : {"reader", "recorder", "publisher", "auditor", "personnel"}) {
    EXPECT_THAT(Set(admin::v1::LOG_LEVEL_DEBUG, 0, caller), HasReason(ERROR_REASON_ROLE_MISSING))
        << caller;
  }
  EXPECT_FALSE(IsLogged(Severity::kDebug));
}

}  // namespace
}  // namespace tertial
