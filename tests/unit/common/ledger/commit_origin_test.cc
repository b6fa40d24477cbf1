// Where a write came from: kept with its commit, whichever way it was made.
#include <string>

#include "absl/strings/escaping.h"
#include "common/ledger/feed.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/common/ledger/import_fixture.h"

namespace tertial {
namespace {

using common::internal::v1::Origin;
using google::protobuf::util::MessageDifferencer;
using CommitRecord = common::internal::v1::Commit;

Origin FromKari() {
  Origin origin;
  origin.set_peer("10.0.3.7");
  origin.set_method("tertial.indicators.v1.IndicatorsService/CreateGoal");
  origin.set_identified_by("spiffe://asker/kari");
  origin.set_trace_id("4bf92f3577b34da6a3ce929d0e0e4736");
  origin.set_request_id("r1");
  return origin;
}

class CommitOrigin : public ImportFixture {
 protected:
  CommitInfo InfoOf(const std::string& actor) {
    return {.actor = actor, .origin = FromKari(), .reason = "because"};
  }
  CommitRecord NewestRecord() {
    const ReadView view = Read();
    const auto record = ReadCommit(view.snapshot(), view.at().revision);
    EXPECT_THAT(record, IsOk());
    return *record;
  }
  void ExpectKaris(const CommitRecord& record) {
    EXPECT_EQ(record.actor(), "kari");
    EXPECT_TRUE(MessageDifferencer::Equals(record.origin(), FromKari())) << record.DebugString();
  }
};

TEST_F(CommitOrigin, IsKeptWithAWrite) {
  Commit([&](Txn& txn) { return txn.Put(kTable, Pk("x/a"), "a").status(); }, InfoOf("kari"));
  ExpectKaris(NewestRecord());
  Reopen();
  ExpectKaris(NewestRecord());
}

TEST_F(CommitOrigin, IsKeptWithAnImport) {
  const auto import = Staged({{"x/a", "a"}});
  ASSERT_THAT(CheckAll(*import), IsOk());
  ASSERT_THAT(CommitImport(*import, InfoOf("kari")), IsOk());
  ExpectKaris(NewestRecord());
}

TEST_F(CommitOrigin, IsKeptWithARedaction) {
  Put("x/a", "a");
  ASSERT_THAT(ledger_->Redact(InfoOf("kari"), kTable, Pk("x/a"), absl::NotFoundError("")), IsOk());
  ExpectKaris(NewestRecord());
}

TEST_F(CommitOrigin, OfAWriteThatWaitedIsWhereItWasAskedFor) {
  CommitInfo info = InfoOf("kari");
  info.publish_at = clock_.Now() + absl::Hours(1);
  Commit([&](Txn& txn) { return txn.Put(kTable, Pk("x/a"), "a").status(); }, info);
  Reopen();
  clock_.Advance(absl::Hours(2));
  // Another's write makes what is due before its own.
  Put("x/b", "b");
  const auto released = ReadCommit(Read().snapshot(), 1);
  ASSERT_THAT(released, IsOk());
  EXPECT_TRUE(released->released());
  ExpectKaris(*released);
  EXPECT_EQ(NewestRecord().actor(), "tester");
}

TEST_F(CommitOrigin, IsNotSetOfWhatAServiceWritesByItself) {
  Put("x/a", "a");
  EXPECT_FALSE(NewestRecord().has_origin());
}

// Bytes as they were stored, made with protoc --encode: schema 1 (0.1.0), schemas 2 to 4 before
// origins were kept, and with one.
constexpr char kOfSchema1[] =
    "0a0608808ca8b6061203636c691a0762656361757365220272312a0b080310011a0561736b6572";
constexpr char kWithoutOrigin[] =
    "0a0608808ca8b6061203636c691a0762656361757365220272312a0b080310011a0561736b65723001";
constexpr char kWithOrigin[] =
    "0a0608808ca8b6061203636c691a0762656361757365220272312a0b080310011a0561736b65723001426e0a08"
    "31302e302e332e3712327465727469616c2e696e64696361746f72732e76312e496e64696361746f727353657276"
    "6963652f437265617465476f616c1a086e616d653a636c6922203462663932663335373762333464613661336365"
    "3932396430653065343733362a027231";

CommitRecord Parsed(const std::string& hex) {
  CommitRecord record;
  EXPECT_TRUE(record.ParseFromString(absl::HexStringToBytes(hex)));
  return record;
}

TEST(CommitRecords, OfThePastAreReadAsTheyWere) {
  for (const char* const stored : {kOfSchema1, kWithoutOrigin}) {
    const CommitRecord record = Parsed(stored);
    EXPECT_EQ(record.actor(), "cli");
    EXPECT_EQ(record.reason(), "because");
    EXPECT_EQ(record.request_id(), "r1");
    ASSERT_EQ(record.touched_size(), 1);
    EXPECT_EQ(record.touched(0).areas(0), "asker");
    EXPECT_FALSE(record.has_origin());
    EXPECT_EQ(absl::BytesToHexString(record.SerializeAsString()), stored);
  }
}

TEST(CommitRecords, HaveGoldenBytes) {
  CommitRecord record = Parsed(kWithoutOrigin);
  *record.mutable_origin() = FromKari();
  record.mutable_origin()->set_identified_by("name:cli");
  EXPECT_EQ(absl::BytesToHexString(record.SerializeAsString()), kWithOrigin);
  EXPECT_TRUE(MessageDifferencer::Equals(Parsed(kWithOrigin), record));
}

}  // namespace
}  // namespace tertial
