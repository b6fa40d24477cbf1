#include "services/workforce/store/register_writes.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/private_rows.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/workforce/domain/register_errors.h"

namespace tertial::workforce {
namespace {

// Rows removed in one commit: others write between two of them.
constexpr size_t kRowsDroppedAtOnce = 20'000;

}  // namespace

RegisterWrites::RegisterWrites(Ledger& ledger, RegisterListener* listener)
    : ledger_(ledger), listener_(listener) {}

absl::StatusOr<RegisterBasis> RegisterWrites::Begin(absl::string_view area_id) {
  const MutexLock lock(mutex_);
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> in_force, OpenRegister(ledger_, area_id));
  RegisterBasis basis{.area_id = std::string(area_id)};
  if (in_force.has_value()) {
    basis.generation = in_force->head.state().generation();
    basis.changes = in_force->head.state().changes();
    basis.rows_generation = in_force->head.rows_generation();
  }
  const auto erasures = erasures_.find(area_id);
  if (erasures != erasures_.end()) basis.erasures = erasures->second;
  // By the clock, so that it is greater than all that an earlier process has given, also those of
  // rows that could not be removed.
  const auto now = static_cast<uint64_t>(absl::ToUnixMicros(ledger_.Now()));
  last_generation_ = std::max({now, last_generation_ + 1, basis.rows_generation + 1});
  basis.new_generation = last_generation_;
  return basis;
}

absl::Status RegisterWrites::AddRows(const RegisterBasis& basis,
                                     absl::FunctionRef<void(Txn&)> add) {
  const MutexLock lock(mutex_);
  const auto erasures = erasures_.find(basis.area_id);
  if (erasures != erasures_.end() && erasures->second != basis.erasures) {
    return UploadOvertaken(basis.area_id);
  }
  return ledger_
      .Commit({},
              [&](Txn& txn) {
                add(txn);
                return absl::OkStatus();
              })
      .status();
}

absl::StatusOr<bool> RegisterWrites::IsUnchanged(const RegisterBasis& basis) {
  const auto erasures = erasures_.find(basis.area_id);
  if (erasures != erasures_.end() && erasures->second != basis.erasures) return false;
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> now, OpenRegister(ledger_, basis.area_id));
  if (!now.has_value()) return basis.rows_generation == 0;
  return now->head.rows_generation() == basis.rows_generation &&
         now->head.state().generation() == basis.generation &&
         now->head.state().changes() == basis.changes;
}

bool RegisterWrites::IsInForce(absl::string_view area_id,
                               const internal::v1::RegisterHead& head) const {
  const absl::StatusOr<std::optional<Register>> now = OpenRegister(ledger_, area_id);
  return now.ok() && now->has_value() && (*now)->head.rows_generation() == head.rows_generation() &&
         (*now)->head.state().changes() == head.state().changes();
}

absl::StatusOr<CommitResult> RegisterWrites::PutHead(
    const RegisterBasis& basis, const CommitInfo& info, const HeadUntil& head,
    absl::FunctionRef<void(Txn&)> change, absl::FunctionRef<void(RegisterListener&)> tell) {
  const MutexLock lock(mutex_);
  TERTIAL_ASSIGN_OR_RETURN(const bool unchanged, IsUnchanged(basis));
  const absl::StatusOr<CommitResult> result = ledger_.Commit(info, [&](Txn& txn) {
    if (!unchanged) return UploadOvertaken(basis.area_id);
    change(txn);
    txn.PutPrivate(kHeadTable, AreaKey(basis.area_id), head.head.SerializeAsString(), head.expiry);
    return absl::OkStatus();
  });
  // A write that failed may have been made.
  const bool made =
      result.ok() ? !result->replayed : unchanged && IsInForce(basis.area_id, head.head);
  if (made && listener_ != nullptr) tell(*listener_);
  return result;
}

absl::Status RegisterWrites::Drop(TableId table, absl::string_view prefix,
                                  absl::FunctionRef<bool(const RowPlace&)> is_waste) {
  std::string after;
  bool more = true;
  while (more) {
    more = false;
    std::vector<std::string> waste;
    {
      TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
      TERTIAL_RETURN_IF_ERROR(
          view.ScanPrivate(table, prefix, after, absl::InfinitePast(),
                           [&](absl::string_view pk, absl::string_view /*body*/) {
                             const std::optional<RowPlace> place = DecodeRowPlace(pk);
                             if (place.has_value() && !is_waste(*place)) return true;
                             waste.emplace_back(pk);
                             more = waste.size() == kRowsDroppedAtOnce;
                             return !more;
                           }));
    }
    if (waste.empty()) break;
    after = waste.back();
    TERTIAL_RETURN_IF_ERROR(ledger_
                                .Commit({},
                                        [&](Txn& txn) {
                                          for (const std::string& pk : waste) {
                                            txn.DropPrivate(table, pk);
                                          }
                                          return absl::OkStatus();
                                        })
                                .status());
  }
  return absl::OkStatus();
}

