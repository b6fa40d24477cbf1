// Sends the rows of a data set to the services that own them.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_UPLOAD_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_UPLOAD_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/import/dataset.h"
#include "tertial/common/v1/import.pb.h"

namespace tertial::cli {

// Where the services are.
struct DataServiceAddresses {
  std::string indicators;
  std::string workforce;
  std::string politics;
  std::string climate;
  // That keeps claims, check rules and accepted findings. Empty: these are not sent.
  std::string gateway = {};
};

// What one service did with its rows.
struct UploadResult {
  std::string service;
  common::v1::ImportSummary summary;
};

// How observations compare with the figures of the services that own them, and where the rows come
// from that the comparisons number.
struct ComparedObservations {
  indicators::v1::OwnedComparisons owned;
  std::vector<Origin> origins;
};

// Called while rows are sent: the service, how many rows of how many have gone.
using UploadProgress = std::function<void(const std::string& service, int64_t sent, int64_t total)>;

struct UploadOptions {
  // Why, recorded with the commits; empty: "import of" the data set.
  std::string reason;
  // Keep the rows from everybody until then; not set: at once.
  std::optional<absl::Time> publish_at;
  // Only have the rows checked.
  bool validate_only = false;
};

// Sends the rows of each service as one stream, which stands or falls as a whole. First all
// services check their rows; only if no row is refused anywhere, all store them, unless they are
// only to be checked. Refused rows are added to `problems`, and nothing has been stored then.
// Errors: those of the calls; the first service that fails ends the upload.
absl::StatusOr<std::vector<UploadResult>> UploadDataset(const Dataset& dataset,
                                                        const DataServiceAddresses& addresses,
                                                        const UploadOptions& upload,
                                                        const UploadProgress& progress,
                                                        std::vector<Problem>& problems);

// Has the indicators service compare the observations of the data set that other services own with
// what it has pulled. Stores nothing. Errors: those of the call.
absl::StatusOr<ComparedObservations> CompareObservations(const Dataset& dataset,
                                                         const DataServiceAddresses& addresses);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_UPLOAD_H_
