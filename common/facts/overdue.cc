#include "common/facts/overdue.h"

#include <cstdio>
#include <cstdlib>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/facts/message_fields.h"
#include "common/status/errors.h"
#include "common/types/partial_date.h"
#include "google/protobuf/descriptor.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

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

// Calls `change` on every cell in `message`.
template <typename Change>
void ForEachCell(Message& message, const Change& change) {
  if (v1::Cell* const cell = google::protobuf::DynamicCastToGenerated<v1::Cell>(&message)) {
    change(*cell);
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field :
       FieldsLeadingTo(*v1::Cell::descriptor(), *message.GetDescriptor())) {
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
