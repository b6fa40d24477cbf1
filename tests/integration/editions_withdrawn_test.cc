// A redaction of a fact that an edition was frozen with withdraws the edition.
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "services/gateway/domain/manifest.h"
#include "services/gateway/handler/edition_handlers.h"
#include "services/gateway/handler/forwarding_service.h"
#include "services/gateway/store/keys.h"
#include "services/workforce/store/keys.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/integration/editions_fixture.h"
#include "tests/testing/local_channel.h"

namespace tertial::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using workforce::UnitTable;

// The workforce service, before which a test can do something while an edition is frozen.
class InterruptedWorkforce {
 public:
  // What is done before facts are exported, and before what has changed is answered with.
  struct Interruptions {
    std::function<void()> before_facts = [] {};
    std::function<void()> after_changes = [] {};
  };

  InterruptedWorkforce(const std::string& address, Interruptions interruptions)
      : changes_(address, std::move(interruptions)),
        sections_(CreateForwardingService(
            *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
                workforce::v1::WorkforceService::service_full_name()),
            address,
            [](const std::string& /*method*/, const grpc::CallbackServerContext& context) {
              return absl::StatusOr<std::string>(MetadataOf(context, kCallerMetadata));
            })),
        server_(
            *Server::Start("127.0.0.1", 0,
                           {{workforce::v1::WorkforceService::service_full_name(), sections_.get()},
                            {kChangeServiceName, &changes_}})) {}

  std::string address() const { return absl::StrCat("127.0.0.1:", server_->port()); }

 private:
  class Changes : public changes::v1::ChangeService::Service {
   public:
    Changes(const std::string& address, Interruptions interruptions)
        : interruptions_(std::move(interruptions)),
          stub_(changes::v1::ChangeService::NewStub(testing::LocalChannel(address))) {}

    grpc::Status ExportResources(
        grpc::ServerContext* context, const changes::v1::ExportResourcesRequest* request,
        grpc::ServerWriter<changes::v1::ExportResourcesResponse>* writer) override {
      interruptions_.before_facts();
      const auto call = CallOf(*context);
      return PassOn(*stub_->ExportResources(call.get(), *request), *writer);
    }
    grpc::Status WatchChanges(
        grpc::ServerContext* context, const changes::v1::WatchChangesRequest* request,
        grpc::ServerWriter<changes::v1::WatchChangesResponse>* writer) override {
      const auto call = CallOf(*context);
      return PassOn(*stub_->WatchChanges(call.get(), *request), *writer);
    }
    grpc::Status ListChanges(grpc::ServerContext* context,
                             const changes::v1::ListChangesRequest* request,
                             changes::v1::ListChangesResponse* response) override {
      const auto call = CallOf(*context);
      const grpc::Status status = stub_->ListChanges(call.get(), *request, response);
      interruptions_.after_changes();
      return status;
    }
    grpc::Status BatchGetResources(grpc::ServerContext* context,
                                   const changes::v1::BatchGetResourcesRequest* request,
                                   changes::v1::BatchGetResourcesResponse* response) override {
      const auto call = CallOf(*context);
      return stub_->BatchGetResources(call.get(), *request, response);
    }

   private:
    // A call that ends when the one that it is made for does.
    static std::unique_ptr<grpc::ClientContext> CallOf(const grpc::ServerContext& context) {
      std::unique_ptr<grpc::ClientContext> call = grpc::ClientContext::FromServerContext(context);
      call->AddMetadata(kCallerMetadata, "gateway");
      return call;
    }
    template <typename Message>
    static grpc::Status PassOn(grpc::ClientReader<Message>& reader,
                               grpc::ServerWriter<Message>& writer) {
      Message message;
      while (reader.Read(&message)) writer.Write(message);
      return reader.Finish();
    }

    const Interruptions interruptions_;
    const std::unique_ptr<changes::v1::ChangeService::Stub> stub_;
  };

  Changes changes_;
  const std::unique_ptr<grpc::Service> sections_;
  const std::unique_ptr<Server> server_;
};

