// The commands against services that break off, and that do not hold what their feeds say.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/care/verify_command.h"
#include "clients/cli/history/changes_command.h"
#include "clients/cli/history/export_command.h"
#include "common/ledger/content_hash.h"
#include "common/server/options.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kKind[] = "tertial.workforce.v1.Unit";

std::string NameOf(int i) { return absl::StrCat("areas/asker/units/u", i); }

// What one call of ExportResources does: sends these rows, the last one with the mark of the end if
// it is complete, and then ends with this status.
struct ExportScript {
  std::vector<int> rows;
  bool complete = false;
  grpc::StatusCode status = grpc::StatusCode::OK;
};

class FakeChanges : public changes::v1::ChangeService::Service {
 public:
  std::vector<ExportScript> exports;
  std::vector<changes::v1::ExportResourcesRequest> export_requests;
  std::vector<changes::v1::ListChangesResponse> pages;

  grpc::Status ExportResources(
      grpc::ServerContext* /*context*/, const changes::v1::ExportResourcesRequest* request,
      grpc::ServerWriter<changes::v1::ExportResourcesResponse>* writer) override {
    const ExportScript& script = exports.at(export_requests.size());
    export_requests.push_back(*request);
    for (size_t i = 0; i < script.rows.size(); ++i) {
      changes::v1::ExportResourcesResponse response;
      response.add_resources()->set_name(NameOf(script.rows[i]));
      const bool last = script.complete && i + 1 == script.rows.size();
      if (!last) response.set_resume_token(absl::StrCat("after ", script.rows[i]));
      writer->Write(response);
    }
    return {script.status, "scripted"};
  }

  grpc::Status ListChanges(grpc::ServerContext* /*context*/,
                           const changes::v1::ListChangesRequest* request,
                           changes::v1::ListChangesResponse* response) override {
    size_t page = 0;
    if (!request->resume_token().empty() && !absl::SimpleAtoi(request->resume_token(), &page)) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "no token"};
    }
    if (page < pages.size()) *response = pages[page++];
    response->set_resume_token(absl::StrCat(page));
    response->set_up_to_date(page == pages.size());
    response->mutable_head()->set_revision(1);
    return grpc::Status::OK;
  }
};

class FakeAdmin : public admin::v1::AdminService::Service {
 public:
  ContentHash content;
  int64_t findings = 0;

  grpc::Status CheckStore(grpc::ServerContext* /*context*/,
                          const admin::v1::CheckStoreRequest* /*request*/,
                          admin::v1::CheckStoreResponse* response) override {
    response->set_finding_count(findings);
    if (findings > 0) response->add_findings()->set_name(NameOf(1));
    return grpc::Status::OK;
  }

  grpc::Status GetContentHash(grpc::ServerContext* /*context*/,
                              const admin::v1::GetContentHashRequest* /*request*/,
                              admin::v1::GetContentHashResponse* response) override {
    response->set_hash(content.Hex());
    response->set_resources(content.resources());
    return grpc::Status::OK;
  }
};

// A gateway that knows one address for all services.
class FakeGateway : public gateway::v1::GatewayService::Service {
 public:
  std::string address;

  grpc::Status GetSystemStatus(grpc::ServerContext* /*context*/,
                               const gateway::v1::GetSystemStatusRequest* /*request*/,
                               gateway::v1::GetSystemStatusResponse* response) override {
    for (const char* name : kDataServices) {
      gateway::v1::ServiceStatus& service = *response->add_services();
      service.set_service(name);
      service.set_address(address);
    }
    return grpc::Status::OK;
  }
};

class BrokenStreams : public ::testing::Test {
 protected:
  BrokenStreams() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&gateway_);
    builder.RegisterService(&changes_);
    builder.RegisterService(&admin_);
    server_ = builder.BuildAndStart();
    gateway_.address = absl::StrCat("127.0.0.1:", port);
  }
  ~BrokenStreams() override { server_->Shutdown(); }

  int Export() {
    return RunExport(GatewayClient(gateway_.address), {.service = "workforce",
                                                       .kinds = {"Unit"},
                                                       .area = "3203",
                                                       .as_of = absl::FromUnixSeconds(1),
                                                       .output = file_,
                                                       .format = RowFormat::kCsv});
  }
  std::vector<std::string> ExportedNames() const {
    std::vector<std::string> names;
    std::ifstream in(file_);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line))
      names.push_back(std::vector<std::string>(absl::StrSplit(line, ','))[0]);
    return names;
  }

  // Adds a page that holds one insertion.
  void AddPage(int i) {
    changes::v1::Change& change = *changes_.pages.emplace_back().add_changes();
    change.set_kind(kKind);
    change.set_name(NameOf(i));
    change.mutable_commit()->set_revision(1);
    change.mutable_after()->set_value("body");
  }

  const TempDir directory_;
  const std::string file_ = directory_.path() + "/export.csv";
  FakeGateway gateway_;
  FakeChanges changes_;
  FakeAdmin admin_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(BrokenStreams, AreTakenUpAfterTheLastRowThatCame) {
  changes_.exports = {{.rows = {1, 2}, .status = grpc::StatusCode::UNAVAILABLE},
                      {.rows = {}, .status = grpc::StatusCode::UNAVAILABLE},
                      {.rows = {3}},  // ends as if it were over, without the mark of the end
                      {.rows = {4, 5}, .complete = true}};
  EXPECT_EQ(Export(), kExitOk);
  EXPECT_THAT(ExportedNames(), ElementsAre(NameOf(1), NameOf(2), NameOf(3), NameOf(4), NameOf(5)));
  ASSERT_EQ(changes_.export_requests.size(), 4U);
  const auto& first = changes_.export_requests[0];
  EXPECT_THAT(first.kinds(), ElementsAre(kKind));
  EXPECT_EQ(first.area(), "areas/3203");
  EXPECT_EQ(first.as_of().time().seconds(), 1);
  EXPECT_EQ(first.resume_token(), "");
  for (size_t i = 1; i < 4; ++i) {
    const auto& again = changes_.export_requests[i];
    EXPECT_EQ(again.resume_token(), i < 3 ? "after 2" : "after 3");
    EXPECT_FALSE(again.has_as_of());
    EXPECT_EQ(again.area(), "areas/3203");
  }
}

