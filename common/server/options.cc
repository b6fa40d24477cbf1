#include "common/server/options.h"

#include <map>

namespace tertial {

void AddServerFlags(CLI::App& app, ServerOptions& options, bool has_store) {
  app.add_option("--host", options.host,
                 "Address to listen on; a loopback address, until calls carry certificates")
      ->check(CLI::IsMember({"127.0.0.1", "[::1]", "localhost"}))
      ->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on; 0 picks a free one and logs it")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--areas", options.areas_directory, "Directory of the area registry")->required();
  app.add_option("--policy", options.policy_file, "File that says what each caller may do")
      ->required();
  if (has_store) {
    app.add_option("--data", options.data_directory, "Directory of the store; made if missing")
        ->required();
  }
  app.add_option("--log-format", options.log_format, "Form of the log")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, LogFormat>{{"text", LogFormat::kText}, {"json", LogFormat::kJson}}))
      ->option_text("text|json (text)");
  app.add_option("--log-level", options.log_level, "Least severity to log")
      ->transform(
          CLI::CheckedTransformer(std::map<std::string, Severity>{{"debug", Severity::kDebug},
                                                                  {"info", Severity::kInfo},
                                                                  {"warning", Severity::kWarning},
                                                                  {"error", Severity::kError}}))
      ->option_text("debug|info|warning|error (info)");
  app.add_option("--notice", options.notice_seconds,
                 "Seconds between saying NOT_SERVING and refusing calls, when stopping")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  app.add_option("--drain", options.drain_seconds, "Seconds that calls have to end, when stopping")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  app.add_option("--ready-fd", options.ready_fd,
                 "File descriptor to write the port to, and close, once the service serves");
  app.set_version_flag("--version", BuildVersion());
}

std::string BuildVersion() { return TERTIAL_VERSION; }

}  // namespace tertial
