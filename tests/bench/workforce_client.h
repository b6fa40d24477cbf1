// The workforce service with the register of workforce_rows.h, as its clients see it.
#ifndef TERTIAL_TESTS_BENCH_WORKFORCE_CLIENT_H_
#define TERTIAL_TESTS_BENCH_WORKFORCE_CLIENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/load_client.h"
#include "tests/bench/workforce_rows.h"

namespace tertial::bench {

// Starts the service with its data, areas and person keys in `directory`.
absl::StatusOr<BenchService> StartWorkforce(const std::string& directory);

class WorkforceClient {
 public:
  explicit WorkforceClient(const std::string& address);

  // Records all units, and uploads all persons in one stream.
  absl::Status Fill(const WorkforceSize& size);

  // Uploads all rows of one person in place of those there are.
  absl::Status Change(const BenchPerson& person);

  // The bytes of QueryFiguresResponse with all figures of 2024, of the area and all units.
  absl::StatusOr<std::string> Query(int short_term_days);

 private:
  absl::Status RecordUnits();
  absl::Status Upload(workforce::v1::UploadMode mode, int32_t persons,
                      const std::function<BenchPerson(int32_t number)>& make_person);

  std::unique_ptr<workforce::v1::WorkforceService::Stub> units_;
  std::unique_ptr<workforce::v1::RegistersService::Stub> registers_;
  LoadClient figures_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_WORKFORCE_CLIENT_H_
