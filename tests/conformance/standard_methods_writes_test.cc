// Create, Update and Delete: what is refused, masks, etags.
#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using enum absl::StatusCode;
using enum common::v1::ErrorReason;

constexpr char kOtherEpoch[] = "0123456789abcdef-1";

// The fields of an error, as they stand inside the resource of a request.
std::vector<std::string> FieldsOf(const std::vector<BadField>& bad, const std::string& holder) {
  std::vector<std::string> fields;
  for (const BadField& one : bad) fields.push_back(absl::StrCat(holder, ".", one.field));
  return fields;
}

TEST_P(StandardMethods, WhatIsRecordedIsNotCreatedAgain) {
  const Resource recorded = Recorded(0);
  const int64_t before = Head().revision();
  const auto refused = IsError(kAlreadyExists, ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_THAT(client().Create(recorded.WithoutEtag()), refused);
  EXPECT_THAT(client().Create(Changed(recorded.WithoutEtag(), 1)), refused);
  EXPECT_EQ(Stored(recorded), recorded);
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, WhatIsNotRecordedHasNoEtag) {
  Resource resource = Ready(0);
  resource.set_etag("made up");
  EXPECT_THAT(client().Create(resource), IsInvalid(ERROR_REASON_OUTPUT_ONLY_FIELD));
  EXPECT_THAT(client().Get(resource.name()), IsNotFound(kind().not_found));
}

TEST_P(StandardMethods, AWriteWithoutTheResourceIsRefused) {
  EXPECT_THAT(client().Create(Resource()), IsInvalid(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(client().Update(Resource()), IsInvalid(ERROR_REASON_FIELD_REQUIRED));
}

TEST_P(StandardMethods, EveryBadFieldIsToldAtOnce) {
  const Resource recorded = Recorded(1);
  Resource spoiled = Ready(2);
  kind().spoil(spoiled);
  const int64_t before = Head().revision();
  const std::string holder =
      client().RequestOf("Create")->GetDescriptor()->FindFieldByNumber(1)->name();
  const auto created = client().Create(spoiled);
  EXPECT_THAT(created, IsInvalid(kind().spoiled.front().reason));
  EXPECT_EQ(BadFieldsIn(created.status()), FieldsOf(kind().spoiled, holder));
  EXPECT_THAT(client().Get(spoiled.name()), IsNotFound(kind().not_found));

  Resource changes = recorded;
  kind().spoil(changes);
  const auto updated = client().Update(changes, {"*"});
  EXPECT_THAT(updated, IsInvalid(kind().spoiled.front().reason));
  EXPECT_EQ(BadFieldsIn(updated.status()), FieldsOf(kind().spoiled, holder));
  EXPECT_EQ(Stored(recorded), recorded);
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, WhatItRefersToIsRecordedBefore) {
  const Resource resource = kind().make(place(), 0);
  const auto early = client().Create(resource);
  if (kind().needs == nullptr) {
    EXPECT_THAT(early, IsOk());
    return;
  }
  EXPECT_THAT(early, IsInvalid(kind().needed));
  EXPECT_THAT(client().Get(resource.name()), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Create(Ready(0)), IsOk());
}

TEST_P(StandardMethods, TheOptionsOfEveryWriteAreChecked) {
  const Resource recorded = Recorded(0);
  const Resource next = Ready(1);
  const int64_t before = Head().revision();
  WriteOptions options;
  options.set_request_id(std::string(129, 'a'));
  options.set_reason(std::string(501, 'a'));
  options.mutable_publish_at()->set_seconds(1);
  const std::vector<std::string> fields = {"options.request_id", "options.reason",
                                           "options.publish_at"};
  const absl::Status refused[] = {client().Create(next, options).status(),
                                  client().Update(Changed(recorded, 1), {}, options).status(),
                                  client().Delete(recorded.name(), "", options).status()};
  for (const absl::Status& status : refused) {
    EXPECT_THAT(status, IsInvalid(ERROR_REASON_INVALID_TEXT));
    EXPECT_EQ(BadFieldsIn(status), fields);
  }
  options = WriteOptions();
  options.mutable_publish_at()->set_seconds(1);
  EXPECT_THAT(client().Create(next, options), IsInvalid(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, AMaskOfOneFieldChangesNoOther) {
  const Resource recorded = Recorded(0);
  const Resource changes = OtherChanged(Changed(recorded.WithoutEtag(), 1));
  const auto updated = client().Update(changes, {kind().changed});
  ASSERT_THAT(updated, IsOk());
  EXPECT_TRUE(updated->result.committed());
  EXPECT_EQ(updated->resource.WithoutEtag(), Changed(recorded.WithoutEtag(), 1));
  EXPECT_NE(updated->resource.etag(), recorded.etag());
  EXPECT_EQ(Stored(recorded), updated->resource);
  const auto both = client().Update(changes, {kind().other, kind().changed, kind().other});
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(both->resource.WithoutEtag(), changes);
}

TEST_P(StandardMethods, WithoutAMaskTheFieldsThatAreSetAreChanged) {
  const auto created = client().Create(OtherChanged(Ready(0)));
  ASSERT_THAT(created, IsOk());
  const Resource& recorded = created->resource;
  const auto updated = client().Update(Changed(recorded.NameOnly(), 1));
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->resource.WithoutEtag(), Changed(recorded.WithoutEtag(), 1));
  // Nothing but the name is set: nothing is changed.
  const auto nothing = client().Update(recorded.NameOnly());
  ASSERT_THAT(nothing, IsOk());
  EXPECT_FALSE(nothing->result.committed());
  EXPECT_EQ(nothing->resource, updated->resource);
}

TEST_P(StandardMethods, AStarReplacesTheWhole) {
  const Resource resource = Ready(0);
  ASSERT_THAT(client().Create(OtherChanged(resource)), IsOk());
  const auto replaced = client().Update(Changed(resource, 1), {"*"});
  ASSERT_THAT(replaced, IsOk());
  EXPECT_EQ(replaced->resource.WithoutEtag(), Changed(resource, 1));
  EXPECT_EQ(Stored(resource), replaced->resource);
}

TEST_P(StandardMethods, AMaskNamesFieldsThatCanBeChanged) {
  const Resource recorded = Recorded(0);
  const int64_t before = Head().revision();
  const Resource changes = Changed(recorded, 1);
  const std::vector<std::vector<std::string>> masks = {
      {"no_such_field"}, {"name"},
      {"etag"},          {""},
      {"*", "name"},     {kind().changed, "no_such_field"},
      {"*.name"},        {absl::StrCat(kind().changed, ".no_such_field")}};
  for (const std::vector<std::string>& mask : masks) {
    EXPECT_THAT(client().Update(changes, mask), IsInvalid(ERROR_REASON_INVALID_FIELD_MASK))
        << ::testing::PrintToString(mask);
  }
  const auto refused = client().Update(changes, {"name", kind().changed, "no_such_field"});
  EXPECT_EQ(BadFieldsIn(refused.status()),
            (std::vector<std::string>{"update_mask.paths[0]", "update_mask.paths[2]"}));
  EXPECT_EQ(Stored(recorded), recorded);
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, WhatIsNotRecordedIsNeitherUpdatedNorDeleted) {
  Resource resource = Ready(0);
  EXPECT_THAT(client().Update(resource), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Update(resource, {"no_such_field"}), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Delete(resource.name()), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Delete(resource.name(), kOtherEpoch), IsNotFound(kind().not_found));
}

TEST_P(StandardMethods, WhatWasGotMayBeEditedAndUpdated) {
  const Resource recorded = Recorded(0);
  const auto read = client().Get(recorded.name());
  ASSERT_THAT(read, IsOk());
  const auto updated = client().Update(Changed(read->resource, 1));
  ASSERT_THAT(updated, IsOk());
  const auto again = client().Update(Changed(updated->resource, 2), {"*"});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->resource.WithoutEtag(), Changed(recorded.WithoutEtag(), 2));
}

TEST_P(StandardMethods, AnEtagHoldsUntilTheResourceChanges) {
  const Resource recorded = Recorded(0);
  Recorded(1);
  const Resource updated = RecordedChange(recorded, 1);
  const int64_t before = Head().revision();
  const auto stale = IsError(kAborted, ERROR_REASON_ETAG_MISMATCH);
  EXPECT_THAT(client().Update(Changed(recorded, 2)), stale);
  EXPECT_THAT(client().Update(recorded, {"*"}), stale);
  EXPECT_THAT(client().Delete(recorded.name(), recorded.etag()), stale);
  Resource made_up = Changed(recorded, 2);
  made_up.set_etag("made up");
  EXPECT_THAT(client().Update(made_up), stale);
  EXPECT_THAT(client().Delete(recorded.name(), "made up"), stale);
  EXPECT_EQ(Stored(recorded), updated);
  EXPECT_EQ(Head().revision(), before);
  EXPECT_THAT(client().Delete(updated.name(), updated.etag()), IsOk());
}

TEST_P(StandardMethods, AnEtagOfAnotherEpochIsRefused) {
  const Resource recorded = Recorded(0);
  Resource changes = Changed(recorded, 1);
  changes.set_etag(kOtherEpoch);
  const auto refused = IsInvalid(ERROR_REASON_TOKEN_OF_OTHER_EPOCH);
  EXPECT_THAT(client().Update(changes), refused);
  EXPECT_THAT(client().Delete(recorded.name(), kOtherEpoch), refused);
  EXPECT_EQ(Stored(recorded), recorded);
}

TEST_P(StandardMethods, OfWritersWithOneEtagOneWins) {
  const Resource recorded = Recorded(0);
  const int64_t before = Head().revision();
  constexpr int kWriters = 8;
  std::vector<absl::Status> outcomes(kWriters);
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] { outcomes[i] = client().Update(Changed(recorded, i)).status(); });
  }
  for (std::thread& writer : writers) writer.join();
  int winner = -1;
  for (int i = 0; i < kWriters; ++i) {
    if (outcomes[i].ok()) {
      EXPECT_EQ(winner, -1) << "both " << winner << " and " << i << " won";
      winner = i;
    } else {
      EXPECT_THAT(outcomes[i], IsError(kAborted, ERROR_REASON_ETAG_MISMATCH));
    }
  }
  ASSERT_NE(winner, -1);
  EXPECT_EQ(Stored(recorded).WithoutEtag(), Changed(recorded.WithoutEtag(), winner));
  EXPECT_EQ(Head().revision(), before + 1);
}

