#include "clients/cli/politics/politics_commands.h"

#include <iostream>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "clients/cli/politics/politics_documents.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

constexpr int kMostRows = 100'000;

// Prints an answer, or says why there is none. Returns the exit code.
template <typename Response, typename Command>
int Finish(const char* what, const absl::StatusOr<Response>& answer, const Command& command,
           Document (*document)(const Command&, const Response&), Table (*rows)(const Response&)) {
  if (!answer.ok()) return ComplainOfCall(what, answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer, [&] { return document(command, *answer); },
      [&] { return rows(*answer); });
  return kExitOk;
}

int RunActivity(const GatewayClient& gateway, const ActivityCommand& command) {
  return Finish("reading the activity of bodies",
                AskPolitics(gateway, &PoliticsStub::GetActivity, MakeActivityRequest(command)),
                command, MakeActivityDocument, ActivityRows);
}

int RunBodyCases(const GatewayClient& gateway, const BodyCasesCommand& command) {
  return Finish(
      "reading the cases of a body",
      AskPoliticsForPages(
          gateway, &PoliticsStub::ListBodyCases, MakeBodyCasesRequest(command), command.limit,
          [](const v1::ListBodyCasesResponse& all) -> auto& { return all.cases(); }),
      command, MakeBodyCasesDocument, BodyCasesRows);
}

int RunFindCase(const GatewayClient& gateway, const FindCaseCommand& command) {
  return Finish("looking up a case number",
                AskPolitics(gateway, &PoliticsStub::FindCases, MakeFindCasesRequest(command)),
                command, MakeFoundCasesDocument, FoundCasesRows);
}

int RunMatter(const GatewayClient& gateway, const MatterCommand& command) {
  return Finish("reading a matter",
                AskPolitics(gateway, &PoliticsStub::GetMatterHistory, MakeMatterRequest(command)),
                command, MakeMatterDocument, MatterRows);
}

int RunSearch(const GatewayClient& gateway, const SearchCommand& command) {
  return Finish("searching",
                AskPoliticsForPages(
                    gateway, &PoliticsStub::SearchTexts, MakeSearchRequest(command), command.limit,
                    [](const v1::SearchTextsResponse& all) -> auto& { return all.hits(); }),
                command, MakeSearchDocument, SearchRows);
}

int RunFollowUps(const GatewayClient& gateway, const FollowUpsCommand& command) {
  return Finish(
      "listing what is followed up",
      AskPoliticsForPages(
          gateway, &PoliticsStub::ListFollowUps, MakeFollowUpsRequest(command), command.limit,
          [](const v1::ListFollowUpsResponse& all) -> auto& { return all.follow_ups(); }),
      command, MakeFollowUpsDocument, FollowUpRows);
}

int RunFindings(const GatewayClient& gateway, const NumberFindingsCommand& command) {
  return Finish(
      "looking through case numbers",
      AskPoliticsForPages(
          gateway, &PoliticsStub::ListNumberFindings, MakeFindingsRequest(command), command.limit,
          [](const v1::ListNumberFindingsResponse& all) -> auto& { return all.findings(); }),
      command, MakeFindingsDocument, FindingRows);
}

