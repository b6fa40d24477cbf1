// Changing some persons of a register, erasing them, making their hashes anew, and who asked.
#include <filesystem>

#include "common/ledger/erasure_journal.h"
#include "common/ledger/restore.h"
#include "common/rpc/audit_rows.h"
#include "tertial/admin/v1/audit_service.grpc.pb.h"
#include "tests/integration/registers_fixture.h"

namespace tertial::workforce {
namespace {

namespace fs = std::filesystem;
using enum common::v1::ErrorReason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class RegistersOfPersons : public RegistersFixture {
 protected:
  void Backup(const std::string& directory) { ASSERT_THAT(ledger().Backup(directory), IsOk()); }
  // Loses the data directory and serves the backup, with these keys.
  void Restore(const std::string& backup, const std::string& keys) {
    service_.reset();
    fs::remove_all(data_);
    ASSERT_THAT(RestoreLedger(backup, data_, data_ + ".erasures", clock_,
                              {.service_name = "workforce", .tables = WorkforceTables()}),
                IsOk());
    Start(keys);
  }
  bool Has(const std::string& key) {
    const auto person = Find(key);
    EXPECT_THAT(person, IsOk());
    return person.ok() && person->has_value();
  }
  internal::v1::RegisterHead Head() {
    const auto present = OpenRegister(ledger(), "asker");
    EXPECT_TRUE(present.ok() && present->has_value());
    return (*present)->head;
  }
  absl::StatusOr<v1::RotatePersonKeysResponse> Rotate() {
    return Call(&RegistersStub::RotatePersonKeys, v1::RotatePersonKeysRequest());
  }
};

TEST_F(RegistersOfPersons, ReplacesTheRowsOfThePersonsThatAreNamed) {
  MustUpload({PositionOf("P1", "a", "60"), PositionOf("P1", "b", "40"), PositionOf("P2", "b")});
  const auto response =
      Upload({PositionOf("P1", "b", "80"), SickLeaveOf("P1", "2024-03-01", "2024-03-20"),
              PositionOf("P3", "late", "100", "2024-01-01")},
             PersonsOptions());
  ASSERT_THAT(response, IsOk());
  EXPECT_TRUE(response->summary().applied());
  EXPECT_EQ(response->state().generation(), 1);
  EXPECT_EQ(response->state().changes(), 1);
  EXPECT_EQ(Head().state().persons(), 3);
  EXPECT_EQ(Head().state().positions(), 3);
  EXPECT_EQ(Head().state().absences(), 1);
  EXPECT_THAT(Head().units(), ::testing::UnorderedElementsAre("a", "b", "late"));
  const auto person = Find("P1");
  ASSERT_TRUE(person.ok() && person->has_value());
  ASSERT_THAT((*person)->positions, SizeIs(1));
  EXPECT_EQ((*person)->positions[0].percent, 8'000u);
  EXPECT_THAT((*person)->absences, SizeIs(1));
  ExpectSound();
}

TEST_F(RegistersOfPersons, AreOfTheRegisterAsItIs) {
  EXPECT_THAT(Upload({PositionOf("P1", "a")}, PersonsOptions()),
              HasReason(ERROR_REASON_REGISTER_NOT_FOUND));
  MustUpload({PositionOf("P1", "a")});
  v1::UploadOptions options = PersonsOptions();
  options.set_extract_date("2024-12-30");
  EXPECT_THAT(Upload({PositionOf("P1", "a")}, options),
              HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  RegisterRows rows;
  for (int i = 0; i < 1001; ++i) rows.push_back(PositionOf(absl::StrCat("P", i), "a"));
  EXPECT_THAT(Upload(rows, PersonsOptions()), HasReason(ERROR_REASON_IMPORT_TOO_LARGE));
  rows.pop_back();
  rows[5].mutable_position()->set_percent("0");
  const auto response = Upload(rows, PersonsOptions());
  ASSERT_THAT(response, IsOk());
  EXPECT_FALSE(response->summary().applied());
  EXPECT_EQ(response->summary().refused(), 1);
  EXPECT_EQ(response->state().changes(), 0);
  EXPECT_THAT(Persons(), SizeIs(1));
}

TEST_F(RegistersOfPersons, ErasesEveryByteOfAPerson) {
  const std::string key = "erased-person-17";
  RegisterRows rows = {PositionOf(key, "a", "53.57"),
                       SickLeaveOf(key, "2024-03-01", "2024-03-20", "33.33")};
  for (int i = 1; i < 300; ++i) rows.push_back(PositionOf(absl::StrCat("P", i), "b"));
  MustUpload(rows);
  // Keys in files are told by how they differ from the one before: their beginning may be left out.
  const std::string hash = Keys()->Hash("asker", key, 1).substr(4);
  const std::string record = EncodePerson(**Find(key));
  ASSERT_NE(RowsWith(hash), 0u);
  ASSERT_NE(RowsWith(record), 0u);
  EXPECT_THAT(Erase(key, "asked to be"), IsOk());
  EXPECT_FALSE(Has(key));
  EXPECT_TRUE(Has("P2"));
  EXPECT_EQ(Head().state().persons(), 299);
  EXPECT_EQ(Head().state().changes(), 1);
  EXPECT_EQ(RowsWith(hash), 0u) << "also in the keys of expiries";
  EXPECT_EQ(RowsWith(record), 0u);
  Backup(directory_.path() + "/backup");
  for (const std::string& bytes : {hash, record, key}) {
    EXPECT_EQ(FilesWith(data_, bytes), "");
    EXPECT_EQ(FilesWith(directory_.path() + "/backup", bytes), "");
  }
  EXPECT_EQ(FilesWith(directory_.path(), key), "") << "also not in the journal";
  ExpectSound();
}

TEST_F(RegistersOfPersons, AnswersTheSameForWhoIsNotThere) {
  MustUpload({PositionOf("P1", "a"), PositionOf("P2", "a")});
  const auto there = Erase("P1");
  const auto never = Erase("P999");
  ASSERT_THAT(there, IsOk());
  ASSERT_THAT(never, IsOk());
  EXPECT_EQ(there->SerializeAsString(), never->SerializeAsString());
  EXPECT_EQ(Head().state().changes(), 2);
  v1::ErasePersonRequest elsewhere;
  elsewhere.set_area("areas/3201");
  elsewhere.set_person_key("P1");
  EXPECT_THAT(Call(&RegistersStub::ErasePerson, elsewhere), IsOk());
}

TEST_F(RegistersOfPersons, AreNotErasedByANumberOrWithOneInTheReason) {
  MustUpload({PositionOf("P1", "a")});
  EXPECT_THAT(Erase(""), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(Erase("01017000027"), HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
  EXPECT_THAT(Erase("P1", "asked by 01017000027 today"),
              HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
  EXPECT_THAT(Erase("P1", "P1 asked"), HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
  EXPECT_THAT(Erase("P1", std::string(501, 'x')), HasReason(ERROR_REASON_INVALID_TEXT));
  EXPECT_TRUE(Has("P1"));
}

// An upload that had begun would have put the person back, and its staged rows had been on disk
// until it ended.
TEST_F(RegistersOfPersons, AreNotBroughtBackByAnUploadThatHadBegun) {
  const std::unique_ptr<Stream> slow = BeginSlowUpload();
  const std::string hash = Keys()->Hash("asker", "S17", 1).substr(4);
  EXPECT_THAT(Erase("S17"), IsOk());
  EXPECT_EQ(FilesWith(data_, hash), "");
  v1::UploadRegisterRequest last;
  *last.add_rows() = PositionOf("S17", "b");
  last.set_end_of_rows(true);
  slow->writer->Write(last);
  EXPECT_THAT(slow->Finish(), HasReason(ERROR_REASON_UPLOAD_OVERTAKEN));
  EXPECT_EQ(CountRows(kPersonTable), 0u);
  EXPECT_EQ(CountRows(kStagedTable), 0u);
  EXPECT_EQ(FilesWith(data_, hash), "");
}

TEST_F(RegistersOfPersons, StayErasedWhenABackupIsRestored) {
  MustUpload({PositionOf("P1", "a"), PositionOf("P2", "a")});
  const std::string backup = directory_.path() + "/backup";
  Backup(backup);
  // The keys are rotated, and the person is erased under the new hash.
  const std::string both = absl::StrCat(kFirstKey, kSecondKey);
  Start(both);
  ASSERT_THAT(Rotate(), IsOk());
  ASSERT_THAT(Erase("P1"), IsOk());
  Restore(backup, both);
  EXPECT_EQ(Head().key_fingerprints_size(), 1) << "the backup is older than the rotation";
  EXPECT_FALSE(Has("P1"));
  EXPECT_TRUE(Has("P2"));
  EXPECT_EQ(FilesWith(data_, Keys()->Hash("asker", "P1", 1)), "");
  // It goes on from there.
  ASSERT_THAT(Rotate(), IsOk());
  EXPECT_TRUE(Has("P2"));
  ExpectSound();
}

TEST_F(RegistersOfPersons, AreKeptUnderHashesOfTheNewestKey) {
  MustUpload({PositionOf("P1", "a"), PositionOf("P2", "b")});
  const StoredPersons before = Persons();
  Start(absl::StrCat(kFirstKey, kSecondKey));
  EXPECT_TRUE(Has("P1")) << "as long as they are not rotated, by the first key";
  const auto rotated = Rotate();
  ASSERT_THAT(rotated, IsOk());
  EXPECT_EQ(rotated->person_keys(), 2);
  EXPECT_EQ(Head().state().person_keys(), 2);
  EXPECT_EQ(Head().state().generation(), 1);
  EXPECT_TRUE(Has("P1"));
  EXPECT_THAT(Persons(), SizeIs(2));
  EXPECT_EQ(CountRows(kPersonTable), 2u) << "the old hashes are gone";
  for (const auto& [hash, record] : before) EXPECT_EQ(FilesWith(data_, hash), "");
  EXPECT_THAT(Rotate(), IsOk()) << "again, with nothing to do";
  MustUpload({PositionOf("P1", "b")}, PersonsOptions());
  EXPECT_EQ(CountRows(kPersonTable), 2u);
  // Without the second key nothing is found any more.
  Start(kFirstKey);
  EXPECT_THAT(Upload({PositionOf("P1", "b")}, PersonsOptions()),
              HasReason(ERROR_REASON_PERSON_KEYS_MISSING));
}

TEST_F(RegistersOfPersons, AreRotatedWholeOrNotAtAllWhereverTheStoreFails) {
  MustUpload({PositionOf("P1", "a"), PositionOf("P2", "b")});
  const std::string both = absl::StrCat(kFirstKey, kSecondKey);
  Start(both);
  for (int write = 1; write < 10 && Head().key_fingerprints_size() == 1; ++write) {
    faults_->FailWritesFrom(write);
    (void)Rotate();
    Start(both);
    EXPECT_TRUE(Has("P1"));
    EXPECT_TRUE(Has("P2"));
    EXPECT_EQ(CountRows(kPersonTable), 2u);
  }
  EXPECT_EQ(Head().key_fingerprints_size(), 2);
  ExpectSound();
}

TEST_F(RegistersOfPersons, ArePurgedWhenTheirRetentionHasEnded) {
  v1::UploadOptions options = ReplaceOptions();
  options.set_retention_months(1);
  MustUpload({PositionOf("P1", "a"), PositionOf("P2", "a")}, options);
  clock_.Advance(absl::Hours(24 * 20));
  MustUpload({PositionOf("P2", "b")}, PersonsOptions());
  clock_.Advance(absl::Hours(24 * 10));
  EXPECT_FALSE(Has("P1"));
  EXPECT_TRUE(Has("P2"));
  ASSERT_THAT(ledger().DoDueWork(), IsOk());
  EXPECT_EQ(CountRows(kPersonTable), 1u);
  clock_.Advance(absl::Hours(24 * 800));
  EXPECT_THAT(State(), HasReason(ERROR_REASON_REGISTER_NOT_FOUND));
}

TEST_F(RegistersOfPersons, NotesWhoAskedBeforeItAnswers) {
  MustUpload({PositionOf("P1", "a")});
  EXPECT_THAT(State(), IsOk());
  clock_.Advance(absl::Seconds(1));
  v1::QueryFiguresRequest query;
  query.set_area("areas/asker");
  query.set_period("2024-12-31");
  query.set_by_sex(true);
  EXPECT_THAT(Call(&RegistersStub::QueryFigures, query, "personnel"), IsOk());
  const auto accesses = Call(&RegistersStub::ListAccesses, v1::ListAccessesRequest(), "auditor");
  ASSERT_THAT(accesses, IsOk());
  ASSERT_EQ(accesses->accesses_size(), 2);
  EXPECT_EQ(accesses->accesses(0).method(), "tertial.workforce.v1.RegistersService/QueryFigures");
  EXPECT_EQ(accesses->accesses(0).caller(), "personnel");
  EXPECT_EQ(accesses->accesses(0).slice().SerializeAsString(), query.SerializeAsString());
  EXPECT_EQ(accesses->accesses(1).method(),
            "tertial.workforce.v1.RegistersService/GetRegisterState");
  // No record, no answer.
  faults_->FailWritesFrom(1);
  EXPECT_THAT(State(), Not(IsOk()));
  EXPECT_THAT(Call(&RegistersStub::QueryFigures, query, "personnel"), Not(IsOk()));
}

TEST_F(RegistersOfPersons, TellsAccessesPageByPage) {
  MustUpload({PositionOf("P1", "a")});
  for (int i = 0; i < 5; ++i) {
    ASSERT_THAT(State(), IsOk());
    clock_.Advance(absl::Seconds(1));
  }
  v1::ListAccessesRequest request;
  request.set_page_size(2);
  std::vector<int64_t> seconds;
  do {
    const auto page = Call(&RegistersStub::ListAccesses, request, "auditor");
    ASSERT_THAT(page, IsOk());
    for (const auto& access : page->accesses()) seconds.push_back(access.time().seconds());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(seconds, SizeIs(5));
  EXPECT_TRUE(std::is_sorted(seconds.rbegin(), seconds.rend()));
  request.set_page_token("x");
  EXPECT_THAT(Call(&RegistersStub::ListAccesses, request, "auditor"),
              HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(Call(&RegistersStub::ListAccesses, request, "auditor"),
              HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
}

// Reads were noted in a table of the service's own before there was one trail for all services.
TEST_F(RegistersOfPersons, TellsAccessesOfBeforeBehindThoseOfTheTrail) {
  MustUpload({PositionOf("P1", "a")});
  const absl::Time before = clock_.Now();
  for (int i = 0; i < 2; ++i) {
    internal::v1::AccessRecord old;
    *old.mutable_access()->mutable_time() = EncodeTimestamp(before + absl::Seconds(i));
    old.mutable_access()->set_caller(absl::StrCat("old-", i));
    old.mutable_access()->mutable_slice()->set_area("areas/asker");
    ASSERT_THAT(ledger().Commit({},
                                [&](Txn& txn) {
                                  txn.PutPrivate(kAccessTable,
                                                 AuditKey(before + absl::Seconds(i), 0),
                                                 old.SerializeAsString(), before + absl::Hours(24));
                                  return absl::OkStatus();
                                }),
                IsOk());
  }
  clock_.Advance(absl::Minutes(1));
  ASSERT_THAT(State(), IsOk());
  clock_.Advance(absl::Minutes(1));
  ASSERT_THAT(State(), IsOk());
  for (const int page_size : {1, 2, 3, 4, 5}) {
    v1::ListAccessesRequest request;
    request.set_page_size(page_size);
    std::vector<std::string> callers;
    do {
      const auto page = Call(&RegistersStub::ListAccesses, request, "auditor");
      ASSERT_THAT(page, IsOk());
      for (const v1::Access& access : page->accesses()) {
        EXPECT_EQ(access.slice().area(), "areas/asker");
        callers.push_back(access.caller());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_THAT(callers, ElementsAre("personnel", "personnel", "old-1", "old-0")) << page_size;
  }
}

TEST_F(RegistersOfPersons, StandInTheAuditTrailWithoutTheirKeys) {
  MustUpload({PositionOf("P1-of-nobody", "a")});
  clock_.Advance(absl::Seconds(1));
  v1::QueryFiguresRequest query;
  query.set_area("areas/asker");
  query.set_period("2024-12-31");
  ASSERT_THAT(Call(&RegistersStub::QueryFigures, query, "personnel"), IsOk());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(Call(&RegistersStub::QueryFigures, query, "recorder"),
              HasReason(ERROR_REASON_ROLE_MISSING));
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(Erase("P1-of-nobody", "she asked for it"), IsOk());
  clock_.Advance(absl::Seconds(1));
  Start(absl::StrCat(kFirstKey, kSecondKey));
  ASSERT_THAT(Rotate(), IsOk());
  clock_.Advance(absl::Seconds(1));
  grpc::ClientContext context;
  testing::PrepareContext(context, "auditor");
  const auto stub = tertial::admin::v1::AuditService::NewStub(service_->channel());
  const auto reader = stub->ExportAudit(&context, tertial::admin::v1::ExportAuditRequest());
  tertial::admin::v1::ExportAuditResponse response;
  ASSERT_TRUE(reader->Read(&response));
  std::vector<std::string> told;
  for (const tertial::admin::v1::AuditRecord& record : response.records()) {
    EXPECT_FALSE(absl::StrContains(record.SerializeAsString(), "of-nobody"));
    // The units were recorded with commits.
    if (record.revision() > 0) continue;
    EXPECT_EQ(record.peer(), "127.0.0.1");
    told.push_back(absl::StrCat(
        tertial::admin::v1::AuditKind_Name(record.kind()), " ", record.caller(), " ",
        record.method().substr(record.method().rfind('/') + 1), " ",
        absl::StrJoin(record.names(), " "), record.why().empty() ? "" : ": ", record.why()));
    v1::QueryFiguresRequest asked;
    if (record.request().UnpackTo(&asked)) {
      EXPECT_EQ(asked.SerializeAsString(), query.SerializeAsString());
    }
  }
  EXPECT_THAT(told, ElementsAre("AUDIT_KIND_WRITE recorder UploadRegister areas/asker",
                                "AUDIT_KIND_READ personnel QueryFigures areas/asker",
                                "AUDIT_KIND_REFUSAL recorder QueryFigures ",
                                "AUDIT_KIND_WRITE admin ErasePerson areas/asker: she asked for it",
                                "AUDIT_KIND_WRITE admin RotatePersonKeys areas/asker"));
}

}  // namespace
}  // namespace tertial::workforce
