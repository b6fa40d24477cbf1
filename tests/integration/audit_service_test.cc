// The audit trail, over a channel: what callers do is on record, with who, from where and when, and
// stays there.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/restore.h"
#include "common/observability/trace.h"
#include "services/politics/handler/exempt_content_service.h"
#include "tertial/admin/v1/audit_service.grpc.pb.h"
#include "tertial/politics/v1/exempt_content_service.grpc.pb.h"
#include "tests/integration/ledger_services_fixture.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using admin::v1::AuditRecord;
using admin::v1::ExportAuditRequest;
using admin::v1::ExportAuditResponse;
using politics::v1::ExemptContentService;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using enum admin::v1::AuditKind;
using enum common::v1::ErrorReason;

constexpr char kCreateBody[] = "tertial.politics.v1.PoliticsService/CreateBody";
constexpr char kGetExempt[] = "tertial.politics.v1.ExemptContentService/GetExemptContent";
constexpr char kExport[] = "tertial.admin.v1.AuditService/ExportAudit";
constexpr char kExemptName[] = "areas/asker/cases/c/exemptContents/e";
constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kPeer[] = "127.0.0.1";

class AuditServiceTest : public ::testing::Test {
 protected:
  using Service = testing::TestService<Politics>;

  void SetUp() override { Start(); }

  // Serves what is in the data directory.
  void Start() {
    service_.reset();
    service_ = std::make_unique<Service>(
        "politics", politics::CreatePoliticsService, politics::PoliticsTables(), data_,
        std::make_shared<StoreFaults>(),
        std::vector<std::pair<std::string, Service::Create>>{
            {ExemptContentService::service_full_name(), politics::CreateExemptContentService}});
  }

  // Calls with an id and a trace.
  template <typename Contract, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Contract::Stub::*method)(grpc::ClientContext*,
                                                                       const Request&, Response*),
                                const Request& request, const std::string& caller,
                                const std::string& id = "call-1") {
    grpc::ClientContext context;
    testing::PrepareContext(context, caller);
    context.AddMetadata(kRequestIdMetadata, id);
    context.AddMetadata(kTraceParent, absl::StrCat("00-", kTraceId, "-00f067aa0ba902b7-01"));
    Response response;
    const auto stub = Contract::NewStub(service_->channel());
    const grpc::Status status = ((*stub).*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }
  absl::Status CreateBody(const std::string& id, const std::string& caller = "recorder") {
    politics::v1::CreateBodyRequest request;
    *request.mutable_body() = BodyOf(id);
    request.mutable_options()->set_reason("elected");
    request.mutable_options()->set_request_id(absl::StrCat("create-", id));
    return Call<Politics>(&Politics::Stub::CreateBody, request, caller).status();
  }
  absl::Status GetExempt(const std::string& caller) {
    politics::v1::GetExemptContentRequest request;
    request.set_name(kExemptName);
    return Call<ExemptContentService>(&ExemptContentService::Stub::GetExemptContent, request,
                                      caller)
        .status();
  }

  absl::StatusOr<std::vector<AuditRecord>> Export(const ExportAuditRequest& request = {},
                                                  const std::string& caller = "auditor") {
    grpc::ClientContext context;
    testing::PrepareContext(context, caller);
    const auto stub = admin::v1::AuditService::NewStub(service_->channel());
    const auto reader = stub->ExportAudit(&context, request);
    std::vector<AuditRecord> records;
    ExportAuditResponse response;
    bool ended = false;
    while (reader->Read(&response)) {
      records.insert(records.end(), response.records().begin(), response.records().end());
      ended = response.resume_token().empty();
    }
    if (const grpc::Status status = reader->Finish(); !status.ok()) return FromGrpcStatus(status);
    EXPECT_TRUE(ended);
    return records;
  }
  // Those of one kind, without the exports themselves.
  std::vector<AuditRecord> Told(admin::v1::AuditKind kind) {
    ExportAuditRequest request;
    request.add_kinds(kind);
    const auto records = Export(request);
    EXPECT_THAT(records, IsOk());
    std::vector<AuditRecord> told;
    if (!records.ok()) return told;
    for (const AuditRecord& record : *records) {
      EXPECT_EQ(record.kind(), kind);
      if (record.method() != kExport) told.push_back(record);
    }
    return told;
  }
  static void ExpectFromHere(const AuditRecord& record, const std::string& caller) {
    EXPECT_EQ(record.caller(), caller);
    EXPECT_EQ(record.identified_by(), absl::StrCat("name:", caller));
    EXPECT_EQ(record.peer(), kPeer);
    EXPECT_EQ(record.request_id(), "call-1");
    EXPECT_EQ(record.trace_id(), kTraceId);
    EXPECT_TRUE(record.has_time());
    EXPECT_EQ(record.count(), 1);
  }

  const TempDir directory_;
  const std::string data_ = directory_.path() + "/data";
  std::unique_ptr<Service> service_;
};

