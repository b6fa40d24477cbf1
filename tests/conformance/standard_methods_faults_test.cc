// A store that fails: what was reported as failed may have been made, and a request id tells.
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using enum absl::StatusCode;
using enum common::v1::ErrorReason;
using AdminStub = admin::v1::AdminService::Stub;

// A write that is made again and again with the same request id.
using Attempt = absl::FunctionRef<absl::StatusOr<WriteAnswer>()>;

WriteOptions WithId(const Place& place, const std::string& id) {
  WriteOptions options;
  options.set_request_id(absl::StrCat(place.id, "/", id));
  options.set_reason("again, to be sure");
  return options;
}

// The commits that the first attempt, which is told that the store failed, and a second one make.
int64_t CommitsOfTwo(const StandardClient& client, Attempt attempt, bool replayed) {
  const auto head = [&client] { return client.BatchGet({})->read_at.revision(); };
  const int64_t before = head();
  EXPECT_THAT(attempt(), IsError(kUnavailable, ERROR_REASON_SERVICE_UNAVAILABLE));
  const absl::StatusOr<WriteAnswer> second = attempt();
  EXPECT_THAT(second, IsOk());
  if (!second.ok()) return -1;
  EXPECT_EQ(second->result.replayed(), replayed);
  EXPECT_TRUE(second->result.committed());
  EXPECT_EQ(second->result.at().revision(), head());
  return head() - before;
}

TEST_P(StandardMethodsUnderFaults, WhatWasMadeAndReportedAsFailedIsMadeOnce) {
  const Resource resource = Ready(0);
  const auto twice = [this](Attempt attempt) {
    faults().FailAfterWrite(1);
    return CommitsOfTwo(client(), attempt, /*replayed=*/true);
  };
  EXPECT_EQ(twice([&] { return client().Create(resource, WithId(place(), "create")); }), 1);
  EXPECT_EQ(Stored(resource).WithoutEtag(), resource);
  EXPECT_EQ(
      twice([&] { return client().Update(Changed(resource, 1), {}, WithId(place(), "update")); }),
      1);
  EXPECT_EQ(Stored(resource).WithoutEtag(), Changed(resource, 1));
  EXPECT_EQ(twice([&] { return client().Delete(resource.name(), "", WithId(place(), "delete")); }),
            1);
  EXPECT_THAT(client().Get(resource.name()), IsNotFound(kind().not_found));
}

TEST_P(StandardMethodsUnderFaults, WhatFailedIsMadeWhenItIsRepeated) {
  const Resource resource = Ready(0);
  const auto twice = [this](Attempt attempt) {
    faults().FailWrite(1);
    return CommitsOfTwo(client(), attempt, /*replayed=*/false);
  };
  EXPECT_EQ(twice([&] { return client().Create(resource, WithId(place(), "create")); }), 1);
  EXPECT_EQ(
      twice([&] { return client().Update(Changed(resource, 1), {}, WithId(place(), "update")); }),
      1);
  EXPECT_EQ(Stored(resource).WithoutEtag(), Changed(resource, 1));
  EXPECT_EQ(twice([&] { return client().Delete(resource.name(), "", WithId(place(), "delete")); }),
            1);
  EXPECT_THAT(client().Get(resource.name()), IsNotFound(kind().not_found));
}

TEST_P(StandardMethodsUnderFaults, WithoutARequestIdTheStoreTellsWhatBecameOfIt) {
  const Resource resource = Ready(0);
  const auto failed = IsError(kUnavailable, ERROR_REASON_SERVICE_UNAVAILABLE);
  faults().FailWrite(1);
  EXPECT_THAT(client().Create(resource), failed);
  EXPECT_THAT(client().Get(resource.name()), IsNotFound(kind().not_found));
  faults().FailAfterWrite(1);
  EXPECT_THAT(client().Create(resource), failed);
  const auto read = client().Get(resource.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->resource.WithoutEtag(), resource);
  EXPECT_THAT(client().Create(resource), IsError(kAlreadyExists, ERROR_REASON_RESOURCE_EXISTS));
  EXPECT_THAT(client().Update(Changed(read->resource, 1)), IsOk());
}

