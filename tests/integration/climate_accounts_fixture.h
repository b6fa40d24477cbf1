// A climate service with what its accounts are converted with, rows for it, and what every bad row
// must meet with.
#ifndef TERTIAL_TESTS_INTEGRATION_CLIMATE_ACCOUNTS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_CLIMATE_ACCOUNTS_FIXTURE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/ledger/content_hash.h"
#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/climate/handler/accounts_service.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"
#include "tertial/climate/v1/accounts_service.grpc.pb.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {

// A row of any kind.
inline v1::ClimateRow Row(v1::InventoryRelease resource) {
  v1::ClimateRow row;
  *row.mutable_inventory_release() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::EmissionFigure resource) {
  v1::ClimateRow row;
  *row.mutable_emission_figure() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::ActivityFigure resource) {
  v1::ClimateRow row;
  *row.mutable_activity_figure() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::ClimateTarget resource) {
  v1::ClimateRow row;
  *row.mutable_climate_target() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::ClimateMeasure resource) {
  v1::ClimateRow row;
  *row.mutable_climate_measure() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::GwpTable resource) {
  v1::ClimateRow row;
  *row.mutable_gwp_table() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::SectorCrosswalk resource) {
  v1::ClimateRow row;
  *row.mutable_sector_crosswalk() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::EmissionFactor resource) {
  v1::ClimateRow row;
  *row.mutable_emission_factor() = std::move(resource);
  return row;
}
inline v1::ClimateRow Row(v1::ReferencePath resource) {
  v1::ClimateRow row;
  *row.mutable_reference_path() = std::move(resource);
  return row;
}

// A row that is refused, with the field at fault, as it is named inside the row
// ("emission_figure.unit"), and the reason.
struct BadInput {
  v1::ClimateRow row;
  std::string field;
  ErrorReason reason;
};

// The fields that a refusal names.
inline std::vector<std::string> FieldsAtFault(const absl::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(ToGrpcStatus(status).error_details()));
  std::vector<std::string> fields;
  for (const google::protobuf::Any& detail : details.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      fields.push_back(violation.field());
    }
  }
  return fields;
}

class ClimateAccountsFixture : public ::testing::Test {
 protected:
  using Service = testing::TestService<v1::ClimateService>;
  using Stub = v1::ClimateService::Stub;
  using AccountsStub = v1::AccountsService::Stub;

  // `others` are served beside the two services of the accounts.
  explicit ClimateAccountsFixture(
      const std::vector<std::pair<std::string, Service::Create>>& others = {})
      : service_("climate", CreateClimateService, ClimateTables(), "",
                 std::make_shared<StoreFaults>(), WithAccounts(others)),
        accounts_(v1::AccountsService::NewStub(service_.channel())) {}

