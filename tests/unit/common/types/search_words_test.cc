#include "common/types/search_words.h"

#include <utf8proc.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/types/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> Words(absl::string_view text) { return SearchWordsOf({text}); }
// The word of a text that has one.
std::string Word(absl::string_view text) {
  const std::vector<std::string> words = Words(text);
  EXPECT_THAT(words, SizeIs(1)) << text;
  return words.empty() ? "" : words.front();
}

std::string Normalized(const std::string& text,
                       utf8proc_uint8_t* (*form)(const utf8proc_uint8_t*)) {
  utf8proc_uint8_t* const bytes = form(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str()));
  std::string normalized(reinterpret_cast<const char*>(bytes));
  std::free(bytes);
  return normalized;
}

std::string Utf8(utf8proc_int32_t character) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(character, bytes);
  return {reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)};
}

TEST(SearchWords, AreRunsOfLettersAndDigitsInTheOrderOfTheirBytes) {
  EXPECT_THAT(Words("Helhetlig tiltaksplan for Oslofjorden – oppfølging 2024"),
              ElementsAre("2024", "for", "helhetlig", "oppfoelging", "oslofjorden", "tiltaksplan"));
  EXPECT_THAT(Words("Barnehage- og skolekapasitet (2. gang), jf. § 13"),
              ElementsAre("13", "2", "barnehage", "gang", "jf", "og", "skolekapasitet"));
  EXPECT_THAT(Words("COVID-19/e-post_x"), ElementsAre("19", "covid", "e", "post", "x"));
  EXPECT_THAT(Words(" –…\n\t"), IsEmpty());
  EXPECT_THAT(Words(""), IsEmpty());
}

TEST(SearchWords, StandEachOnceOfAllTexts) {
  EXPECT_THAT(SearchWordsOf({"Plan og PLAN", "plan for idrett", "", "Idrett"}),
              ElementsAre("for", "idrett", "og", "plan"));
  EXPECT_THAT(SearchWordsOf({}), IsEmpty());
}

TEST(SearchWords, HaveNoCase) {
  EXPECT_EQ(Word("KOMMUNESTYRET"), "kommunestyret");
  EXPECT_EQ(Word("Ærfugl"), Word("ÆRFUGL"));
  EXPECT_EQ(Word("ØYER"), Word("øyer"));
  EXPECT_EQ(Word("STRASSE"), Word("straße"));
  EXPECT_EQ(Word("ΣΟΦΟΣ"), Word("σοφος"));
  EXPECT_EQ(Word("МОСКВА"), Word("москва"));
}

TEST(SearchWords, WriteNorwegianLettersWithTwo) {
  EXPECT_EQ(Word("Ås"), "aas");
  EXPECT_EQ(Word("Aas"), "aas");
  EXPECT_EQ(Word("ærlig"), "aerlig");
  EXPECT_EQ(Word("Bærum"), Word("BAERUM"));
  EXPECT_EQ(Word("Øvre"), "oevre");
  EXPECT_EQ(Word("Goethe"), Word("Gøthe"));
  EXPECT_EQ(Word("blåbærsyltetøy"), "blaabaersyltetoey");
  // Swedish, Danish and German spellings.
  EXPECT_EQ(Word("Malmö"), "malmoe");
  EXPECT_EQ(Word("Västerås"), "vaesteraas");
  EXPECT_EQ(Word("Kœln"), "koeln");
}

TEST(SearchWords, AreTheSameComposedAndDecomposed) {
  EXPECT_EQ(Word("A\u030As"), "aas");
  EXPECT_EQ(Word("a\u030As"), "aas");
  EXPECT_EQ(Word("\u212Bs"), "aas");  // the sign of a unit
  EXPECT_EQ(Word("o\u0308l"), "oel");
  EXPECT_EQ(Word("a\u0308l"), "ael");
  // As some texts of PDF files have it.
  EXPECT_EQ(Word("o\u0338l"), "oel");
  EXPECT_EQ(Word("O\u0337l"), "oel");
  // With other marks between and after.
  EXPECT_EQ(Word("a\u0323\u030A"), "aa");
  EXPECT_EQ(Word("a\u030A\u0323"), "aa");
  EXPECT_EQ(Word("\u01FA"), "aa");
  EXPECT_EQ(Word("\u01E2"), "ae");
  EXPECT_EQ(Word("\u01FF"), "oe");
  EXPECT_EQ(Word("e\u030A"), "e");
  EXPECT_EQ(Word("aa\u030A"), "aaa");
}

