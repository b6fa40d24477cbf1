#include "common/rpc/audit_export.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/ledger/store_check.h"
#include "common/rpc/access_log.h"
#include "common/rpc/audit_rows.h"
#include "common/rpc/limits.h"
#include "common/rpc/origin.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "tertial/common/internal/v1/access.pb.h"
#include "tertial/common/v1/area.pb.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using admin::v1::AuditRecord;
using admin::v1::ExportAuditRequest;
using admin::v1::ExportAuditResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum admin::v1::AuditKind;
using enum common::v1::ErrorReason;

constexpr char kMethod[] = "tertial.politics.v1.ExemptContentService/GetExemptContent";

CallContext CallBy(const std::string& caller, const std::string& method = kMethod) {
  CallContext call;
  call.method = method;
  call.caller.name = caller;
  call.identified_by = absl::StrCat("name:", caller);
  call.peer = "10.0.3.7";
  call.request_id = "r1";
  call.trace = NewTrace();
  call.deadline = absl::InfiniteFuture();
  return call;
}

// "WRITE kari areas/asker/goals/a".
std::string TextOf(const AuditRecord& record) {
  return absl::StrCat(admin::v1::AuditKind_Name(record.kind()).substr(sizeof("AUDIT_KIND_") - 1),
                      " ", record.caller(), record.names().empty() ? "" : " ",
                      absl::StrJoin(record.names(), " "));
}

class Audit : public LedgerFixture {
 protected:
  void SetUp() override {
    LedgerFixture::SetUp();
    OpenRefusals();
  }
  void TearDown() override { refusals_.reset(); }
  void OpenRefusals() {
    refusals_ = std::make_unique<RefusalLog>(
        areas_, [this] { return ledger_->Now(); }, StoreRefusals(*ledger_), absl::Hours(1));
  }

  // Something on record at each of these; the clock goes on before each.
  void Write(const std::string& caller, const std::string& path) {
    clock_.Advance(absl::Seconds(1));
    Commit(
        [&](Txn& txn) { return txn.Put(kTable, Pk(path), caller).status(); },
        {.actor = caller, .origin = OriginOf(CallBy(caller, "x.v1.X/CreateX")), .reason = "why"});
  }
  void ReadSecret(const std::string& caller, const std::string& name) {
    clock_.Advance(absl::Seconds(1));
    ASSERT_THAT(NoteAccess(*ledger_, CallBy(caller), {name}), IsOk());
  }
  void Refuse(const std::string& caller) {
    clock_.Advance(absl::Seconds(1));
    refusals_->Note(CallBy(caller, "x.v1.X/DeleteX"), RoleMissing(caller, "ROLE_ADMIN", "x"));
  }
  void WritePrivately(const std::string& caller, const std::string& name) {
    clock_.Advance(absl::Seconds(1));
    ASSERT_THAT(NotePrivateWrite(*ledger_, CallBy(caller), {name}, "asked for it"), IsOk());
  }
  // One of each kind.
  void MakeTrail() {
    Write("kari", "asker/a");
    ReadSecret("ola", "areas/asker/cases/c");
    Refuse("per");
    WritePrivately("kari", "areas/asker");
    Write("ola", "asker/b");
  }

  absl::StatusOr<std::vector<ExportAuditResponse>> Export(const ExportAuditRequest& request,
                                                          size_t most_messages = SIZE_MAX) {
    clock_.Advance(absl::Seconds(1));
    TERTIAL_ASSIGN_OR_RETURN(
        const auto source,
        BeginAuditExport(*ledger_, *refusals_, CallBy("auditor", "audit"), request));
    std::vector<ExportAuditResponse> messages;
    while (messages.size() < most_messages) {
      ExportAuditResponse message;
      TERTIAL_ASSIGN_OR_RETURN(const SourceState state, source->Next(message));
      if (state == SourceState::kEnd) break;
      EXPECT_EQ(state, SourceState::kMessage);
      messages.push_back(std::move(message));
    }
    return messages;
  }
  std::vector<AuditRecord> Records(const ExportAuditRequest& request = {}) {
    const auto messages = Export(request);
    EXPECT_THAT(messages, IsOk());
    std::vector<AuditRecord> records;
    if (!messages.ok()) return records;
    for (const ExportAuditResponse& message : *messages) {
      records.insert(records.end(), message.records().begin(), message.records().end());
    }
    return records;
  }
  // Without the exports themselves.
  std::vector<std::string> Texts(const ExportAuditRequest& request = {}) {
    std::vector<std::string> texts;
    for (const AuditRecord& record : Records(request)) {
      if (record.caller() != "auditor") texts.push_back(TextOf(record));
    }
    return texts;
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  std::unique_ptr<RefusalLog> refusals_;
};

TEST_F(Audit, TellsEverythingInTheOrderOfTime) {
  MakeTrail();
  EXPECT_THAT(Texts(), ElementsAre("WRITE kari areas/asker/goals/a", "READ ola areas/asker/cases/c",
                                   "REFUSAL per", "WRITE kari areas/asker",
                                   "WRITE ola areas/asker/goals/b"));
}

TEST_F(Audit, TellsOfAWriteWhoFromWhereWhatAndWhy) {
  Write("kari", "asker/a");
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(1));
  const AuditRecord& record = records[0];
  EXPECT_EQ(record.kind(), AUDIT_KIND_WRITE);
  EXPECT_EQ(DecodeTimestamp(record.time()), Read().at().commit_time);
  EXPECT_EQ(record.identified_by(), "name:kari");
  EXPECT_EQ(record.peer(), "10.0.3.7");
  EXPECT_EQ(record.method(), "x.v1.X/CreateX");
  EXPECT_THAT(record.areas(), ElementsAre("asker"));
  EXPECT_EQ(record.revision(), 1);
  EXPECT_EQ(record.count(), 1);
  EXPECT_EQ(record.why(), "why");
  EXPECT_EQ(record.request_id(), "r1");
  EXPECT_THAT(record.trace_id(), SizeIs(32));
}

