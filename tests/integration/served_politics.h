// A politics service with all that it serves.
#ifndef TERTIAL_TESTS_INTEGRATION_SERVED_POLITICS_H_
#define TERTIAL_TESTS_INTEGRATION_SERVED_POLITICS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/politics/handler/exempt_content_service.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_analysis_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/exempt_content_service.grpc.pb.h"
#include "tertial/politics/v1/meetings_service.grpc.pb.h"
#include "tertial/politics/v1/politics_analysis_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/method_caller.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {

// Its clock stands still.
class ServedPolitics {
 public:
  using Service = testing::TestService<v1::PoliticsService>;

  // Serves what is in the directory, which need not exist; empty: one that is made and removed.
  explicit ServedPolitics(const std::string& data = "")
      : service_(
            "politics", CreatePoliticsService, PoliticsTables(), data, faults_,
            {{v1::MeetingsService::service_full_name(), CreateMeetingsService},
             {v1::ExemptContentService::service_full_name(), CreateExemptContentService},
             {v1::PoliticsAnalysisService::service_full_name(), CreatePoliticsAnalysisService}},
            clock_),
        caller_(service_.channel()) {}

  const testing::MethodCaller& caller() const { return caller_; }
  const std::shared_ptr<grpc::Channel>& channel() { return service_.channel(); }
  Ledger& ledger() { return service_.ledger(); }
  StoreFaults& faults() { return *faults_; }
  const std::string& data() const { return service_.data(); }

 private:
  FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 2, 1), absl::UTCTimeZone())};
  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  Service service_;
  testing::MethodCaller caller_;
};

}  // namespace tertial::politics

#endif  // TERTIAL_TESTS_INTEGRATION_SERVED_POLITICS_H_
