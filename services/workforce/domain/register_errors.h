// The errors that calls about registers meet, beside those of every call (common/status/errors.h).
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_REGISTER_ERRORS_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_REGISTER_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tertial::workforce {

// NOT_FOUND: the area has no register.
absl::Status RegisterNotFound(absl::string_view area_id);
// INVALID_ARGUMENT: what names a person stands where only pseudonyms may be. `row` counts from 1; 0
// is no row but the call's own field. Neither the sentence nor the metadata holds the value.
absl::Status PersonalIdentifier(int64_t row, absl::string_view field);
// FAILED_PRECONDITION: the service has no keys, or none that the stored hashes were made with.
absl::Status PersonKeysMissing();
// ABORTED: the register was changed since the upload began.
absl::Status UploadOvertaken(absl::string_view area_id);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_REGISTER_ERRORS_H_
