// Where protobuf's JSON parser met a fault.
#ifndef TERTIAL_COMMON_STATUS_JSON_FAULT_H_
#define TERTIAL_COMMON_STATUS_JSON_FAULT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tertial {

// The field that the parser's message is about: "(assertions[0].left) bogus: Cannot find field." is
// about assertions[0].left.bogus, "(period): invalid value" about period. Empty: it does not say.
std::string FieldOfJsonFault(absl::string_view fault);

}  // namespace tertial

#endif  // TERTIAL_COMMON_STATUS_JSON_FAULT_H_
