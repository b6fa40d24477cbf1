// Every key of the workforce service.
//
// Rows stand in the ledger's tables under the ids of their resource names, each id followed by 00
// (common/ledger/ledger_keys.h draws the bytes around them):
//
//   01 01 area 00 unit 00                                              Unit
//   01 02 area 00 measure~period[~unit.…][~sex.…][~basis.…] 00         WorkforceFigure
//
// So all figures of one area and measure are one range, in the order of their periods. Table
// numbers are stored: a number is never given to another resource.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_KEYS_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_KEYS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/status/errors.h"
#include "common/types/period.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

struct UnitTable {
  using Message = v1::Unit;
  static constexpr TableId kId = 1;
  static constexpr absl::string_view kPattern = "areas/{area}/units/{unit}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_UNIT_NOT_FOUND;
};

struct WorkforceFigureTable {
  using Message = v1::WorkforceFigure;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern = "areas/{area}/figures/{figure}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_WORKFORCE_FIGURE_NOT_FOUND;

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
  // Whether such a figure could be recorded: the id is well-formed, and the unit it names is
  // recorded.
  static absl::StatusOr<bool> IsKnown(const RecordReader& reader,
                                      absl::Span<const std::string> ids);
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_KEYS_H_
