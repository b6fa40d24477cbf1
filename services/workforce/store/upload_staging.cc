#include "services/workforce/store/upload_staging.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial::workforce {
namespace {

// Calls run on many threads, and each keeps as much memory as a batch once took.
constexpr size_t kRowsInCommit = 4'000;
constexpr size_t kPersonsInCommit = 2'000;
// Staged rows that nobody removed are purged then. An upload must be ended before.
constexpr absl::Duration kStagedFor = absl::Hours(24);

class DiskStaging : public UploadStaging {
 public:
  DiskStaging(RegisterWrites& writes, const RegisterBasis& basis)
      : writes_(writes), basis_(basis), expiry_(writes.ledger().Now() + kStagedFor) {}

  absl::Status Stage(const PersonHash& hash, int64_t row, v1::RegisterRow content) override {
    internal::v1::StagedRow staged;
    staged.set_row(row);
    *staged.mutable_content() = std::move(content);
    batch_.emplace_back(StagedKeyOf(basis_.area_id, hash, basis_.new_generation, row),
                        staged.SerializeAsString());
    return batch_.size() < kRowsInCommit ? absl::OkStatus() : Flush();
  }

  absl::Status ForEachPerson(PersonVisitor visitor) override {
    TERTIAL_RETURN_IF_ERROR(Flush());
    if (writes_.ledger().Now() >= expiry_) {
      return ServiceUnavailable("The upload took longer than a day; send it again.");
    }
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, writes_.ledger().Read());
    Group group;
    absl::Status failed;
    TERTIAL_RETURN_IF_ERROR(view.ScanPrivate(
        kStagedTable, AreaKey(basis_.area_id), "", absl::InfinitePast(),
        [&](absl::string_view pk, absl::string_view body) {
          const std::optional<RowPlace> place = DecodeRowPlace(pk);
          if (place.has_value() && place->generation != basis_.new_generation) return true;
          failed = !place.has_value() ? Damaged(pk) : Add(*place, pk, body, group, visitor);
          return failed.ok();
        }));
    TERTIAL_RETURN_IF_ERROR(failed);
    return group.rows.empty() ? absl::OkStatus() : visitor(group.hash, group.rows);
  }

 private:
  struct Group {
    PersonHash hash;
    std::vector<PersonRow> rows;
  };

  static absl::Status Damaged(absl::string_view pk) {
    return StoredDataDamaged(
        absl::StrCat("the staged row under private key ", absl::BytesToHexString(pk)));
  }

  static absl::Status Add(const RowPlace& place, absl::string_view pk, absl::string_view body,
                          Group& group, PersonVisitor visitor) {
    if (place.hash != group.hash && !group.rows.empty()) {
      TERTIAL_RETURN_IF_ERROR(visitor(group.hash, group.rows));
      group.rows.clear();
    }
    group.hash = PersonHash(place.hash);
    if (group.rows.size() > kMostRowsOfPerson) return absl::OkStatus();
    internal::v1::StagedRow staged;
    if (!staged.ParseFromArray(body.data(), static_cast<int>(body.size()))) return Damaged(pk);
    group.rows.push_back({.row = staged.row(), .content = std::move(*staged.mutable_content())});
    return absl::OkStatus();
  }

  absl::Status Flush() {
    if (batch_.empty()) return absl::OkStatus();
    const absl::Status added = writes_.AddRows(basis_, [&](Txn& txn) {
      for (const auto& [pk, body] : batch_) txn.PutPrivate(kStagedTable, pk, body, expiry_);
    });
    batch_.clear();
    return added;
  }

  RegisterWrites& writes_;
  const RegisterBasis& basis_;
  const absl::Time expiry_;
  std::vector<std::pair<std::string, std::string>> batch_;
};

class MemoryStaging : public UploadStaging {
 public:
  absl::Status Stage(const PersonHash& hash, int64_t row, v1::RegisterRow content) override {
    std::vector<PersonRow>& rows = persons_[hash];
    if (rows.size() <= kMostRowsOfPerson) {
      rows.push_back({.row = row, .content = std::move(content)});
    }
    return absl::OkStatus();
  }

  absl::Status ForEachPerson(PersonVisitor visitor) override {
    for (const auto& [hash, rows] : persons_) TERTIAL_RETURN_IF_ERROR(visitor(hash, rows));
    return absl::OkStatus();
  }

  size_t persons() const override { return persons_.size(); }

 private:
  std::map<PersonHash, std::vector<PersonRow>> persons_;
};

}  // namespace

std::unique_ptr<UploadStaging> StageOnDisk(RegisterWrites& writes, const RegisterBasis& basis) {
  return std::make_unique<DiskStaging>(writes, basis);
}

std::unique_ptr<UploadStaging> StageInMemory() { return std::make_unique<MemoryStaging>(); }

absl::Status PersonWriter::Put(const PersonHash& hash, std::string record, absl::Time expiry) {
  batch_.push_back({PersonKey(basis_.area_id, hash, generation_), std::move(record), expiry});
  return batch_.size() < kPersonsInCommit ? absl::OkStatus() : Finish();
}

absl::Status PersonWriter::Finish() {
  if (batch_.empty()) return absl::OkStatus();
  const absl::Status added = writes_.AddRows(basis_, [&](Txn& txn) {
    for (const Row& row : batch_) txn.PutPrivate(kPersonTable, row.pk, row.record, row.expiry);
  });
  batch_.clear();
  return added;
}

}  // namespace tertial::workforce
