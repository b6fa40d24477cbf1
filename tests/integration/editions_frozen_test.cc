// What is frozen stays: fifty facts are changed at random over all four services, everything is
// restarted, and restored from copies; the bytes are the same, and the fifty are told.
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/types/sha256.h"
#include "tests/integration/editions_fixture.h"

namespace tertial::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kChanges = 50;

// What a test did to a fact.
struct Change {
  std::string service;
  changes::v1::ChangeType type = changes::v1::CHANGE_TYPE_REVISED;
  std::string before;
  std::string after;
  std::string reason;
};

struct Row {
  TableId table = 0;
  std::string pk;
  std::string name;
  std::string body;
};

// The first cell that the message holds.
common::v1::Cell* CellOf(Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->is_repeated() || field->message_type() != common::v1::Cell::descriptor()) continue;
    return static_cast<common::v1::Cell*>(message.GetReflection()->MutableMessage(&message, field));
  }
  return nullptr;
}

class FrozenEditionsTest : public EditionsTest {
 protected:
  // The rows of a service that hold a cell and nothing refers to.
  std::vector<Row> RowsWithCells(const std::string& service) {
    std::vector<Row> rows;
    const ReadView view = *LedgerOf(service).Read();
    for (const TableDefinition& table : tables_.at(service).tables()) {
      const absl::Status scanned =
          view.Scan(table.id, "", "", [&](absl::string_view pk, Revision, absl::string_view body) {
            const std::unique_ptr<Message> message(table.prototype->New());
            if (!message->ParseFromString(std::string(body)) || CellOf(*message) == nullptr) {
              return true;
            }
            // Facts of other areas are in the manifest only where the report names them.
            if (tables_.at(service).AreaOf(table.id, pk) != "asker") return true;
            rows.push_back({table.id, std::string(pk), tables_.at(service).NameOf(table.id, pk),
                            std::string(body)});
            return true;
          });
      EXPECT_THAT(scanned, IsOk());
    }
    return rows;
  }

  void Put(const std::string& service, const Row& row, const std::string& body,
           const std::string& reason) {
    ASSERT_THAT(LedgerOf(service).Commit(
                    {.actor = "clerk", .reason = reason},
                    [&](Txn& txn) { return txn.Put(row.table, row.pk, body).status(); }),
                IsOk());
  }
  void Delete(const std::string& service, const Row& row, const std::string& reason) {
    ASSERT_THAT(
        LedgerOf(service).Commit({.actor = "clerk", .reason = reason},
                                 [&](Txn& txn) { return txn.Delete(row.table, row.pk).status(); }),
        IsOk());
  }

  // The row with another value, a gap, a footnote more, or deleted: one after the other.
  Change ChangeOne(const std::string& service, const Row& row, int number) {
    Change change{
        .service = service, .before = row.body, .reason = absl::StrCat("change ", number)};
    if (number % 4 == 2) {
      change.type = changes::v1::CHANGE_TYPE_DELETED;
      Delete(service, row, change.reason);
      return change;
    }
    const std::unique_ptr<Message> message(tables_.at(service).Find(row.table)->prototype->New());
    EXPECT_TRUE(message->ParseFromString(row.body));
    common::v1::Cell& cell = *CellOf(*message);
    if (number % 4 == 0) {
      cell.set_value(absl::StrCat(1000 + number));
    } else if (number % 4 == 1 && cell.has_value()) {
      cell.set_missing(common::v1::MISSING_REASON_DATA_LACKING);
    } else {
      common::v1::LocalizedText& text = *cell.add_footnotes()->add_texts();
      text.set_language("nb");
      text.set_text(absl::StrCat("Note ", number));
    }
    change.after = EncodeBody(*message);
    Put(service, row, change.after, change.reason);
    return change;
  }

  // Fifty rows of all services, chosen at random; beside each some others are written as they are,
  // or deleted and written again.
  std::map<std::string, Change> ChangeFifty() {
    std::mt19937 random(20240);
    std::map<std::string, Change> changes;
    const std::vector<std::string> services = {"indicators", "workforce", "politics", "climate"};
    std::map<std::string, std::vector<Row>> rows;
    for (const std::string& service : services) {
      rows[service] = RowsWithCells(service);
      std::shuffle(rows[service].begin(), rows[service].end(), random);
    }
    for (int number = 0; number < kChanges; ++number) {
      const std::string& service = services[number % services.size()];
      std::vector<Row>& left = rows[service];
      EXPECT_FALSE(left.empty()) << service;
      if (left.empty()) break;
      const Row row = left.back();
      left.pop_back();
      changes[row.name] = ChangeOne(service, row, number);
      if (left.size() < 30) continue;
      const Row same = left.back();
      left.pop_back();
      if (number % 2 == 0) {
        Put(service, same, same.body, "written again");
      } else {
        Delete(service, same, "taken away");
        Put(service, same, same.body, "put back");
      }
    }
    return changes;
  }

  // Whether the comparison tells `changes` and nothing else.
  void ExpectTold(const v1::DiffEditionsResponse& diff,
                  const std::map<std::string, Change>& changes) {
    EXPECT_EQ(diff.difference_count(), static_cast<int64_t>(changes.size()));
    EXPECT_THAT(diff.incomplete(), IsEmpty());
    std::set<std::string> told;
    for (const v1::FactDifference& difference : diff.differences()) {
      SCOPED_TRACE(difference.name());
      told.insert(difference.name());
      const auto change = changes.find(difference.name());
      ASSERT_NE(change, changes.end());
      EXPECT_EQ(difference.service(), change->second.service);
      EXPECT_EQ(difference.type(), change->second.type);
      EXPECT_EQ(difference.before().value(), change->second.before);
      EXPECT_EQ(difference.after().value(), change->second.after);
      EXPECT_EQ(difference.actor(), "clerk");
      EXPECT_EQ(difference.reason(), change->second.reason);
      EXPECT_GT(difference.after_revision(), difference.before_revision());
      EXPECT_TRUE(difference.has_commit_time());
      EXPECT_FALSE(difference.fields().empty());
    }
    EXPECT_THAT(told, SizeIs(changes.size()));
  }

