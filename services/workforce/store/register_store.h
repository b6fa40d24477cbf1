// Reading a register: the state in force, and its persons. Rows and keys: register_rows.h.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_STORE_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_STORE_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/ledger/ledger.h"
#include "services/workforce/domain/person.h"
#include "services/workforce/store/person_keys.h"
#include "tertial/workforce/internal/v1/register_rows.pb.h"

namespace tertial::workforce {

// The register of an area as it is in one state of the store: uploads and erasures that come later
// do not change what is read through it. It is meant to live no longer than one call.
struct Register {
  std::string area_id;
  internal::v1::RegisterHead head;
  ReadView view;
  // Rows whose retention had ended then are not read.
  absl::Time now;
};

// The register in force. Empty when the area has none, or its retention has ended.
absl::StatusOr<std::optional<Register>> OpenRegister(const Ledger& ledger,
                                                     absl::string_view area_id);

// Calls `visitor` for each person of part `part` (from 0) of `parts`, which are about equal; the
// order says nothing about the persons. The Person is reused between calls. May be called by
// several threads, each for its part.
absl::Status ScanPersons(const Register& of, int part, int parts,
                         absl::FunctionRef<void(const Person&)> visitor);

// The person with this hash, made with the keys of the head. Empty: there is none.
absl::StatusOr<std::optional<Person>> FindPerson(const Register& of, const PersonHash& hash);

// What callers are told of a register: its counts are rounded to the nearest ten.
v1::RegisterState StateOf(absl::string_view area_id, const internal::v1::RegisterHead& head);

// nullptr: there was no such person, or there is none now; both may be, when someone was to be
// erased who is not there.
struct PersonChange {
  const Person* before = nullptr;
  const Person* after = nullptr;
};

// Told of every change of a register, before the call that made it answers, one change after the
// other.
class RegisterListener {
 public:
  virtual ~RegisterListener() = default;
  // Another register is in force.
  virtual void OnReplaced(absl::string_view area_id) = 0;
  // All persons that one commit changed, in one call; `head` is that after it.
  virtual void OnPersonsChanged(absl::string_view area_id, absl::Span<const PersonChange> changes,
                                const internal::v1::RegisterHead& head) = 0;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_STORE_H_
