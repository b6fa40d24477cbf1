#include "services/indicators/domain/formula.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/domain/observation_id.h"
#include "tests/testing/status_matchers.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> TextsOf(const Formula& formula) {
  std::vector<std::string> texts;
  for (const FormulaReference& reference : formula.references()) texts.push_back(reference.text);
  return texts;
}

TEST(Formula, NamesEachFigureOnceInTheOrderOfTheText) {
  const Formula formula = Formula::Parse("[b] / ([a] + [b@-1]) - [a] * [b~sex.women]").value();
  EXPECT_THAT(TextsOf(formula), ElementsAre("[b]", "[a]", "[b@-1]", "[b~sex.women]"));
  EXPECT_EQ(formula.text(), "[b] / ([a] + [b@-1]) - [a] * [b~sex.women]");
}

TEST(Formula, ReadsIndicatorDimensionsAndPeriod) {
  const Formula formula = Formula::Parse("[education.bullying-7~age.0-5~sex.women@-20]").value();
  const FormulaReference& reference = formula.references()[0];
  EXPECT_EQ(reference.indicator, "education.bullying-7");
  EXPECT_EQ(reference.offset, -20);
  EXPECT_EQ(FormatObservationId(Period::OfYear(2024), reference.dimensions),
            "2024~age.0-5~sex.women");
  EXPECT_EQ(Formula::Parse("[a@2]")->references()[0].offset, 2);
  EXPECT_EQ(Formula::Parse("[a]")->references()[0].offset, 0);
}

TEST(Formula, AllowsBlanksBetweenItsParts) {
  EXPECT_TRUE(Formula::Parse(" \t( [a]+\n1.50 )*-[b]  ").ok());
}

struct Refusal {
  const char* text;
  const char* says;  // What the sentence must name: where, and what was found.
};

TEST(Formula, SaysWhereItCannotBeRead) {
  const std::vector<Refusal> refusals = {
      {"", "At character 1: the formula ends"},
      {"   ", "At character 4: the formula ends"},
      {"[a] +", "At character 6: the formula ends"},
      {"[a] * / [b]", "At character 7: \"/\""},
      {"+[a]", "At character 1: \"+\""},
      {"([a] + 1", "\"(\" at character 1"},
      {"[a] + 1)", "At character 8: \")\""},
      {"[a] [b]", "At character 5: \"[\""},
      {"2 [a]", "At character 3: \"[\""},
      {"[a] ^ 2", "At character 5: \"^\""},
      {"[a] − 2", "At character 5: \"−\""},
      {"[a] * 12,5", "At character 7: \"12,5\""},
      {"[a] * 1e3", "At character 7: \"1e3\""},
      {"[a] * 007", "At character 7: \"007\""},
      {"[a] * 5.", "At character 7: \"5.\""},
      {"[a] * .5", "At character 7: \".\""},
      {"[a", "At character 1: \"[\" has no \"]\""},
      {"1 + []", "At character 5: \"\""},
      {"[ a]", "\" a\""},
      {"[a b]", "\"a b\""},
      {"[indicators/a]", "\"indicators/a\""},
      {"[a~]", "\"\" in \"[a~]\""},
      {"[a~sex]", "\"sex\""},
      {"[a~Sex.women]", "\"Sex.women\""},
      {"[a~sex.women~age.0-5]", "\"age\" does not come after \"sex\""},
      {"[a~sex.women~sex.men]", "\"sex\" does not come after \"sex\""},
      {"[a~a.x~b.x~c.x~d.x~e.x~f.x]", "6 dimensions"},
      {"[a@]", "\"\" in \"[a@]\""},
      {"[a@0]", "\"0\" in \"[a@0]\""},
      {"[a@+1]", "\"+1\""},
      {"[a@01]", "\"01\""},
      {"[a@21]", "\"21\""},
      {"[a@-21]", "\"-21\""},
      {"[a@1@2]", "\"1@2\""},
      {"[a@--1]", "\"--1\""},
      {"[a@x]", "\"x\""},
      {"2 * 3", "It names no indicator"},
      {"sum([a])", "At character 1: \"s\""},
  };
  for (const Refusal& refusal : refusals) {
    const absl::StatusOr<Formula> formula = Formula::Parse(refusal.text);
    ASSERT_FALSE(formula.ok()) << refusal.text;
    EXPECT_EQ(ReasonOf(formula.status()), common::v1::ERROR_REASON_INVALID_FORMULA) << refusal.text;
    EXPECT_THAT(std::string(formula.status().message()), HasSubstr(refusal.says)) << refusal.text;
  }
}

TEST(Formula, RefusesToDivideByAConstantZero) {
  for (const char* text :
       {"[a] / 0", "[a] / 0.00", "[a] / (2 - 2)", "[a] / -0", "1 / (3*2-6) * [a]",
        "[a] / (1 / 2 - 0.5)", "[a] / ((0))", "[a] / (5 * 0)"}) {
    const absl::StatusOr<Formula> formula = Formula::Parse(text);
    ASSERT_FALSE(formula.ok()) << text;
    EXPECT_EQ(ReasonOf(formula.status()), common::v1::ERROR_REASON_DIVISION_BY_ZERO) << text;
  }
  EXPECT_THAT(std::string(Formula::Parse("[a] / (2 - 2)").status().message()),
              HasSubstr("At character 7: \"(2 - 2)\" is zero"));
}

