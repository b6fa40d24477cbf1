// Flags that several commands share. What they are read into must outlive parsing.
#ifndef TERTIAL_CLIENTS_CLI_FLAGS_H_
#define TERTIAL_CLIENTS_CLI_FLAGS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "clients/cli/gateway_client.h"
#include "common/render/answer.h"
#include "common/render/row_printer.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace tertial::cli {

// What the flags of a command that calls the gateway are read into.
template <typename Command>
struct Given {
  std::string gateway = kDefaultGateway;
  Command command;
};

// --gateway, or TERTIAL_GATEWAY; and how to connect (connection.h).
void AddGatewayFlag(CLI::App& command, std::string& gateway);

// --service: one of the data services, or "all".
CLI::Option& AddServiceFlag(CLI::App& command, std::string& service);

// --kind, several times, and --area.
void AddFilterFlags(CLI::App& command, std::vector<std::string>& kinds, std::string& area);

// `name`, a flag that takes an instant (instant.h), which `description` is about.
CLI::Option& AddInstantFlag(CLI::App& command, const std::string& name,
                            std::optional<absl::Time>& instant, const std::string& description);

// --language: of labels and titles.
void AddLanguageFlag(CLI::App& command, std::string& language);

// --format table|json|csv.
void AddRowFormatFlag(CLI::App& command, RowFormat& format);
// --format table|json|csv|markdown.
void AddAnswerFormatFlag(CLI::App& command, AnswerFormat& format);

// "SUM_BESIDE_PLACES" as a word of the command line: "sum-beside-places".
std::string FlagWord(std::string name);

// A word of the command line for each value of an enum of a contract but the first, which stands
// for none; without the prefix that the names of the values have in common.
template <typename Enum>
std::vector<std::pair<std::string, Enum>> WordsOf(absl::string_view prefix) {
  std::vector<std::pair<std::string, Enum>> words;
  const auto& values = *google::protobuf::GetEnumDescriptor<Enum>();
  for (int i = 0; i < values.value_count(); ++i) {
    if (values.value(i)->number() == 0) continue;
    words.emplace_back(FlagWord(std::string(absl::StripPrefix(values.value(i)->name(), prefix))),
                       static_cast<Enum>(values.value(i)->number()));
  }
  return words;
}

// A flag that takes some of a few words, each of which stands for a value: given several times, or
// with commas between. A word may be written as the contract does, too.
template <typename Value>
void AddChoices(CLI::App& command, const std::string& flag, std::vector<Value>& target,
                const std::string& description,
                const std::vector<std::pair<std::string, Value>>& words) {
  std::vector<std::string> names;
  std::string shown;
  for (const auto& [word, value] : words) {
    names.push_back(word);
    shown += (shown.empty() ? "" : "|") + word;
  }
  command
      .add_option_function<std::vector<std::string>>(
          flag,
          [&target, words](const std::vector<std::string>& given) {
            for (const std::string& one : given) {
              for (const auto& [word, value] : words) {
                if (word == one) target.push_back(value);
              }
            }
          },
          description)
      ->transform(CLI::IsMember(names, FlagWord))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text(shown);
}

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_FLAGS_H_
