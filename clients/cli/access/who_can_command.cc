#include "clients/cli/access/who_can_command.h"

#include <iostream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/access/who_can.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "common/render/answer.h"
#include "common/security/permissions.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"

namespace tertial::cli {
namespace {

using common::internal::v1::WhoCanAnswer;

struct WhoCanCommand {
  std::string method;
  WhoCanQuestion question;
  std::string policy_file = "deploy/config/policy.json";
  std::string areas_directory = "data/areas";
  AnswerFormat format = AnswerFormat::kTable;
};

absl::StatusOr<WhoCanAnswer> Ask(const WhoCanCommand& command) {
  TERTIAL_ASSIGN_OR_RETURN(const AreaRegistry areas, AreaRegistry::Load(command.areas_directory));
  TERTIAL_ASSIGN_OR_RETURN(const std::shared_ptr<PolicyFile> file,
                           PolicyFile::Open(command.policy_file, areas));
  const std::shared_ptr<const Policy> policy = file->policy();
  WhoCanQuestion question = command.question;
  if (!question.area.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(question.area, areas.Resolve(question.area));
  }
  if (!question.caller.empty() && policy->Find(question.caller) == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("the policy names no caller ", Quoted(question.caller)));
  }
  if (!command.method.empty()) {
    question.methods = MethodsCalled(command.method);
    if (question.methods.empty()) {
      return absl::NotFoundError(absl::StrCat("no method is called ", Quoted(command.method)));
    }
  }
  return WhoCan(*policy, question);
}

Document DocumentOf(const WhoCanAnswer& answer) {
  Document document;
  if (answer.entries().empty()) document.AddParagraph("Nobody.");
  document.AddTable(WithoutEmptyColumns(WhoCanTable(answer)));
  return document;
}

int RunWhoCan(const WhoCanCommand& command) {
  const absl::StatusOr<WhoCanAnswer> answer = Ask(command);
  if (!answer.ok()) {
    Complain(answer.status().message());
    return kExitUsage;
  }
  PrintAnswer(
      std::cout, command.format, *answer, [&] { return DocumentOf(*answer); },
      [&] { return WhoCanTable(*answer); });
  return kExitOk;
}

}  // namespace

void AddWhoCanCommand(CommandList& commands) {
  const auto given = std::make_shared<WhoCanCommand>();
  CLI::App& command = commands.Add(
      "who-can", "Tell who may call a method and by which grant, or what a caller may do",
      [given] { return RunWhoCan(*given); });
  command.add_option("method", given->method,
                     "The method: GetGoal, IndicatorsService/GetGoal, or its whole name");
  command.add_option("--caller", given->question.caller,
                     "Only this caller, as the policy names it");
  command.add_option("--service", given->question.service, "Only what this service answers")
      ->check(CLI::IsMember(ServiceNames()));
  command.add_option("--area", given->question.area, "Only for this area, by its id or number");
  command.add_option("--policy", given->policy_file, "File that says what each caller may do")
      ->capture_default_str();
  command.add_option("--areas", given->areas_directory, "Directory of the area registry")
      ->capture_default_str();
  AddAnswerFormatFlag(command, given->format);
  command.callback([given] {
    if (given->method.empty() && given->question.caller.empty()) {
      throw CLI::RequiredError("A method or --caller");
    }
  });
}

}  // namespace tertial::cli
