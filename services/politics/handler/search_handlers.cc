#include "services/politics/handler/search_handlers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/rpc/access_log.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"
#include "common/types/search_words.h"
#include "services/politics/domain/meeting_id.h"
#include "services/politics/store/keys.h"
#include "services/politics/store/search_reads.h"

namespace tertial::politics {
namespace {

constexpr size_t kLongestText = 200;
constexpr size_t kMostWords = 10;
constexpr size_t kLongestExcerpt = 300;

using Texts = google::protobuf::RepeatedPtrField<common::v1::LocalizedText>;

absl::StatusOr<std::vector<std::string>> ParseText(const std::string& text) {
  if (text.size() > kLongestText) {
    return InvalidField(
        "text", common::v1::ERROR_REASON_INVALID_TEXT,
        absl::StrCat("It has ", text.size(), " bytes; give at most ", kLongestText, "."));
  }
  std::vector<std::string> words = QueryWordsOf(text);
  if (words.empty()) {
    return InvalidField("text", common::v1::ERROR_REASON_FIELD_REQUIRED,
                        "It holds no letter and no digit; give a word or its beginning.");
  }
  const bool has_two =
      std::any_of(words.begin(), words.end(), [](const auto& word) { return word.size() > 1; });
  if (words.size() > kMostWords || !has_two) {
    return InvalidField(
        "text", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat("Give 1 to ", kMostWords, " words, one of which has two characters or more."));
  }
  return words;
}

// The tables of `kinds`, in the order of their numbers.
absl::StatusOr<std::vector<TableId>> ParseKinds(const google::protobuf::RepeatedField<int>& kinds) {
  static const auto& tables = *new std::vector<std::pair<v1::SearchKind, TableId>>{
      {v1::SEARCH_KIND_CASE, CaseTable::kId},
      {v1::SEARCH_KIND_THEMATIC_PLAN, ThematicPlanTable::kId},
      {v1::SEARCH_KIND_RESOLUTION, ResolutionFollowUpTable::kId},
      {v1::SEARCH_KIND_MATTER, MatterTable::kId}};
  std::vector<TableId> found;
  Violations violations;
  for (int i = 0; i < kinds.size(); ++i) {
    const Violations at = violations.At("kinds", static_cast<size_t>(i));
    const int number = kinds[i];
    if (std::none_of(tables.begin(), tables.end(),
                     [&](const auto& table) { return table.first == number; })) {
      at.Add("", common::v1::ERROR_REASON_INVALID_ENUM,
             absl::StrCat(number, " is no kind that is searched."));
    } else if (std::find(kinds.begin(), kinds.begin() + i, number) != kinds.begin() + i) {
      at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT, "It stands twice.");
    }
  }
  if (!violations.empty()) return violations.ToStatus();
  for (const auto& [kind, table] : tables) {
    const bool asked = std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    if (kinds.empty() || asked) found.push_back(table);
  }
  return found;
}

// What the two searches have in common.
struct Answered {
  SearchPage page;
  std::string next_page_token;
  ReadPoint read_at;
};
template <typename Request>
absl::StatusOr<Answered> Search(const Ledger& ledger, const AreaRegistry& areas,
                                const Request& request, std::vector<TableId> tables) {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  SearchQuery query{.tables = std::move(tables)};
  TERTIAL_ASSIGN_OR_RETURN(query.words, ParseText(request.text()));
  TERTIAL_ASSIGN_OR_RETURN(query.area_id, ResolveAreaName(areas, "area", request.area()));
  const PageRequest page_request{.parent = query.area_id,
                                 .page_size = page_size,
                                 .page_token = request.page_token(),
                                 .as_of = request.as_of()};
  // Pages belong together when their words are the same, however those were typed.
  const std::string text = ListQuery(absl::StrCat("search for ", absl::StrJoin(query.words, " "),
                                                  " in tables ", absl::StrJoin(query.tables, ",")),
                                     page_request);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger, page_request, text));
  Answered answered{.page = {}, .next_page_token = "", .read_at = start.view.at()};
  TERTIAL_ASSIGN_OR_RETURN(answered.page,
                           ReadSearchPage(start.view, query, DecodeSearchPosition(start.after),
                                          {.rows_told = static_cast<size_t>(page_size)}));
  if (!answered.page.complete) {
    answered.next_page_token =
        NextPageToken(ledger, start.view, text, EncodeSearchPosition(answered.page.reached));
  }
  return answered;
}

