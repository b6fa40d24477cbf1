// The two ways in which the suite meets a service: in this process, and as the binary that is
// deployed.
#ifndef TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_SERVER_H_
#define TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_SERVER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/ledger/table_catalog.h"
#include "grpcpp/channel.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/test_service.h"

namespace tertial::conformance {

enum class Form { kInProcess, kBinary };

// Serves until it is destroyed.
class RunningService {
 public:
  virtual ~RunningService() = default;
  virtual const std::shared_ptr<grpc::Channel>& channel() = 0;
  // What makes its store fail; nullptr where a test cannot.
  virtual StoreFaults* faults() { return nullptr; }
};

// `Contract` is the generated class, as indicators::v1::IndicatorsService.
template <typename Contract>
class ServiceInProcess : public RunningService {
 public:
  using Create = typename testing::TestService<Contract>::Create;

  ServiceInProcess(const std::string& name, Create create, TableCatalog tables,
                   const std::vector<std::pair<std::string, Create>>& others = {})
      : service_(name, create, std::move(tables), /*data=*/"", faults_, others) {}

  const std::shared_ptr<grpc::Channel>& channel() override { return service_.channel(); }
  StoreFaults* faults() override { return faults_.get(); }

 private:
  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  testing::TestService<Contract> service_;
};

// The service that this binary tests, in that form: started when it is first asked for, and stopped
// when all tests have run. It starts from an empty store.
RunningService& Running(const ServiceUnderTest& service, Form form);

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_SERVER_H_
