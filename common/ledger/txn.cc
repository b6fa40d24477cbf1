#include "common/ledger/txn.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/status_macros.h"

namespace tertial {

absl::StatusOr<const std::optional<Version>*> Txn::ReadBefore(const std::string& key, TableId table,
                                                              absl::string_view pk) {
  const auto known = before_.find(key);
  if (known != before_.end()) return &known->second;
  TERTIAL_ASSIGN_OR_RETURN(std::optional<Version> before, base_.FindVersion(table, pk));
  return &before_.emplace(key, std::move(before)).first->second;
}

absl::StatusOr<PutOutcome> Txn::Put(TableId table, absl::string_view pk, std::string body) {
  const std::string key = CurrentKey(table, pk);
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version>* const before, ReadBefore(key, table, pk));
  const auto change = rows_.versions().find(key);
  const Version* const present = change != rows_.versions().end() ? &change->second
                                 : before->has_value()            ? &**before
                                                                  : nullptr;
  const bool was_live = present != nullptr && present->live();
  if (was_live && present->body == body) return PutOutcome::kUnchanged;
  if (before->has_value() && (*before)->live() && (*before)->body == body) {
    rows_.Forget(key);
  } else {
    rows_.Set(key, Version{RowState::kLive, revision(), std::move(body)});
  }
  return was_live ? PutOutcome::kRevised : PutOutcome::kInserted;
}

absl::StatusOr<bool> Txn::Delete(TableId table, absl::string_view pk) {
  const std::string key = CurrentKey(table, pk);
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version>* const before, ReadBefore(key, table, pk));
  const bool was_before = before->has_value() && (*before)->live();
  const auto change = rows_.versions().find(key);
  const bool present = change != rows_.versions().end() ? change->second.live() : was_before;
  if (!present) return false;
  if (was_before) {
    rows_.Set(key, Version{RowState::kTombstone, revision(), ""});
  } else {
    rows_.Forget(key);
  }
  return true;
}

absl::Status Txn::Redact(TableId table, absl::string_view pk) {
  const std::string key = CurrentKey(table, pk);
  TERTIAL_RETURN_IF_ERROR(ReadBefore(key, table, pk).status());
  rows_.Set(key, Version{RowState::kRedaction, revision(), ""});
  return absl::OkStatus();
}

void Txn::PutPrivate(TableId table, absl::string_view pk, absl::string_view body,
                     absl::Time expiry) {
  private_.push_back(
      {PrivateChange::Kind::kPut, table, std::string(pk), std::string(body), expiry});
}

void Txn::ErasePrivate(TableId table, absl::string_view prefix) {
  private_.push_back(
      {PrivateChange::Kind::kErase, table, std::string(prefix), "", absl::InfinitePast()});
}

void Txn::DropPrivate(TableId table, absl::string_view pk) {
  private_.push_back(
      {PrivateChange::Kind::kDrop, table, std::string(pk), "", absl::InfinitePast()});
}

}  // namespace tertial