TEST_P(StandardMethods, OfCreatorsOfOneNameOneWins) {
  const Resource resource = Ready(0);
  const int64_t before = Head().revision();
  constexpr int kWriters = 8;
  std::vector<absl::Status> outcomes(kWriters);
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] { outcomes[i] = client().Create(Changed(resource, i)).status(); });
  }
  for (std::thread& writer : writers) writer.join();
  int won = 0;
  for (const absl::Status& outcome : outcomes) {
    if (outcome.ok()) {
      ++won;
    } else {
      EXPECT_THAT(outcome, IsError(kAlreadyExists, ERROR_REASON_RESOURCE_EXISTS));
    }
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(Head().revision(), before + 1);
}

TEST_P(StandardMethods, AnUpdateThatChangesNothingMakesNoCommit) {
  const Resource recorded = Recorded(0);
  const int64_t before = Head().revision();
  for (const std::vector<std::string>& mask :
       {std::vector<std::string>{}, {"*"}, {kind().changed, kind().other}}) {
    const auto updated = client().Update(recorded, mask);
    ASSERT_THAT(updated, IsOk());
    EXPECT_FALSE(updated->result.committed());
    EXPECT_EQ(updated->resource, recorded);
    EXPECT_EQ(updated->result.at().revision(), before);
  }
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, WhatIsDeletedIsGoneAndMayBeCreatedAgain) {
  const Resource recorded = Recorded(0);
  const auto deleted = client().Delete(recorded.name());
  ASSERT_THAT(deleted, IsOk());
  EXPECT_TRUE(deleted->result.committed());
  EXPECT_EQ(deleted->result.at().SerializeAsString(), Head().SerializeAsString());
  EXPECT_THAT(client().Get(recorded.name()), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Delete(recorded.name()), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Update(recorded), IsNotFound(kind().not_found));
  const auto batch = client().BatchGet({recorded.name()});
  ASSERT_THAT(batch, IsOk());
  EXPECT_NE(batch->results[0].outcome, common::v1::OUTCOME_FOUND);

  const auto again = client().Create(recorded.WithoutEtag());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->resource.WithoutEtag(), recorded.WithoutEtag());
  EXPECT_NE(again->resource.etag(), recorded.etag());
  // The version before the deletion is another one.
  EXPECT_THAT(client().Update(Changed(recorded, 1)), IsError(kAborted, ERROR_REASON_ETAG_MISMATCH));
}

