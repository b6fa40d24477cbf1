#include "common/status/violations.h"

#include <utf8.h>

#include "absl/strings/escaping.h"
#include "common/status/rpc_status.h"

namespace tertial {

Violations Violations::At(absl::string_view field) const {
  return Violations(PathTo(field), list_);
}

Violations Violations::At(absl::string_view field, size_t index) const {
  return Violations(PathTo(absl::StrCat(field, "[", index, "]")), list_);
}

std::string Violations::PathTo(absl::string_view field) const {
  if (path_.empty()) return std::string(field);
  if (field.empty()) return path_;
  return absl::StrCat(path_, ".", field);
}

common::v1::FieldViolation& Violations::Add(absl::string_view field, ErrorReason reason,
                                            absl::string_view description) const {
  const bool is_kept = list_->kept.size() < kMostKeptViolations;
  if (!is_kept) ++list_->more;
  common::v1::FieldViolation& violation = is_kept ? list_->kept.emplace_back() : list_->last;
  violation.set_field(PathTo(field));
  violation.set_reason(reason);
  violation.set_description(std::string(description));
  return violation;
}

void Violations::AddStatus(absl::string_view field, ErrorReason reason,
                           const absl::Status& status) const {
  if (status.ok()) return;
  const ErrorReason own = ReasonOf(status);
  Add(field, own == common::v1::ERROR_REASON_UNSPECIFIED ? reason : own, status.message());
}

absl::Status Violations::ToStatus() const { return ToStatus({}); }

absl::Status Violations::ToStatus(const ErrorMetadata& beside) const {
  const common::v1::FieldViolation& first = list_->kept.front();
  const size_t others = list_->kept.size() - 1 + list_->more;
  ErrorMetadata metadata = {{"field", first.field()}};
  metadata.insert(metadata.end(), beside.begin(), beside.end());
  google::rpc::Status rpc_status;
  AddErrorInfo(first.reason(), metadata, rpc_status);
  google::rpc::BadRequest bad_request;
  for (const common::v1::FieldViolation& violation : list_->kept) {
    auto* out = bad_request.add_field_violations();
    out->set_field(violation.field());
    out->set_description(violation.description());
  }
  rpc_status.add_details()->PackFrom(bad_request);
  std::string message = absl::StrCat(first.field(), ": ", first.description());
  if (others > 0) absl::StrAppend(&message, " (and ", others, " more)");
  return WithRpcStatus(absl::InvalidArgumentError(message), rpc_status);
}

absl::Status InvalidField(absl::string_view field, ErrorReason reason,
                          absl::string_view description, const ErrorMetadata& metadata) {
  Violations violations;
  violations.Add(field, reason, description);
  return violations.ToStatus(metadata);
}

std::string Quoted(absl::string_view value) {
  constexpr size_t kLongest = 60;
  const bool cut = value.size() > kLongest;
  if (cut) {
    // Between characters: half of one would make the whole sentence no UTF-8.
    size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
    value = value.substr(0, end);
  }
  // What comes over HTTP may be any bytes.
  const bool is_text = utf8::is_valid(value.begin(), value.end());
  return absl::StrCat("\"", is_text ? absl::Utf8SafeCEscape(value) : absl::CHexEscape(value),
                      cut ? "…\"" : "\"");
}

}  // namespace tertial