class WithdrawnEditionsTest : public EditionsTest {
 protected:
  void PutUnit(const std::string& label) {
    workforce::v1::Unit unit;
    unit.set_name(unit_);
    common::v1::LocalizedText& text = *unit.add_titles();
    text.set_language("nb");
    text.set_text(label);
    ASSERT_THAT(LedgerOf("workforce")
                    .Commit({.actor = "clerk"},
                            [&](Txn& txn) { return PutResource<UnitTable>(txn, unit).status(); }),
                IsOk());
  }
  void RedactUnit() {
    ASSERT_THAT(LedgerOf("workforce")
                    .Redact({.actor = "admin", .reason = "a person"}, UnitTable::kId,
                            *PrimaryKey<UnitTable>(unit_), absl::NotFoundError("no such unit")),
                IsOk());
  }
  bool HasUnit(const std::string& id) {
    for (const v1::ManifestEntry& entry : ManifestOf(id)) {
      if (entry.name() == unit_) return true;
    }
    return false;
  }
  // Pieces of the report that are there.
  int ReportParts(const std::string& id) {
    int parts = 0;
    const ReadView view = *LedgerOf("gateway").Read();
    const auto read = ReadBelow<FrozenPartTable>(view, std::vector<std::string>{"asker", id});
    EXPECT_THAT(read, IsOk());
    for (const internal::v1::FrozenPart& part : *read) parts += IsReportPart(part.name()) ? 1 : 0;
    return parts;
  }
  void ExpectWithdrawn(const std::string& id, int64_t facts_before) {
    ASSERT_EQ(StateWhenWithdrawn(id), v1::EDITION_STATE_WITHDRAWN);
    EXPECT_THAT(GetReport(id), HasReason(ERROR_REASON_EDITION_WITHDRAWN));
    // The follower goes on to take the fact and the bytes away, the report last.
    const absl::Time deadline = absl::Now() + absl::Seconds(20);
    while (ReportParts(id) > 0 && absl::Now() < deadline) {
      LedgerOf("gateway").WaitForCommit(LedgerOf("gateway").Read()->at().revision,
                                        absl::Milliseconds(50));
    }
    const auto edition = Get(id);
    EXPECT_EQ(edition->withdrawn_for(), unit_);
    EXPECT_TRUE(edition->has_withdraw_time());
    EXPECT_THAT(edition->notices(), SizeIs(2));
    EXPECT_EQ(edition->fact_count(), facts_before - 1);
    EXPECT_THAT(ManifestOf(id), SizeIs(facts_before - 1));
    EXPECT_FALSE(HasUnit(id));
    EXPECT_THAT(Publish(id), HasReason(ERROR_REASON_EDITION_WITHDRAWN));
    EXPECT_EQ(ReportParts(id), 0);
  }

  // A draft of this id, frozen by a gateway that reads from `workforce`.
  absl::StatusOr<v1::FreezeEditionResponse> FreezeReadingFrom(const InterruptedWorkforce& workforce,
                                                              const std::string& id) {
    Create(id);
    const GatewayParts parts(areas_, Endpoints{.indicators = services_["indicators"]->address(),
                                               .workforce = workforce.address(),
                                               .politics = services_["politics"]->address(),
                                               .climate = services_["climate"]->address()});
    v1::FreezeEditionRequest request;
    request.set_name(NameOf(id));
    return EditionHandlers(LedgerOf("gateway"), parts, gate_)
        .FreezeEdition({.method = "FreezeEdition",
                        .caller = {.name = "cli"},
                        .request_id = id,
                        .deadline = absl::Now() + absl::Seconds(60)},
                       request);
  }

  const std::string unit_ = "areas/asker/units/somebody";
};

