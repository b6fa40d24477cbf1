#include "services/gateway/domain/fact_set.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/types/decimal.h"
#include "google/protobuf/descriptor.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string TextField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

// Where a resource tells the unit of its cells, it has one of these fields.
std::string UnitOf(const Message& resource) {
  for (const char* name : {"unit_of_measure", "unit"}) {
    std::string unit = TextField(resource, name);
    // `unit` of a figure of the workforce is a resource name.
    if (!unit.empty() && !absl::StrContains(unit, '/')) return unit;
  }
  return "";
}

bool IsCell(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
         field.message_type() == common::v1::Cell::descriptor();
}

// The only cell of a kind of resource; nullptr when it has none or several.
const FieldDescriptor* OnlyCell(const Descriptor& kind) {
  const FieldDescriptor* only = nullptr;
  for (int i = 0; i < kind.field_count(); ++i) {
    if (!IsCell(*kind.field(i))) continue;
    if (only != nullptr) return nullptr;
    only = kind.field(i);
  }
  return only;
}

std::shared_ptr<const common::v1::Cell> CellOfValue(std::string value) {
  auto cell = std::make_shared<common::v1::Cell>();
  cell->set_value(std::move(value));
  return cell;
}

// What a field that may hold a number holds; no value when it holds none by its type or text.
std::optional<FactNumber> ReadNumber(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return std::nullopt;
  if (IsCell(field)) {
    if (!reflection.HasField(message, &field)) return FactNumber{};
    return FactNumber{
        .cell = std::make_shared<common::v1::Cell>(
            static_cast<const common::v1::Cell&>(reflection.GetMessage(message, &field)))};
  }
  if (field.has_presence() && !reflection.HasField(message, &field)) return FactNumber{};
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return FactNumber{.cell = CellOfValue(absl::StrCat(reflection.GetInt32(message, &field)))};
    case FieldDescriptor::CPPTYPE_INT64:
      return FactNumber{.cell = CellOfValue(absl::StrCat(reflection.GetInt64(message, &field)))};
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = reflection.GetString(message, &field);
      if (text.empty()) return FactNumber{};
      if (!Decimal::Parse(text).ok()) return std::nullopt;
      return FactNumber{.cell = CellOfValue(std::move(text))};
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

Fact MakeFact(absl::string_view service, absl::string_view name, absl::string_view kind,
              std::string body, int64_t revision) {
  Fact fact{.service = std::string(service),
            .name = std::string(name),
            .kind = std::string(kind),
            .body = std::move(body),
            .revision = revision};
  const Descriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(fact.kind);
  if (descriptor == nullptr) return fact;
  std::shared_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  if (message->ParseFromString(fact.body)) fact.message = std::move(message);
  return fact;
}

Fact MakeFact(absl::string_view service, const Message& message, int64_t revision) {
  return MakeFact(service, TextField(message, "name"), message.GetDescriptor()->full_name(),
                  message.SerializeAsString(), revision);
}

void FactSet::Add(Fact fact) {
  std::string name = fact.name;
  facts_.insert_or_assign(std::move(name), std::move(fact));
}

void FactSet::SetReadAt(absl::string_view service, const common::v1::ReadPoint& at) {
  read_at_.insert_or_assign(std::string(service), at);
}

const common::v1::ReadPoint* FactSet::ReadAt(absl::string_view service) const {
  const auto found = read_at_.find(service);
  return found == read_at_.end() ? nullptr : &found->second;
}

const Fact* FactSet::Find(absl::string_view name) const {
  const auto found = facts_.find(name);
  return found == facts_.end() ? nullptr : &found->second;
}

void FactSet::VisitBelow(absl::string_view prefix,
                         absl::FunctionRef<void(const Fact&)> visitor) const {
  for (auto fact = facts_.lower_bound(prefix);
       fact != facts_.end() && absl::StartsWith(fact->first, prefix); ++fact) {
    visitor(fact->second);
  }
}

void FactSet::VisitKind(absl::string_view kind,
                        absl::FunctionRef<void(const Fact&)> visitor) const {
  for (const auto& [name, fact] : facts_) {
    if (fact.kind == kind) visitor(fact);
  }
}

std::optional<FactNumber> NumberOf(const Message& resource, absl::string_view field) {
  const Message* holder = &resource;
  const FieldDescriptor* found = nullptr;
  if (field.empty()) {
    found = OnlyCell(*resource.GetDescriptor());
    if (found == nullptr) return std::nullopt;
  } else {
    for (const absl::string_view step : absl::StrSplit(field, '.')) {
      if (found != nullptr) {
        if (found->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || found->is_repeated()) {
          return std::nullopt;
        }
        holder = &holder->GetReflection()->GetMessage(*holder, found);
      }
      found = holder->GetDescriptor()->FindFieldByName(std::string(step));
      if (found == nullptr) return std::nullopt;
    }
  }
  std::optional<FactNumber> number = ReadNumber(*holder, *found);
  if (number.has_value()) number->unit = UnitOf(resource);
  return number;
}

}  // namespace tertial::gateway
