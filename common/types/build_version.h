// Which build this is.
#ifndef TERTIAL_COMMON_TYPES_BUILD_VERSION_H_
#define TERTIAL_COMMON_TYPES_BUILD_VERSION_H_

#include <string>

namespace tertial {

// The version, and behind it the revision of the source where git told it when the build was
// configured: "0.1.0+4cf09ac", else "0.1.0".
std::string BuildVersion();

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_BUILD_VERSION_H_
