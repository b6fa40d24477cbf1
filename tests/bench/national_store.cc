#include "tests/bench/national_store.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/store/keys.h"
#include "tests/bench/national_rows.h"

namespace tertial::bench {
namespace {

using indicators::IndicatorTable;
using indicators::ObservationTable;

template <typename T>
absl::Status Stage(BulkImport& import, const typename T::Message& message, int64_t& row) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<T>(message.name()));
  return import.Stage(T::kId, pk, EncodeResource(message), ++row);
}

absl::Status ImportFigures(Ledger& ledger, const StoredFigures& figures) {
  const std::unique_ptr<BulkImport> import = ledger.BeginImport();
  int64_t row = 0;
  for (const int indicator : figures.indicators) {
    TERTIAL_RETURN_IF_ERROR(Stage<IndicatorTable>(*import, NationalIndicator(indicator), row));
  }
  for (int area = 0; area < figures.areas; ++area) {
    for (const int indicator : figures.indicators) {
      for (int year = kLastYear - figures.years + 1; year <= kLastYear; ++year) {
        TERTIAL_RETURN_IF_ERROR(
            Stage<ObservationTable>(*import, NationalObservation(area, indicator, year), row));
      }
    }
  }
  int64_t inserted = 0;
  TERTIAL_RETURN_IF_ERROR(import
                              ->Commit(
                                  {.actor = "bench"},
                                  [&](const ImportCounts& counts) {
                                    inserted = counts.inserted;
                                    return std::string();
                                  },
                                  // Nobody else writes.
                                  [] { return absl::OkStatus(); })
                              .status());
  if (inserted == figures.rows()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(inserted, " rows were imported, not ", figures.rows()));
}

}  // namespace

absl::Status MakeStore(const std::string& directory, const StoredFigures& figures) {
  {
    // Memory is no question here, and the files are merged in the end.
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                             OpenRocksDbStore(directory, {.write_buffer_bytes = size_t{64} << 20}));
    TERTIAL_ASSIGN_OR_RETURN(
        const std::unique_ptr<Ledger> ledger,
        Ledger::Open(std::move(store), SystemClock(),
                     {.service_name = "indicators", .tables = indicators::IndicatorsTables()}));
    TERTIAL_RETURN_IF_ERROR(ImportFigures(*ledger, figures));
  }
  // What compaction does in the course of time, with files as large as the service makes them.
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<KeyValueStore> store, OpenRocksDbStore(directory));
  return store->Expunge({});
}

absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenTwin(const std::string& directory,
                                                        const std::string& twin) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directory(twin, error);
  for (const auto& file : fs::directory_iterator(directory, error)) {
    const fs::path target = fs::path(twin) / file.path().filename();
    // Files of rows are never written again; the others are small.
    if (file.path().extension() == ".sst") {
      fs::create_hard_link(file.path(), target, error);
    } else {
      fs::copy_file(file.path(), target, error);
    }
    if (error) break;
  }
  if (error) return absl::InternalError(absl::StrCat(twin, ": ", error.message()));
  return OpenRocksDbStore(twin);
}

}  // namespace tertial::bench
