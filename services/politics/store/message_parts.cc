#include "services/politics/store/message_parts.h"

#include <climits>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "google/protobuf/io/coded_stream.h"

namespace tertial::politics {
namespace {

using google::protobuf::io::CodedInputStream;

// Takes the fields of a serialized message one after the other.
class FieldReader {
 public:
  explicit FieldReader(absl::string_view bytes)
      : bytes_(bytes),
        input_(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {}

  // False at the end, and where the bytes are no message.
  bool Next(MessageField& field) {
    const int begin = input_.CurrentPosition();
    const uint32_t tag = input_.ReadTag();
    if (tag == 0) {
      is_sound_ = input_.ConsumedEntireMessage();
      return false;
    }
    field.number = static_cast<int>(tag >> 3);
    is_sound_ = Skip(tag & 7, field);
    field.bytes = Between(begin);
    return is_sound_;
  }

  // Whether all that was read is right.
  bool is_sound() const { return is_sound_; }

 private:
  absl::string_view Between(int begin) const {
    return bytes_.substr(static_cast<size_t>(begin),
                         static_cast<size_t>(input_.CurrentPosition() - begin));
  }

  bool Skip(uint32_t wire_type, MessageField& field) {
    field.content = absl::string_view();
    uint64_t number = 0;
    uint32_t size = 0;
    switch (wire_type) {
      case 0:
        return input_.ReadVarint64(&number);
      case 1:
        return input_.Skip(8);
      case 2: {
        if (!input_.ReadVarint32(&size) || size > INT_MAX) return false;
        const int begin = input_.CurrentPosition();
        if (!input_.Skip(static_cast<int>(size))) return false;
        field.content = Between(begin);
        return true;
      }
      case 5:
        return input_.Skip(4);
      default:
        return false;  // Groups, which no message here has.
    }
  }

  const absl::string_view bytes_;
  CodedInputStream input_;
  bool is_sound_ = true;
};

// Merges serialized fields into `message`.
bool Merge(absl::string_view bytes, google::protobuf::MessageLite& message) {
  CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                         static_cast<int>(bytes.size()));
  return message.MergePartialFromCodedStream(&input) && input.ConsumedEntireMessage();
}

}  // namespace

bool MergePart(absl::string_view bytes, absl::FunctionRef<bool(const MessageField& field)> skips,
               google::protobuf::MessageLite& message) {
  if (bytes.size() > INT_MAX) return false;
  FieldReader fields(bytes);
  // Fields that stand side by side are parsed at once, and nothing is copied before.
  absl::string_view run;
  for (MessageField field; fields.Next(field);) {
    if (!skips(field)) {
      run = absl::string_view(run.empty() ? field.bytes.data() : run.data(),
                              run.size() + field.bytes.size());
      continue;
    }
    if (!run.empty() && !Merge(run, message)) return false;
    run = absl::string_view();
  }
  return fields.is_sound() && (run.empty() || Merge(run, message));
}

absl::Status DamagedUnless(bool parsed, TableId table, absl::string_view pk) {
  if (parsed) return absl::OkStatus();
  return StoredDataDamaged(
      absl::StrCat("the row of table ", int{table}, " under key ", absl::BytesToHexString(pk)));
}

}  // namespace tertial::politics
