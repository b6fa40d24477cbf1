#include "common/rpc/refusal_log.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/read_point.h"
#include "common/rpc/origin.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using admin::v1::AuditRecord;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Records = std::vector<AuditRecord>;

// What was written, and how often.
class Written {
 public:
  RefusalLog::Write Writer() {
    return [this](const Records& refusals) {
      const MutexLock lock(mutex_);
      ++attempts_;
      changed_.SignalAll();
      if (!failure_.ok()) return failure_;
      ++writes_;
      records_.insert(records_.end(), refusals.begin(), refusals.end());
      return absl::OkStatus();
    };
  }
  void FailWith(const absl::Status& failure) {
    const MutexLock lock(mutex_);
    failure_ = failure;
  }
  Records records() {
    const MutexLock lock(mutex_);
    return records_;
  }
  int writes() {
    const MutexLock lock(mutex_);
    return writes_;
  }
  int attempts() {
    const MutexLock lock(mutex_);
    return attempts_;
  }
  // Whether so many records are written, or attempts made, before half a minute has passed.
  bool WaitFor(size_t records, int attempts = 0) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const MutexLock lock(mutex_);
    while (records_.size() < records || attempts_ < attempts) {
      if (!changed_.WaitUntil(mutex_, end)) break;
    }
    return records_.size() >= records && attempts_ >= attempts;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  Records records_ ABSL_GUARDED_BY(mutex_);
  int writes_ ABSL_GUARDED_BY(mutex_) = 0;
  int attempts_ ABSL_GUARDED_BY(mutex_) = 0;
};

CallContext CallBy(const std::string& caller, const std::string& method = "x.v1.X/GetX") {
  CallContext call;
  call.method = method;
  call.caller.name = caller;
  call.identified_by = absl::StrCat("name:", caller);
  call.peer = "10.0.3.7";
  call.request_id = "r1";
  return call;
}

absl::Status Missing(absl::string_view caller) {
  return RoleMissing(caller, "ROLE_RECORDER", "x.v1.X/GetX");
}

int64_t CallsIn(const Records& records) {
  int64_t calls = 0;
  for (const AuditRecord& record : records) calls += record.count();
  return calls;
}

