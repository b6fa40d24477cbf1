#include "services/politics/store/finding_reads.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/number_findings.h"
#include "services/politics/store/activity_reads.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Cases that are read for one page: then it ends, though it may have few findings or none.
constexpr size_t kMostCasesRead = 20'000;

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

class PageReader {
 public:
  PageReader(const ReadView& view, const FindingsQuery& query, size_t page_size)
      : view_(view), query_(query), page_size_(page_size) {}

  absl::StatusOr<FindingsPage> Read(Position after) {
    position_ = std::move(after);
    TERTIAL_ASSIGN_OR_RETURN(const bool whole, query_.year == 0 ? ReadBodies() : ReadYear());
    if (!whole) page_.reached = EncodePosition(position_);
    return std::move(page_);
  }

 private:
  // Each of these adds the findings behind the position, and moves it. False when the page ends
  // before the list.
  absl::StatusOr<bool> ReadBodies() {
    std::vector<std::string> bodies = {query_.body_id};
    if (query_.body_id.empty()) {
      TERTIAL_ASSIGN_OR_RETURN(bodies, BodyIds());
    }
    for (const std::string& body_id : bodies) {
      if (body_id < position_.body_id) continue;
      if (cases_read_ >= kMostCasesRead) return false;
      TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                               ReadCasesOfBody(view_, query_.area_id, body_id));
      cases_read_ += cases.size();
      TERTIAL_ASSIGN_OR_RETURN(const bool whole, Tell(SeriesOf(std::move(cases))));
      if (!whole) return false;
      position_ = {body_id, std::numeric_limits<uint32_t>::max(), 0};
    }
    return true;
  }

  absl::StatusOr<bool> ReadYear() {
    TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                             ReadCasesNumberedIn(view_, query_.area_id, query_.year));
    if (!query_.body_id.empty()) {
      std::erase_if(cases, [&](const RecordedCase& one) {
        return one.political_case.body().empty() ||
               LastIdOf(one.political_case.body()) != query_.body_id;
      });
    }
    return Tell(SeriesOf(std::move(cases)));
  }

  // In the order of their names.
  absl::StatusOr<std::vector<std::string>> BodyIds() const {
    std::vector<std::string> ids;
    TERTIAL_RETURN_IF_ERROR(ScanResources<BodyTable>(
        view_, {query_.area_id}, "",
        [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Body& body) {
          ids.emplace_back(LastIdOf(body.name()));
          return true;
        }));
    return ids;
  }

  absl::StatusOr<bool> Tell(const std::vector<NumberSeries>& series) {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<bool> complete, ReadCompleteness(view_, series));
    for (size_t i = 0; i < series.size(); ++i) {
      const Position at{std::string(LastIdOf(series[i].body)),
                        static_cast<uint32_t>(series[i].year), 0};
      const auto begin = std::tie(at.body_id, at.year);
      const auto reached = std::tie(position_.body_id, position_.year);
      if (begin < reached) continue;
      if (begin != reached) position_ = at;
      std::vector<v1::NumberFinding> findings = FindingsOf(series[i], complete[i]);
      std::erase_if(findings, [&](const v1::NumberFinding& one) { return !IsAsked(one); });
      for (size_t n = position_.told; n < findings.size(); ++n) {
        if (page_.findings.size() == page_size_) return false;
        page_.findings.push_back(std::move(findings[n]));
        ++position_.told;
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
  const size_t page_size_;
  Position position_;
  FindingsPage page_;
  size_t cases_read_ = 0;
};

}  // namespace

absl::StatusOr<FindingsPage> ReadFindings(const ReadView& view, const FindingsQuery& query,
                                          absl::string_view after, size_t page_size) {
  return PageReader(view, query, page_size).Read(DecodePosition(after));
}

}  // namespace tertial::politics
