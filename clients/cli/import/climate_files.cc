#include "clients/cli/import/dataset_files.h"

namespace tertial::cli {

void ReadClimateFiles(DatasetFiles& /*files*/) {}

}  // namespace tertial::cli
