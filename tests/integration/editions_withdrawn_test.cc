// A redaction of a fact that an edition was frozen with withdraws the edition.
#include <string>

#include "services/gateway/domain/manifest.h"
#include "services/gateway/store/keys.h"
#include "services/workforce/store/keys.h"
#include "tests/integration/editions_fixture.h"

namespace tertial::gateway {
namespace {

using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using workforce::UnitTable;

class WithdrawnEditionsTest : public EditionsTest {
 protected:
  void PutUnit(const std::string& label) {
    workforce::v1::Unit unit;
    unit.set_name(unit_);
    common::v1::LocalizedText& text = *unit.add_titles();
    text.set_language("nb");
    text.set_text(label);
    ASSERT_THAT(LedgerOf("workforce")
                    .Commit({.actor = "clerk"},
                            [&](Txn& txn) { return PutResource<UnitTable>(txn, unit).status(); }),
                IsOk());
  }
  void RedactUnit() {
    ASSERT_THAT(LedgerOf("workforce")
                    .Redact({.actor = "admin", .reason = "a person"}, UnitTable::kId,
                            *PrimaryKey<UnitTable>(unit_), absl::NotFoundError("no such unit")),
                IsOk());
  }
  bool HasUnit(const std::string& id) {
    for (const v1::ManifestEntry& entry : ManifestOf(id)) {
      if (entry.name() == unit_) return true;
    }
    return false;
  }
  // Pieces of the report that are there.
  int ReportParts(const std::string& id) {
    int parts = 0;
    const ReadView view = *LedgerOf("gateway").Read();
    const auto read = ReadBelow<FrozenPartTable>(view, std::vector<std::string>{"asker", id});
    EXPECT_THAT(read, IsOk());
    for (const internal::v1::FrozenPart& part : *read) parts += IsReportPart(part.name()) ? 1 : 0;
    return parts;
  }
  void ExpectWithdrawn(const std::string& id, int64_t facts_before) {
    ASSERT_EQ(StateWhenWithdrawn(id), v1::EDITION_STATE_WITHDRAWN);
    EXPECT_THAT(GetReport(id), HasReason(ERROR_REASON_EDITION_WITHDRAWN));
    // The follower goes on to take the fact and the bytes away, the report last.
    const absl::Time deadline = absl::Now() + absl::Seconds(20);
    while (ReportParts(id) > 0 && absl::Now() < deadline) {
      LedgerOf("gateway").WaitForCommit(LedgerOf("gateway").Read()->at().revision,
                                        absl::Milliseconds(50));
    }
    const auto edition = Get(id);
    EXPECT_EQ(edition->withdrawn_for(), unit_);
    EXPECT_TRUE(edition->has_withdraw_time());
    EXPECT_THAT(edition->notices(), SizeIs(2));
    EXPECT_EQ(edition->fact_count(), facts_before - 1);
    EXPECT_THAT(ManifestOf(id), SizeIs(facts_before - 1));
    EXPECT_FALSE(HasUnit(id));
    EXPECT_THAT(Publish(id), HasReason(ERROR_REASON_EDITION_WITHDRAWN));
    EXPECT_EQ(ReportParts(id), 0);
  }

  const std::string unit_ = "areas/asker/units/somebody";
};

TEST_F(WithdrawnEditionsTest, ARedactionWithdrawsWhatHoldsTheFact) {
  Freeze("before");
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("with");
  ASSERT_TRUE(HasUnit("with"));
  ASSERT_EQ(ReportParts("with"), 1);
  RedactUnit();
  ExpectWithdrawn("with", edition.fact_count());
  EXPECT_EQ(Get("before")->state(), v1::EDITION_STATE_FROZEN);
  EXPECT_THAT(GetReport("before"), IsOk());
}

TEST_F(WithdrawnEditionsTest, WhatWasRedactedWhileNobodyFollowedIsFoundLater) {
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("annual");
  StopEditions();
  RedactUnit();
  StartEditions();
  ExpectWithdrawn("annual", edition.fact_count());
}

TEST_F(WithdrawnEditionsTest, AFactThatWasRecordedAnewAfterARedactionIsAnother) {
  PutUnit("Somebody");
  RedactUnit();
  PutUnit("Somebody else");
  const v1::Edition kept = Freeze("annual");
  ASSERT_TRUE(HasUnit("annual"));
  // Read from the beginning, as where no place is known.
  StopEditions();
  StartEditions();
  PutUnit("Somebody else again");
  const v1::Edition later = Freeze("later");
  RedactUnit();
  ExpectWithdrawn("later", later.fact_count());
  // Both held it when it was redacted the second time.
  ExpectWithdrawn("annual", kept.fact_count());
}

TEST_F(WithdrawnEditionsTest, ARedactionBeforeTheFreezeConcernsItNot) {
  PutUnit("Somebody");
  RedactUnit();
  PutUnit("Somebody else");
  Freeze("annual");
  StopEditions();
  StartEditions();
  // A redaction that is dealt with after that one tells that the feed was read so far.
  workforce::v1::Unit other;
  other.set_name("areas/asker/units/other");
  common::v1::LocalizedText& text = *other.add_titles();
  text.set_language("nb");
  text.set_text("Other");
  ASSERT_THAT(
      LedgerOf("workforce")
          .Commit({}, [&](Txn& txn) { return PutResource<UnitTable>(txn, other).status(); }),
      IsOk());
  Freeze("with-other");
  ASSERT_THAT(LedgerOf("workforce")
                  .Redact({}, UnitTable::kId, *PrimaryKey<UnitTable>(other.name()),
                          absl::NotFoundError("no such unit")),
              IsOk());
  ASSERT_EQ(StateWhenWithdrawn("with-other"), v1::EDITION_STATE_WITHDRAWN);
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_FROZEN);
  EXPECT_THAT(GetReport("annual"), IsOk());
}

TEST_F(WithdrawnEditionsTest, ARestoredStoreServesNoRedactedReport) {
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("annual");
  Backup("gateway");
  RedactUnit();
  ExpectWithdrawn("annual", edition.fact_count());
  StopEditions();
  Restore("gateway");
  StartEditions();
  EXPECT_THAT(GetReport("annual"), HasReason(ERROR_REASON_EDITION_WITHDRAWN));
  ExpectWithdrawn("annual", edition.fact_count());
}

TEST_F(WithdrawnEditionsTest, APublishedEditionThatWasWithdrawnCanBeCorrected) {
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("annual");
  ASSERT_THAT(Publish("annual"), IsOk());
  RedactUnit();
  ExpectWithdrawn("annual", edition.fact_count());
  ASSERT_THAT(Correct("annual", "annual-2"), IsOk());
  ASSERT_THAT(TryFreeze("annual-2"), IsOk());
  ASSERT_THAT(Publish("annual-2"), IsOk());
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_WITHDRAWN);
  EXPECT_EQ(Get("annual")->corrected_by(), NameOf("annual-2"));
}

}  // namespace
}  // namespace tertial::gateway
