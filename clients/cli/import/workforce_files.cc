#include "clients/cli/import/dataset_files.h"

namespace tertial::cli {

void ReadWorkforceFiles(DatasetFiles& /*files*/) {}

}  // namespace tertial::cli