TEST_F(Audit, TellsOfAReadWhoFromWhereAndWhat) {
  ReadSecret("ola", "areas/asker/cases/c");
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].kind(), AUDIT_KIND_READ);
  EXPECT_EQ(records[0].identified_by(), "name:ola");
  EXPECT_EQ(records[0].peer(), "10.0.3.7");
  EXPECT_EQ(records[0].method(), kMethod);
  EXPECT_EQ(records[0].request_id(), "r1");
  EXPECT_THAT(records[0].trace_id(), SizeIs(32));
  EXPECT_EQ(records[0].count(), 1);
}

TEST_F(Audit, GoesOnFromTheTimeOfAnEntryWithThatEntry) {
  clock_.Advance(absl::Nanoseconds(789));
  MakeTrail();
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(5));
  for (const AuditRecord& record : records) {
    ExportAuditRequest request;
    *request.mutable_from() = record.time();
    EXPECT_EQ(Texts(request)[0], TextOf(record));
  }
}

TEST_F(Audit, TellsWhatWasAskedForInFullWhereItIsKept) {
  common::v1::Area asked;
  asked.set_name("areas/asker");
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(StoreAccess(*ledger_, CallBy("ola"), {"areas/asker"}, &asked), IsOk());
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(1));
  common::v1::Area told;
  ASSERT_TRUE(records[0].request().UnpackTo(&told));
  EXPECT_EQ(told.name(), "areas/asker");
}

TEST_F(Audit, TellsReadsThatWereNotedBeforeOriginsWereKept) {
  common::internal::v1::AccessRecord old;
  *old.mutable_time() = EncodeTimestamp(clock_.Now());
  old.set_caller("ola");
  old.set_method(kMethod);
  old.add_names("areas/asker/cases/c");
  Commit([&](Txn& txn) {
    PutAuditRow(txn, kAccessLogTable, clock_.Now(), old.SerializeAsString());
    return absl::OkStatus();
  });
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(TextOf(records[0]), "READ ola areas/asker/cases/c");
  EXPECT_EQ(records[0].method(), kMethod);
  EXPECT_EQ(records[0].peer(), "");
}

TEST_F(Audit, TellsWhatWasChangedWithoutACommit) {
  WritePrivately("kari", "areas/asker");
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].revision(), 0);
  EXPECT_EQ(records[0].why(), "asked for it");
  EXPECT_EQ(records[0].peer(), "10.0.3.7");
}

TEST_F(Audit, NamesTheFirstHundredChangesOfALargeWrite) {
  clock_.Advance(absl::Seconds(1));
  Commit([&](Txn& txn) {
    for (int i = 0; i < 250; ++i) {
      const auto put = txn.Put(kTable, Pk(absl::StrCat(i < 200 ? "asker/" : "oslo/", i)), "x");
      if (!put.ok()) return put.status();
    }
    return absl::OkStatus();
  });
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_THAT(records[0].names(), SizeIs(100));
  EXPECT_THAT(records[0].areas(), ElementsAre("asker", "oslo"));
  EXPECT_EQ(records[0].count(), 250);
}

