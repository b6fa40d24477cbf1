// What is done to a register while it is made to crash, and what it is to hold then.
//
// Changes are made one after the other, and the number of one, from 1 on, tells all of it: what it
// does, with how many keys, and what is in its rows. So what a register holds tells which changes
// were made.
#ifndef TERTIAL_TESTS_CRASH_REGISTER_WORKLOAD_H_
#define TERTIAL_TESTS_CRASH_REGISTER_WORKLOAD_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/store/rocksdb_store.h"
#include "services/workforce/domain/person.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/handler/registers_handlers.h"
#include "services/workforce/store/person_keys.h"

namespace tertial::crash {

// After so many changes each kind has been made.
inline constexpr int64_t kRegisterCycle = 4;

enum class RegisterChange { kReplace, kReplaceInParts, kPersons, kErase, kRotate };
RegisterChange KindOf(int64_t number);
bool IsUpload(int64_t number);

// The register once all changes up to `made` were made. No key is of two persons, and no person
// that was erased is in a later extract.
struct RegisterModel {
  int64_t made = 0;
  int64_t generation = 0;
  int64_t changes = 0;
  // The change that put their rows, of the persons by their keys.
  std::map<std::string, int64_t> persons;
  std::vector<std::string> erased;

  void MakeNext();
};
RegisterModel ModelAfter(int64_t number);

// What is stored of a person whose rows were put by a change.
workforce::Person PersonPutBy(int64_t number);

// The keys that the file holds when a change is made.
workforce::PersonKeys KeysAt(int64_t number);

// The registers of a store, as a service has them that was just started.
class RegisterService {
 public:
  // Opens what `directory` holds, with the keys of change `number`; what a crash left is removed.
  static absl::StatusOr<std::unique_ptr<RegisterService>> Open(const std::string& directory,
                                                               int64_t number,
                                                               RocksDbOptions rocksdb = {});
  // The same of what `store` holds; `directory` is that of the journal of erasures.
  static absl::StatusOr<std::unique_ptr<RegisterService>> Open(
      const std::string& directory, int64_t number, std::unique_ptr<KeyValueStore> store);

  // Makes the change after those that `before` is made of.
  absl::Status Make(const RegisterModel& before);
  // Whether the last upload was answered as one that had been made before.
  bool replayed() const { return replayed_; }

  Ledger& ledger() { return *ledger_; }

 private:
  explicit RegisterService(std::unique_ptr<Ledger> ledger) : ledger_(std::move(ledger)) {}

  absl::Status RecordUnit();
  void Start(int64_t number);
  absl::Status Upload(int64_t number);
  absl::Status Erase(const std::string& key);

  const std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<workforce::PersonKeys> keys_;
  workforce::RegisterFigures figures_;
  std::unique_ptr<workforce::RegistersHandlers> handlers_;
  bool replayed_ = false;
};

}  // namespace tertial::crash

#endif  // TERTIAL_TESTS_CRASH_REGISTER_WORKLOAD_H_