// A command, and --gateway, --area, --language, --as-of and --format.
template <typename Command>
CLI::App& AddCommand(CommandList& politics, const std::string& name, const std::string& purpose,
                     int (*run)(const GatewayClient&, const Command&),
                     const std::shared_ptr<Given<Command>>& given) {
  CLI::App& command = politics.Add(
      name, purpose, [given, run] { return run(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  command
      .add_option("--area", given->command.area, "Area, by id or official number: asker or 3203")
      ->required();
  AddLanguageFlag(command, given->command.options.language);
  AddInstantFlag(command, "--as-of", given->command.options.as_of, "As recorded at");
  AddAnswerFormatFlag(command, given->command.options.format);
  return command;
}

// --period, --term, or --from with --to.
void AddSpanFlags(CLI::App& command, SpanOptions& span) {
  CLI::Option_group& one = *command.add_option_group("span", "Of what time: one of");
  one.add_option("--period", span.period, "2024, 2024-T1 or 2024-M03");
  one.add_option("--term", span.term, "Id of a term: 2023-2027");
  CLI::Option* const from = one.add_option("--from", span.from, "First day: 2024-01-01");
  one.require_option(1);
  CLI::Option* const to =
      command.add_option("--to", span.to, "Last day, included: 2024-06-30")->needs(from);
  from->needs(to);
}

void AddBodyFlag(CLI::App& command, std::string& body) {
  command.add_option("--body", body, "Id of a body. Default: all bodies");
}

void AddLimitFlag(CLI::App& command, int& limit) {
  command.add_option("--limit", limit, "How many to print at most")
      ->check(CLI::Range(1, kMostRows))
      ->option_text("N")
      ->capture_default_str();
}

void AddActivity(CommandList& politics) {
  const auto given = std::make_shared<Given<ActivityCommand>>();
  CLI::App& command = AddCommand(
      politics, "activity", "Tell what bodies did, as reported and as counted", RunActivity, given);
  AddSpanFlags(command, given->command.span);
}

void AddBodyCases(CommandList& politics) {
  const auto given = std::make_shared<Given<BodyCasesCommand>>();
  CLI::App& command = AddCommand(politics, "cases", "List the cases of a body in a span of time",
                                 RunBodyCases, given);
  CLI::Option_group& one = *command.add_option_group("body", "Whose cases: one of");
  one.add_option("--body", given->command.body, "Id of a body");
  one.add_flag("--without-body", "Cases of no known body");
  one.require_option(1);
  AddSpanFlags(command, given->command.span);
  AddLimitFlag(command, given->command.limit);
}

void AddFindCase(CommandList& politics) {
  const auto given = std::make_shared<Given<FindCaseCommand>>();
  CLI::App& command =
      AddCommand(politics, "case", "Find cases by their number", RunFindCase, given);
  command
      .add_option("number", given->command.number,
                  "The number: 31/24, of every year ending so, or 31/2024")
      ->required();
  AddBodyFlag(command, given->command.body);
}

void AddMatter(CommandList& politics) {
  const auto given = std::make_shared<Given<MatterCommand>>();
  CLI::App& command = AddCommand(
      politics, "matter", "Tell how a matter was treated, and what came of it", RunMatter, given);
  command.add_option("matter", given->command.matter, "Its id")->required();
}

void AddSearch(CommandList& politics) {
  const auto given = std::make_shared<Given<SearchCommand>>();
  CLI::App& command = AddCommand(
      politics, "search", "Search titles and decisions for words that begin so", RunSearch, given);
  command.footer(
      "Every word must be the beginning of one that is there. Capitals are small letters, å is aa, "
      "æ ae, ø oe.");
  command.add_option("words", given->command.words, "The words")->required();
  AddChoices(command, "--kind", given->command.kinds,
             "What to search; may be given several times, or with commas between. Default: all",
             WordsOf<v1::SearchKind>("SEARCH_KIND_"));
  AddLimitFlag(command, given->command.limit);
}

void AddFollowUps(CommandList& politics) {
  const auto given = std::make_shared<Given<FollowUpsCommand>>();
  FollowUpsCommand& follow_ups = given->command;
  CLI::App& command =
      AddCommand(politics, "follow-ups", "List what is followed up, as a council gets it",
                 RunFollowUps, given);
  command.add_option("--body", follow_ups.body, "Id of the body that decided. Default: all bodies");
  command.add_option("--day", follow_ups.day, "How it stood on this day. Default: today");
  AddChoices(command, "--state", follow_ups.states,
             "How far it has come; may be given several times, or with commas between. "
             "Default: any",
             WordsOf<v1::FollowUpState>("FOLLOW_UP_STATE_"));
  command.add_flag("--overdue", follow_ups.overdue, "Only what should have been done");
  command.add_option("--unit", follow_ups.owner_unit, "Id of the unit that has it in hand");
  AddLimitFlag(command, follow_ups.limit);
}

void AddFindings(CommandList& politics) {
  const auto given = std::make_shared<Given<NumberFindingsCommand>>();
  CLI::App& command = AddCommand(politics, "findings", "List what is odd in series of case numbers",
                                 RunFindings, given);
  AddBodyFlag(command, given->command.body);
  command.add_option("--year", given->command.year, "Year of the numbers. Default: all years")
      ->check(CLI::Range(1900, 2100));
  AddChoices(command, "--kind", given->command.kinds,
             "What to tell; may be given several times, or with commas between. Default: all",
             WordsOf<v1::NumberFindingKind>("NUMBER_FINDING_KIND_"));
  AddLimitFlag(command, given->command.limit);
}

}  // namespace

void AddPoliticsCommands(CommandList& commands) {
  // The commands below it, once it is there.
  const auto below = std::make_shared<std::optional<CommandList>>();
  CLI::App& politics =
      commands.Add("politics", "Tell what political bodies did, and what became of it",
                   [below] { return below->value().RunGiven(); });
  politics.require_subcommand(1);
  below->emplace(politics);
  CommandList& list = **below;
  AddActivity(list);
  AddBodyCases(list);
  AddFindCase(list);
  AddMatter(list);
  AddSearch(list);
  AddFollowUps(list);
  AddFindings(list);
}

}  // namespace tertial::cli
