#include "common/ledger/table.h"

#include <string>
#include <vector>

#include "tertial/common/internal/v1/ledger.pb.h"
#include "tertial/common/v1/area.pb.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using common::v1::Area;

struct AreaTable {
  using Message = Area;
  static constexpr TableId kId = 1;
  static constexpr absl::string_view kPattern = "areas/{area}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_AREA_NOT_FOUND;
};

// Stands for a resource below an area.
struct GoalTable {
  using Message = Area;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern = "areas/{area}/goals/{goal}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_GOAL_NOT_FOUND;
};

Area Named(const std::string& name, const std::string& parent = "") {
  Area area;
  area.set_name(name);
  area.set_parent(parent);
  return area;
}

template <typename T>
std::vector<std::string> NamesOf(const RecordReader& reader,
                                 const std::vector<std::string>& parent_ids,
                                 absl::string_view after_pk = "") {
  std::vector<std::string> names;
  EXPECT_THAT(ScanResources<T>(reader, parent_ids, after_pk,
                               [&names](absl::string_view pk, Revision revision, const Area& area) {
                                 EXPECT_THAT(PrimaryKey<T>(area.name()),
                                             IsOkAndHolds(std::string(pk)));
                                 EXPECT_GT(revision, 0);
                                 names.push_back(area.name());
                                 return true;
                               }),
              IsOk());
  return names;
}

class ResourceTable : public LedgerFixture {
 protected:
  ResourceTable() {
    options_.tables = TableCatalog({DefineTable<AreaTable>(), DefineTable<GoalTable>()});
  }

  template <typename T>
  void PutAll(const std::vector<std::string>& names) {
    Commit([&](Txn& txn) -> absl::Status {
      for (const std::string& name : names) {
        TERTIAL_RETURN_IF_ERROR(PutResource<T>(txn, Named(name)).status());
      }
      return absl::OkStatus();
    });
  }
};

TEST_F(ResourceTable, MakesThePrimaryKeyOfTheIds) {
  EXPECT_THAT(PrimaryKey<AreaTable>("areas/asker"), IsOkAndHolds(std::string("asker\0", 6)));
  EXPECT_THAT(PrimaryKey<GoalTable>("areas/asker/goals/g1"),
              IsOkAndHolds(std::string("asker\0g1\0", 9)));
}

TEST_F(ResourceTable, RefusesANameThatDoesNotFitThePattern) {
  const auto refused = HasReason(common::v1::ERROR_REASON_INVALID_RESOURCE_NAME);
  EXPECT_THAT(PrimaryKey<GoalTable>("areas/asker"), refused);
  const ReadView view = Read();
  EXPECT_THAT(FindResource<GoalTable>(view, "areas/asker"), refused);
  EXPECT_THAT(GetResource<GoalTable>(view, ""), refused);
  EXPECT_THAT(FindResources<GoalTable>(view, std::vector<std::string>{"areas/a/goals/b", "x"}),
              refused);
  EXPECT_THAT(
      ledger_->Commit(
          {}, [](Txn& txn) { return PutResource<GoalTable>(txn, Named("areas/asker")).status(); }),
      refused);
  EXPECT_THAT(ledger_->Commit(
                  {}, [](Txn& txn) { return DeleteResource<GoalTable>(txn, "areas/a").status(); }),
              refused);
}

TEST_F(ResourceTable, FindsWhatWasPut) {
  const Area asker = Named("areas/asker", "areas/akershus");
  Commit([&](Txn& txn) {
    EXPECT_THAT(PutResource<AreaTable>(txn, asker), IsOkAndHolds(PutOutcome::kInserted));
    EXPECT_THAT(PutResource<AreaTable>(txn, asker), IsOkAndHolds(PutOutcome::kUnchanged));
    const auto found = FindResource<AreaTable>(txn, "areas/asker");
    EXPECT_THAT(found, IsOk());
    EXPECT_EQ((*found)->parent(), "areas/akershus");
    return absl::OkStatus();
  });
  const ReadView view = Read();
  const auto found = FindResource<AreaTable>(view, "areas/asker");
  ASSERT_THAT(found, IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->SerializeAsString(), asker.SerializeAsString());
  const auto absent = FindResource<AreaTable>(view, "areas/oslo");
  ASSERT_THAT(absent, IsOk());
  EXPECT_FALSE(absent->has_value());
}

TEST_F(ResourceTable, FindsManyInTheOrderAsked) {
  PutAll<GoalTable>({"areas/asker/goals/g1", "areas/asker/goals/g2"});
  const auto found = FindResources<GoalTable>(
      Read(), std::vector<std::string>{"areas/asker/goals/g2", "areas/asker/goals/g9",
                                       "areas/asker/goals/g1"});
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->size(), 3u);
  EXPECT_EQ((*found)[0]->name(), "areas/asker/goals/g2");
  EXPECT_FALSE((*found)[1].has_value());
  EXPECT_EQ((*found)[2]->name(), "areas/asker/goals/g1");
}

