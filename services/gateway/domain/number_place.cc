#include "services/gateway/domain/number_place.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/facts/message_fields.h"
#include "common/status/errors.h"
#include "common/status/violations.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The most names and paths that a sentence tells.
constexpr size_t kMostTold = 12;

bool IsNumber(const Descriptor& type) {
  return &type == common::v1::Computed::descriptor() ||
         &type == common::v1::PeriodCell::descriptor() || &type == common::v1::Cell::descriptor();
}

std::string FormatSteps(const std::vector<PlaceStep>& steps) {
  std::string path;
  for (const PlaceStep& step : steps) {
    absl::StrAppend(&path, path.empty() ? "" : ".", std::string(step.field->name()));
    if (step.position >= 0) absl::StrAppend(&path, "[", step.position, "]");
  }
  return path;
}

absl::Status NotFound(absl::string_view path, const std::string& why) {
  return MakeError(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_NUMBER_NOT_FOUND,
                   absl::StrCat("The report holds no number at ", Quoted(path), ": ", why),
                   {{"path", std::string(path)}});
}

// "the report", or "workforce.units[2]".
std::string NameOf(const NumberPlace& place) {
  return place.steps.empty() ? "the report" : place.Path();
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                             : reflection.HasField(message, &field);
}

// The fields of a message that lead to numbers and are set.
std::vector<std::string> FieldsToNumbers(const Message& message) {
  std::vector<std::string> names;
  for (const Descriptor* type :
       {common::v1::Computed::descriptor(), common::v1::Cell::descriptor()}) {
    for (const FieldDescriptor* field : FieldsLeadingTo(*type, *message.GetDescriptor())) {
      if (!IsSet(message, *field)) continue;
      std::string name =
          absl::StrCat(std::string(field->name()), field->is_repeated() ? "[0]" : "");
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
  if (names.size() > kMostTold) names.resize(kMostTold);
  return names;
}

std::string WhatIsThere(const NumberPlace& place) {
  const std::vector<std::string> names = FieldsToNumbers(place.number());
  if (names.empty()) return " Nothing below it is a number.";
  return absl::StrCat(" Numbers lie below ", absl::StrJoin(names, ", "), ".");
}

// One step as it is written: "units[2]".
struct WrittenStep {
  std::string field;
  std::optional<int> position;
};

std::optional<WrittenStep> ParseStep(absl::string_view text) {
  const size_t bracket = text.find('[');
  WrittenStep step{.field = std::string(text.substr(0, bracket)), .position = std::nullopt};
  if (bracket == absl::string_view::npos) return step;
  text.remove_prefix(bracket + 1);
  int position = 0;
  if (!absl::ConsumeSuffix(&text, "]") || !absl::SimpleAtoi(text, &position) || position < 0) {
    return std::nullopt;
  }
  step.position = position;
  return step;
}

// Goes one step down.
absl::Status Descend(absl::string_view path, const WrittenStep& step, NumberPlace& place) {
  const Message& message = place.number();
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(step.field);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return NotFound(path, absl::StrCat(NameOf(place), " has no part ", Quoted(step.field), ".",
                                       WhatIsThere(place)));
  }
  if (!field->is_repeated()) {
    if (step.position.has_value()) {
      return NotFound(
          path, absl::StrCat(Quoted(step.field), " is no list; leave out [", *step.position, "]."));
    }
    if (!reflection.HasField(message, field)) {
      return NotFound(path, absl::StrCat(step.field, " is not set in ", NameOf(place), ".",
                                         WhatIsThere(place)));
    }
    place.steps.push_back({field, -1});
    place.messages.push_back(&reflection.GetMessage(message, field));
    return absl::OkStatus();
  }
  const int size = reflection.FieldSize(message, field);
  if (!step.position.has_value() || *step.position >= size) {
    return NotFound(
        path, size == 0
                  ? absl::StrCat("the list ", step.field, " of ", NameOf(place), " is empty.")
                  : absl::StrCat(step.field, " of ", NameOf(place), " is a list; name one of ",
                                 step.field, "[0] to ", step.field, "[", size - 1, "]."));
  }
  place.steps.push_back({field, *step.position});
  place.messages.push_back(&reflection.GetRepeatedMessage(message, field, *step.position));
  return absl::OkStatus();
}

// Goes through all that leads to a number below the end of `place`.
class Walk {
 public:
  explicit Walk(absl::FunctionRef<void(const NumberPlace&)> visitor) : visitor_(visitor) {}

  void Below(NumberPlace& place) const {
    const Message& message = place.number();
    if (IsNumber(*message.GetDescriptor())) return visitor_(place);
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (LeadsToNumbers(*message.GetDescriptor(), field)) Into(*field, place);
    }
  }

 private:
  static bool LeadsToNumbers(const Descriptor& type, const FieldDescriptor* field) {
    for (const Descriptor* number :
         {common::v1::Computed::descriptor(), common::v1::Cell::descriptor()}) {
      const auto& fields = FieldsLeadingTo(*number, type);
      if (std::find(fields.begin(), fields.end(), field) != fields.end()) return true;
    }
    return false;
  }

  void Into(const FieldDescriptor& field, NumberPlace& place) const {
    const Message& message = place.number();
    const Reflection& reflection = *message.GetReflection();
    const int size = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
    for (int i = 0; i < size; ++i) {
      place.steps.push_back({&field, field.is_repeated() ? i : -1});
      place.messages.push_back(field.is_repeated()
                                   ? &reflection.GetRepeatedMessage(message, &field, i)
                                   : &reflection.GetMessage(message, &field));
      Below(place);
      place.steps.pop_back();
      place.messages.pop_back();
    }
  }

  absl::FunctionRef<void(const NumberPlace&)> visitor_;
};

}  // namespace

std::string NumberPlace::Path() const { return FormatSteps(steps); }

absl::StatusOr<NumberPlace> FindNumber(const v1::Report& report, absl::string_view path) {
  NumberPlace place{.messages = {&report}, .steps = {}};
  for (const absl::string_view text : absl::StrSplit(path, '.')) {
    const std::optional<WrittenStep> step = ParseStep(text);
    if (!step.has_value()) {
      return NotFound(path, absl::StrCat(Quoted(text),
                                         " is no step; write the name of a field, and of a list "
                                         "the position from 0, as units[2]."));
    }
    if (absl::Status descended = Descend(path, *step, place); !descended.ok()) return descended;
  }
  if (!IsNumber(*place.number().GetDescriptor())) {
    return NotFound(path, absl::StrCat("it leads to a part of the report.", WhatIsThere(place)));
  }
  return place;
}

void VisitNumbers(const v1::Report& report,
                  absl::FunctionRef<void(const NumberPlace& place)> visitor) {
  NumberPlace place{.messages = {&report}, .steps = {}};
  Walk(visitor).Below(place);
}

}  // namespace tertial::gateway