TEST(SearchWords, LoseMarks) {
  EXPECT_EQ(Word("André"), "andre");
  EXPECT_EQ(Word("Müller"), "muller");
  EXPECT_EQ(Word("Kárášjohka"), "karasjohka");
  EXPECT_EQ(Word("Guovdageaidnu–"), "guovdageaidnu");
  EXPECT_EQ(Word("Deanušiellju"), "deanusiellju");
  EXPECT_EQ(Word("Unjárga"), "unjarga");
  EXPECT_EQ(Word("Čáhcesuolu"), "cahcesuolu");
  EXPECT_EQ(Word("giđđa"), "gidda");
  EXPECT_EQ(Word("boŋgá"), "bonga");
  EXPECT_EQ(Word("ŧŁıħþ"), "tlihth");
  EXPECT_THAT(Words("\u030A \u0308"), IsEmpty());
}

TEST(SearchWords, AreNotPartedByWhatIsNotSeen) {
  EXPECT_EQ(Word("kommune\u00ADstyret"), "kommunestyret");
  EXPECT_EQ(Word("kommune\u200Dstyret"), "kommunestyret");
  EXPECT_EQ(Word("\uFEFFplan"), "plan");
  EXPECT_THAT(Words("to\u00A0ord"), ElementsAre("ord", "to"));
  EXPECT_THAT(Words("to\u2009ord"), ElementsAre("ord", "to"));
}

TEST(SearchWords, WriteOtherFormsAsWhatTheyStandFor) {
  EXPECT_EQ(Word("ﬁnansplan"), "finansplan");
  EXPECT_EQ(Word("m²"), "m2");
  EXPECT_EQ(Word("ＰＬＡＮ"), "plan");
  EXPECT_EQ(Word("Ⅷ"), "viii");
  EXPECT_EQ(Word("№"), "no");
  EXPECT_THAT(Words("½"), ElementsAre("1", "2"));
}

TEST(SearchWords, KeepASlashBetweenDigitsAndHaveTheParts) {
  EXPECT_THAT(Words("sak 31/24"), ElementsAre("24", "31", "31/24", "sak"));
  EXPECT_THAT(Words("12/31/24"), ElementsAre("12", "12/31/24", "24", "31"));
  EXPECT_THAT(Words("og/eller 31/ /24 a1/2b 3//4"),
              ElementsAre("24", "2b", "3", "31", "4", "a1", "a1/2b", "eller", "og"));
  EXPECT_THAT(Words("1/² １／２"), ElementsAre("1", "1/2", "2"));
}

TEST(SearchWords, OfNumbersHaveNoParts) {
  EXPECT_THAT(SearchWordsOf({"Budsjett"}, {"31/24", "31/2024"}),
              ElementsAre("31/2024", "31/24", "budsjett"));
  EXPECT_THAT(SearchWordsOf({}, {"Sak 24/01234"}), ElementsAre("24/01234", "sak"));
}

TEST(SearchWords, AreCutAtTheirLimit) {
  const std::string most(kLongestSearchWord, 'x');
  EXPECT_EQ(Word(most), most);
  EXPECT_EQ(Word(most + "y"), most);
  EXPECT_THAT(Words(most + "yz plan"), ElementsAre("plan", most));
  // Between characters, and "æ" where "ae" is.
  const std::string almost(kLongestSearchWord - 1, 'x');
  EXPECT_EQ(Word(almost + "ж"), almost);
  EXPECT_EQ(Word(almost + "жx"), almost);
  EXPECT_EQ(Word(almost + "æ"), almost + "a");
  EXPECT_EQ(Word(almost + "æ"), Word(almost + "ae"));
  // A slash stands between digits or nowhere.
  const std::string number = std::string(kLongestSearchWord - 2, 'x') + "7";
  EXPECT_EQ(Word(number + "/24"), number);
  EXPECT_THAT(Words(number.substr(1) + "/24"), ::testing::Contains(number.substr(1) + "/2"));
  EXPECT_EQ(Word(almost + "å"), Word(almost + "aa"));
  EXPECT_EQ(Word(almost + "ä"), Word(almost + "ae"));
}

