// The services that every data service has beside its own, over the tables of the politics service.
#ifndef TERTIAL_TESTS_INTEGRATION_LEDGER_SERVICES_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_LEDGER_SERVICES_FIXTURE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/ledger/table.h"
#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/politics/store/keys.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial {

using politics::BodyActivityTable;
using politics::BodyTable;
using Politics = politics::v1::PoliticsService;

inline politics::v1::Body BodyOf(const std::string& id, int order = 1,
                                 const std::string& area = "asker") {
  politics::v1::Body body;
  body.set_name(absl::StrCat("areas/", area, "/bodies/", id));
  body.add_titles()->set_language("nb");
  body.mutable_titles(0)->set_text("Kommunestyret");
  body.set_kind(politics::v1::BODY_KIND_COUNCIL);
  body.set_order(order);
  return body;
}

inline politics::v1::BodyActivity ActivityOf(const std::string& body, const std::string& period) {
  politics::v1::BodyActivity activity;
  activity.set_name(absl::StrCat("areas/asker/bodies/", body, "/activities/", period));
  activity.set_period(period);
  activity.mutable_meetings()->set_value("9");
  activity.mutable_cases()->set_value("100");
  activity.set_counting_rule(politics::v1::COUNTING_RULE_UNKNOWN);
  return activity;
}

// A politics service, and stubs of what it serves.
class PoliticsStore {
 public:
  explicit PoliticsStore(const std::string& data = "")
      : service_("politics", politics::CreatePoliticsService, politics::PoliticsTables(), data),
        changes_(changes::v1::ChangeService::NewStub(service_.channel())),
        admin_(admin::v1::AdminService::NewStub(service_.channel())) {}

  testing::TestService<Politics>& service() { return service_; }
  Ledger& ledger() { return service_.ledger(); }
  changes::v1::ChangeService::Stub& changes() { return *changes_; }
  admin::v1::AdminService::Stub& admin() { return *admin_; }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (changes::v1::ChangeService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Request& request, const std::string& caller = "reader") {
    return testing::CallUnary(*changes_, method, request, caller);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (admin::v1::AdminService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Request& request, const std::string& caller = "admin") {
    return testing::CallUnary(*admin_, method, request, caller);
  }

  // Each is one commit, made without the service's own rules.
  Revision Commit(absl::FunctionRef<absl::Status(Txn&)> fn,
                  absl::Time publish_at = absl::InfinitePast()) {
    const absl::StatusOr<CommitResult> result =
        ledger().Commit({.actor = "tester", .reason = "because", .publish_at = publish_at}, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }
  Revision Put(const std::vector<politics::v1::Body>& bodies,
               absl::Time publish_at = absl::InfinitePast()) {
    return Commit(
        [&](Txn& txn) -> absl::Status {
          for (const politics::v1::Body& body : bodies) {
            const absl::Status put = PutResource<BodyTable>(txn, body).status();
            if (!put.ok()) return put;
          }
          return absl::OkStatus();
        },
        publish_at);
  }
  Revision Put(const politics::v1::Body& body) { return Put(std::vector{body}); }
  Revision Put(const politics::v1::BodyActivity& activity) {
    return Commit([&](Txn& txn) { return PutResource<BodyActivityTable>(txn, activity).status(); });
  }
  Revision Delete(const std::string& name) {
    return Commit([&](Txn& txn) { return DeleteResource<BodyTable>(txn, name).status(); });
  }
  Revision Redact(const std::string& id) {
    const auto result = ledger().Redact({.actor = "admin", .reason = "it had to go"},
                                        BodyTable::kId, *PrimaryKey<BodyTable>(BodyOf(id).name()),
                                        absl::NotFoundError("no such body"));
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->commit.at.revision : -1;
  }
  Revision Head() { return ledger().Read()->at().revision; }

 private:
  testing::TestService<Politics> service_;
  const std::unique_ptr<changes::v1::ChangeService::Stub> changes_;
  const std::unique_ptr<admin::v1::AdminService::Stub> admin_;
};

class LedgerServicesTest : public ::testing::Test {
 protected:
  PoliticsStore store_;
};

// A server stream as a client reads it.
template <typename Response>
class OpenedStream {
 public:
  template <typename Stub, typename Request>
  OpenedStream(Stub& stub,
               std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(grpc::ClientContext*,
                                                                             const Request&),
               const Request& request, const std::string& caller = "reader") {
    testing::PrepareContext(context_, caller);
    reader_ = (stub.*method)(&context_, request);
  }
  ~OpenedStream() {
    if (!finished_) {
      Cancel();
      (void)Finish();
    }
  }
  OpenedStream(const OpenedStream&) = delete;
  OpenedStream& operator=(const OpenedStream&) = delete;

  // Empty: the stream ended.
  std::optional<Response> Next() {
    Response response;
    return reader_->Read(&response) ? std::optional<Response>(response) : std::nullopt;
  }
  void Cancel() { context_.TryCancel(); }
  // Why it ended; what is still to come is dropped.
  absl::Status Finish() {
    finished_ = true;
    while (Next().has_value()) {
    }
    return FromGrpcStatus(reader_->Finish());
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Response>> reader_;
  bool finished_ = false;
};

using ChangeStub = changes::v1::ChangeService::Stub;
using AdminStub = admin::v1::AdminService::Stub;

// A watch whose changes are read one after the other, whatever messages they come in.
class Watch {
 public:
  Watch(PoliticsStore& store, const changes::v1::WatchChangesRequest& request)
      : stream_(store.changes(), &ChangeStub::WatchChanges, request) {}

  // The next message; one without changes if it ended.
  changes::v1::WatchChangesResponse NextMessage() {
    std::optional<changes::v1::WatchChangesResponse> message = stream_.Next();
    EXPECT_TRUE(message.has_value()) << "the watch ended";
    if (!message.has_value()) return {};
    EXPECT_FALSE(message->resume_token().empty());
    token_ = message->resume_token();
    return *message;
  }
  // The next change, passing over signs of life; one without a name if the watch ended.
  changes::v1::Change NextChange() {
    while (position_ == changes_.size()) {
      const std::optional<changes::v1::WatchChangesResponse> message = stream_.Next();
      EXPECT_TRUE(message.has_value()) << "the watch ended";
      if (!message.has_value()) return {};
      changes_.assign(message->changes().begin(), message->changes().end());
      position_ = 0;
      token_ = message->resume_token();
    }
    return changes_[position_++];
  }
  const std::string& token() const { return token_; }
  void Cancel() { stream_.Cancel(); }
  absl::Status Finish() { return stream_.Finish(); }

 private:
  OpenedStream<changes::v1::WatchChangesResponse> stream_;
  std::vector<changes::v1::Change> changes_;
  size_t position_ = 0;
  std::string token_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_INTEGRATION_LEDGER_SERVICES_FIXTURE_H_
