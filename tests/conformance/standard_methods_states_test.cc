// as_of: every read of every earlier state, and the states that are not.
#include <string>
#include <utility>
#include <vector>

#include "common/ledger/read_point.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using enum common::v1::ErrorReason;
using enum common::v1::Outcome;

AsOf AtTime(const ReadPoint& point) {
  AsOf as_of;
  *as_of.mutable_time() = point.commit_time();
  return as_of;
}

AsOf AtRevision(const ReadPoint& point) {
  AsOf as_of;
  as_of.set_revision(point.revision());
  as_of.set_epoch(point.epoch());
  return as_of;
}

TEST_P(StandardMethods, AnEarlierStateIsReadByRevisionAndByInstant) {
  Recorded(1);
  const std::vector<std::string> before = ListedNames();
  const Resource resource = Ready(0);
  const ReadPoint absent_at = Head();
  const auto created = client().Create(resource);
  ASSERT_THAT(created, IsOk());
  const auto updated = client().Update(Changed(resource, 1));
  ASSERT_THAT(updated, IsOk());
  const auto deleted = client().Delete(resource.name());
  ASSERT_THAT(deleted, IsOk());
  const auto again = client().Create(Changed(resource, 2));
  ASSERT_THAT(again, IsOk());

  const std::pair<ReadPoint, Resource> states[] = {{absent_at, Resource()},
                                                   {created->result.at(), created->resource},
                                                   {updated->result.at(), updated->resource},
                                                   {deleted->result.at(), Resource()},
                                                   {again->result.at(), again->resource}};
  for (const auto& [point, expected] : states) {
    for (const AsOf& as_of : {AtRevision(point), AtTime(point), At(point)}) {
      SCOPED_TRACE(as_of.ShortDebugString());
      const auto read = client().Get(resource.name(), as_of);
      const auto batch = client().BatchGet({resource.name()}, as_of);
      const auto listed = ListAll(100, as_of);
      ASSERT_THAT(batch, IsOk());
      ASSERT_THAT(listed, IsOk());
      EXPECT_EQ(batch->read_at.SerializeAsString(), point.SerializeAsString());
      EXPECT_EQ(batch->results[0].resource, expected);
      if (expected.has_value()) {
        ASSERT_THAT(read, IsOk());
        EXPECT_EQ(read->resource, expected);
        EXPECT_EQ(read->read_at.SerializeAsString(), point.SerializeAsString());
        EXPECT_EQ(batch->results[0].outcome, OUTCOME_FOUND);
        EXPECT_THAT(*listed, ::testing::Contains(expected));
      } else {
        EXPECT_THAT(read, IsNotFound(kind().not_found));
        EXPECT_NE(batch->results[0].outcome, OUTCOME_FOUND);
        EXPECT_EQ(NamesOf(*listed), before);
      }
    }
  }
}

TEST_P(StandardMethods, AnInstantBetweenTwoCommitsIsTheStateOfTheFirst) {
  const auto created = client().Create(Ready(0));
  ASSERT_THAT(created, IsOk());
  const std::string name = created->resource.name();
  const auto updated = client().Update(Changed(created->resource, 1));
  ASSERT_THAT(updated, IsOk());
  AsOf just_before;
  *just_before.mutable_time() =
      EncodeTimestamp(DecodeTimestamp(updated->result.at().commit_time()) - absl::Microseconds(1));
  const auto read = client().Get(name, just_before);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->resource, created->resource);
}

TEST_P(StandardMethods, TheEmptyStoreIsAStateAsWell) {
  const Resource recorded = Recorded(0);
  EXPECT_THAT(client().Get(recorded.name(), At(0)), IsNotFound(kind().not_found));
  EXPECT_THAT(ListedNames(At(0)), ::testing::IsEmpty());
  const auto batch = client().BatchGet({recorded.name()}, At(0));
  ASSERT_THAT(batch, IsOk());
  EXPECT_EQ(batch->results[0].outcome, OUTCOME_UNKNOWN_ID);
  EXPECT_EQ(batch->read_at.revision(), 0);
  EXPECT_FALSE(batch->read_at.has_commit_time());
}

TEST_P(StandardMethods, AStateThatIsNotIsRefusedByEveryRead) {
  const Resource recorded = Recorded(0);
  std::vector<std::pair<AsOf, ErrorReason>> states(6);
  states[0].first.set_revision(-1);
  states[0].second = ERROR_REASON_REVISION_UNKNOWN;
  states[1].first.set_revision(Head().revision() + 1);
  states[1].second = ERROR_REASON_REVISION_IN_FUTURE;
  states[2].first.mutable_time()->set_seconds(1);
  states[2].second = ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT;
  states[3].first.mutable_time()->set_seconds(253'402'300'799);  // the end of the year 9999
  states[3].second = ERROR_REASON_AS_OF_IN_FUTURE;
  states[4].first.set_revision(1);
  states[4].first.set_epoch("0123456789abcdef");
  states[4].second = ERROR_REASON_TOKEN_OF_OTHER_EPOCH;
  states[5].first.set_epoch("made up");
  states[5].second = ERROR_REASON_TOKEN_OF_OTHER_EPOCH;
  for (const auto& [as_of, reason] : states) {
    SCOPED_TRACE(as_of.ShortDebugString());
    EXPECT_THAT(client().Get(recorded.name(), as_of), IsInvalid(reason));
    EXPECT_THAT(client().List({.parent = Parent(), .as_of = as_of}), IsInvalid(reason));
    EXPECT_THAT(client().BatchGet({recorded.name()}, as_of), IsInvalid(reason));
  }
}

}  // namespace
}  // namespace tertial::conformance