TEST_P(StandardMethodsOfParents, WhatHasResourcesBelowItIsNotDeleted) {
  const Resource recorded = Recorded(0);
  const Resource sibling = Recorded(1);
  const auto below = client().Create(kind().make_below(place()));
  ASSERT_THAT(below, IsOk());
  const auto refused = client().Delete(recorded.name());
  EXPECT_THAT(refused, IsError(kFailedPrecondition, ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_EQ(Stored(recorded), recorded);
  EXPECT_THAT(client().Delete(sibling.name()), IsOk());
  ASSERT_THAT(client().Delete(below->resource), IsOk());
  EXPECT_THAT(client().Delete(recorded.name()), IsOk());
}

TEST_P(StandardMethodsOfParents, OfADeletionAndARecordBelowItOneIsMade) {
  const Resource parent = Ready(0);
  const Resource below = kind().make_below(place());
  for (int round = 0; round < 20; ++round) {
    ASSERT_THAT(client().Create(parent), IsOk());
    absl::Status created;
    std::thread creator([&] { created = client().Create(below).status(); });
    const absl::Status deleted = client().Delete(parent.name()).status();
    creator.join();
    EXPECT_NE(created.ok(), deleted.ok()) << created << " beside " << deleted;
    if (deleted.ok()) continue;
    EXPECT_THAT(deleted, IsError(kFailedPrecondition, ERROR_REASON_RESOURCE_IN_USE));
    ASSERT_THAT(client().Delete(below), IsOk());
    ASSERT_THAT(client().Delete(parent), IsOk());
  }
}

TEST_P(StandardMethodsOfReferrers, WhatIsReferredToIsNotDeleted) {
  const Resource recorded = Recorded(0);
  std::vector<Resource> needed = kind().needs(place(), 0);
  const auto refused = client().Delete(needed.front());
  EXPECT_THAT(refused, IsError(kFailedPrecondition, ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_EQ(Stored(recorded), recorded);
  ASSERT_THAT(client().Delete(recorded.name()), IsOk());
  std::reverse(needed.begin(), needed.end());
  std::set<std::string> deleted;
  for (const Resource& one : needed) {
    if (!deleted.insert(one.name()).second) continue;
    EXPECT_THAT(client().Delete(one), IsOk()) << one;
  }
}

TEST_P(StandardMethodsOfReferrers, OfADeletionAndARecordThatRefersToItOneIsMade) {
  const Resource resource = Ready(0);
  const Resource needed = kind().needs(place(), 0).front();
  for (int round = 0; round < 20; ++round) {
    absl::Status created;
    std::thread creator([&] { created = client().Create(resource).status(); });
    const absl::Status deleted = client().Delete(needed).status();
    creator.join();
    EXPECT_NE(created.ok(), deleted.ok()) << created << " beside " << deleted;
    if (deleted.ok()) {
      ASSERT_THAT(client().Create(needed), IsOk());
    } else {
      EXPECT_THAT(deleted, IsError(kFailedPrecondition, ERROR_REASON_RESOURCE_IN_USE));
      ASSERT_THAT(client().Delete(resource), IsOk());
    }
  }
}

TEST_P(StandardMethods, ValidateOnlyAnswersAsIfAndStoresNothing) {
  const Resource recorded = Recorded(0);
  const Resource next = Ready(1);
  const int64_t before = Head().revision();
  WriteOptions options;
  options.set_validate_only(true);
  const auto created = client().Create(next, options);
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->result.committed());
  EXPECT_EQ(created->resource, next);
  const auto updated = client().Update(Changed(recorded, 1), {}, options);
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->result.committed());
  EXPECT_EQ(updated->resource, Changed(recorded.WithoutEtag(), 1));
  const auto deleted = client().Delete(recorded.name(), "", options);
  ASSERT_THAT(deleted, IsOk());
  EXPECT_FALSE(deleted->result.committed());

  EXPECT_EQ(Stored(recorded), recorded);
  EXPECT_THAT(client().Get(next.name()), IsNotFound(kind().not_found));
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, ValidateOnlyTellsTheSameErrors) {
  const Resource recorded = Recorded(0);
  const Resource changed = RecordedChange(recorded, 1);
  Resource spoiled = Ready(1);
  kind().spoil(spoiled);
  const int64_t before = Head().revision();
  WriteOptions options;
  options.set_validate_only(true);
  EXPECT_THAT(client().Create(recorded.WithoutEtag(), options),
              IsError(kAlreadyExists, ERROR_REASON_RESOURCE_EXISTS));
  const auto refused = client().Create(spoiled, options);
  EXPECT_THAT(refused, IsInvalid(kind().spoiled.front().reason));
  EXPECT_EQ(BadFieldsIn(refused.status()), BadFieldsIn(client().Create(spoiled).status()));
  EXPECT_THAT(client().Update(Ready(2), {}, options), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Update(Changed(recorded, 2), {}, options),
              IsError(kAborted, ERROR_REASON_ETAG_MISMATCH));
  EXPECT_THAT(client().Update(changed, {"no_such_field"}, options),
              IsInvalid(ERROR_REASON_INVALID_FIELD_MASK));
  EXPECT_THAT(client().Delete(Ready(2).name(), "", options), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Delete(recorded.name(), recorded.etag(), options),
              IsError(kAborted, ERROR_REASON_ETAG_MISMATCH));
  EXPECT_GE(Head().revision(), before);
}

}  // namespace
}  // namespace tertial::conformance
