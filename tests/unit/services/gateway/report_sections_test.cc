#include "services/gateway/domain/report_sections.h"

#include <string>
#include <utility>
#include <vector>

#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/domain/report_subject.h"

namespace tertial::gateway {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using enum v1::Completeness;

const AskedFor& kAsked = *new AskedFor{.area = "areas/asker", .period = "2024"};

// What became of one call.
template <typename Response>
struct Pulled {
  absl::Status status;
  Response response;
};

struct PulledSections {
  Pulled<indicators::v1::GetIndicatorsSectionResponse> indicators;
  Pulled<indicators::v1::GetStatisticsSectionResponse> statistics;
  Pulled<workforce::v1::GetWorkforceSectionResponse> workforce;
  Pulled<politics::v1::GetPoliticsSectionResponse> politics;
  Pulled<climate::v1::GetClimateSectionResponse> climate;
};

template <typename Response>
void Arrive(Pulled<Response>& pulled, int64_t revision) {
  pulled.response.mutable_section()->set_area("areas/asker");
  pulled.response.mutable_section()->set_period("2024");
  pulled.response.mutable_read_at()->set_revision(revision);
}

// All sections arrived, read at revisions 1 to 5.
PulledSections AllArrived() {
  PulledSections pulled;
  Arrive(pulled.indicators, 1);
  Arrive(pulled.statistics, 2);
  Arrive(pulled.workforce, 3);
  Arrive(pulled.politics, 4);
  Arrive(pulled.climate, 5);
  return pulled;
}

v1::Report Assemble(PulledSections pulled) {
  common::v1::Area area;
  area.set_name("areas/asker");
  v1::Report report = ReportHeader(area, {.area_id = "asker", .period = "2024"}, nullptr, "1.2.3");
  const auto add = [&report](auto& part) {
    AddSection(MakeSection(kAsked, part.status, std::move(part.response)), report);
  };
  add(pulled.indicators);
  add(pulled.statistics);
  add(pulled.workforce);
  add(pulled.politics);
  add(pulled.climate);
  return report;
}

std::vector<v1::Completeness> StatesOf(const v1::Report& report) {
  std::vector<v1::Completeness> states;
  for (const v1::SectionState& state : report.states()) states.push_back(state.completeness());
  return states;
}

TEST(ReportSections, IsCompleteWhenEverySectionArrived) {
  const v1::Report report = Assemble(AllArrived());
  EXPECT_EQ(report.area().name(), "areas/asker");
  EXPECT_EQ(report.period(), "2024");
  EXPECT_THAT(StatesOf(report), Each(COMPLETENESS_COMPLETE));
  EXPECT_EQ(report.indicators().area(), "areas/asker");
  EXPECT_EQ(report.statistics().area(), "areas/asker");
  EXPECT_EQ(report.workforce().area(), "areas/asker");
  EXPECT_EQ(report.politics().area(), "areas/asker");
  EXPECT_EQ(report.climate().area(), "areas/asker");
}

TEST(ReportSections, NamesEverySectionItsServiceAndWhereItWasRead) {
  const v1::Report report = Assemble(AllArrived());
  std::vector<v1::SectionKind> sections;
  std::vector<std::string> services;
  std::vector<int64_t> revisions;
  for (const v1::SectionState& state : report.states()) {
    sections.push_back(state.section());
    services.push_back(state.service());
    revisions.push_back(state.read_at().revision());
    EXPECT_THAT(state.reason(), IsEmpty());
  }
  EXPECT_THAT(sections, ElementsAre(v1::SECTION_KIND_INDICATORS, v1::SECTION_KIND_STATISTICS,
                                    v1::SECTION_KIND_WORKFORCE, v1::SECTION_KIND_POLITICS,
                                    v1::SECTION_KIND_CLIMATE));
  EXPECT_THAT(services,
              ElementsAre("indicators", "indicators", "workforce", "politics", "climate"));
  EXPECT_THAT(revisions, ElementsAre(1, 2, 3, 4, 5));
}

TEST(ReportSections, ASectionThatFailedIsUnavailableAndNotThere) {
  PulledSections pulled = AllArrived();
  pulled.workforce.status = absl::UnavailableError("connection refused");
  const v1::Report report = Assemble(std::move(pulled));
  EXPECT_THAT(StatesOf(report),
              ElementsAre(COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE, COMPLETENESS_UNAVAILABLE,
                          COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE));
  EXPECT_FALSE(report.has_workforce());
  EXPECT_FALSE(report.states(2).has_read_at());
  EXPECT_THAT(report.states(2).reason(), HasSubstr("workforce"));
  EXPECT_TRUE(report.has_politics());
}

TEST(ReportSections, EveryErrorIsAReasonInWords) {
  for (const absl::Status& status :
       {absl::UnavailableError("x"), absl::DeadlineExceededError("x"), ServiceUnavailable("x"),
        StoredDataDamaged("x"), CallerUnknown(), absl::UnimplementedError("x")}) {
    PulledSections pulled = AllArrived();
    pulled.climate.status = status;
    const v1::Report report = Assemble(std::move(pulled));
    EXPECT_EQ(report.states(4).completeness(), COMPLETENESS_UNAVAILABLE) << status;
    EXPECT_THAT(report.states(4).reason(), HasSubstr("climate")) << status;
    EXPECT_FALSE(report.has_climate());
  }
}

TEST(ReportSections, TellsASlowServiceFromOneThatIsNotThere) {
  PulledSections pulled = AllArrived();
  pulled.politics.status = absl::DeadlineExceededError("x");
  pulled.climate.status = absl::UnavailableError("x");
  const v1::Report report = Assemble(std::move(pulled));
  EXPECT_THAT(report.states(3).reason(), HasSubstr("in time"));
  EXPECT_THAT(report.states(4).reason(), Not(HasSubstr("in time")));
}

TEST(ReportSections, TellsProgramsWhyASectionIsUnavailable) {
  PulledSections pulled = AllArrived();
  pulled.indicators.status = absl::UnavailableError("connection refused");
  pulled.statistics.status = absl::DeadlineExceededError("x");
  pulled.workforce.status = absl::UnimplementedError("x");
  pulled.politics.status = MakeError(absl::StatusCode::kInvalidArgument,
                                     common::v1::ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT, "x");
  std::vector<ErrorReason> errors;
  const v1::Report report = Assemble(std::move(pulled));
  for (const v1::SectionState& state : report.states()) errors.push_back(state.error());
  EXPECT_THAT(errors, ElementsAre(common::v1::ERROR_REASON_SERVICE_UNAVAILABLE,
                                  common::v1::ERROR_REASON_DEADLINE_EXCEEDED,
                                  common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD,
                                  common::v1::ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT,
                                  common::v1::ERROR_REASON_UNSPECIFIED));
}

// What has no section, or one of something else, would be shown as if nothing were recorded.
TEST(ReportSections, AnAnswerToSomethingElseIsUnavailable) {
  using Response = workforce::v1::GetWorkforceSectionResponse;
  for (void (*damage)(Response&) :
       {+[](Response& response) { response.clear_section(); },
        +[](Response& response) { response.clear_read_at(); },
        +[](Response& response) { response.mutable_section()->set_area("areas/baerum"); },
        +[](Response& response) { response.mutable_section()->clear_area(); },
        +[](Response& response) { response.mutable_section()->set_period("2023"); },
        +[](Response& response) { response.mutable_section()->clear_period(); }}) {
    PulledSections pulled = AllArrived();
    damage(pulled.workforce.response);
    const v1::Report report = Assemble(std::move(pulled));
    EXPECT_THAT(StatesOf(report),
                ElementsAre(COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE, COMPLETENESS_UNAVAILABLE,
                            COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE));
    EXPECT_EQ(report.states(2).error(), common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD);
    EXPECT_THAT(report.states(2).reason(), HasSubstr("understood"));
    EXPECT_FALSE(report.has_workforce());
  }
}

TEST(ReportSections, NothingArrivedIsAReportAllTheSame) {
  PulledSections pulled;
  const absl::Status down = absl::UnavailableError("x");
  pulled.indicators.status = pulled.statistics.status = pulled.workforce.status = down;
  pulled.politics.status = pulled.climate.status = down;
  EXPECT_THAT(StatesOf(Assemble(std::move(pulled))), Each(COMPLETENESS_UNAVAILABLE));
}

TEST(ReportSections, ASectionWithPartsMissingIsPartialAndNamesThem) {
  PulledSections pulled = AllArrived();
  for (const char* part : {"targets", "goals"}) {
    pulled.indicators.response.add_missing_parts()->set_part(part);
  }
  const v1::Report report = Assemble(std::move(pulled));
  const v1::SectionState& state = report.states(0);
  EXPECT_EQ(state.completeness(), COMPLETENESS_PARTIAL);
  ASSERT_THAT(state.missing_parts(), SizeIs(2));
  EXPECT_EQ(state.missing_parts(1).part(), "goals");
  EXPECT_THAT(state.reason(), HasSubstr("targets"));
  EXPECT_EQ(state.read_at().revision(), 1);
  EXPECT_TRUE(report.has_indicators());
  EXPECT_EQ(report.states(1).completeness(), COMPLETENESS_COMPLETE);
}

// What a failed call left in its response is nothing that arrived.
TEST(ReportSections, AFailedSectionShowsNothingOfItsResponse) {
  PulledSections pulled = AllArrived();
  pulled.indicators.response.add_missing_parts()->set_part("targets");
  pulled.indicators.status = absl::DeadlineExceededError("x");
  const v1::Report report = Assemble(std::move(pulled));
  EXPECT_EQ(report.states(0).completeness(), COMPLETENESS_UNAVAILABLE);
  EXPECT_THAT(report.states(0).missing_parts(), IsEmpty());
  EXPECT_FALSE(report.has_indicators());
}

}  // namespace
}  // namespace tertial::gateway
