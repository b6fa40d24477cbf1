// What is sent of a content: with its etag, compressed, or nothing when the caller has it.
#ifndef TERTIAL_COMMON_HTTP_REPRESENTATION_H_
#define TERTIAL_COMMON_HTTP_REPRESENTATION_H_

#include "common/http/http_messages.h"

namespace tertial {

// Completes `answer`, which is OK and whole, for `request`: gives it a strong etag over its body,
// makes it 304 without a body where If-None-Match names that, and compresses it with gzip where the
// caller accepts that and it is worth it. Each encoding has an etag of its own.
HttpAnswer Represent(const HttpRequest& request, HttpAnswer answer);

}  // namespace tertial

#endif  // TERTIAL_COMMON_HTTP_REPRESENTATION_H_
