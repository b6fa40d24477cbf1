#include "clients/cli/analysis/rank_command.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/rank_document.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "common/server/options.h"
#include "common/status/errors.h"

namespace tertial::cli {

namespace v1 = indicators::v1;

absl::StatusOr<v1::CompareAreasRequest> MakeRankRequest(const RankCommand& command) {
  v1::CompareAreasRequest request;
  request.set_indicator(IndicatorName(command.indicator));
  request.set_period(command.period);
  TERTIAL_ASSIGN_OR_RETURN(*request.mutable_dimensions(), ParseDimensions(command.dimensions));
  for (const std::string& area : command.areas) request.add_areas(AreaName(area));
  request.set_peer_group(PeerGroupName(command.peer_group));
  request.set_statistic(command.statistic);
  request.set_weight(IndicatorName(command.weight));
  for (const v1::ComparabilityIssue issue : command.accept) request.add_accept(issue);
  request.set_language(command.options.language);
  SetAsOf(command.options, request);
  return request;
}

std::vector<std::string> ExplainRefusal(const absl::Status& status) {
  std::vector<std::string> sentences;
  if (ReasonOf(status) != common::v1::ERROR_REASON_NOT_COMPARABLE) return sentences;
  for (const auto& [word, issue] : WordsOf<v1::ComparabilityIssue>(kIssuePrefix)) {
    const std::string name(absl::StripPrefix(v1::ComparabilityIssue_Name(issue), kIssuePrefix));
    const std::string areas = ErrorMetadataOf(status, name);
    if (areas.empty()) continue;
    sentences.push_back(absl::StrCat(ShowIssue(issue), ": ",
                                     absl::StrReplaceAll(areas, {{"areas/", ""}, {",", ", "}}),
                                     "; to compare all the same: --accept ", word));
  }
  return sentences;
}

int RunRank(const GatewayClient& gateway, const RankCommand& command) {
  const auto request = MakeRankRequest(command);
  if (!request.ok()) {
    Complain(request.status().message());
    return kExitUsage;
  }
  const auto answer = AskAnalysis(gateway, &AnalysisStub::CompareAreas, *request);
  if (!answer.ok()) {
    const int code = ComplainOfCall("comparing the areas", answer.status());
    for (const std::string& sentence : ExplainRefusal(answer.status())) Complain(sentence);
    return code;
  }
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeRankDocument(*request, *answer); },
      [&] { return RankRows(*request, *answer); });
  return kExitOk;
}

}  // namespace tertial::cli
