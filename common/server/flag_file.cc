#include "common/server/flag_file.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace tertial {
namespace {

constexpr absl::string_view kBlanks = " \t\r";

absl::Status Wrong(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

bool IsName(absl::string_view name) {
  return !name.empty() && absl::ascii_islower(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

// What stands between quotes at the beginning of `rest`, which it is taken off. Empty: they do not
// end, or a backslash stands before something else.
std::optional<std::string> ConsumeQuoted(absl::string_view& rest) {
  const char quote = rest.front();
  std::string value;
  for (size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == quote) {
      rest.remove_prefix(i + 1);
      return value;
    }
    if (quote == '"' && rest[i] == '\\') {
      ++i;
      if (i == rest.size() || (rest[i] != '"' && rest[i] != '\\')) return std::nullopt;
    }
    value.push_back(rest[i]);
  }
  return std::nullopt;
}

// Up to a comment.
std::string Bare(absl::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '#' && absl::StrContains(kBlanks, text[i - 1])) {
      text = text.substr(0, i);
      break;
    }
  }
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

absl::StatusOr<std::string> ParseValue(int line, absl::string_view text) {
  if (text.empty() || text.front() == '#') {
    return Wrong(line, "there is no value; write \"\" for an empty one");
  }
  if (text.front() != '"' && text.front() != '\'') return Bare(text);
  std::optional<std::string> value = ConsumeQuoted(text);
  if (!value.has_value()) {
    return Wrong(line,
                 "the quotes do not end, or a backslash stands before neither a quote nor a "
                 "backslash");
  }
  text = absl::StripLeadingAsciiWhitespace(text);
  if (!text.empty() && text.front() != '#') return Wrong(line, "something follows the quotes");
  return *std::move(value);
}

}  // namespace

absl::StatusOr<std::vector<FlagLine>> ParseFlagFile(absl::string_view text) {
  std::vector<FlagLine> flags;
  std::map<std::string, int> lines;
  int number = 0;
  for (const absl::string_view raw : absl::StrSplit(text, '\n')) {
    ++number;
    const absl::string_view line = absl::StripAsciiWhitespace(raw);
    if (line.empty() || line.front() == '#') continue;
    if (HoldsControlCharacter(line)) return Wrong(number, "it holds a control character");
    const size_t equals = line.find('=');
    const std::string name(absl::StripAsciiWhitespace(line.substr(0, equals)));
    if (equals == absl::string_view::npos || !IsName(name)) {
      return Wrong(number, "write the name of a flag, without dashes, \"=\" and its value");
    }
    const auto [earlier, is_new] = lines.emplace(name, number);
    if (!is_new) {
      return Wrong(number, absl::StrCat(name, " stands in line ", earlier->second, " already"));
    }
    absl::StatusOr<std::string> value =
        ParseValue(number, absl::StripAsciiWhitespace(line.substr(equals + 1)));
    if (!value.ok()) return value.status();
    flags.push_back({number, name, *std::move(value)});
  }
  return flags;
}

bool HoldsControlCharacter(absl::string_view value) {
  return std::any_of(value.begin(), value.end(),
                     [](unsigned char c) { return absl::ascii_iscntrl(c) && c != '\t'; });
}

std::string FormatFlagLine(absl::string_view name, absl::string_view value) {
  const bool bare =
      value == "true" || value == "false" ||
      (!value.empty() && std::all_of(value.begin(), value.end(), absl::ascii_isdigit));
  return bare ? absl::StrCat(name, " = ", value)
              : absl::StrCat(name, " = \"",
                             absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

}  // namespace tertial
