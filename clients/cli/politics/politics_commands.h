// `tertial politics …`: what bodies did, what they decided, and what became of it.
#ifndef TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_COMMANDS_H_

#include <string>
#include <vector>

#include "clients/cli/analysis/analysis_call.h"
#include "clients/cli/command_list.h"
#include "clients/cli/politics/politics_call.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_search.pb.h"

namespace tertial::cli {

// How many rows a list prints unless told otherwise.
inline constexpr int kDefaultLimit = 1000;

// `tertial politics activity`.
struct ActivityCommand {
  std::string area;
  SpanOptions span;
  AnalysisOptions options;
};

// `tertial politics cases`.
struct BodyCasesCommand {
  std::string area;
  // Empty: cases of no known body.
  std::string body;
  SpanOptions span;
  int limit = kDefaultLimit;
  AnalysisOptions options;
};

// `tertial politics case`.
struct FindCaseCommand {
  std::string number;
  std::string area;
  // Empty: of any body.
  std::string body;
  AnalysisOptions options;
};

// `tertial politics matter`.
struct MatterCommand {
  std::string matter;
  std::string area;
  AnalysisOptions options;
};

// `tertial politics search`.
struct SearchCommand {
  std::vector<std::string> words;
  std::string area;
  std::vector<politics::v1::SearchKind> kinds;
  int limit = kDefaultLimit;
  AnalysisOptions options;
};

// `tertial politics follow-ups`.
struct FollowUpsCommand {
  std::string area;
  // Empty: of any body.
  std::string body;
  // Empty: today.
  std::string day;
  std::vector<politics::v1::FollowUpState> states;
  bool overdue = false;
  std::string owner_unit;
  int limit = kDefaultLimit;
  AnalysisOptions options;
};

// `tertial politics findings`.
struct NumberFindingsCommand {
  std::string area;
  // Empty: of any body.
  std::string body;
  // 0: of any year.
  int year = 0;
  std::vector<politics::v1::NumberFindingKind> kinds;
  int limit = kDefaultLimit;
  AnalysisOptions options;
};

// What each command asks for.
politics::v1::GetActivityRequest MakeActivityRequest(const ActivityCommand& command);
politics::v1::ListBodyCasesRequest MakeBodyCasesRequest(const BodyCasesCommand& command);
politics::v1::FindCasesRequest MakeFindCasesRequest(const FindCaseCommand& command);
politics::v1::GetMatterHistoryRequest MakeMatterRequest(const MatterCommand& command);
politics::v1::SearchTextsRequest MakeSearchRequest(const SearchCommand& command);
politics::v1::ListFollowUpsRequest MakeFollowUpsRequest(const FollowUpsCommand& command);
politics::v1::ListNumberFindingsRequest MakeFindingsRequest(const NumberFindingsCommand& command);

// `politics` with its commands.
void AddPoliticsCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_COMMANDS_H_
