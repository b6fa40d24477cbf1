// Answers about politics as people read them, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_DOCUMENTS_H_
#define TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_DOCUMENTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "clients/cli/politics/politics_commands.h"
#include "common/render/document.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_search.pb.h"

namespace tertial::cli {

// activity_documents.cc
Document MakeActivityDocument(const ActivityCommand& command,
                              const politics::v1::GetActivityResponse& response);
Table ActivityRows(const politics::v1::GetActivityResponse& response);

// case_documents.cc
Document MakeBodyCasesDocument(const BodyCasesCommand& command,
                               const politics::v1::ListBodyCasesResponse& response);
Table BodyCasesRows(const politics::v1::ListBodyCasesResponse& response);
Document MakeFoundCasesDocument(const FindCaseCommand& command,
                                const politics::v1::FindCasesResponse& response);
Table FoundCasesRows(const politics::v1::FindCasesResponse& response);
Document MakeMatterDocument(const MatterCommand& command,
                            const politics::v1::GetMatterHistoryResponse& response);
Table MatterRows(const politics::v1::GetMatterHistoryResponse& response);

// list_documents.cc
Document MakeSearchDocument(const SearchCommand& command,
                            const politics::v1::SearchTextsResponse& response);
Table SearchRows(const politics::v1::SearchTextsResponse& response);
Document MakeFollowUpsDocument(const FollowUpsCommand& command,
                               const politics::v1::ListFollowUpsResponse& response);
Table FollowUpRows(const politics::v1::ListFollowUpsResponse& response);
Document MakeFindingsDocument(const NumberFindingsCommand& command,
                              const politics::v1::ListNumberFindingsResponse& response);
Table FindingRows(const politics::v1::ListNumberFindingsResponse& response);

// Says that more follows, where it does.
void AddMoreFollow(absl::string_view next_page_token, int limit, Document& document);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_DOCUMENTS_H_
