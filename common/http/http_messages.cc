#include "common/http/http_messages.h"

#include <microhttpd.h>

namespace tertial {

std::string Unescaped(absl::string_view escaped) {
  std::string text(escaped);
  text.resize(MHD_http_unescape(text.data()));
  return text;
}

}  // namespace tertial
