// The thresholds of publications, and what reported figures must not tell.
#include <string>
#include <vector>

#include "tests/integration/cubes_fixture.h"

namespace tertial::workforce {
namespace {

using enum common::v1::ErrorReason;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPolicy[] = "areas/asker/disclosurePolicies/2024";

class CubePolicies : public CubesFixture {
 protected:
  absl::StatusOr<v1::CreateDisclosurePolicyResponse> Record(v1::DisclosurePolicy policy,
                                                            const std::string& caller = "admin") {
    v1::CreateDisclosurePolicyRequest request;
    if (policy.name().empty()) policy.set_name(kPolicy);
    *request.mutable_disclosure_policy() = std::move(policy);
    return Ask(&CubesStub::CreateDisclosurePolicy, request, caller);
  }
  absl::StatusOr<v1::UpdateDisclosurePolicyResponse> SetFewestPersons(int persons) {
    v1::UpdateDisclosurePolicyRequest request;
    request.mutable_disclosure_policy()->set_name(kPolicy);
    request.mutable_disclosure_policy()->set_fewest_persons(persons);
    request.mutable_update_mask()->add_paths("fewest_persons");
    return Ask(&CubesStub::UpdateDisclosurePolicy, request, "admin");
  }
};

TEST_F(CubePolicies, DecideWhatIsHidden) {
  v1::PublishCubeRequest request = Publication("2024-12-31");
  request.mutable_options()->set_validate_only(true);
  const auto by_default = Ask(&CubesStub::PublishCube, request, "publisher");
  ASSERT_THAT(by_default, IsOk());
  v1::DisclosurePolicy strict;
  strict.set_fewest_persons(20);
  ASSERT_THAT(Record(strict), IsOk());
  const v1::Cube cube = MustPublish("2024-12-31");
  EXPECT_EQ(cube.policy().fewest_persons(), 20);
  EXPECT_EQ(cube.policy().fewest_ftes(), 10) << "the default";
  EXPECT_GT(cube.suppressed(), by_default->cube().suppressed());
  for (const auto& [id, figure] : Figures("2024-12-31")) {
    if (IsHidden(figure) || figure.subject().measure() != v1::FIGURE_MEASURE_HEAD_COUNT) continue;
    EXPECT_GE(std::stoi(figure.cell().value()), 20) << id;
  }
}

TEST_F(CubePolicies, AreFixedOnceAnythingOfTheYearIsPublished) {
  ASSERT_THAT(Record({}), IsOk());
  ASSERT_THAT(SetFewestPersons(6), IsOk());
  MustPublish("2024-M03");
  EXPECT_THAT(SetFewestPersons(7), HasReason(ERROR_REASON_POLICY_IN_FORCE));
  v1::DeleteDisclosurePolicyRequest remove;
  remove.set_name(kPolicy);
  EXPECT_THAT(Ask(&CubesStub::DeleteDisclosurePolicy, remove, "admin"),
              HasReason(ERROR_REASON_POLICY_IN_FORCE));
  EXPECT_EQ(MustPublish("2024-M04").policy().fewest_persons(), 6);
  v1::DisclosurePolicy other;
  other.set_name("areas/asker/disclosurePolicies/2023");
  EXPECT_THAT(Record(other), IsOk()) << "of a year nothing is published of";
}

TEST_F(CubePolicies, AreNotRecordedForWhatWasPublishedByDefault) {
  MustPublish("2024-M03");
  v1::DisclosurePolicy lax;
  lax.set_fewest_persons(3);
  EXPECT_THAT(Record(lax), HasReason(ERROR_REASON_POLICY_IN_FORCE));
}

TEST_F(CubePolicies, AreAdminsToRecord) {
  EXPECT_THAT(Record({}, "publisher"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(Record({}, "recorder"), HasReason(ERROR_REASON_ROLE_MISSING));
  v1::DisclosurePolicy wrong;
  wrong.set_fewest_persons(2);
  EXPECT_THAT(Record(wrong), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
}

TEST_F(CubePolicies, SayWhichAbsencesAreShort) {
  v1::DisclosurePolicy policy;
  policy.set_short_term_days(8);
  ASSERT_THAT(Record(policy), IsOk());
  const auto short_term = [&](int days) {
    v1::QueryFiguresRequest slice;
    slice.set_area("areas/asker");
    slice.set_period("2024-T1");
    slice.add_measures(v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
    slice.set_short_term_days(days);
    const auto figures = Call(&RegistersStub::QueryFigures, slice, "personnel");
    EXPECT_THAT(figures, IsOk());
    for (const v1::ComputedFigure& figure : figures->figures()) {
      if (figure.subject().absence_band() == v1::ABSENCE_BAND_SHORT &&
          figure.subject().certification_basis() == v1::CERTIFICATION_BASIS_TOTAL_REGISTERED) {
        return figure.figure().value();
      }
    }
    return std::string("none");
  };
  EXPECT_EQ(short_term(0), short_term(8));
  EXPECT_NE(short_term(0), short_term(16));
}

class ReportedBesideCubes : public CubesFixture {};

TEST_F(ReportedBesideCubes, AValueOfWhatIsHiddenIsRefused) {
  MustPublish("2024-12-31");
  const FiguresByName figures = Figures("2024-12-31");
  const v1::PublishedFigure& hidden = figures.at(HiddenOf(figures, v1::FIGURE_MEASURE_HEAD_COUNT));
  const v1::WorkforceFigure reported = HeadsReported(hidden, "2024");
  EXPECT_THAT(Report(reported), HasReason(ERROR_REASON_FIGURE_SUPPRESSED))
      << "of the same day, though of another period";
  EXPECT_THAT(Report(HeadsReported(hidden, "2023")), IsOk()) << "of another day";
  v1::WorkforceFigure suppressed = reported;
  suppressed.mutable_cell()->set_missing(common::v1::MISSING_REASON_SUPPRESSED);
  ASSERT_THAT(Report(suppressed), IsOk());
  v1::UpdateWorkforceFigureRequest update;
  *update.mutable_workforce_figure() = reported;
  update.mutable_update_mask()->add_paths("cell");
  EXPECT_THAT(testing::CallUnary(*facts_, &v1::WorkforceService::Stub::UpdateWorkforceFigure,
                                 update, "recorder"),
              HasReason(ERROR_REASON_FIGURE_SUPPRESSED));
  v1::ImportRowsRequest import;
  *import.add_rows()->mutable_workforce_figure() = reported;
  import.mutable_options()->set_request_id("one figure");
  import.set_end_of_rows(true);
  grpc::ClientContext context;
  testing::PrepareContext(context, "recorder");
  v1::ImportRowsResponse response;
  const auto writer = facts_->ImportRows(&context, &response);
  writer->Write(import);
  writer->WritesDone();
  ASSERT_THAT(FromGrpcStatus(writer->Finish()), IsOk());
  EXPECT_FALSE(response.summary().applied());
  ASSERT_THAT(response.summary().refused_rows(), SizeIs(1));
  EXPECT_EQ(response.summary().refused_rows(0).violations(0).reason(),
            ERROR_REASON_FIGURE_SUPPRESSED);
}

// What will be hidden, as a dry run tells it.
TEST_F(ReportedBesideCubes, NothingIsPublishedBesideWhatWasEverReported) {
  const std::string small = absl::StrCat("areas/asker/units/", testing::kSmallUnit);
  v1::PublishedFigure figure;
  figure.mutable_subject()->set_unit(small);
  const v1::WorkforceFigure reported = HeadsReported(figure, "2024");
  ASSERT_THAT(Report(reported), IsOk());
  const absl::Status refused = Publish("2024-12-31").status();
  EXPECT_THAT(refused, HasReason(ERROR_REASON_DISCLOSURE_RISK));
  EXPECT_THAT(ErrorMetadataOf(refused, "figures"), HasSubstr(reported.name()));
  // Who deletes it leaves it in history.
  v1::DeleteWorkforceFigureRequest remove;
  remove.set_name(reported.name());
  ASSERT_THAT(testing::CallUnary(*facts_, &v1::WorkforceService::Stub::DeleteWorkforceFigure,
                                 remove, "recorder"),
              IsOk());
  EXPECT_THAT(Publish("2024-12-31"), HasReason(ERROR_REASON_DISCLOSURE_RISK));
  admin::v1::RedactResourceRequest redact;
  redact.set_name(reported.name());
  redact.mutable_options()->set_reason("it tells of five persons");
  ASSERT_THAT(
      testing::CallUnary(*admin_, &admin::v1::AdminService::Stub::RedactResource, redact, "admin"),
      IsOk());
  EXPECT_THAT(Publish("2024-12-31"), IsOk());
}

// A figure that waits for its instant is checked again when it comes.
TEST_F(ReportedBesideCubes, AFigureThatWaitedIsNotReleasedBesideWhatIsHidden) {
  const std::string small = absl::StrCat("areas/asker/units/", testing::kSmallUnit);
  v1::PublishedFigure figure;
  figure.mutable_subject()->set_unit(small);
  const v1::WorkforceFigure reported = HeadsReported(figure, "2024");
  common::v1::WriteOptions options;
  options.mutable_publish_at()->set_seconds(absl::ToUnixSeconds(clock_.Now()) + 3600);
  ASSERT_THAT(Report(reported, options), IsOk());
  ASSERT_THAT(Publish("2024-12-31"), IsOk());
  clock_.Advance(absl::Hours(2));
  ASSERT_THAT(ledger().DoDueWork(), IsOk());
  const auto found = FindResource<WorkforceFigureTable>(*ledger().Read(), reported.name());
  ASSERT_THAT(found, IsOk());
  EXPECT_FALSE(found->has_value());
}

TEST_F(ReportedBesideCubes, StandBesideThePublished) {
  v1::WorkforceFigure fte;
  fte.set_name("areas/asker/figures/fte~2024");
  fte.set_measure(v1::MEASURE_FTE);
  fte.set_period("2024");
  fte.set_sex(v1::SEX_TOTAL);
  fte.set_unit_of_measure("fte");
  fte.mutable_cell()->set_value("400.0");
  ASSERT_THAT(Report(fte), IsOk());
  MustPublish("2024");
  const std::string published = Figures("2024").at("fte-agreed").cell().value();
  v1::CompareReportedRequest request;
  request.set_area("areas/asker");
  request.set_period("2024");
  const auto compared =
      testing::CallUnary(*analyses_, &v1::WorkforceAnalysisService::Stub::CompareReported, request);
  ASSERT_THAT(compared, IsOk());
  ASSERT_THAT(compared->comparisons(), SizeIs(1));
  EXPECT_EQ(compared->comparisons(0).outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(compared->comparisons(0).computed().value(), published);
  EXPECT_TRUE(compared->comparisons(0).difference().has_value());

  v1::GetWorkforceSectionRequest report;
  report.set_area("areas/asker");
  report.set_period("2024");
  const auto section =
      testing::CallUnary(*facts_, &v1::WorkforceService::Stub::GetWorkforceSection, report);
  ASSERT_THAT(section, IsOk());
  EXPECT_THAT(section->section().comparisons(), SizeIs(1));
  EXPECT_EQ(section->section().comparisons(0).DebugString(),
            compared->comparisons(0).DebugString());
  std::vector<std::string> names;
  for (const v1::PublishedFigure& figure : section->section().published()) {
    names.push_back(figure.name());
    EXPECT_EQ(figure.subject().unit(), "");
  }
  EXPECT_THAT(names, Contains(CubeOf("2024/figures/head-count~sex.women")));
  report.set_period("2023");
  const auto before =
      testing::CallUnary(*facts_, &v1::WorkforceService::Stub::GetWorkforceSection, report);
  ASSERT_THAT(before, IsOk());
  EXPECT_THAT(before->section().published(), IsEmpty());
  EXPECT_THAT(before->section().comparisons(), IsEmpty());

  v1::GetEqualityStatementRequest equality;
  equality.set_area("areas/asker");
  equality.set_period("2024");
  const auto statement = testing::CallUnary(
      *analyses_, &v1::WorkforceAnalysisService::Stub::GetEqualityStatement, equality);
  ASSERT_THAT(statement, IsOk());
  EXPECT_GT(statement->sex_balance().figures_size(), 0);
  EXPECT_GT(statement->part_time().figures_size(), 0);
}

}  // namespace
}  // namespace tertial::workforce
