// The five services as they are deployed, each a process of its own with a store of its own.
#ifndef TERTIAL_TESTS_CONFORMANCE_EVERY_METHOD_SERVICES_H_
#define TERTIAL_TESTS_CONFORMANCE_EVERY_METHOD_SERVICES_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/child_process.h"
#include "grpcpp/channel.h"
#include "tests/testing/method_caller.h"
#include "tests/testing/temp_dir.h"

namespace tertial::conformance {

class DeployedServices {
 public:
  // Under this policy. The gateway keeps editions.
  explicit DeployedServices(const std::string& policy);
  ~DeployedServices();

  const testing::MethodCaller& caller(const std::string& service) const {
    return callers_.at(service);
  }
  // The contracts that it says it serves, by reflection.
  std::vector<std::string> ContractsOf(const std::string& service) const;
  std::vector<std::string> names() const;

 private:
  void Start(const std::string& service, std::vector<std::string> flags);

  TempDir directory_;
  std::string policy_;
  std::vector<cli::ChildProcess> processes_;
  std::map<std::string, testing::MethodCaller> callers_;
};

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_EVERY_METHOD_SERVICES_H_
