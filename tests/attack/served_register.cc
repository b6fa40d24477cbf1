#include "tests/attack/served_register.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "gtest/gtest.h"
#include "services/workforce/handler/registers_service.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_analysis_service.h"
#include "services/workforce/handler/workforce_service.h"
#include "services/workforce/store/keys.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_analysis_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;

workforce::RegisterFigures& Figures() {
  static auto& figures = *new workforce::RegisterFigures();
  return figures;
}

std::unique_ptr<grpc::Service> CreateRegisters(Serving& serving, const AreaRegistry& areas,
                                               Ledger& ledger) {
  static const auto& keys = *new workforce::PersonKeys(
      *workforce::PersonKeys::Parse("keys", std::string(64, '1') + "\n"));
  return CreateRegistersService(serving, areas, ledger, &keys, Figures());
}

std::unique_ptr<grpc::Service> CreateComplementary(Serving& serving, const AreaRegistry& areas,
                                                   Ledger& ledger) {
  return CreateCubesService(serving, areas, ledger, workforce::Suppression::kComplementary);
}

std::unique_ptr<grpc::Service> CreatePrimaryOnly(Serving& serving, const AreaRegistry& areas,
                                                 Ledger& ledger) {
  return CreateCubesService(serving, areas, ledger, workforce::Suppression::kPrimaryOnly);
}

}  // namespace

ServedRegister::ServedRegister(const std::string& data, workforce::Suppression suppression)
    : service_(std::make_unique<Service>(
          "workforce",
          suppression == workforce::Suppression::kComplementary ? &CreateComplementary
                                                                : &CreatePrimaryOnly,
          workforce::WorkforceTables(), data, std::make_shared<StoreFaults>(),
          std::vector<std::pair<std::string, Service::Create>>{
              {v1::RegistersService::service_full_name(), &CreateRegisters},
              {v1::WorkforceService::service_full_name(), &workforce::CreateWorkforceService},
              {v1::WorkforceAnalysisService::service_full_name(),
               &workforce::CreateWorkforceAnalysisService}},
          clock_)) {}

void ServedRegister::RecordUnits(const testing::GeneratedRegister& of) {
  ASSERT_THAT(service_->ledger().Commit({.actor = "test"},
                                        [&](Txn& txn) -> absl::Status {
                                          for (const v1::Unit& unit : of.units) {
                                            const auto put =
                                                PutResource<workforce::UnitTable>(txn, unit);
                                            if (!put.ok()) return put.status();
                                          }
                                          return absl::OkStatus();
                                        }),
              IsOk());
}

void ServedRegister::Upload(const testing::GeneratedRegister& of) {
  const auto stub = v1::RegistersService::NewStub(channel());
  grpc::ClientContext context;
  testing::PrepareContext(context, "recorder", absl::Minutes(5));
  v1::UploadRegisterResponse response;
  const auto writer = stub->UploadRegister(&context, &response);
  v1::UploadRegisterRequest message;
  message.mutable_options()->set_area("areas/asker");
  message.mutable_options()->set_mode(v1::UPLOAD_MODE_REPLACE);
  message.mutable_options()->set_extract_date(of.extract_date);
  constexpr int kRowsOfMessage = 2000;
  bool open = true;
  for (const v1::RegisterRow& row : of.rows) {
    *message.add_rows() = row;
    if (message.rows_size() < kRowsOfMessage) continue;
    open = open && writer->Write(message);
    message.Clear();
  }
  message.set_end_of_rows(true);
  if (open) writer->Write(message);
  writer->WritesDone();
  ASSERT_THAT(FromGrpcStatus(writer->Finish()), IsOk());
  ASSERT_TRUE(response.summary().applied()) << response.ShortDebugString();
}

void ServedRegister::Publish(const std::vector<std::string>& periods) {
  for (const std::string& period : periods) {
    v1::PublishCubeRequest request;
    request.set_name(absl::StrCat("areas/asker/cubes/", period));
    ASSERT_THAT(service_->Call(&v1::CubesService::Stub::PublishCube, request, "publisher"), IsOk())
        << period;
  }
}

}  // namespace tertial::attack
