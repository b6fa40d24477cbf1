// Imports of a run: whole, given up, and broken off.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/bulk_import.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/ledger_model/run.h"
#include "tests/testing/status_matchers.h"

namespace tertial::ledger_model {
namespace {

std::string AnswerOf(const ImportCounts& counts) {
  return absl::StrCat(counts.inserted, " ", counts.revised, " ", counts.unchanged);
}

absl::Time WholeMicros(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

}  // namespace

std::vector<ModelRun::Line> ModelRun::AnyLines() {
  std::vector<Line> lines;
  const bool large = chance_.OneIn(25);
  const int count = large ? 10 : chance_.Below(25);
  for (int64_t number = 1; number <= count; ++number) {
    const RowKey row = AnyRow();
    std::string body = AnyBody(row);
    // Several batches of rows behind head.
    if (large) body = BodyOf(row, AnyWord(chance_), 250'000);
    lines.push_back({row, number, std::move(body), chance_.OneIn(6)});
  }
  return lines;
}

absl::Status ModelRun::CheckLines(BulkImport& import, std::vector<Line>& lines) {
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.row < b.row; });
  size_t next = 0;
  std::set<int64_t> taken_out;
  // The row as it will be after the import, as far as is known while a line is checked.
  const auto seen = [&](const RowKey& row) -> std::optional<std::string> {
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
      if (line->row == row && !taken_out.contains(line->number)) return line->body;
    }
    const Version* const version = model_.FindVersion(row, model_.head());
    if (version == nullptr || !version->live()) return std::nullopt;
    return version->body;
  };
  const absl::Status checked = import.Check([&](const RecordReader& reader,
                                                const StagedRowView& view) {
    EXPECT_LT(next, lines.size());
    if (next >= lines.size()) return true;
    const Line& line = lines[next];
    EXPECT_EQ(view.table, line.row.table);
    EXPECT_EQ(view.pk, line.row.pk);
    EXPECT_EQ(view.body, line.body);
    EXPECT_EQ(view.row, line.number);
    size_t first = next++;
    while (first > 0 && lines[first - 1].row == line.row) --first;
    EXPECT_EQ(view.duplicate_of,
              &lines[first] == &line ? std::nullopt : std::optional<int64_t>(lines[first].number));
    if (chance_.OneIn(4)) {
      const RowKey row = AnyRow();
      const std::optional<std::string> expected = seen(row);
      const auto found = reader.Find(row.table, row.pk);
      EXPECT_THAT(found, IsOk());
      EXPECT_EQ(found->has_value() ? std::optional<std::string>((*found)->body) : std::nullopt,
                expected);
      LiveRows rows = model_.RowsAt(row.table, model_.head());
      for (const Line& other : lines) {
        if (other.row.table != row.table || taken_out.contains(other.number)) continue;
        rows[other.row.pk] = Record{model_.head() + 1, other.body};
      }
      CompareScan(reader, row.table, rows, "", "");
    }
    if (line.refused) taken_out.insert(line.number);
    return !line.refused;
  });
  if (checked.ok()) EXPECT_EQ(next, lines.size());
  std::erase_if(lines, [](const Line& line) { return line.refused; });
  return checked;
}

Changes ModelRun::PutsOf(const std::vector<Line>& lines) {
  Changes puts;
  for (const Line& line : lines) puts[line.row] = line.body;
  return puts;
}

void ModelRun::Import() {
  std::vector<Line> lines = AnyLines();
  auto import = ledger_->BeginImport();
  for (const Line& line : lines) {
    ASSERT_THAT(import->Stage(line.row.table, line.row.pk, line.body, line.number), IsOk());
  }
  ASSERT_THAT(CheckLines(*import, lines), IsOk());
  CheckHead();
  switch (chance_.Below(8)) {
    case 0:  // It is given up.
      break;
    case 1:  // The process ends first.
      faults_->FailWritesFrom(1);
      import.reset();
      faults_->Heal();
      return chance_.OneIn(2) ? Restart() : LosePower();
    case 2:
    case 3:
      ImportWithFault(*import, lines);
      import.reset();
      // What could not be undone is undone when the ledger is opened again.
      if (!ledger_->Health().ok()) return Restart();
      break;
    default:
      CommitImport(*import, lines);
      break;
  }
  import.reset();
  CheckHead();
}

