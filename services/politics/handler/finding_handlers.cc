#include "services/politics/handler/finding_handlers.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/facts/checks.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/field_rules.h"
#include "services/politics/domain/number_findings.h"
#include "services/politics/handler/requested.h"
#include "services/politics/store/activity_reads.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Cases that are read for one page: then it ends, though it may have few findings or none.
constexpr size_t kMostCasesRead = 20'000;

absl::Status CheckRequest(const v1::ListNumberFindingsRequest& request) {
  Violations violations;
  if (request.year() != 0) {
    CheckRange("year", request.year(), kEarliestYear, kLatestYear, violations);
  }
  for (int i = 0; i < request.kinds_size(); ++i) {
    const Violations at = violations.At("kinds", static_cast<size_t>(i));
    CheckEnumNumber("", request.kinds(i), *v1::NumberFindingKind_descriptor(), Presence::kRequired,
                    at);
    if (std::find(request.kinds().begin(), request.kinds().begin() + i, request.kinds(i)) !=
        request.kinds().begin() + i) {
      at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT, "It stands twice.");
    }
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// How far a list was told: of which series, and how many of the findings of the query.
struct Position {
  std::string body_id;
  uint32_t year = 0;
  uint32_t told = 0;
};

std::string EncodePosition(const Position& position) {
  std::string bytes = absl::StrCat(position.body_id, absl::string_view("\0", 1));
  AppendUint32(position.year, bytes);
  AppendUint32(position.told, bytes);
  return bytes;
}

// A text that is no position is the beginning.
Position DecodePosition(absl::string_view bytes) {
  const std::optional<absl::string_view> body_id = ConsumeTextId(bytes);
  const std::optional<uint32_t> year = ConsumeUint32(bytes);
  const std::optional<uint32_t> told = ConsumeUint32(bytes);
  if (!body_id.has_value() || !year.has_value() || !told.has_value()) return {};
  return {std::string(*body_id), *year, *told};
}

struct FindingsQuery {
  std::string area_id;
  // Empty: of all bodies.
  std::string body_id;
  // 0: of all years.
  int32_t year = 0;
  // Empty: all.
  std::vector<int> kinds;
};

class PageReader {
 public:
  PageReader(const ReadView& view, const FindingsQuery& query, int32_t page_size)
      : view_(view), query_(query), page_size_(page_size) {}

  // Adds the findings behind `position`, and moves it. False when the page ends before the list.
  absl::StatusOr<bool> Read(Position& position, v1::ListNumberFindingsResponse& response) {
    if (query_.year != 0) return ReadYear(position, response);
    std::vector<std::string> bodies = {query_.body_id};
    if (query_.body_id.empty()) {
      TERTIAL_ASSIGN_OR_RETURN(bodies, ReadBodies());
    }
    for (const std::string& body_id : bodies) {
      if (body_id < position.body_id) continue;
      if (cases_read_ >= kMostCasesRead) return false;
      TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                               ReadCasesOfBody(view_, query_.area_id, body_id));
      cases_read_ += cases.size();
      TERTIAL_ASSIGN_OR_RETURN(const bool whole,
                               Tell(SeriesOf(std::move(cases)), position, response));
      if (!whole) return false;
      position = {body_id, std::numeric_limits<uint32_t>::max(), 0};
    }
    return true;
  }

 private:
  absl::StatusOr<bool> ReadYear(Position& position, v1::ListNumberFindingsResponse& response) {
    TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                             ReadCasesNumberedIn(view_, query_.area_id, query_.year));
    if (!query_.body_id.empty()) {
      std::erase_if(cases, [&](const RecordedCase& one) {
        return one.political_case.body().empty() ||
               LastIdOf(one.political_case.body()) != query_.body_id;
      });
    }
    return Tell(SeriesOf(std::move(cases)), position, response);
  }

  // In the order of their names.
  absl::StatusOr<std::vector<std::string>> ReadBodies() const {
    std::vector<std::string> ids;
    TERTIAL_RETURN_IF_ERROR(ScanResources<BodyTable>(
        view_, {query_.area_id}, "",
        [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Body& body) {
          ids.emplace_back(LastIdOf(body.name()));
          return true;
        }));
    return ids;
  }

  absl::StatusOr<bool> Tell(const std::vector<NumberSeries>& series, Position& position,
                            v1::ListNumberFindingsResponse& response) const {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<bool> complete, ReadCompleteness(view_, series));
    for (size_t i = 0; i < series.size(); ++i) {
      const Position at{std::string(LastIdOf(series[i].body)),
                        static_cast<uint32_t>(series[i].year), 0};
      const auto begin = std::tie(at.body_id, at.year);
      const auto reached = std::tie(position.body_id, position.year);
      if (begin < reached) continue;
      if (begin != reached) position = at;
      std::vector<v1::NumberFinding> findings = FindingsOf(series[i], complete[i]);
      std::erase_if(findings, [&](const v1::NumberFinding& one) { return !IsAsked(one); });
      for (size_t n = position.told; n < findings.size(); ++n) {
        if (response.findings_size() == page_size_) return false;
        *response.add_findings() = std::move(findings[n]);
        ++position.told;
      }
    }
    return true;
  }

  bool IsAsked(const v1::NumberFinding& finding) const {
    return query_.kinds.empty() || std::find(query_.kinds.begin(), query_.kinds.end(),
                                             finding.kind()) != query_.kinds.end();
  }

  const ReadView& view_;
  const FindingsQuery& query_;
  const int32_t page_size_;
  size_t cases_read_ = 0;
};

}  // namespace

absl::StatusOr<v1::ListNumberFindingsResponse> FindingHandlers::ListNumberFindings(
    const CallContext& /*call*/, const v1::ListNumberFindingsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  TERTIAL_RETURN_IF_ERROR(CheckRequest(request));
  FindingsQuery query{.area_id = "",
                      .body_id = "",
                      .year = request.year(),
                      .kinds = {request.kinds().begin(), request.kinds().end()}};
  std::sort(query.kinds.begin(), query.kinds.end());
  TERTIAL_ASSIGN_OR_RETURN(query.area_id, ResolveAreaName(areas_, "area", request.area()));
  const PageRequest page{.parent = query.area_id,
                         .page_size = page_size,
                         .page_token = request.page_token(),
                         .as_of = request.as_of()};
  const std::string text =
      ListQuery(absl::StrCat("number findings of body ", request.body(), " of year ", query.year,
                             " of kinds ", absl::StrJoin(query.kinds, ",")),
                page);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger_, page, text));
  TERTIAL_ASSIGN_OR_RETURN(
      query.body_id, RequestedBodyId(start.view, areas_, query.area_id, "body", request.body()));
  Position position = DecodePosition(start.after);
  v1::ListNumberFindingsResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const bool whole,
                           PageReader(start.view, query, page_size).Read(position, response));
  if (!whole) {
    response.set_next_page_token(
        NextPageToken(ledger_, start.view, text, EncodePosition(position)));
  }
  *response.mutable_read_at() = start.view.at().ToProto();
  return response;
}

}  // namespace tertial::politics
