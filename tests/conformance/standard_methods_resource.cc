#include "tests/conformance/standard_methods_resource.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/message_differencer.h"

namespace tertial::conformance {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void Resource::Assign(const Message* message) {
  if (message == nullptr) {
    message_.reset();
    return;
  }
  std::unique_ptr<Message> copy(message->New());
  copy->CopyFrom(*message);
  message_ = std::move(copy);
}

std::string Resource::Text(const std::string& field) const {
  if (!has_value()) return "";
  return message_->GetReflection()->GetString(*message_,
                                              message_->GetDescriptor()->FindFieldByName(field));
}

void Resource::SetText(const std::string& field, const std::string& value) {
  message_->GetReflection()->SetString(message_.get(),
                                       message_->GetDescriptor()->FindFieldByName(field), value);
}

Resource Resource::WithoutEtag() const {
  Resource copy = *this;
  if (copy.has_value()) copy.set_etag("");
  return copy;
}

Resource Resource::NameOnly() const {
  Resource copy = *this;
  copy.message_->Clear();
  copy.set_name(name());
  return copy;
}

bool operator==(const Resource& a, const Resource& b) {
  if (!a.has_value() || !b.has_value()) return a.has_value() == b.has_value();
  return a.message_->GetDescriptor() == b.message_->GetDescriptor() &&
         google::protobuf::util::MessageDifferencer::Equals(*a.message_, *b.message_);
}

std::ostream& operator<<(std::ostream& out, const Resource& resource) {
  if (!resource.has_value()) return out << "no resource";
  return out << resource.kind() << " {" << resource.message_->ShortDebugString() << "}";
}

std::string Place::In(absl::string_view collection) const {
  return absl::StrCat("areas/", area, "/", collection);
}

std::string Place::Id(int n) const { return absl::StrFormat("%s-%04d", id, n); }

void AddText(const std::string& text,
             google::protobuf::RepeatedPtrField<common::v1::LocalizedText>* texts) {
  common::v1::LocalizedText& one = *texts->Add();
  one.set_language("nb");
  one.set_text(text);
}

void ChangeProvenance(Resource& resource) {
  Message& message = resource.message();
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("provenance");
  auto& provenance = static_cast<common::v1::Provenance&>(
      *message.GetReflection()->MutableMessage(&message, field));
  provenance.set_note("Kontrollert mot møteboken, «side 7».");
  provenance.add_pages(7);
}

}  // namespace tertial::conformance