absl::Status RegisterWrites::Settle(const RegisterBasis& basis) {
  uint64_t in_force = 0;
  {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present,
                             OpenRegister(ledger_, basis.area_id));
    if (present.has_value()) in_force = present->head.rows_generation();
  }
  // What can be removed is, whatever becomes of the rest.
  const absl::Status persons =
      Drop(kPersonTable, AreaKey(basis.area_id), [&](const RowPlace& place) {
        return place.generation != in_force && (place.generation == basis.new_generation ||
                                                place.generation == basis.rows_generation);
      });
  const absl::Status staged =
      Drop(kStagedTable, AreaKey(basis.area_id),
           [&](const RowPlace& place) { return place.generation == basis.new_generation; });
  TERTIAL_RETURN_IF_ERROR(persons);
  TERTIAL_RETURN_IF_ERROR(staged);
  return ledger_.DoDueWork();
}

absl::Status RegisterWrites::Erase(
    absl::string_view area_id, const std::vector<PersonHash>& hashes,
    absl::FunctionRef<absl::StatusOr<PersonHash>(const internal::v1::RegisterHead& head)> in_force,
    const CommitInfo& info) {
  {
    const MutexLock lock(mutex_);
    // Counted whatever comes of it: uploads under way must not bring the person back.
    ++erasures_.try_emplace(std::string(area_id), 0).first->second;
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present, OpenRegister(ledger_, area_id));
    std::optional<Person> before;
    std::optional<HeadUntil> head;
    if (present.has_value()) {
      TERTIAL_ASSIGN_OR_RETURN(const PersonHash hash, in_force(present->head));
      TERTIAL_ASSIGN_OR_RETURN(before, FindPerson(*present, hash));
      TERTIAL_ASSIGN_OR_RETURN(head, ReadHead(*present));
      v1::RegisterState& state = *head->head.mutable_state();
      state.set_changes(state.changes() + 1);
      if (before.has_value()) {
        state.set_persons(state.persons() - 1);
        state.set_positions(state.positions() - static_cast<int64_t>(before->positions.size()));
        state.set_absences(state.absences() - static_cast<int64_t>(before->absences.size()));
      }
    }
    TERTIAL_RETURN_IF_ERROR(ledger_
                                .Commit(info,
                                        [&](Txn& txn) {
                                          for (const PersonHash& hash : hashes) {
                                            txn.ErasePrivate(kPersonTable, HashKey(area_id, hash));
                                            txn.ErasePrivate(kStagedTable, HashKey(area_id, hash));
                                          }
                                          if (head.has_value()) {
                                            txn.PutPrivate(kHeadTable, AreaKey(area_id),
                                                           head->head.SerializeAsString(),
                                                           head->expiry);
                                          }
                                          return absl::OkStatus();
                                        })
                                .status());
    if (head.has_value() && listener_ != nullptr) {
      const PersonChange change{.before = before.has_value() ? &*before : nullptr,
                                .after = nullptr};
      listener_->OnPersonsChanged(area_id, {&change, 1}, head->head);
    }
  }
  return ledger_.DoDueWork();
}

absl::Status RegisterWrites::SweepOrphans() {
  std::map<std::string, uint64_t, std::less<>> in_force;
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> areas, ListRegisters(ledger_));
  for (const std::string& area_id : areas) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present, OpenRegister(ledger_, area_id));
    if (present.has_value()) in_force[area_id] = present->head.rows_generation();
  }
  TERTIAL_RETURN_IF_ERROR(Drop(kPersonTable, "", [&](const RowPlace& place) {
    const auto head = in_force.find(place.area_id);
    return head == in_force.end() || head->second != place.generation;
  }));
  return Drop(kStagedTable, "", [](const RowPlace&) { return true; });
}

absl::StatusOr<HeadUntil> ReadHead(const Register& of) {
  HeadUntil head{.head = of.head, .expiry = absl::InfinitePast()};
  TERTIAL_RETURN_IF_ERROR(of.view.ScanPrivateRows(kHeadTable, AreaKey(of.area_id), "", of.now,
                                                  [&](absl::string_view, const PrivateRow& row) {
                                                    head.expiry = row.expiry;
                                                    return false;
                                                  }));
  return head;
}

absl::StatusOr<std::vector<std::string>> ListRegisters(const Ledger& ledger) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  std::vector<std::string> areas;
  TERTIAL_RETURN_IF_ERROR(view.ScanPrivate(kHeadTable, "", "", ledger.Now(),
                                           [&](absl::string_view pk, absl::string_view) {
                                             areas.emplace_back(pk.substr(0, pk.size() - 1));
                                             return true;
                                           }));
  return areas;
}

}  // namespace tertial::workforce
