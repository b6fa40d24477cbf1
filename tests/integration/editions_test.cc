// The life of an edition, and what is refused.
#include <string>

#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tests/integration/editions_fixture.h"
#include "tests/testing/local_channel.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

TEST_F(EditionsTest, AnEditionIsFrozenPublishedAndCorrected) {
  LoadTheExample();
  const v1::Edition draft = Create("annual");
  EXPECT_EQ(draft.state(), v1::EDITION_STATE_DRAFT);
  EXPECT_EQ(draft.query().area(), "areas/asker");
  ASSERT_THAT(TryFreeze("annual"), IsOk());
  const auto published = Publish("annual");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->edition().state(), v1::EDITION_STATE_PUBLISHED);
  EXPECT_EQ(published->edition().published_by(), "cli");

  const auto correction = Correct("annual", "annual-corrected");
  ASSERT_THAT(correction, IsOk());
  EXPECT_EQ(correction->edition().state(), v1::EDITION_STATE_DRAFT);
  EXPECT_EQ(correction->edition().corrects(), NameOf("annual"));
  EXPECT_THAT(correction->edition().notices(), SizeIs(1));
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_PUBLISHED);
  ASSERT_THAT(TryFreeze("annual-corrected"), IsOk());
  ASSERT_THAT(Publish("annual-corrected"), IsOk());
  const auto corrected = Get("annual");
  EXPECT_EQ(corrected->state(), v1::EDITION_STATE_CORRECTED);
  EXPECT_EQ(corrected->corrected_by(), NameOf("annual-corrected"));
  // Its bytes are served as before, with the notice of its correction.
  const auto report = GetReport("annual");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->edition().report_sha256(), corrected->report_sha256());
  EXPECT_THAT(report->edition().notices(), SizeIs(0));
  ASSERT_THAT(report->correction_notices(), SizeIs(1));
  EXPECT_EQ(report->correction_notices(0).text(), "Sykefraværet var feil.");
}

TEST_F(EditionsTest, ARepeatedFreezeIsAnsweredAsTheFirst) {
  LoadTheExample();
  Create("annual");
  v1::FreezeEditionRequest request;
  request.set_name(NameOf("annual"));
  request.mutable_options()->set_request_id("freeze-1");
  const auto first = Call(&EditionsStub::FreezeEdition, request);
  ASSERT_THAT(first, IsOk());
  const auto again = Call(&EditionsStub::FreezeEdition, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result().replayed());
  EXPECT_EQ(again->edition().SerializeAsString(), first->edition().SerializeAsString());
}

TEST_F(EditionsTest, OnlyATryFreezesNothing) {
  LoadTheExample();
  Create("annual");
  v1::FreezeEditionRequest request;
  request.set_name(NameOf("annual"));
  request.mutable_options()->set_validate_only(true);
  const auto tried = Call(&EditionsStub::FreezeEdition, request);
  ASSERT_THAT(tried, IsOk());
  EXPECT_EQ(tried->edition().state(), v1::EDITION_STATE_FROZEN);
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_DRAFT);
}

TEST_F(EditionsTest, ANameIsUsedOnce) {
  Create("annual");
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, CreateRequest("annual")),
              HasReason(ERROR_REASON_RESOURCE_EXISTS));
  v1::DeleteEditionRequest request;
  request.set_name(NameOf("annual"));
  ASSERT_THAT(Call(&EditionsStub::DeleteEdition, request), IsOk());
  EXPECT_THAT(Get("annual"), HasReason(ERROR_REASON_EDITION_NOT_FOUND));
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, CreateRequest("annual")),
              HasReason(ERROR_REASON_RESOURCE_EXISTS));
}

TEST_F(EditionsTest, StepsOutOfOrderAreRefusedWithTheState) {
  Create("annual");
  const auto refused = Publish("annual");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_EDITION_STATE));
  EXPECT_EQ(ErrorMetadataOf(refused.status(), "state"), "DRAFT");
  EXPECT_EQ(ErrorMetadataOf(refused.status(), "needed"), "FROZEN");
  EXPECT_THAT(Correct("annual", "correction"), HasReason(ERROR_REASON_EDITION_STATE));
  EXPECT_THAT(GetReport("annual"), HasReason(ERROR_REASON_EDITION_STATE));
  EXPECT_THAT(Diff("annual"), HasReason(ERROR_REASON_EDITION_STATE));
  v1::ListManifestRequest manifest;
  manifest.set_parent(NameOf("annual"));
  EXPECT_THAT(Call(&EditionsStub::ListManifest, manifest), HasReason(ERROR_REASON_EDITION_STATE));
  ASSERT_THAT(TryFreeze("annual"), IsOk());
  EXPECT_THAT(TryFreeze("annual"), HasReason(ERROR_REASON_EDITION_STATE));
  v1::DeleteEditionRequest request;
  request.set_name(NameOf("annual"));
  EXPECT_THAT(Call(&EditionsStub::DeleteEdition, request), HasReason(ERROR_REASON_EDITION_STATE));
}

