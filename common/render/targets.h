// How targets are written for people.
#ifndef TERTIAL_COMMON_RENDER_TARGETS_H_
#define TERTIAL_COMMON_RENDER_TARGETS_H_

#include <string>

#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial {

// What is to be reached: "≥ 500", "within 1.3 to 1.8", "≤ -67 % from 2009".
std::string ShowTarget(const indicators::v1::Target& target);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_TARGETS_H_
