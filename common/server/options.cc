#include "common/server/options.h"

#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "common/types/build_version.h"

namespace tertial {
namespace {

// What is wrong with a host; empty: nothing. An address of IPv6 would run into the port.
std::string IsBracketed(const std::string& host) {
  const bool of_ipv6 = absl::StrContains(host, ':');
  return of_ipv6 && host.front() != '[' ? "an address of IPv6 stands in brackets: [" + host + "]"
                                        : "";
}

}  // namespace

void AddServerFlags(CLI::App& app, ServerOptions& options, StoreUse store_use) {
  app.add_option("--host", options.host,
                 "Address to listen on: in plain text one that only this machine reaches, unless "
                 "--insecure is said")
      ->check(IsBracketed)
      ->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on; 0 picks a free one and logs it")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--areas", options.areas_directory,
                 "Directory of the area registry; required to serve");
  app.add_option("--policy", options.policy_file,
                 "File that says what each caller may do; required to serve");
  CLI::Option* jwks =
      app.add_option("--jwks", options.tokens.jwks_file,
                     "JWKS file with the keys of bearer tokens; without it none is accepted");
  CLI::Option* issuer = app.add_option("--token-issuer", options.tokens.issuer,
                                       "Issuer of bearer tokens, as they name it")
                            ->needs(jwks);
  CLI::Option* audience = app.add_option("--token-audience", options.tokens.audience,
                                         "Audience that bearer tokens must be for")
                              ->needs(jwks);
  jwks->needs(issuer)->needs(audience);
  AddTransportFlags(app, options.transport);
  if (store_use != StoreUse::kNone) {
    app.add_option("--data", options.data_directory,
                   store_use == StoreUse::kAlways
                       ? "Directory of the store; made if missing. Required to serve"
                       : "Directory of the store; made if missing");
    app.add_option("--journal", options.journal_file,
                   "File that redactions and erasures are noted in, so that a restore does them "
                   "again (DATA.erasures)");
    CLI::Option* restore =
        app.add_option("--restore", options.restore_from,
                       "Make the data directory, which must be empty or not there, from this "
                       "backup, and end; what the journal tells is erased again")
            ->configurable(false);
    app.add_flag("--without-journal", options.without_journal,
                 "Restore although there is no journal: what was redacted or erased since the "
                 "backup comes back")
        ->needs(restore)
        ->configurable(false);
    CLI::Option* check =
        app.add_option("--check-backup", options.check_backup,
                       "Restore this backup in a temporary directory (TMPDIR), check every record "
                       "of it, print what it holds as JSON, and end")
            ->excludes(restore)
            ->configurable(false);
    app.add_option("--at-revision", options.check_revision,
                   "Revision whose content --check-backup hashes; default: its newest")
        ->check(CLI::NonNegativeNumber)
        ->needs(check)
        ->configurable(false);
    app.add_flag("--accept-clock-behind", options.accept_clock_behind,
                 "Serve although the newest commit is later than the clock says");
  }
  AddChoice(app, "--log-format", options.log_format, "Form of the log",
            {{"text", LogFormat::kText}, {"json", LogFormat::kJson}});
  AddChoice(app, "--log-level", options.log_level, "Least severity to log",
            {{"debug", Severity::kDebug},
             {"info", Severity::kInfo},
             {"warning", Severity::kWarning},
             {"error", Severity::kError}});
  app.add_option("--notice", options.notice_seconds,
                 "Seconds between saying NOT_SERVING and refusing calls, when stopping")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  app.add_option("--drain", options.drain_seconds, "Seconds that calls have to end, when stopping")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  app.add_option("--ready-fd", options.ready_fd,
                 "File descriptor to write the port to, behind it that of HTTP and that of health "
                 "where there is one, and close, once the service serves")
      ->configurable(false);
  app.set_version_flag("--version", BuildVersion());
  app.parse_complete_callback([&app, &options, store_use] {
    if (!options.check_backup.empty()) return;
    const auto require = [&app](const std::string& flag) {
      if (app.count(flag) == 0) throw CLI::RequiredError(flag);
    };
    if (store_use == StoreUse::kAlways || !options.restore_from.empty()) require("--data");
    if (!options.restore_from.empty()) return;
    require("--areas");
    require("--policy");
  });
}

void AddHttpFlag(CLI::App& app, ServerOptions& options) {
  app.add_option("--http-port", options.http_port,
                 "Port to listen on for HTTP; 0 picks a free one and logs it")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
}

int ExitForParseError(const CLI::App& app, const CLI::ParseError& error) {
  // A word that nobody knows is said before what is missing for want of it.
  const std::vector<std::string> unknown = app.remaining(true);
  if (error.get_exit_code() != 0 && !unknown.empty()) {
    std::cerr << "Not understood: " << absl::StrJoin(unknown, " ")
              << "\nRun with --help for more information." << std::endl;
    return kExitUsage;
  }
  return app.exit(error) == 0 ? kExitOk : kExitUsage;
}

std::string JournalFile(const ServerOptions& options) {
  if (!options.journal_file.empty()) return options.journal_file;
  std::string directory = options.data_directory;
  while (directory.size() > 1 && directory.back() == '/') directory.pop_back();
  return directory + ".erasures";
}

}  // namespace tertial
