// A ledger with the tables of the climate service, without their rules.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_DERIVED_LEDGER_H_
#define TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_DERIVED_LEDGER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/store/keys.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {

inline TableCatalog TablesWithoutRules() {
  return TableCatalog({DefineTable<InventoryReleaseTable>(), DefineTable<EmissionFigureTable>(),
                       DefineTable<ActivityFigureTable>(), DefineTable<ClimateTargetTable>(),
                       DefineTable<ClimateMeasureTable>(), DefineTable<GwpTableTable>(),
                       DefineTable<SectorCrosswalkTable>(), DefineTable<EmissionFactorTable>(),
                       DefineTable<ReferencePathTable>(), DefineTable<ClimateTargetLevelTable>(),
                       DefineTable<CalculatedEmissionTable>()});
}

class DerivedLedger : public ::testing::Test {
 protected:
  Revision Commit(absl::FunctionRef<absl::Status(Txn&)> fn) {
    const absl::StatusOr<CommitResult> result = ledger_->Commit({.actor = "tester"}, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }
  template <typename T>
  Revision Put(const std::vector<typename T::Message>& rows) {
    return Commit([&](Txn& txn) -> absl::Status {
      for (const typename T::Message& row : rows) {
        const absl::Status put = PutResource<T>(txn, row).status();
        if (!put.ok()) return put;
      }
      return absl::OkStatus();
    });
  }
  template <typename T>
  void Delete(const std::string& name) {
    Commit([&](Txn& txn) { return DeleteResource<T>(txn, name).status(); });
  }
  template <typename T>
  void Redact(const std::string& name) {
    EXPECT_THAT(ledger_->Redact({.actor = "admin"}, T::kId, *PrimaryKey<T>(name),
                                absl::NotFoundError("never was")),
                IsOk());
  }
  ReadView Read() { return *ledger_->Read(); }

  TempDir directory_;
  FakeClock clock_;
  const std::unique_ptr<Ledger> ledger_ =
      *Ledger::Open(*OpenRocksDbStore(directory_.path()), clock_,
                    {.service_name = "climate", .tables = TablesWithoutRules()});
};

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_DERIVED_LEDGER_H_
