// Which report a command is about.
#ifndef TERTIAL_CLIENTS_CLI_REPORT_QUERY_H_
#define TERTIAL_CLIENTS_CLI_REPORT_QUERY_H_

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::cli {

struct ReportFlags {
  std::string area;
  std::string period;
  // The id of a focus area, "climate", or its name. Empty: not by focus area.
  std::string focus_area = {};
  // The id of a unit, "welfare", or its name. Empty: not by service area.
  std::string service_area = {};
  // Of labels and titles; where there is none in it, Norwegian bokmål. Empty: English for people,
  // and all languages in JSON.
  std::string language = {};
  // What was recorded at this instant; not set: the newest.
  std::optional<absl::Time> as_of = std::nullopt;
};

// --area, --period, --focus-area, --service-area, --as-of and --language.
void AddReportFlags(CLI::App& command, ReportFlags& report);

// What a gateway is asked for.
gateway::v1::ReportQuery QueryOf(const ReportFlags& report);

// The language that people are shown.
std::string LanguageOf(const ReportFlags& report);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_REPORT_QUERY_H_
