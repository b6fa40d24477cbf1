#include "services/indicators/domain/ownership.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

Found ListOf(const Violations& violations) {
  Found found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    EXPECT_FALSE(violation.description().empty());
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

v1::Indicator Owned(const std::string& service = "workforce",
                    const std::string& resource = "areas/{area}/figures/full-time-share~{period}",
                    const std::string& field = "") {
  v1::Indicator indicator;
  indicator.set_name("indicators/employees.full-time-share");
  indicator.mutable_owner()->set_service(service);
  indicator.mutable_owner()->set_resource(resource);
  indicator.mutable_owner()->set_field(field);
  return indicator;
}

Found WrongWith(const v1::Indicator& indicator) {
  Violations violations;
  CheckFigureOwner(indicator, violations);
  return ListOf(violations);
}

v1::Observation ObservationOf(const std::string& value) {
  v1::Observation observation;
  observation.set_name("areas/asker/indicators/employees.full-time-share/observations/2024");
  observation.set_period("2024");
  observation.mutable_cell()->set_value(value);
  return observation;
}

v1::Observation PulledOf(const std::string& value) {
  v1::Observation observation = ObservationOf(value);
  observation.mutable_pulled()->set_service("workforce");
  observation.mutable_pulled()->set_name("areas/asker/figures/full-time-share~2024");
  observation.mutable_pulled()->set_revision(7);
  return observation;
}

TEST(FigureOwner, MayBeAnyKindThatHoldsACell) {
  EXPECT_THAT(WrongWith(v1::Indicator()), IsEmpty());
  EXPECT_THAT(WrongWith(Owned()), IsEmpty());
  EXPECT_THAT(WrongWith(Owned("climate", "areas/{area}/inventoryReleases/r/emissions/all~{period}",
                              "cell")),
              IsEmpty());
  EXPECT_THAT(WrongWith(Owned("climate", "areas/{area}/activities/energy-use~households~{period}")),
              IsEmpty());
  EXPECT_THAT(
      WrongWith(Owned("politics", "areas/{area}/bodies/council/activities/{period}", "meetings")),
      IsEmpty());
  EXPECT_EQ(OwnedKindName(Owned().owner()), "tertial.workforce.v1.WorkforceFigure");
  const v1::Indicator published =
      Owned("workforce", "areas/{area}/cubes/{period}/figures/head-count", "cell");
  EXPECT_THAT(WrongWith(published), IsEmpty());
  EXPECT_EQ(OwnedKindName(published.owner()), "tertial.workforce.v1.PublishedFigure");
}

TEST(FigureOwner, NamesWhatIsWrongWithItsFields) {
  EXPECT_THAT(WrongWith(Owned("", "")),
              ElementsAre(Pair("owner.service", ERROR_REASON_FIELD_REQUIRED),
                          Pair("owner.resource", ERROR_REASON_FIELD_REQUIRED)));
  EXPECT_THAT(WrongWith(Owned("gateway")),
              ElementsAre(Pair("owner.service", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("owner.resource", ERROR_REASON_INVALID_RESOURCE_NAME)));
  EXPECT_THAT(WrongWith(Owned("workforce", "areas/asker/figures/full-time-share~2024")),
              ElementsAre(Pair("owner.resource", ERROR_REASON_INVALID_RESOURCE_NAME)));
  // Units hold no figure, and emissions are no figures of the workforce.
  for (const char* resource :
       {"areas/{area}/units/{period}", "areas/{area}/inventoryReleases/r/emissions/all~{period}"}) {
    EXPECT_THAT(WrongWith(Owned("workforce", resource)),
                ElementsAre(Pair("owner.resource", ERROR_REASON_INVALID_RESOURCE_NAME)));
  }
}

TEST(FigureOwner, AKindWithSeveralCellsNeedsAField) {
  const std::string resource = "areas/{area}/bodies/council/activities/{period}";
  EXPECT_THAT(WrongWith(Owned("politics", resource)),
              ElementsAre(Pair("owner.field", ERROR_REASON_FIELD_REQUIRED)));
  for (const char* field : {"counting_rule", "members", "name"}) {
    EXPECT_THAT(WrongWith(Owned("politics", resource, field)),
                ElementsAre(Pair("owner.field", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  }
}

TEST(FigureOwner, ABasisIsOneOfTheIndicators) {
  v1::Indicator indicator = Owned();
  indicator.mutable_owner()->set_basis("self-certified");
  EXPECT_THAT(WrongWith(indicator),
              ElementsAre(Pair("owner.basis", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  indicator.add_bases("self-certified");
  EXPECT_THAT(WrongWith(indicator), IsEmpty());
}

TEST(FigureOwner, DoesNotStandBesideAFormula) {
  v1::Indicator indicator = Owned();
  indicator.set_formula("[a] / [b]");
  EXPECT_THAT(WrongWith(indicator), ElementsAre(Pair("owner", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(OwnedObservation, IsNotRecordedByACaller) {
  Violations violations;
  CheckRecordedHere(Owned(), ObservationOf("64.2"), nullptr, violations);
  const v1::Observation present = PulledOf("64.2");
  CheckRecordedHere(Owned(), PulledOf("65"), &present, violations);
  EXPECT_THAT(ListOf(violations), ElementsAre(Pair("name", ERROR_REASON_FIGURE_NOT_RECORDED_HERE),
                                              Pair("name", ERROR_REASON_FIGURE_NOT_RECORDED_HERE)));
  EXPECT_THAT(violations.list().front().description(), HasSubstr("workforce"));
  EXPECT_THAT(violations.list().front().description(),
              HasSubstr("areas/asker/figures/full-time-share~2024"));
}

TEST(OwnedObservation, MayBeWrittenAsItIs) {
  Violations violations;
  const v1::Observation present = PulledOf("64.2");
  CheckRecordedHere(Owned(), PulledOf("64.2"), &present, violations);
  EXPECT_THAT(ListOf(violations), IsEmpty());
}

TEST(OwnedObservation, IsNotDeletedByACaller) {
  EXPECT_THAT(CheckDeletedHere(Owned(), PulledOf("64.2")),
              HasReason(ERROR_REASON_FIGURE_NOT_RECORDED_HERE));
  EXPECT_THAT(CheckDeletedHere(v1::Indicator(), ObservationOf("64.2")), IsOk());
}

TEST(ObservationOfNoOwner, DoesNotSayThatItWasPulled) {
  const v1::Indicator recorded_here;
  Violations violations;
  CheckRecordedHere(recorded_here, ObservationOf("1"), nullptr, violations);
  EXPECT_THAT(ListOf(violations), IsEmpty());
  CheckRecordedHere(recorded_here, PulledOf("1"), nullptr, violations);
  EXPECT_THAT(ListOf(violations), ElementsAre(Pair("pulled", ERROR_REASON_OUTPUT_ONLY_FIELD)));
}

TEST(PulledObservation, HoldsTheCellAndWhereItComesFrom) {
  workforce::v1::WorkforceFigure figure;
  figure.mutable_cell()->set_value("64.20");
  figure.mutable_cell()->add_flags(common::v1::FLAG_PROVISIONAL);
  figure.mutable_provenance()->add_source_lines(972);
  v1::PulledFigure pulled;
  pulled.set_revision(7);
  v1::FigureOwner owner = Owned().owner();
  owner.set_basis("b");
  const v1::Observation observation = PulledObservation(
      "indicators/i", owner, {"asker", *Period::Parse("2023/2024")}, figure, pulled);
  EXPECT_EQ(observation.name(), "areas/asker/indicators/i/observations/2023-2024");
  EXPECT_EQ(observation.period(), "2023/2024");
  EXPECT_EQ(observation.cell().value(), "64.20");
  EXPECT_THAT(observation.cell().flags(), ElementsAre(common::v1::FLAG_PROVISIONAL));
  EXPECT_THAT(observation.provenance().source_lines(), ElementsAre(972));
  EXPECT_EQ(observation.basis(), "b");
  EXPECT_EQ(observation.pulled().revision(), 7);
}

TEST(PulledObservation, TakesTheFieldThatIsNamed) {
  politics::v1::BodyActivity activity;
  activity.mutable_meetings()->set_value("11");
  activity.mutable_cases()->set_value("99");
  v1::FigureOwner owner;
  owner.set_field("cases");
  const FigureTemplate::Place place{"asker", Period::OfYear(2024)};
  EXPECT_EQ(PulledObservation("indicators/i", owner, place, activity, {}).cell().value(), "99");
  // A measure without a quantity has no figure.
  EXPECT_FALSE(
      PulledObservation("indicators/i", {}, place, climate::v1::ClimateMeasure(), {}).has_cell());
}

TEST(PulledObservation, IsTheSameFigureWheneverItWasPulled) {
  v1::Observation other = PulledOf("64.2");
  other.mutable_pulled()->set_epoch("another");
  other.mutable_pulled()->set_revision(8);
  other.mutable_pulled()->mutable_pull_time()->set_seconds(1);
  EXPECT_TRUE(HoldSameFigure(PulledOf("64.2"), other));
  EXPECT_FALSE(HoldSameFigure(PulledOf("64.20"), other));
  EXPECT_FALSE(HoldSameFigure(ObservationOf("64.2"), other));
  other.mutable_pulled()->set_name("areas/asker/figures/other~2024");
  EXPECT_FALSE(HoldSameFigure(PulledOf("64.2"), other));
}

common::v1::Cell Value(const std::string& value) {
  common::v1::Cell cell;
  cell.set_value(value);
  return cell;
}

common::v1::Cell Missing(common::v1::MissingReason reason) {
  common::v1::Cell cell;
  cell.set_missing(reason);
  return cell;
}

TEST(CompareWithOwned, ComparesByNumberAndByReason) {
  using enum v1::OwnedOutcome;
  const common::v1::Cell pending = Missing(common::v1::MISSING_REASON_PENDING);
  EXPECT_EQ(CompareWithOwned(Value("94.70"), Value("94.7")), OWNED_OUTCOME_EQUAL);
  EXPECT_EQ(CompareWithOwned(Value("0.1"), Value("0.2")), OWNED_OUTCOME_DIFFERS);
  EXPECT_EQ(CompareWithOwned(pending, pending), OWNED_OUTCOME_EQUAL);
  EXPECT_EQ(CompareWithOwned(pending, Missing(common::v1::MISSING_REASON_NOT_MEASURED)),
            OWNED_OUTCOME_DIFFERS);
  // A gap is not zero.
  EXPECT_EQ(CompareWithOwned(pending, Value("0")), OWNED_OUTCOME_DIFFERS);
  common::v1::Cell flagged = Value("1");
  flagged.add_flags(common::v1::FLAG_ESTIMATED);
  EXPECT_EQ(CompareWithOwned(flagged, Value("1")), OWNED_OUTCOME_EQUAL);
}

}  // namespace
}  // namespace tertial::indicators
