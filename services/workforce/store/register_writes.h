// Changing registers. All that does so goes through one RegisterWrites: a store has one writer, and
// what it tells of changes is in their order.
//
// A register that is to replace another is written row by row under a generation of its own, which
// no reader looks at, and put in force by one commit of its head. What came to nothing is removed
// again; what a crash left is removed when the service starts.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_WRITES_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_WRITES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/store/mutex.h"
#include "services/workforce/store/person_keys.h"
#include "services/workforce/store/register_rows.h"
#include "services/workforce/store/register_store.h"

namespace tertial::workforce {

// What a change of a register builds on. It is refused when anything else was changed meanwhile.
struct RegisterBasis {
  std::string area_id;
  // Of the register in force; all 0 when there is none.
  int64_t generation = 0;
  int64_t changes = 0;
  uint64_t rows_generation = 0;
  // How many persons of the area had been erased, of those this process knows of.
  uint64_t erasures = 0;
  // The generation of the rows that are to be written: nobody has had it before.
  uint64_t new_generation = 0;
};

// The head of a register and how long it is kept.
struct HeadUntil {
  internal::v1::RegisterHead head;
  absl::Time expiry;
};

// Safe for use by several threads.
class RegisterWrites {
 public:
  // `listener` may be nullptr; both must outlive the object.
  RegisterWrites(Ledger& ledger, RegisterListener* listener);
  RegisterWrites(const RegisterWrites&) = delete;
  RegisterWrites& operator=(const RegisterWrites&) = delete;

  Ledger& ledger() { return ledger_; }

  absl::StatusOr<RegisterBasis> Begin(absl::string_view area_id);

  // Commits rows that no reader looks at. UPLOAD_OVERTAKEN when a person of the area was erased
  // since Begin: they might be among those that are still to be written.
  absl::Status AddRows(const RegisterBasis& basis, absl::FunctionRef<void(Txn&)> add);

  // Makes `change` and puts `head` in force, in one commit, and has the listener told by `tell`.
  // UPLOAD_OVERTAKEN when the register is not that of `basis` any more, but for a request that was
  // made before, which is answered as it was.
  absl::StatusOr<CommitResult> PutHead(const RegisterBasis& basis, const CommitInfo& info,
                                       const HeadUntil& head, absl::FunctionRef<void(Txn&)> change,
                                       absl::FunctionRef<void(RegisterListener&)> tell);

  // Removes what is of no more use after a change on `basis` that wrote rows, whether it came to
  // something or not: the persons of the generation that is not in force, and all staged rows; and
  // their bytes from disk.
  absl::Status Settle(const RegisterBasis& basis);

  // Erases all rows under `hashes`, which are all that were ever made of the key of one person, and
  // their bytes from disk. `in_force`: the one that the register in force would have it under.
  absl::Status Erase(
      absl::string_view area_id, const std::vector<PersonHash>& hashes,
      absl::FunctionRef<absl::StatusOr<PersonHash>(const internal::v1::RegisterHead& head)>
          in_force,
      const CommitInfo& info);

  // Removes the rows that no head names. Before anything is uploaded.
  absl::Status SweepOrphans();

 private:
  absl::StatusOr<bool> IsUnchanged(const RegisterBasis& basis)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsInForce(absl::string_view area_id, const internal::v1::RegisterHead& head) const;
  // Removes the rows of `table` whose keys begin with `prefix` and that `is_waste`.
  absl::Status Drop(TableId table, absl::string_view prefix,
                    absl::FunctionRef<bool(const RowPlace&)> is_waste);

  Ledger& ledger_;
  RegisterListener* const listener_;
  Mutex mutex_;
  uint64_t last_generation_ ABSL_GUARDED_BY(mutex_) = 0;
  // By area.
  std::map<std::string, uint64_t, std::less<>> erasures_ ABSL_GUARDED_BY(mutex_);
};

// The head of the register that was opened, and how long it is kept.
absl::StatusOr<HeadUntil> ReadHead(const Register& of);

// All areas that have a register.
absl::StatusOr<std::vector<std::string>> ListRegisters(const Ledger& ledger);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_WRITES_H_
