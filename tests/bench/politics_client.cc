#include "tests/bench/politics_client.h"

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/bench/generated_rows.h"

namespace tertial::bench {
namespace {

namespace v1 = politics::v1;

constexpr int kRowsInMessage = 500;
constexpr char kRecorder[] = "cli";
constexpr char kMethods[] = "/tertial.politics.v1.PoliticsAnalysisService/";

std::string AreaName(int area) { return absl::StrCat("areas/", AreaId(area)); }

absl::Status Import(v1::PoliticsService::Stub& stub, std::vector<v1::PoliticsRow> rows) {
  grpc::ClientContext context;
  context.AddMetadata(kCallerMetadata, kRecorder);
  v1::ImportRowsResponse response;
  const auto stream = stub.ImportRows(&context, &response);
  v1::ImportRowsRequest message;
  message.mutable_options()->set_mode(common::v1::IMPORT_MODE_WHOLE);
  for (v1::PoliticsRow& row : rows) {
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

v1::ListFollowUpsRequest FollowUpsOf(int area, int page_size) {
  v1::ListFollowUpsRequest request;
  request.set_area(AreaName(area));
  request.set_body(absl::StrCat(AreaName(area), "/bodies/", kFollowUpBody));
  request.set_day(kFollowUpDay);
  request.set_page_size(page_size);
  return request;
}

v1::SearchTextsRequest SearchOf(int area, int page_size) {
  v1::SearchTextsRequest request;
  request.set_area(AreaName(area));
  request.set_text(kSearchedWord);
  request.set_page_size(page_size);
  return request;
}

template <typename Response>
absl::StatusOr<Response> Ask(LoadClient& client, const std::string& request) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string bytes, client.Fetch(request));
  Response response;
  if (!response.ParseFromString(bytes)) return absl::DataLossError("the answer cannot be read");
  return response;
}

}  // namespace

testing::GeneratedTerm BenchTerm(int area) {
  return testing::GenerateTerm({.area_id = AreaId(area)});
}

absl::StatusOr<BenchService> StartPolitics(const std::string& directory) {
  std::filesystem::create_directory(directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(directory + "/areas"));
  return BenchService::Start("tertial-politics", directory,
                             {absl::StrCat("--data=", directory, "/politics")});
}

PoliticsClient::PoliticsClient(const std::string& address)
    : address_(address),
      activity_(address, absl::StrCat(kMethods, "GetActivity")),
      follow_ups_(address, absl::StrCat(kMethods, "ListFollowUps")),
      search_(address, absl::StrCat(kMethods, "SearchTexts")) {}

absl::Status PoliticsClient::Fill(int areas) {
  const auto stub = v1::PoliticsService::NewStub(
      grpc::CreateChannel(address_, grpc::InsecureChannelCredentials()));
  for (int area = 0; area < areas; ++area) {
    for (std::vector<v1::PoliticsRow>& rows : BenchTerm(area).commits) {
      TERTIAL_RETURN_IF_ERROR(Import(*stub, std::move(rows)));
    }
  }
  return absl::OkStatus();
}

std::string PoliticsClient::ActivityRequest(int area) {
  v1::GetActivityRequest request;
  request.set_area(AreaName(area));
  request.set_period(kActivityYear);
  return request.SerializeAsString();
}

std::string PoliticsClient::FollowUpsRequest(int area) {
  return FollowUpsOf(area, kPageSize).SerializeAsString();
}

std::string PoliticsClient::SearchRequest(int area) {
  return SearchOf(area, kPageSize).SerializeAsString();
}

absl::StatusOr<v1::GetActivityResponse> PoliticsClient::Activity(int area) {
  return Ask<v1::GetActivityResponse>(activity_, ActivityRequest(area));
}

absl::StatusOr<v1::ListFollowUpsResponse> PoliticsClient::FollowUps(int area, int page_size) {
  return Ask<v1::ListFollowUpsResponse>(follow_ups_,
                                        FollowUpsOf(area, page_size).SerializeAsString());
}

absl::StatusOr<v1::SearchTextsResponse> PoliticsClient::Search(int area, int page_size) {
  return Ask<v1::SearchTextsResponse>(search_, SearchOf(area, page_size).SerializeAsString());
}

}  // namespace tertial::bench