TEST_F(ResourceTable, NamesTheKindOfResourceThatIsNotThere) {
  PutAll<GoalTable>({"areas/asker/goals/g1"});
  EXPECT_THAT(GetResource<GoalTable>(Read(), "areas/asker/goals/g1"), IsOk());
  const auto absent = GetResource<GoalTable>(Read(), "areas/asker/goals/g2");
  EXPECT_THAT(absent, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(absent, HasReason(common::v1::ERROR_REASON_GOAL_NOT_FOUND));
  EXPECT_THAT(GetResource<AreaTable>(Read(), "areas/asker"),
              HasReason(common::v1::ERROR_REASON_AREA_NOT_FOUND));
}

TEST_F(ResourceTable, ScansTheResourcesOfOneParentOnly) {
  PutAll<GoalTable>({"areas/ask/goals/g9", "areas/asker/goals/g1", "areas/asker/goals/g10",
                     "areas/asker/goals/g2", "areas/asker2/goals/g1"});
  PutAll<AreaTable>({"areas/asker"});
  const ReadView view = Read();
  EXPECT_THAT(NamesOf<GoalTable>(view, {"asker"}),
              ::testing::ElementsAre("areas/asker/goals/g1", "areas/asker/goals/g10",
                                     "areas/asker/goals/g2"));
  EXPECT_THAT(NamesOf<GoalTable>(view, {"asker"}, *PrimaryKey<GoalTable>("areas/asker/goals/g1")),
              ::testing::ElementsAre("areas/asker/goals/g10", "areas/asker/goals/g2"));
  EXPECT_THAT(NamesOf<GoalTable>(view, {"as"}), ::testing::IsEmpty());
  EXPECT_EQ(NamesOf<GoalTable>(view, {}).size(), 5u);
}

TEST_F(ResourceTable, EndsAScanWhenTheVisitorSaysSo) {
  PutAll<AreaTable>({"areas/a", "areas/b", "areas/c"});
  int visited = 0;
  EXPECT_THAT(
      ScanResources<AreaTable>(
          Read(), {}, "", [&](absl::string_view, Revision, const Area&) { return ++visited < 2; }),
      IsOk());
  EXPECT_EQ(visited, 2);
}

TEST_F(ResourceTable, Deletes) {
  PutAll<AreaTable>({"areas/a"});
  Commit([](Txn& txn) {
    EXPECT_THAT(DeleteResource<AreaTable>(txn, "areas/b"), IsOkAndHolds(false));
    EXPECT_THAT(DeleteResource<AreaTable>(txn, "areas/a"), IsOkAndHolds(true));
    return absl::OkStatus();
  });
  EXPECT_THAT(NamesOf<AreaTable>(Read(), {}), ::testing::IsEmpty());
}

TEST_F(ResourceTable, NamesTheAreaOfAResourceBelowOneInTheSummaryOfTheCommit) {
  Commit([](Txn& txn) {
    EXPECT_THAT(PutResource<AreaTable>(txn, Named("areas/oslo")), IsOk());
    EXPECT_THAT(PutResource<GoalTable>(txn, Named("areas/asker/goals/g1")), IsOk());
    return absl::OkStatus();
  });
  common::internal::v1::Commit record;
  ASSERT_TRUE(record.ParseFromString(**RawStore()->Get(CommitKey(1))));
  ASSERT_EQ(record.touched_size(), 2);
  EXPECT_EQ(record.touched(0).table(), AreaTable::kId);
  EXPECT_THAT(record.touched(0).areas(), ::testing::ElementsAre("oslo"));
  EXPECT_EQ(record.touched(1).table(), GoalTable::kId);
  EXPECT_THAT(record.touched(1).areas(), ::testing::ElementsAre("asker"));
}

TEST_F(ResourceTable, TellsABodyThatIsNoMessage) {
  Commit([](Txn& txn) {
    return txn.Put(AreaTable::kId, *PrimaryKey<AreaTable>("areas/a"), "\xff\xff").status();
  });
  const ReadView view = Read();
  const auto damaged = HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED);
  EXPECT_THAT(FindResource<AreaTable>(view, "areas/a"), damaged);
  EXPECT_THAT(FindResources<AreaTable>(view, std::vector<std::string>{"areas/a"}), damaged);
  EXPECT_THAT(ScanResources<AreaTable>(
                  view, {}, "", [](absl::string_view, Revision, const Area&) { return true; }),
              damaged);
}

}  // namespace
}  // namespace tertial
