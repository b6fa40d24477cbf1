#include "clients/cli/workforce/cube_commands.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/console.h"
#include "clients/cli/data_service.h"
#include "clients/cli/flags.h"
#include "common/server/options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "tertial/workforce/v1/cubes_service.grpc.pb.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

using Stub = v1::CubesService::Stub;

// All persons of a register may have to be counted.
constexpr absl::Duration kPublishPatience = absl::Minutes(10);
constexpr int kLargestPage = 1000;

// The service, as one caller asks it.
class Cubes {
 public:
  static absl::StatusOr<Cubes> Find(const GatewayClient& gateway, const std::string& caller) {
    TERTIAL_ASSIGN_OR_RETURN(const auto services, FindDataServices(gateway, "workforce"));
    return Cubes(v1::CubesService::NewStub(services.at(0).channel()), caller);
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               const Request& request, absl::Duration patience = kPatience) const {
    grpc::ClientContext context;
    PrepareContext(context, patience, caller_);
    return CallWith(context, *stub_, method, request);
  }

  // All pages, as one answer.
  template <typename Request, typename Response>
  absl::StatusOr<Response> AskAll(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  Request request) const {
    request.set_page_size(kLargestPage);
    Response all;
    do {
      TERTIAL_ASSIGN_OR_RETURN(Response page, Ask(method, request));
      request.set_page_token(page.next_page_token());
      page.clear_next_page_token();
      all.MergeFrom(page);
    } while (!request.page_token().empty());
    return all;
  }

  // All figures of a cube, in the state `at`.
  absl::StatusOr<v1::ListPublishedFiguresResponse> FiguresOf(
      const std::string& cube, const common::v1::ReadPoint& at) const {
    v1::ListPublishedFiguresRequest request;
    request.set_parent(cube);
    request.mutable_as_of()->set_revision(at.revision());
    request.mutable_as_of()->set_epoch(at.epoch());
    return AskAll(&Stub::ListPublishedFigures, request);
  }

 private:
  Cubes(std::unique_ptr<Stub> stub, std::string caller)
      : stub_(std::move(stub)), caller_(std::move(caller)) {}

  std::unique_ptr<Stub> stub_;
  std::string caller_;
};

std::string CubeNameOf(const CubeCommand& command) {
  return absl::StrCat(AreaName(command.area), "/cubes/", command.period);
}

absl::StatusOr<CubeAnswer> ReadCube(const GatewayClient& gateway, const ShowCubeCommand& command) {
  TERTIAL_ASSIGN_OR_RETURN(const Cubes cubes, Cubes::Find(gateway, command.caller));
  CubeAnswer answer;
  v1::GetCubeRequest request;
  request.set_name(CubeNameOf(command));
  SetAsOf(command.options, request);
  TERTIAL_ASSIGN_OR_RETURN(answer.cube, cubes.Ask(&Stub::GetCube, request));
  TERTIAL_ASSIGN_OR_RETURN(answer.figures,
                           cubes.FiguresOf(answer.cube.cube().name(), answer.cube.read_at()));
  CubeSelection selection = command.selection;
  // An official number is none of a cube's.
  if (selection.unit == command.area) selection.unit = AreaIdOf(answer.cube.cube().name());
  TERTIAL_RETURN_IF_ERROR(SelectFigures(selection, answer));
  return answer;
}

v1::ListCubesRequest MakeListRequest(const CubeCommand& command) {
  v1::ListCubesRequest request;
  request.set_parent(AreaName(command.area));
  SetAsOf(command.options, request);
  return request;
}

std::string PolicyNameOf(const PolicyCommand& command) {
  return absl::StrCat(AreaName(command.area), "/disclosurePolicies/", command.year);
}

// The policy that is recorded of the year; nothing where none is.
absl::StatusOr<std::optional<v1::DisclosurePolicy>> FindPolicy(const Cubes& cubes,
                                                               const std::string& name) {
  v1::GetDisclosurePolicyRequest request;
  request.set_name(name);
  auto answer = cubes.Ask(&Stub::GetDisclosurePolicy, request);
  if (answer.ok()) return std::move(*answer->mutable_disclosure_policy());
  if (ReasonOf(answer.status()) == common::v1::ERROR_REASON_DISCLOSURE_POLICY_NOT_FOUND) {
    return std::optional<v1::DisclosurePolicy>();
  }
  return answer.status();
}

