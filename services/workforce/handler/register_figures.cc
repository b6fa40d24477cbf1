#include "services/workforce/handler/register_figures.h"

#include <iterator>
#include <thread>
#include <utility>

#include "common/status/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "services/workforce/domain/add_person.h"

namespace tertial::workforce {
namespace {

// Of one area in a year a table takes some megabytes.
constexpr size_t kMostKept = 2;

absl::Status CountPart(const Register& of, const FigurePlan& plan, int part, int parts,
                       CounterTable& table) {
  return ScanPersons(of, part, parts,
                     [&](const Person& person) { AddPerson(person, plan, 1, table); });
}

// Whether rows may have been purged since the register was counted last.
bool MayHavePurged(const Register& of) {
  if (!of.head.state().has_first_expiry()) return false;
  return of.now >= absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(
                       of.head.state().first_expiry()));
}

}  // namespace

absl::StatusOr<CounterTable> CountRegister(const Register& of, const FigurePlan& plan) {
  CounterTable table(plan);
  CounterTable other(plan);
  absl::Status other_status;
  std::thread second([&] { other_status = CountPart(of, plan, 1, 2, other); });
  const absl::Status status = CountPart(of, plan, 0, 2, table);
  second.join();
  TERTIAL_RETURN_IF_ERROR(status);
  TERTIAL_RETURN_IF_ERROR(other_status);
  table.Add(other);
  return table;
}

absl::StatusOr<std::shared_ptr<const CounterTable>> RegisterFigures::Compute(
    const Register& of, const FigurePlan& plan) {
  const std::string key = PlanKeyOf(plan);
  const bool keeps = !MayHavePurged(of);
  if (keeps) {
    if (auto found = Find(of, key); found != nullptr) return found;
  }
  TERTIAL_ASSIGN_OR_RETURN(CounterTable counted, CountRegister(of, plan));
  auto table = std::make_shared<CounterTable>(std::move(counted));
  if (keeps) {
    Keep({.area_id = of.area_id,
          .key = key,
          .plan = plan,
          .generation = of.head.state().generation(),
          .changes = of.head.state().changes(),
          .table = table});
  }
  return std::shared_ptr<const CounterTable>(std::move(table));
}

std::shared_ptr<const CounterTable> RegisterFigures::Find(const Register& of,
                                                          const std::string& key) {
  const MutexLock lock(mutex_);
  for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
    if (kept->area_id == of.area_id && kept->generation == of.head.state().generation() &&
        kept->changes == of.head.state().changes() && kept->key == key) {
      kept_.splice(kept_.begin(), kept_, kept);
      return kept->table;
    }
  }
  return nullptr;
}

void RegisterFigures::Keep(Kept kept) {
  const MutexLock lock(mutex_);
  kept_.remove_if([&](const Kept& other) {
    return other.area_id == kept.area_id && other.key == kept.key &&
           std::pair(other.generation, other.changes) <= std::pair(kept.generation, kept.changes);
  });
  kept_.push_front(std::move(kept));
  if (kept_.size() > kMostKept) kept_.pop_back();
}

void RegisterFigures::OnReplaced(absl::string_view area_id) {
  const MutexLock lock(mutex_);
  kept_.remove_if([&](const Kept& kept) { return kept.area_id == area_id; });
}

void RegisterFigures::OnPersonsChanged(absl::string_view area_id,
                                       absl::Span<const PersonChange> changes,
                                       const internal::v1::RegisterHead& head) {
  const MutexLock lock(mutex_);
  const int64_t before = head.state().changes() - 1;
  // Units that came with the change have numbers that the plan does not know.
  kept_.remove_if([&](const Kept& kept) {
    if (kept.area_id != area_id) return false;
    const bool is_before =
        kept.generation == head.state().generation() && kept.changes == before &&
        kept.plan.node_of_unit.front().size() == static_cast<size_t>(head.units_size());
    const bool is_after = kept.generation == head.state().generation() && kept.changes > before;
    return !is_before && !is_after;
  });
  for (Kept& kept : kept_) {
    if (kept.area_id != area_id || kept.changes != before) continue;
    // Somebody may still read the table as it was.
    if (kept.table.use_count() > 1) kept.table = std::make_shared<CounterTable>(*kept.table);
    for (const PersonChange& change : changes) {
      if (change.before != nullptr) AddPerson(*change.before, kept.plan, -1, *kept.table);
      if (change.after != nullptr) AddPerson(*change.after, kept.plan, 1, *kept.table);
    }
    kept.changes = head.state().changes();
  }
}

}  // namespace tertial::workforce
