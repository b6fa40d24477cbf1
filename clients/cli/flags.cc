#include "clients/cli/flags.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/connection.h"
#include "clients/cli/data_service.h"
#include "common/render/instant.h"
#include "common/server/options.h"

namespace tertial::cli {

void AddGatewayFlag(CLI::App& command, std::string& gateway) {
  command.add_option("--gateway", gateway, "Address of the gateway")
      ->envname("TERTIAL_GATEWAY")
      ->capture_default_str();
  AddConnectionFlags(command);
}

CLI::Option& AddServiceFlag(CLI::App& command, std::string& service) {
  std::vector<std::string> names(kDataServices.begin(), kDataServices.end());
  names.push_back(kGatewayService);
  names.push_back(kAllServices);
  return *command
              .add_option("--service", service,
                          "The data service; the gateway, which keeps editions and claims; or all "
                          "of these")
              ->check(CLI::IsMember(names))
              ->option_text(absl::StrCat("indicators|workforce|politics|climate|gateway|all",
                                         service.empty() ? "" : " (" + service + ")"));
}

void AddFilterFlags(CLI::App& command, std::vector<std::string>& kinds, std::string& area) {
  command
      .add_option(
          "--kind", kinds,
          "Kind of resource, Observation or tertial.indicators.v1.Observation; may be given "
          "several times. Default: all")
      ->take_all();
  command.add_option("--area", area, "Area, by id or official number. Default: all");
}

CLI::Option& AddInstantFlag(CLI::App& command, const std::string& name,
                            std::optional<absl::Time>& instant, const std::string& description) {
  return *command
              .add_option_function<std::string>(
                  name,
                  [name, &instant](const std::string& text) {
                    const absl::StatusOr<absl::Time> parsed = ParseInstant(text);
                    if (!parsed.ok()) {
                      throw CLI::ValidationError(name, std::string(parsed.status().message()));
                    }
                    instant = *parsed;
                  },
                  absl::StrCat(description, ": ", kInstantForm))
              ->option_text("INSTANT");
}

void AddLanguageFlag(CLI::App& command, std::string& language) {
  command.add_option("--language", language, "Language of labels: nb, nn, en or se")
      ->check(CLI::IsMember({"nb", "nn", "en", "se"}))
      ->capture_default_str();
}

void AddRowFormatFlag(CLI::App& command, RowFormat& format) {
  AddChoice(command, "--format", format, "Form of the output; json: one object a line",
            {{"table", RowFormat::kTable}, {"json", RowFormat::kJson}, {"csv", RowFormat::kCsv}});
}

void AddAnswerFormatFlag(CLI::App& command, AnswerFormat& format) {
  AddChoice(command, "--format", format, "Form of the answer",
            {{"table", AnswerFormat::kTable},
             {"json", AnswerFormat::kJson},
             {"csv", AnswerFormat::kCsv},
             {"markdown", AnswerFormat::kMarkdown}});
}

std::string FlagWord(std::string name) {
  absl::AsciiStrToLower(&name);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

}  // namespace tertial::cli
