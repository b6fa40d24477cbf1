// What is wrong with the fields of one message, gathered so that a caller learns all of it at once.
#ifndef TERTIAL_COMMON_STATUS_VIOLATIONS_H_
#define TERTIAL_COMMON_STATUS_VIOLATIONS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "tertial/common/v1/import.pb.h"

namespace tertial {

// As many are kept as anybody reads; more are counted. A message of some megabytes may have
// millions.
inline constexpr size_t kMostKeptViolations = 1000;

// Gathers violations of the fields below one path. Not thread-safe.
//
//   Violations violations;
//   CheckCell(observation.cell(), violations.At("cell"));
//   if (!violations.empty()) return violations.ToStatus();
//
// At() gives a view that adds to the same list with a longer path; it must not outlive the list.
class Violations {
 public:
  Violations() : list_(&own_) {}
  Violations(const Violations&) = delete;
  Violations& operator=(const Violations&) = delete;

  // The violations of the sub-message in `field`. Paths are joined with ".".
  Violations At(absl::string_view field) const;
  // The same for element `index` of a repeated field: "flags[2]".
  Violations At(absl::string_view field, size_t index) const;

  // `field` is relative to this view's path; empty means the message itself.
  // `description` is one sentence that names the value and says what would be right.
  // Returns what was added, valid until more is.
  common::v1::FieldViolation& Add(absl::string_view field, ErrorReason reason,
                                  absl::string_view description) const;

  // Adds what `status` says if it is not OK; its own reason, or `reason` if it has none.
  void AddStatus(absl::string_view field, ErrorReason reason, const absl::Status& status) const;

  bool empty() const { return list_->kept.empty(); }
  // The first kMostKeptViolations.
  const std::vector<common::v1::FieldViolation>& list() const { return list_->kept; }

  // INVALID_ARGUMENT with the first violation's sentence and reason, and BadRequest naming all of
  // them. Must not be empty.
  absl::Status ToStatus() const;

 private:
  struct List {
    std::vector<common::v1::FieldViolation> kept;
    // That are not kept, and the last of them.
    size_t more = 0;
    common::v1::FieldViolation last;
  };

  friend absl::Status InvalidField(absl::string_view field, ErrorReason reason,
                                   absl::string_view description, const ErrorMetadata& metadata);
  // `beside`: more metadata of the error.
  absl::Status ToStatus(const ErrorMetadata& beside) const;

  Violations(std::string path, List* list) : path_(std::move(path)), list_(list) {}
  std::string PathTo(absl::string_view field) const;

  std::string path_;
  List own_;
  List* list_;
};

// One violation as a status, for a request with a single bad field. `metadata` stands beside the
// name of the field.
absl::Status InvalidField(absl::string_view field, ErrorReason reason,
                          absl::string_view description, const ErrorMetadata& metadata = {});

// How a value is named in a sentence: in quotes, control characters escaped, and all bytes of what
// is no UTF-8; cut after 60 bytes at most, between two characters.
std::string Quoted(absl::string_view value);

}  // namespace tertial

#endif  // TERTIAL_COMMON_STATUS_VIOLATIONS_H_