// What was published of the year tells the thresholds; else the policy does, or the defaults.
absl::StatusOr<ThresholdsOfYear> ReadThresholds(const Cubes& cubes, const PolicyCommand& command) {
  TERTIAL_ASSIGN_OR_RETURN(const v1::ListCubesResponse published,
                           cubes.AskAll(&Stub::ListCubes, MakeListRequest(command)));
  const std::string name = PolicyNameOf(command);
  TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::DisclosurePolicy> recorded, FindPolicy(cubes, name));
  ThresholdsOfYear thresholds;
  thresholds.recorded = recorded.has_value();
  if (recorded.has_value()) thresholds.policy = *std::move(recorded);
  for (const v1::Cube& cube : published.cubes()) {
    if (!absl::StartsWith(cube.period(), absl::StrCat(command.year))) continue;
    thresholds.fixed_by = cube.name();
    thresholds.policy = cube.policy();
    break;
  }
  thresholds.policy.set_name(name);
  thresholds.policy = WithContractDefaults(std::move(thresholds.policy));
  return thresholds;
}

// Changes the policy of the year, or records the first.
absl::StatusOr<ThresholdsOfYear> RecordThresholds(const Cubes& cubes,
                                                  const PolicyCommand& command) {
  const v1::UpdateDisclosurePolicyRequest update = MakePolicyRequest(command);
  ThresholdsOfYear thresholds{
      .policy = {}, .fixed_by = "", .recorded = true, .checked_only = command.validate_only};
  const auto updated = cubes.Ask(&Stub::UpdateDisclosurePolicy, update);
  if (updated.ok()) {
    thresholds.policy = WithContractDefaults(updated->disclosure_policy());
    return thresholds;
  }
  if (ReasonOf(updated.status()) != common::v1::ERROR_REASON_DISCLOSURE_POLICY_NOT_FOUND) {
    return updated.status();
  }
  v1::CreateDisclosurePolicyRequest create;
  *create.mutable_disclosure_policy() = update.disclosure_policy();
  *create.mutable_options() = update.options();
  TERTIAL_ASSIGN_OR_RETURN(const auto created, cubes.Ask(&Stub::CreateDisclosurePolicy, create));
  thresholds.policy = WithContractDefaults(created.disclosure_policy());
  return thresholds;
}

int ComplainWith(absl::string_view what, const absl::Status& status,
                 const std::vector<std::string>& explanation) {
  const int code = ComplainOfCall(what, status);
  for (const std::string& sentence : explanation) Complain(sentence);
  return code;
}

}  // namespace

v1::PublishCubeRequest MakePublishRequest(const PublishCommand& command) {
  v1::PublishCubeRequest request;
  request.set_name(CubeNameOf(command));
  request.mutable_options()->set_validate_only(command.validate_only);
  request.mutable_options()->set_reason(command.reason);
  return request;
}

v1::UpdateDisclosurePolicyRequest MakePolicyRequest(const PolicyCommand& command) {
  v1::UpdateDisclosurePolicyRequest request;
  v1::DisclosurePolicy& policy = *request.mutable_disclosure_policy();
  policy.set_name(PolicyNameOf(command));
  const auto set = [&](const auto& given, auto setter, const char* path) {
    if (!given.has_value()) return;
    (policy.*setter)(*given);
    request.mutable_update_mask()->add_paths(path);
  };
  using Policy = v1::DisclosurePolicy;
  set(command.fewest_persons, &Policy::set_fewest_persons, "fewest_persons");
  set(command.fewest_ftes, &Policy::set_fewest_ftes, "fewest_ftes");
  set(command.largest_contribution_percent, &Policy::set_largest_contribution_percent,
      "largest_contribution_percent");
  set(command.short_term_days, &Policy::set_short_term_days, "short_term_days");
  if (command.sick_leave_unit != v1::FLOW_UNIT_UNSPECIFIED) {
    policy.set_sick_leave_unit(command.sick_leave_unit);
    request.mutable_update_mask()->add_paths("sick_leave_unit");
  }
  if (command.source.has_value()) {
    policy.mutable_provenance()->set_source(*command.source);
    request.mutable_update_mask()->add_paths("provenance.source");
  }
  request.mutable_options()->set_validate_only(command.validate_only);
  request.mutable_options()->set_reason(command.reason);
  return request;
}

std::vector<std::string> ExplainPublishRefusal(const PublishCommand& command,
                                               const absl::Status& status) {
  const std::string of_area = absl::StrCat(" --area ", command.area);
  std::vector<std::string> sentences;
  switch (ReasonOf(status)) {
    case common::v1::ERROR_REASON_DISCLOSURE_RISK:
      for (absl::string_view figure :
           absl::StrSplit(ErrorMetadataOf(status, "figures"), ", ", absl::SkipEmpty())) {
        sentences.push_back(absl::StrCat("reported, and tells what would be hidden: ", figure,
                                         "; to blank it for ever: tertial redact ", figure,
                                         " --reason …"));
      }
      for (absl::string_view slice :
           absl::StrSplit(ErrorMetadataOf(status, "slices"), ", ", absl::SkipEmpty())) {
        sentences.push_back(
            absl::StrCat("published before by other thresholds: ", slice,
                         "; record those again that it was published by: tertial cube policy",
                         of_area, " --year YEAR --set-…"));
      }
      return sentences;
    case common::v1::ERROR_REASON_CUBE_PUBLISHED:
      return {absl::StrCat("a cube stays as it was published; it is printed by: tertial cube show",
                           of_area, " --period ", command.period)};
    case common::v1::ERROR_REASON_PERIOD_NOT_COVERED:
    case common::v1::ERROR_REASON_REGISTER_NOT_FOUND:
      return {
          absl::StrCat("send an extract of the last day of the period, or of a later one: "
                       "tertial register upload",
                       of_area)};
    default:
      return sentences;
  }
}

