#include "tests/bench/embedded_writers.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/table.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"
#include "services/indicators/store/keys.h"
#include "tests/bench/generated_rows.h"

namespace tertial::bench {
namespace {

using indicators::ObservationTable;

struct Order {
  int threads;
  int64_t first;
  int64_t nanoseconds;
};
struct Outcome {
  bool ok;
  int64_t writes;
  int64_t nanoseconds;
};

// The row that the ledger keeps of the correction `write`.
absl::Status PutCorrection(KeyValueStore& store, int64_t write) {
  const indicators::v1::Observation observation = GeneratedCorrection(write);
  const absl::StatusOr<std::string> pk = PrimaryKey<ObservationTable>(observation.name());
  if (!pk.ok()) return pk.status();
  WriteBatch batch;
  const std::string body = EncodeResource(observation);
  batch.Put(CurrentKey(ObservationTable::kId, *pk),
            EncodeEnvelope({RowState::kLive, write + 1, body}));
  return store.Write(batch);
}

Outcome Follow(KeyValueStore& store, const Order& order) {
  const absl::Duration begun = SystemClock().Monotonic();
  const absl::Duration end = begun + absl::Nanoseconds(order.nanoseconds);
  std::atomic<int64_t> next = order.first;
  std::atomic<bool> ok = true;
  std::vector<std::thread> threads;
  for (int i = 0; i < order.threads; ++i) {
    threads.emplace_back([&] {
      while (ok && SystemClock().Monotonic() < end) {
        if (!PutCorrection(store, next++).ok()) ok = false;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return {ok, next - order.first, absl::ToInt64Nanoseconds(SystemClock().Monotonic() - begun)};
}

int BecomeWriters(const std::string& directory, int from_parent, int to_parent) {
  const absl::StatusOr<std::unique_ptr<KeyValueStore>> store = OpenRocksDbStore(directory);
  if (!store.ok()) return 1;
  Order order;
  while (ReadAll(from_parent, &order, sizeof(order))) {
    const Outcome outcome = Follow(**store, order);
    if (!WriteAll(to_parent, &outcome, sizeof(outcome))) return 1;
  }
  return 0;
}

}  // namespace

absl::StatusOr<EmbeddedWriters> EmbeddedWriters::Fork(const std::string& directory) {
  absl::StatusOr<ForkedProcess> process = ForkedProcess::Fork([&](int from_parent, int to_parent) {
    return BecomeWriters(directory, from_parent, to_parent);
  });
  if (!process.ok()) return process.status();
  return EmbeddedWriters(*std::move(process));
}

absl::StatusOr<LoadResult> EmbeddedWriters::Run(int threads, int64_t first,
                                                absl::Duration duration) {
  const Order order{threads, first, absl::ToInt64Nanoseconds(duration)};
  Outcome outcome;
  if (!process_.Send(&order, sizeof(order)) || !process_.Receive(&outcome, sizeof(outcome)) ||
      !outcome.ok) {
    return absl::UnavailableError("the embedded writers fail");
  }
  return LoadResult{outcome.writes, absl::Nanoseconds(outcome.nanoseconds)};
}

}  // namespace tertial::bench
