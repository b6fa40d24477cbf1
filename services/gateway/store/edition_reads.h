// What is kept of editions beside their own rows.
#ifndef TERTIAL_SERVICES_GATEWAY_STORE_EDITION_READS_H_
#define TERTIAL_SERVICES_GATEWAY_STORE_EDITION_READS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/txn.h"
#include "services/gateway/domain/manifest.h"
#include "tertial/gateway/internal/v1/edition_places.pb.h"
#include "tertial/gateway/internal/v1/frozen_parts.pb.h"
#include "tertial/gateway/v1/editions_resources.pb.h"

namespace tertial::gateway {

// The pieces of the report of an edition that are there, in order.
absl::StatusOr<std::vector<internal::v1::FrozenPart>> ReadReportParts(const RecordReader& reader,
                                                                      absl::string_view edition);

// The facts of an edition that are there, whether or not others were. DATA_LOSS when one cannot be
// read.
absl::StatusOr<Manifest> ReadFactsLeft(const RecordReader& reader, absl::string_view edition);

// The commit that redacted the report of an edition. Empty: it was not, or there was none.
absl::StatusOr<std::optional<Revision>> FindReportRedaction(const RecordReader& reader,
                                                            const v1::Edition& edition);

// The bytes of the report, as they were frozen. Errors: EDITION_WITHDRAWN when they were redacted,
// also before the edition says so; DATA_LOSS when they are not what was frozen.
absl::StatusOr<std::string> ReadFrozenReport(const RecordReader& reader,
                                             const v1::Edition& edition);

// The facts of an edition that was frozen. DATA_LOSS when they are not those that were; of one that
// was withdrawn, those that are left.
absl::StatusOr<Manifest> ReadManifest(const RecordReader& reader, const v1::Edition& edition);

// How far the feed of a service was followed. Empty when it was not yet, or the row cannot be read:
// then it is read from the beginning.
absl::StatusOr<std::optional<internal::v1::FollowedFeed>> FindFollowedFeed(
    const ReadView& view, absl::string_view service, absl::Time now);
void PutFollowedFeed(Txn& txn, absl::string_view service,
                     const internal::v1::FollowedFeed& followed);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_STORE_EDITION_READS_H_
