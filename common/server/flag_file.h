// A file of flags: what a service could be told on its command line, one flag a line.
//
//   # The port of the gateway.
//   port = 7400
//   areas = "/etc/tertial/areas"  # what follows a value is a comment as well
//
// A value stands as it is, or in double quotes (where \" and \\ are a quote and a backslash), or in
// single quotes (where nothing is special): in quotes it may hold a "#" after a blank, and blanks
// at its ends. So a file in which all but numbers and true stand in quotes is TOML as well.
#ifndef TERTIAL_COMMON_SERVER_FLAG_FILE_H_
#define TERTIAL_COMMON_SERVER_FLAG_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tertial {

// One flag of a file.
struct FlagLine {
  // Counted from one.
  int line = 0;
  // Without the dashes.
  std::string name;
  std::string value;
};

// The flags of a file with the content `text`, in its order, each name once. Every line is one, or
// a comment, or blank. INVALID_ARGUMENT, with a sentence that names the line and never its value,
// where one is neither, or names a flag for the second time.
absl::StatusOr<std::vector<FlagLine>> ParseFlagFile(absl::string_view text);

// Whether `value` cannot stand in a file of flags: it holds a control character (but for tabs).
bool HoldsControlCharacter(absl::string_view value);

// The line for a flag: what ParseFlagFile makes this flag of. `value` holds no control character.
std::string FormatFlagLine(absl::string_view name, absl::string_view value);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_FLAG_FILE_H_
