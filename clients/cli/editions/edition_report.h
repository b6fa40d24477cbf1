// The report of a frozen edition.
#ifndef TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_REPORT_H_
#define TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_REPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "tertial/gateway/v1/editions_service.pb.h"

namespace tertial::cli {

enum class EditionFormat {
  // For people, with its notices.
  kTable,
  kMarkdown,
  kJson,
  // The bytes that were frozen, which the edition's SHA-256 is over.
  kBytes,
};

// The report of an edition, from the gateway at `address`.
absl::StatusOr<gateway::v1::GetEditionReportResponse> GetEditionReport(const std::string& address,
                                                                       const std::string& edition);

// Titles and labels in `language`, or else Norwegian bokmål. Errors: DATA_LOSS when the bytes are
// no report.
absl::StatusOr<std::string> RenderEdition(const gateway::v1::GetEditionReportResponse& edition,
                                          EditionFormat format, const std::string& language);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_REPORT_H_
