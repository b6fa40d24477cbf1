// The data services as others see them: each a real server of this process with what its seeds
// record, which nobody changes.
#ifndef TERTIAL_TESTS_FUZZ_SEEDED_SERVICES_H_
#define TERTIAL_TESTS_FUZZ_SEEDED_SERVICES_H_

#include <memory>
#include <string>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "common/types/area_registry.h"
#include "grpcpp/grpcpp.h"
#include "services/gateway/clients/data_services.h"
#include "tests/testing/fake_clock.h"

namespace tertial::fuzz {

class SeededService {
 public:
  using Create = std::unique_ptr<grpc::Service> (*)(Serving&, const AreaRegistry&, Ledger&);

  // `name` is that of the seeds; each of `creates` makes one service of its contracts. `areas` must
  // outlive the object.
  SeededService(const std::string& name, const AreaRegistry& areas, TableCatalog tables,
                const std::vector<Create>& creates);
  ~SeededService();

  // Where it listens.
  std::string address() const;

 private:
  FakeClock clock_;
  const std::unique_ptr<Ledger> ledger_;
  Serving serving_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<Server> server_;
};

// Those of this process: started when they are first asked for, and never stopped.
const gateway::Endpoints& SeededEndpoints(const AreaRegistry& areas);

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_SEEDED_SERVICES_H_
