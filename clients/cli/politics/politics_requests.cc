// What the commands about politics ask for.
#include "absl/strings/str_join.h"
#include "clients/cli/politics/politics_commands.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

}  // namespace

v1::GetActivityRequest MakeActivityRequest(const ActivityCommand& command) {
  v1::GetActivityRequest request;
  request.set_area(AreaName(command.area));
  SetSpan(command.area, command.span, request);
  SetAsOf(command.options, request);
  return request;
}

v1::ListBodyCasesRequest MakeBodyCasesRequest(const BodyCasesCommand& command) {
  v1::ListBodyCasesRequest request;
  request.set_area(AreaName(command.area));
  request.set_body(NameBelow(command.area, "bodies", command.body));
  SetSpan(command.area, command.span, request);
  SetAsOf(command.options, request);
  return request;
}

v1::FindCasesRequest MakeFindCasesRequest(const FindCaseCommand& command) {
  v1::FindCasesRequest request;
  request.set_area(AreaName(command.area));
  request.set_number(command.number);
  request.set_body(NameBelow(command.area, "bodies", command.body));
  SetAsOf(command.options, request);
  return request;
}

v1::GetMatterHistoryRequest MakeMatterRequest(const MatterCommand& command) {
  v1::GetMatterHistoryRequest request;
  request.set_name(NameBelow(command.area, "matters", command.matter));
  SetAsOf(command.options, request);
  return request;
}

v1::SearchTextsRequest MakeSearchRequest(const SearchCommand& command) {
  v1::SearchTextsRequest request;
  request.set_area(AreaName(command.area));
  request.set_text(absl::StrJoin(command.words, " "));
  for (const v1::SearchKind kind : command.kinds) request.add_kinds(kind);
  SetAsOf(command.options, request);
  return request;
}

v1::ListFollowUpsRequest MakeFollowUpsRequest(const FollowUpsCommand& command) {
  v1::ListFollowUpsRequest request;
  request.set_area(AreaName(command.area));
  request.set_body(NameBelow(command.area, "bodies", command.body));
  request.set_day(command.day);
  for (const v1::FollowUpState state : command.states) request.add_states(state);
  request.set_overdue(command.overdue);
  request.set_owner_unit(NameBelow(command.area, "units", command.owner_unit));
  SetAsOf(command.options, request);
  return request;
}

v1::ListNumberFindingsRequest MakeFindingsRequest(const NumberFindingsCommand& command) {
  v1::ListNumberFindingsRequest request;
  request.set_area(AreaName(command.area));
  request.set_body(NameBelow(command.area, "bodies", command.body));
  request.set_year(command.year);
  for (const v1::NumberFindingKind kind : command.kinds) request.add_kinds(kind);
  SetAsOf(command.options, request);
  return request;
}

}  // namespace tertial::cli
