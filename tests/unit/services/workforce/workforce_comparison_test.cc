#include "services/workforce/domain/workforce_comparison.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_NOT_COMPARABLE;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::CertificationBasis kTotal = v1::CERTIFICATION_BASIS_TOTAL_REGISTERED;
constexpr v1::CertificationBasis kDoctor = v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED;
constexpr v1::CertificationBasis kSelf = v1::CERTIFICATION_BASIS_SELF_CERTIFIED;
constexpr v1::CertificationBasis kUnknown = v1::CERTIFICATION_BASIS_UNKNOWN;

v1::WorkforceFigure Figure(v1::Measure measure, const std::string& value,
                           v1::CertificationBasis basis = v1::CERTIFICATION_BASIS_UNSPECIFIED) {
  v1::WorkforceFigure figure;
  figure.set_measure(measure);
  figure.set_certification_basis(basis);
  if (value.empty()) {
    figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
  } else {
    figure.mutable_cell()->set_value(value);
  }
  return figure;
}

v1::WorkforceFigure Rate(const std::string& value, v1::CertificationBasis basis) {
  return Figure(v1::MEASURE_SICK_LEAVE_RATE, value, basis);
}

AreaFigures Area(const std::string& id, std::vector<v1::WorkforceFigure> figures) {
  return {.area = absl::StrCat("areas/", id), .figures = std::move(figures)};
}

AreaFigures Women(const std::string& id, const std::string& value) {
  return Area(id, {Figure(v1::MEASURE_WOMEN_SHARE, value)});
}

std::vector<std::string> InOrder(const v1::CompareWorkforceResponse& response) {
  std::vector<std::string> areas;
  for (const v1::ComparedWorkforce& one : response.areas()) {
    areas.push_back(absl::StrCat(one.rank(), " ", one.area(), " ", one.figure().cell().value()));
  }
  return areas;
}

std::string AreasOf(const absl::StatusOr<v1::CompareWorkforceResponse>& refused,
                    absl::string_view issue) {
  return ErrorMetadataOf(refused.status(), issue);
}

TEST(CompareWorkforce, RanksAreasByValue) {
  const auto response = CompareAreas({Women("a", "74.5"), Women("b", ""), Women("c", "80.0"),
                                      Women("d", "74.50"), Women("e", "60")},
                                     {});
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(InOrder(*response), ElementsAre("1 areas/c 80.0", "2 areas/a 74.5", "2 areas/d 74.50",
                                              "4 areas/e 60", "0 areas/b "));
  EXPECT_THAT(response->issues(), IsEmpty());
}

TEST(CompareWorkforce, ShowsAnAreaOfWhichNothingIsRecorded) {
  const auto response = CompareAreas({Area("a", {}), Women("b", "50.0")}, {});
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(InOrder(*response), ElementsAre("1 areas/b 50.0", "0 areas/a "));
  EXPECT_FALSE(response->areas(1).has_figure());
}

// Asker and two of its neighbours, as printed: nobody says how the sick leave was certified.
std::vector<AreaFigures> Printed() {
  return {Area("asker", {Rate("9.3", kUnknown)}), Area("lier", {Rate("10.0", kUnknown)}),
          Area("baerum", {Rate("9.6", kUnknown)})};
}

TEST(CompareWorkforce, RefusesRatesOnUnknownBases) {
  const auto refused = CompareAreas(Printed(), {});
  EXPECT_THAT(refused, HasReason(ERROR_REASON_NOT_COMPARABLE));
  EXPECT_EQ(AreasOf(refused, "UNKNOWN_BASIS"), "areas/asker,areas/baerum,areas/lier");
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("UNKNOWN_BASIS"));
}

TEST(CompareWorkforce, MarksWhatIsAccepted) {
  const auto response = CompareAreas(Printed(), {v1::WORKFORCE_ISSUE_UNKNOWN_BASIS});
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(InOrder(*response),
              ElementsAre("1 areas/lier 10.0", "2 areas/baerum 9.6", "3 areas/asker 9.3"));
  ASSERT_EQ(response->issues_size(), 1);
  EXPECT_EQ(response->issues(0).areas_size(), 3);
  EXPECT_THAT(response->areas(0).issues(), ElementsAre(v1::WORKFORCE_ISSUE_UNKNOWN_BASIS));
}

TEST(CompareWorkforce, TakesTheBasisThatAllAreasHave) {
  const auto response =
      CompareAreas({Area("a", {Rate("9.0", kTotal), Rate("7.0", kDoctor), Rate("2.0", kSelf)}),
                    Area("b", {Rate("6.0", kDoctor), Rate("9.9", kUnknown)}),
                    Area("c", {Rate("5.0", kDoctor), Rate("", kTotal)}), Area("d", {})},
                   {});
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(InOrder(*response),
              ElementsAre("1 areas/a 7.0", "2 areas/b 6.0", "3 areas/c 5.0", "0 areas/d "));
}

TEST(CompareWorkforce, RefusesRatesOnDifferentBases) {
  const auto refused =
      CompareAreas({Area("a", {Rate("9.0", kTotal)}), Area("b", {Rate("6.0", kDoctor)}),
                    Area("c", {Rate("6.5", kUnknown)})},
                   {v1::WORKFORCE_ISSUE_UNKNOWN_BASIS});
  EXPECT_THAT(refused, HasReason(ERROR_REASON_NOT_COMPARABLE));
  EXPECT_EQ(AreasOf(refused, "DIFFERENT_BASES"), "areas/a,areas/b");
  // What is accepted is not asked for again.
  EXPECT_EQ(AreasOf(refused, "UNKNOWN_BASIS"), "");
}

TEST(CompareWorkforce, FindsNoIssueOfOneFigureAlone) {
  EXPECT_THAT(
      CompareAreas({Area("a", {Rate("9.0", kUnknown)}), Area("b", {Rate("", kUnknown)})}, {}),
      IsOk());
}

TEST(CompareWorkforce, RefusesWhatIsProvisionalBesideWhatIsFinal) {
  v1::WorkforceFigure provisional = Figure(v1::MEASURE_WOMEN_SHARE, "70.0");
  provisional.mutable_cell()->add_flags(common::v1::FLAG_PROVISIONAL);
  const auto refused = CompareAreas({Area("a", {provisional}), Women("b", "60.0")}, {});
  EXPECT_EQ(AreasOf(refused, "PROVISIONAL"), "areas/a");
  EXPECT_THAT(CompareAreas({Area("a", {provisional}), Area("b", {provisional})}, {}), IsOk());
}

TEST(CompareWorkforce, RefusesFiguresThatTheirSourceQualifies) {
  v1::WorkforceFigure qualified = Figure(v1::MEASURE_AVERAGE_POSITION_SIZE, "86.5");
  qualified.mutable_provenance()->set_qualifier("about");
  const auto refused =
      CompareAreas({Area("asker", {Figure(v1::MEASURE_AVERAGE_POSITION_SIZE, "83.2")}),
                    Area("lier", {qualified})},
                   {});
  EXPECT_EQ(AreasOf(refused, "QUALIFIED"), "areas/lier");
}

TEST(CompareWorkforce, RefusesFullTimeSharesBecauseOfTheirRule) {
  const auto refused = CompareAreas({Area("a", {Figure(v1::MEASURE_FULL_TIME_SHARE, "64.2")}),
                                     Area("b", {Figure(v1::MEASURE_FULL_TIME_SHARE, "61.8")})},
                                    {});
  EXPECT_EQ(AreasOf(refused, "UNKNOWN_RULE"), "areas/a,areas/b");
}

}  // namespace
}  // namespace tertial::workforce
