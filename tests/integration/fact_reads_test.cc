// Facts, read from the services that own them.
#include <atomic>
#include <map>
#include <set>
#include <string>

#include "common/rpc/channel.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/clients/fact_reads.h"
#include "tests/integration/editions_fixture.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kUnit[] = "areas/asker/units/governance";

// A service that is not there for the first watches of its feed, and then tells where it stands.
class FeedThatComesLate final : public changes::v1::ChangeService::Service {
 public:
  FeedThatComesLate(int refused, grpc::StatusCode code) : refused_(refused), code_(code) {}

  grpc::Status WatchChanges(
      grpc::ServerContext* /*context*/, const changes::v1::WatchChangesRequest* /*request*/,
      grpc::ServerWriter<changes::v1::WatchChangesResponse>* writer) override {
    if (watches_++ < refused_) return {code_, "It is not there."};
    changes::v1::WatchChangesResponse first;
    first.set_resume_token("here");
    writer->Write(first);
    return grpc::Status::OK;
  }

 private:
  const int refused_;
  const grpc::StatusCode code_;
  std::atomic<int> watches_ = 0;
};

// What is read of such a feed.
FeedPlaces ReadPlacesAfter(int refused, grpc::StatusCode code, const CallContext& call) {
  FeedThatComesLate feed(refused, code);
  const auto server = *Server::Start("127.0.0.1", 0, {{"changes", &feed}});
  const FactReads facts(
      {{"indicators",
        OpenServiceChannel(absl::StrCat("127.0.0.1:", server->port()), MethodsReadAgain())}});
  FeedPlaces places = facts.ReadFeedPlaces(call);
  server->Stop(absl::ZeroDuration(), absl::Seconds(10), [] {});
  return places;
}

class FactReadsTest : public EditionsTest {
 protected:
  static CallContext CallOf(absl::Duration patience = absl::Seconds(30)) {
    return {.request_id = "test", .deadline = absl::Now() + patience};
  }
  const FactReads& facts() const { return parts_->facts; }
  static std::set<std::string> ServicesOf(const FactSet& facts) {
    std::set<std::string> services;
    for (const auto& [name, fact] : facts.facts()) services.insert(fact.service);
    return services;
  }
};

TEST_F(FactReadsTest, AllFactsOfAnAreaAndThoseOfNoneAreReadAtOneStateOfEachService) {
  LoadTheExample();
  const ReadFacts read = facts().ReadArea(CallOf(), "asker", {});
  EXPECT_THAT(read.failed, IsEmpty());
  EXPECT_THAT(ServicesOf(read.facts),
              ElementsAre("climate", "indicators", "politics", "workforce"));
  for (const auto& [name, service] : services_) {
    ASSERT_NE(read.facts.ReadAt(name), nullptr);
    EXPECT_EQ(read.facts.ReadAt(name)->revision(), service->ledger().Read()->at().revision);
    EXPECT_EQ(read.facts.ReadAt(name)->epoch(), service->ledger().epoch());
  }
  const Fact* const unit = read.facts.Find(kUnit);
  ASSERT_NE(unit, nullptr);
  EXPECT_EQ(unit->kind, "tertial.workforce.v1.Unit");
  EXPECT_EQ(unit->revision, 1);
  ASSERT_NE(unit->message, nullptr);
  EXPECT_EQ(unit->message->SerializeAsString(), unit->body);
  int definitions = 0;
  read.facts.VisitKind("tertial.indicators.v1.Indicator", [&](const Fact&) { ++definitions; });
  EXPECT_GT(definitions, 100);
  int of_other_areas = 0;
  read.facts.VisitBelow("areas/", [&](const Fact& fact) {
    if (!absl::StartsWith(fact.name, "areas/asker/")) ++of_other_areas;
  });
  EXPECT_EQ(of_other_areas, 0);
}

TEST_F(FactReadsTest, AStateThatIsAskedForIsRead) {
  LoadTheExample();
  common::v1::AsOf empty;
  empty.set_revision(0);
  const ReadFacts read = facts().ReadArea(CallOf(), "asker", {{"workforce", empty}});
  EXPECT_THAT(read.failed, IsEmpty());
  EXPECT_EQ(read.facts.Find(kUnit), nullptr);
  EXPECT_THAT(ServicesOf(read.facts), ElementsAre("climate", "indicators", "politics"));
}

