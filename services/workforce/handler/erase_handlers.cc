// Erasing persons, and making the hashes they are kept under anew.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/facts/personal_data.h"
#include "common/ledger/private_rows.h"
#include "common/observability/log.h"
#include "common/rpc/audit_rows.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/workforce/domain/register_errors.h"
#include "services/workforce/handler/registers_handlers.h"
#include "services/workforce/store/register_rows.h"
#include "services/workforce/store/register_store.h"
#include "services/workforce/store/upload_staging.h"

namespace tertial::workforce {
namespace {

// A rotation that other changes of the register come before is begun again, this often at most.
constexpr int kMostRotations = 5;

absl::Status CheckErase(const v1::ErasePersonRequest& request) {
  Violations violations;
  if (request.person_key().empty()) {
    violations.Add("person_key", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; write the key that the person was uploaded with.");
  }
  // What is wrong with the reason is said without it: it may name the person.
  if (request.reason().size() > kLongestWriteReason) {
    violations.Add("reason", common::v1::ERROR_REASON_INVALID_TEXT,
                   absl::StrCat("It has ", request.reason().size(), " bytes; at most ",
                                kLongestWriteReason, " are kept."));
  }
  if (!violations.empty()) return violations.ToStatus();
  if (IsNationalId(request.person_key()) || HoldsNationalId(request.person_key())) {
    return PersonalIdentifier(0, "person_key");
  }
  if (HoldsNationalId(request.reason()) ||
      absl::StrContains(request.reason(), request.person_key())) {
    return PersonalIdentifier(0, "reason");
  }
  return absl::OkStatus();
}

// The register's persons once more, under hashes made with all keys and the basis's new generation.
absl::Status CopyRehashed(RegisterWrites& writes, const RegisterBasis& basis, const Register& from,
                          const PersonKeys& keys) {
  const auto used = static_cast<size_t>(from.head.key_fingerprints_size());
  PersonWriter writer(writes, basis, basis.new_generation);
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(from.view.ScanPrivateRows(
      kPersonTable, AreaKey(from.area_id), "", from.now,
      [&](absl::string_view pk, const PrivateRow& row) {
        const std::optional<RowPlace> place = DecodeRowPlace(pk);
        if (!place.has_value() || place->generation != from.head.rows_generation()) return true;
        failed = writer.Put(keys.Rehash(PersonHash(place->hash), used, keys.count()),
                            std::string(row.body), row.expiry);
        return failed.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(failed);
  return writer.Finish();
}

}  // namespace

absl::StatusOr<v1::ErasePersonResponse> RegistersHandlers::ErasePerson(
    const CallContext& call, const v1::ErasePersonRequest& request) {
  if (keys_ == nullptr) return PersonKeysMissing();
  TERTIAL_RETURN_IF_ERROR(CheckErase(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area()));
  // Whose rows they are, nothing tells.
  TERTIAL_RETURN_IF_ERROR(
      NotePrivateWrite(ledger_, call, {absl::StrCat("areas/", area_id)}, request.reason()));
  const std::vector<PersonHash> hashes = keys_->EveryHash(area_id, request.person_key());
  TERTIAL_RETURN_IF_ERROR(writes_.Erase(
      area_id, hashes,
      [&](const internal::v1::RegisterHead& head) -> absl::StatusOr<PersonHash> {
        if (head.key_fingerprints_size() == 0 || !keys_->Extends(head.key_fingerprints())) {
          return PersonKeysMissing();
        }
        return hashes[static_cast<size_t>(head.key_fingerprints_size()) - 1];
      },
      {.actor = call.caller.name, .reason = request.reason(), .deadline = call.deadline}));
  return v1::ErasePersonResponse();
}

absl::Status RegistersHandlers::Rotate(const CallContext& call, const std::string& area_id) {
  absl::Status status;
  for (int i = 0; i < kMostRotations; ++i) {
    TERTIAL_ASSIGN_OR_RETURN(const RegisterBasis basis, writes_.Begin(area_id));
    {
      TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present,
                               OpenRegister(ledger_, area_id));
      if (!present.has_value()) return absl::OkStatus();
      if (!keys_->Extends(present->head.key_fingerprints())) return PersonKeysMissing();
      if (static_cast<size_t>(present->head.key_fingerprints_size()) == keys_->count()) {
        return absl::OkStatus();
      }
      status = CopyRehashed(writes_, basis, *present, *keys_);
      if (status.ok()) {
        TERTIAL_ASSIGN_OR_RETURN(HeadUntil head, ReadHead(*present));
        const std::vector<std::string> fingerprints = keys_->Fingerprints();
        head.head.mutable_key_fingerprints()->Assign(fingerprints.begin(), fingerprints.end());
        head.head.mutable_state()->set_person_keys(static_cast<int32_t>(keys_->count()));
        head.head.set_rows_generation(basis.new_generation);
        // The same persons: nobody needs to be told.
        status =
            writes_
                .PutHead(
                    basis, {.actor = call.caller.name}, head,
                    [&](Txn& txn) {
                      NotePrivateWrite(txn, ledger_.Now(), call, {absl::StrCat("areas/", area_id)});
                    },
                    [](RegisterListener&) {})
                .status();
      }
    }
    const absl::Status settled = writes_.Settle(basis);
    if (status.ok()) return settled;
    if (ReasonOf(status) != common::v1::ERROR_REASON_UPLOAD_OVERTAKEN) return status;
  }
  return status;
}

absl::StatusOr<v1::RotatePersonKeysResponse> RegistersHandlers::RotatePersonKeys(
    const CallContext& call, const v1::RotatePersonKeysRequest& /*request*/) {
  if (keys_ == nullptr) return PersonKeysMissing();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> areas, ListRegisters(ledger_));
  for (const std::string& area_id : areas) TERTIAL_RETURN_IF_ERROR(Rotate(call, area_id));
  v1::RotatePersonKeysResponse response;
  response.set_person_keys(static_cast<int32_t>(keys_->count()));
  return response;
}

}  // namespace tertial::workforce