TEST_F(Audit, TellsWhatIsAskedForAlone) {
  MakeTrail();
  ExportAuditRequest request;
  request.add_kinds(AUDIT_KIND_WRITE);
  EXPECT_THAT(Texts(request),
              ElementsAre("WRITE kari areas/asker/goals/a", "WRITE kari areas/asker",
                          "WRITE ola areas/asker/goals/b"));
  request.add_kinds(AUDIT_KIND_REFUSAL);
  request.set_caller("kari");
  EXPECT_THAT(Texts(request),
              ElementsAre("WRITE kari areas/asker/goals/a", "WRITE kari areas/asker"));
  request.clear_kinds();
  request.set_caller("per");
  EXPECT_THAT(Texts(request), ElementsAre("REFUSAL per"));
  request.set_caller("nobody");
  EXPECT_THAT(Texts(request), IsEmpty());
}

TEST_F(Audit, TellsOfATimeFromItsBeginningToBeforeItsEnd) {
  MakeTrail();
  const std::vector<AuditRecord> all = Records();
  ASSERT_THAT(all, SizeIs(5));
  for (size_t begin = 0; begin < all.size(); ++begin) {
    for (size_t end = begin + 1; end < all.size(); ++end) {
      ExportAuditRequest request;
      *request.mutable_from() = all[begin].time();
      *request.mutable_until() = all[end].time();
      const std::vector<AuditRecord> some = Records(request);
      ASSERT_THAT(some, SizeIs(end - begin));
      EXPECT_EQ(TextOf(some.front()), TextOf(all[begin]));
      EXPECT_EQ(TextOf(some.back()), TextOf(all[end - 1]));
    }
  }
}

TEST_F(Audit, NotesEachExport) {
  EXPECT_THAT(Records(), IsEmpty());
  const std::vector<AuditRecord> records = Records();
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].kind(), AUDIT_KIND_READ);
  EXPECT_EQ(records[0].caller(), "auditor");
  EXPECT_EQ(records[0].method(), "audit");
}