absl::StatusOr<CommitResult> ModelRun::CallCommitImport(BulkImport& import,
                                                        std::vector<Line>& lines,
                                                        const CommitInfo& info, int& rechecks) {
  return import.Commit(info, AnswerOf, [&]() -> absl::Status {
    ++rechecks;
    return CheckLines(import, lines);
  });
}

absl::StatusOr<CommitResult> ModelRun::ApplyImport(const std::vector<Line>& lines,
                                                   const CommitInfo& info) {
  const auto answered = model_.answered().find({info.actor, info.request_id});
  if (!info.request_id.empty() && answered != model_.answered().end() &&
      answered->second.expiry > Now()) {
    if (answered->second.fingerprint != info.fingerprint) return RequestIdReused(info.request_id);
    CommitResult replay = answered->second.result;
    replay.replayed = true;
    return replay;
  }
  const Changes puts = PutsOf(lines);
  CommitResult result;
  const ImportCounts counts = model_.Count(puts);
  result.answer = AnswerOf(counts);
  if (info.publish_at > Now()) {
    // What is staged waits, whether it changes something now or not.
    if (counts.changes() > 0) {
      Waiting waiting{"", WholeMicros(info.publish_at), info.actor, info.reason, puts, {}};
      for (const Line& line : lines) waiting.rows.insert(line.row);
      model_.AddWaiting(std::move(waiting));
    }
  } else if (counts.changes() > 0) {
    model_.Commit(model_.Effective(puts), info, /*released=*/false);
    result.committed = true;
  }
  result.at.revision = model_.head();
  if (!info.request_id.empty()) {
    model_.answered()[{info.actor, info.request_id}] = {info.fingerprint, result, 0,
                                                        WholeMicros(Now() + absl::Hours(24))};
  }
  return result;
}

void ModelRun::CommitImport(BulkImport& import, std::vector<Line>& lines) {
  CommitInfo info = AnyInfo();
  // A request that was made before, now and then.
  if (!past_requests_.empty() && chance_.OneIn(8)) info = chance_.Pick(past_requests_).info;
  const Revision checked = model_.head();
  if (chance_.OneIn(3)) Write();
  model_.ReleaseDue(Now());
  const bool moved = model_.head() != checked;
  int rechecks = 0;
  const auto result = CallCommitImport(import, lines, info, rechecks);
  const auto expected = ApplyImport(lines, info);
  CheckHead();
  if (!expected.ok()) {
    EXPECT_EQ(result.status(), expected.status());
    return;
  }
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(rechecks, moved && !expected->replayed ? 1 : 0);
  EXPECT_EQ(result->committed, expected->committed);
  EXPECT_EQ(result->replayed, expected->replayed);
  EXPECT_EQ(result->answer, expected->answer);
  EXPECT_EQ(result->at.revision, expected->at.revision);
  EXPECT_EQ(result->at.commit_time, model_.TimeOf(expected->at.revision));
}

void ModelRun::ImportWithFault(BulkImport& import, std::vector<Line>& lines) {
  // The fault is to hit this import, and no write that was waiting.
  if (!model_.waiting().empty() &&
      model_.waiting().front().release <= std::max(Now(), clock_.Now())) {
    return;
  }
  const CommitInfo info = AnyInfo();
  const Changes effective = model_.Effective(PutsOf(lines));
  const bool waits = info.publish_at > Now() && !effective.empty();
  const int kind = chance_.Below(3);
  const int nth = 1 + chance_.Below(4);
  if (kind == 0) faults_->FailWrite(nth);
  if (kind == 1) faults_->FailAfterWrite(nth);
  if (kind == 2) faults_->FailWritesFrom(nth);
  const int64_t failed = faults_->failed_writes();
  int rechecks = 0;
  const auto result = CallCommitImport(import, lines, info, rechecks);
  EXPECT_EQ(rechecks, 0);
  const bool hit = faults_->failed_writes() > failed;
  faults_->Heal();
  bool applied = !hit;
  if (hit) {
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable));
    if (kind == 1 && !effective.empty() && !waits) {
      const auto view = ledger_->Read();
      ASSERT_THAT(view, IsOk());
      applied = view->at().revision > model_.head();
    } else {
      applied = kind == 1;
    }
  } else {
    EXPECT_THAT(result, IsOk());
  }
  if (applied) EXPECT_THAT(ApplyImport(lines, info), IsOk());
  CheckHead();
}

}  // namespace tertial::ledger_model
