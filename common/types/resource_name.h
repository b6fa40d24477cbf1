// Resource names: "areas/asker/indicators/economy.net-loan-debt/observations/2024".
#ifndef TERTIAL_COMMON_TYPES_RESOURCE_NAME_H_
#define TERTIAL_COMMON_TYPES_RESOURCE_NAME_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tertial {

// Stands in a parent's name for every id.
inline constexpr char kAnyId[] = "-";

// Whether `id` may be an id in a resource name: [A-Za-z0-9][A-Za-z0-9._~-]{0,127}.
bool IsResourceId(absl::string_view id);

// The last id in a well-formed resource name: "asker" of "areas/asker", "2024" of
// "areas/asker/indicators/population/observations/2024". It is a part of `name`. What has no "/" is
// taken for an id.
absl::string_view LastIdOf(absl::string_view name);

// The form of the names of one kind of resource: collections, each followed by an id.
class ResourceNamePattern {
 public:
  // `pattern` is a constant such as "areas/{area}/goals/{goal}"; one of another shape aborts.
  explicit ResourceNamePattern(absl::string_view pattern);

  // The ids in `name`, in its order. INVALID_ARGUMENT, ERROR_REASON_INVALID_RESOURCE_NAME with a
  // sentence that names the value and the form expected, unless `name` is of the pattern and its
  // ids are valid (IsResourceId).
  absl::StatusOr<std::vector<std::string>> Parse(absl::string_view name) const;

  // Whether Parse would give ids: for one who looks for the pattern of a name, and makes no error
  // for each that it is not of.
  bool Matches(absl::string_view name) const;

  // The name with these ids, as many as the pattern has (else it aborts). They are not checked: an
  // id that IsResourceId refuses makes a name that Parse refuses.
  std::string Format(absl::Span<const std::string> ids) const;

  // The pattern without its last collection and id; of a top-level collection, the empty pattern.
  ResourceNamePattern Parent() const;

  // For List: reads the name of a parent of these resources, whose ids, from some one to the last,
  // may be "-" for all there are. Gives the ids before the first "-":
  // of "areas/{area}/indicators/{indicator}/observations/{observation}",
  //   "areas/asker/indicators/population"  {"asker", "population"}
  //   "areas/asker/indicators/-"           {"asker"}
  //   "areas/-/indicators/-"               {}
  //   "areas/-/indicators/population"      refused: an id after "-".
  // The parent of a top-level collection is "". Errors as those of Parse.
  absl::StatusOr<std::vector<std::string>> ParseParentPrefix(absl::string_view parent) const;

  // How many ids a name has.
  size_t id_count() const { return collections_.size(); }

  // The text of the pattern.
  const std::string& text() const { return text_; }

 private:
  absl::StatusOr<std::vector<std::string>> ParseIds(absl::string_view name, bool with_any) const;

  std::string text_;
  std::vector<std::string> collections_;
};

// An id made from a Norwegian text: "Grønne områder, 2024" becomes "gronne-omrader-2024". Letters
// are lower-cased and lose their marks, whether composed or decomposed (æ becomes ae, ø o, å a,
// é e, š s); every run of other bytes becomes one "-", with none at either end. At most 100 bytes;
// empty if the text has no letter and no digit.
std::string Slug(absl::string_view text);

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_RESOURCE_NAME_H_
