#include "services/indicators/domain/definition_versions.h"

#include <string>

#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

v1::Indicator Definition(const std::string& unit, const std::string& note = "",
                         const std::string& first_period = "") {
  v1::Indicator definition;
  definition.set_unit(unit);
  if (!note.empty()) {
    definition.add_method_notes()->set_language("nb");
    definition.mutable_method_notes(0)->set_text(note);
  }
  definition.set_first_period(first_period);
  return definition;
}

TEST(DefinitionVersions, AreMadeByAnotherUnitKindScaleFormulaOrMethod) {
  DefinitionVersions versions;
  v1::Indicator definition = Definition("percent", "Telles i mars");
  AddDefinition(definition, 3, versions);
  const auto expect_new = [&](int64_t revision) {
    const int before = versions.size();
    AddDefinition(definition, revision, versions);
    EXPECT_EQ(versions.size(), before + 1) << definition.ShortDebugString();
    EXPECT_EQ(versions.rbegin()->version(), before + 1);
    EXPECT_EQ(versions.rbegin()->revision(), revision);
  };
  definition.set_unit("count");
  expect_new(5);
  definition.set_kind(v1::FIGURE_KIND_FLOW);
  expect_new(6);
  definition.set_scale_max("10");
  expect_new(7);
  definition.set_formula("[a]");
  expect_new(8);
  definition.mutable_method_notes(0)->set_text("Telles i mai");
  expect_new(9);
}

TEST(DefinitionVersions, AreNotMadeByLabelsNorByANoteInOneMoreLanguage) {
  DefinitionVersions versions;
  v1::Indicator definition = Definition("percent", "Telles i mars");
  AddDefinition(definition, 3, versions);
  definition.add_labels()->set_text("Annet navn");
  definition.add_method_notes()->set_language("en");
  definition.mutable_method_notes(1)->set_text("Counted in March");
  AddDefinition(definition, 4, versions);
  ASSERT_EQ(versions.size(), 1);
  EXPECT_EQ(versions[0].revision(), 3);
  EXPECT_EQ(versions[0].method_notes_size(), 2);
}

TEST(DefinitionVersions, WithABreakMeasureFromItsPeriodOn) {
  DefinitionVersions versions;
  AddDefinition(Definition("percent"), 1, versions);
  AddDefinition(Definition("count", "", "2023"), 5, versions);
  const auto version = [&](int year, int64_t revision) {
    return VersionOfFigure(versions, Period::OfYear(year), revision);
  };
  EXPECT_EQ(version(2022, 9), 1);  // Whenever it was recorded.
  EXPECT_EQ(version(2023, 2), 2);
  EXPECT_EQ(version(2024, 9), 2);
  EXPECT_TRUE(HasBreakBetween(versions, 1, 2));
  EXPECT_FALSE(HasBreakBetween(versions, 2, 2));
  EXPECT_FALSE(HaveSameUnit(versions, 1, 2));
}

TEST(DefinitionVersions, WithoutABreakMeasureWhatIsRecordedFromThenOn) {
  DefinitionVersions versions;
  AddDefinition(Definition("percent", "Telles i mars"), 1, versions);
  AddDefinition(Definition("percent", "Telles i mai"), 5, versions);
  EXPECT_EQ(VersionOfFigure(versions, Period::OfYear(2024), 4), 1);
  EXPECT_EQ(VersionOfFigure(versions, Period::OfYear(2020), 5), 2);
  EXPECT_FALSE(HasBreakBetween(versions, 1, 2));
  EXPECT_TRUE(HaveSameUnit(versions, 1, 2));
}

TEST(DefinitionVersions, TheBeginningOfAnEarlierVersionIsNotThatOfALaterOne) {
  DefinitionVersions versions;
  AddDefinition(Definition("percent"), 1, versions);
  AddDefinition(Definition("count", "", "2023"), 5, versions);
  AddDefinition(Definition("persons", "", "2023"), 7, versions);
  v1::Indicator relabelled = Definition("persons", "", "2023");
  relabelled.add_labels()->set_text("Annet navn");
  AddDefinition(relabelled, 8, versions);
  ASSERT_EQ(versions.size(), 3);
  EXPECT_EQ(versions[1].first_period(), "2023");
  EXPECT_EQ(versions[2].first_period(), "");
  AddDefinition(Definition("persons", "", "2024"), 9, versions);
  EXPECT_EQ(versions[2].first_period(), "2024");
}

}  // namespace
}  // namespace tertial::indicators
