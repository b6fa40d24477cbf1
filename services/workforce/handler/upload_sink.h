// The extract of a register on its way into the store.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_UPLOAD_SINK_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_UPLOAD_SINK_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/call_context.h"
#include "common/rpc/importing.h"
#include "common/rpc/serving.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/sha256.h"
#include "services/workforce/store/person_keys.h"
#include "services/workforce/store/register_writes.h"
#include "services/workforce/store/upload_staging.h"
#include "tertial/workforce/v1/registers_service.pb.h"

namespace tertial::workforce {

// One upload. Nothing of a row is stored before it is known to name nobody; what is stored of an
// upload that comes to nothing is removed when the object ends.
class UploadSink final : public RowSink<v1::UploadRegisterRequest, v1::UploadRegisterResponse> {
 public:
  // `keys` may be nullptr: there are none. Everything passed in must outlive the object.
  UploadSink(RegisterWrites& writes, const AreaRegistry& areas, const PersonKeys* keys,
             const CallContext& call);
  ~UploadSink() override;

  absl::Status Accept(v1::UploadRegisterRequest&& request) override;
  absl::StatusOr<v1::UploadRegisterResponse> Finish() override;

 private:
  struct ChangedPerson {
    PersonHash hash;
    std::optional<Person> before;
    Person after;
  };

  bool replaces() const { return options_.mode() == v1::UPLOAD_MODE_REPLACE; }

  // Takes note of the options and of what the upload builds on.
  absl::Status Begin(const v1::UploadOptions& options);
  absl::Status BeginPersons();
  // Checks a row's fields and stages it, or takes note of why it is refused.
  absl::Status AddRow(v1::RegisterRow& row);
  void Refuse(int64_t row, const Violations& violations);
  // Checks what persons must agree to, and calls `take` with each whose rows are right.
  absl::Status CheckPersons(
      absl::FunctionRef<absl::Status(const PersonHash& hash, Person&& person)> take);
  absl::Status CheckPerson(const PersonHash& hash, const std::vector<PersonRow>& rows,
                           std::optional<Person>& person);
  CommitInfo MakeCommitInfo();
  // The answer to a repeat, if the request was made before.
  absl::StatusOr<std::optional<v1::UploadRegisterResponse>> FindReplay(const CommitInfo& info);
  // The answer when nothing is stored.
  absl::StatusOr<v1::UploadRegisterResponse> AnswerUnstored();
  absl::StatusOr<v1::UploadRegisterResponse> StoreRegister(const CommitInfo& info);
  absl::StatusOr<v1::UploadRegisterResponse> StorePersons(const CommitInfo& info);
  absl::StatusOr<v1::UploadRegisterResponse> PutHead(
      const CommitInfo& info, const HeadUntil& head, absl::FunctionRef<void(Txn&)> change,
      absl::FunctionRef<void(RegisterListener&)> tell);
  void SetCounts(common::v1::ImportSummary& summary) const;

  RegisterWrites& writes_;
  const AreaRegistry& areas_;
  const PersonKeys* const keys_;
  const CallContext call_;
  ImportProtocol protocol_;
  v1::UploadOptions options_;
  // When the upload began, and when its rows are purged.
  absl::Time begun_;
  absl::Time expiry_;
  DayNumber extract_day_ = 0;
  RegisterBasis basis_;
  // With how many keys persons are hashed.
  size_t key_count_ = 0;
  std::unique_ptr<UploadStaging> staging_;
  std::optional<RegisterCodes> codes_;
  Sha256 fingerprint_;
  int64_t received_ = 0;
  // Rows that are right.
  int64_t stored_ = 0;
  int64_t persons_ = 0;
  int64_t positions_ = 0;
  int64_t absences_ = 0;
  // How many rows are refused, and the first of them.
  int64_t refused_ = 0;
  std::map<int64_t, common::v1::RefusedRow> refused_rows_;
  // Persons one of whose positions was refused, some of them: what is said of their absences would
  // only follow from that.
  absl::flat_hash_set<PersonHash> incomplete_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_UPLOAD_SINK_H_
