// What is fuzzed of a service: every method of its contracts, one after the other on one store.
#ifndef TERTIAL_TESTS_FUZZ_SERVICE_FUZZ_H_
#define TERTIAL_TESTS_FUZZ_SERVICE_FUZZ_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/admin_handlers.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/grpcpp.h"

namespace tertial::fuzz {

// What a service is made from; all of it outlives the service.
struct Surroundings {
  Serving& serving;
  const AreaRegistry& areas;
  Ledger& ledger;
  // For what the service needs beside: goes after it.
  std::vector<std::shared_ptr<void>>& kept;
};

struct FuzzedContract {
  // "tertial.indicators.v1.IndicatorsService".
  std::string name;
  std::function<std::unique_ptr<grpc::Service>(const Surroundings&)> create;
};

struct FuzzedService {
  // "indicators"; also of the file of seeds.
  std::string name;
  TableCatalog tables;
  NotRedacted not_redacted = {};
  // Beside those that every service with a store has.
  std::vector<FuzzedContract> contracts;
  // What happens to the store once the seeds are recorded. May be empty.
  std::function<void(Ledger&)> after_seeds = nullptr;
  // How long callers wait. Where that is finite it is right that a call ends so.
  absl::Duration patience = absl::InfiniteDuration();
};

// The one that this binary is about. Each defines it.
FuzzedService TheFuzzedService();

// The methods, "GoalsService.GetGoal", that no request is answered of among those that inputs are
// made from: beyond their checks nothing of them would be fuzzed.
std::vector<std::string> MethodsNeverAnswered();

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_SERVICE_FUZZ_H_
