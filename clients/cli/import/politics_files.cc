#include "clients/cli/import/dataset_files.h"

namespace tertial::cli {

void ReadPoliticsFiles(DatasetFiles& /*files*/) {}

}  // namespace tertial::cli
