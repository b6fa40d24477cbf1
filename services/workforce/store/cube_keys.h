// The keys of what is published of registers. Facts (keys.h tells how they are written):
//
//   01 03 area 00 year 00                        DisclosurePolicy
//   01 04 area 00 period 00                      Cube
//   01 05 area 00 period 00 figure 00            PublishedFigure
//
// and private rows (common/ledger/private_rows.h), which hold no persons and are kept for good:
//
//   0A 00 17 area 00 table:1 slice 00            FrozenSlice
//
// Table numbers are stored: a number is never given to another resource.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_CUBE_KEYS_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_CUBE_KEYS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/status/errors.h"
#include "common/types/period.h"
#include "tertial/common/internal/v1/policy.pb.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"

namespace tertial::workforce {

struct DisclosurePolicyTable {
  using Message = v1::DisclosurePolicy;
  static constexpr TableId kId = 3;
  static constexpr absl::string_view kPattern = "areas/{area}/disclosurePolicies/{year}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_DISCLOSURE_POLICY_NOT_FOUND;
  static constexpr auto kWriter = common::internal::v1::ROLE_ADMIN;

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
};

struct CubeTable {
  using Message = v1::Cube;
  static constexpr TableId kId = 4;
  static constexpr absl::string_view kPattern = "areas/{area}/cubes/{cube}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CUBE_NOT_FOUND;
  static constexpr auto kWriter = common::internal::v1::ROLE_PUBLISHER;

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
};

struct PublishedFigureTable {
  using Message = v1::PublishedFigure;
  static constexpr TableId kId = 5;
  static constexpr absl::string_view kPattern = "areas/{area}/cubes/{cube}/figures/{figure}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_PUBLISHED_FIGURE_NOT_FOUND;
  static constexpr auto kWriter = common::internal::v1::ROLE_PUBLISHER;

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
  // Whether the cube is there, and the id says what a figure could be about.
  static absl::StatusOr<bool> IsKnown(const RecordReader& reader,
                                      absl::Span<const std::string> ids);
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_CUBE_KEYS_H_
