// An export of the resources of one state.
#ifndef TERTIAL_COMMON_RPC_RESOURCE_EXPORT_H_
#define TERTIAL_COMMON_RPC_RESOURCE_EXPORT_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_view.h"
#include "common/ledger/state_scan.h"
#include "common/rpc/serving.h"
#include "google/protobuf/timestamp.pb.h"
#include "tertial/changes/v1/changes_service.pb.h"

namespace tertial {

// The rows that `scan` walks over.
class ResourceExport : public Source<changes::v1::ExportResourcesResponse> {
 public:
  // `ledger` must outlive the export; `query` goes into its resume tokens.
  ResourceExport(const Ledger& ledger, std::string query, StateScan scan)
      : ledger_(ledger), query_(std::move(query)), scan_(std::move(scan)) {}

  absl::StatusOr<SourceState> Next(changes::v1::ExportResourcesResponse& response) override;

 private:
  // When each of the commits was made.
  absl::Status AddCommitTimes(const ReadView& view, const std::vector<Revision>& revisions,
                              changes::v1::ExportResourcesResponse& response);

  const Ledger& ledger_;
  const std::string query_;
  StateScan scan_;
  // Of the commits that the last rows were of: those of one import are of one commit.
  std::map<Revision, google::protobuf::Timestamp> times_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_RESOURCE_EXPORT_H_