TEST_F(AuditServiceTest, TellsAWrite) {
  ASSERT_THAT(CreateBody("council"), IsOk());
  const std::vector<AuditRecord> writes = Told(AUDIT_KIND_WRITE);
  ASSERT_THAT(writes, SizeIs(1));
  ExpectFromHere(writes[0], "recorder");
  EXPECT_EQ(writes[0].method(), kCreateBody);
  EXPECT_THAT(writes[0].names(), ElementsAre("areas/asker/bodies/council"));
  EXPECT_THAT(writes[0].areas(), ElementsAre("asker"));
  EXPECT_EQ(writes[0].revision(), 1);
  EXPECT_EQ(writes[0].why(), "elected");
  EXPECT_EQ(writes[0].write_id(), "create-council");
  EXPECT_EQ(writes[0].code(), "");
}

TEST_F(AuditServiceTest, TellsAnImportAsOneWrite) {
  grpc::ClientContext context;
  testing::PrepareContext(context, "clerk");
  context.AddMetadata(kRequestIdMetadata, "call-1");
  context.AddMetadata(kTraceParent, absl::StrCat("00-", kTraceId, "-00f067aa0ba902b7-01"));
  politics::v1::ImportRowsRequest request;
  request.mutable_options()->set_reason("the year");
  *request.add_rows()->mutable_body() = BodyOf("council");
  *request.add_rows()->mutable_body() = BodyOf("committee", 2);
  request.set_end_of_rows(true);
  politics::v1::ImportRowsResponse response;
  const auto writer = service_->stub().ImportRows(&context, &response);
  writer->Write(request);
  writer->WritesDone();
  ASSERT_THAT(FromGrpcStatus(writer->Finish()), IsOk());
  const std::vector<AuditRecord> writes = Told(AUDIT_KIND_WRITE);
  ASSERT_THAT(writes, SizeIs(1));
  EXPECT_EQ(writes[0].count(), 2);
  EXPECT_EQ(writes[0].caller(), "clerk");
  EXPECT_EQ(writes[0].peer(), kPeer);
  EXPECT_EQ(writes[0].trace_id(), kTraceId);
  EXPECT_EQ(writes[0].method(), "tertial.politics.v1.PoliticsService/ImportRows");
  EXPECT_EQ(writes[0].why(), "the year");
  EXPECT_THAT(writes[0].names(),
              ElementsAre("areas/asker/bodies/committee", "areas/asker/bodies/council"));
}

