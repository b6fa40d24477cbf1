// Derived rows on their way into the ledger.
#ifndef TERTIAL_SERVICES_CLIMATE_DERIVED_DERIVED_ROWS_H_
#define TERTIAL_SERVICES_CLIMATE_DERIVED_DERIVED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "services/climate/derived/touched.h"
#include "tertial/climate/internal/v1/derived_place.pb.h"

namespace tertial::climate {

// Rows put or deleted in one commit: all of them are held in memory, and others wait meanwhile.
inline constexpr size_t kMostRowsInCommit = 2000;

// What a row is to become.
struct RowChange {
  RowKey row;
  // Not set: it is to be deleted.
  std::optional<std::string> body;
};

// What must be done so that the rows of `table` whose pk begins with `prefix` are those of
// `wanted`, by their pks: nothing for a row that is as it should be.
absl::StatusOr<std::vector<RowChange>> Differences(
    const RecordReader& reader, TableId table, absl::string_view prefix,
    const std::map<std::string, std::string>& wanted);

// Visits the rows of a table whose pk begins with `prefix`, whether or not they still are; ends
// with the first error.
absl::Status VisitAllEver(const ReadView& view, TableId table, absl::string_view prefix,
                          absl::FunctionRef<absl::Status(absl::string_view pk)> visitor);

// Commits changes, kMostRowsInCommit at a time, by the actor "climate", and with the last of them
// `place`, where one is given; that alone where there are no changes. An error leaves it open which
// of the commits were made.
absl::Status StoreChanges(Ledger& ledger, absl::Span<const RowChange> changes,
                          const internal::v1::DerivedPlace* place);

// Redacts those of `rows` that ever were and are not redacted already; returns how many.
absl::StatusOr<int64_t> RedactRows(Ledger& ledger, absl::Span<const RowKey> rows);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DERIVED_DERIVED_ROWS_H_
