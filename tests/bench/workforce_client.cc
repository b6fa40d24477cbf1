#include "tests/bench/workforce_client.h"

#include <grpcpp/grpcpp.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "tests/bench/generated_rows.h"

namespace tertial::bench {
namespace {

namespace v1 = workforce::v1;

constexpr int kRowsInMessage = 2000;
constexpr char kRecorder[] = "cli";
constexpr char kSensitiveReader[] = "personnel";

void AddRows(const BenchPerson& person, v1::UploadRegisterRequest& message) {
  std::vector<v1::PositionRow> positions;
  std::vector<v1::AbsenceRow> absences;
  AppendRows(person, positions, absences);
  for (v1::PositionRow& row : positions) *message.add_rows()->mutable_position() = std::move(row);
  for (v1::AbsenceRow& row : absences) *message.add_rows()->mutable_absence() = std::move(row);
}

}  // namespace

absl::StatusOr<BenchService> StartWorkforce(const std::string& directory) {
  std::filesystem::create_directory(directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(directory + "/areas"));
  const std::string keys = directory + "/person.keys";
  std::ofstream(keys) << std::string(64, '7') << "\n";
  if (::chmod(keys.c_str(), S_IRUSR | S_IWUSR) != 0) {
    return absl::UnavailableError(absl::StrCat(keys, " cannot be written"));
  }
  return BenchService::Start(
      "tertial-workforce", directory,
      {absl::StrCat("--data=", directory, "/workforce"), absl::StrCat("--person-keys=", keys)});
}

WorkforceClient::WorkforceClient(const std::string& address)
    : figures_(address, "/tertial.workforce.v1.RegistersService/QueryFigures",
               {.name = kSensitiveReader}) {
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  units_ = v1::WorkforceService::NewStub(channel);
  registers_ = v1::RegistersService::NewStub(channel);
}

absl::Status WorkforceClient::Fill(const WorkforceSize& size) {
  TERTIAL_RETURN_IF_ERROR(RecordUnits());
  return Upload(v1::UPLOAD_MODE_REPLACE, size.persons,
                [&](int32_t number) { return MakeBenchPerson(size, number); });
}

absl::Status WorkforceClient::Change(const BenchPerson& person) {
  return Upload(v1::UPLOAD_MODE_PERSONS, 1, [&](int32_t /*number*/) { return person; });
}

absl::StatusOr<std::string> WorkforceClient::Query(int short_term_days) {
  v1::QueryFiguresRequest request;
  request.set_area(WorkforceArea());
  request.set_period("2024");
  request.set_every_unit(true);
  request.set_short_term_days(short_term_days);
  return figures_.Fetch(request.SerializeAsString());
}

absl::Status WorkforceClient::RecordUnits() {
  for (const v1::Unit& unit : WorkforceUnits()) {
    grpc::ClientContext context;
    context.AddMetadata(kCallerMetadata, kRecorder);
    v1::CreateUnitRequest request;
    *request.mutable_unit() = unit;
    v1::CreateUnitResponse response;
    TERTIAL_RETURN_IF_ERROR(FromGrpcStatus(units_->CreateUnit(&context, request, &response)));
  }
  return absl::OkStatus();
}

absl::Status WorkforceClient::Upload(
    v1::UploadMode mode, int32_t persons,
    const std::function<BenchPerson(int32_t number)>& make_person) {
  grpc::ClientContext context;
  context.AddMetadata(kCallerMetadata, kRecorder);
  v1::UploadRegisterResponse response;
  const auto stream = registers_->UploadRegister(&context, &response);
  v1::UploadRegisterRequest message;
  v1::UploadOptions& options = *message.mutable_options();
  options.set_area(WorkforceArea());
  options.set_mode(mode);
  options.set_extract_date(kWorkforceExtractDate);
  for (int32_t number = 0; number < persons; ++number) {
    AddRows(make_person(number), message);
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
      absl::StrCat("an upload was refused: ", response.summary().ShortDebugString()));
}

}  // namespace tertial::bench
