// Generated climate accounts in a service of its own, and what is asked of it.
#ifndef TERTIAL_TESTS_BENCH_CLIMATE_CLIENT_H_
#define TERTIAL_TESTS_BENCH_CLIMATE_CLIENT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tertial/climate/v1/derived_figures_service.grpc.pb.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {

// The period that is reported on, and those of an inventory.
inline constexpr int kReportYear = 2023;
inline constexpr int kFirstReportYear = 2020;

// Starts the service with its data and areas in `directory`, which must be there.
absl::StatusOr<BenchService> StartClimate(const std::string& directory);

class ClimateClient {
 public:
  explicit ClimateClient(const std::string& address);

  // Imports the inventories of this many areas, each as one commit.
  absl::Status Fill(int areas);
  // Records a factor, and so many activities of area 0 that name it.
  absl::Status FillUsers(const std::string& factor, int users);
  // Records another version of it.
  absl::Status AddVersion(const std::string& factor, int version);

  // Waits until what follows from all that is recorded is recorded too.
  absl::StatusOr<climate::v1::GetDerivedStateResponse> WaitUntilFollowed();

  // Requests about an area, serialized.
  static std::string SectionRequest(int area);
  static std::string ReportRequest(int area);

  LoadClient& section() { return section_; }
  LoadClient& report() { return report_; }

 private:
  const std::unique_ptr<climate::v1::ClimateService::Stub> climate_;
  const std::unique_ptr<climate::v1::DerivedFiguresService::Stub> derived_;
  LoadClient section_;
  LoadClient report_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_CLIMATE_CLIENT_H_