std::vector<std::string> ExplainPolicyRefusal(const PolicyCommand& command,
                                              const absl::Status& status) {
  if (ReasonOf(status) != common::v1::ERROR_REASON_POLICY_IN_FORCE) return {};
  return {absl::StrCat("figures of ", command.year,
                       " are published by the thresholds of the year, and stay as they are; record "
                       "others for a year of which nothing is published yet")};
}

int RunPublish(const GatewayClient& gateway, const PublishCommand& command) {
  const absl::StatusOr<Cubes> cubes = Cubes::Find(gateway, command.caller);
  if (!cubes.ok()) return ComplainOfCall("publishing", cubes.status());
  const auto answer = cubes->Ask(&Stub::PublishCube, MakePublishRequest(command), kPublishPatience);
  if (!answer.ok()) {
    const int code = ComplainWith("publishing", answer.status(),
                                  ExplainPublishRefusal(command, answer.status()));
    return ReasonOf(answer.status()) == common::v1::ERROR_REASON_DISCLOSURE_RISK ? kExitFindings
                                                                                 : code;
  }
  v1::ListPublishedFiguresResponse figures;
  absl::Status read;
  if (answer->result().committed()) {
    auto listed = cubes->FiguresOf(answer->cube().name(), answer->result().at());
    read = listed.status();
    if (listed.ok()) figures = *std::move(listed);
  }
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakePublishedDocument(*answer, figures, command.options.language); },
      [&] {
        v1::ListCubesResponse published;
        *published.add_cubes() = answer->cube();
        return CubesRows(published.cubes());
      });
  if (!read.ok()) return ComplainOfCall("reading what is published", read);
  return kExitOk;
}

int RunShowCube(const GatewayClient& gateway, const ShowCubeCommand& command) {
  const absl::StatusOr<CubeAnswer> answer = ReadCube(gateway, command);
  if (!answer.ok()) return ComplainOfCall("reading the cube", answer.status());
  if (command.options.format == AnswerFormat::kJson) {
    std::cout << CubeJson(*answer) << std::flush;
    return kExitOk;
  }
  PrintAnswer(
      std::cout, command.options.format, answer->cube,
      [&] { return MakeCubeDocument(*answer, command.options.language); },
      [&] { return CubeRows(*answer); });
  return kExitOk;
}

int RunListCubes(const GatewayClient& gateway, const CubeCommand& command) {
  const v1::ListCubesRequest request = MakeListRequest(command);
  const absl::StatusOr<Cubes> cubes = Cubes::Find(gateway, command.caller);
  if (!cubes.ok()) return ComplainOfCall("listing cubes", cubes.status());
  const auto answer = cubes->AskAll(&Stub::ListCubes, request);
  if (!answer.ok()) return ComplainOfCall("listing cubes", answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeCubesDocument(request, *answer); },
      [&] { return CubesRows(answer->cubes()); });
  return kExitOk;
}

int RunPolicy(const GatewayClient& gateway, const PolicyCommand& command) {
  const absl::StatusOr<Cubes> cubes = Cubes::Find(gateway, command.caller);
  if (!cubes.ok()) return ComplainOfCall("reading the thresholds", cubes.status());
  const bool records = MakePolicyRequest(command).update_mask().paths_size() > 0;
  if (!records && command.validate_only) {
    Complain("there is nothing to check; say with --set-… what the thresholds are to be");
    return kExitUsage;
  }
  const absl::StatusOr<ThresholdsOfYear> thresholds =
      records ? RecordThresholds(*cubes, command) : ReadThresholds(*cubes, command);
  if (!thresholds.ok()) {
    return ComplainWith(records ? "recording the thresholds" : "reading the thresholds",
                        thresholds.status(), ExplainPolicyRefusal(command, thresholds.status()));
  }
  PrintAnswer(
      std::cout, command.options.format, thresholds->policy,
      [&] { return MakePolicyDocument(*thresholds); }, [&] { return PolicyRows(*thresholds); });
  return kExitOk;
}

