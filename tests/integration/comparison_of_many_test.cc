// The figures of many areas are read from an index that has them side by side, those of few each by
// its name. Both are the same, at any state.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/analysis_fixture.h"

namespace tertial::indicators {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;

// Enough for the index.
const std::vector<std::string>& Places() {
  static const auto& places = *new std::vector<std::string>{
      "asker",    "asker-1", "royken",    "hurum",   "baerum",     "lillestrom",
      "skedsmo",  "fet",     "sorum",     "oslo",    "drammen",    "lorenskog",
      "ralingen", "lier",    "drammen-1", "svelvik", "nedre-eiker"};
  return places;
}

class ComparisonOfMany : public AnalysisTest {
 protected:
  // What each area has, by its name.
  using Found = std::map<std::string, std::string>;

  static std::string NameOf(const std::string& place, const std::string& indicator) {
    return absl::StrCat("areas/", place, "/", indicator, "/observations/2018");
  }

  void Update(const std::string& place, const std::string& value) {
    v1::UpdateObservationRequest request;
    request.mutable_observation()->set_name(NameOf(place, "indicators/test.rate"));
    request.mutable_observation()->mutable_cell()->set_value(value);
    request.mutable_update_mask()->add_paths("cell");
    EXPECT_THAT(service_.Call(&Stub::UpdateObservation, request, "recorder"), IsOk());
  }
  void Delete(const std::string& place) {
    v1::DeleteObservationRequest request;
    request.set_name(NameOf(place, "indicators/test.rate"));
    EXPECT_THAT(service_.Call(&Stub::DeleteObservation, request, "recorder"), IsOk());
  }

  // As of `revision`; 0: now.
  Found Compare(const std::string& indicator, const std::vector<std::string>& places,
                int64_t revision) {
    v1::CompareAreasRequest request = Comparison(indicator, "2018", places);
    if (revision > 0) request.mutable_as_of()->set_revision(revision);
    request.add_accept(v1::COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL);
    const auto response = CompareAreas(request);
    EXPECT_THAT(response, IsOk());
    Found found;
    if (!response.ok()) return found;
    EXPECT_EQ(response->areas_size(), static_cast<int>(places.size()));
    head_ = response->read_at().revision();
    for (const v1::ComparedArea& area : response->areas()) {
      found[area.area()] = absl::StrCat(
          area.cell().ShortDebugString(), area.name(), " at ", area.revision(), " ",
          common::v1::Outcome_Name(area.outcome()), " ", area.computed().ShortDebugString());
    }
    return found;
  }

  // Compares all at once and by halves, and expects the same.
  Found CompareBothWays(const std::string& indicator, int64_t revision = 0) {
    Found found = Compare(indicator, Places(), revision);
    const auto half = Places().begin() + 8;
    Found by_name = Compare(indicator, {Places().begin(), half}, revision);
    by_name.merge(Compare(indicator, {half, Places().end()}, revision));
    EXPECT_EQ(found, by_name) << indicator << " at " << revision;
    return found;
  }

  int64_t head_ = 0;
};

TEST_F(ComparisonOfMany, HasTheSameFiguresAsOneOfFewAtAnyState) {
  ASSERT_THAT(Create(Definition("indicators/test.rate", "per_mille")), IsOk());
  const int64_t before = (CompareBothWays("test.rate"), head_);
  int value = 40;
  for (const std::string& place : Places()) {
    if (place == "oslo") continue;
    const std::string area = absl::StrCat("areas/", place);
    ASSERT_THAT(Record(area, "indicators/test.rate", "2018", absl::StrCat(++value, ".5")), IsOk());
    // Neighbours in the index: another period and other members.
    ASSERT_THAT(Record(area, "indicators/test.rate", "2019", "1"), IsOk());
  }
  const int64_t recorded = (CompareBothWays("test.rate"), head_);
  Update("asker", "77.7");
  Update("svelvik", "88.8");
  Delete("fet");
  common::v1::Cell pending;
  pending.set_missing(common::v1::MISSING_REASON_PENDING);
  ASSERT_THAT(RecordCell("areas/oslo", "indicators/test.rate", "2018", pending), IsOk());

  const Found now = CompareBothWays("test.rate");
  EXPECT_THAT(now, ::testing::Contains(Pair("areas/asker", HasSubstr("\"77.7\""))));
  EXPECT_THAT(now, ::testing::Contains(Pair("areas/svelvik", HasSubstr("\"88.8\""))));
  EXPECT_THAT(now, ::testing::Contains(Pair("areas/fet", HasSubstr("OUTCOME_NO_OBSERVATION"))));
  EXPECT_THAT(now, ::testing::Contains(Pair("areas/oslo", HasSubstr("PENDING"))));
  const Found then = CompareBothWays("test.rate", recorded);
  EXPECT_THAT(then, ::testing::Contains(Pair("areas/asker", HasSubstr("\"41.5\""))));
  EXPECT_THAT(then, ::testing::Contains(Pair("areas/fet", HasSubstr("\"48.5\""))));
  EXPECT_THAT(then, ::testing::Contains(Pair("areas/oslo", HasSubstr("OUTCOME_NO_OBSERVATION"))));
  for (int64_t revision = before; revision <= head_; ++revision) {
    CompareBothWays("test.rate", revision);
  }
}

TEST_F(ComparisonOfMany, ComputesDerivedFiguresOfEveryArea) {
  ASSERT_THAT(Create(Definition("indicators/test.part", "persons")), IsOk());
  ASSERT_THAT(Create(Definition("indicators/test.whole", "persons")), IsOk());
  Define("indicators/test.share", "percent", "[test.part] / [test.whole] * 100", 1);
  int value = 10;
  for (const std::string& place : Places()) {
    const std::string area = absl::StrCat("areas/", place);
    ++value;
    ASSERT_THAT(Record(area, "indicators/test.part", "2018", absl::StrCat(value)), IsOk());
    if (place == "lier") continue;
    ASSERT_THAT(Record(area, "indicators/test.whole", "2018", absl::StrCat(value * 4)), IsOk());
  }
  const Found found = CompareBothWays("test.share");
  for (const std::string& place : Places()) {
    EXPECT_THAT(found, ::testing::Contains(Pair(
                           absl::StrCat("areas/", place),
                           HasSubstr(place == "lier" ? "not_computable" : "value: \"25.0\""))));
  }
}

}  // namespace
}  // namespace tertial::indicators