TEST_F(WithdrawnEditionsTest, WhatIsRedactedBetweenReportAndFactsIsInNeither) {
  PutUnit("Somebody");
  const v1::Edition earlier = Freeze("earlier");
  ASSERT_THAT(GetReport("earlier")->report(), HasSubstr("Somebody"));
  std::atomic<int> reads = 0;
  const InterruptedWorkforce workforce(services_["workforce"]->address(), {.before_facts = [&] {
                                         if (reads++ > 0) return;
                                         RedactUnit();
                                         // A freeze that is under way holds no withdrawal up.
                                         EXPECT_EQ(StateWhenWithdrawn("earlier"),
                                                   v1::EDITION_STATE_WITHDRAWN);
                                       }});
  ASSERT_THAT(FreezeReadingFrom(workforce, "annual"), IsOk());
  EXPECT_EQ(reads, 2);
  EXPECT_FALSE(HasUnit("annual"));
  EXPECT_THAT(GetReport("annual")->report(), Not(HasSubstr("Somebody")));
  ExpectWithdrawn("earlier", earlier.fact_count());
}

TEST_F(WithdrawnEditionsTest, WhatIsRedactedBetweenReportAndFactsIsFoundThoughNobodyFollows) {
  PutUnit("Somebody");
  // The number of withdrawals tells nothing.
  followers_.clear();
  std::atomic<int> reads = 0;
  const InterruptedWorkforce workforce(services_["workforce"]->address(), {.before_facts = [&] {
                                         if (reads++ == 0) RedactUnit();
                                       }});
  ASSERT_THAT(FreezeReadingFrom(workforce, "annual"), IsOk());
  EXPECT_EQ(reads, 2);
  EXPECT_FALSE(HasUnit("annual"));
  EXPECT_THAT(GetReport("annual")->report(), Not(HasSubstr("Somebody")));
}

TEST_F(WithdrawnEditionsTest, AServiceThatWasRestoredMayHaveRedactedSomething) {
  const CallContext call = {.method = "FreezeEdition",
                            .caller = {.name = "cli"},
                            .request_id = "places",
                            .deadline = absl::Now() + absl::Seconds(60)};
  PutUnit("Somebody");
  Backup("workforce");
  const FeedPlaces places = parts_->facts.ReadFeedPlaces(call);
  ASSERT_THAT(places, SizeIs(4));
  const auto before = parts_->facts.HaveRedacted(call, places);
  ASSERT_THAT(before, IsOk());
  EXPECT_FALSE(*before);
  StopEditions();
  Restore("workforce");
  StartEditions();
  const auto after = parts_->facts.HaveRedacted(call, places);
  ASSERT_THAT(after, IsOk());
  EXPECT_TRUE(*after);
}

TEST_F(WithdrawnEditionsTest, WhatIsRedactedAndDealtWithBeforeTheEditionIsRecordedIsNotInIt) {
  PutUnit("Somebody");
  std::atomic<int> reads = 0;
  const InterruptedWorkforce workforce(
      services_["workforce"]->address(), {.after_changes = [&] {
        if (reads++ > 0) return;
        const int64_t before = gate_.withdrawals();
        RedactUnit();
        const absl::Time deadline = absl::Now() + absl::Seconds(20);
        while (gate_.withdrawals() == before && absl::Now() < deadline) {
          LedgerOf("gateway").WaitForCommit(LedgerOf("gateway").Read()->at().revision,
                                            absl::Milliseconds(20));
        }
      }});
  ASSERT_THAT(FreezeReadingFrom(workforce, "annual"), IsOk());
  EXPECT_GT(reads, 1);
  EXPECT_FALSE(HasUnit("annual"));
  EXPECT_THAT(GetReport("annual")->report(), Not(HasSubstr("Somebody")));
}

TEST_F(WithdrawnEditionsTest, ADamagedPieceOfAnotherEditionHoldsNoWithdrawalUp) {
  Freeze("before");
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("with");
  // Nothing but its own row is read of an edition that does not hold the fact.
  internal::v1::FrozenPart damaged;
  damaged.set_name(ManifestPartName(NameOf("before"), "climate", "areas/asker/a"));
  damaged.set_content("no fact");
  ASSERT_THAT(
      LedgerOf("gateway").Commit(
          {}, [&](Txn& txn) { return PutResource<FrozenPartTable>(txn, damaged).status(); }),
      IsOk());
  RedactUnit();
  ExpectWithdrawn("with", edition.fact_count());
}

