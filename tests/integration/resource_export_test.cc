// ExportResources, over a channel.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/rpc/limits.h"
#include "tests/integration/ledger_services_fixture.h"

namespace tertial {
namespace {

using changes::v1::ExportedResource;
using changes::v1::ExportResourcesRequest;
using changes::v1::ExportResourcesResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

// What an export held, and how it ended.
struct Exported {
  std::vector<ExportedResource> rows;
  common::v1::ReadPoint read_at;
  int messages = 0;
  bool complete = false;
  absl::Status status;

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const ExportedResource& row : rows) all.push_back(row.name());
    return all;
  }
};

ExportResourcesRequest OfKinds(const std::vector<std::string>& kinds) {
  ExportResourcesRequest request;
  for (const std::string& kind : kinds) request.add_kinds(kind);
  return request;
}

class ResourceExportTest : public LedgerServicesTest {
 protected:
  Exported Export(const ExportResourcesRequest& request, const std::string& caller = "reader") {
    OpenedStream<ExportResourcesResponse> stream(store_.changes(), &ChangeStub::ExportResources,
                                                 request, caller);
    Exported exported;
    while (const std::optional<ExportResourcesResponse> message = stream.Next()) {
      EXPECT_FALSE(exported.complete) << "a message after the last one";
      ++exported.messages;
      exported.rows.insert(exported.rows.end(), message->resources().begin(),
                           message->resources().end());
      exported.read_at = message->read_at();
      exported.complete = message->resume_token().empty();
    }
    exported.status = stream.Finish();
    return exported;
  }

  // More rows than one message holds.
  std::vector<std::string> PutMany(int count, int order = 1) {
    std::vector<politics::v1::Body> bodies;
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
      bodies.push_back(BodyOf(absl::StrFormat("b%05d", i), order));
      names.push_back(bodies.back().name());
    }
    store_.Put(bodies);
    return names;
  }
};

constexpr int kMany = 3 * static_cast<int>(kMostRowsInMessage) / 2;

TEST_F(ResourceExportTest, HoldsEveryRowAsItIsStored) {
  store_.Put(BodyOf("a", 1));
  store_.Put(ActivityOf("a", "2024"));
  store_.Put(BodyOf("a", 2));
  store_.Put(BodyOf("gone"));
  store_.Delete(BodyOf("gone").name());
  const Exported exported = Export({});
  EXPECT_THAT(exported.status, IsOk());
  EXPECT_TRUE(exported.complete);
  EXPECT_EQ(exported.read_at.revision(), 5);
  EXPECT_THAT(exported.names(),
              ElementsAre("areas/asker/bodies/a", "areas/asker/bodies/a/activities/2024"));
  politics::v1::Body body;
  ASSERT_TRUE(exported.rows[0].resource().UnpackTo(&body));
  EXPECT_EQ(body.order(), 2);
  EXPECT_EQ(exported.rows[0].etag(), EtagOf(store_.ledger().epoch(), 3));
  EXPECT_EQ(DecodeTimestamp(exported.rows[0].commit_time()),
            store_.ledger().Read(AsOf::At(3))->at().commit_time);
  EXPECT_EQ(DecodeTimestamp(exported.rows[1].commit_time()),
            store_.ledger().Read(AsOf::At(2))->at().commit_time);
}

TEST_F(ResourceExportTest, OfAnEmptyStoreIsOneMessage) {
  const Exported exported = Export({});
  EXPECT_THAT(exported.status, IsOk());
  EXPECT_EQ(exported.messages, 1);
  EXPECT_TRUE(exported.complete);
  EXPECT_THAT(exported.rows, IsEmpty());
}

TEST_F(ResourceExportTest, IsOfOneStateWhateverIsWrittenMeanwhile) {
  const std::vector<std::string> names = PutMany(kMany);
  OpenedStream<ExportResourcesResponse> stream(store_.changes(), &ChangeStub::ExportResources,
                                               ExportResourcesRequest());
  std::vector<std::string> told;
  int messages = 0;
  while (const auto message = stream.Next()) {
    if (++messages == 1) {
      PutMany(kMany, /*order=*/2);
      store_.Delete(names.back());
    }
    EXPECT_EQ(message->read_at().revision(), 1);
    for (const ExportedResource& row : message->resources()) {
      told.push_back(row.name());
      EXPECT_EQ(row.etag(), EtagOf(store_.ledger().epoch(), 1));
    }
  }
  EXPECT_THAT(stream.Finish(), IsOk());
  EXPECT_GE(messages, 2);
  EXPECT_EQ(told, names);
}

TEST_F(ResourceExportTest, IsResumedAfterABreakAtTheSameState) {
  const std::vector<std::string> names = PutMany(kMany);
  std::vector<std::string> told;
  ExportResourcesRequest request;
  {
    OpenedStream<ExportResourcesResponse> stream(store_.changes(), &ChangeStub::ExportResources,
                                                 request);
    const auto first = stream.Next();
    ASSERT_TRUE(first.has_value());
    for (const ExportedResource& row : first->resources()) told.push_back(row.name());
    request.set_resume_token(first->resume_token());
  }
  PutMany(kMany, /*order=*/2);
  store_.Delete(names.back());
  store_.Put(BodyOf("z"));
  const Exported rest = Export(request);
  EXPECT_THAT(rest.status, IsOk());
  EXPECT_TRUE(rest.complete);
  EXPECT_EQ(rest.read_at.revision(), 1);
  for (const std::string& name : rest.names()) told.push_back(name);
  EXPECT_EQ(told, names);
}

