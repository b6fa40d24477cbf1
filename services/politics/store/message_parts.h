// Parts of serialized messages: what a reader does not need is stepped over and not parsed.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_MESSAGE_PARTS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_MESSAGE_PARTS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger_keys.h"
#include "google/protobuf/message_lite.h"

namespace tertial::politics {

// One field as it stands in a serialized message.
struct MessageField {
  int number = 0;
  // From the tag on.
  absl::string_view bytes;
  // Of a text or a message, what it holds; else empty.
  absl::string_view content;
};

// Merges into `message` the fields of `bytes` that `skips` does not return true for; it is asked
// once for each, in their order. Follows the number of fields, not their length. False when the
// bytes do not parse; what is skipped is not looked at.
bool MergePart(absl::string_view bytes, absl::FunctionRef<bool(const MessageField& field)> skips,
               google::protobuf::MessageLite& message);

// DATA_LOSS naming the row, unless it was parsed.
absl::Status DamagedUnless(bool parsed, TableId table, absl::string_view pk);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_MESSAGE_PARTS_H_
