// What the services that serve all resources alike tell of a restricted table,
// and to whom.
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/ledger_keys.h"
#include "common/rpc/resume_token.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "tertial/common/v1/text.pb.h"
#include "tests/integration/ledger_services_fixture.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/test_service.h"

namespace tertial {
namespace {

using admin::v1::GetContentHashRequest;
using admin::v1::RedactResourceRequest;
using admin::v1::RestoreRevisionRequest;
using changes::v1::ExportResourcesRequest;
using changes::v1::ListChangesRequest;
using changes::v1::ListRevisionsRequest;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

constexpr char kMarker[] = "hemmelighet";

// A resource below bodies that few may see.
struct SecretTable {
  using Message = common::v1::LocalizedText;
  // Behind the one of the politics service.
  static constexpr TableId kId = kFirstRestrictedTable + 1;
  static constexpr absl::string_view kPattern = "areas/{area}/bodies/{body}/secrets/{secret}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CASE_NOT_FOUND;

  static void AddIndexEntries(absl::string_view /*pk*/, const Message& secret,
                              std::vector<std::string>& entries) {
    entries.push_back(absl::StrCat("\x04", secret.text(), absl::string_view("\0", 1)));
  }
};

TableCatalog TablesWithSecrets() {
  std::vector<TableDefinition> tables = politics::PoliticsTables().tables();
  tables.push_back(DefineTable<SecretTable>());
  return TableCatalog(std::move(tables));
}

constexpr char kSecretName[] = "areas/asker/bodies/council/secrets/s1";

class RestrictedTablesTest : public ::testing::Test {
 protected:
  RestrictedTablesTest()
      : service_("politics", politics::CreatePoliticsService, TablesWithSecrets()),
        changes_(changes::v1::ChangeService::NewStub(service_.channel())),
        admin_(admin::v1::AdminService::NewStub(service_.channel())) {}

