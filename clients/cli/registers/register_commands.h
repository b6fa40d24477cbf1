// `tertial register upload|state|erase|rotate-keys|accesses`.
#ifndef TERTIAL_CLIENTS_CLI_REGISTERS_REGISTER_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_REGISTERS_REGISTER_COMMANDS_H_

#include <string>

#include "clients/cli/command_list.h"
#include "clients/cli/gateway_client.h"
#include "common/render/answer.h"
#include "common/render/row_printer.h"
#include "tertial/workforce/v1/registers_service.pb.h"

namespace tertial::cli {

// The callers of the policy that do these things, where the command line names no other.
inline constexpr char kPayrollCaller[] = "payroll";
inline constexpr char kStateCaller[] = "personnel";
inline constexpr char kAuditorCaller[] = "auditor";
inline constexpr char kAdminCaller[] = "cli";

// All of them return the exit code.

struct RegisterUploadCommand {
  std::string area;
  std::string positions;
  // Empty: there are none.
  std::string absences;
  // Only the persons in the files are replaced.
  bool only_these_persons = false;
  std::string extract_date;
  int retention_months = 0;
  bool check_only = false;
  std::string caller = kPayrollCaller;
};
int RunRegisterUpload(const GatewayClient& gateway, const RegisterUploadCommand& command);

struct RegisterStateCommand {
  std::string area;
  std::string caller = kStateCaller;
  AnswerFormat format = AnswerFormat::kTable;
};
int RunRegisterState(const GatewayClient& gateway, const RegisterStateCommand& command);

struct RegisterEraseCommand {
  std::string area;
  std::string reason;
  std::string caller = kAdminCaller;
};
// The person's key is read from standard input: on a command line others of the machine see it.
int RunRegisterErase(const GatewayClient& gateway, const RegisterEraseCommand& command);

struct RegisterRotateCommand {
  std::string caller = kAdminCaller;
};
int RunRegisterRotate(const GatewayClient& gateway, const RegisterRotateCommand& command);

struct RegisterAccessesCommand {
  std::string caller = kAuditorCaller;
  RowFormat format = RowFormat::kTable;
};
int RunRegisterAccesses(const GatewayClient& gateway, const RegisterAccessesCommand& command);

void AddRegisterCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_REGISTERS_REGISTER_COMMANDS_H_
