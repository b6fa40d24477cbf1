#include "clients/cli/registers/register_commands.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "clients/cli/calls.h"
#include "clients/cli/console.h"
#include "clients/cli/data_service.h"
#include "clients/cli/flags.h"
#include "clients/cli/registers/register_files.h"
#include "clients/cli/send_dataset.h"
#include "common/ledger/read_point.h"
#include "common/render/instant.h"
#include "common/server/options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;
using RegistersStub = v1::RegistersService::Stub;

constexpr size_t kRowsPerMessage = 5'000;

absl::StatusOr<std::unique_ptr<RegistersStub>> FindRegisters(const GatewayClient& gateway) {
  TERTIAL_ASSIGN_OR_RETURN(const auto services, FindDataServices(gateway, "workforce"));
  return v1::RegistersService::NewStub(services.at(0).channel());
}

template <typename Request, typename Response>
absl::StatusOr<Response> Ask(const GatewayClient& gateway, const std::string& caller,
                             grpc::Status (RegistersStub::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                             const Request& request, absl::Duration patience = kPatience) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<RegistersStub> stub, FindRegisters(gateway));
  grpc::ClientContext context;
  PrepareContext(context, patience, caller);
  return CallWith(context, *stub, method, request);
}

v1::UploadOptions OptionsOf(const RegisterUploadCommand& command, const RegisterFiles& files) {
  v1::UploadOptions options;
  options.set_area(AreaName(command.area));
  options.set_mode(command.only_these_persons ? v1::UPLOAD_MODE_PERSONS : v1::UPLOAD_MODE_REPLACE);
  options.set_extract_date(command.extract_date);
  options.mutable_columns()->Assign(files.columns.begin(), files.columns.end());
  options.set_retention_months(command.retention_months);
  options.set_validate_only(command.check_only);
  return options;
}

absl::StatusOr<v1::UploadRegisterResponse> Send(const GatewayClient& gateway,
                                                const RegisterUploadCommand& command,
                                                const RegisterFiles& files) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<RegistersStub> stub, FindRegisters(gateway));
  grpc::ClientContext context;
  PrepareContext(context, kLongPatience, command.caller);
  v1::UploadRegisterResponse response;
  const auto writer = stub->UploadRegister(&context, &response);
  const std::vector<v1::RegisterRow>& rows = files.rows.rows;
  ProgressBar progress("register", static_cast<int64_t>(rows.size()));
  size_t sent = 0;
  do {
    v1::UploadRegisterRequest message;
    if (sent == 0) *message.mutable_options() = OptionsOf(command, files);
    const size_t end = std::min(rows.size(), sent + kRowsPerMessage);
    message.mutable_rows()->Assign(rows.begin() + static_cast<ptrdiff_t>(sent),
                                   rows.begin() + static_cast<ptrdiff_t>(end));
    message.set_end_of_rows(end == rows.size());
    if (!writer->Write(message)) break;  // Finish tells why
    progress.Advance(static_cast<int64_t>(end - sent));
    sent = end;
  } while (sent < rows.size());
  writer->WritesDone();
  if (const grpc::Status status = writer->Finish(); !status.ok()) return StatusOf(status);
  return response;
}

std::vector<Problem> ProblemsOf(const common::v1::ImportSummary& summary,
                                const std::vector<Origin>& origins) {
  const auto origin_of = [&](int64_t row) { return origins[static_cast<size_t>(row) - 1]; };
  std::vector<Problem> problems;
  for (const common::v1::RefusedRow& refused : summary.refused_rows()) {
    for (const common::v1::FieldViolation& violation : refused.violations()) {
      std::string sentence = violation.description();
      if (violation.related_row() > 0) {
        absl::StrAppend(&sentence, " See ", FormatOrigin(origin_of(violation.related_row())), ".");
      }
      problems.push_back({.origin = origin_of(refused.row()),
                          .field = violation.field(),
                          .reason = ReasonName(violation.reason()),
                          .sentence = std::move(sentence)});
    }
  }
  const int64_t unlisted = summary.refused() - summary.refused_rows_size();
  if (unlisted > 0) {
    problems.push_back({.origin = {.file = ""},
                        .field = "",
                        .reason = "",
                        .sentence = absl::StrCat(unlisted, " more rows are refused.")});
  }
  return problems;
}

// What a failed upload says, with the place in the files where it names a row.
int ComplainOfUpload(const absl::Status& status, const std::vector<Origin>& origins) {
  int64_t row = 0;
  if (absl::SimpleAtoi(ErrorMetadataOf(status, "row"), &row) && row > 0 &&
      row <= static_cast<int64_t>(origins.size())) {
    return ComplainOfCall(absl::StrCat("uploading the register, ",
                                       FormatOrigin(origins[static_cast<size_t>(row) - 1])),
                          status);
  }
  return ComplainOfCall("uploading the register", status);
}

