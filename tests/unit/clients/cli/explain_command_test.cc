#include "clients/cli/explain_command.h"

#include <string>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST(QueryOf, WritesIdsAsNames) {
  ReportFlags flags{.area = "3203", .period = "2024-T2"};
  flags.focus_area = "climate";
  gateway::v1::ReportQuery query = QueryOf(flags);
  EXPECT_EQ(query.area(), "areas/3203");
  EXPECT_EQ(query.period(), "2024-T2");
  EXPECT_EQ(query.focus_area(), "areas/3203/focusAreas/climate");
  EXPECT_EQ(query.service_area(), "");
  EXPECT_EQ(query.language(), "");
  EXPECT_FALSE(query.has_as_of());
  flags.focus_area.clear();
  flags.service_area = "areas/asker/units/welfare";
  query = QueryOf(flags);
  EXPECT_EQ(query.service_area(), "areas/asker/units/welfare");
}

TEST(LanguageOf, IsEnglishUnlessAnotherIsAskedFor) {
  EXPECT_EQ(LanguageOf({.area = "3203", .period = "2024"}), "en");
  EXPECT_EQ(LanguageOf({.area = "3203", .period = "2024", .language = "nb"}), "nb");
}

gateway::v1::ExplainNumberResponse Change() {
  gateway::v1::ExplainNumberResponse response;
  gateway::v1::NumberExplanation& number = *response.mutable_number();
  number.set_path("workforce.fte_total_change");
  number.set_formula_text("(x2 - x1) / x1 * 100");
  common::v1::Cell earlier;
  earlier.set_value("5502.0");
  common::v1::Cell later;
  later.set_value("5414.3");
  *number.mutable_computed() = Compute(common::v1::FORMULA_PERCENT_CHANGE,
                                       {MakeOperand("areas/asker/figures/fte~2023", &earlier),
                                        MakeOperand("areas/asker/figures/fte~2024", &later)},
                                       "percent", 1);
  gateway::v1::FactOrigin& fact = *number.add_facts();
  fact.set_name("areas/asker/figures/fte~2023");
  fact.set_service("workforce");
  *fact.mutable_cell() = earlier;
  fact.mutable_commit()->set_revision(7);
  fact.set_actor("cli");
  fact.set_versions(2);
  gateway::v1::FactOrigin& gap = *number.add_facts();
  gap.set_name("areas/asker/figures/fte~2025");
  gap.set_outcome(common::v1::OUTCOME_NO_OBSERVATION);
  return response;
}

TEST(ExplanationDocument, TellsTheNumberItsFormulaAndItsFacts) {
  const std::string text = RenderText(ExplanationDocument(Change(), "en"));
  EXPECT_THAT(text, HasSubstr("workforce.fte_total_change"));
  EXPECT_THAT(text, HasSubstr("-1.6 %"));
  EXPECT_THAT(text, HasSubstr("= (x2 - x1) / x1 * 100."));
  EXPECT_THAT(text, HasSubstr("areas/asker/figures/fte~2023"));
  EXPECT_THAT(text, HasSubstr("no observation"));
  // Nobody publishes either of them.
  EXPECT_THAT(text, Not(HasSubstr("publisher")));
}

TEST(OriginTable, HasARowForAFigureThatAnotherServiceOwns) {
  gateway::v1::NumberExplanation number = Change().number();
  number.mutable_facts(0)->mutable_owned()->set_name("areas/asker/figures/sick-leave-rate~2024");
  const Table table = OriginTable(number);
  ASSERT_THAT(table.rows, SizeIs(3));
  EXPECT_EQ(table.rows[1][0], "owned: areas/asker/figures/sick-leave-rate~2024");
  EXPECT_EQ(table.rows[0][4], "7");
  EXPECT_EQ(table.rows[2][4], "");
}

}  // namespace
}  // namespace tertial::cli
