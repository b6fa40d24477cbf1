#include "clients/cli/explain_command.h"

#include <iostream>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "common/render/figures.h"
#include "common/render/instant.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

namespace v1 = gateway::v1;

// "asker-2024, pages 69".
std::string ShowSource(const common::v1::Provenance& provenance) {
  std::string shown = provenance.source();
  if (!provenance.pages().empty()) {
    absl::StrAppend(&shown, shown.empty() ? "" : ", ",
                    provenance.pages_size() == 1 ? "page " : "pages ",
                    absl::StrJoin(provenance.pages(), ", "));
  }
  return shown;
}

std::string ShowOutcome(const v1::FactOrigin& origin) {
  if (origin.has_cell()) return ShowCell(origin.cell());
  return origin.outcome() == common::v1::OUTCOME_FOUND
             ? ""
             : ShowEnum(common::v1::Outcome_Name(origin.outcome()), "OUTCOME_");
}

void AddRow(const v1::FactOrigin& origin, absl::string_view mark, Table& table) {
  const bool is_known = origin.has_commit();
  table.rows.push_back({absl::StrCat(std::string(mark), origin.name(),
                                     origin.field().empty() ? "" : " ", origin.field()),
                        ShowOutcome(origin), ShowUnit(origin.unit()), origin.service(),
                        is_known ? absl::StrCat(origin.commit().revision()) : "",
                        is_known ? FormatInstant(origin.commit().commit_time()) : "",
                        origin.actor(), origin.reason(), origin.publisher(),
                        is_known ? absl::StrCat(origin.versions()) : "",
                        origin.has_first_recorded() ? FormatInstant(origin.first_recorded()) : "",
                        ShowSource(origin.provenance())});
  if (origin.has_owned()) AddRow(origin.owned(), "owned: ", table);
}

}  // namespace

Table OriginTable(const v1::NumberExplanation& number) {
  Table table{.columns = {ProseColumn("fact"),
                          {"value", Align::kRight},
                          {"unit"},
                          {"service"},
                          {"revision", Align::kRight},
                          {"committed"},
                          {"by"},
                          {"why"},
                          {"publisher"},
                          {"versions", Align::kRight},
                          {"first recorded"},
                          {"source"}},
              .rows = {}};
  for (const v1::FactOrigin& origin : number.facts()) AddRow(origin, "", table);
  return table;
}

Document ExplanationDocument(const v1::ExplainNumberResponse& response,
                             const std::string& language) {
  const v1::NumberExplanation& number = response.number();
  Document document;
  const std::string label = TextIn(language, number.labels());
  const std::string name = !number.path().empty()   ? number.path()
                           : number.facts().empty() ? ""
                                                    : number.facts(0).name();
  document.AddHeading(1, label.empty() ? name : absl::StrCat(label, ": ", name));
  if (number.has_computed()) {
    document.AddParagraph(
        absl::StrCat(ShowComputedExactly(number.computed()), " = ", number.formula_text(), "."));
  } else if (!number.formula_text().empty()) {
    document.AddParagraph(absl::StrCat("Derived: ", number.formula_text(), "."));
  }
  for (const v1::SectionState& state : response.states()) {
    if (!state.reason().empty()) document.AddParagraph(state.reason());
  }
  document.AddTable(WithoutEmptyColumns(OriginTable(number)));
  return document;
}

int RunExplain(const GatewayClient& gateway, const ExplainCommand& command) {
  const bool is_name = absl::StrContains(command.what, "/");
  if (!is_name && (command.report.area.empty() || command.report.period.empty())) {
    Complain("a path is one in the report of an area and a period: give --area and --period");
    return kExitUsage;
  }
  v1::ExplainNumberRequest request;
  *request.mutable_query() = QueryOf(command.report);
  (is_name ? request.mutable_fact() : request.mutable_path())->assign(command.what);
  const absl::StatusOr<v1::ExplainNumberResponse> response = gateway.ExplainNumber(request);
  if (!response.ok()) return ComplainOfCall("explain", response.status());
  PrintAnswer(
      std::cout, command.format, *response,
      [&] { return ExplanationDocument(*response, LanguageOf(command.report)); },
      [&] { return OriginTable(response->number()); });
  return kExitOk;
}

void AddExplain(CommandList& commands) {
  const auto given = std::make_shared<Given<ExplainCommand>>();
  CLI::App& command =
      commands.Add("explain", "Tell what a number of a report was made of",
                   [given] { return RunExplain(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  command
      .add_option("what", given->command.what,
                  "A path in the report of --area and --period, workforce.fte_total_change or "
                  "workforce.units[2].fte[3]; or the name of a fact, "
                  "areas/asker/bodies/municipal-council/activities/2024")
      ->required();
  AddReportFlags(command, given->command.report);
  AddAnswerFormatFlag(command, given->command.format);
}

}  // namespace tertial::cli