  void ExpectAsFrozen(const v1::Edition& edition, const std::string& id, const std::string& bytes) {
    const auto report = GetReport(id);
    ASSERT_THAT(report, IsOk());
    EXPECT_TRUE(report->report() == bytes);
    EXPECT_EQ(absl::BytesToHexString(Sha256Of(report->report())), edition.report_sha256());
  }
};

TEST_F(FrozenEditionsTest, FiftyChangesAreToldAndTheBytesStay) {
  LoadTheExample();
  const v1::Edition edition = Freeze("annual-2024");
  EXPECT_EQ(edition.state(), v1::EDITION_STATE_FROZEN);
  EXPECT_THAT(edition.sections(), SizeIs(5));
  EXPECT_GT(edition.fact_count(), 1000);
  const auto first = GetReport("annual-2024");
  ASSERT_THAT(first, IsOk());
  const std::string bytes = first->report();
  EXPECT_EQ(static_cast<int64_t>(bytes.size()), edition.report_bytes());
  v1::Report report;
  ASSERT_TRUE(report.ParseFromString(bytes));
  EXPECT_EQ(report.indicators().cells().measured(), 282);
  EXPECT_THAT(ManifestOf("annual-2024", 97), SizeIs(edition.fact_count()));
  Backup("gateway");

  const std::map<std::string, Change> changes = ChangeFifty();
  ASSERT_THAT(changes, SizeIs(kChanges));
  ExpectAsFrozen(edition, "annual-2024", bytes);
  const auto diff = Diff("annual-2024", "", 7);
  ASSERT_THAT(diff, IsOk());
  ExpectTold(*diff, changes);
  EXPECT_EQ(diff->unchanged_count() + kChanges, edition.fact_count());

  const v1::Edition second = Freeze("annual-2024-again");
  EXPECT_NE(second.report_sha256(), edition.report_sha256());
  const auto between = Diff("annual-2024", "annual-2024-again");
  ASSERT_THAT(between, IsOk());
  ExpectTold(*between, changes);

  RestartAll();
  ExpectAsFrozen(edition, "annual-2024", bytes);
  EXPECT_THAT(Get("annual-2024")->etag(), edition.etag());
  ExpectTold(*Diff("annual-2024"), changes);

  // Each service from a copy, and the editions from one that was made before all of this.
  for (const auto& [name, service] : services_) Backup(name);
  StopEditions();
  for (const char* const name : {"indicators", "workforce", "politics", "climate", "gateway"}) {
    Restore(name);
  }
  StartEditions();
  ExpectAsFrozen(edition, "annual-2024", bytes);
  ExpectTold(*Diff("annual-2024"), changes);
  EXPECT_THAT(Get("annual-2024-again"), HasReason(common::v1::ERROR_REASON_EDITION_NOT_FOUND));
}

TEST_F(FrozenEditionsTest, WhatIsFrozenIsOneStateOfAServiceThatIsBeingWritten) {
  LoadTheExample();
  const Row row = RowsWithCells("indicators").front();
  const std::jthread writer([&](const std::stop_token& stop) {
    for (int number = 0; !stop.stop_requested(); ++number) {
      const std::unique_ptr<Message> message(
          tables_.at("indicators").Find(row.table)->prototype->New());
      ASSERT_TRUE(message->ParseFromString(row.body));
      CellOf(*message)->set_value(absl::StrCat(number));
      Put("indicators", row, EncodeBody(*message), "busy");
    }
  });
  for (const char* const id : {"one", "two", "three", "four", "five"}) {
    const v1::Edition edition = Freeze(id);
    ASSERT_THAT(edition.sections(), SizeIs(5));
    const common::v1::ReadPoint& read_at = edition.sections(0).read_at();
    EXPECT_EQ(read_at.revision(), edition.sections(1).read_at().revision());
    bool is_there = false;
    for (const v1::ManifestEntry& entry : ManifestOf(id)) {
      if (entry.service() == "indicators") EXPECT_LE(entry.revision(), read_at.revision());
      // Every commit changes it.
      if (entry.name() != row.name) continue;
      EXPECT_EQ(entry.revision(), read_at.revision());
      is_there = true;
    }
    EXPECT_TRUE(is_there) << row.name;
  }
}

TEST_F(FrozenEditionsTest, AServiceThatLostWhatWasFrozenLeavesTheBytesAndSaysWhatItKnows) {
  LoadTheExample();
  Backup("workforce");
  const std::vector<Row> rows = RowsWithCells("workforce");
  const Change change = ChangeOne("workforce", rows.front(), 0);
  const v1::Edition edition = Freeze("annual-2024");
  const std::string bytes = GetReport("annual-2024")->report();
  StopEditions();
  Restore("workforce");
  StartEditions();
  ExpectAsFrozen(edition, "annual-2024", bytes);
  const auto diff = Diff("annual-2024");
  ASSERT_THAT(diff, IsOk());
  ASSERT_THAT(diff->differences(), SizeIs(1));
  const v1::FactDifference& difference = diff->differences(0);
  EXPECT_EQ(difference.name(), rows.front().name);
  EXPECT_EQ(difference.type(), changes::v1::CHANGE_TYPE_REVISED);
  EXPECT_FALSE(difference.has_before());
  EXPECT_EQ(difference.after().value(), change.before);
}

}  // namespace
}  // namespace tertial::gateway
