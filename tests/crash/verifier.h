// Whether a ledger, opened again after a crash, holds what it had acknowledged.
#ifndef TERTIAL_TESTS_CRASH_VERIFIER_H_
#define TERTIAL_TESTS_CRASH_VERIFIER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/ledger/feed.h"
#include "common/ledger/ledger.h"
#include "tests/crash/workload.h"

namespace tertial::crash {

// Follows one ledger from crash to crash. What is wrong is a failure of the test that calls.
class Verifier {
 public:
  // `acks`: what was acknowledged since the last call. Every one of them is there, once, with all
  // of its rows; no other write is there by half; what the feed told since the beginning makes the
  // present rows; requests that were answered are answered again, and those that were under way can
  // be made again.
  void Verify(Ledger& ledger, const std::vector<Ack>& acks);

  // All records of the store fit together.
  static void CheckWhole(Ledger& ledger);

 private:
  using RowKey = std::pair<TableId, std::string>;

  void FollowFeed(const Ledger& ledger);
  // The changes of one commit.
  void FollowCommit(const std::vector<FeedChange>& changes);
  void CompareRows(const Ledger& ledger) const;
  void CheckAck(const Ledger& ledger, const Ack& ack) const;
  void RepeatRequests(Ledger& ledger, const std::vector<Ack>& acks);

  FeedPosition reached_;
  std::vector<FeedChange> commit_;
  std::map<RowKey, Record> replica_;
  // The writes that are there, and their revisions.
  std::map<WriteName, Revision> there_;
};

}  // namespace tertial::crash

#endif  // TERTIAL_TESTS_CRASH_VERIFIER_H_
