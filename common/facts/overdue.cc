#include "common/facts/overdue.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/time/civil_time.h"
#include "common/status/errors.h"
#include "common/types/partial_date.h"
#include "google/protobuf/descriptor.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kNoTimeZone[] =
    "When a day ends in Europe/Oslo is not known here, because the data of time zones are missing; "
    "install the package tzdata.";

// Nothing where the zone's data are missing: absl would go on in UTC.
std::optional<absl::TimeZone> LoadOslo() {
  absl::TimeZone oslo;
  if (!absl::LoadTimeZone("Europe/Oslo", &oslo)) return std::nullopt;
  return oslo;
}

const absl::TimeZone& Oslo() {
  static const absl::TimeZone& oslo = [] {
    const std::optional<absl::TimeZone> loaded = LoadOslo();
    if (!loaded.has_value()) {
      std::fprintf(stderr, "%s\n", kNoTimeZone);
      std::abort();
    }
    return *new absl::TimeZone(*loaded);
  }();
  return oslo;
}

bool IsOverdueOn(const v1::Cell& cell, absl::CivilDay day) {
  if (cell.content_case() != v1::Cell::kMissing || cell.missing() != v1::MISSING_REASON_PENDING ||
      cell.expected().empty()) {
    return false;
  }
  const absl::StatusOr<PartialDate> expected = PartialDate::Parse(cell.expected());
  return expected.ok() && day > expected->latest();
}

// Whether a cell can stand anywhere in a message of `type`.
bool CanHoldCell(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (&type == v1::Cell::descriptor()) return true;
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* const below = type.field(i)->message_type();
    if (below != nullptr && CanHoldCell(*below, seen)) return true;
  }
  return false;
}

// The fields of a message of `type` that cells can stand in or below.
const std::vector<const FieldDescriptor*>& FieldsToCells(const Descriptor& type) {
  // Of each thread, so that reads do not wait for each other. A node keeps its place when others
  // are added.
  thread_local absl::node_hash_map<const Descriptor*, std::vector<const FieldDescriptor*>> known;
  const auto [entry, is_new] = known.try_emplace(&type);
  std::vector<const FieldDescriptor*>& fields = entry->second;
  for (int i = 0; is_new && i < type.field_count(); ++i) {
    std::set<const Descriptor*> seen;
    const Descriptor* const below = type.field(i)->message_type();
    if (below != nullptr && CanHoldCell(*below, seen)) fields.push_back(type.field(i));
  }
  return fields;
}

// Calls `change` on every cell in `message`.
template <typename Change>
void ForEachCell(Message& message, const Change& change) {
  if (v1::Cell* const cell = google::protobuf::DynamicCastToGenerated<v1::Cell>(&message)) {
    change(*cell);
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : FieldsToCells(*message.GetDescriptor())) {
    if (field->is_repeated()) {
      const int size = reflection.FieldSize(message, field);
      for (int i = 0; i < size; ++i) {
        ForEachCell(*reflection.MutableRepeatedMessage(&message, field, i), change);
      }
    } else if (reflection.HasField(message, field)) {
      ForEachCell(*reflection.MutableMessage(&message, field), change);
    }
  }
}

}  // namespace

absl::CivilDay DayInOslo(absl::Time instant) { return absl::ToCivilDay(instant, Oslo()); }

absl::Time EndOfDayInOslo(absl::Time instant) {
  return absl::FromCivil(absl::CivilSecond(DayInOslo(instant) + 1), Oslo());
}

absl::Status CheckOsloTimeZone() {
  if (LoadOslo().has_value()) return absl::OkStatus();
  return InternalError(kNoTimeZone);
}

bool IsOverdue(const v1::Cell& cell, absl::Time instant) {
  return IsOverdueOn(cell, DayInOslo(instant));
}

void SetOverdue(Message& message, absl::Time instant) {
  const absl::CivilDay day = DayInOslo(instant);
  ForEachCell(message, [day](v1::Cell& cell) { cell.set_overdue(IsOverdueOn(cell, day)); });
}

void ClearOverdue(Message& message) {
  ForEachCell(message, [](v1::Cell& cell) { cell.clear_overdue(); });
}

}  // namespace tertial
