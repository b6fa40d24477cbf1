// JSON texts, with their numbers as they are written: no number passes through a float.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_VALUE_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_VALUE_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"

namespace tertial::cli {

// The most bytes a text may have, values within values, and values in all. A table of Statistics
// Norway has at most 800 000 cells.
inline constexpr int64_t kMaxJsonBytes = int64_t{256} << 20;
inline constexpr int kMaxJsonDepth = 32;
inline constexpr int64_t kMaxJsonValues = 5'000'000;

enum class JsonKind { kNull, kBoolean, kNumber, kString, kArray, kObject };

// One value and what is inside it.
struct JsonValue {
  JsonKind kind = JsonKind::kNull;
  // Of a string the string; of a number the number as written ("4.70", "1E+2"), but that a whole
  // number of less than 64 bits has no "-" before a zero; of a boolean "true" or "false".
  std::string text;
  // Of an array its elements, of an object the values of its keys.
  std::vector<JsonValue> elements;
  // Of an object: keys[i] is the key of elements[i]. No key stands twice.
  std::vector<std::string> keys;
};

// Reads `text`, which is UTF-8 (a byte order mark is accepted) and one JSON value. Refused, each
// with the error that JsonError makes: what is not JSON, or more than one value; an object in which
// a key stands twice; a number that no float of 64 bits comes near; more than the limits above, or
// than `most_values`.
absl::StatusOr<JsonValue> ParseJson(absl::string_view text, absl::string_view file,
                                    int64_t most_values = kMaxJsonValues);

// The same of the file at `path`. One that cannot be read is refused likewise.
absl::StatusOr<JsonValue> ReadJson(const std::string& path);

// The text that ParseJson reads as `value`.
std::string FormatJson(const JsonValue& value);

// INVALID_ARGUMENT with `reason`: "<file>: <path>: <sentence>", and metadata file and path. A path
// is as "$.dimension.Region.category.index[3]"; empty: the file as a whole.
absl::Status JsonError(absl::string_view file, absl::string_view path, ErrorReason reason,
                       absl::string_view sentence);

// The path of a member, or an element, of what stands at `parent`.
std::string JsonPath(absl::string_view parent, absl::string_view key);
std::string JsonPath(absl::string_view parent, size_t index);

// A value with the path it stands at, for reading what must have a certain form: an error names
// file and path and says what would be right. Value and file name must outlive it.
class JsonNode {
 public:
  JsonNode(const JsonValue& value, absl::string_view file)
      : value_(&value), file_(file), path_("$") {}

  const JsonValue& value() const { return *value_; }
  const std::string& path() const { return path_; }
  // The key in the object that it is a member of; empty elsewhere.
  const std::string& key() const { return key_; }
  bool Is(JsonKind kind) const { return value_->kind == kind; }

  // What the value must be a string, or a whole number from `lowest` to `highest`, for.
  absl::StatusOr<std::string> AsString() const;
  absl::StatusOr<int64_t> AsInteger(int64_t lowest, int64_t highest) const;
  // The elements of an array; the members of an object, in their order.
  absl::StatusOr<std::vector<JsonNode>> AsArray() const;
  absl::StatusOr<std::vector<JsonNode>> AsObject() const;

  // The member of an object; nothing where it has none, or null. It must be an object.
  absl::StatusOr<std::optional<JsonNode>> Find(absl::string_view key) const;
  // The same where it must be there.
  absl::StatusOr<JsonNode> Get(absl::string_view key) const;
  // The string under the key; empty where there is none.
  absl::StatusOr<std::string> FindString(absl::string_view key) const;

  // UNKNOWN_FIELD unless each key of the object is one of these. It must be an object.
  absl::Status CheckKeys(std::initializer_list<absl::string_view> keys) const;

  // What is wrong here.
  absl::Status Error(ErrorReason reason, absl::string_view sentence) const {
    return JsonError(file_, path_, reason, sentence);
  }

 private:
  JsonNode(const JsonNode& parent, size_t index);
  absl::Status WrongKind(absl::string_view wanted) const;

  const JsonValue* value_;
  absl::string_view file_;
  std::string path_;
  std::string key_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_VALUE_H_
