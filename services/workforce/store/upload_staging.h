// The rows of an upload until the stream has ended, grouped by person.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_UPLOAD_STAGING_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_UPLOAD_STAGING_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/workforce/domain/register_rules.h"
#include "services/workforce/store/register_writes.h"

namespace tertial::workforce {

class UploadStaging {
 public:
  // Called for each person, with all rows in the order of the stream, kMostRowsOfPerson and one
  // more at most.
  using PersonVisitor =
      absl::FunctionRef<absl::Status(const PersonHash& hash, const std::vector<PersonRow>& rows)>;

  virtual ~UploadStaging() = default;
  // `content` must hold no person's key.
  virtual absl::Status Stage(const PersonHash& hash, int64_t row, v1::RegisterRow content) = 0;
  virtual absl::Status ForEachPerson(PersonVisitor visitor) = 0;
  // How many persons there are so far, where that is known without reading them.
  virtual size_t persons() const { return 0; }
};

// On disk, under the basis's new generation, whatever their number. Not removed when the object
// ends (RegisterWrites::DropStaged). Both must outlive the object.
std::unique_ptr<UploadStaging> StageOnDisk(RegisterWrites& writes, const RegisterBasis& basis);
// In memory.
std::unique_ptr<UploadStaging> StageInMemory();

// Writes the persons of a new register, many in one commit.
class PersonWriter {
 public:
  // Under `generation`. Both must outlive the object.
  PersonWriter(RegisterWrites& writes, const RegisterBasis& basis, uint64_t generation)
      : writes_(writes), basis_(basis), generation_(generation) {}

  // `record` is of EncodePerson; it is purged at `expiry`.
  absl::Status Put(const PersonHash& hash, std::string record, absl::Time expiry);
  // After the last.
  absl::Status Finish();

 private:
  struct Row {
    std::string pk;
    std::string record;
    absl::Time expiry;
  };

  RegisterWrites& writes_;
  const RegisterBasis& basis_;
  const uint64_t generation_;
  std::vector<Row> batch_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_UPLOAD_STAGING_H_
