// A program of ours, started as a child of this process.
#ifndef TERTIAL_CLIENTS_CLI_CHILD_PROCESS_H_
#define TERTIAL_CLIENTS_CLI_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace tertial::cli {

// A service that is started with --ready-fd and tells its ports when it serves. Owned by one
// thread. The child is ended with its parent, however that ends; see Stop for the orderly way.
class ChildProcess {
 public:
  // Starts `program` with `arguments`, its output appended to `log_file`, and waits until it
  // serves. Errors: UNAVAILABLE with the last line of its log when it ends before.
  static absl::StatusOr<ChildProcess> StartService(const std::string& name,
                                                   const std::string& program,
                                                   std::vector<std::string> arguments,
                                                   const std::string& log_file);

  const std::string& name() const { return name_; }
  pid_t pid() const { return pid_; }
  int port() const { return port_; }
  // 0: it has none.
  int http_port() const { return http_port_; }
  bool running() const { return running_; }

  // Notes that the child has ended, as waitpid told, and says how, in a sentence.
  std::string NoteEnded(int wait_status);

  // Asks a running child to stop.
  void Terminate() const;
  // Waits until it has ended; kills it after `seconds`.
  void Join(int seconds);

 private:
  ChildProcess(std::string name, pid_t pid) : name_(std::move(name)), pid_(pid) {}

  std::string name_;
  pid_t pid_;
  int port_ = 0;
  int http_port_ = 0;
  bool running_ = true;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CHILD_PROCESS_H_