TEST_F(BrokenStreams, ThatAreCompleteAreNotTakenUp) {
  changes_.exports = {{.rows = {1}, .complete = true, .status = grpc::StatusCode::UNAVAILABLE}};
  EXPECT_EQ(Export(), kExitOk);
  EXPECT_THAT(ExportedNames(), ElementsAre(NameOf(1)));
}

TEST_F(BrokenStreams, ThatAreRefusedLeaveNoFile) {
  changes_.exports = {{.rows = {1}, .status = grpc::StatusCode::UNAVAILABLE},
                      {.rows = {}, .status = grpc::StatusCode::INVALID_ARGUMENT}};
  EXPECT_EQ(Export(), kExitUsage);
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(BrokenStreams, AreNotMetWherePagesAreEmpty) {
  AddPage(1);
  changes_.pages.emplace_back();  // what it held was filtered out
  AddPage(2);
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(RunChanges(GatewayClient(gateway_.address),
                       {.service = "workforce", .format = RowFormat::kJson}),
            kExitOk);
  const std::string printed = ::testing::internal::GetCapturedStdout();
  EXPECT_THAT(printed, HasSubstr(NameOf(1)));
  EXPECT_THAT(printed, HasSubstr(NameOf(2)));
}

class Verify : public BrokenStreams {
 protected:
  // The exit code; what was printed goes to `printed_`.
  int Run() {
    ::testing::internal::CaptureStdout();
    const int code =
        RunVerify(gateway_.address, {.service = "workforce", .format = RowFormat::kCsv});
    printed_ = ::testing::internal::GetCapturedStdout();
    return code;
  }

  std::string printed_;
};

TEST_F(Verify, FindsAStoreThatHoldsWhatItsFeedSays) {
  for (int i : {1, 2}) {
    AddPage(i);
    admin_.content.Add(kKind, NameOf(i), 1, "body");
  }
  EXPECT_EQ(Run(), kExitOk) << printed_;
  EXPECT_THAT(printed_, HasSubstr("workforce,store,sound"));
  EXPECT_THAT(printed_, HasSubstr("workforce,feed,sound"));
}

TEST_F(Verify, FindsAStoreThatHoldsMoreOrLessOrOtherThanItsFeedSays) {
  AddPage(1);
  EXPECT_EQ(Run(), kExitFindings) << printed_;
  EXPECT_THAT(printed_, HasSubstr("workforce,feed,FINDING"));
  admin_.content.Add(kKind, NameOf(1), 1, "other body");
  EXPECT_EQ(Run(), kExitFindings) << printed_;
  admin_.content = ContentHash();
  admin_.content.Add(kKind, NameOf(1), 2, "body");
  EXPECT_EQ(Run(), kExitFindings) << printed_;
  admin_.content = ContentHash();
  admin_.content.Add(kKind, NameOf(1), 1, "body");
  admin_.content.Add(kKind, NameOf(2), 1, "body");
  EXPECT_EQ(Run(), kExitFindings) << printed_;
}

TEST_F(Verify, TellsWhatTheStoreItselfFinds) {
  AddPage(1);
  admin_.content.Add(kKind, NameOf(1), 1, "body");
  admin_.findings = 3;
  EXPECT_EQ(Run(), kExitFindings) << printed_;
  EXPECT_THAT(printed_, HasSubstr(absl::StrCat("workforce,store,FINDING,", NameOf(1))));
  EXPECT_THAT(printed_, HasSubstr("2 more findings"));
  EXPECT_THAT(printed_, HasSubstr("workforce,feed,sound"));
}

}  // namespace
}  // namespace tertial::cli
