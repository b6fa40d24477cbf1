// Words of texts as they are searched for, so that what is typed in one way finds what is written
// in another.
//
// A word is a longest run of letters and digits; "/" between two digits belongs to it ("31/24").
// Everything else parts words, but for marks and invisible characters (soft hyphens, joiners),
// which stand in no word and part none. A word is written without case and marks, in small letters:
//
//   å, a with a ring                      aa      so that "Ås", "ÅS", "Aas" are one word,
//   æ, ä                                  ae      and composed and decomposed letters are the same
//   ø, ö, œ, o with a stroke over it      oe
//   ð, đ, ħ, ı, ł, ŋ, ŧ, þ                d d h i l n t th
//   any other letter with marks           the letter: é e, ü u, š s, č c
//   letters of other scripts              themselves, without case
//   ligatures and other forms             what they stand for: ﬁ fi, ² 2, ß ss
//
// What is written "aa", "ae" or "oe" is not told from å, æ and ø, and "o" is a beginning of "oe": a
// search for "bo" finds "bøker" as well.
//
// Words are stored, in indexes (common/ledger/table_catalog.h). They depend on the text alone and
// must not change: another version of Unicode, or of these rules, needs the indexes to be made anew
// (common/ledger/schema_upgrade.h). A test pins them.
#ifndef TERTIAL_COMMON_TYPES_SEARCH_WORDS_H_
#define TERTIAL_COMMON_TYPES_SEARCH_WORDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tertial {

// A longer word is cut to what of it fits, in texts and in queries alike.
inline constexpr size_t kLongestSearchWord = 64;
// Words of one row; what comes after them is not found.
inline constexpr size_t kMostSearchWords = 5000;

// The words of `texts` and `numbers`, taken together: each once, in the order of their bytes. Of a
// word with "/" the parts are words as well, but for those of numbers: "31/24" as a number of a row
// does not make the row one about 24. Of all words, those of numbers first, then as they come, the
// first kMostSearchWords are taken. Bytes that are not UTF-8 part words.
std::vector<std::string> SearchWordsOf(absl::Span<const absl::string_view> texts,
                                       absl::Span<const std::string> numbers = {});

// For each of `queries` the first of the words of `texts` and `numbers` that begins with it; empty
// where none does. It is what FirstWithBeginning finds in SearchWordsOf, and keeps no other word.
std::vector<std::string> FirstSearchWordsOf(absl::Span<const absl::string_view> texts,
                                            absl::Span<const std::string> numbers,
                                            absl::Span<const std::string> queries);

// The words of a query, in its order: each must be the beginning of a word of what is found. One
// that is the beginning of another is left out, since it says nothing more.
std::vector<std::string> QueryWordsOf(absl::string_view query);

// The first of `words`, as SearchWordsOf gives them, that begins with `query`; nullptr when there
// is none.
const std::string* FirstWithBeginning(const std::vector<std::string>& words,
                                      absl::string_view query);

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_SEARCH_WORDS_H_
