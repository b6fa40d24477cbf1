#include "services/gateway/domain/edition_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum common::v1::ErrorReason;

v1::Edition EditionIn(v1::EditionState state) {
  v1::Edition edition;
  edition.set_name("areas/asker/editions/annual");
  edition.set_state(state);
  return edition;
}

void AddSection(v1::SectionKind kind, v1::Completeness completeness, v1::Edition& edition) {
  v1::SectionState& section = *edition.add_sections();
  section.set_section(kind);
  section.set_completeness(completeness);
  section.set_service(kind == v1::SECTION_KIND_CLIMATE ? "climate" : "indicators");
  if (completeness != v1::COMPLETENESS_UNAVAILABLE) {
    section.mutable_read_at()->set_revision(kind);
  }
}

TEST(EditionRules, EveryStateIsToldWhereAnotherIsNeeded) {
  EXPECT_THAT(RequireState(EditionIn(v1::EDITION_STATE_FROZEN), v1::EDITION_STATE_FROZEN), IsOk());
  const absl::Status refused =
      RequireState(EditionIn(v1::EDITION_STATE_CORRECTED), v1::EDITION_STATE_FROZEN);
  EXPECT_THAT(refused, HasReason(ERROR_REASON_EDITION_STATE));
  EXPECT_EQ(ErrorMetadataOf(refused, "state"), "CORRECTED");
  EXPECT_EQ(ErrorMetadataOf(refused, "needed"), "FROZEN");
  EXPECT_THAT(RequireState(EditionIn(v1::EDITION_STATE_WITHDRAWN), v1::EDITION_STATE_FROZEN),
              HasReason(ERROR_REASON_EDITION_WITHDRAWN));
  EXPECT_THAT(RequireFrozen(EditionIn(v1::EDITION_STATE_DRAFT)),
              HasReason(ERROR_REASON_EDITION_STATE));
  EXPECT_THAT(RequireFrozen(EditionIn(v1::EDITION_STATE_WITHDRAWN)), IsOk());
}

TEST(EditionRules, WhatWasPublishedAndNotCorrectedCanBeCorrected) {
  EXPECT_THAT(RequireCorrectable(EditionIn(v1::EDITION_STATE_PUBLISHED)), IsOk());
  for (const auto state : {v1::EDITION_STATE_DRAFT, v1::EDITION_STATE_FROZEN,
                           v1::EDITION_STATE_CORRECTED, v1::EDITION_STATE_WITHDRAWN}) {
    EXPECT_THAT(RequireCorrectable(EditionIn(state)), HasReason(ERROR_REASON_EDITION_STATE));
  }
  v1::Edition withdrawn = EditionIn(v1::EDITION_STATE_WITHDRAWN);
  withdrawn.mutable_publish_time()->set_seconds(1);
  EXPECT_THAT(RequireCorrectable(withdrawn), IsOk());
  withdrawn.set_corrected_by("areas/asker/editions/other");
  EXPECT_THAT(RequireCorrectable(withdrawn), HasReason(ERROR_REASON_EDITION_STATE));
}

TEST(EditionRules, SectionsThatAreNotCompleteAreNamedUnlessAccepted) {
  v1::Edition edition;
  AddSection(v1::SECTION_KIND_INDICATORS, v1::COMPLETENESS_COMPLETE, edition);
  AddSection(v1::SECTION_KIND_STATISTICS, v1::COMPLETENESS_STALE, edition);
  AddSection(v1::SECTION_KIND_POLITICS, v1::COMPLETENESS_PARTIAL, edition);
  AddSection(v1::SECTION_KIND_CLIMATE, v1::COMPLETENESS_UNAVAILABLE, edition);
  google::protobuf::RepeatedField<int> accepted;
  const absl::Status refused = RequireComplete(edition.sections(), accepted);
  EXPECT_THAT(refused, HasReason(ERROR_REASON_SECTIONS_NOT_COMPLETE));
  EXPECT_EQ(ErrorMetadataOf(refused, "sections"),
            "SECTION_KIND_STATISTICS,SECTION_KIND_POLITICS,SECTION_KIND_CLIMATE");
  accepted.Add(v1::SECTION_KIND_STATISTICS);
  accepted.Add(v1::SECTION_KIND_CLIMATE);
  EXPECT_EQ(ErrorMetadataOf(RequireComplete(edition.sections(), accepted), "sections"),
            "SECTION_KIND_POLITICS");
  accepted.Add(v1::SECTION_KIND_POLITICS);
  EXPECT_THAT(RequireComplete(edition.sections(), accepted), IsOk());
}

TEST(EditionRules, AServiceThatWasNotReadHasNoState) {
  v1::Edition edition;
  AddSection(v1::SECTION_KIND_INDICATORS, v1::COMPLETENESS_COMPLETE, edition);
  AddSection(v1::SECTION_KIND_CLIMATE, v1::COMPLETENESS_UNAVAILABLE, edition);
  EXPECT_THAT(FrozenServices(edition), ElementsAre("indicators"));
  ASSERT_NE(FrozenState(edition, "indicators"), nullptr);
  EXPECT_EQ(FrozenState(edition, "indicators")->revision(), v1::SECTION_KIND_INDICATORS);
  EXPECT_EQ(FrozenState(edition, "climate"), nullptr);
}

TEST(EditionRules, AnEditionHasATitleAndTheAreaOfItsName) {
  v1::Edition edition = EditionIn(v1::EDITION_STATE_DRAFT);
  edition.mutable_query()->set_area("areas/baerum");
  Violations violations;
  CheckEdition(edition, violations);
  ASSERT_EQ(violations.list().size(), 2U);
  EXPECT_EQ(violations.list()[0].field(), "titles");
  EXPECT_EQ(violations.list()[1].field(), "query.area");
  edition.mutable_query()->set_area("areas/asker");
  common::v1::LocalizedText& title = *edition.add_titles();
  title.set_language("nb");
  title.set_text("Årsrapport");
  Violations none;
  CheckEdition(edition, none);
  EXPECT_THAT(none.list(), IsEmpty());
}

}  // namespace
}  // namespace tertial::gateway
