// Every key of the editions role: what belongs to reports themselves.
//
// Rows stand in the ledger's tables under the ids of their resource names, each id followed by 00
// (common/ledger/ledger_keys.h draws the bytes around them):
//
//   01 01 area 00 edition 00                      Edition
//   01 02 area 00 edition 00 part 00              FrozenPart: manifest~climate~{hash of a name} …
//                                                 report~000000 …
//   01 03 area 00 claim 00                        Claim
//   01 04 check_rule 00                           CheckRule
//   01 05 area 00 accepted_finding 00             AcceptedFinding
//
// So what an edition was frozen with is one range, facts before the report, and a fact is found by
// its service and name. Table numbers are stored: a number is never given to another resource.
//
// How far the feeds of the data services were followed is no fact: it stands among the private rows
// of the ledger (0A), apart from feed, history and exports, under
//
//   table 20, service 00   FollowedFeed
//
// and never expires.
#ifndef TERTIAL_SERVICES_GATEWAY_STORE_KEYS_H_
#define TERTIAL_SERVICES_GATEWAY_STORE_KEYS_H_

#include <array>

#include "absl/strings/string_view.h"
#include "common/ledger/ledger_keys.h"
#include "common/status/errors.h"
#include "tertial/common/internal/v1/policy.pb.h"
#include "tertial/gateway/internal/v1/frozen_parts.pb.h"
#include "tertial/gateway/v1/checks_resources.pb.h"
#include "tertial/gateway/v1/claims_resources.pb.h"
#include "tertial/gateway/v1/editions_resources.pb.h"

namespace tertial::gateway {

struct EditionTable {
  using Message = v1::Edition;
  static constexpr TableId kId = 1;
  static constexpr absl::string_view kPattern = "areas/{area}/editions/{edition}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_EDITION_NOT_FOUND;
  static constexpr auto kWriter = common::internal::v1::ROLE_PUBLISHER;
  static constexpr std::array<absl::string_view, 15> kOutputOnly = {
      "state",        "sections",      "freeze_time",  "frozen_by",     "publish_time",
      "published_by", "report_sha256", "report_bytes", "fact_count",    "manifest_sha256",
      "corrects",     "corrected_by",  "notices",      "withdrawn_for", "withdraw_time"};
};

struct FrozenPartTable {
  using Message = internal::v1::FrozenPart;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern = "areas/{area}/editions/{edition}/parts/{part}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_EDITION_NOT_FOUND;
  static constexpr auto kWriter = common::internal::v1::ROLE_PUBLISHER;
};

struct ClaimTable {
  using Message = v1::Claim;
  static constexpr TableId kId = 3;
  static constexpr absl::string_view kPattern = "areas/{area}/claims/{claim}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CLAIM_NOT_FOUND;
};

struct CheckRuleTable {
  using Message = v1::CheckRule;
  static constexpr TableId kId = 4;
  static constexpr absl::string_view kPattern = "checkRules/{check_rule}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CHECK_RULE_NOT_FOUND;
};

struct AcceptedFindingTable {
  using Message = v1::AcceptedFinding;
  static constexpr TableId kId = 5;
  static constexpr absl::string_view kPattern = "areas/{area}/acceptedFindings/{accepted_finding}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_ACCEPTED_FINDING_NOT_FOUND;
  static constexpr auto kWriter = common::internal::v1::ROLE_PUBLISHER;
};

inline constexpr TableId kFollowedFeedTable = 20;

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_STORE_KEYS_H_