TEST(Formula, AllowsADivisorThatOnlyFactsCanMakeZero) {
  for (const char* text : {"[a] / ([b] - [b])", "[a] / (0 * [b])", "[a] / 1 / [b]", "0 / [a]"}) {
    EXPECT_TRUE(Formula::Parse(text).ok()) << text;
  }
}

std::string Repeat(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(Formula, IsBoundedInLengthNestingAndFigures) {
  const std::string longest = absl::StrCat("[a]", std::string(kLongestFormula - 3, ' '));
  EXPECT_TRUE(Formula::Parse(longest).ok());
  EXPECT_FALSE(Formula::Parse(longest + " ").ok());

  const std::string deep = Repeat("(", kDeepestNesting) + "[a]" + Repeat(")", kDeepestNesting);
  EXPECT_TRUE(Formula::Parse(deep).ok());
  EXPECT_FALSE(Formula::Parse("(" + deep + ")").ok());
  EXPECT_TRUE(Formula::Parse(Repeat("-", kDeepestNesting) + "[a]").ok());
  EXPECT_FALSE(Formula::Parse(Repeat("-", kDeepestNesting + 1) + "[a]").ok());
  // One after the other is no nesting.
  EXPECT_TRUE(Formula::Parse("[a]" + Repeat("+(1)", 200)).ok());

  std::string many = "[i0]";
  for (size_t i = 1; i < kMostReferences; ++i) absl::StrAppend(&many, "+[i", i, "]");
  EXPECT_TRUE(Formula::Parse(many + "+[i7]").ok());
  EXPECT_FALSE(Formula::Parse(many + "+[one-more]").ok());
}

TEST(Formula, KnowsFourOperatorsAndNoOtherSign) {
  for (int byte = 0; byte < 128; ++byte) {
    const std::string text = absl::StrCat("[a] ", std::string(1, static_cast<char>(byte)), " [b]");
    const bool known = std::string("+-*/").find(static_cast<char>(byte)) != std::string::npos;
    EXPECT_EQ(Formula::Parse(text).ok(), known) << byte;
  }
}

class FormulaCycle : public ::testing::Test {
 protected:
  std::vector<std::string> Find(const std::string& id, const std::string& formula) {
    return FindCycle(id, Formula::Parse(formula).value(),
                     [this](const std::string& of) -> const std::string* {
                       const auto found = formulas_.find(of);
                       return found == formulas_.end() ? nullptr : &found->second;
                     });
  }

  std::map<std::string, std::string> formulas_;
};

TEST_F(FormulaCycle, FindsAFormulaThatRefersToItself) {
  EXPECT_THAT(Find("a", "[b] + [a]"), ElementsAre("indicators/a", "indicators/a"));
  EXPECT_THAT(Find("a", "[a@-1] + [b]"), ElementsAre("indicators/a", "indicators/a"));
  EXPECT_THAT(Find("a", "[a~sex.women]"), ElementsAre("indicators/a", "indicators/a"));
}

TEST_F(FormulaCycle, FindsTheWayByOthers) {
  formulas_ = {{"b", "[x] / [c]"}, {"c", "[x] + [a@-1]"}, {"x", ""}};
  EXPECT_THAT(Find("a", "[x] * [b]"),
              ElementsAre("indicators/a", "indicators/b", "indicators/c", "indicators/a"));
}

TEST_F(FormulaCycle, FindsACircleThatTheIndicatorOnlyLeadsTo) {
  formulas_ = {{"b", "[c]"}, {"c", "[b]"}};
  EXPECT_THAT(Find("a", "[b]"), ElementsAre("indicators/b", "indicators/c", "indicators/b"));
}

TEST_F(FormulaCycle, TakesTwoWaysToOneIndicatorForNone) {
  formulas_ = {{"b", "[d]"}, {"c", "[d] + [b]"}, {"d", "[e] + [f]"}};
  EXPECT_THAT(Find("a", "[b] + [c] + [d]"), IsEmpty());
}

TEST_F(FormulaCycle, TakesAFormulaThatCannotBeReadForNone) {
  formulas_ = {{"b", "[a"}};
  EXPECT_THAT(Find("a", "[b]"), IsEmpty());
}

TEST_F(FormulaCycle, FollowsALongChainAndVisitsEachOnce) {
  // Two ways at each step: 2^2000 ways in all.
  for (int i = 0; i < 2000; ++i) {
    formulas_[absl::StrCat("i", i)] = absl::StrCat("[i", i + 1, "] + [i", i + 2, "]");
  }
  EXPECT_THAT(Find("a", "[i0]"), IsEmpty());
  formulas_["i2000"] = "[a]";
  EXPECT_EQ(Find("a", "[i0]").size(), 2003u);
}

}  // namespace
}  // namespace tertial::indicators
