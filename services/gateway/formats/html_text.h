// Text as HTML and SVG have it.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_TEXT_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tertial::gateway {

// The text with all that is markup escaped, for content and for attributes in double quotes alike.
// Control characters that HTML does not allow are left out.
std::string Escaped(absl::string_view text);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_TEXT_H_