TEST_F(WithdrawnEditionsTest, ARedactionWithdrawsWhatHoldsTheFact) {
  Freeze("before");
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("with");
  ASSERT_TRUE(HasUnit("with"));
  ASSERT_EQ(ReportParts("with"), 1);
  RedactUnit();
  ExpectWithdrawn("with", edition.fact_count());
  EXPECT_EQ(Get("before")->state(), v1::EDITION_STATE_FROZEN);
  EXPECT_THAT(GetReport("before"), IsOk());
}

TEST_F(WithdrawnEditionsTest, WhatWasRedactedWhileNobodyFollowedIsFoundLater) {
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("annual");
  StopEditions();
  RedactUnit();
  StartEditions();
  ExpectWithdrawn("annual", edition.fact_count());
}

TEST_F(WithdrawnEditionsTest, AFactThatWasRecordedAnewAfterARedactionIsAnother) {
  PutUnit("Somebody");
  RedactUnit();
  PutUnit("Somebody else");
  const v1::Edition kept = Freeze("annual");
  ASSERT_TRUE(HasUnit("annual"));
  // Read from the beginning, as where no place is known.
  StopEditions();
  StartEditions();
  PutUnit("Somebody else again");
  const v1::Edition later = Freeze("later");
  RedactUnit();
  ExpectWithdrawn("later", later.fact_count());
  // Both held it when it was redacted the second time.
  ExpectWithdrawn("annual", kept.fact_count());
}

TEST_F(WithdrawnEditionsTest, ARedactionBeforeTheFreezeConcernsItNot) {
  PutUnit("Somebody");
  RedactUnit();
  PutUnit("Somebody else");
  Freeze("annual");
  StopEditions();
  StartEditions();
  // A redaction that is dealt with after that one tells that the feed was read so far.
  workforce::v1::Unit other;
  other.set_name("areas/asker/units/other");
  common::v1::LocalizedText& text = *other.add_titles();
  text.set_language("nb");
  text.set_text("Other");
  ASSERT_THAT(
      LedgerOf("workforce")
          .Commit({}, [&](Txn& txn) { return PutResource<UnitTable>(txn, other).status(); }),
      IsOk());
  Freeze("with-other");
  ASSERT_THAT(LedgerOf("workforce")
                  .Redact({}, UnitTable::kId, *PrimaryKey<UnitTable>(other.name()),
                          absl::NotFoundError("no such unit")),
              IsOk());
  ASSERT_EQ(StateWhenWithdrawn("with-other"), v1::EDITION_STATE_WITHDRAWN);
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_FROZEN);
  EXPECT_THAT(GetReport("annual"), IsOk());
}

TEST_F(WithdrawnEditionsTest, ARestoredStoreServesNoRedactedReport) {
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("annual");
  Backup("gateway");
  RedactUnit();
  ExpectWithdrawn("annual", edition.fact_count());
  StopEditions();
  Restore("gateway");
  StartEditions();
  EXPECT_THAT(GetReport("annual"), HasReason(ERROR_REASON_EDITION_WITHDRAWN));
  ExpectWithdrawn("annual", edition.fact_count());
}

TEST_F(WithdrawnEditionsTest, APublishedEditionThatWasWithdrawnCanBeCorrected) {
  PutUnit("Somebody");
  const v1::Edition edition = Freeze("annual");
  ASSERT_THAT(Publish("annual"), IsOk());
  RedactUnit();
  ExpectWithdrawn("annual", edition.fact_count());
  ASSERT_THAT(Correct("annual", "annual-2"), IsOk());
  ASSERT_THAT(TryFreeze("annual-2"), IsOk());
  ASSERT_THAT(Publish("annual-2"), IsOk());
  EXPECT_EQ(Get("annual")->state(), v1::EDITION_STATE_WITHDRAWN);
  EXPECT_EQ(Get("annual")->corrected_by(), NameOf("annual-2"));
}

}  // namespace
}  // namespace tertial::gateway