TEST_F(ResourceExportTest, KeepsToKindsAndAnArea) {
  store_.Put({BodyOf("a"), BodyOf("b", 1, "oslo")});
  store_.Put(ActivityOf("a", "2024"));
  EXPECT_THAT(Export(OfKinds({"tertial.politics.v1.BodyActivity"})).names(),
              ElementsAre("areas/asker/bodies/a/activities/2024"));
  ExportResourcesRequest request = OfKinds({"tertial.politics.v1.Body"});
  request.set_area("areas/3203");
  EXPECT_THAT(Export(request).names(), ElementsAre("areas/asker/bodies/a"));
  request.clear_kinds();
  request.set_area("areas/oslo");
  EXPECT_THAT(Export(request).names(), ElementsAre("areas/oslo/bodies/b"));
}

TEST_F(ResourceExportTest, IsOfAnEarlierState) {
  store_.Put(BodyOf("a", 1));
  store_.Put({BodyOf("a", 2), BodyOf("b")});
  ExportResourcesRequest request;
  request.mutable_as_of()->set_revision(1);
  const Exported exported = Export(request);
  EXPECT_EQ(exported.read_at.revision(), 1);
  EXPECT_THAT(exported.names(), ElementsAre("areas/asker/bodies/a"));
  EXPECT_EQ(exported.rows[0].etag(), EtagOf(store_.ledger().epoch(), 1));
  request.mutable_as_of()->set_revision(0);
  EXPECT_THAT(Export(request).rows, IsEmpty());
}

TEST_F(ResourceExportTest, AWriteThatWaitsIsNotInIt) {
  store_.Put(BodyOf("a"));
  store_.Put({BodyOf("secret")}, absl::Now() + absl::Hours(1));
  EXPECT_THAT(Export({}).names(), ElementsAre("areas/asker/bodies/a"));
}

TEST_F(ResourceExportTest, ARedactedRowIsNotInItWhateverTheState) {
  store_.Put({BodyOf("a"), BodyOf("b")});
  store_.Redact("a");
  EXPECT_THAT(Export({}).names(), ElementsAre("areas/asker/bodies/b"));
  ExportResourcesRequest request;
  request.mutable_as_of()->set_revision(1);
  EXPECT_THAT(Export(request).names(), ElementsAre("areas/asker/bodies/b"));
}

TEST_F(ResourceExportTest, RefusesEachMisuseWithItsReason) {
  PutMany(kMany);
  const auto reason = [&](const ExportResourcesRequest& request) {
    const Exported exported = Export(request);
    EXPECT_EQ(exported.messages, 0);
    EXPECT_FALSE(exported.status.ok());
    return ReasonOf(exported.status);
  };
  EXPECT_EQ(reason(OfKinds({"nothing"})), ERROR_REASON_RESOURCE_KIND_UNKNOWN);
  ExportResourcesRequest request;
  request.set_area("areas/atlantis");
  EXPECT_EQ(reason(request), ERROR_REASON_AREA_NOT_FOUND);
  request = {};
  request.mutable_as_of()->set_revision(2);
  EXPECT_EQ(reason(request), ERROR_REASON_REVISION_IN_FUTURE);
  request.mutable_as_of()->set_revision(-1);
  EXPECT_EQ(reason(request), ERROR_REASON_REVISION_UNKNOWN);
  *request.mutable_as_of()->mutable_time() = EncodeTimestamp(absl::Now() + absl::Hours(1));
  EXPECT_EQ(reason(request), ERROR_REASON_AS_OF_IN_FUTURE);
  request.set_resume_token("abc");
  EXPECT_EQ(reason(request), ERROR_REASON_INCONSISTENT_FIELDS);
  request.clear_as_of();
  EXPECT_EQ(reason(request), ERROR_REASON_INVALID_RESUME_TOKEN);
  const std::string token = [&] {
    OpenedStream<ExportResourcesResponse> stream(store_.changes(), &ChangeStub::ExportResources,
                                                 ExportResourcesRequest());
    return stream.Next()->resume_token();
  }();
  request = OfKinds({"tertial.politics.v1.Body"});
  request.set_resume_token(token);
  EXPECT_EQ(reason(request), ERROR_REASON_INVALID_RESUME_TOKEN);
  request = {};
  request.set_resume_token(
      store_.Call(&ChangeStub::ListChanges, changes::v1::ListChangesRequest())->resume_token());
  EXPECT_EQ(reason(request), ERROR_REASON_INVALID_RESUME_TOKEN);
  PoliticsStore other;
  request.set_resume_token(token);
  OpenedStream<ExportResourcesResponse> elsewhere(other.changes(), &ChangeStub::ExportResources,
                                                  request);
  EXPECT_THAT(elsewhere.Finish(), HasReason(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

}  // namespace
}  // namespace tertial
