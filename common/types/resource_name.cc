#include "common/types/resource_name.h"

#include <algorithm>
#include <cassert>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

constexpr size_t kLongestId = 128;
constexpr size_t kLongestSlug = 100;

// What letters with marks become: those of Latin-1 Supplement and Latin Extended-A that occur in
// Norwegian texts, in Sami and in borrowed names.
struct Letters {
  const char* ascii;
  const char32_t* letters;
};
constexpr Letters kLetters[] = {
    {"a", U"ÀÁÂÃÄÅàáâãäåĀāĂăĄą"},
    {"ae", U"Ææ"},
    {"c", U"ÇçĆćČč"},
    {"d", U"ÐðĎďĐđ"},
    {"e", U"ÈÉÊËèéêëĒēĘęĚě"},
    {"g", U"ĞğĢģ"},
    {"i", U"ÌÍÎÏìíîïĪīİı"},
    {"l", U"ĹĺĽľŁł"},
    {"n", U"ÑñŃńŇňŊŋ"},
    {"o", U"ÒÓÔÕÖØòóôõöøŌōŐő"},
    {"oe", U"Œœ"},
    {"r", U"ŔŕŘř"},
    {"s", U"ŚśŞşŠš"},
    {"ss", U"ß"},
    {"t", U"ŤťŦŧ"},
    {"th", U"Þþ"},
    {"u", U"ÙÚÛÜùúûüŪūŮůŰű"},
    {"y", U"ÝýÿŸ"},
    {"z", U"ŹźŻżŽž"},
};

// Combining marks: what is left over of a decomposed letter.
constexpr bool IsCombiningMark(char32_t c) { return c >= 0x300 && c <= 0x36F; }

// Null if `c` is none of kLetters.
const char* WithoutMarks(char32_t c) {
  for (const Letters& row : kLetters) {
    for (const char32_t* letter = row.letters; *letter != 0; ++letter) {
      if (*letter == c) return row.ascii;
    }
  }
  return nullptr;
}

}  // namespace

bool IsResourceId(absl::string_view id) {
  return !id.empty() && id.size() <= kLongestId && absl::ascii_isalnum(id[0]) &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '~' || c == '-';
         });
}

absl::string_view LastIdOf(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

ResourceNamePattern::ResourceNamePattern(absl::string_view pattern) : text_(pattern) {
  if (pattern.empty()) return;
  const std::vector<std::string> parts = absl::StrSplit(pattern, '/');
  assert(parts.size() % 2 == 0 && "a pattern is pairs of collection and {id}");
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    assert(!parts[i].empty() && !absl::StartsWith(parts[i], "{"));
    assert(absl::StartsWith(parts[i + 1], "{") && absl::EndsWith(parts[i + 1], "}"));
    collections_.push_back(parts[i]);
  }
}

absl::StatusOr<std::vector<std::string>> ResourceNamePattern::ParseIds(absl::string_view name,
                                                                       bool with_any) const {
  const auto refused = [&](absl::string_view why) {
    const std::string form =
        text_.empty() ? "leave it empty: these resources have no parent"
                      : absl::StrCat("write it as ", text_,
                                     with_any ? ", with \"-\" for all from an id on" : "");
    return MakeError(absl::StatusCode::kInvalidArgument,
                     common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                     absl::StrCat(Quoted(name), " ", why, "; ", form, "."), {{"pattern", text_}});
  };
  std::vector<absl::string_view> parts;
  if (!name.empty()) parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 * collections_.size()) return refused("is no name of this kind");
  std::vector<std::string> ids;
  bool any = false;
  for (size_t i = 0; i < collections_.size(); ++i) {
    if (parts[2 * i] != collections_[i]) return refused("is no name of this kind");
    const absl::string_view id = parts[2 * i + 1];
    if (with_any && id == kAnyId) {
      any = true;
    } else if (!IsResourceId(id)) {
      return refused(absl::StrCat("holds the id ", Quoted(id), ", but an id is 1 to ", kLongestId,
                                  " letters, digits and ._~- and begins with a letter or digit"));
    } else if (any) {
      return refused(absl::StrCat("names the id ", Quoted(id), " after a \"-\""));
    } else {
      ids.emplace_back(id);
    }
  }
  return ids;
}

absl::StatusOr<std::vector<std::string>> ResourceNamePattern::Parse(absl::string_view name) const {
  return ParseIds(name, /*with_any=*/false);
}

bool ResourceNamePattern::Matches(absl::string_view name) const {
  for (const std::string& collection : collections_) {
    if (!absl::ConsumePrefix(&name, collection) || !absl::ConsumePrefix(&name, "/")) return false;
    const absl::string_view id = name.substr(0, name.find('/'));
    if (!IsResourceId(id)) return false;
    name.remove_prefix(id.size());
    if (&collection != &collections_.back() && !absl::ConsumePrefix(&name, "/")) return false;
  }
  return name.empty();
}

std::string ResourceNamePattern::Format(absl::Span<const std::string> ids) const {
  assert(ids.size() == collections_.size());
  std::string name;
  for (size_t i = 0; i < collections_.size(); ++i) {
    absl::StrAppend(&name, i == 0 ? "" : "/", collections_[i], "/", ids[i]);
  }
  return name;
}

ResourceNamePattern ResourceNamePattern::Parent() const {
  const size_t before_id = text_.rfind('/');
  if (collections_.size() < 2) return ResourceNamePattern("");
  return ResourceNamePattern(absl::string_view(text_).substr(0, text_.rfind('/', before_id - 1)));
}

absl::StatusOr<std::vector<std::string>> ResourceNamePattern::ParseParentPrefix(
    absl::string_view parent) const {
  return Parent().ParseIds(parent, /*with_any=*/true);
}

std::string Slug(absl::string_view text) {
  std::string slug;
  const auto separate = [&] {
    if (!slug.empty() && slug.back() != '-') slug.push_back('-');
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (absl::ascii_isalnum(byte)) {
      slug.push_back(absl::ascii_tolower(byte));
      continue;
    }
    // Every letter and mark we know is two bytes of UTF-8.
    const bool two_bytes =
        (byte & 0xE0) == 0xC0 && i + 1 < text.size() && (text[i + 1] & 0xC0) == 0x80;
    if (!two_bytes) {
      separate();
      continue;
    }
    const char32_t c = ((byte & 0x1Fu) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3Fu);
    if (IsCombiningMark(c)) continue;
    if (const char* letter = WithoutMarks(c); letter != nullptr) {
      slug.append(letter);
    } else {
      separate();
    }
  }
  slug.resize(std::min(slug.size(), kLongestSlug));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace tertial
