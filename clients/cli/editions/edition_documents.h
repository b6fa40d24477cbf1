// Editions for people, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_DOCUMENTS_H_
#define TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_DOCUMENTS_H_

#include <string>

#include "common/render/document.h"
#include "tertial/gateway/v1/editions_service.pb.h"

namespace tertial::cli {

// One edition: where it stands, what it was frozen with, and what its reader must know.
Document MakeEditionDocument(const gateway::v1::Edition& edition);

// A row for each edition.
Table EditionRows(const google::protobuf::RepeatedPtrField<gateway::v1::Edition>& editions);
// A row for each fact of a manifest.
Table ManifestRows(const gateway::v1::ListManifestResponse& manifest);
// A row for each difference: what, from what to what, why, by whom, when.
Table DifferenceRows(const gateway::v1::DiffEditionsResponse& differences);

// What differs between `base` and `target`, which is empty for what is recorded now.
Document MakeDifferenceDocument(const std::string& base, const std::string& target,
                                const gateway::v1::DiffEditionsResponse& differences);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_EDITIONS_EDITION_DOCUMENTS_H_