  absl::StatusOr<common::v1::ImportSummary> Import(const std::vector<v1::ClimateRow>& rows,
                                                   const common::v1::ImportOptions& options = {}) {
    return service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows, options);
  }

  // Imports rows that must all be taken. The revision that they were committed with.
  int64_t ImportAll(const std::vector<v1::ClimateRow>& rows) {
    const absl::StatusOr<common::v1::ImportSummary> summary = Import(rows);
    EXPECT_THAT(summary, IsOk());
    if (!summary.ok()) return 0;
    EXPECT_TRUE(summary->applied()) << summary->DebugString();
    return summary->read_at().revision();
  }

  // Creates the resource that the row holds.
  absl::Status Create(const v1::ClimateRow& row) {
    switch (row.row_case()) {
      case v1::ClimateRow::kInventoryRelease:
        return CreateIn(service_.stub(), &Stub::CreateInventoryRelease, row.inventory_release(),
                        &v1::CreateInventoryReleaseRequest::mutable_inventory_release);
      case v1::ClimateRow::kEmissionFigure:
        return CreateIn(service_.stub(), &Stub::CreateEmissionFigure, row.emission_figure(),
                        &v1::CreateEmissionFigureRequest::mutable_emission_figure);
      case v1::ClimateRow::kActivityFigure:
        return CreateIn(service_.stub(), &Stub::CreateActivityFigure, row.activity_figure(),
                        &v1::CreateActivityFigureRequest::mutable_activity_figure);
      case v1::ClimateRow::kClimateTarget:
        return CreateIn(service_.stub(), &Stub::CreateClimateTarget, row.climate_target(),
                        &v1::CreateClimateTargetRequest::mutable_climate_target);
      case v1::ClimateRow::kClimateMeasure:
        return CreateIn(service_.stub(), &Stub::CreateClimateMeasure, row.climate_measure(),
                        &v1::CreateClimateMeasureRequest::mutable_climate_measure);
      case v1::ClimateRow::kGwpTable:
        return CreateIn(*accounts_, &AccountsStub::CreateGwpTable, row.gwp_table(),
                        &v1::CreateGwpTableRequest::mutable_gwp_table);
      case v1::ClimateRow::kSectorCrosswalk:
        return CreateIn(*accounts_, &AccountsStub::CreateSectorCrosswalk, row.sector_crosswalk(),
                        &v1::CreateSectorCrosswalkRequest::mutable_sector_crosswalk);
      case v1::ClimateRow::kEmissionFactor:
        return CreateIn(*accounts_, &AccountsStub::CreateEmissionFactor, row.emission_factor(),
                        &v1::CreateEmissionFactorRequest::mutable_emission_factor);
      case v1::ClimateRow::kReferencePath:
        return CreateIn(*accounts_, &AccountsStub::CreateReferencePath, row.reference_path(),
                        &v1::CreateReferencePathRequest::mutable_reference_path);
      case v1::ClimateRow::ROW_NOT_SET:
        break;
    }
    ADD_FAILURE() << "a row without a resource";
    return absl::UnknownError("a row without a resource");
  }

  // Calls a method of AccountsService.
  template <typename Request, typename Response>
  absl::StatusOr<Response> CallAccounts(
      grpc::Status (AccountsStub::*method)(grpc::ClientContext*, const Request&, Response*),
      const Request& request, const std::string& caller = "reader") {
    return testing::CallUnary(*accounts_, method, request, caller);
  }

  // What the store holds, and the revision it is at.
  std::pair<std::string, int64_t> State() {
    const int64_t revision = service_.ledger().Read()->at().revision;
    const absl::StatusOr<ContentHash> hash =
        HashContent(service_.ledger(), revision, absl::Now() + absl::Seconds(30));
    EXPECT_THAT(hash, IsOk());
    return {hash.ok() ? hash->Hex() : "", revision};
  }

  // That the row is refused as it says, created by itself and in an import, and nothing is stored.
  void ExpectRefused(const BadInput& bad) {
    SCOPED_TRACE(
        absl::StrCat(bad.field, " ", ReasonName(bad.reason), "\n", bad.row.ShortDebugString()));
    const auto before = State();
    const absl::Status created = Create(bad.row);
    EXPECT_THAT(created, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(created, HasReason(bad.reason));
    EXPECT_THAT(FieldsAtFault(created), ::testing::Contains(bad.field));
    const absl::StatusOr<common::v1::ImportSummary> summary = Import({bad.row});
    ASSERT_THAT(summary, IsOk());
    EXPECT_FALSE(summary->applied());
    ASSERT_EQ(summary->refused_rows_size(), 1);
    std::vector<std::pair<std::string, ErrorReason>> found;
    for (const common::v1::FieldViolation& violation : summary->refused_rows(0).violations()) {
      found.emplace_back(violation.field(), violation.reason());
    }
    EXPECT_THAT(found, ::testing::Contains(::testing::Pair(bad.field, bad.reason)));
    EXPECT_EQ(State(), before);
  }

  Service service_;
  const std::unique_ptr<AccountsStub> accounts_;

 private:
  static std::vector<std::pair<std::string, Service::Create>> WithAccounts(
      std::vector<std::pair<std::string, Service::Create>> others) {
    others.emplace_back(v1::AccountsService::service_full_name(), CreateAccountsService);
    return others;
  }

  template <typename AnyStub, typename Request, typename Response, typename Resource>
  static absl::Status CreateIn(AnyStub& stub,
                               grpc::Status (AnyStub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                               const Resource& resource, Resource* (Request::*mutable_resource)()) {
    Request request;
    *(request.*mutable_resource)() = resource;
    return testing::CallUnary(stub, method, request, "recorder").status();
  }
};

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_INTEGRATION_CLIMATE_ACCOUNTS_FIXTURE_H_
