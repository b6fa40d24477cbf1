#include "services/workforce/domain/register_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/violations.h"

namespace tertial::workforce {

absl::Status RegisterNotFound(absl::string_view area_id) {
  return ResourceNotFound(common::v1::ERROR_REASON_REGISTER_NOT_FOUND,
                          absl::StrCat("areas/", area_id, "/register"));
}

absl::Status PersonalIdentifier(int64_t row, absl::string_view field) {
  return InvalidField(field, common::v1::ERROR_REASON_PERSONAL_IDENTIFIER,
                      absl::StrCat("What names a person stands here",
                                   row == 0 ? "" : absl::StrCat(", in row ", row),
                                   "; send pseudonyms, and nothing that tells who somebody is."),
                      {{"row", absl::StrCat(row)}});
}

absl::Status PersonKeysMissing() {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_PERSON_KEYS_MISSING,
                   "The service was started without the person keys that registers are kept "
                   "under; start it with --person-keys and the file that holds all of them.");
}

absl::Status UploadOvertaken(absl::string_view area_id) {
  return MakeError(absl::StatusCode::kAborted, common::v1::ERROR_REASON_UPLOAD_OVERTAKEN,
                   absl::StrCat("The register of areas/", area_id,
                                " was changed since this began, and nothing of this is stored; "
                                "ask again."),
                   {{"area", absl::StrCat("areas/", area_id)}});
}

}  // namespace tertial::workforce
