// After an import: figures that another service owns, pulled by the indicators service.
#ifndef TERTIAL_CLIENTS_CLI_OWNED_FIGURES_H_
#define TERTIAL_CLIENTS_CLI_OWNED_FIGURES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/upload.h"

namespace tertial::cli {

// Waits until the indicators service has pulled what owners of its figures were just told, so that
// a report shows one number in both places; at most `patience`. Returns, in a sentence for each
// owner, what it did not come to.
std::vector<std::string> WaitForOwnedFigures(const Dataset& dataset,
                                             const DataServiceAddresses& addresses,
                                             const std::vector<UploadResult>& results,
                                             absl::Duration patience);

// Tells on standard output how observations compare with the figures of their owners: how many are
// equal, and which are not. Nothing where there are none.
void TellComparisons(const ComparedObservations& compared);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_OWNED_FIGURES_H_
