// Imports of each kind of row, beside the standard writes of the same resources.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum absl::StatusCode;
using enum common::v1::ErrorReason;
using AdminStub = admin::v1::AdminService::Stub;

std::string ContentHash(const StandardClient& client) {
  const auto hash =
      client.Admin(&AdminStub::GetContentHash, admin::v1::GetContentHashRequest(), kRecorder);
  EXPECT_THAT(hash, IsOk());
  return hash.ok() ? hash->hash() : "";
}

// Rows 0 to `count` - 1 of this kind, and before them what they refer to, each once.
std::vector<Resource> Rows(const ResourceKind& kind, const Place& place, int count) {
  std::vector<Resource> rows;
  std::set<std::string> names;
  for (int n = 0; kind.needs != nullptr && n < count; ++n) {
    for (Resource& needed : kind.needs(place, n)) {
      if (names.insert(needed.name()).second) rows.push_back(std::move(needed));
    }
  }
  for (int n = 0; n < count; ++n) rows.push_back(kind.make(place, n));
  return rows;
}

TEST_P(StandardMethods, OneBadRowAmongAThousandIsNamedAndNothingIsStored) {
  std::vector<Resource> rows = Rows(kind(), place(), 1000);
  const size_t bad = rows.size() - 383;
  kind().spoil(rows[bad]);
  const ReadPoint before = Head();
  const std::string hash = ContentHash(client());
  const auto summary = client().Import(rows);
  ASSERT_THAT(summary, IsOk());
  EXPECT_FALSE(summary->applied());
  EXPECT_EQ(summary->received(), static_cast<int64_t>(rows.size()));
  EXPECT_EQ(summary->inserted() + summary->revised() + summary->unchanged(), 0);
  EXPECT_EQ(summary->refused(), 1);
  ASSERT_THAT(summary->refused_rows(), SizeIs(1));
  const common::v1::RefusedRow& refused = summary->refused_rows(0);
  EXPECT_EQ(refused.row(), static_cast<int64_t>(bad) + 1);
  ASSERT_THAT(refused.violations(), SizeIs(kind().spoiled.size()));
  for (size_t i = 0; i < kind().spoiled.size(); ++i) {
    const common::v1::FieldViolation& violation = refused.violations(static_cast<int>(i));
    EXPECT_THAT(violation.field(), ::testing::EndsWith(kind().spoiled[i].field));
    EXPECT_EQ(violation.reason(), kind().spoiled[i].reason);
  }
  EXPECT_EQ(Head().SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(ContentHash(client()), hash);
  EXPECT_THAT(client().Get(rows.back().name()), IsNotFound(kind().not_found));
}

TEST_P(StandardMethods, AnImportIsOneCommitAndARepeatIsNone) {
  const std::vector<Resource> rows = Rows(kind(), place(), 20);
  const ReadPoint before = Head();
  common::v1::ImportOptions options;
  options.set_request_id(absl::StrCat(place().id, "/import"));
  options.set_reason("the file of the year");
  const auto imported = client().Import(rows, options);
  ASSERT_THAT(imported, IsOk());
  EXPECT_TRUE(imported->applied());
  EXPECT_EQ(imported->inserted(), static_cast<int64_t>(rows.size()));
  EXPECT_EQ(imported->refused(), 0);
  EXPECT_EQ(imported->read_at().revision(), before.revision() + 1);
  EXPECT_EQ(Head().SerializeAsString(), imported->read_at().SerializeAsString());

  ASSERT_THAT(client().Import(Rows(kind(), other_place(), 1)), IsOk());
  const int64_t later = Head().revision();
  auto repeated = client().Import(rows, options);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_TRUE(repeated->replayed());
  repeated->set_replayed(false);
  EXPECT_EQ(repeated->DebugString(), imported->DebugString());
  std::vector<Resource> others = rows;
  others.pop_back();
  EXPECT_THAT(client().Import(others, options),
              IsError(kAlreadyExists, ERROR_REASON_REQUEST_ID_REUSED));
  // The options are a part of the request: a trial is not answered as if it had stored.
  options.set_validate_only(true);
  EXPECT_THAT(client().Import(rows, options),
              IsError(kAlreadyExists, ERROR_REASON_REQUEST_ID_REUSED));
  const auto unchanged = client().Import(rows);
  ASSERT_THAT(unchanged, IsOk());
  EXPECT_EQ(unchanged->unchanged(), static_cast<int64_t>(rows.size()));
  EXPECT_EQ(Head().revision(), later);
}

TEST_P(StandardMethods, WhatIsImportedIsWhatIsWritten) {
  std::vector<Resource> rows = Rows(kind(), place(), 3);
  ASSERT_THAT(client().Import(rows), IsOk());
  const Resource resource = kind().make(place(), 1);
  const auto read = client().Get(resource.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->resource.WithoutEtag(), resource);
  EXPECT_THAT(client().Create(resource), IsError(kAlreadyExists, ERROR_REASON_RESOURCE_EXISTS));
  const auto updated = client().Update(Changed(read->resource, 1));
  ASSERT_THAT(updated, IsOk());

  const auto revised = client().Import({OtherChanged(resource)});
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->revised(), 1);
  EXPECT_THAT(client().Update(Changed(updated->resource, 2)),
              IsError(kAborted, ERROR_REASON_ETAG_MISMATCH));
  EXPECT_EQ(Stored(resource).WithoutEtag(), OtherChanged(resource));
  Resource with_etag = resource;
  with_etag.set_etag(read->resource.etag());
  const auto refused = client().Import({with_etag});
  ASSERT_THAT(refused, IsOk());
  ASSERT_THAT(refused->refused_rows(), SizeIs(1));
  EXPECT_EQ(refused->refused_rows(0).violations(0).reason(), ERROR_REASON_OUTPUT_ONLY_FIELD);
}

TEST_P(StandardMethods, AnImportMayWaitForItsInstant) {
  const Resource resource = Ready(0);
  const ReadPoint before = Head();
  const std::string hash = ContentHash(client());
  common::v1::ImportOptions options;
  options.mutable_publish_at()->set_seconds(253'402'300'799);  // the end of the year 9999
  const auto imported = client().Import({resource}, options);
  ASSERT_THAT(imported, IsOk());
  EXPECT_THAT(imported->pending_release(), ::testing::Not(IsEmpty()));
  EXPECT_THAT(client().Get(resource.name()), IsNotFound(kind().not_found));
  EXPECT_EQ(Head().SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(ContentHash(client()), hash);
  admin::v1::CancelPendingReleaseRequest cancel;
  cancel.set_id(imported->pending_release());
  EXPECT_THAT(client().Admin(&AdminStub::CancelPendingRelease, cancel, "publisher"), IsOk());
}

}  // namespace
}  // namespace tertial::conformance