TEST_F(Audit, IsNotToldWhereThatCannotBeNoted) {
  MakeTrail();
  faults_->FailWritesFrom(1);
  EXPECT_THAT(Export({}), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(Audit, IsThereAfterARestartAndSound) {
  MakeTrail();
  const std::vector<std::string> before = Texts();
  refusals_.reset();
  Reopen();
  OpenRefusals();
  EXPECT_EQ(Texts(), before);
  const auto check = CheckStore(*ledger_, 10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  // The rows that were written are no resources, which is found as well.
  for (const StoreFinding& finding : check->findings) EXPECT_NE(finding.key.front(), kPrivateTag);
}

TEST_F(Audit, IsCheckedForDamage) {
  Refuse("per");
  ASSERT_THAT(refusals_->Flush(), IsOk());
  refusals_.reset();
  std::string key;
  std::string value;
  {
    const auto store = RawStore();
    ASSERT_THAT(
        store->Snapshot()->Scan(PrivateRange(kRefusalTable, "", ""), ScanDirection::kForward,
                                [&](absl::string_view found, absl::string_view bytes) {
                                  key = std::string(found);
                                  value = std::string(bytes);
                                  return false;
                                }),
        IsOk());
  }
  ASSERT_FALSE(value.empty());
  value.back() = static_cast<char>(value.back() ^ 1);
  PutRaw(key, value);
  OpenLedger();
  OpenRefusals();
  const auto check = CheckStore(*ledger_, 10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count, 1);
  EXPECT_THAT(Export({}), HasReason(ERROR_REASON_STORED_DATA_DAMAGED));
}

TEST_F(Audit, OfAnythingButCommitsEndsAfterTwoYears) {
  MakeTrail();
  ASSERT_THAT(refusals_->Flush(), IsOk());
  clock_.Advance(absl::Hours(24) * 366 * 2 + absl::Hours(24) * 31);
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_THAT(Texts(),
              ElementsAre("WRITE kari areas/asker/goals/a", "WRITE ola areas/asker/goals/b"));
  refusals_.reset();
  size_t rows = 0;
  EXPECT_THAT(RawStore()->Snapshot()->Scan(
                  PrivateRange(kRefusalTable, "", ""), ScanDirection::kForward,
                  [&](absl::string_view, absl::string_view) { return ++rows > 0; }),
              IsOk());
  EXPECT_EQ(rows, 0u);
  OpenLedger();
}

// More of everything than one message holds.
TEST_F(Audit, IsTheSameWhereverItIsTakenUp) {
  for (size_t i = 0; i < 3 * kMostRowsInMessage; ++i) {
    // Two commits, then a row; some at one instant.
    if (i % 5 != 0) clock_.Advance(absl::Milliseconds(1));
    if (i % 3 != 0) {
      Put("asker/a", absl::StrCat(i));
    } else {
      ASSERT_THAT(NoteAccess(*ledger_, CallBy("ola"), {absl::StrCat(i)}), IsOk());
    }
  }
  const auto whole = Export({});
  ASSERT_THAT(whole, IsOk());
  EXPECT_GT(whole->size(), 1u);
  std::vector<std::string> all;
  for (size_t i = 0; i < whole->size(); ++i) {
    const ExportAuditResponse& message = (*whole)[i];
    for (const AuditRecord& record : message.records()) all.push_back(record.ShortDebugString());
    EXPECT_EQ(message.resume_token().empty(), i + 1 == whole->size());
    EXPECT_EQ(DecodeTimestamp(message.until()), DecodeTimestamp((*whole)[0].until()));
  }
  EXPECT_THAT(all, SizeIs(3 * kMostRowsInMessage));
  std::vector<std::string> resumed;
  ExportAuditRequest request;
  absl::Time until;
  do {
    const auto one = Export(request, 1);
    ASSERT_THAT(one, IsOk());
    ASSERT_THAT(*one, SizeIs(1));
    if (resumed.empty()) until = DecodeTimestamp((*one)[0].until());
    // It ends where it was to end, however late it is taken up.
    EXPECT_EQ(DecodeTimestamp((*one)[0].until()), until);
    for (const AuditRecord& record : (*one)[0].records()) {
      if (record.caller() != "auditor") resumed.push_back(record.ShortDebugString());
    }
    request.set_resume_token((*one)[0].resume_token());
  } while (!request.resume_token().empty());
  EXPECT_EQ(resumed, all);
}

TEST_F(Audit, SaysWhereItIsThoughNothingIsWanted) {
  for (size_t i = 0; i < 2 * kMostRowsInMessage; ++i) Put("asker/a", absl::StrCat(i));
  clock_.Advance(absl::Seconds(1));
  ExportAuditRequest request;
  request.set_caller("nobody");
  const auto messages = Export(request);
  ASSERT_THAT(messages, IsOk());
  EXPECT_THAT(*messages, SizeIs(2));
  for (const ExportAuditResponse& message : *messages) EXPECT_THAT(message.records(), IsEmpty());
}

TEST_F(Audit, TokensAreForOneQueryOfOneStore) {
  for (size_t i = 0; i < 2 * kMostRowsInMessage; ++i) Put("asker/a", absl::StrCat(i));
  const auto first = Export({}, 1);
  ASSERT_THAT(first, IsOk());
  ExportAuditRequest request;
  request.set_resume_token((*first)[0].resume_token());
  ASSERT_THAT(Export(request), IsOk());
  ExportAuditRequest other = request;
  other.set_caller("kari");
  EXPECT_THAT(Export(other), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  other = request;
  other.add_kinds(AUDIT_KIND_READ);
  EXPECT_THAT(Export(other), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  other = request;
  other.mutable_from()->set_seconds(1);
  EXPECT_THAT(Export(other), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  for (const char* const text : {"x", "AAAA"}) {
    other = ExportAuditRequest();
    other.set_resume_token(text);
    EXPECT_THAT(Export(other), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  }
  refusals_.reset();
  ledger_.reset();
  directory_ = std::make_unique<TempDir>();
  OpenLedger();
  OpenRefusals();
  EXPECT_THAT(Export(request), HasReason(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

TEST_F(Audit, RefusesWhatIsNoTimeAndNoKind) {
  ExportAuditRequest request;
  request.mutable_from()->set_nanos(-1);
  EXPECT_THAT(Export(request), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  request.Clear();
  request.mutable_until()->set_seconds(int64_t{1} << 60);
  EXPECT_THAT(Export(request), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  request.Clear();
  request.mutable_from()->set_seconds(-1);
  EXPECT_THAT(Export(request), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  request.Clear();
  request.mutable_from()->set_seconds(7);
  request.mutable_until()->set_seconds(7);
  EXPECT_THAT(Export(request), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  request.Clear();
  request.add_kinds(AUDIT_KIND_UNSPECIFIED);
  EXPECT_THAT(Export(request), HasReason(ERROR_REASON_INVALID_ENUM));
  request.set_kinds(0, static_cast<admin::v1::AuditKind>(77));
  EXPECT_THAT(Export(request), HasReason(ERROR_REASON_INVALID_ENUM));
}

TEST(AuditRows, HaveGoldenKeys) {
  EXPECT_EQ(absl::BytesToHexString(AuditKey(absl::FromUnixMicros(1), 2)),
            "fffffffffffffffefffffffd");
}

}  // namespace
}  // namespace tertial
