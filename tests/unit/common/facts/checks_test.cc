#include "common/facts/checks.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

// Fields and reasons of what a check adds.
Found FoundBy(const std::function<void(const Violations&)>& check) {
  const Violations violations;
  check(violations);
  Found found;
  for (const v1::FieldViolation& one : violations.list()) {
    EXPECT_FALSE(one.description().empty());
    found.emplace_back(one.field(), one.reason());
  }
  return found;
}

Found FoundInCell(const v1::Cell& cell) {
  return FoundBy([&](const Violations& violations) { CheckCell("cell", cell, violations); });
}

v1::Cell ValueCell(const std::string& value) {
  v1::Cell cell;
  cell.set_value(value);
  return cell;
}

v1::Cell PendingCell(const std::string& expected = "") {
  v1::Cell cell;
  cell.set_missing(v1::MISSING_REASON_PENDING);
  cell.set_expected(expected);
  return cell;
}

google::protobuf::RepeatedPtrField<v1::LocalizedText> Texts(
    const std::vector<std::pair<std::string, std::string>>& texts) {
  google::protobuf::RepeatedPtrField<v1::LocalizedText> result;
  for (const auto& [language, text] : texts) {
    result.Add()->set_language(language);
    result.rbegin()->set_text(text);
  }
  return result;
}

TEST(CheckCell, AcceptsAValueOrAReason) {
  for (const char* value : {"0", "-1", "4.70", "0.06", "9999999999999999999999999999999999"}) {
    EXPECT_THAT(FoundInCell(ValueCell(value)), IsEmpty()) << value;
  }
  EXPECT_THAT(FoundInCell(PendingCell()), IsEmpty());
  EXPECT_THAT(FoundInCell(PendingCell("2026-01")), IsEmpty());
  EXPECT_THAT(FoundInCell(PendingCell("2026-01-31")), IsEmpty());
}

TEST(CheckCell, RefusesNeitherAValueNorAReason) {
  EXPECT_THAT(FoundInCell(v1::Cell()), ElementsAre(Pair("cell", ERROR_REASON_CELL_EMPTY)));
}

TEST(CheckCell, RefusesANumberThatIsNone) {
  const std::vector<std::string> values = {"",
                                           "12,5",
                                           "1e400",
                                           "-0",
                                           "-0.0",
                                           "+1",
                                           "007",
                                           ".5",
                                           "5.",
                                           " 5",
                                           "5\n",
                                           "NaN",
                                           "\xE2\x88\x92"
                                           "5",  // U+2212 as minus
                                           "12\xC2\xA0"
                                           "000",  // a no-break space as thousands mark
                                           "12\xE2\x80\xAF"
                                           "000",  // a narrow one
                                           "12 000",
                                           std::string("5\0", 2),
                                           "99999999999999999999999999999999999"};
  for (const std::string& value : values) {
    EXPECT_THAT(FoundInCell(ValueCell(value)),
                ElementsAre(Pair("cell.value", ERROR_REASON_INVALID_DECIMAL)))
        << value;
  }
}

TEST(CheckCell, NamesTheValueInTheSentence) {
  const Violations violations;
  CheckCell("cell", ValueCell("12,5"), violations);
  ASSERT_EQ(violations.list().size(), 1u);
  EXPECT_THAT(violations.list()[0].description(), HasSubstr("12,5"));
}

TEST(CheckCell, RefusesAReasonThatIsNone) {
  v1::Cell cell;
  cell.set_missing(v1::MISSING_REASON_UNSPECIFIED);
  EXPECT_THAT(FoundInCell(cell), ElementsAre(Pair("cell.missing", ERROR_REASON_INVALID_ENUM)));
  cell.set_missing(static_cast<v1::MissingReason>(99));
  EXPECT_THAT(FoundInCell(cell), ElementsAre(Pair("cell.missing", ERROR_REASON_INVALID_ENUM)));
}

TEST(CheckCell, RefusesAnExpectedDateBesideAValue) {
  v1::Cell cell = ValueCell("5");
  cell.set_expected("2026-01");
  EXPECT_THAT(FoundInCell(cell),
              ElementsAre(Pair("cell.expected", ERROR_REASON_VALUE_BESIDE_MISSING_REASON)));
}