TEST_F(FactReadsTest, AServiceThatIsNotThereIsToldAndTheOthersAreRead) {
  LoadTheExample();
  services_["politics"].reset();
  const ReadFacts read = facts().ReadArea(CallOf(), "asker", {});
  ASSERT_THAT(read.failed, SizeIs(1));
  EXPECT_TRUE(absl::IsUnavailable(read.failed.at("politics")));
  EXPECT_EQ(read.facts.ReadAt("politics"), nullptr);
  EXPECT_THAT(ServicesOf(read.facts), ElementsAre("climate", "indicators", "workforce"));
}

// An edition was not frozen where a connection could not be had at once.
TEST_F(FactReadsTest, WhereAFeedStandsIsAskedAgainOfAServiceThatIsNotThereAtFirst) {
  // CANCELLED: gRPC's, of a server that begins to stop.
  for (const grpc::StatusCode code : {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::CANCELLED}) {
    EXPECT_THAT(ReadPlacesAfter(2, code, CallOf()), ElementsAre(Pair("indicators", "here")));
    EXPECT_THAT(ReadPlacesAfter(3, code, CallOf()), IsEmpty());
  }
}

TEST_F(FactReadsTest, NamesAreFoundInWhicheverServiceKnowsThem) {
  LoadTheExample();
  const ReadRecords read = facts().ReadByNames(
      CallOf(),
      {kUnit, "areas/asker/bodies/municipal-council", "areas/asker/units/nobody", "nonsense"}, {});
  EXPECT_THAT(read.failed, IsEmpty());
  ASSERT_THAT(read.records, SizeIs(4));
  const FactRecord& unit = read.records.at(kUnit);
  EXPECT_EQ(unit.outcome, common::v1::OUTCOME_FOUND);
  EXPECT_EQ(unit.fact.service, "workforce");
  EXPECT_EQ(unit.actor, "cli");
  EXPECT_EQ(unit.commit.revision(), 1);
  EXPECT_EQ(read.records.at("areas/asker/bodies/municipal-council").fact.service, "politics");
  EXPECT_EQ(read.records.at("areas/asker/units/nobody").outcome,
            common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(read.records.at("nonsense").outcome, common::v1::OUTCOME_UNKNOWN_ID);
}

TEST_F(FactReadsTest, ManyNamesAreReadInSeveralCalls) {
  LoadTheExample();
  std::vector<std::string> names = {kUnit};
  for (int i = 0; i < 2500; ++i) names.push_back(absl::StrCat("areas/asker/units/u", i));
  names.push_back("areas/asker/bodies/municipal-council");
  const ReadRecords read = facts().ReadByNames(CallOf(), names, {});
  EXPECT_THAT(read.failed, IsEmpty());
  EXPECT_THAT(read.records, SizeIs(names.size()));
  EXPECT_EQ(read.records.at(names.front()).outcome, common::v1::OUTCOME_FOUND);
  EXPECT_EQ(read.records.at(names.back()).outcome, common::v1::OUTCOME_FOUND);
}

TEST_F(FactReadsTest, EveryVersionIsTold) {
  LoadTheExample();
  const auto pk = *EncodePrimaryKey({"asker", "governance"});
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(LedgerOf("workforce")
                    .Commit({.actor = "clerk", .reason = absl::StrCat("change ", i)},
                            [&](Txn& txn) -> absl::Status {
                              workforce::v1::Unit unit;
                              unit.set_name(kUnit);
                              unit.set_order(100 + i);
                              return txn.Put(1, pk, EncodeBody(unit)).status();
                            }),
                IsOk());
  }
  const auto versions = facts().ReadRevisions(CallOf(), "workforce", kUnit);
  ASSERT_THAT(versions, IsOk());
  ASSERT_THAT(*versions, SizeIs(4));
  EXPECT_EQ(versions->back().reason(), "change 2");
  const auto unknown = facts().ReadRevisions(CallOf(), "workforce", "areas/asker/units/nobody");
  EXPECT_TRUE(absl::IsNotFound(unknown.status()));
}

}  // namespace
}  // namespace tertial::gateway