TEST_F(EditionsTest, TheQueryOfWhatIsFrozenStaysAndItsTitlesMayChange) {
  v1::Edition edition = Freeze("annual");
  v1::UpdateEditionRequest request;
  *request.mutable_edition() = edition;
  request.mutable_edition()->mutable_query()->set_period("2023");
  EXPECT_THAT(Call(&EditionsStub::UpdateEdition, request), HasReason(ERROR_REASON_EDITION_STATE));
  // What was read and is handed back, output-only fields and all.
  *request.mutable_edition() = edition;
  request.mutable_edition()->mutable_titles(0)->set_text("Årsrapporten");
  request.mutable_update_mask()->add_paths("*");
  const auto updated = Call(&EditionsStub::UpdateEdition, request);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->edition().report_sha256(), edition.report_sha256());
  EXPECT_EQ(updated->edition().titles(0).text(), "Årsrapporten");
  // Left out, they stay as well.
  request.mutable_edition()->clear_sections();
  request.mutable_edition()->clear_report_sha256();
  request.mutable_edition()->clear_etag();
  request.mutable_edition()->mutable_titles(0)->set_text("Årsmeldinga");
  const auto again = Call(&EditionsStub::UpdateEdition, request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->edition().report_sha256(), edition.report_sha256());
  EXPECT_THAT(again->edition().sections(), SizeIs(5));
  EXPECT_THAT(GetReport("annual"), IsOk());
  // Others are not the caller's to say.
  request.mutable_edition()->set_published_by("somebody");
  EXPECT_THAT(Call(&EditionsStub::UpdateEdition, request),
              HasReason(ERROR_REASON_OUTPUT_ONLY_FIELD));
  v1::CreateEditionRequest create = CreateRequest("other");
  create.mutable_edition()->set_state(v1::EDITION_STATE_PUBLISHED);
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, create),
              HasReason(ERROR_REASON_OUTPUT_ONLY_FIELD));
}

// Both once left the report readable: a redacted edition its pieces, and a draft that came back
// could be frozen anew.
TEST_F(EditionsTest, AnEditionIsNeitherRedactedNorTakenBackToAnEarlierState) {
  LoadTheExample();
  const Revision drafted = LedgerOf("gateway").Read()->at().revision + 1;
  const v1::Edition frozen = Freeze("annual");
  const auto admin = admin::v1::AdminService::NewStub(testing::LocalChannel(editions_->address()));
  admin::v1::RedactResourceRequest redact;
  redact.mutable_options()->set_reason("not ours to keep");
  for (const std::string& name :
       {NameOf("annual"), absl::StrCat(NameOf("annual"), "/parts/report~000000")}) {
    redact.set_name(name);
    const auto refused = tertial::testing::CallUnary(
        *admin, &admin::v1::AdminService::Stub::RedactResource, redact, "cli");
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(refused, HasReason(ERROR_REASON_RESOURCE_IN_USE));
  }
  admin::v1::RestoreRevisionRequest restore;
  restore.set_name(NameOf("annual"));
  restore.set_revision(drafted);
  EXPECT_THAT(tertial::testing::CallUnary(*admin, &admin::v1::AdminService::Stub::RestoreRevision,
                                          restore, "cli"),
              HasReason(ERROR_REASON_EDITION_STATE));
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_FROZEN);
  EXPECT_EQ(GetReport("annual")->edition().report_sha256(), frozen.report_sha256());
}

