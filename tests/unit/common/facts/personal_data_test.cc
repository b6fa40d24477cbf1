#include "common/facts/personal_data.h"

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

// Made by the rule, of 1 January 1970: of nobody in particular.
constexpr absl::string_view kIds[] = {"01017000027", "01017000108"};
constexpr absl::string_view kDNumbers[] = {"41017000010", "41017000282"};

// `digits`, nine of them, with the control digits that the rule gives; empty where it gives none.
std::string WithControlDigits(const std::string& digits) {
  for (int pair = 0; pair < 100; ++pair) {
    const std::string id = absl::StrCat(digits, pair < 10 ? "0" : "", pair);
    constexpr int kFirst[] = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
    constexpr int kSecond[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int first = 0;
    int second = 0;
    for (size_t i = 0; i < 10; ++i) first += kFirst[i] * (id[i] - '0');
    for (size_t i = 0; i < 11; ++i) second += kSecond[i] * (id[i] - '0');
    if (first % 11 == 0 && second % 11 == 0) return id;
  }
  return "";
}

TEST(NationalId, IsRecognised) {
  for (const absl::string_view id : kIds) EXPECT_TRUE(IsNationalId(id)) << id;
  for (const absl::string_view id : kDNumbers) EXPECT_TRUE(IsNationalId(id)) << id;
}

TEST(NationalId, IsRecognisedHoweverItIsSetApart) {
  EXPECT_TRUE(IsNationalId("010170 00027"));
  EXPECT_TRUE(IsNationalId("010170-00027"));
  EXPECT_TRUE(IsNationalId("  01 01 70 000 27\t"));
  EXPECT_FALSE(IsNationalId("010170--00027"));
  EXPECT_FALSE(IsNationalId("01017-000027"));
}

TEST(NationalId, WithAnyOneDigitChangedIsNone) {
  for (const absl::string_view id : {kIds[0], kIds[1], kDNumbers[0], kDNumbers[1]}) {
    for (size_t i = 0; i < id.size(); ++i) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string changed(id);
        if (changed[i] == digit) continue;
        changed[i] = digit;
        EXPECT_FALSE(IsNationalId(changed)) << changed;
      }
    }
  }
}

TEST(NationalId, OfEveryKindIsRecognised) {
  // fødselsnummer, D-number, H-number, and synthetic ones of two registers; 29 February of a year
  // whose century two digits do not tell.
  for (const char* date :
       {"010170", "410170", "014170", "414170", "016670", "018170", "418170", "290200", "319299"}) {
    const std::string id = [&] {
      for (int number = 100; number < 200; ++number) {
        std::string made = WithControlDigits(absl::StrCat(date, number));
        if (!made.empty()) return made;
      }
      return std::string();
    }();
    ASSERT_FALSE(id.empty());
    EXPECT_TRUE(IsNationalId(id)) << id;
  }
}

TEST(NationalId, IsNoneWithoutADateOfBirth) {
  for (const char* date : {"320170", "000170", "011370", "010070", "300270", "310470", "720170",
                           "015370", "016570", "017870", "019370"}) {
    for (int number = 100; number < 140; ++number) {
      const std::string made = WithControlDigits(absl::StrCat(date, number));
      if (!made.empty()) {
        EXPECT_FALSE(IsNationalId(made)) << made;
      }
    }
  }
}

TEST(NationalId, IsNoneWithAnotherLengthOrAnotherSign) {
  EXPECT_FALSE(IsNationalId(""));
  EXPECT_FALSE(IsNationalId("0101700002"));
  EXPECT_FALSE(IsNationalId("010170000270"));
  EXPECT_FALSE(IsNationalId("010170x0027"));
  EXPECT_FALSE(IsNationalId("P01017000027"));
}

TEST(NationalId, IsOneOfAHundredRandomTextsAtMost) {
  std::mt19937 random(20241231);
  std::uniform_int_distribution<int> digit('0', '9');
  int taken = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (int k = 0; k < 11; ++k) text.push_back(static_cast<char>(digit(random)));
    taken += IsNationalId(text) ? 1 : 0;
  }
  // 2928 of 10 000 begin with a date; 4 of 11 pass by the first control digit, 1 of 11 by the
  // second: 968 are expected, with a standard deviation of 31.
  EXPECT_GT(taken, 840);
  EXPECT_LT(taken, 1100);
}

TEST(NationalId, IsFoundInASentence) {
  EXPECT_TRUE(HoldsNationalId("01017000027"));
  EXPECT_TRUE(HoldsNationalId("erased at the wish of 01017000027."));
  EXPECT_TRUE(HoldsNationalId("fnr:010170 00027,"));
  EXPECT_TRUE(HoldsNationalId("case 7, 410170-00010"));
  EXPECT_TRUE(HoldsNationalId("emp01017000027x"));
  EXPECT_FALSE(HoldsNationalId("case 2024/1234 of 2024-12-31"));
  EXPECT_FALSE(HoldsNationalId("1010170000270"));
  EXPECT_FALSE(HoldsNationalId(""));
}

TEST(PersonalColumn, IsNamedInManyWays) {
  for (const char* heading :
       {"navn",          "Navn",          "Fullt navn",  "ETTERNAVN", "first_name",
        "First name",    "Fødselsnummer", "fodselsnr",   "FNR",       "D-nummer",
        "personnr.",     "e-post",        "E-mail",      "Mobil",     "ansatt navn",
        "Date of birth", "birth-date",    "fødselsdato", "SSN",       "hjemme adresse",
        " tlf "}) {
    EXPECT_TRUE(NamesPersonalColumn(heading)) << heading;
  }
}

TEST(PersonalColumn, IsNoneOfARegister) {
  for (const char* heading :
       {"person_key", "unit", "percent", "from", "to", "kind", "sex", "birth_years",
        "occupation_group", "education", "degree", "basis", "", "stilling", "enhet"}) {
    EXPECT_FALSE(NamesPersonalColumn(heading)) << heading;
  }
}

TEST(PersonName, IsTwoWordsOfLetters) {
  EXPECT_TRUE(LooksLikeName("Kari Nordmann"));
  EXPECT_TRUE(LooksLikeName("Nordmann, Kari"));
  EXPECT_TRUE(LooksLikeName("Åse-Marie Ødegård"));
  EXPECT_TRUE(LooksLikeName("K. O'Hara"));
  EXPECT_FALSE(LooksLikeName("Kari"));
  EXPECT_FALSE(LooksLikeName("kari.nordmann"));
  EXPECT_FALSE(LooksLikeName("p-1029"));
  EXPECT_FALSE(LooksLikeName("unit 7"));
  EXPECT_FALSE(LooksLikeName(""));
}

}  // namespace
}  // namespace tertial