TEST(SearchWords, AreTheFirstOfATextThatHasMore) {
  std::string text;
  for (size_t i = 0; i < kMostSearchWords + 10; ++i) absl::StrAppend(&text, "w", i, " ");
  const std::vector<std::string> words = Words(text);
  EXPECT_THAT(words, SizeIs(kMostSearchWords));
  EXPECT_THAT(words, Contains(absl::StrCat("w", kMostSearchWords - 1)));
  EXPECT_THAT(words, ::testing::Not(Contains(absl::StrCat("w", kMostSearchWords))));
}

TEST(SearchWords, ArePartedByBytesThatAreNoText) {
  EXPECT_THAT(Words("a\xFF"
                    "b\xC3 c\xE2\x82"),
              ElementsAre("a", "b", "c"));
  EXPECT_THAT(Words("\xED\xA0\x80x"), ElementsAre("x"));
  EXPECT_THAT(Words(absl::string_view("a\0b", 3)), ElementsAre("a", "b"));
}

// Words are keys, whose parts end with 00.
TEST(SearchWords, HoldNoByteThatEndsAKey) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (size_t left = random() % 40; left > 0; --left) {
      text.push_back(static_cast<char>(random() % 256));
    }
    for (const std::string& word : Words(text)) {
      ASSERT_FALSE(absl::StrContains(word, '\0'));
      ASSERT_FALSE(word.empty());
      ASSERT_LE(word.size(), kLongestSearchWord);
    }
  }
}

TEST(QueryWords, AreInTheOrderOfTheQueryAndEachSaysMore) {
  EXPECT_THAT(QueryWordsOf("Plan for Ås"), ElementsAre("plan", "for", "aas"));
  EXPECT_THAT(QueryWordsOf("plan kommuneplan PLAN planlegging"),
              ElementsAre("kommuneplan", "planlegging"));
  EXPECT_THAT(QueryWordsOf("planlegging plan"), ElementsAre("planlegging"));
  EXPECT_THAT(QueryWordsOf("31/24"), ElementsAre("31/24"));
  EXPECT_THAT(QueryWordsOf("– !"), IsEmpty());
}

TEST(QueryWords, FindTheWordsThatBeginWithThem) {
  const std::vector<std::string> words = Words("Kommuneplanens arealdel for Ås og Bø");
  const auto first = [&](absl::string_view query) -> std::string {
    const std::string* const found = FirstWithBeginning(words, query);
    return found == nullptr ? "" : *found;
  };
  EXPECT_EQ(first("kommune"), "kommuneplanens");
  EXPECT_EQ(first("a"), "aas");
  EXPECT_EQ(first("ar"), "arealdel");
  EXPECT_EQ(first("plan"), "");
  EXPECT_EQ(first("bo"), "boe");
  EXPECT_EQ(first("oga"), "");
  EXPECT_EQ(FirstWithBeginning({}, "a"), nullptr);
}

// Letters of Norwegian, Sami and other texts, marks, and what parts words.
std::string RandomText(std::mt19937_64& random) {
  static constexpr char32_t kLetters[] =
      U"abkstøæåØÆÅäöéüñčšžđŋŧáßœ01/ -.\u00AD\u0300\u0301\u0308\u030A\u0323\u0327\u0338ﬁжΣﾂ\u0345ω";
  std::string text;
  for (size_t left = random() % 24; left > 0; --left) {
    text += Utf8(static_cast<utf8proc_int32_t>(kLetters[random() % (std::size(kLetters) - 1)]));
  }
  return text;
}

TEST(SearchWords, AreTheSameInAllNormalForms) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = RandomText(random);
    const std::vector<std::string> words = Words(text);
    for (auto* form : {utf8proc_NFC, utf8proc_NFD, utf8proc_NFKC, utf8proc_NFKD}) {
      ASSERT_EQ(Words(Normalized(text, form)), words) << absl::CHexEscape(text);
    }
  }
}

