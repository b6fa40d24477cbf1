// What is fuzzed of a service: every method of its contracts, one after the other on one store.
#ifndef TERTIAL_TESTS_FUZZ_SERVICE_FUZZ_H_
#define TERTIAL_TESTS_FUZZ_SERVICE_FUZZ_H_

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

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
  // Methods, "ReportService.GetReport", that are right to answer UNAVAILABLE or DEADLINE_EXCEEDED
  // here.
  std::set<std::string> may_be_unavailable = {};
};

// The one that this binary is about. Each defines it.
FuzzedService TheFuzzedService();

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_SERVICE_FUZZ_H_
