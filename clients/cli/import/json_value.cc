#include "clients/cli/import/json_value.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "nlohmann/json.hpp"

namespace tertial::cli {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_KEY;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_UNKNOWN_FIELD;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;

// nlohmann's number of the error "number overflow".
constexpr int kNumberOverflow = 406;

absl::string_view NameOf(JsonKind kind) {
  switch (kind) {
    case JsonKind::kNull:
      return "null";
    case JsonKind::kBoolean:
      return "a boolean";
    case JsonKind::kNumber:
      return "a number";
    case JsonKind::kString:
      return "a string";
    case JsonKind::kArray:
      return "an array";
    case JsonKind::kObject:
      return "an object";
  }
  return "";
}

// "file:line:column" of a byte, all from 1.
std::string PlaceOf(absl::string_view file, absl::string_view text, size_t byte) {
  const absl::string_view before = text.substr(0, std::min(byte, text.size()));
  const size_t line_end = before.rfind('\n');
  const size_t column =
      line_end == absl::string_view::npos ? before.size() + 1 : before.size() - line_end;
  return absl::StrCat(file, ":", std::count(before.begin(), before.end(), '\n') + 1, ":", column);
}

// Takes the events of nlohmann's parser and makes values of them. Every function returns whether to
// go on; where it does not, error() says why.
class ValueBuilder {
 public:
  ValueBuilder(absl::string_view file, absl::string_view text, int64_t most_values)
      : file_(file), text_(text), most_values_(most_values) {}

  // NOLINTBEGIN(readability-identifier-naming): the names are those the parser calls.
  bool null() { return Add({}); }
  bool boolean(bool value) { return Add({JsonKind::kBoolean, value ? "true" : "false", {}, {}}); }
  bool number_integer(int64_t value) {
    return Add({JsonKind::kNumber, absl::StrCat(value), {}, {}});
  }
  bool number_unsigned(uint64_t value) {
    return Add({JsonKind::kNumber, absl::StrCat(value), {}, {}});
  }
  bool number_float(double, const std::string& written) {
    return Add({JsonKind::kNumber, written, {}, {}});
  }
  bool string(std::string& value) { return Add({JsonKind::kString, std::move(value), {}, {}}); }
  bool binary(nlohmann::json::binary_t&) { return false; }  // not in JSON texts
  bool start_object(size_t) { return Open(JsonKind::kObject); }
  bool start_array(size_t) { return Open(JsonKind::kArray); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(std::string& key) {
    Frame& frame = open_.back();
    if (!frame.keys.insert(key).second) {
      return Fail(ERROR_REASON_DUPLICATE_KEY,
                  absl::StrCat("The key ", Quoted(key), " stands twice; leave one of them out."));
    }
    frame.value.keys.push_back(std::move(key));
    return true;
  }
  bool parse_error(size_t read, const std::string&, const nlohmann::json::exception& why) {
    const std::string place = PlaceOf(file_, text_, read == 0 ? 0 : read - 1);
    error_ = why.id == kNumberOverflow ? JsonError(place, "", ERROR_REASON_VALUE_OUT_OF_RANGE,
                                                   "The number that ends here is too large.")
                                       : JsonError(place, "", ERROR_REASON_INVALID_TEXT,
                                                   "The text is not JSON in UTF-8 from here on.");
    return false;
  }
  // NOLINTEND(readability-identifier-naming)

  const absl::Status& error() const { return error_; }
  JsonValue Take() { return std::move(root_); }

 private:
  // An array or object that has not ended.
  struct Frame {
    JsonValue value;
    absl::flat_hash_set<std::string> keys;
  };

  bool Add(JsonValue value) {
    if (++count_ > most_values_) {
      return Fail(ERROR_REASON_VALUE_OUT_OF_RANGE,
                  absl::StrCat("The text has more than ", most_values_,
                               " values; ask for the table in several parts."));
    }
    if (open_.empty()) {
      root_ = std::move(value);
    } else {
      open_.back().value.elements.push_back(std::move(value));
    }
    return true;
  }

  bool Open(JsonKind kind) {
    if (open_.size() == kMaxJsonDepth) {
      return Fail(ERROR_REASON_VALUE_OUT_OF_RANGE,
                  absl::StrCat("Values stand within values more than ", kMaxJsonDepth,
                               " deep; no table needs that."));
    }
    open_.push_back({{kind, "", {}, {}}, {}});
    return true;
  }

  bool Close() {
    JsonValue value = std::move(open_.back().value);
    open_.pop_back();
    return Add(std::move(value));
  }

  bool Fail(ErrorReason reason, absl::string_view sentence) {
    std::string path = "$";
    for (size_t i = 0; i + 1 < open_.size(); ++i) {
      const JsonValue& value = open_[i].value;
      path = value.kind == JsonKind::kObject ? JsonPath(path, value.keys.back())
                                             : JsonPath(path, value.elements.size());
    }
    error_ = JsonError(file_, path, reason, sentence);
    return false;
  }

  const absl::string_view file_;
  const absl::string_view text_;
  const int64_t most_values_;
  std::vector<Frame> open_;
  JsonValue root_;
  int64_t count_ = 0;
  absl::Status error_;
};

void AppendString(absl::string_view text, std::string& out) {
  out += nlohmann::json(std::string(text)).dump();
}

void AppendJson(const JsonValue& value, std::string& out) {
  switch (value.kind) {
    case JsonKind::kNull:
      out += "null";
      return;
    case JsonKind::kBoolean:
    case JsonKind::kNumber:
      out += value.text;
      return;
    case JsonKind::kString:
      AppendString(value.text, out);
      return;
    case JsonKind::kArray:
    case JsonKind::kObject:
      break;
  }
  const bool is_object = value.kind == JsonKind::kObject;
  out += is_object ? '{' : '[';
  for (size_t i = 0; i < value.elements.size(); ++i) {
    if (i > 0) out += ',';
    if (is_object) {
      AppendString(value.keys[i], out);
      out += ':';
    }
    AppendJson(value.elements[i], out);
  }
  out += is_object ? '}' : ']';
}

absl::Status TooLong(absl::string_view file) {
  return JsonError(file, "", ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat("The text has more than ", kMaxJsonBytes,
                                " bytes; ask for the table in several parts."));
}

}  // namespace

absl::StatusOr<JsonValue> ParseJson(absl::string_view text, absl::string_view file,
                                    int64_t most_values) {
  if (text.size() > kMaxJsonBytes) return TooLong(file);
  ValueBuilder builder(file, text, most_values);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.error();
  return builder.Take();
}

absl::StatusOr<JsonValue> ReadJson(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  // One byte more than may be, to tell that there is more.
  std::vector<char> buffer(1 << 16);
  while (in && text.size() <= static_cast<size_t>(kMaxJsonBytes)) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    text.append(buffer.data(), static_cast<size_t>(in.gcount()));
  }
  if (!in.eof() && text.size() <= static_cast<size_t>(kMaxJsonBytes)) {
    return JsonError(path, "", ERROR_REASON_INVALID_TEXT, "The file cannot be read.");
  }
  return ParseJson(text, path);
}

