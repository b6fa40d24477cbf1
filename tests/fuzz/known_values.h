// What requests are made of: messages that are right as they are, and values, by the fields that
// they may stand in.
#ifndef TERTIAL_TESTS_FUZZ_KNOWN_VALUES_H_
#define TERTIAL_TESTS_FUZZ_KNOWN_VALUES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace tertial::fuzz {

// The values that were seen in fields, by what the fields are: a page token is what was told as the
// next one, the name in a request is that of a resource of its kind, a parent is what stands above
// such a resource, and of other fields the name counts.
class FieldValues {
 public:
  void AddText(const std::string& kind, const std::string& text);
  void AddNumber(const std::string& kind, int64_t number);
  const std::vector<std::string>& TextsOf(const std::string& kind) const;
  const std::vector<int64_t>& NumbersOf(const std::string& kind) const;

 private:
  std::map<std::string, std::vector<std::string>> texts_;
  std::map<std::string, std::vector<int64_t>> numbers_;
};

class KnownValues {
 public:
  // Keeps the message, those in it, and their values.
  void Add(const google::protobuf::Message& message);
  // Adds to `values` what an answer gives a caller to hand in again: etags, tokens, names,
  // revisions.
  void AddAnswered(const google::protobuf::Message& message, FieldValues& values) const;

  // Those of a type.
  const std::vector<const google::protobuf::Message*>& MessagesOf(
      const google::protobuf::Descriptor& type) const;
  // What a field is, as FieldValues has it.
  const std::string& KindOf(const google::protobuf::FieldDescriptor& field) const;
  const FieldValues& values() const { return values_; }
  // All texts.
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  void AddText(const google::protobuf::FieldDescriptor& field, const std::string& text,
               FieldValues& values) const;
  std::string MakeKind(const google::protobuf::FieldDescriptor& field) const;
  // The kind of resource that a message is, or is about.
  std::string ResourceOf(const google::protobuf::Descriptor& message) const;

  std::vector<std::unique_ptr<google::protobuf::Message>> kept_;
  std::map<const google::protobuf::Descriptor*, std::vector<const google::protobuf::Message*>>
      messages_;
  // What they are, with the name of their type.
  std::set<std::string> kept_bytes_;
  // The types of messages with a name.
  std::set<std::string> resources_;
  // Of fields, since it takes a while to make one.
  mutable std::unordered_map<const google::protobuf::FieldDescriptor*, std::string> kinds_;
  FieldValues values_;
  std::vector<std::string> texts_;
  std::set<std::string> kept_texts_;
};

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_KNOWN_VALUES_H_