namespace {

// What the commands share.
void AddCommonFlags(CLI::App& app, std::string& gateway, CubeCommand& command) {
  AddGatewayFlag(app, gateway);
  app.add_option("--caller", command.caller, "Who is said to call, as the policy has it")
      ->capture_default_str();
  app.add_option("--area", command.area, "Area, by id or official number: asker or 3203")
      ->required();
  AddAnswerFormatFlag(app, command.options.format);
}

void AddPeriodFlag(CLI::App& app, CubeCommand& command) {
  app.add_option("--period", command.period,
                 "2024, 2024-T1, 2024-M03, or the first or last day of a month: 2024-12-31")
      ->required();
}

// Of the commands that write.
template <typename Command>
void AddWriteFlags(CLI::App& app, Command& command) {
  app.add_flag("--validate-only", command.validate_only, "Check everything and store nothing");
  app.add_option("--reason", command.reason, "Why, recorded with the commit");
}

void AddPublish(CommandList& commands) {
  const auto given = std::make_shared<Given<PublishCommand>>();
  CLI::App& app = commands.Add(
      "publish", "Publish the figures of a period, hiding those that would give somebody away",
      [given] { return RunPublish(GatewayClient(given->gateway), given->command); });
  app.footer(
      "Once and for good: what is published, and what is hidden in it, stays as it is. Exit code 1 "
      "when reported figures tell what would be hidden; each is named with what to do.");
  AddCommonFlags(app, given->gateway, given->command);
  AddPeriodFlag(app, given->command);
  AddWriteFlags(app, given->command);
  AddLanguageFlag(app, given->command.options.language);
}

void AddShow(CommandList& commands) {
  const auto given = std::make_shared<Given<ShowCubeCommand>>();
  ShowCubeCommand& show = given->command;
  CLI::App& app = commands.Add("show", "Print the published figures of a period", [given] {
    return RunShowCube(GatewayClient(given->gateway), given->command);
  });
  AddCommonFlags(app, given->gateway, show);
  AddPeriodFlag(app, show);
  app.add_option("--unit", show.selection.unit,
                 "Only this unit, by id; the area's id: only the area as a whole");
  AddChoices(app, "--measure", show.selection.measures,
             "Only these; may be given several times, or with commas between",
             WordsOf<v1::FigureMeasure>("FIGURE_MEASURE_"));
  AddInstantFlag(app, "--as-of", show.options.as_of, "As recorded at");
  AddLanguageFlag(app, show.options.language);
}

void AddList(CommandList& commands) {
  const auto given = std::make_shared<Given<CubeCommand>>();
  CLI::App& app = commands.Add("list", "List what is published of an area", [given] {
    return RunListCubes(GatewayClient(given->gateway), given->command);
  });
  AddCommonFlags(app, given->gateway, given->command);
  AddInstantFlag(app, "--as-of", given->command.options.as_of, "As recorded at");
}

void AddPolicy(CommandList& commands) {
  const auto given = std::make_shared<Given<PolicyCommand>>();
  PolicyCommand& policy = given->command;
  CLI::App& app =
      commands.Add("policy", "Tell by which thresholds a year is published, or record them",
                   [given] { return RunPolicy(GatewayClient(given->gateway), given->command); });
  app.footer(
      "With a --set option the policy of the year is recorded, or changed, what is not given stays "
      "as it is; 0 stands for the default. The first publication of a year fixes them.");
  AddCommonFlags(app, given->gateway, policy);
  app.add_option("--year", policy.year, "Calendar year")->required()->check(CLI::Range(1900, 2100));
  app.add_option("--set-fewest-persons", policy.fewest_persons,
                 "Fewest persons in any class that is shown: 3 to 50");
  app.add_option("--set-fewest-ftes", policy.fewest_ftes,
                 "Fewest FTEs in a figure of FTEs: 3 to 100");
  app.add_option("--set-largest-contribution", policy.largest_contribution_percent,
                 "Largest part of a group's lost days that may be one person's, in per cent: 10 to "
                 "90");
  app.add_option("--set-short-term-days", policy.short_term_days,
                 "Last day of an absence that counts as short: 1 to 365");
  AddChoice(app, "--set-sick-leave-unit", policy.sick_leave_unit,
            "Shortest periods of which sick leave is published",
            WordsOf<v1::FlowUnit>("FLOW_UNIT_"));
  app.add_option("--set-source", policy.source, "What the thresholds rest on");
  AddWriteFlags(app, policy);
}

}  // namespace

void AddCubeCommands(CommandList& commands) {
  // The commands below it, once it is there.
  const auto below = std::make_shared<std::optional<CommandList>>();
  CLI::App& command =
      commands.Add("cube", "Publish figures of registers, and print what is published",
                   [below] { return below->value().RunGiven(); });
  command.require_subcommand(1);
  below->emplace(command);
  AddPublish(**below);
  AddShow(**below);
  AddList(**below);
  AddPolicy(**below);
}

}  // namespace tertial::cli