class Refusals : public ::testing::Test {
 protected:
  // Nothing is written by itself.
  std::unique_ptr<RefusalLog> NewLog(absl::Duration gather = absl::Hours(1)) {
    return std::make_unique<RefusalLog>(
        areas_, [this] { return clock_.Now(); }, written_.Writer(), gather);
  }
  // What is written of the refusal of `call`, which must be one entry.
  AuditRecord Noted(const CallContext& call, const absl::Status& status) {
    const auto log = NewLog();
    log->Note(call, status);
    EXPECT_THAT(log->Flush(), IsOk());
    const Records records = written_.records();
    EXPECT_THAT(records, SizeIs(1));
    return records.empty() ? AuditRecord() : records.back();
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  FakeClock clock_;
  Written written_;
};

TEST_F(Refusals, TellWhoWasRefusedWhatFromWhereAndWhy) {
  const AuditRecord record = Noted(CallBy("kari"), Missing("kari"));
  EXPECT_EQ(record.kind(), admin::v1::AUDIT_KIND_REFUSAL);
  EXPECT_EQ(DecodeTimestamp(record.time()), clock_.Now());
  EXPECT_EQ(record.caller(), "kari");
  EXPECT_EQ(record.identified_by(), "name:kari");
  EXPECT_EQ(record.peer(), "10.0.3.7");
  EXPECT_EQ(record.method(), "x.v1.X/GetX");
  EXPECT_EQ(record.code(), "PERMISSION_DENIED");
  EXPECT_EQ(record.reason(), "ROLE_MISSING");
  EXPECT_EQ(record.request_id(), "r1");
  EXPECT_EQ(record.count(), 1);
}

TEST_F(Refusals, TellWhyACallerIsNotKnownThoughItIsNotToldThat) {
  EXPECT_EQ(Noted(CallBy(""), WithHiddenCause(CallerUnknown(), "Its token has ended.")).why(),
            "Its token has ended.");
}

TEST_F(Refusals, TellTheAreaThatTheRegistryKnows) {
  EXPECT_THAT(Noted(CallBy("kari"), AreaNotPermitted("kari", "ROLE_READER", "asker")).areas(),
              ElementsAre("asker"));
}

TEST_F(Refusals, HoldNoTextThatWasWrittenForAnArea) {
  EXPECT_THAT(
      Noted(CallBy("kari"), AreaNotPermitted("kari", "ROLE_READER", "the-secret-case")).areas(),
      IsEmpty());
}

TEST_F(Refusals, AreOfUnauthenticatedAndForbiddenCallsAlone) {
  const auto log = NewLog();
  log->Note(CallBy("kari"), absl::OkStatus());
  log->Note(CallBy("kari"), DeadlineExceeded());
  log->Note(CallBy("kari"), TooManyCalls(absl::Seconds(1)));
  log->Note(CallBy("kari"), InternalError("x"));
  EXPECT_THAT(log->Flush(), IsOk());
  EXPECT_THAT(written_.records(), IsEmpty());
}

TEST_F(Refusals, KeepWhatAnUnknownCallerClaimsOnlyWhereItLooksLikeAName) {
  for (const auto& [claimed, kept] : std::vector<std::pair<std::string, std::string>>{
           {"name:kari", "name:kari"},
           {"name:indicators-2", "name:indicators-2"},
           {"spiffe://other.example/Kari", "spiffe://other.example/Kari"},
           {"dns:other.example", "dns:other.example"},
           // A token, a text, a person.
           {"name:eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJrYXJpIn0.c2ln", ""},
           {"name:Barnevernssak", ""},
           {"name:a b", ""},
           {"name:", ""},
           {absl::StrCat("name:", std::string(65, 'a')), ""},
           {"name:01129955151", ""},
           {"token:https://id.example|01129955151", ""},
           {"spiffe://other.example/\n", ""}}) {
    CallContext call = CallBy("");
    call.identified_by = claimed;
    const auto log = NewLog();
    log->Note(call, CallerUnknown());
    EXPECT_THAT(log->Flush(), IsOk());
    EXPECT_EQ(written_.records().back().identified_by(), kept) << claimed;
    EXPECT_EQ(written_.records().back().caller(), "");
    EXPECT_EQ(written_.records().back().code(), "UNAUTHENTICATED");
  }
}

TEST_F(Refusals, ThatAreEqualAreOneEntryWithTheFirstsIds) {
  const auto log = NewLog();
  const absl::Time first = clock_.Now();
  CallContext call = CallBy("kari");
  for (int i = 0; i < 3; ++i) {
    log->Note(call, Missing("kari"));
    call.request_id = "another";
    clock_.Advance(absl::Milliseconds(1));
  }
  EXPECT_THAT(log->Flush(), IsOk());
  ASSERT_THAT(written_.records(), SizeIs(1));
  EXPECT_EQ(written_.records()[0].count(), 3);
  EXPECT_EQ(written_.records()[0].request_id(), "r1");
  EXPECT_EQ(DecodeTimestamp(written_.records()[0].time()), first);
}

TEST_F(Refusals, ThatDifferInAnythingAreEntriesOfTheirOwn) {
  const auto log = NewLog();
  std::vector<std::pair<CallContext, absl::Status>> refusals(7, {CallBy("kari"), Missing("kari")});
  refusals[1].first.caller.name = "ola";
  refusals[2].first.identified_by = "spiffe://asker/kari";
  refusals[3].first.peer = "10.0.3.8";
  refusals[4].first.method = "x.v1.X/ListX";
  refusals[5].second = AreaNotPermitted("kari", "ROLE_READER", "asker");
  refusals[6].second = WithHiddenCause(Missing("kari"), "cause");
  for (const auto& [call, status] : refusals) log->Note(call, status);
  EXPECT_THAT(log->Flush(), IsOk());
  EXPECT_THAT(written_.records(), SizeIs(7));
}

TEST_F(Refusals, OfAFloodAreOneWrite) {
  const auto log = NewLog();
  for (int i = 0; i < 100'000; ++i) log->Note(CallBy("kari"), Missing("kari"));
  EXPECT_EQ(written_.attempts(), 0);
  EXPECT_THAT(log->Flush(), IsOk());
  EXPECT_EQ(written_.writes(), 1);
  ASSERT_THAT(written_.records(), SizeIs(1));
  EXPECT_EQ(written_.records()[0].count(), 100'000);
}

TEST_F(Refusals, OfAFloodOfDifferentOnesAreBoundedAndAllCounted) {
  const auto log = NewLog();
  for (int i = 0; i < 10'000; ++i) {
    CallContext call = CallBy("kari");
    call.peer = absl::StrCat("10.0.", i / 250, ".", i % 250);
    log->Note(call, Missing("kari"));
  }
  EXPECT_EQ(written_.attempts(), 0);
  EXPECT_THAT(log->Flush(), IsOk());
  EXPECT_EQ(written_.writes(), 1);
  const Records records = written_.records();
  ASSERT_THAT(records, SizeIs(kMostRefusalsKept + 1));
  EXPECT_EQ(CallsIn(records), 10'000);
  EXPECT_EQ(records.back().method(), "");
  EXPECT_EQ(records.back().kind(), admin::v1::AUDIT_KIND_REFUSAL);
  EXPECT_EQ(DecodeTimestamp(records.back().time()), clock_.Now());
}

TEST_F(Refusals, AreWrittenWithoutBeingAskedFor) {
  const auto log = NewLog(absl::Milliseconds(1));
  log->Note(CallBy("kari"), Missing("kari"));
  EXPECT_TRUE(written_.WaitFor(1));
  log->Note(CallBy("ola"), Missing("ola"));
  EXPECT_TRUE(written_.WaitFor(2));
}

TEST_F(Refusals, ThatGatherAreWrittenWhenTheProcessEnds) {
  NewLog()->Note(CallBy("kari"), Missing("kari"));
  EXPECT_THAT(written_.records(), SizeIs(1));
}

TEST_F(Refusals, ThatCouldNotBeWrittenAreWrittenWhenThatIsPossibleAgain) {
  const auto log = NewLog();
  written_.FailWith(ServiceUnavailable("full"));
  for (int i = 0; i < 300; ++i) {
    CallContext call = CallBy("kari");
    call.peer = absl::StrCat("10.0.3.", i);
    log->Note(call, Missing("kari"));
    if (i % 100 == 99) EXPECT_THAT(log->Flush(), StatusIs(absl::StatusCode::kUnavailable));
  }
  written_.FailWith(absl::OkStatus());
  EXPECT_THAT(log->Flush(), IsOk());
  const Records records = written_.records();
  EXPECT_EQ(CallsIn(records), 300);
  // What failed first, and what gathered since.
  EXPECT_THAT(records, SizeIs(2 * (kMostRefusalsKept + 1)));
}

TEST_F(Refusals, ThatCouldNotBeWrittenAreTriedAgainByThemselves) {
  written_.FailWith(ServiceUnavailable("full"));
  const auto log = NewLog(absl::Milliseconds(1));
  log->Note(CallBy("kari"), Missing("kari"));
  EXPECT_TRUE(written_.WaitFor(0, 2));
  written_.FailWith(absl::OkStatus());
  EXPECT_TRUE(written_.WaitFor(1));
}

TEST_F(Refusals, StandInTheLogOnceForEachEntry) {
  // Of a process without a store as well.
  RefusalLog log(
      areas_, [this] { return clock_.Now(); }, nullptr, absl::Hours(1));
  for (int i = 0; i < 7; ++i) log.Note(CallBy("kari"), Missing("kari"));
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(log.Flush(), IsOk());
  EXPECT_THAT(log.Flush(), IsOk());
  const std::string lines = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1) << lines;
  for (const char* const part :
       {"warning refused", "caller=\"kari\"", "peer=\"10.0.3.7\"", "method=\"x.v1.X/GetX\"",
        "reason=\"ROLE_MISSING\"", "calls=\"7\""}) {
    EXPECT_TRUE(absl::StrContains(lines, part)) << part << " " << lines;
  }
}

TEST_F(Refusals, StandInTheLogWithoutTheSubjectsOfTokens) {
  CallContext call = CallBy("kari");
  call.identified_by = "token:https://id.example|kari-nordmann";
  const auto log = NewLog();
  log->Note(call, Missing("kari"));
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(log->Flush(), IsOk());
  const std::string lines = ::testing::internal::GetCapturedStderr();
  EXPECT_TRUE(absl::StrContains(lines, "identified_by=\"token:https://id.example\"")) << lines;
  EXPECT_EQ(written_.records()[0].identified_by(), call.identified_by);
}

TEST_F(Refusals, OfManyThreadsAreAllCounted) {
  const auto log = NewLog(absl::Milliseconds(1));
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&log, thread] {
      const std::string caller = absl::StrCat("caller-", thread);
      for (int i = 0; i < 5000; ++i) log->Note(CallBy(caller), Missing(caller));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(log->Flush(), IsOk());
  EXPECT_EQ(CallsIn(written_.records()), 20'000);
}

TEST(Origin, IsTheAddressWithoutPort) {
  EXPECT_EQ(HostOf("ipv4:10.0.3.7:51034"), "10.0.3.7");
  EXPECT_EQ(HostOf("ipv6:[::1]:51034"), "::1");
  EXPECT_EQ(HostOf("ipv6:%5B2001:db8::7%5D:51034"), "2001:db8::7");
  EXPECT_EQ(HostOf("unix:/run/tertial.sock"), "unix");
  EXPECT_EQ(HostOf("inproc"), "");
  EXPECT_EQ(HostOf(""), "");
}

}  // namespace
}  // namespace tertial
