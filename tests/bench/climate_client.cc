#include "tests/bench/climate_client.h"

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tertial/climate/v1/inventory_reports.pb.h"
#include "tests/bench/generated_rows.h"
#include "tests/testing/generated_inventory.h"

namespace tertial::bench {
namespace {

namespace v1 = climate::v1;

constexpr int kRowsInMessage = 500;
constexpr char kRecorder[] = "cli";
constexpr absl::Duration kPatience = absl::Seconds(60);

std::shared_ptr<grpc::Channel> Open(const std::string& address) {
  return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

absl::Status Import(v1::ClimateService::Stub& stub, std::vector<v1::ClimateRow> rows) {
  grpc::ClientContext context;
  context.AddMetadata(kCallerMetadata, kRecorder);
  v1::ImportRowsResponse response;
  const auto stream = stub.ImportRows(&context, &response);
  v1::ImportRowsRequest message;
  message.mutable_options()->set_mode(common::v1::IMPORT_MODE_WHOLE);
  for (v1::ClimateRow& row : rows) {
    *message.add_rows() = std::move(row);
    if (message.rows_size() < kRowsInMessage) continue;
    // What is wrong is told when the stream is finished.
    if (!stream->Write(message)) break;
    message.Clear();
  }
  message.set_end_of_rows(true);
  stream->Write(message);
  stream->WritesDone();
  TERTIAL_RETURN_IF_ERROR(FromGrpcStatus(stream->Finish()));
  if (response.summary().applied()) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("an import was refused: ", response.summary().ShortDebugString()));
}

v1::ClimateRow FactorVersion(const std::string& factor, int version) {
  v1::ClimateRow row;
  v1::EmissionFactor& one = *row.mutable_emission_factor();
  one.set_name(absl::StrCat("emissionFactors/", factor, "~", version));
  one.set_factor(factor);
  one.set_version(absl::StrCat(version));
  common::v1::LocalizedText& title = *one.add_titles();
  title.set_language("en");
  title.set_text("Generated");
  one.set_value(absl::StrCat("2.", version));
  one.set_unit("kg_co2e_per_litre");
  one.set_published(absl::StrCat(2020 + version));
  one.set_valid_from("2020");
  one.set_scope(v1::SCOPE_DIRECT);
  one.mutable_provenance()->set_source("generated");
  return row;
}

}  // namespace

absl::StatusOr<BenchService> StartClimate(const std::string& directory) {
  std::filesystem::create_directory(directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(directory + "/areas"));
  return BenchService::Start("tertial-climate", directory,
                             {absl::StrCat("--data=", directory, "/climate")});
}

ClimateClient::ClimateClient(const std::string& address)
    : climate_(v1::ClimateService::NewStub(Open(address))),
      derived_(v1::DerivedFiguresService::NewStub(Open(address))),
      section_(address, "/tertial.climate.v1.ClimateService/GetClimateSection"),
      report_(address, "/tertial.climate.v1.ClimateAnalysisService/GetInventoryReport") {}

absl::Status ClimateClient::Fill(int areas) {
  TERTIAL_RETURN_IF_ERROR(Import(*climate_, testing::InventoryTables()));
  for (int area = 0; area < areas; ++area) {
    TERTIAL_RETURN_IF_ERROR(
        Import(*climate_, testing::GenerateInventory({.area_id = AreaId(area), .gaps = false})));
  }
  return absl::OkStatus();
}

absl::Status ClimateClient::FillUsers(const std::string& factor, int users) {
  std::vector<v1::ClimateRow> rows = {FactorVersion(factor, 1)};
  for (int user = 0; user < users; ++user) {
    v1::ActivityFigure& figure = *rows.emplace_back().mutable_activity_figure();
    figure.set_account(v1::ACCOUNT_ACTIVITY_SERIES);
    figure.set_metric(absl::StrCat("used-", user));
    figure.set_boundary(factor);
    figure.set_period(absl::StrCat(kReportYear));
    figure.set_unit("litres");
    figure.mutable_cell()->set_value(absl::StrCat(1000 + user));
    figure.add_emission_factors(factor);
    figure.set_name(absl::StrCat("areas/", AreaId(0), "/activities/", figure.metric(), "~", factor,
                                 "~", kReportYear));
  }
  return Import(*climate_, std::move(rows));
}

absl::Status ClimateClient::AddVersion(const std::string& factor, int version) {
  return Import(*climate_, {FactorVersion(factor, version)});
}

absl::StatusOr<v1::GetDerivedStateResponse> ClimateClient::WaitUntilFollowed() {
  const absl::Duration begun = SystemClock().Monotonic();
  int64_t head = 0;
  do {
    grpc::ClientContext context;
    context.AddMetadata(kCallerMetadata, kRecorder);
    v1::GetDerivedStateResponse state;
    TERTIAL_RETURN_IF_ERROR(FromGrpcStatus(derived_->GetDerivedState(&context, {}, &state)));
    if (head == 0) head = state.head().revision();
    if (state.followed_revision() >= head) return state;
  } while (SystemClock().Monotonic() - begun < kPatience);
  return absl::DeadlineExceededError("what follows from what is recorded is not recorded");
}

std::string ClimateClient::SectionRequest(int area) {
  v1::GetClimateSectionRequest request;
  request.set_area(absl::StrCat("areas/", AreaId(area)));
  request.set_period(absl::StrCat(kReportYear));
  return request.SerializeAsString();
}

std::string ClimateClient::ReportRequest(int area) {
  v1::GetInventoryReportRequest request;
  request.set_name(testing::InventoryReleaseName(AreaId(area), 0));
  request.set_from_period(absl::StrCat(kFirstReportYear));
  request.set_to_period(absl::StrCat(kReportYear));
  return request.SerializeAsString();
}

}  // namespace tertial::bench
