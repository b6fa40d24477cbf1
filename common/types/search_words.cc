#include "common/types/search_words.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace tertial {
namespace {

// Told of each word; false ends the splitting.
using WordVisitor = absl::FunctionRef<bool(absl::string_view word)>;

constexpr auto kDecomposed =
    static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE);
constexpr auto kWithoutCase = static_cast<utf8proc_option_t>(kDecomposed | UTF8PROC_CASEFOLD);
// More than any character becomes (U+FDFA: 18).
constexpr utf8proc_ssize_t kMostFolded = 32;

constexpr utf8proc_int32_t kDiaeresis = 0x308;
constexpr utf8proc_int32_t kRing = 0x30A;
constexpr utf8proc_int32_t kShortSolidus = 0x337;
constexpr utf8proc_int32_t kLongSolidus = 0x338;

// How small letters that do not decompose are written. nullptr: as they are.
const char* Spelling(utf8proc_int32_t letter) {
  switch (letter) {
    case 0xE6:  // æ
      return "ae";
    case 0xF0:   // ð
    case 0x111:  // đ
      return "d";
    case 0xF8:   // ø
    case 0x153:  // œ
      return "oe";
    case 0xFE:  // þ
      return "th";
    case 0x127:  // ħ
      return "h";
    case 0x131:  // ı
      return "i";
    case 0x142:  // ł
      return "l";
    case 0x14B:  // ŋ
      return "n";
    case 0x167:  // ŧ
      return "t";
    default:
      return nullptr;
  }
}

// How the character at the beginning of `text` is written, if that is one of the Norwegian letters
// that most texts have. They are taken at once, as they would be by the rules for all letters.
absl::string_view NorwegianSpelling(absl::string_view text) {
  if (text.size() < 2 || text[0] != '\xC3') return {};
  switch (text[1]) {
    case '\x85':  // Å
    case '\xA5':  // å
      return "aa";
    case '\x86':  // Æ
    case '\xA6':  // æ
      return "ae";
    case '\x98':  // Ø
    case '\xB8':  // ø
      return "oe";
    default:
      return {};
  }
}

// The letter that `mark` adds to the letter before it; 0: none.
char AddedBy(utf8proc_int32_t mark, char letter) {
  if (letter == 'a' && mark == kRing) return 'a';
  if (letter == 'a' && mark == kDiaeresis) return 'e';
  const bool oe = mark == kDiaeresis || mark == kShortSolidus || mark == kLongSolidus;
  return letter == 'o' && oe ? 'e' : '\0';
}