Table StateRows(const v1::RegisterState& state) {
  return {.columns = {{"area"},
                      {"generation", Align::kRight},
                      {"changes", Align::kRight},
                      {"extract_date"},
                      {"uploaded"},
                      {"first_expiry"},
                      {"person_keys", Align::kRight},
                      {"persons", Align::kRight},
                      {"positions", Align::kRight},
                      {"absences", Align::kRight}},
          .rows = {{state.area(), absl::StrCat(state.generation()), absl::StrCat(state.changes()),
                    state.extract_date(), FormatInstant(state.upload_time()),
                    FormatInstant(state.first_expiry()), absl::StrCat(state.person_keys()),
                    absl::StrCat(state.persons()), absl::StrCat(state.positions()),
                    absl::StrCat(state.absences())}}};
}

}  // namespace

int RunRegisterUpload(const GatewayClient& gateway, const RegisterUploadCommand& command) {
  const absl::StatusOr<RegisterFiles> files =
      ReadRegisterFiles(command.positions, command.absences, AreaName(command.area));
  if (!files.ok()) {
    Complain(files.status().message());
    return kExitFindings;
  }
  if (!files->problems.empty()) {
    ComplainOfProblems(files->problems);
    return kExitFindings;
  }
  const auto response = Send(gateway, command, *files);
  if (!response.ok()) return ComplainOfUpload(response.status(), files->rows.origins);
  const common::v1::ImportSummary& summary = response->summary();
  if (summary.refused() > 0) {
    ComplainOfProblems(ProblemsOf(summary, files->rows.origins));
    return kExitFindings;
  }
  if (!summary.applied()) {
    std::cout << summary.received() << " rows are right; nothing is stored\n" << std::flush;
    return kExitOk;
  }
  const v1::RegisterState& state = response->state();
  std::cout << summary.inserted() << " rows are stored; the register of " << state.area() << ", "
            << state.extract_date() << ", is generation " << state.generation() << " and has about "
            << state.persons() << " persons; they are kept until "
            << FormatInstant(state.first_expiry()) << "\n"
            << std::flush;
  return kExitOk;
}

int RunRegisterState(const GatewayClient& gateway, const RegisterStateCommand& command) {
  v1::GetRegisterStateRequest request;
  request.set_area(AreaName(command.area));
  const auto answer = Ask(gateway, command.caller, &RegistersStub::GetRegisterState, request);
  if (!answer.ok()) return ComplainOfCall("reading the state of the register", answer.status());
  PrintAnswer(
      std::cout, command.format, *answer,
      [&] {
        Document document;
        document.AddTable(StateRows(answer->state()));
        return document;
      },
      [&] { return StateRows(answer->state()); });
  return kExitOk;
}

int RunRegisterErase(const GatewayClient& gateway, const RegisterEraseCommand& command) {
  if (::isatty(STDIN_FILENO) == 1) {
    std::cerr << "This erases all rows of one person, for ever. Key of the person: " << std::flush;
  }
  std::string key;
  std::getline(std::cin, key);
  key = std::string(absl::StripSuffix(key, "\r"));
  if (key.empty()) {
    Complain("write the key of the person on standard input");
    return kExitUsage;
  }
  v1::ErasePersonRequest request;
  request.set_area(AreaName(command.area));
  request.set_person_key(std::move(key));
  request.set_reason(command.reason);
  const auto answer =
      Ask(gateway, command.caller, &RegistersStub::ErasePerson, request, kLongPatience);
  if (!answer.ok()) return ComplainOfCall("erasing the person", answer.status());
  std::cout << "nothing is left of the person in the register of " << request.area()
            << "; published aggregates stay, and a later extract may bring the person again\n"
            << std::flush;
  return kExitOk;
}

int RunRegisterRotate(const GatewayClient& gateway, const RegisterRotateCommand& command) {
  const auto answer = Ask(gateway, command.caller, &RegistersStub::RotatePersonKeys,
                          v1::RotatePersonKeysRequest(), kLongPatience);
  if (!answer.ok()) return ComplainOfCall("rotating the keys", answer.status());
  std::cout << "persons are kept under hashes made with " << answer->person_keys()
            << (answer->person_keys() == 1 ? " key\n" : " keys\n") << std::flush;
  return kExitOk;
}

