// A workforce service with all that it serves, and a generated register in it.
#ifndef TERTIAL_TESTS_ATTACK_SERVED_REGISTER_H_
#define TERTIAL_TESTS_ATTACK_SERVED_REGISTER_H_

#include <memory>
#include <string>
#include <vector>

#include "services/workforce/handler/cubes_service.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/store/person_keys.h"
#include "tertial/workforce/v1/cubes_service.grpc.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/generated_register.h"
#include "tests/testing/test_service.h"

namespace tertial::attack {

// One at a time.
class ServedRegister {
 public:
  // Serves what is in the directory, which need not exist. Its clock stands still.
  ServedRegister(const std::string& data, workforce::Suppression suppression);

  void RecordUnits(const testing::GeneratedRegister& of);
  void Upload(const testing::GeneratedRegister& of);
  // Publishes one cube after the other.
  void Publish(const std::vector<std::string>& periods);

  const std::shared_ptr<grpc::Channel>& channel() { return service_->channel(); }

 private:
  using Service = testing::TestService<workforce::v1::CubesService>;

  FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 2, 1), absl::UTCTimeZone())};
  std::unique_ptr<Service> service_;
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_SERVED_REGISTER_H_
