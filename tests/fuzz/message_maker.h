// Requests made of the bytes of an input.
#ifndef TERTIAL_TESTS_FUZZ_MESSAGE_MAKER_H_
#define TERTIAL_TESTS_FUZZ_MESSAGE_MAKER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/known_values.h"

namespace tertial::fuzz {

class MessageMaker {
 public:
  // `answered` is what earlier calls were told, `now` what the service takes for it. What is passed
  // by reference must outlive the object.
  MessageMaker(const KnownValues& known, const FieldValues& answered, absl::Time now)
      : known_(known), answered_(answered), now_(now) {}

  // A request that is right, as far as that is known, with some changes: the input chooses which
  // request, how many changes, where each is and what stands there then. An input of nothing but 0
  // makes none. No text is without UTF-8: such a one reaches no service.
  std::unique_ptr<google::protobuf::Message> MakeRequest(const google::protobuf::Descriptor& type,
                                                         Input& input) const;

 private:
  // Sets the fields for which a value is known.
  void FillKnown(google::protobuf::Message& message, Input& input) const;
  void Change(google::protobuf::Message& message, int depth, Input& input) const;
  void ChangeField(google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor& field, int depth, Input& input) const;
  void ChangeList(google::protobuf::Message& message,
                  const google::protobuf::FieldDescriptor& field, int depth, Input& input) const;
  // Sets a field, or adds an element to it.
  void SetField(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                int depth, Input& input) const;
  // A message in `field`, that is known to be right, or what is known of its fields.
  void FillMessage(google::protobuf::Message& message, int depth, Input& input) const;
  // Changes what JSON writes otherwise than by its fields. False: it is none of these.
  bool ChangeWellKnown(google::protobuf::Message& message, Input& input) const;

  std::string TextFor(const google::protobuf::FieldDescriptor& field, const std::string& present,
                      Input& input) const;
  int64_t NumberFor(const google::protobuf::FieldDescriptor& field, Input& input) const;

  const KnownValues& known_;
  const FieldValues& answered_;
  const absl::Time now_;
};

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_MESSAGE_MAKER_H_