TEST(SearchWords, TheFirstWithABeginningAreThoseAmongAllWords) {
  std::mt19937_64 random(10);
  const std::string many = [] {
    std::string text;
    for (size_t i = 0; i < kMostSearchWords - 6; ++i) absl::StrAppend(&text, "b", i % 7, " ");
    return text;
  }();
  for (int i = 0; i < 5'000; ++i) {
    // Now and then there are nearly as many words as are taken, so that some of the last are not.
    const std::string first = absl::StrCat(i % 100 == 0 ? many : "", RandomText(random), "1/2/a");
    const std::string second = RandomText(random);
    const std::vector<std::string> numbers = {absl::StrCat(random() % 40, "/24"),
                                              RandomText(random)};
    const std::vector<std::string> words = SearchWordsOf({first, second}, numbers);
    std::vector<std::string> queries = {"a", "1", "2", "b6", "x"};
    for (const std::string& word : words) {
      if (queries.size() < 20) queries.push_back(word.substr(0, 1 + random() % word.size()));
    }
    const std::vector<std::string> found = FirstSearchWordsOf({first, second}, numbers, queries);
    ASSERT_THAT(found, SizeIs(queries.size()));
    for (size_t k = 0; k < queries.size(); ++k) {
      const std::string* const among_all = FirstWithBeginning(words, queries[k]);
      ASSERT_EQ(found[k], among_all == nullptr ? "" : *among_all)
          << absl::CHexEscape(first) << " / " << absl::CHexEscape(queries[k]);
    }
  }
}

TEST(SearchWords, AreCutWhereverTheirLettersStand) {
  // Runs of ASCII letters and Norwegian ones are taken at once: as one by one.
  std::mt19937_64 random(12);
  constexpr absl::string_view kLetters[] = {"a", "O", "k", "å", "Ø", "æ", "7", "é"};
  constexpr absl::string_view kWritten[] = {"a", "o", "k", "aa", "oe", "ae", "7", "e"};
  for (int i = 0; i < 5'000; ++i) {
    std::string text;
    std::string written;
    for (size_t left = 50 + random() % 20; left > 0; --left) {
      const size_t letter = random() % std::size(kLetters);
      absl::StrAppend(&text, kLetters[letter]);
      absl::StrAppend(&written, kWritten[letter]);
    }
    ASSERT_EQ(Word(text), written.substr(0, kLongestSearchWord)) << text;
  }
}

TEST(SearchWords, AreTheirOwnWords) {
  std::mt19937_64 random(8);
  for (int i = 0; i < 5'000; ++i) {
    for (const std::string& word : Words(RandomText(random))) {
      ASSERT_THAT(QueryWordsOf(word), ElementsAre(word));
    }
  }
}

TEST(QueryWords, EveryBeginningOfAWordFindsIt) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 5'000; ++i) {
    const std::string text = RandomText(random);
    const std::vector<std::string> words = Words(text);
    std::string beginning;
    for (const char c : text) {
      beginning.push_back(c);
      for (const std::string& typed : QueryWordsOf(beginning)) {
        // An incomplete character at the end parts words and adds nothing.
        ASSERT_NE(FirstWithBeginning(words, typed), nullptr)
            << absl::CHexEscape(text) << " / " << absl::CHexEscape(beginning);
      }
    }
  }
}

// Indexes hold words: another version of the library that makes other ones of the same letters
// needs a new version of the schema, which makes the indexes anew. Only then these are to be
// changed.
TEST(SearchWords, AreThoseThatWereAlwaysMade) {
  constexpr utf8proc_int32_t kEndOfPlanes = 0x30000;
  const auto digest = [](utf8proc_int32_t begin, utf8proc_int32_t end) {
    Sha256 hash;
    for (utf8proc_int32_t c = begin; c < end; ++c) {
      if (!utf8proc_codepoint_valid(c)) continue;
      const std::string one = Utf8(c);
      for (const std::string& word : Words(absl::StrCat("a", one, "o", one, "1", one, "2"))) {
        hash.AddField(word);
      }
    }
    const Sha256Digest bytes = hash.Finish();
    return absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  };
  // Latin letters, marks and punctuation; all of Europe; all.
  EXPECT_EQ(digest(0, 0x370), "4203515aec8fa2d9be707b627298c23896712b61e2da02f6d901833f1980b1a4");
  EXPECT_EQ(digest(0x370, 0x2000),
            "80420544a8dd3c4b4598f70febfb93f0d6ca091cdd5b48b6ce6c323d814464b0");
  EXPECT_EQ(digest(0x2000, kEndOfPlanes),
            "051494ec17f224cded8a511e0356f3be1930e18d56cd73b5a32228b2aaffcd80");
}

}  // namespace
}  // namespace tertial
