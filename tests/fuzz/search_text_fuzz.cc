// What is typed into a search, and, after a line of its own, what is searched; the first line as a
// case number and as the place in a page token, too.
//
// Whatever they hold, words are made of both by the same rules: each word of a text is found by
// itself and by its beginning, and what was typed finds a text that says the same.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/types/search_words.h"
#include "services/politics/domain/case_number.h"
#include "services/politics/store/search_reads.h"
#include "tests/fuzz/fuzz_target.h"

namespace tertial::fuzz {
namespace {

constexpr absl::string_view kBetween = "\n====\n";

void CheckTextWords(const std::vector<std::string>& words) {
  Require(words.size() <= kMostSearchWords, "a text has no more words than are kept");
  Require(std::is_sorted(words.begin(), words.end()), "words stand in the order of their bytes");
  Require(std::adjacent_find(words.begin(), words.end()) == words.end(), "each word stands once");
  for (const std::string& word : words) {
    Require(!word.empty() && word.size() <= kLongestSearchWord, "a word has 1 to 64 bytes", word);
    Require(!absl::StrContains(word, '\0'), "a word holds no 00", word);
    Require(QueryWordsOf(word) == std::vector<std::string>{word}, "a word is its own word", word);
    for (const size_t size : {size_t{1}, word.size() / 2, word.size()}) {
      if (size == 0) continue;
      const std::string* const found = FirstWithBeginning(words, word.substr(0, size));
      Require(found != nullptr && absl::StartsWith(*found, word.substr(0, size)),
              "a word is found by its beginning", word);
    }
  }
}

void CheckQueryWords(absl::string_view query) {
  const std::vector<std::string> looked_for = QueryWordsOf(query);
  const std::vector<std::string> said = SearchWordsOf({query});
  for (const std::string& word : looked_for) {
    const auto begins =
        std::count_if(looked_for.begin(), looked_for.end(),
                      [&](const std::string& other) { return absl::StartsWith(other, word); });
    Require(begins == 1, "no word of a query is the beginning of another", word);
    Require(said.size() == kMostSearchWords || FirstWithBeginning(said, word) != nullptr,
            "a text that says the same is found", word);
  }
}

void CheckFirstWords(absl::string_view query, absl::string_view text) {
  const std::vector<std::string> looked_for = QueryWordsOf(query);
  const std::vector<std::string> words = SearchWordsOf({text});
  const std::vector<std::string> first = FirstSearchWordsOf({text}, {}, looked_for);
  for (size_t i = 0; i < looked_for.size(); ++i) {
    const std::string* const among_all = FirstWithBeginning(words, looked_for[i]);
    Require(first[i] == (among_all == nullptr ? "" : *among_all),
            "the first word with a beginning is that among all words", looked_for[i]);
  }
}

void CheckCaseNumber(absl::string_view text) {
  // What comes over the wire is UTF-8; no other number is.
  if (std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; })) return;
  const auto parsed = politics::ParseCaseNumber(text);
  if (!parsed.ok()) return;
  Require(parsed->sequence >= 1 && parsed->sequence <= 99'999, "a number is of a series", text);
  Require(!parsed->years.empty(), "a number is of a year", text);
  for (const int year : parsed->years) {
    const auto again = politics::ParseCaseNumber(absl::StrCat(parsed->sequence, "/", year));
    Require(again.ok() && again->sequence == parsed->sequence &&
                again->years == std::vector<int32_t>{year},
            "a number with its whole year is one", text);
  }
}

void CheckPosition(absl::string_view bytes) {
  const politics::SearchPosition position = politics::DecodeSearchPosition(bytes);
  const politics::SearchPosition again =
      politics::DecodeSearchPosition(politics::EncodeSearchPosition(position));
  Require(
      again.table == position.table && again.word == position.word && again.after == position.after,
      "a place is read as it was written");
}

}  // namespace

const char* const kCorpus = "search_text";

void RunInput(absl::string_view input) {
  const size_t cut = input.find(kBetween);
  const absl::string_view query = input.substr(0, cut);
  const absl::string_view text =
      cut == absl::string_view::npos ? query : input.substr(cut + kBetween.size());
  CheckTextWords(SearchWordsOf({text}));
  CheckQueryWords(query);
  CheckFirstWords(query, text);
  CheckCaseNumber(query);
  CheckPosition(query);
}

}  // namespace tertial::fuzz
