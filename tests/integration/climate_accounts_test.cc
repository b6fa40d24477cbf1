// Accounts are never added: every method that computes is asked over a store with several releases,
// boundaries and scopes, and no number is made of two of them.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/testing/method_caller.h"
#include "tests/unit/services/climate/factor_samples.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;

constexpr char kSecond[] = "areas/asker/inventoryReleases/miljodirektoratet-2026";
constexpr char kIndirect[] = "areas/asker/inventoryReleases/indirect-2026";

// Calls `visit` for every computed number in the message.
template <typename Visit>
void VisitComputed(const google::protobuf::Message& message, const Visit& visit) {
  if (message.GetDescriptor() == Computed::descriptor()) {
    visit(static_cast<const Computed&>(message));
    return;
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      VisitComputed(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                         : reflection.GetMessage(message, field),
                    visit);
    }
  }
}

// The account that an operand is of: a release, or the activities; empty for what belongs to none,
// as a target or an emission factor.
std::string AccountOf(const common::v1::Operand& operand) {
  const std::string& name = operand.name();
  for (const char* collection : {"/inventoryReleases/", "/activities/"}) {
    const size_t at = name.find(collection);
    if (at == std::string::npos) continue;
    const size_t begin = at + std::string(collection).size();
    return absl::StrContains(collection, "activities")
               ? "activities"
               : name.substr(begin, name.find('/', begin) - begin);
  }
  return "";
}

class ClimateAccountsTest : public ClimateAccountsFixture {
 protected:
  ClimateAccountsTest()
      : ClimateAccountsFixture(
            {{v1::ClimateAnalysisService::service_full_name(), CreateClimateAnalysisService}}) {}

  void SetUp() override {
    v1::InventoryRelease second = CommunityRelease(kSecond);
    second.set_supersedes(kRelease);
    v1::InventoryRelease indirect = CommunityRelease(kIndirect);
    indirect.set_scope(v1::SCOPE_INDIRECT);
    std::vector<v1::ClimateRow> rows = {
        Row(CommunityRelease()),
        Row(second),
        Row(indirect),
        Row(OwnRelease()),
        Row(ReductionTarget()),
        Row(LevelTarget()),
        Row(Factor("diesel", "2024", "2.7", "kg_co2e_per_litre")),
        Row(EnergyFactor("mix", "2024", "0.02", v1::ENERGY_METHOD_LOCATION_BASED)),
        Row(EnergyFactor("residual", "2024", "0.6", v1::ENERGY_METHOD_MARKET_BASED)),
        Row(Emitting("fuel", "2023", "1000", "litres", {"diesel"})),
        Row(Emitting("electricity", "2023", "1000", "kwh", {"mix", "residual"}))};
    int value = 1000;
    for (const char* release : {kRelease, kSecond, kIndirect, kOwnRelease}) {
      for (const char* period : {"2009", "2022", "2023"}) {
        for (const char* sector : {"all", "waste", "heating"}) {
          rows.push_back(
              Row(Emission(sector, period, Value(absl::StrCat(value += 7)), "", release)));
        }
      }
    }
    ImportAll(rows);
  }
};

TEST_F(ClimateAccountsTest, NoNumberIsMadeOfTwo) {
  const std::string contract = "tertial.climate.v1.ClimateAnalysisService";
  const std::string report = R"(from_period: "2022" to_period: "2023" name: )";
  const std::map<std::string, std::vector<std::string>> questions = {
      {"GetInventoryReport",
       {absl::StrCat(report, "\"", kRelease, "\""), absl::StrCat(report, "\"", kSecond, "\""),
        absl::StrCat(report, "\"", kIndirect, "\""),
        absl::StrCat(report, "\"", kOwnRelease, "\"")}},
      {"ListInventoryFindings", {R"(area: "areas/asker")"}},
      {"GetTargetProgress",
       {absl::StrCat("name: \"", ReductionTarget().name(), "\""),
        absl::StrCat("name: \"", LevelTarget().name(), "\" inventory_release: \"", kRelease,
                     "\"")}},
      {"GetClimateBudget", {absl::StrCat("target: \"", ReductionTarget().name(), "\"")}},
      {"GetOwnOperations", {R"(area: "areas/asker" period: "2023")"}},
      {"ListActivitySeries", {R"(area: "areas/asker" from_period: "2022" to_period: "2023")"}}};
  const testing::MethodCaller caller(service_.channel());
  int computed_numbers = 0;
  for (const std::string& method : testing::MethodsOf(contract)) {
    const auto asked = questions.find(method.substr(contract.size() + 1));
    ASSERT_NE(asked, questions.end()) << method << " is not asked";
    for (const std::string& question : asked->second) {
      SCOPED_TRACE(absl::StrCat(method, " ", question));
      const testing::Answer answer =
          caller.Ask({.method = method, .messages = {question}}, "reader");
      ASSERT_TRUE(answer.ok()) << answer.status.error_message();
      for (const auto& message : answer.messages) {
        VisitComputed(*message, [&](const Computed& computed) {
          ++computed_numbers;
          std::set<std::string> accounts;
          for (const common::v1::Operand& operand : computed.operands()) {
            if (!AccountOf(operand).empty()) accounts.insert(AccountOf(operand));
          }
          EXPECT_LE(accounts.size(), 1) << computed.ShortDebugString();
        });
      }
    }
  }
  EXPECT_GT(computed_numbers, 50);
}

}  // namespace
}  // namespace tertial::climate