bool IsMark(utf8proc_category_t category) {
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

// Letters and numbers of all kinds.
bool IsOfWords(utf8proc_category_t category) {
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

class Splitter {
 public:
  explicit Splitter(WordVisitor visitor) : visitor_(visitor) {}

  void Split(absl::string_view text) {
    while (!text.empty() && going_on_) {
      const auto byte = static_cast<unsigned char>(text.front());
      if (absl::ascii_isalpha(byte)) {
        text.remove_prefix(TakeAsciiLetters(text));
      } else if (byte < 0x80) {
        TakeAscii(byte);
        text.remove_prefix(1);
      } else if (const absl::string_view letters = NorwegianSpelling(text); !letters.empty()) {
        BeginLetter(/*digit=*/false);
        AppendLetters(letters);
        text.remove_prefix(2);
      } else {
        text.remove_prefix(TakeCharacter(text));
      }
    }
    EndWord();
  }

 private:
  // Takes the letters that `text` begins with, at least one. Returns how many they are.
  size_t TakeAsciiLetters(absl::string_view text) {
    size_t count = 1;
    while (count < text.size() && absl::ascii_isalpha(static_cast<unsigned char>(text[count]))) {
      ++count;
    }
    BeginLetter(/*digit=*/false);
    AppendLetters(text.substr(0, count));
    SetBase(absl::ascii_tolower(static_cast<unsigned char>(text[count - 1])));
    return count;
  }

  void TakeAscii(unsigned char c) {
    if (absl::ascii_isalnum(c)) {
      const char small = absl::ascii_tolower(c);
      const bool digit = absl::ascii_isdigit(c);
      BeginLetter(digit);
      Append(absl::string_view(&small, 1));
      SetBase(small);
      after_digit_ = digit;
    } else if (c == '/' && after_digit_) {
      after_digit_ = false;
      after_slash_ = true;
    } else {
      EndWord();
    }
  }

  // Takes the first character of `text`, which is not ASCII. Returns the number of its bytes.
  size_t TakeCharacter(absl::string_view text) {
    utf8proc_int32_t character = 0;
    const utf8proc_ssize_t size =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &character);
    if (size <= 0) {
      EndWord();
      return 1;
    }
    // Without case only when marks stand apart: some marks would become letters (U+0345).
    Fold(character, kDecomposed, [this](utf8proc_int32_t c) {
      if (IsMark(utf8proc_category(c))) {
        TakeMark(c);
      } else {
        Fold(c, kWithoutCase, [this](utf8proc_int32_t folded) { TakeFolded(folded); });
      }
    });
    return static_cast<size_t>(size);
  }

  void Fold(utf8proc_int32_t c, utf8proc_option_t options,
            absl::FunctionRef<void(utf8proc_int32_t)> take) {
    utf8proc_int32_t folded[kMostFolded];
    int boundary = UTF8PROC_BOUNDCLASS_START;
    const utf8proc_ssize_t count =
        utf8proc_decompose_char(c, folded, kMostFolded, options, &boundary);
    if (count < 0 || count > kMostFolded) {
      EndWord();
      return;
    }
    for (utf8proc_ssize_t i = 0; i < count; ++i) take(folded[i]);
  }

  void TakeFolded(utf8proc_int32_t c) {
    const utf8proc_category_t category = utf8proc_category(c);
    if (c < 0x80) {
      TakeAscii(static_cast<unsigned char>(c));
    } else if (IsMark(category)) {
      TakeMark(c);
    } else if (IsOfWords(category)) {
      TakeLetter(c);
    } else {
      EndWord();
    }
  }

  void TakeMark(utf8proc_int32_t mark) {
    const char added = AddedBy(mark, base_);
    if (added == '\0') return;
    Append(absl::string_view(&added, 1));
    base_ = '\0';
  }

  void TakeLetter(utf8proc_int32_t c) {
    BeginLetter(/*digit=*/false);
    if (const char* const spelling = Spelling(c); spelling != nullptr) {
      AppendLetters(spelling);
      return;
    }
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t size = utf8proc_encode_char(c, bytes);
    Append({reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)});
  }

  // Whatever stands before the next letter or digit.
  void BeginLetter(bool digit) {
    if (after_slash_ && digit) {
      // No word ends with it: the digit behind it has room as well, or both are cut off.
      cut_ = cut_ || size_ + 2 > kLongestSearchWord;
      Append("/");
    }
    if (after_slash_ && !digit) EndWord();
    after_slash_ = false;
    after_digit_ = false;
    base_ = '\0';
  }

  void SetBase(char small) { base_ = small == 'a' || small == 'o' ? small : '\0'; }

  // One character.
  void Append(absl::string_view bytes) {
    cut_ = cut_ || size_ + bytes.size() > kLongestSearchWord;
    if (cut_) return;
    std::memcpy(word_ + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  // ASCII letters one by one, so that "æ" is cut where "ae" is.
  void AppendLetters(absl::string_view letters) {
    if (cut_) return;
    cut_ = size_ + letters.size() > kLongestSearchWord;
    for (const char letter : letters.substr(0, kLongestSearchWord - size_)) {
      word_[size_++] = absl::ascii_tolower(static_cast<unsigned char>(letter));
    }
  }

  void EndWord() {
    base_ = '\0';
    after_digit_ = false;
    after_slash_ = false;
    cut_ = false;
    if (size_ > 0) going_on_ = visitor_(absl::string_view(word_, std::exchange(size_, 0)));
  }

  const WordVisitor visitor_;
  bool going_on_ = true;
  // The word as far as it was taken: the first `size_` bytes.
  char word_[kLongestSearchWord];
  size_t size_ = 0;
  // Whether the rest of the word is left out.
  bool cut_ = false;
  // "a" or "o", where that was the last letter: a mark may make another of it.
  char base_ = '\0';
  bool after_digit_ = false;
  // After a digit and "/", which belongs to the word if a digit follows.
  bool after_slash_ = false;
};

// Tells of the words of SearchWordsOf as they come, some more than once.
void VisitWords(absl::Span<const absl::string_view> texts, absl::Span<const std::string> numbers,
                absl::FunctionRef<void(absl::string_view word)> visit) {
  size_t count = 0;
  const auto take = [&](absl::string_view word) {
    if (count < kMostSearchWords) visit(word);
    return ++count < kMostSearchWords;
  };
  const auto take_with_parts = [&](absl::string_view word) {
    if (absl::StrContains(word, '/')) {
      for (const absl::string_view part : absl::StrSplit(word, '/', absl::SkipEmpty())) take(part);
    }
    return take(word);
  };
  for (const std::string& number : numbers) Splitter(take).Split(number);
  for (const absl::string_view text : texts) {
    if (count < kMostSearchWords) Splitter(take_with_parts).Split(text);
  }
}

}  // namespace

std::vector<std::string> SearchWordsOf(absl::Span<const absl::string_view> texts,
                                       absl::Span<const std::string> numbers) {
  std::vector<std::string> words;
  VisitWords(texts, numbers, [&](absl::string_view word) { words.emplace_back(word); });
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<std::string> FirstSearchWordsOf(absl::Span<const absl::string_view> texts,
                                            absl::Span<const std::string> numbers,
                                            absl::Span<const std::string> queries) {
  std::vector<std::string> first(queries.size());
  VisitWords(texts, numbers, [&](absl::string_view word) {
    for (size_t i = 0; i < queries.size(); ++i) {
      if (!absl::StartsWith(word, queries[i])) continue;
      if (first[i].empty() || word < first[i]) first[i] = std::string(word);
    }
  });
  return first;
}

std::vector<std::string> QueryWordsOf(absl::string_view query) {
  std::vector<std::string> words;
  Splitter([&](absl::string_view word) {
    const auto begins_with_word = [&](const std::string& other) {
      return absl::StartsWith(other, word);
    };
    if (std::any_of(words.begin(), words.end(), begins_with_word)) return true;
    const auto begins_word = [&](const std::string& other) {
      return absl::StartsWith(word, other);
    };
    words.erase(std::remove_if(words.begin(), words.end(), begins_word), words.end());
    words.emplace_back(word);
    return true;
  }).Split(query);
  return words;
}

const std::string* FirstWithBeginning(const std::vector<std::string>& words,
                                      absl::string_view query) {
  const auto first = std::lower_bound(words.begin(), words.end(), query);
  return first != words.end() && absl::StartsWith(*first, query) ? &*first : nullptr;
}

}  // namespace tertial