  void PutBody(int order) {
    ASSERT_THAT(service_.ledger().Commit(
                    {.actor = "tester"},
                    [&](Txn& txn) {
                      return PutResource<BodyTable>(txn, BodyOf("council", order)).status();
                    }),
                IsOk());
  }
  absl::StatusOr<CommitResult> PutSecret(const std::string& text,
                                         absl::Time publish_at = absl::InfinitePast()) {
    common::v1::LocalizedText secret;
    secret.set_text(text);
    return service_.ledger().Commit(
        {.actor = "tester", .reason = "", .publish_at = publish_at}, [&](Txn& txn) {
          return txn
              .Put(SecretTable::kId, *PrimaryKey<SecretTable>(kSecretName), EncodeBody(secret))
              .status();
        });
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (ChangeStub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                               const Request& request, const std::string& caller) {
    return testing::CallUnary(*changes_, method, request, caller);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (AdminStub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                               const Request& request, const std::string& caller) {
    return testing::CallUnary(*admin_, method, request, caller);
  }

  ListChangesRequest ForSecrets() {
    ListChangesRequest request;
    request.mutable_filter()->add_kinds(SecretTable::Message::descriptor()->full_name());
    return request;
  }
  std::vector<std::string> ExportedNames(const ExportResourcesRequest& request,
                                         const std::string& caller) {
    std::vector<std::string> names;
    OpenedStream<changes::v1::ExportResourcesResponse> stream(
        *changes_, &ChangeStub::ExportResources, request, caller);
    while (const auto message = stream.Next()) {
      for (const auto& row : message->resources()) names.push_back(row.name());
    }
    return names;
  }

  testing::TestService<Politics> service_;
  const std::unique_ptr<ChangeStub> changes_;
  const std::unique_ptr<AdminStub> admin_;
};

TEST_F(RestrictedTablesTest, TheFeedOfWhoNamesNoKindHoldsNothingOfThem) {
  PutBody(1);
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  PutBody(2);
  for (const char* caller : {"reader", "secretary"}) {
    const auto page = Ask(&ChangeStub::ListChanges, ListChangesRequest(), caller);
    ASSERT_THAT(page, IsOk());
    EXPECT_THAT(page->changes(), SizeIs(2));
    EXPECT_TRUE(page->up_to_date());
    for (const changes::v1::Change& change : page->changes()) {
      EXPECT_EQ(change.sequence(), 0);
      EXPECT_TRUE(change.end_of_commit());
    }
    EXPECT_FALSE(absl::StrContains(page->SerializeAsString(), kMarker));
  }
}

TEST_F(RestrictedTablesTest, ToAReaderTheirKindIsOneThatIsNotThere) {
  PutBody(1);
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  ListChangesRequest of_nobody;
  of_nobody.mutable_filter()->add_kinds("tertial.common.v1.Nothing");
  absl::Status secret = Ask(&ChangeStub::ListChanges, ForSecrets(), "reader").status();
  absl::Status nobody = Ask(&ChangeStub::ListChanges, of_nobody, "reader").status();
  EXPECT_THAT(secret, HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_EQ(secret.code(), nobody.code());
  // The positive control.
  const auto page = Ask(&ChangeStub::ListChanges, ForSecrets(), "secretary");
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->changes(), SizeIs(1));
  EXPECT_EQ(page->changes(0).name(), kSecretName);
  EXPECT_TRUE(absl::StrContains(page->changes(0).after().value(), kMarker));
}

TEST_F(RestrictedTablesTest, ToAReaderTheirNamesAreThoseOfNothing) {
  PutBody(1);
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  ListRevisionsRequest revisions;
  revisions.set_name(kSecretName);
  EXPECT_THAT(Ask(&ChangeStub::ListRevisions, revisions, "reader"),
              HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(Ask(&ChangeStub::ListRevisions, revisions, "secretary")->revisions(), SizeIs(1));
  RestoreRevisionRequest restore;
  restore.set_name(kSecretName);
  restore.set_revision(2);
  EXPECT_THAT(Ask(&AdminStub::RestoreRevision, restore, "recorder"),
              HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(Ask(&AdminStub::RestoreRevision, restore, "secretary"), IsOk());
  RedactResourceRequest redact;
  redact.set_name(kSecretName);
  redact.mutable_options()->set_reason("it had to go");
  EXPECT_THAT(Ask(&AdminStub::RedactResource, redact, "admin"),
              HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(Ask(&AdminStub::RedactResource, redact, "custodian"), IsOk());
}

TEST_F(RestrictedTablesTest, ExportsHoldThemForWhoNamesThemAndMay) {
  PutBody(1);
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  EXPECT_THAT(ExportedNames({}, "reader"), SizeIs(1));
  EXPECT_THAT(ExportedNames({}, "secretary"), SizeIs(1));
  ExportResourcesRequest secrets;
  secrets.add_kinds(SecretTable::Message::descriptor()->full_name());
  EXPECT_THAT(ExportedNames(secrets, "reader"), IsEmpty());
  EXPECT_THAT(ExportedNames(secrets, "secretary"), ::testing::ElementsAre(kSecretName));
}

TEST_F(RestrictedTablesTest, ATokenThatWasMadeUpDoesNotReachThem) {
  PutBody(1);
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  // An export that has come to a restricted row goes on with none.
  ExportResourcesRequest request;
  request.add_kinds("tertial.politics.v1.Body");
  request.set_resume_token(EncodeExportToken(service_.ledger(),
                                             "export of tertial.politics.v1.Body of ",
                                             {.revision = 2, .table = SecretTable::kId, .pk = ""}));
  EXPECT_THAT(ExportedNames(request, "reader"), IsEmpty());
  // A position behind a restricted change does not tell that there is one.
  ListChangesRequest changes;
  changes.set_resume_token(EncodeFeedToken(service_.ledger(), {.revision = 2, .sequence = 0}));
  EXPECT_THAT(Ask(&ChangeStub::ListChanges, changes, "reader"),
              HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  EXPECT_THAT(Ask(&ChangeStub::ListChanges, changes, "secretary"), IsOk());
}

TEST_F(RestrictedTablesTest, TheHashIsThatOfAStoreWithoutThem) {
  PutBody(1);
  const auto before = Ask(&AdminStub::GetContentHash, GetContentHashRequest(), "reader");
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  for (const char* caller : {"reader", "secretary"}) {
    const auto after = Ask(&AdminStub::GetContentHash, GetContentHashRequest(), caller);
    ASSERT_THAT(after, IsOk());
    EXPECT_EQ(after->hash(), before->hash());
    EXPECT_EQ(after->resources(), 1);
  }
}

TEST_F(RestrictedTablesTest, WhatIsInUseByThemIsNotDeletedAndNoNameIsTold) {
  PutBody(1);
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  politics::v1::DeleteBodyRequest request;
  request.set_name("areas/asker/bodies/council");
  const auto deleted = service_.Call(&Politics::Stub::DeleteBody, request, "recorder");
  EXPECT_THAT(deleted, HasReason(ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_FALSE(absl::StrContains(deleted.status().ToString(), "secrets"));
  EXPECT_THAT(ErrorMetadataOf(deleted.status(), "user"), IsEmpty());
}

TEST_F(RestrictedTablesTest, TheyCannotWait) {
  PutBody(1);
  EXPECT_THAT(PutSecret(kMarker, absl::Now() + absl::Hours(1)),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(service_.ledger().ListPending(10), IsOkAndHolds(IsEmpty()));
}

TEST_F(RestrictedTablesTest, AWatchIsNotWokenByThem) {
  PutBody(1);
  changes::v1::WatchChangesRequest request;
  request.set_from_now(true);
  OpenedStream<changes::v1::WatchChangesResponse> stream(*changes_, &ChangeStub::WatchChanges,
                                                         request, "reader");
  ASSERT_TRUE(stream.Next().has_value());
  ASSERT_THAT(PutSecret(kMarker), IsOk());
  PutBody(2);
  const auto message = stream.Next();
  ASSERT_TRUE(message.has_value());
  ASSERT_THAT(message->changes(), SizeIs(1));
  EXPECT_EQ(message->changes(0).commit().revision(), 3);
}

// A damaged row, and an index entry that no row has: both have ids and words in their keys.
absl::Status DamageASecret(const std::string& data) {
  const auto store = OpenRocksDbStore(data, RocksDbOptions{});
  if (!store.ok()) return store.status();
  const std::string pk = *PrimaryKey<SecretTable>(kSecretName);
  const std::string entry = absl::StrCat("\x04", "ukjent", absl::string_view("\0", 1));
  WriteBatch batch;
  batch.Put(CurrentKey(SecretTable::kId, pk), absl::StrCat("\xff ", kMarker));
  std::string size;
  AppendUint32(static_cast<uint32_t>(entry.size()), size);
  batch.Put(IndexKey(SecretTable::kId, entry, pk), size);
  return (*store)->Write(batch);
}

TEST(DamagedRestrictedTable, IsNamedToWhoMayKnowAndCountedForOthers) {
  const TempDir directory;
  const std::string data = directory.path() + "/data";
  {
    testing::TestService<Politics> service("politics", politics::CreatePoliticsService,
                                           TablesWithSecrets(), data);
    common::v1::LocalizedText secret;
    secret.set_text(kMarker);
    ASSERT_THAT(service.ledger().Commit({.actor = "tester"},
                                        [&](Txn& txn) {
                                          return txn
                                              .Put(SecretTable::kId,
                                                   *PrimaryKey<SecretTable>(kSecretName),
                                                   EncodeBody(secret))
                                              .status();
                                        }),
                IsOk());
  }
  ASSERT_THAT(DamageASecret(data), IsOk());
  testing::TestService<Politics> service("politics", politics::CreatePoliticsService,
                                         TablesWithSecrets(), data);
  const auto admin = admin::v1::AdminService::NewStub(service.channel());
  const auto told = testing::CallUnary(*admin, &AdminStub::CheckStore,
                                       admin::v1::CheckStoreRequest(), "custodian");
  const auto blank =
      testing::CallUnary(*admin, &AdminStub::CheckStore, admin::v1::CheckStoreRequest(), "admin");
  ASSERT_THAT(told, IsOk());
  ASSERT_THAT(blank, IsOk());
  EXPECT_GE(told->finding_count(), 2);
  EXPECT_EQ(blank->finding_count(), told->finding_count());
  const std::string hex = absl::BytesToHexString("ukjent");
  const auto names_one = [&](const admin::v1::CheckStoreResponse& response) {
    return absl::StrContains(response.ShortDebugString(), hex) &&
           absl::StrContains(response.ShortDebugString(), kSecretName);
  };
  EXPECT_TRUE(names_one(*told)) << told->ShortDebugString();
  const std::string bytes = blank->SerializeAsString();
  for (const std::string& form :
       {std::string(kMarker), absl::BytesToHexString(kMarker), hex, std::string("secrets"),
        absl::BytesToHexString("council"), absl::BytesToHexString("s1")}) {
    EXPECT_FALSE(absl::StrContains(bytes, form)) << form << " " << blank->ShortDebugString();
  }
}

}  // namespace
}  // namespace tertial