TEST_P(StandardMethodsUnderFaults, ARestoredVersionIsRestoredOnce) {
  const Resource recorded = Recorded(0);
  const int64_t revision = Head().revision();
  RecordedChange(recorded, 1);
  const auto restore = [&]() -> absl::StatusOr<WriteAnswer> {
    admin::v1::RestoreRevisionRequest request;
    request.set_name(recorded.name());
    request.set_revision(revision);
    *request.mutable_options() = WithId(place(), "restore");
    const auto response = client().Admin(&AdminStub::RestoreRevision, request, kWriter);
    if (!response.ok()) return response.status();
    return WriteAnswer{.resource = {}, .result = response->result()};
  };
  faults().FailAfterWrite(1);
  EXPECT_EQ(CommitsOfTwo(client(), restore, /*replayed=*/true), 1);
  EXPECT_EQ(Stored(recorded).WithoutEtag(), recorded.WithoutEtag());
}

TEST_P(StandardMethodsUnderFaults, ARedactedOneIsRedactedOnce) {
  const Resource recorded = Recorded(0);
  const auto redact = [&]() -> absl::StatusOr<WriteAnswer> {
    admin::v1::RedactResourceRequest request;
    request.set_name(recorded.name());
    *request.mutable_options() = WithId(place(), "redact");
    const auto response = client().Admin(&AdminStub::RedactResource, request, "admin");
    if (!response.ok()) return response.status();
    EXPECT_EQ(response->versions(), 1);
    return WriteAnswer{.resource = {}, .result = response->result()};
  };
  faults().FailAfterWrite(1);
  EXPECT_EQ(CommitsOfTwo(client(), redact, /*replayed=*/true), 1);
  EXPECT_THAT(client().Get(recorded.name()), IsNotFound(kind().not_found));
}

// An import makes several writes: each of them fails once, made or not.
TEST_P(StandardMethodsUnderFaults, AnImportIsMadeOnceWhicheverOfItsWritesFails) {
  for (const bool made : {false, true}) {
    int nth = 0;
    int64_t failed = 0;
    do {
      ++nth;
      SCOPED_TRACE(absl::StrCat("write ", nth, made ? " is made" : " is not made"));
      ASSERT_LT(nth, 100);
      const int n = 100 * nth + (made ? 50 : 0);
      ASSERT_LT(n, 1990);
      const std::vector<Resource> rows = {Ready(n), Ready(n + 1), Ready(n + 2)};
      common::v1::ImportOptions options;
      options.set_request_id(absl::StrCat(place().id, "/", n));
      const int64_t before = Head().revision();
      const int64_t failed_before = faults().failed_writes();
      made ? faults().FailAfterWrite(nth) : faults().FailWrite(nth);
      const auto first = client().Import(rows, options);
      faults().Heal();
      failed = faults().failed_writes() - failed_before;
      if (!first.ok()) {
        EXPECT_THAT(first, IsError(kUnavailable, ERROR_REASON_SERVICE_UNAVAILABLE));
        EXPECT_EQ(failed, 1);
      }
      const auto second = client().Import(rows, options);
      ASSERT_THAT(second, IsOk());
      EXPECT_TRUE(second->applied());
      EXPECT_EQ(second->inserted(), 3);
      EXPECT_EQ(Head().revision(), before + 1);
      for (const Resource& row : rows) EXPECT_THAT(client().Get(row.name()), IsOk());
    } while (failed > 0);
    EXPECT_GT(nth, 1);
  }
}

TEST_P(StandardMethodsUnderFaults, AStoreThatCannotBeReadIsUnavailable) {
  const Resource recorded = Recorded(0);
  const auto failed = IsError(kUnavailable, ERROR_REASON_SERVICE_UNAVAILABLE);
  faults().FailReads(true);
  EXPECT_THAT(client().Get(recorded.name()), failed);
  EXPECT_THAT(client().List({.parent = Parent()}), failed);
  EXPECT_THAT(client().BatchGet({recorded.name()}), failed);
  EXPECT_THAT(client().Update(Changed(recorded, 1)), failed);
  EXPECT_THAT(client().Delete(recorded.name()), failed);
  faults().Heal();
  EXPECT_EQ(Stored(recorded), recorded);
}

}  // namespace
}  // namespace tertial::conformance
