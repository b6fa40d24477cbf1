#include "clients/cli/editions/edition_documents.h"

#include <string>

#include "clients/cli/editions/edition_report.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

namespace v1 = gateway::v1;

void AddText(const std::string& language, const std::string& text,
             google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts) {
  common::v1::LocalizedText& added = *texts.Add();
  added.set_language(language);
  added.set_text(text);
}

v1::Edition FrozenEdition() {
  v1::Edition edition;
  edition.set_name("areas/asker/editions/annual");
  AddText("nb", "Årsrapport 2024", *edition.mutable_titles());
  edition.mutable_query()->set_area("areas/asker");
  edition.mutable_query()->set_period("2024");
  edition.set_state(v1::EDITION_STATE_FROZEN);
  edition.mutable_freeze_time()->set_seconds(1'800'000'000);
  edition.set_frozen_by("cli");
  edition.set_report_sha256("abc");
  edition.set_fact_count(12);
  v1::SectionState& section = *edition.add_sections();
  section.set_section(v1::SECTION_KIND_CLIMATE);
  section.set_completeness(v1::COMPLETENESS_UNAVAILABLE);
  section.set_reason("The climate service does not answer.");
  return edition;
}

v1::FactDifference UnitDifference() {
  v1::FactDifference difference;
  difference.set_service("workforce");
  difference.set_name("areas/asker/units/u");
  difference.set_type(changes::v1::CHANGE_TYPE_REVISED);
  workforce::v1::Unit unit;
  unit.set_name("areas/asker/units/u");
  unit.set_order(1);
  difference.mutable_before()->PackFrom(unit);
  unit.set_order(2);
  difference.mutable_after()->PackFrom(unit);
  difference.set_before_revision(3);
  difference.set_after_revision(5);
  difference.set_actor("clerk");
  difference.set_reason("counted again");
  difference.mutable_commit_time()->set_seconds(1'800'000'000);
  return difference;
}

TEST(EditionDocuments, AnEditionTellsWhereItStandsAndWhatWasMissing) {
  v1::Edition edition = FrozenEdition();
  const std::string text = RenderText(MakeEditionDocument(edition));
  EXPECT_THAT(text, HasSubstr("Årsrapport 2024"));
  EXPECT_THAT(text, HasSubstr("FROZEN"));
  EXPECT_THAT(text, HasSubstr("2027-01-15T08:00:00Z"));
  EXPECT_THAT(text, HasSubstr("The climate service does not answer."));
  EXPECT_THAT(text, Not(HasSubstr("published")));
  AddText("nb", "Tallene er rettet.", *edition.mutable_notices());
  EXPECT_THAT(RenderText(MakeEditionDocument(edition)), HasSubstr("Notice: Tallene er rettet."));
}

TEST(EditionDocuments, EditionsAreRows) {
  google::protobuf::RepeatedPtrField<v1::Edition> editions;
  *editions.Add() = FrozenEdition();
  EXPECT_THAT(EditionRows(editions).rows,
              ElementsAre(ElementsAre("areas/asker/editions/annual", "FROZEN", "2024",
                                      "2027-01-15T08:00:00Z", "", "12", "Årsrapport 2024")));
}

TEST(EditionDocuments, ADifferenceTellsWhatByWhomWhenAndWhy) {
  v1::DiffEditionsResponse differences;
  *differences.add_differences() = UnitDifference();
  v1::FactDifference& gone = *differences.add_differences();
  gone = UnitDifference();
  gone.set_type(changes::v1::CHANGE_TYPE_DELETED);
  gone.clear_after();
  gone.set_after_revision(0);
  const Table rows = DifferenceRows(differences);
  ASSERT_EQ(rows.rows.size(), 2U);
  EXPECT_THAT(rows.rows[0],
              ElementsAre("workforce", "REVISED", "areas/asker/units/u", "order: 1 → 2", "3", "5",
                          "clerk", "2027-01-15T08:00:00Z", "counted again"));
  EXPECT_EQ(rows.rows[1][1], "DELETED");
  EXPECT_THAT(rows.rows[1][3], StartsWith("order: 1"));
  EXPECT_THAT(rows.rows[1][5], IsEmpty());
  differences.set_difference_count(2);
  differences.set_unchanged_count(40);
  differences.set_next_page_token("more");
  const std::string text = RenderText(MakeDifferenceDocument("a", "", differences));
  EXPECT_THAT(text, HasSubstr("a and what is recorded now"));
  EXPECT_THAT(text, HasSubstr("2 facts differ, 40 are the same."));
  EXPECT_THAT(text, HasSubstr("--limit"));
}

TEST(EditionReport, IsPrintedWithItsNoticesOrAsItsBytes) {
  v1::GetEditionReportResponse edition;
  v1::Report report;
  report.mutable_area()->set_name("areas/asker");
  report.set_period("2024");
  report.set_kind(v1::REPORT_KIND_ANNUAL);
  edition.set_report(report.SerializeAsString());
  *edition.mutable_edition() = FrozenEdition();
  edition.mutable_edition()->set_corrected_by("areas/asker/editions/later");
  AddText("nb", "Tallene er rettet.", *edition.mutable_correction_notices());
  const auto text = RenderEdition(edition, EditionFormat::kTable, "en");
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, StartsWith("Årsrapport 2024\n"));
  EXPECT_THAT(*text, HasSubstr("Corrected by areas/asker/editions/later: Tallene er rettet."));
  EXPECT_EQ(*RenderEdition(edition, EditionFormat::kBytes, "en"), edition.report());
  EXPECT_THAT(*RenderEdition(edition, EditionFormat::kJson, "en"), HasSubstr("\"2024\""));
  edition.set_report("no report");
  EXPECT_THAT(RenderEdition(edition, EditionFormat::kTable, "en"),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace tertial::cli
