#include "services/gateway/domain/edition_diff.h"

#include <string>
#include <vector>

#include "common/types/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::gateway {
namespace {

using changes::v1::ResourceRevision;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum changes::v1::ChangeType;

internal::v1::FrozenFact FactOf(const std::string& service, const std::string& name,
                                const std::string& body, int64_t revision = 1) {
  internal::v1::FrozenFact fact;
  fact.set_service(service);
  fact.set_name(name);
  fact.set_revision(revision);
  fact.set_sha256(Sha256Of(body));
  return fact;
}

std::string UnitBody(int order) {
  workforce::v1::Unit unit;
  unit.set_name("areas/asker/units/u");
  unit.set_order(order);
  return unit.SerializeAsString();
}

// A version that a commit made at the second of its number; without a body, one that ended it.
ResourceRevision VersionOf(int64_t revision, changes::v1::ChangeType type,
                           const std::string& body) {
  ResourceRevision version;
  version.mutable_commit()->set_revision(revision);
  version.mutable_commit()->mutable_commit_time()->set_seconds(revision);
  version.set_type(type);
  version.set_actor("clerk");
  version.set_reason("because");
  if (!body.empty()) {
    version.mutable_resource()->set_type_url("type.googleapis.com/tertial.workforce.v1.Unit");
    version.mutable_resource()->set_value(body);
  }
  return version;
}

TEST(CompareManifests, TellsWhatCameWentAndChanged) {
  const Manifest base = {FactOf("climate", "a", "1"), FactOf("climate", "b", "1"),
                         FactOf("climate", "d", "1"), FactOf("workforce", "a", "1")};
  const Manifest target = {FactOf("climate", "b", "2"), FactOf("climate", "c", "1"),
                           FactOf("climate", "d", "1", 9), FactOf("workforce", "a", "1"),
                           FactOf("workforce", "z", "1")};
  const ManifestComparison compared = CompareManifests(base, target, {"climate", "workforce"});
  EXPECT_EQ(compared.unchanged, 2);
  std::vector<std::string> told;
  for (const ManifestDifference& difference : compared.differences) {
    told.push_back(difference.either().service() + " " + difference.either().name() +
                   (difference.before == nullptr  ? " new"
                    : difference.after == nullptr ? " gone"
                                                  : " other"));
  }
  EXPECT_THAT(told,
              ElementsAre("climate a gone", "climate b other", "climate c new", "workforce z new"));
}

TEST(CompareManifests, LeavesOutOtherServices) {
  const Manifest base = {FactOf("climate", "a", "1"), FactOf("workforce", "a", "1")};
  const ManifestComparison compared = CompareManifests(base, {}, {"climate"});
  EXPECT_THAT(compared.differences, SizeIs(1));
}

TEST(DescribeDifference, ARevisionHasBothBodiesAndWhy) {
  const auto before = FactOf("workforce", "u", UnitBody(1), 3);
  const auto after = FactOf("workforce", "u", UnitBody(2), 5);
  const std::vector<ResourceRevision> versions = {VersionOf(3, CHANGE_TYPE_INSERTED, UnitBody(1)),
                                                  VersionOf(5, CHANGE_TYPE_REVISED, UnitBody(2)),
                                                  VersionOf(6, CHANGE_TYPE_REVISED, UnitBody(7))};
  const v1::FactDifference told =
      DescribeDifference({.before = &before, .after = &after}, versions, nullptr);
  EXPECT_EQ(told.type(), CHANGE_TYPE_REVISED);
  EXPECT_EQ(told.before().value(), UnitBody(1));
  EXPECT_EQ(told.after().value(), UnitBody(2));
  EXPECT_EQ(told.before_revision(), 3);
  EXPECT_EQ(told.after_revision(), 5);
  EXPECT_EQ(told.actor(), "clerk");
  EXPECT_EQ(told.reason(), "because");
  EXPECT_EQ(told.commit_time().seconds(), 5);
  EXPECT_THAT(told.fields(), ElementsAre("order"));
}

TEST(DescribeDifference, OfTwoVersionsWithTheSameBytesTheOneOfTheRevisionIsMeant) {
  const auto after = FactOf("workforce", "u", UnitBody(1), 3);
  const std::vector<ResourceRevision> versions = {VersionOf(3, CHANGE_TYPE_INSERTED, UnitBody(1)),
                                                  VersionOf(4, CHANGE_TYPE_DELETED, ""),
                                                  VersionOf(5, CHANGE_TYPE_INSERTED, UnitBody(1))};
  EXPECT_EQ(DescribeDifference({.after = &after}, versions, nullptr).after_revision(), 3);
}

TEST(DescribeDifference, ADeletionIsTheLastOfItsTime) {
  const auto before = FactOf("workforce", "u", UnitBody(1), 3);
  const std::vector<ResourceRevision> versions = {
      VersionOf(3, CHANGE_TYPE_INSERTED, UnitBody(1)), VersionOf(4, CHANGE_TYPE_DELETED, ""),
      VersionOf(7, CHANGE_TYPE_INSERTED, UnitBody(2)), VersionOf(8, CHANGE_TYPE_DELETED, "")};
  google::protobuf::Timestamp until;
  until.set_seconds(5);
  const v1::FactDifference then = DescribeDifference({.before = &before}, versions, &until);
  EXPECT_EQ(then.type(), CHANGE_TYPE_DELETED);
  EXPECT_EQ(then.after_revision(), 4);
  EXPECT_FALSE(then.has_after());
  EXPECT_EQ(DescribeDifference({.before = &before}, versions, nullptr).after_revision(), 8);
}

TEST(DescribeDifference, ARedactionLeavesNoBody) {
  const auto before = FactOf("workforce", "u", UnitBody(1), 3);
  ResourceRevision blanked = VersionOf(3, CHANGE_TYPE_INSERTED, "");
  blanked.set_redacted(true);
  ResourceRevision redaction = VersionOf(4, CHANGE_TYPE_REDACTED, "");
  redaction.set_redacted(true);
  const v1::FactDifference told =
      DescribeDifference({.before = &before}, {blanked, redaction}, nullptr);
  EXPECT_EQ(told.type(), CHANGE_TYPE_REDACTED);
  EXPECT_FALSE(told.has_before());
  EXPECT_EQ(told.after_revision(), 4);
}

TEST(DescribeDifference, WhatTheServiceDoesNotKnowAnyMoreIsNotTold) {
  const auto before = FactOf("workforce", "u", UnitBody(1), 3);
  const auto after = FactOf("workforce", "u", UnitBody(2), 5);
  const v1::FactDifference gone = DescribeDifference({.before = &before}, {}, nullptr);
  EXPECT_EQ(gone.type(), CHANGE_TYPE_DELETED);
  EXPECT_EQ(gone.before_revision(), 3);
  EXPECT_EQ(gone.after_revision(), 0);
  EXPECT_FALSE(gone.has_before());
  const v1::FactDifference other =
      DescribeDifference({.before = &before, .after = &after}, {}, nullptr);
  EXPECT_EQ(other.after_revision(), 0);
  EXPECT_FALSE(other.has_after());
  EXPECT_THAT(other.fields(), IsEmpty());
}

}  // namespace
}  // namespace tertial::gateway
