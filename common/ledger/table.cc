#include "common/ledger/table.h"

#include <climits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace tertial {

std::string EncodeBody(const google::protobuf::MessageLite& message) {
  std::string body;
  google::protobuf::io::StringOutputStream stream(&body);
  {
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return body;
}

absl::Status DecodeBody(TableId table, absl::string_view pk, absl::string_view body,
                        google::protobuf::MessageLite& message) {
  if (body.size() <= INT_MAX &&
      message.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return absl::OkStatus();
  }
  return StoredDataDamaged(absl::StrCat("the row under key ",
                                        absl::BytesToHexString(CurrentKey(table, pk)),
                                        ": no message ", message.GetTypeName()));
}

}  // namespace tertial