TEST_F(EditionsTest, ASectionThatIsNotThereIsFrozenOnlyWhenAccepted) {
  LoadTheExample();
  StopEditions();
  services_["climate"].reset();
  StartEditions();
  Create("annual");
  const auto refused = TryFreeze("annual");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_SECTIONS_NOT_COMPLETE));
  EXPECT_EQ(ErrorMetadataOf(refused.status(), "sections"), "SECTION_KIND_CLIMATE");
  EXPECT_THAT(TryFreeze("annual", {v1::SECTION_KIND_POLITICS}),
              HasReason(ERROR_REASON_SECTIONS_NOT_COMPLETE));
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_DRAFT);
  const auto frozen = TryFreeze("annual", {v1::SECTION_KIND_CLIMATE});
  ASSERT_THAT(frozen, IsOk());
  EXPECT_EQ(frozen->edition().sections(4).completeness(), v1::COMPLETENESS_UNAVAILABLE);
  // Where a side has no facts of a service, they are not compared, and that is told.
  const auto diff = Diff("annual");
  ASSERT_THAT(diff, IsOk());
  EXPECT_THAT(diff->differences(), IsEmpty());
  ASSERT_THAT(diff->incomplete(), SizeIs(1));
  EXPECT_EQ(diff->incomplete(0).section(), v1::SECTION_KIND_CLIMATE);
}

TEST_F(EditionsTest, AComparisonWithoutAServiceThatOwnsFactsOfItIsRefused) {
  Freeze("annual");
  services_["politics"].reset();
  const auto refused = Diff("annual");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_SERVICE_UNAVAILABLE));
}

TEST_F(EditionsTest, BadRequestsAreRefusedWithTheirReasons) {
  Freeze("annual");
  v1::CreateEditionRequest create = CreateRequest("bad");
  create.mutable_edition()->clear_titles();
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, create), HasReason(ERROR_REASON_FIELD_REQUIRED));
  create = CreateRequest("bad");
  create.mutable_edition()->mutable_query()->set_period("2024-T4");
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, create), HasReason(ERROR_REASON_INVALID_PERIOD));
  create = CreateRequest("bad");
  create.mutable_edition()->mutable_query()->set_area("areas/baerum");
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, create),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  create = CreateRequest("bad");
  create.mutable_options()->mutable_publish_at()->set_seconds(4'000'000'000);
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, create),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(Call(&EditionsStub::CreateEdition, CreateRequest("bad"), "anonymous"),
              StatusIs(absl::StatusCode::kPermissionDenied));

  EXPECT_THAT(Get("nowhere"), HasReason(ERROR_REASON_EDITION_NOT_FOUND));
  EXPECT_THAT(TryFreeze("nowhere"), HasReason(ERROR_REASON_EDITION_NOT_FOUND));
  EXPECT_THAT(GetReport("nowhere"), HasReason(ERROR_REASON_EDITION_NOT_FOUND));

  v1::DiffEditionsRequest diff;
  diff.set_base(NameOf("annual"));
  diff.set_target("areas/baerum/editions/annual");
  EXPECT_THAT(Call(&EditionsStub::DiffEditions, diff), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  diff.set_target(NameOf("nowhere"));
  EXPECT_THAT(Call(&EditionsStub::DiffEditions, diff), HasReason(ERROR_REASON_EDITION_NOT_FOUND));
  diff.clear_target();
  diff.set_page_token("nonsense");
  EXPECT_THAT(Call(&EditionsStub::DiffEditions, diff), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));

  v1::FreezeEditionRequest freeze;
  freeze.set_name(NameOf("annual"));
  freeze.set_etag("W/\"of-another-version\"");
  EXPECT_FALSE(Call(&EditionsStub::FreezeEdition, freeze).ok());
  v1::CorrectEditionRequest correct;
  correct.set_name(NameOf("annual"));
  correct.set_correction("areas/baerum/editions/annual");
  EXPECT_THAT(Call(&EditionsStub::CorrectEdition, correct), HasReason(ERROR_REASON_FIELD_REQUIRED));
}

TEST_F(EditionsTest, TokensOfAnotherListAreRefused) {
  LoadTheExample();
  Freeze("annual");
  Freeze("other");
  v1::ListManifestRequest list;
  list.set_parent(NameOf("annual"));
  list.set_page_size(5);
  const auto page = Call(&EditionsStub::ListManifest, list);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->entries(), SizeIs(5));
  list.set_parent(NameOf("other"));
  list.set_page_token(page->next_page_token());
  EXPECT_THAT(Call(&EditionsStub::ListManifest, list),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  list.set_page_size(-1);
  EXPECT_THAT(Call(&EditionsStub::ListManifest, list), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  v1::ListEditionsRequest editions;
  editions.set_parent("areas/asker");
  const auto all = Call(&EditionsStub::ListEditions, editions);
  ASSERT_THAT(all, IsOk());
  EXPECT_THAT(all->editions(), SizeIs(2));
}

}  // namespace
}  // namespace tertial::gateway