TEST(CheckCell, RefusesAnExpectedDateThatIsNoMonthAndNoDay) {
  for (const char* date : {"2026", "2026-13", "2026-02-30", "soon"}) {
    EXPECT_THAT(FoundInCell(PendingCell(date)),
                ElementsAre(Pair("cell.expected", ERROR_REASON_INVALID_DATE)))
        << date;
  }
}

TEST(CheckCell, AcceptsWhatAValueWasRoundedToAndRefusesWhatIsNotPositive) {
  v1::Cell cell = ValueCell("500");
  for (const char* step : {"100", "0.1", "1"}) {
    cell.set_rounded_to(step);
    EXPECT_THAT(FoundInCell(cell), IsEmpty()) << step;
  }
  for (const char* step : {"0", "0.0", "-100"}) {
    cell.set_rounded_to(step);
    EXPECT_THAT(FoundInCell(cell),
                ElementsAre(Pair("cell.rounded_to", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << step;
  }
  cell.set_rounded_to("hundreds");
  EXPECT_THAT(FoundInCell(cell),
              ElementsAre(Pair("cell.rounded_to", ERROR_REASON_INVALID_DECIMAL)));
}

TEST(CheckCell, RefusesRoundingBesideAReason) {
  v1::Cell cell = PendingCell();
  cell.set_rounded_to("100");
  EXPECT_THAT(FoundInCell(cell),
              ElementsAre(Pair("cell.rounded_to", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(CheckCell, AcceptsOverdueAsItWasReadAndRefusesItWhereItCannotBe) {
  v1::Cell pending = PendingCell("2026-01");
  pending.set_overdue(true);
  EXPECT_THAT(FoundInCell(pending), IsEmpty());
  v1::Cell not_measured = PendingCell("2026-01");
  not_measured.set_missing(v1::MISSING_REASON_NOT_MEASURED);
  for (v1::Cell cell : {ValueCell("5"), PendingCell(), not_measured}) {
    cell.set_overdue(true);
    EXPECT_THAT(FoundInCell(cell),
                ElementsAre(Pair("cell.overdue", ERROR_REASON_OUTPUT_ONLY_FIELD)));
  }
}

TEST(CheckCell, AcceptsEachFlagOnceBesideAValueAndBesideAReason) {
  for (v1::Cell cell : {ValueCell("5"), PendingCell()}) {
    for (int flag = v1::FLAG_UNSPECIFIED + 1; flag < v1::Flag_ARRAYSIZE; ++flag) {
      cell.add_flags(static_cast<v1::Flag>(flag));
    }
    EXPECT_THAT(FoundInCell(cell), IsEmpty());
  }
}

TEST(CheckCell, RefusesAFlagThatStandsTwiceOrIsNone) {
  v1::Cell cell = ValueCell("5");
  cell.add_flags(v1::FLAG_ESTIMATED);
  cell.add_flags(v1::FLAG_PROVISIONAL);
  cell.add_flags(v1::FLAG_ESTIMATED);
  cell.add_flags(v1::FLAG_UNSPECIFIED);
  cell.add_flags(static_cast<v1::Flag>(99));
  EXPECT_THAT(FoundInCell(cell), ElementsAre(Pair("cell.flags[2]", ERROR_REASON_DUPLICATE_ELEMENT),
                                             Pair("cell.flags[3]", ERROR_REASON_INVALID_ENUM),
                                             Pair("cell.flags[4]", ERROR_REASON_INVALID_ENUM)));
}

TEST(CheckCell, RefusesMoreThan20FootnotesAndOnesWithoutText) {
  v1::Cell cell = ValueCell("5");
  for (int i = 0; i < 20; ++i) *cell.add_footnotes()->mutable_texts() = Texts({{"nb", "n"}});
  EXPECT_THAT(FoundInCell(cell), IsEmpty());
  cell.add_footnotes()->set_mark("*");
  EXPECT_THAT(FoundInCell(cell),
              ElementsAre(Pair("cell.footnotes", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("cell.footnotes[20].texts", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CheckCell, TellsAllThatIsWrongAtOnce) {
  v1::Cell cell = ValueCell("12,5");
  cell.add_flags(v1::FLAG_UNSPECIFIED);
  cell.set_expected("2026-01");
  EXPECT_THAT(FoundInCell(cell),
              ElementsAre(Pair("cell.value", ERROR_REASON_INVALID_DECIMAL),
                          Pair("cell.flags[0]", ERROR_REASON_INVALID_ENUM),
                          Pair("cell.expected", ERROR_REASON_VALUE_BESIDE_MISSING_REASON)));
}

Found FoundInTexts(const std::vector<std::pair<std::string, std::string>>& texts,
                   Presence presence = Presence::kRequired) {
  return FoundBy([&](const Violations& violations) {
    CheckTexts("titles", Texts(texts), presence, violations);
  });
}

TEST(CheckTexts, AcceptsEachLanguageOnce) {
  EXPECT_THAT(FoundInTexts({{"en", "T"}, {"nb", "T"}, {"nn", "T"}, {"se", "=HYPERLINK("}}),
              IsEmpty());
  EXPECT_THAT(FoundInTexts({}, Presence::kOptional), IsEmpty());
}

TEST(CheckTexts, RefusesNoTextWhereOneIsRequired) {
  EXPECT_THAT(FoundInTexts({}), ElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CheckTexts, RefusesLanguagesThatAreUnknownOrStandTwice) {
  EXPECT_THAT(FoundInTexts({{"nb", "T"}, {"nb", "U"}, {"NB", "T"}, {"", "T"}}),
              ElementsAre(Pair("titles[1].language", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("titles[2].language", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("titles[3].language", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(CheckTexts, RefusesAnEmptyTextAlsoWhereNoneIsRequired) {
  EXPECT_THAT(FoundInTexts({{"nb", ""}}, Presence::kOptional),
              ElementsAre(Pair("titles[0].text", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CheckText, CountsBytesAndRefusesNul) {
  const auto run = [](const std::string& text) {
    return FoundBy([&](const Violations& violations) {
      CheckText("note", text, Presence::kOptional, 4, violations);
    });
  };
  EXPECT_THAT(run(""), IsEmpty());
  EXPECT_THAT(run("1234"), IsEmpty());
  EXPECT_THAT(run("12345"), ElementsAre(Pair("note", ERROR_REASON_INVALID_TEXT)));
  EXPECT_THAT(run("\xC3\xA5\xC3\xA5\xC3\xA5"),
              ElementsAre(Pair("note", ERROR_REASON_INVALID_TEXT)));
  EXPECT_THAT(run(std::string("a\0b", 3)), ElementsAre(Pair("note", ERROR_REASON_INVALID_TEXT)));
}

TEST(CheckUnit, AcceptsCodesAndRefusesOtherTexts) {
  const auto run = [](const std::string& unit, Presence presence = Presence::kRequired) {
    return FoundBy(
        [&](const Violations& violations) { CheckUnit("unit", unit, presence, violations); });
  };
  for (const std::string& unit : {std::string("percent"), std::string("tonnes_co2e"),
                                  std::string("1000_nok"), std::string(60, 'a')}) {
    EXPECT_THAT(run(unit), IsEmpty()) << unit;
  }
  EXPECT_THAT(run("", Presence::kOptional), IsEmpty());
  EXPECT_THAT(run(""), ElementsAre(Pair("unit", ERROR_REASON_FIELD_REQUIRED)));
  for (const std::string& unit : {std::string("Percent"), std::string("%"), std::string("_nok"),
                                  std::string("kr/m2"), std::string("a b"), std::string(61, 'a')}) {
    EXPECT_THAT(run(unit), ElementsAre(Pair("unit", ERROR_REASON_INVALID_TEXT))) << unit;
  }
}

TEST(CheckCode, AcceptsCodesAndRefusesOtherTexts) {
  const auto run = [](const std::string& code) {
    return FoundBy([&](const Violations& violations) {
      CheckCode("code", code, Presence::kRequired, violations);
    });
  };
  EXPECT_THAT(run("road-traffic"), IsEmpty());
  EXPECT_THAT(run(std::string(100, 'a')), IsEmpty());
  EXPECT_THAT(run(""), ElementsAre(Pair("code", ERROR_REASON_FIELD_REQUIRED)));
  for (const std::string& code : {std::string("road_traffic"), std::string("-a"), std::string("A"),
                                  std::string("a~b"), std::string(101, 'a')}) {
    EXPECT_THAT(run(code), ElementsAre(Pair("code", ERROR_REASON_INVALID_TEXT))) << code;
  }
}

TEST(CheckPeriod, RefusesWhatIsNoPeriod) {
  const auto run = [](const std::string& period, Presence presence) {
    return FoundBy(
        [&](const Violations& violations) { CheckPeriod("period", period, presence, violations); });
  };
  EXPECT_THAT(run("2024-T3", Presence::kRequired), IsEmpty());
  EXPECT_THAT(run("", Presence::kOptional), IsEmpty());
  EXPECT_THAT(run("", Presence::kRequired),
              ElementsAre(Pair("period", ERROR_REASON_FIELD_REQUIRED)));
  EXPECT_THAT(run("2024-T4", Presence::kOptional),
              ElementsAre(Pair("period", ERROR_REASON_INVALID_PERIOD)));
}

TEST(CheckPartialDate, RefusesWhatIsNoDate) {
  const auto run = [](const std::string& date) {
    return FoundBy([&](const Violations& violations) {
      CheckPartialDate("date", date, Presence::kOptional, violations);
    });
  };
  EXPECT_THAT(run("2024"), IsEmpty());
  EXPECT_THAT(run("2024-06"), IsEmpty());
  EXPECT_THAT(run("2023-02-29"), ElementsAre(Pair("date", ERROR_REASON_INVALID_DATE)));
}

TEST(CheckRange, IncludesBothEnds) {
  const auto run = [](int64_t value) {
    return FoundBy(
        [&](const Violations& violations) { CheckRange("order", value, 1, 10, violations); });
  };
  EXPECT_THAT(run(1), IsEmpty());
  EXPECT_THAT(run(10), IsEmpty());
  EXPECT_THAT(run(0), ElementsAre(Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(run(11), ElementsAre(Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(CheckEnum, TakesZeroForNotSet) {
  const auto run = [](v1::Flag flag, Presence presence) {
    return FoundBy(
        [&](const Violations& violations) { CheckEnum("flag", flag, presence, violations); });
  };
  EXPECT_THAT(run(v1::FLAG_REVISED, Presence::kRequired), IsEmpty());
  EXPECT_THAT(run(v1::FLAG_UNSPECIFIED, Presence::kOptional), IsEmpty());
  EXPECT_THAT(run(v1::FLAG_UNSPECIFIED, Presence::kRequired),
              ElementsAre(Pair("flag", ERROR_REASON_INVALID_ENUM)));
  EXPECT_THAT(run(static_cast<v1::Flag>(99), Presence::kOptional),
              ElementsAre(Pair("flag", ERROR_REASON_INVALID_ENUM)));
}

TEST(CheckProvenance, RefusesLinesPagesAndTextsOutOfRange) {
  v1::Provenance provenance;
  provenance.set_source("asker-2024/fte.csv");
  provenance.add_source_lines(1);
  provenance.add_pages(160);
  const auto run = [&] {
    return FoundBy([&](const Violations& violations) {
      CheckProvenance("provenance", provenance, violations);
    });
  };
  EXPECT_THAT(run(), IsEmpty());
  provenance.add_source_lines(0);
  provenance.add_pages(-1);
  provenance.set_note(std::string(kLongestNote + 1, 'x'));
  EXPECT_THAT(run(),
              ElementsAre(Pair("provenance.note", ERROR_REASON_INVALID_TEXT),
                          Pair("provenance.source_lines[1]", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("provenance.pages[1]", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

}  // namespace
}  // namespace tertial
