#include "common/render/difference.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

indicators::v1::Observation SomeObservation() {
  indicators::v1::Observation observation;
  observation.set_name("areas/asker/indicators/i1/observations/2024");
  observation.set_period("2024");
  observation.mutable_cell()->set_value("4.70");
  observation.mutable_cell()->add_flags(common::v1::FLAG_PROVISIONAL);
  return observation;
}

TEST(Difference, OfTheSameIsNone) {
  const indicators::v1::Observation observation = SomeObservation();
  EXPECT_THAT(FindDifferences(&observation, &observation), IsEmpty());
  EXPECT_THAT(FindDifferences(nullptr, nullptr), IsEmpty());
}

TEST(Difference, NamesTheFieldAndBothValues) {
  const indicators::v1::Observation before = SomeObservation();
  indicators::v1::Observation after = before;
  after.mutable_cell()->set_value("4.80");
  const auto differences = FindDifferences(&before, &after);
  EXPECT_THAT(differences, ElementsAre(FieldDifference{"cell.value", "4.70", "4.80"}));
  EXPECT_EQ(FormatDifferences(differences), "cell.value: 4.70 → 4.80");
}

TEST(Difference, TellsAValueThatBecameAGap) {
  const indicators::v1::Observation before = SomeObservation();
  indicators::v1::Observation after = before;
  after.mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
  EXPECT_THAT(FindDifferences(&before, &after),
              ElementsAre(FieldDifference{"cell.value", "4.70", kNotSet},
                          FieldDifference{"cell.missing", kNotSet, "MISSING_REASON_PENDING"}));
}

TEST(Difference, ComparesListsByPlace) {
  const indicators::v1::Observation before = SomeObservation();
  indicators::v1::Observation after = before;
  after.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  indicators::v1::Dimension& dimension = *after.add_dimensions();
  dimension.set_dimension("dwelling-type");
  dimension.set_member("detached");
  EXPECT_THAT(FindDifferences(&before, &after),
              ElementsAre(FieldDifference{"dimensions[0].dimension", kNotSet, "dwelling-type"},
                          FieldDifference{"dimensions[0].member", kNotSet, "detached"},
                          FieldDifference{"cell.flags[1]", kNotSet, "FLAG_ESTIMATED"}));
}

TEST(Difference, OfAnInsertionAndADeletionIsAllOfIt) {
  indicators::v1::Dimension dimension;
  dimension.set_member("detached");
  EXPECT_THAT(FindDifferences(nullptr, &dimension),
              ElementsAre(FieldDifference{"member", kNotSet, "detached"}));
  EXPECT_THAT(FindDifferences(&dimension, nullptr),
              ElementsAre(FieldDifference{"member", "detached", kNotSet}));
}

TEST(Difference, SeesAMessageThatIsThereAndEmpty) {
  indicators::v1::Observation before;
  indicators::v1::Observation after;
  after.mutable_provenance();
  EXPECT_THAT(FindDifferences(&before, &after),
              ElementsAre(FieldDifference{"provenance", kNotSet, "{}"}));
}

TEST(Difference, LeavesOutNameAndEtag) {
  indicators::v1::Observation before = SomeObservation();
  indicators::v1::Observation after = before;
  before.set_etag("a");
  after.set_etag("b");
  after.set_name("areas/asker/indicators/i1/observations/2023");
  EXPECT_THAT(FindDifferences(&before, &after), IsEmpty());
}

TEST(Difference, IsCutWhereItIsLong) {
  const FieldDifference difference{"label", std::string(1000, 'a'), "line\nline\x1b[31m"};
  const std::string shown = FormatDifference(difference);
  EXPECT_LT(shown.size(), 200U);
  EXPECT_THAT(shown, HasSubstr("… → line line"));
  EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
  EXPECT_THAT(FormatDifferences(std::vector<FieldDifference>(20, {"p", "a", "b"})),
              HasSubstr("14 more"));
}

TEST(Summary, IsTheFieldsButTheName) {
  EXPECT_EQ(Summarize(SomeObservation()),
            "period: 2024; cell.value: 4.70; cell.flags[0]: FLAG_PROVISIONAL");
}

TEST(Unpack, GivesTheResourceOfAKnownKind) {
  google::protobuf::Any any;
  any.PackFrom(SomeObservation());
  EXPECT_EQ(KindOf(any), "tertial.indicators.v1.Observation");
  const auto message = Unpack(any);
  ASSERT_NE(message, nullptr);
  EXPECT_EQ(message->SerializeAsString(), SomeObservation().SerializeAsString());
}

TEST(Unpack, GivesNothingOfAnUnknownKind) {
  google::protobuf::Any any;
  EXPECT_EQ(Unpack(any), nullptr);
  any.set_type_url("type.googleapis.com/tertial.indicators.v9.Oracle");
  EXPECT_EQ(Unpack(any), nullptr);
}

}  // namespace
}  // namespace tertial
