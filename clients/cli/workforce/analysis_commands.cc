#include "clients/cli/workforce/analysis_commands.h"

#include <iostream>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/console.h"
#include "clients/cli/data_service.h"
#include "clients/cli/flags.h"
#include "clients/cli/workforce/analysis_documents.h"
#include "common/render/figures.h"
#include "common/server/options.h"
#include "common/status/errors.h"
#include "tertial/workforce/v1/workforce_analysis_service.grpc.pb.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

using Stub = v1::WorkforceAnalysisService::Stub;

constexpr char kAreaHelp[] = "Area, by id or official number: asker or 3203";

// One question to the workforce service.
template <typename Request, typename Response>
absl::StatusOr<Response> Ask(const GatewayClient& gateway,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                             const Request& request) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<DataService> services,
                           FindDataServices(gateway, "workforce"));
  const auto stub = v1::WorkforceAnalysisService::NewStub(services.at(0).channel());
  return Call(*stub, method, request);
}

// Of an analysis of one area and period.
template <typename Request>
Request MakeRequest(const WorkforceAnalysisCommand& command) {
  Request request;
  request.set_area(AreaName(command.area));
  request.set_period(command.period);
  SetAsOf(command.options, request);
  return request;
}

int RunReported(const GatewayClient& gateway, const WorkforceAnalysisCommand& command) {
  const auto request = MakeRequest<v1::CompareReportedRequest>(command);
  const auto answer = Ask(gateway, &Stub::CompareReported, request);
  if (!answer.ok()) return ComplainOfCall("comparing reported figures", answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeReportedDocument(request, *answer); },
      [&] { return ReportedRows(*answer); });
  return kExitOk;
}

int RunEquality(const GatewayClient& gateway, const WorkforceAnalysisCommand& command) {
  const auto request = MakeRequest<v1::GetEqualityStatementRequest>(command);
  const auto answer = Ask(gateway, &Stub::GetEqualityStatement, request);
  if (!answer.ok()) return ComplainOfCall("reading the equality statement", answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer, [&] { return MakeEqualityDocument(*answer); },
      [&] { return EqualityRows(*answer); });
  return kExitOk;
}

int RunWeighting(const GatewayClient& gateway, const WorkforceAnalysisCommand& command) {
  const auto request = MakeRequest<v1::CheckWeightingRequest>(command);
  const auto answer = Ask(gateway, &Stub::CheckWeighting, request);
  if (!answer.ok()) return ComplainOfCall("weighting the rates", answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeWeightingDocument(request, *answer); },
      [&] { return WeightingRows(*answer); });
  return kExitOk;
}

int RunCompare(const GatewayClient& gateway, const CompareWorkforceCommand& command) {
  const v1::CompareWorkforceRequest request = MakeCompareWorkforceRequest(command);
  const auto answer = Ask(gateway, &Stub::CompareWorkforce, request);
  if (!answer.ok()) {
    const int code = ComplainOfCall("comparing the areas", answer.status());
    for (const std::string& sentence : ExplainWorkforceRefusal(answer.status())) {
      Complain(sentence);
    }
    return code;
  }
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeComparisonDocument(request, *answer); },
      [&] { return ComparisonRows(*answer); });
  return kExitOk;
}

// --as-of and --format.
void AddAnswerFlags(CLI::App& command, AnalysisOptions& options) {
  AddInstantFlag(command, "--as-of", options.as_of, "As recorded at");
  AddAnswerFormatFlag(command, options.format);
}

void AddAnalysis(CommandList& workforce, const std::string& name, const std::string& purpose,
                 int (*run)(const GatewayClient&, const WorkforceAnalysisCommand&),
                 const std::string& period_help) {
  const auto given = std::make_shared<Given<WorkforceAnalysisCommand>>();
  CLI::App& command = workforce.Add(
      name, purpose, [given, run] { return run(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  command.add_option("--area", given->command.area, kAreaHelp)->required();
  command.add_option("--period", given->command.period, period_help)->required();
  AddAnswerFlags(command, given->command.options);
}

void AddCompare(CommandList& workforce) {
  const auto given = std::make_shared<Given<CompareWorkforceCommand>>();
  CompareWorkforceCommand& compare = given->command;
  CLI::App& command = workforce.Add(
      "compare", "Compare areas by one reported figure, and say whether they are comparable",
      [given] { return RunCompare(GatewayClient(given->gateway), given->command); });
  command.footer(
      "Exit code 2 when the figures do not stand on one basis; each issue is told with the option "
      "that accepts it.");
  AddGatewayFlag(command, given->gateway);
  AddChoice(command, "--measure", compare.measure, "What is measured",
            WordsOf<v1::Measure>("MEASURE_"));
  command.get_option("--measure")->required();
  command.add_option("--period", compare.period, "2024, for example")->required();
  command
      .add_option("--areas", compare.areas,
                  "Areas by ids or official numbers, with commas between: asker,3201")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->required();
  AddChoice(command, "--sex", compare.sex, "Whose figures. Default: of all",
            {{"women", v1::SEX_WOMEN}, {"men", v1::SEX_MEN}});
  AddChoices(command, "--accept", compare.accept,
             "Compare although; may be given several times, or with commas between",
             WordsOf<v1::WorkforceIssue>(kWorkforceIssuePrefix));
  AddAnswerFlags(command, compare.options);
}

}  // namespace

v1::CompareWorkforceRequest MakeCompareWorkforceRequest(const CompareWorkforceCommand& command) {
  v1::CompareWorkforceRequest request;
  request.set_measure(command.measure);
  request.set_period(command.period);
  for (const std::string& area : command.areas) request.add_areas(AreaName(area));
  request.set_sex(command.sex);
  for (const v1::WorkforceIssue issue : command.accept) request.add_accept(issue);
  SetAsOf(command.options, request);
  return request;
}

std::vector<std::string> ExplainWorkforceRefusal(const absl::Status& status) {
  std::vector<std::string> sentences;
  if (ReasonOf(status) != common::v1::ERROR_REASON_NOT_COMPARABLE) return sentences;
  for (const auto& [word, issue] : WordsOf<v1::WorkforceIssue>(kWorkforceIssuePrefix)) {
    const std::string name(
        absl::StripPrefix(v1::WorkforceIssue_Name(issue), kWorkforceIssuePrefix));
    const std::string areas = ErrorMetadataOf(status, name);
    if (areas.empty()) continue;
    std::string words = ShowEnum(name, "");
    words[0] = absl::ascii_toupper(static_cast<unsigned char>(words[0]));
    sentences.push_back(absl::StrCat(words, ": ",
                                     absl::StrReplaceAll(areas, {{"areas/", ""}, {",", ", "}}),
                                     "; to compare all the same: --accept ", word));
  }
  return sentences;
}

void AddWorkforceAnalyses(CommandList& workforce) {
  AddAnalysis(workforce, "reported", "Hold reported figures against those computed from registers",
              RunReported, "2024, 2024-T1, 2024-M01 or 2024-12-31");
  AddAnalysis(workforce, "equality", "Print the equality statement of § 26 a", RunEquality, "Year");
  AddCompare(workforce);
  AddAnalysis(workforce, "weighting", "Check whether sick leave of women and men gives the total",
              RunWeighting, "2024, for example");
}

}  // namespace tertial::cli
