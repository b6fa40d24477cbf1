#include "clients/cli/workforce/figures_command.h"

#include <iostream>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/calls.h"
#include "clients/cli/console.h"
#include "clients/cli/data_service.h"
#include "clients/cli/flags.h"
#include "common/render/figures.h"
#include "common/render/workforce_words.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

using RegistersStub = v1::RegistersService::Stub;

constexpr char kMeasurePrefix[] = "FIGURE_MEASURE_";
// All persons of a register may have to be read.
constexpr absl::Duration kScanPatience = absl::Minutes(2);

std::string OperandOf(const v1::ComputedFigure& figure, int number) {
  return number < figure.figure().operands_size() ? figure.figure().operands(number).cell().value()
                                                  : "";
}

std::string ResultOf(const v1::ComputedFigure& figure) {
  return figure.figure().has_value() ? figure.figure().value() : "not computable";
}

absl::StatusOr<v1::QueryFiguresResponse> Ask(const GatewayClient& gateway,
                                             const std::string& caller,
                                             const v1::QueryFiguresRequest& request) {
  TERTIAL_ASSIGN_OR_RETURN(const auto services, FindDataServices(gateway, "workforce"));
  const auto stub = v1::RegistersService::NewStub(services.at(0).channel());
  grpc::ClientContext context;
  PrepareContext(context, kScanPatience, caller);
  return CallWith(context, *stub, &RegistersStub::QueryFigures, request);
}

}  // namespace

v1::QueryFiguresRequest MakeFiguresRequest(const FiguresCommand& command) {
  v1::QueryFiguresRequest request;
  request.set_area(AreaName(command.area));
  request.set_period(command.period);
  for (const std::string& unit : command.units) {
    request.add_units(
        unit.find('/') == std::string::npos ? absl::StrCat(request.area(), "/units/", unit) : unit);
  }
  request.set_every_unit(command.every_unit);
  for (const v1::FigureMeasure measure : command.measures) request.add_measures(measure);
  request.set_by_sex(command.by_sex);
  request.set_by_age(command.by_age);
  request.set_occupation_group(command.occupation_group);
  request.set_short_term_days(command.short_term_days);
  return request;
}

Document MakeFiguresDocument(const v1::QueryFiguresRequest& request,
                             const v1::QueryFiguresResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Workforce of ", LastIdOf(request.area()), ", ",
                                      request.period(), ", from the register"));
  Table table{.columns = {{"unit"},
                          {"figure"},
                          {"whose"},
                          {"value", Align::kRight},
                          {"in"},
                          {"numerator", Align::kRight},
                          {"denominator", Align::kRight}},
              .rows = {}};
  for (const v1::ComputedFigure& figure : response.figures()) {
    const v1::FigureSubject& subject = figure.subject();
    table.rows.push_back({std::string(LastIdOf(subject.unit())), ShowMeasure(subject),
                          ShowWhose(subject), ResultOf(figure), figure.figure().unit(),
                          OperandOf(figure, 0), OperandOf(figure, 1)});
  }
  document.AddTable(std::move(table));
  document.AddParagraph(absl::StrCat("From the register of ", response.register_().extract_date(),
                                     ", about ", response.register_().persons(),
                                     " persons. Nothing is hidden: these figures are not for "
                                     "publication."));
  return document;
}

Table FiguresRows(const v1::QueryFiguresResponse& response) {
  Table table{.columns = SubjectColumns(), .rows = {}};
  table.columns.insert(table.columns.end(),
                       {{"value"}, {"unit_of_measure"}, {"numerator"}, {"denominator"}});
  for (const v1::ComputedFigure& figure : response.figures()) {
    std::vector<std::string>& row =
        table.rows.emplace_back(SubjectCells(figure.subject(), figure.definition()));
    row.insert(row.end(), {figure.figure().value(), figure.figure().unit(), OperandOf(figure, 0),
                           OperandOf(figure, 1)});
  }
  return table;
}

int RunFigures(const GatewayClient& gateway, const FiguresCommand& command) {
  const v1::QueryFiguresRequest request = MakeFiguresRequest(command);
  const auto answer = Ask(gateway, command.caller, request);
  if (!answer.ok()) return ComplainOfCall("computing the figures", answer.status());
  PrintAnswer(
      std::cout, command.format, *answer, [&] { return MakeFiguresDocument(request, *answer); },
      [&] { return FiguresRows(*answer); });
  return kExitOk;
}

void AddFiguresCommand(CommandList& commands) {
  const auto given = std::make_shared<Given<FiguresCommand>>();
  FiguresCommand& figures = given->command;
  CLI::App& command =
      commands.Add("figures", "Compute figures of the workforce from the register of an area",
                   [given] { return RunFigures(GatewayClient(given->gateway), given->command); });
  command.footer(
      "Nothing is hidden in these figures. Each call is recorded: who, when, what was asked for.");
  AddGatewayFlag(command, given->gateway);
  command.add_option("--area", figures.area, "Area, by id or official number: asker or 3203")
      ->required();
  command.add_option("--period", figures.period, "2024, 2024-T1, 2024-M03 or 2024-12-01")
      ->required();
  CLI::Option* const units =
      command
          .add_option("--units", figures.units,
                      "Ids of units, with commas between. Default: the area as a whole")
          ->delimiter(',')
          ->allow_extra_args(false);
  command
      .add_flag("--every-unit", figures.every_unit,
                "The area, and every unit that there is at the end of the period")
      ->excludes(units);
  AddChoices(command, "--measures", figures.measures, "What to compute. Default: everything",
             WordsOf<v1::FigureMeasure>(kMeasurePrefix));
  command.add_flag("--by-sex", figures.by_sex, "Also of women and of men");
  command.add_flag("--by-age", figures.by_age, "Also of each age band");
  command.add_option("--occupation-group", figures.occupation_group,
                     "Only positions of this occupation group");
  command
      .add_option("--short-term-days", figures.short_term_days,
                  "Last day of an absence that counts as short. Default: that of the area")
      ->check(CLI::Range(1, 365));
  command.add_option("--caller", figures.caller, "Who is said to ask")->capture_default_str();
  AddAnswerFormatFlag(command, figures.format);
}

}  // namespace tertial::cli
