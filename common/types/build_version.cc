#include "common/types/build_version.h"

namespace tertial {

std::string BuildVersion() { return TERTIAL_VERSION; }

}  // namespace tertial