std::string Cut(const std::string& text) {
  if (text.size() <= kLongestExcerpt) return text;
  size_t end = kLongestExcerpt;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void SetExcerpts(const Texts& texts, v1::SearchHit& hit) {
  for (const common::v1::LocalizedText& text : texts) {
    common::v1::LocalizedText& excerpt = *hit.add_excerpts();
    excerpt.set_language(text.language());
    excerpt.set_text(Cut(text.text()));
  }
}

void Describe(v1::Case& found, v1::SearchHit& hit) {
  hit.set_kind(v1::SEARCH_KIND_CASE);
  hit.mutable_titles()->Swap(found.mutable_titles());
  SetExcerpts(found.decisions(), hit);
  hit.set_body(found.body());
  hit.set_date(found.meeting().empty() ? found.decision_date()
                                       : std::string(DayOfMeetingId(LastIdOf(found.meeting()))));
  *hit.mutable_number() = found.number();
}

void Describe(v1::Matter& found, v1::SearchHit& hit) {
  hit.set_kind(v1::SEARCH_KIND_MATTER);
  hit.mutable_titles()->Swap(found.mutable_titles());
  hit.set_date(found.opened());
}

void Describe(v1::ThematicPlan& found, v1::SearchHit& hit) {
  hit.set_kind(v1::SEARCH_KIND_THEMATIC_PLAN);
  hit.mutable_titles()->Swap(found.mutable_titles());
  hit.set_date(found.adoption_date());
}

void Describe(v1::ResolutionFollowUp& found, v1::SearchHit& hit) {
  hit.set_kind(v1::SEARCH_KIND_RESOLUTION);
  hit.mutable_titles()->Swap(found.mutable_titles());
  SetExcerpts(found.wordings(), hit);
  hit.set_body(found.body());
  hit.set_date(found.adopted());
}

// Takes what is told out of `row`.
absl::Status DescribeFound(FoundRow& row, v1::SearchHit& hit) {
  return std::visit(
      [&](auto& found) {
        if constexpr (std::is_same_v<decltype(found), v1::ExemptContent&>) {
          return InternalError("Exempt contents were searched among what is not.");
        } else {
          hit.set_name(found.name());
          Describe(found, hit);
          return absl::OkStatus();
        }
      },
      row.resource);
}

}  // namespace

absl::StatusOr<v1::SearchTextsResponse> AnswerSearchTexts(const Ledger& ledger,
                                                          const AreaRegistry& areas,
                                                          const v1::SearchTextsRequest& request) {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<TableId> tables, ParseKinds(request.kinds()));
  TERTIAL_ASSIGN_OR_RETURN(Answered answered, Search(ledger, areas, request, std::move(tables)));
  v1::SearchTextsResponse response;
  for (FoundRow& row : answered.page.rows) {
    TERTIAL_RETURN_IF_ERROR(DescribeFound(row, *response.add_hits()));
  }
  response.set_next_page_token(std::move(answered.next_page_token));
  *response.mutable_read_at() = answered.read_at.ToProto();
  return response;
}

absl::StatusOr<v1::SearchExemptContentsResponse> AnswerSearchExemptContents(
    Ledger& ledger, const AreaRegistry& areas, const CallContext& call,
    const v1::SearchExemptContentsRequest& request) {
  TERTIAL_ASSIGN_OR_RETURN(Answered answered,
                           Search(ledger, areas, request, {ExemptContentTable::kId}));
  // The area alone: what was searched for may say what is exempt.
  TERTIAL_RETURN_IF_ERROR(NoteAccess(ledger, call, {request.area()}));
  v1::SearchExemptContentsResponse response;
  for (FoundRow& row : answered.page.rows) {
    auto& found = std::get<v1::ExemptContent>(row.resource);
    v1::ExemptHit& hit = *response.add_hits();
    hit.set_name(found.name());
    hit.mutable_titles()->Swap(found.mutable_titles());
  }
  response.set_next_page_token(std::move(answered.next_page_token));
  *response.mutable_read_at() = answered.read_at.ToProto();
  return response;
}

}  // namespace tertial::politics