std::string FormatJson(const JsonValue& value) {
  std::string out;
  AppendJson(value, out);
  return out;
}

absl::Status JsonError(absl::string_view file, absl::string_view path, ErrorReason reason,
                       absl::string_view sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason,
                   absl::StrCat(file, ": ", path, path.empty() ? "" : ": ", sentence),
                   {{"file", std::string(file)}, {"path", std::string(path)}});
}

std::string JsonPath(absl::string_view parent, absl::string_view key) {
  const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-';
  });
  return plain ? absl::StrCat(parent, ".", key) : absl::StrCat(parent, "[", Quoted(key), "]");
}

std::string JsonPath(absl::string_view parent, size_t index) {
  return absl::StrCat(parent, "[", index, "]");
}

JsonNode::JsonNode(const JsonNode& parent, size_t index)
    : value_(&parent.value_->elements[index]), file_(parent.file_) {
  if (parent.Is(JsonKind::kObject)) {
    key_ = parent.value_->keys[index];
    path_ = JsonPath(parent.path_, key_);
  } else {
    path_ = JsonPath(parent.path_, index);
  }
}

absl::Status JsonNode::WrongKind(absl::string_view wanted) const {
  return Error(ERROR_REASON_INVALID_TEXT,
               absl::StrCat("It is ", NameOf(value_->kind), "; it must be ", wanted, "."));
}

absl::StatusOr<std::string> JsonNode::AsString() const {
  if (!Is(JsonKind::kString)) return WrongKind("a string");
  return value_->text;
}

absl::StatusOr<int64_t> JsonNode::AsInteger(int64_t lowest, int64_t highest) const {
  int64_t number = 0;
  if (!Is(JsonKind::kNumber) || !absl::SimpleAtoi(value_->text, &number) || number < lowest ||
      number > highest) {
    return Error(
        ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat("It is ",
                     Is(JsonKind::kNumber) ? absl::string_view(value_->text) : NameOf(value_->kind),
                     "; it must be a whole number from ", lowest, " to ", highest, "."));
  }
  return number;
}

absl::StatusOr<std::vector<JsonNode>> JsonNode::AsArray() const {
  if (!Is(JsonKind::kArray)) return WrongKind("an array");
  std::vector<JsonNode> elements;
  for (size_t i = 0; i < value_->elements.size(); ++i) elements.push_back(JsonNode(*this, i));
  return elements;
}

absl::StatusOr<std::vector<JsonNode>> JsonNode::AsObject() const {
  if (!Is(JsonKind::kObject)) return WrongKind("an object");
  std::vector<JsonNode> members;
  for (size_t i = 0; i < value_->elements.size(); ++i) members.push_back(JsonNode(*this, i));
  return members;
}

absl::StatusOr<std::optional<JsonNode>> JsonNode::Find(absl::string_view key) const {
  if (!Is(JsonKind::kObject)) return WrongKind("an object");
  for (size_t i = 0; i < value_->keys.size(); ++i) {
    if (value_->keys[i] == std::string(key) && value_->elements[i].kind != JsonKind::kNull) {
      return JsonNode(*this, i);
    }
  }
  return std::nullopt;
}

absl::StatusOr<JsonNode> JsonNode::Get(absl::string_view key) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> found, Find(key));
  if (!found.has_value()) {
    return Error(ERROR_REASON_FIELD_REQUIRED,
                 absl::StrCat("It has no ", Quoted(key), "; it must have one."));
  }
  return *found;
}

absl::StatusOr<std::string> JsonNode::FindString(absl::string_view key) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> found, Find(key));
  if (!found.has_value()) return std::string();
  return found->AsString();
}

absl::Status JsonNode::CheckKeys(std::initializer_list<absl::string_view> keys) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, AsObject());
  for (const JsonNode& member : members) {
    if (std::find(keys.begin(), keys.end(), member.key()) != keys.end()) continue;
    return member.Error(ERROR_REASON_UNKNOWN_FIELD,
                        absl::StrCat(Quoted(member.key()), " is not known here; write one of ",
                                     absl::StrJoin(keys, ", "), "."));
  }
  return absl::OkStatus();
}

}  // namespace tertial::cli