TEST_F(AuditServiceTest, TellsARefusedWrite) {
  EXPECT_THAT(CreateBody("council", "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  const std::vector<AuditRecord> refusals = Told(AUDIT_KIND_REFUSAL);
  ASSERT_THAT(refusals, SizeIs(1));
  ExpectFromHere(refusals[0], "reader");
  EXPECT_EQ(refusals[0].method(), kCreateBody);
  EXPECT_EQ(refusals[0].code(), "PERMISSION_DENIED");
  EXPECT_EQ(refusals[0].reason(), "ROLE_MISSING");
  EXPECT_THAT(Told(AUDIT_KIND_WRITE), IsEmpty());
}

TEST_F(AuditServiceTest, TellsARefusedRead) {
  EXPECT_THAT(GetExempt("reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  const std::vector<AuditRecord> refusals = Told(AUDIT_KIND_REFUSAL);
  ASSERT_THAT(refusals, SizeIs(1));
  ExpectFromHere(refusals[0], "reader");
  EXPECT_EQ(refusals[0].method(), kGetExempt);
  EXPECT_THAT(refusals[0].names(), IsEmpty());
  EXPECT_THAT(Told(AUDIT_KIND_READ), IsEmpty());
}

TEST_F(AuditServiceTest, TellsACallerThatThePolicyDoesNotKnow) {
  EXPECT_THAT(CreateBody("council", "stranger"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  const std::vector<AuditRecord> refusals = Told(AUDIT_KIND_REFUSAL);
  ASSERT_THAT(refusals, SizeIs(1));
  EXPECT_EQ(refusals[0].caller(), "");
  EXPECT_EQ(refusals[0].identified_by(), "name:stranger");
  EXPECT_EQ(refusals[0].peer(), kPeer);
  EXPECT_EQ(refusals[0].code(), "UNAUTHENTICATED");
  EXPECT_EQ(refusals[0].reason(), "CALLER_UNKNOWN");
  EXPECT_EQ(refusals[0].method(), kCreateBody);
  EXPECT_EQ(refusals[0].request_id(), "call-1");
  EXPECT_EQ(refusals[0].trace_id(), kTraceId);
}

TEST_F(AuditServiceTest, TellsNothingOfATokenThatWasGivenAsAName) {
  const std::string token = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJrYXJpIn0.c2lnbmF0dXJl";
  EXPECT_THAT(CreateBody("council", token), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  const std::vector<AuditRecord> refusals = Told(AUDIT_KIND_REFUSAL);
  ASSERT_THAT(refusals, SizeIs(1));
  EXPECT_FALSE(absl::StrContains(refusals[0].SerializeAsString(), "eyJ"));
}

TEST_F(AuditServiceTest, TellsHowOftenACallerWasRefused) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(CreateBody("council", "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  }
  int64_t calls = 0;
  for (const AuditRecord& refusal : Told(AUDIT_KIND_REFUSAL)) calls += refusal.count();
  EXPECT_EQ(calls, 20);
}

TEST_F(AuditServiceTest, TellsAReadOfWhatIsRestricted) {
  EXPECT_THAT(GetExempt("personnel"), HasReason(ERROR_REASON_EXEMPT_CONTENT_NOT_FOUND));
  const std::vector<AuditRecord> reads = Told(AUDIT_KIND_READ);
  ASSERT_THAT(reads, SizeIs(1));
  ExpectFromHere(reads[0], "personnel");
  EXPECT_EQ(reads[0].method(), kGetExempt);
  EXPECT_THAT(reads[0].names(), ElementsAre(kExemptName));
}

TEST_F(AuditServiceTest, TellsABackupAsAReadAndAWithdrawalAsAWrite) {
  admin::v1::CreateBackupRequest backup;
  backup.set_directory(directory_.path() + "/backup");
  ASSERT_THAT(
      Call<admin::v1::AdminService>(&admin::v1::AdminService::Stub::CreateBackup, backup, "admin"),
      IsOk());
  const std::vector<AuditRecord> reads = Told(AUDIT_KIND_READ);
  ASSERT_THAT(reads, SizeIs(1));
  ExpectFromHere(reads[0], "admin");
  EXPECT_EQ(reads[0].method(), "tertial.admin.v1.AdminService/CreateBackup");
  const auto waiting = service_->ledger().Commit(
      {.actor = "tester", .publish_at = absl::Now() + absl::Hours(1)},
      [](Txn& txn) { return PutResource<BodyTable>(txn, BodyOf("later")).status(); });
  ASSERT_THAT(waiting, IsOk());
  admin::v1::CancelPendingReleaseRequest cancel;
  cancel.set_id("0000");
  EXPECT_THAT(Call<admin::v1::AdminService>(&admin::v1::AdminService::Stub::CancelPendingRelease,
                                            cancel, "publisher"),
              HasReason(ERROR_REASON_PENDING_RELEASE_NOT_FOUND));
  cancel.set_id(waiting->pending_release);
  ASSERT_THAT(Call<admin::v1::AdminService>(&admin::v1::AdminService::Stub::CancelPendingRelease,
                                            cancel, "publisher"),
              IsOk());
  const std::vector<AuditRecord> writes = Told(AUDIT_KIND_WRITE);
  ASSERT_THAT(writes, SizeIs(1));
  ExpectFromHere(writes[0], "publisher");
  EXPECT_EQ(writes[0].method(), "tertial.admin.v1.AdminService/CancelPendingRelease");
  EXPECT_THAT(writes[0].names(), ElementsAre(waiting->pending_release));
  EXPECT_EQ(writes[0].revision(), 0);
}

TEST_F(AuditServiceTest, TellsWhatWaitedAsAWriteOfWhoAskedForIt) {
  politics::v1::CreateBodyRequest request;
  *request.mutable_body() = BodyOf("council");
  const absl::Time release = absl::Now() + absl::Milliseconds(300);
  *request.mutable_options()->mutable_publish_at() = EncodeTimestamp(release);
  ASSERT_THAT(Call<Politics>(&Politics::Stub::CreateBody, request, "recorder"), IsOk());
  const absl::Time end = absl::Now() + absl::Seconds(30);
  std::vector<AuditRecord> writes;
  while (writes.empty() && absl::Now() < end) writes = Told(AUDIT_KIND_WRITE);
  ASSERT_THAT(writes, SizeIs(1));
  ExpectFromHere(writes[0], "recorder");
  EXPECT_EQ(writes[0].method(), kCreateBody);
  EXPECT_GE(DecodeTimestamp(writes[0].time()), release - absl::Microseconds(1));
}

TEST_F(AuditServiceTest, IsForAuditorsAlone) {
  for (const char* const caller : {"anonymous", "reader", "gateway", "recorder", "publisher",
                                   "personnel", "secretary", "custodian", "admin"}) {
    EXPECT_THAT(Export({}, caller), HasReason(ERROR_REASON_ROLE_MISSING)) << caller;
  }
  EXPECT_THAT(Export({}, "stranger"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  ExportAuditRequest request;
  request.add_kinds(AUDIT_KIND_REFUSAL);
  const auto refusals = Export(request);
  ASSERT_THAT(refusals, IsOk());
  EXPECT_THAT(*refusals, SizeIs(10));
  for (const AuditRecord& refusal : *refusals) EXPECT_EQ(refusal.method(), kExport);
}

TEST_F(AuditServiceTest, IsNotedWhenItIsExported) {
  ASSERT_THAT(Export(), IsOk());
  const auto records = Export();
  ASSERT_THAT(records, IsOk());
  ASSERT_THAT(*records, SizeIs(1));
  EXPECT_EQ((*records)[0].kind(), AUDIT_KIND_READ);
  EXPECT_EQ((*records)[0].caller(), "auditor");
  EXPECT_EQ((*records)[0].method(), kExport);
}

TEST_F(AuditServiceTest, IsKeptThroughARestart) {
  ASSERT_THAT(CreateBody("council"), IsOk());
  EXPECT_THAT(CreateBody("other", "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(GetExempt("personnel"), HasReason(ERROR_REASON_EXEMPT_CONTENT_NOT_FOUND));
  const auto before = Export();
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(*before, SizeIs(3));
  EXPECT_THAT(CreateBody("late", "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  Start();
  const auto after = Export();
  ASSERT_THAT(after, IsOk());
  // And the first export, and the refusal that had not been written when the service was stopped.
  ASSERT_THAT(*after, SizeIs(5));
  for (size_t i = 0; i < before->size(); ++i) {
    EXPECT_EQ((*after)[i].ShortDebugString(), (*before)[i].ShortDebugString());
  }
  EXPECT_EQ((*after)[4].kind(), AUDIT_KIND_REFUSAL);
}

TEST_F(AuditServiceTest, IsInABackupAndSound) {
  ASSERT_THAT(CreateBody("council"), IsOk());
  EXPECT_THAT(CreateBody("other", "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(GetExempt("personnel"), HasReason(ERROR_REASON_EXEMPT_CONTENT_NOT_FOUND));
  const auto before = Export();
  ASSERT_THAT(before, IsOk());
  admin::v1::CreateBackupRequest backup;
  backup.set_directory(directory_.path() + "/backup");
  ASSERT_THAT(
      Call<admin::v1::AdminService>(&admin::v1::AdminService::Stub::CreateBackup, backup, "admin"),
      IsOk());
  service_.reset();
  const std::string restored = directory_.path() + "/restored";
  ASSERT_THAT(RestoreLedger(backup.directory(), restored, "", SystemClock(),
                            {.service_name = "politics", .tables = politics::PoliticsTables()}),
              IsOk());
  service_ = std::make_unique<Service>("politics", politics::CreatePoliticsService,
                                       politics::PoliticsTables(), restored);
  const auto after = Export();
  ASSERT_THAT(after, IsOk());
  ASSERT_GE(after->size(), before->size());
  for (size_t i = 0; i < before->size(); ++i) {
    EXPECT_EQ((*after)[i].ShortDebugString(), (*before)[i].ShortDebugString());
  }
  const auto check = Call<admin::v1::AdminService>(&admin::v1::AdminService::Stub::CheckStore,
                                                   admin::v1::CheckStoreRequest(), "admin");
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count(), 0);
}

// An address may be that of a person's machine.
TEST_F(AuditServiceTest, AloneTellsWhereAWriteCameFrom) {
  ASSERT_THAT(CreateBody("council"), IsOk());
  changes::v1::ListRevisionsRequest revisions;
  revisions.set_name("areas/asker/bodies/council");
  const auto versions = Call<changes::v1::ChangeService>(
      &changes::v1::ChangeService::Stub::ListRevisions, revisions, "reader");
  ASSERT_THAT(versions, IsOk());
  ASSERT_THAT(versions->revisions(), SizeIs(1));
  const auto changes = Call<changes::v1::ChangeService>(
      &changes::v1::ChangeService::Stub::ListChanges, changes::v1::ListChangesRequest(), "reader");
  ASSERT_THAT(changes, IsOk());
  ASSERT_THAT(changes->changes(), SizeIs(1));
  for (const std::string& bytes : {versions->SerializeAsString(), changes->SerializeAsString()}) {
    for (const char* const origin : {kPeer, kTraceId, "name:recorder", kCreateBody}) {
      EXPECT_FALSE(absl::StrContains(bytes, origin)) << origin;
    }
  }
}

}  // namespace
}  // namespace tertial
