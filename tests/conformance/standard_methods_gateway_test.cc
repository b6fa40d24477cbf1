// Claims, check rules and accepted findings, for the conformance suite of the standard methods.
// Editions are not for it: they are no rows of imports, are not read in batches, wait for no
// instant, and an id of one is used once.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/gateway/handler/checks_service.h"
#include "services/gateway/handler/editions_tables.h"
#include "tertial/gateway/v1/checks_service.grpc.pb.h"
#include "tests/conformance/standard_methods_neighbour.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"

namespace tertial::conformance {
namespace {

namespace v1 = gateway::v1;
using enum common::v1::ErrorReason;

std::string Area(const Place& place) { return absl::StrCat("areas/", place.area); }

Resource ClaimWithId(const Place& place, const std::string& id) {
  v1::Claim claim;
  claim.set_name(absl::StrCat(place.In("claims"), "/", id));
  claim.set_period("2024");
  AddText("Det falt.", claim.mutable_statements());
  v1::Assertion& assertion = *claim.add_assertions();
  assertion.mutable_left()->set_formula(common::v1::FORMULA_VALUE);
  assertion.mutable_left()->add_operands()->set_constant("9.8");
  assertion.set_relation(v1::RELATION_EQUAL);
  assertion.set_expected("9.8");
  return Resource(claim);
}

ResourceKind Claims() {
  return {.message = "Claim",
          .plural = "Claims",
          .not_found = ERROR_REASON_CLAIM_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make = [](const Place& place, int n) { return ClaimWithId(place, place.Id(n)); },
          .change = [](Resource& resource,
                       int to) { As<v1::Claim>(resource).set_period(absl::StrCat(1980 + to)); },
          .changed = "period",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::Claim>(resource).clear_statements();
                As<v1::Claim>(resource).mutable_assertions(0)->set_expected("9,8");
              },
          .spoiled = {{"statements", ERROR_REASON_FIELD_REQUIRED},
                      {"assertions[0].expected", ERROR_REASON_INVALID_DECIMAL}}};
}

ResourceKind CheckRules() {
  return {.message = "CheckRule",
          .plural = "CheckRules",
          .not_found = ERROR_REASON_CHECK_RULE_NOT_FOUND,
          .make =
              [](const Place& place, int n) {
                v1::CheckRule rule;
                rule.set_name(absl::StrCat("checkRules/", place.Id(n)));
                AddText("De er like.", rule.mutable_statements());
                rule.set_kind(v1::RULE_KIND_SAME_FACT);
                rule.mutable_figure()->set_name("areas/{area}/figures/fte~{period}");
                rule.add_others()->set_name("areas/{area}/indicators/fte/observations/{period}");
                return Resource(rule);
              },
          .change =
              [](Resource& resource, int to) {
                As<v1::CheckRule>(resource).set_tolerance(absl::StrCat("0.", to + 1));
              },
          .changed = "tolerance",
          .change_other =
              [](Resource& resource) {
                As<v1::CheckRule>(resource).set_severity(common::v1::SEVERITY_INFO);
              },
          .other = "severity",
          .spoil =
              [](Resource& resource) {
                As<v1::CheckRule>(resource).clear_statements();
                As<v1::CheckRule>(resource).set_tolerance("0,5");
              },
          .spoiled = {{"statements", ERROR_REASON_FIELD_REQUIRED},
                      {"tolerance", ERROR_REASON_INVALID_DECIMAL}}};
}

Resource AcceptedFindingWithId(const Place& place, const std::string& id) {
  v1::AcceptedFinding accepted;
  accepted.set_name(absl::StrCat(place.In("acceptedFindings"), "/", id));
  accepted.set_finding("0123456789abcdef");
  AddText("Tallet er avrundet.", accepted.mutable_reasons());
  return Resource(accepted);
}

ResourceKind AcceptedFindings() {
  return {
      .message = "AcceptedFinding",
      .plural = "AcceptedFindings",
      .not_found = ERROR_REASON_ACCEPTED_FINDING_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make = [](const Place& place, int n) { return AcceptedFindingWithId(place, place.Id(n)); },
      .change =
          [](Resource& resource, int to) {
            As<v1::AcceptedFinding>(resource).set_valid_to(absl::StrCat(2030 + to, "-06-30"));
          },
      .changed = "valid_to",
      .change_other =
          [](Resource& resource) {
            As<v1::AcceptedFinding>(resource).set_finding("fedcba9876543210");
          },
      .other = "finding",
      .spoil =
          [](Resource& resource) {
            As<v1::AcceptedFinding>(resource).clear_reasons();
            As<v1::AcceptedFinding>(resource).set_valid_to("2030");
          },
      .spoiled = {{"reasons", ERROR_REASON_FIELD_REQUIRED},
                  {"valid_to", ERROR_REASON_INVALID_DATE}},
      .writer = "editor"};
}

std::unique_ptr<grpc::Service> CreateService(Serving& serving, const AreaRegistry& areas,
                                             Ledger& ledger) {
  // No data service is asked for anything.
  return gateway::CreateChecksService(
      serving, ledger, std::make_shared<const gateway::GatewayParts>(areas, gateway::Endpoints()));
}

}  // namespace

// They are no facts: what a name is about is not known apart from them.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StandardMethodsOfFacts);

const ServiceUnderTest& TheService() {
  static const ServiceUnderTest& service = *new ServiceUnderTest{
      .name = "gateway",
      .contract = "tertial.gateway.v1.ChecksService",
      .flags = {"--role=editions"},
      .start_in_process = []() -> std::unique_ptr<RunningService> {
        const ServiceInProcess<v1::ChecksService>::Create create = CreateService;
        return std::make_unique<ServiceInProcess<v1::ChecksService>>("gateway", create,
                                                                     gateway::EditionsTables());
      },
      .page_token_of_another = PageTokenOfWorkforce,
      .kinds = {Claims(), CheckRules(), AcceptedFindings()}};
  return service;
}

}  // namespace tertial::conformance
