// What a service can be told on its command line.
#ifndef TERTIAL_COMMON_SERVER_OPTIONS_H_
#define TERTIAL_COMMON_SERVER_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "common/observability/log.h"
#include "common/security/token_verifier.h"
#include "common/server/transport.h"

namespace tertial {

// Exit codes of every binary; README.md tells users the same.
//
// Done. Of a service: stopped in order by a signal, also while it started; or asked for --help,
// --version or --print-config; or --restore is done, or --check-backup found nothing.
inline constexpr int kExitOk = 0;
// Something was found: data that are refused, findings of a check, a backup that is not sound.
inline constexpr int kExitFindings = 1;
// The command line, a TERTIAL_ variable or a flag file is wrong, or what was asked for is not
// there.
inline constexpr int kExitUsage = 2;
// A service failed. Of a service: it cannot start or restore, with a sentence for each reason on
// standard error; or a second signal ended it before it had stopped.
inline constexpr int kExitService = 3;

// The usual port of HTTP of a service, after that of gRPC.
inline constexpr int kHttpPortOffset = 80;

// Whether a service has a store.
enum class StoreUse {
  kNone,
  kAlways,
  // Where --data is given: the service does without, as far as it can.
  kOptional,
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;
  int http_port = 0;
  std::string areas_directory;
  std::string policy_file;
  TransportOptions transport;
  // Without a JWKS file no bearer token is accepted.
  TokenOptions tokens;
  // Of a service that has a store; empty: it has none.
  std::string data_directory;
  std::string journal_file;  // empty: beside the data directory
  // A backup to make the data directory from, instead of serving; empty: serve.
  std::string restore_from;
  bool without_journal = false;
  // A backup to check instead of serving, and the revision whose content is hashed; empty: serve,
  // and the newest.
  std::string check_backup;
  std::optional<int64_t> check_revision;
  // Serve although the newest commit is later than the clock says.
  bool accept_clock_behind = false;
  LogFormat log_format = LogFormat::kText;
  Severity log_level = Severity::kInfo;
  int notice_seconds = 0;
  int drain_seconds = 10;
  int ready_fd = -1;
};

// Declares the flags of `options` on `app`; `options` must outlive parsing.
void AddServerFlags(CLI::App& app, ServerOptions& options, StoreUse store_use);

// Declares the flag of the port of HTTP, for a service that has one.
void AddHttpFlag(CLI::App& app, ServerOptions& options);

// The file where redactions and erasures are noted: beside the data directory unless the command
// line named one, since what is inside is replaced by a restore.
std::string JournalFile(const ServerOptions& options);

// A flag that takes one of a few words, each of which stands for a value; the value that `target`
// has is the default, with or without a word. `target` must outlive parsing.
template <typename Value>
void AddChoice(CLI::App& app, const std::string& flag, Value& target,
               const std::string& description,
               const std::vector<std::pair<std::string, Value>>& words) {
  std::vector<std::string> names;
  std::string shown;
  std::string usual;
  for (const auto& [word, value] : words) {
    names.push_back(word);
    shown += (shown.empty() ? "" : "|") + word;
    if (value == target) usual = word;
  }
  app.add_option_function<std::string>(
         flag,
         [&target, words](const std::string& given) {
           for (const auto& [word, value] : words) {
             if (word == given) target = value;
           }
         },
         description)
      ->check(CLI::IsMember(names))
      ->default_str(usual)
      ->option_text(usual.empty() ? shown : shown + " (" + usual + ")");
}

// Says on standard error what is wrong with a command line, or prints what was asked for (--help,
// --version), and returns the exit code.
int ExitForParseError(const CLI::App& app, const CLI::ParseError& error);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_OPTIONS_H_
