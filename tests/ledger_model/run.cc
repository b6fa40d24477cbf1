#include "tests/ledger_model/run.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/ledger/store_check.h"
#include "common/ledger/table_catalog.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/common/v1/area.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial::ledger_model {
namespace {

// Areas, and rows of each.
constexpr int kAreas = 2;
constexpr int kRowsEach = 5;
constexpr int kWords = 6;

TableCatalog Catalog() {
  const auto table = [](TableId id, absl::string_view pattern) {
    return TableDefinition{.id = id,
                           .pattern = ResourceNamePattern(pattern),
                           .not_found = common::v1::ERROR_REASON_AREA_NOT_FOUND,
                           .prototype = &common::v1::Area::default_instance()};
  };
  std::vector<TableDefinition> tables = {table(kGoals, "areas/{area}/goals/{goal}"),
                                         table(kPlans, "plans/{plan}/parts/{part}"),
                                         table(kNotes, "areas/{area}/notes/{note}")};
  tables.back().index = [](absl::string_view, absl::string_view body,
                           std::vector<std::string>& entries) {
    for (const std::string& word : WordsOf(body)) entries.push_back(WordEntry(word));
  };
  tables.back().covering = NotesByNote();
  return TableCatalog(std::move(tables));
}

absl::Time WholeMicros(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

}  // namespace

const CoveringIndex& NotesByNote() {
  static const CoveringIndex& index =
      *new CoveringIndex{.order = {1, 0}, .part = [](absl::string_view body) {
                           return FieldsOf(body, {common::v1::Area::kParentFieldNumber});
                         }};
  return index;
}

std::string WordEntry(absl::string_view word) {
  std::string entry;
  AppendUint8(1, entry);
  EXPECT_THAT(AppendTextId(word, entry), IsOk());
  return entry;
}

std::string BodyOf(const RowKey& row, const std::string& words, size_t filler) {
  static const TableCatalog& tables = *new TableCatalog(Catalog());
  common::v1::Area area;
  area.set_name(tables.NameOf(row.table, row.pk));
  area.set_parent(words);
  area.set_valid_from(std::string(filler, '.'));
  return area.SerializeAsString();
}

std::vector<std::string> WordsOf(absl::string_view body) {
  common::v1::Area area;
  EXPECT_TRUE(area.ParseFromArray(body.data(), static_cast<int>(body.size())));
  return absl::StrSplit(area.parent(), ' ', absl::SkipEmpty());
}

std::string AreaOf(const RowKey& row) {
  if (row.table == kPlans) return "";
  absl::string_view pk = row.pk;
  return std::string(*ConsumeTextId(pk));
}

ModelRun::ModelRun(uint64_t seed) : chance_(seed) { Open(); }

ModelRun::~ModelRun() { ledger_.reset(); }

void ModelRun::OpenLedger() {
  RocksDbOptions rocksdb;
  rocksdb.env = disk_.env();
  auto store = OpenRocksDbStore(directory_.path(), rocksdb);
  ASSERT_THAT(store, IsOk());
  LedgerOptions options;
  options.service_name = "model";
  options.tables = Catalog();
  auto ledger =
      Ledger::Open(std::make_unique<FaultyStore>(*std::move(store), faults_), clock_, options);
  ASSERT_THAT(ledger, IsOk());
  ledger_ = *std::move(ledger);
}

void ModelRun::StartAnew() {
  jumped_ = absl::ZeroDuration();
  last_read_ = absl::InfinitePast();
  model_.ReleaseDue(Now());
  CheckHead();
}

void ModelRun::Open() {
  OpenLedger();
  if (ledger_ != nullptr) StartAnew();
}

void ModelRun::Restart() {
  ledger_.reset();
  Open();
}

void ModelRun::Crash() {
  disk_.Freeze();
  ledger_.reset();
  if (chance_.OneIn(2)) {
    disk_.DropUnsynced();
  } else {
    disk_.DropSomeUnsynced(static_cast<uint32_t>(chance_.Below(1'000'000)));
  }
}

void ModelRun::LosePower() {
  Crash();
  Open();
  if (ledger_ != nullptr && chance_.OneIn(4)) CheckStoreIsWhole();
}

void ModelRun::Advance() {
  static const std::vector<absl::Duration>& steps = *new std::vector<absl::Duration>{
      absl::Nanoseconds(300), absl::Microseconds(1), absl::Milliseconds(7), absl::Seconds(1),
      absl::Seconds(50),      absl::Minutes(10),     absl::Hours(5)};
  clock_.Advance(chance_.Pick(steps));
}

void ModelRun::Jump() {
  const absl::Duration by = absl::Hours(1 + chance_.Below(48)) * (chance_.OneIn(2) ? 1 : -1);
  clock_.Set(clock_.Now() + by);
  jumped_ += by;
  EXPECT_EQ(ledger_->Now(), Now());
}

void ModelRun::DoDueWork() {
  model_.ReleaseDue(Now());
  EXPECT_THAT(ledger_->DoDueWork(), IsOk());
  model_.Forget(Now());
  CheckHead();
}

void ModelRun::SettleTimes() {
  for (; timed_ < model_.head(); ++timed_) {
    const Revision revision = timed_ + 1;
    const auto view = ledger_->Read(AsOf::At(revision));
    ASSERT_THAT(view, IsOk());
    const absl::Time time = view->at().commit_time;
    const absl::Time earlier = std::max(model_.TimeOf(timed_), WholeMicros(last_read_));
    EXPECT_GT(time, earlier) << "of commit " << revision;
    EXPECT_GE(time, WholeMicros(Now())) << "of commit " << revision;
    EXPECT_LE(time, std::max(earlier, Now()) + absl::Milliseconds(1)) << "of commit " << revision;
    model_.SetTime(revision, time);
  }
}

void ModelRun::CheckHead() {
  SettleTimes();
  const auto view = ledger_->Read();
  ASSERT_THAT(view, IsOk());
  ASSERT_EQ(view->at().revision, model_.head());
  EXPECT_EQ(view->at().commit_time, model_.TimeOf(model_.head()));
  for (const TableId table : Tables()) {
    CompareScan(*view, table, model_.RowsAt(table, model_.head()), "", "");
  }
  EXPECT_EQ(ledger_->WaitForCommit(model_.head() - 1, absl::ZeroDuration()), model_.head());
  const auto waiting = ledger_->ListPending(SIZE_MAX);
  ASSERT_THAT(waiting, IsOk());
  ASSERT_EQ(waiting->size(), model_.waiting().size());
  for (size_t i = 0; i < waiting->size(); ++i) {
    const PendingRelease& write = (*waiting)[i];
    // The ledger gives the ids.
    if (model_.waiting()[i].id.empty()) model_.SetWaitingId(i, write.id);
    const Waiting& expected = model_.waiting()[i];
    EXPECT_EQ(write.id, expected.id);
    EXPECT_EQ(write.publish_at, expected.release);
    EXPECT_EQ(write.actor, expected.actor);
    EXPECT_EQ(write.reason, expected.reason);
    EXPECT_EQ(write.rows, static_cast<int64_t>(expected.rows.size()));
  }
}

void ModelRun::CheckStoreIsWhole() {
  const auto check = CheckStore(*ledger_, 10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  for (const StoreFinding& finding : check->findings) {
    ADD_FAILURE() << finding.name << ": " << finding.description;
  }
}

RowKey ModelRun::AnyRow() {
  const TableId table = chance_.Pick(Tables());
  const std::vector<std::string> ids = {absl::StrCat("a", chance_.Below(kAreas)),
                                        absl::StrCat(chance_.Below(kRowsEach))};
  return {table, *EncodePrimaryKey(ids)};
}

std::string ModelRun::AnyWord(Chance& chance) { return absl::StrCat("w", chance.Below(kWords)); }

std::string ModelRun::AnyBody(const RowKey& row) {
  std::string words = AnyWord(chance_);
  if (row.table == kNotes && chance_.OneIn(2)) absl::StrAppend(&words, " ", AnyWord(chance_));
  return BodyOf(row, words);
}

std::string ModelRun::AnyPrefix() {
  if (chance_.OneIn(2)) return "";
  return *EncodePrimaryKey(std::vector<std::string>{absl::StrCat("a", chance_.Below(kAreas))});
}

CommitInfo ModelRun::AnyInfo() {
  CommitInfo info{.actor = chance_.OneIn(2) ? "kari" : "ola",
                  .reason = absl::StrCat("reason ", chance_.Below(100))};
  if (chance_.OneIn(4)) {
    info.request_id = absl::StrCat("r", ++next_request_);
    info.fingerprint = absl::StrCat("f", next_request_);
  }
  if (chance_.OneIn(8)) {
    info.publish_at = Now() + absl::Seconds(chance_.Below(7'200) - 600);
  }
  return info;
}

void ModelRun::Step() {
  struct Operation {
    const char* name;
    int weight;
    void (ModelRun::*make)();
  };
  static constexpr Operation kOperations[] = {
      {"write", 300, &ModelRun::Write},
      {"write, store fails", 10, &ModelRun::WriteWithFault},
      {"write, power lost", 2, &ModelRun::WriteAndLosePower},
      {"repeat of a request", 40, &ModelRun::Repeat},
      {"try", 20, &ModelRun::Try},
      {"redact", 4, &ModelRun::Redact},
      {"cancel", 15, &ModelRun::Cancel},
      {"import", 40, &ModelRun::Import},
      {"read private rows", 40, &ModelRun::ReadPrivate},
      {"read a state", 200, &ModelRun::ReadState},
      {"read refused", 20, &ModelRun::ReadRefused},
      {"read a page", 120, &ModelRun::ReadPage},
      {"read versions", 40, &ModelRun::ReadVersionsOfARow},
      {"follow the feed", 60, &ModelRun::FollowFeed},
      {"read filtered feed", 20, &ModelRun::ReadFilteredFeed},
      {"advance the clock", 60, &ModelRun::Advance},
      {"the clock jumps", 8, &ModelRun::Jump},
      {"due work", 8, &ModelRun::DoDueWork},
      {"restart", 4, &ModelRun::Restart},
      {"power lost", 3, &ModelRun::LosePower},
  };
  static const int total = [] {
    int sum = 0;
    for (const Operation& operation : kOperations) sum += operation.weight;
    return sum;
  }();
  int drawn = chance_.Below(total);
  for (const Operation& operation : kOperations) {
    drawn -= operation.weight;
    if (drawn >= 0) continue;
    SCOPED_TRACE(operation.name);
    ++made_[operation.name];
    (this->*operation.make)();
    return;
  }
}

void ModelRun::Finish() {
  SCOPED_TRACE("at the end");
  CheckHead();
  CheckStoreIsWhole();
  replica_ = {};
  FollowFeed();
  for (int i = 0; i < 200 && !::testing::Test::HasFailure(); ++i) ReadState();
}

}  // namespace tertial::ledger_model
