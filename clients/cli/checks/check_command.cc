#include "clients/cli/checks/check_command.h"

#include <algorithm>
#include <iostream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/calls.h"
#include "clients/cli/checks/check_document.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "common/ledger/read_point.h"
#include "common/server/options.h"
#include "tertial/gateway/v1/checks_service.grpc.pb.h"

namespace tertial::cli {

namespace v1 = gateway::v1;

v1::CheckReportRequest MakeCheckRequest(const CheckCommand& command) {
  v1::CheckReportRequest request;
  request.set_area(absl::StartsWith(command.area, "areas/") ? command.area
                                                            : absl::StrCat("areas/", command.area));
  request.set_period(command.period);
  if (command.as_of.has_value()) *request.mutable_as_of() = EncodeTimestamp(*command.as_of);
  for (const v1::RuleKind kind : command.kinds) request.add_kinds(kind);
  return request;
}

bool HasOpenFindings(const v1::CheckResult& result) {
  return std::any_of(result.counts().begin(), result.counts().end(),
                     [](const v1::SeverityCount& count) {
                       return count.severity() != common::v1::SEVERITY_INFO && count.open() > 0;
                     });
}

int RunCheck(const GatewayClient& gateway, const CheckCommand& command) {
  const auto checks = v1::ChecksService::NewStub(OpenChannel(gateway.address()));
  const auto answer =
      Call(*checks, &v1::ChecksService::Stub::CheckReport, MakeCheckRequest(command));
  if (!answer.ok()) return ComplainOfCall("checking the report", answer.status());
  const v1::CheckResult& result = answer->result();
  PrintAnswer(
      std::cout, command.format, *answer, [&] { return MakeCheckDocument(command, result); },
      [&] { return CheckRows(result); });
  bool is_whole = true;
  for (const v1::SectionState& section : result.sections()) {
    if (section.completeness() == v1::COMPLETENESS_COMPLETE) continue;
    Complain(absl::StrCat("not all was checked: ", section.reason()));
    is_whole = false;
  }
  if (HasOpenFindings(result)) return kExitFindings;
  // Nothing found in half a report is no clean one.
  return is_whole ? kExitOk : kExitService;
}

void AddCheckCommand(CommandList& commands) {
  const auto given = std::make_shared<Given<CheckCommand>>();
  CLI::App& command =
      commands.Add("check", "Hold a report and its claims against the facts",
                   [given] { return RunCheck(GatewayClient(given->gateway), given->command); });
  CheckCommand& check = given->command;
  AddGatewayFlag(command, given->gateway);
  command.add_option("--area", check.area, "Area, by id or official number")->required();
  command.add_option("--period", check.period, "Year")->required();
  AddInstantFlag(command, "--as-of", check.as_of, "As recorded at");
  AddChoices(command, "--kinds", check.kinds, "Kinds of rules to ask; default: all",
             WordsOf<v1::RuleKind>("RULE_KIND_"));
  AddLanguageFlag(command, check.language);
  AddAnswerFormatFlag(command, check.format);
  command.footer(
      "Exit code 1: there are findings of ERROR or WARNING that nobody has accepted. 3: there are "
      "none in what was checked, and not all was.");
}

}  // namespace tertial::cli