int RunRegisterAccesses(const GatewayClient& gateway, const RegisterAccessesCommand& command) {
  RowPrinter rows(std::cout, command.format,
                  {{.title = "time", .width = 27},
                   {.title = "caller", .width = 12},
                   {.title = "method", .width = 18},
                   {.title = "area", .width = 16},
                   {.title = "period", .width = 10},
                   {.title = "units", .width = 1}});
  v1::ListAccessesRequest request;
  request.set_page_size(1000);
  do {
    const auto page = Ask(gateway, command.caller, &RegistersStub::ListAccesses, request);
    if (!page.ok()) return ComplainOfCall("reading the accesses", page.status());
    for (const v1::Access& access : page->accesses()) {
      const std::string& method = access.method();
      rows.Print(
          {FormatInstant(access.time()), access.caller(), method.substr(method.rfind('/') + 1),
           access.slice().area(), access.slice().period(),
           access.slice().every_unit() ? "all" : absl::StrJoin(access.slice().units(), " ")},
          &access);
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  std::cout << std::flush;
  return kExitOk;
}

namespace {

// What the commands about one area share.
template <typename Command>
void AddCommonFlags(CLI::App& command, Given<Command>& given) {
  AddGatewayFlag(command, given.gateway);
  command.add_option("--caller", given.command.caller, "Who is said to call, as the policy has it")
      ->capture_default_str();
  if constexpr (requires { given.command.area; }) {
    command.add_option("--area", given.command.area, "Area, by id or official number")->required();
  }
}

void AddUpload(CommandList& commands) {
  const auto given = std::make_shared<Given<RegisterUploadCommand>>();
  CLI::App& command = commands.Add("upload", "Send an extract of positions and absences", [given] {
    return RunRegisterUpload(GatewayClient(given->gateway), given->command);
  });
  command.footer(
      "Files: positions.csv with person_key,unit,percent,from,to,kind,sex,birth_years,"
      "occupation_group,education and absences.csv with person_key,from,to,degree,basis,kind,unit. "
      "Keys are pseudonyms: a file with names or national identity numbers is not sent.");
  AddCommonFlags(command, *given);
  RegisterUploadCommand& upload = given->command;
  command.add_option("positions", upload.positions, "CSV file of positions")->required();
  command.add_option("absences", upload.absences, "CSV file of absences");
  command.add_option("--extract-date", upload.extract_date, "Day that the extract describes")
      ->required();
  command.add_flag("--only-these-persons", upload.only_these_persons,
                   "Replace the rows of the persons in the files, and leave the others");
  command
      .add_option("--retention", upload.retention_months, "Months to keep the rows; default: 24")
      ->check(CLI::Range(1, 60));
  command.add_flag("--check-only", upload.check_only, "Check the rows and store nothing");
}

void AddState(CommandList& commands) {
  const auto given = std::make_shared<Given<RegisterStateCommand>>();
  CLI::App& command = commands.Add("state", "Tell what register an area has", [given] {
    return RunRegisterState(GatewayClient(given->gateway), given->command);
  });
  AddCommonFlags(command, *given);
  AddAnswerFormatFlag(command, given->command.format);
}

void AddErase(CommandList& commands) {
  const auto given = std::make_shared<Given<RegisterEraseCommand>>();
  CLI::App& command = commands.Add(
      "erase", "Erase all rows of one person, whose key is read from standard input",
      [given] { return RunRegisterErase(GatewayClient(given->gateway), given->command); });
  AddCommonFlags(command, *given);
  command.add_option("--reason", given->command.reason,
                     "Why, for the journal of erasures; it must not name the person");
}

void AddRotate(CommandList& commands) {
  const auto given = std::make_shared<Given<RegisterRotateCommand>>();
  CLI::App& command = commands.Add(
      "rotate-keys", "Hash all persons anew with the keys that were added to the key file",
      [given] { return RunRegisterRotate(GatewayClient(given->gateway), given->command); });
  AddCommonFlags(command, *given);
}

void AddAccesses(CommandList& commands) {
  const auto given = std::make_shared<Given<RegisterAccessesCommand>>();
  CLI::App& command = commands.Add(
      "accesses", "List who asked for figures that are not published, the newest first",
      [given] { return RunRegisterAccesses(GatewayClient(given->gateway), given->command); });
  AddCommonFlags(command, *given);
  AddRowFormatFlag(command, given->command.format);
}

}  // namespace

void AddRegisterCommands(CommandList& commands) {
  // The commands below it, once it is there.
  const auto below = std::make_shared<std::optional<CommandList>>();
  CLI::App& command = commands.Add("register", "Registers of persons and their positions",
                                   [below] { return below->value().RunGiven(); });
  command.require_subcommand(1);
  below->emplace(command);
  AddUpload(**below);
  AddState(**below);
  AddErase(**below);
  AddRotate(**below);
  AddAccesses(**below);
}

}  // namespace tertial::cli
