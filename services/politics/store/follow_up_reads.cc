#include "services/politics/store/follow_up_reads.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/ledger/in_use.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/follow_up_rules.h"
#include "services/politics/store/case_parts.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Rows that are read together; a list that is no longer is kept.
constexpr size_t kBatch = 256;
// Stands behind every day.
constexpr absl::string_view kNoDay = "~";
constexpr size_t kDayLength = 10;

// Sets the cases that the follow-ups were decided in. Votes are left out: they may be long, and no
// list shows them.
absl::Status ReadDecidedIn(const RecordReader& reader,
                           absl::Span<FollowUpFacts* const> follow_ups) {
  std::vector<std::string> pks;
  std::vector<FollowUpFacts*> decided;
  for (FollowUpFacts* const facts : follow_ups) {
    if (facts->resolution.decided_in().empty()) continue;
    TERTIAL_ASSIGN_OR_RETURN(pks.emplace_back(),
                             PrimaryKey<CaseTable>(facts->resolution.decided_in()));
    decided.push_back(facts);
  }
  TERTIAL_ASSIGN_OR_RETURN(const auto rows, reader.MultiFind(CaseTable::kId, pks));
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].has_value()) continue;
    TERTIAL_RETURN_IF_ERROR(
        DecodeCaseWithoutVotes(pks[i], rows[i]->body, decided[i]->decided_in.emplace()));
  }
  return absl::OkStatus();
}

bool IsOf(const v1::ResolutionFollowUp& resolution, const std::string& body) {
  if (body.empty() || resolution.body() == body) return true;
  return resolution.body().empty() &&
         std::any_of(
             resolution.treatments().begin(), resolution.treatments().end(),
             [&](const v1::FollowUpTreatment& treatment) { return treatment.body() == body; });
}

std::string PlaceOf(absl::string_view pk, const FollowUpFacts& facts) {
  const std::optional<DayRange> days =
      DecisionDays(facts.resolution, facts.decided_in.has_value() ? &*facts.decided_in : nullptr);
  return days.has_value() ? absl::StrCat(absl::FormatCivilTime(days->first), pk)
                          : absl::StrCat(kNoDay, pk);
}

// The pk in a place; of a text that is none, what is in no table.
std::string PkIn(absl::string_view place) {
  const size_t day = absl::StartsWith(place, kNoDay) ? kNoDay.size() : kDayLength;
  return std::string(place.substr(std::min(day, place.size())));
}

// The follow-ups with these pks, one element for each, in their order; without a name where there
// is none.
absl::StatusOr<std::vector<std::unique_ptr<FollowUpFacts>>> ReadRows(
    const RecordReader& reader, absl::Span<const std::string> pks) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<Record>> records,
                           reader.MultiFind(ResolutionFollowUpTable::kId, pks));
  std::vector<std::unique_ptr<FollowUpFacts>> rows;
  for (size_t i = 0; i < pks.size(); ++i) {
    FollowUpFacts& facts = *rows.emplace_back(std::make_unique<FollowUpFacts>());
    if (!records[i].has_value()) continue;
    TERTIAL_RETURN_IF_ERROR(
        DecodeBody(ResolutionFollowUpTable::kId, pks[i], records[i]->body, facts.resolution));
  }
  return rows;
}

class ListReader {
 public:
  ListReader(const RecordReader& reader, const FollowUpQuery& query)
      : reader_(reader), query_(query) {}

  absl::StatusOr<std::vector<PlacedFollowUp>> Read() {
    TERTIAL_RETURN_IF_ERROR(query_.body.empty() ? ReadAll() : ReadOfBody());
    std::sort(placed_.begin(), placed_.end(),
              [](const PlacedFollowUp& a, const PlacedFollowUp& b) { return a.place < b.place; });
    return std::move(placed_);
  }

 private:
  absl::Status ReadAll() {
    absl::Status failed;
    std::vector<std::string> pks;
    std::vector<std::unique_ptr<FollowUpFacts>> rows;
    TERTIAL_RETURN_IF_ERROR(ScanResources<ResolutionFollowUpTable>(
        reader_, {query_.area_id}, "",
        [&](absl::string_view pk, Revision /*revision*/, const v1::ResolutionFollowUp& resolution) {
          pks.emplace_back(pk);
          rows.emplace_back(std::make_unique<FollowUpFacts>())->resolution = resolution;
          if (rows.size() == kBatch) {
            failed = Place(std::exchange(pks, {}), std::exchange(rows, {}));
          }
          return failed.ok();
        }));
    TERTIAL_RETURN_IF_ERROR(failed);
    return Place(pks, std::move(rows));
  }

  absl::Status ReadOfBody() {
    TERTIAL_ASSIGN_OR_RETURN(const std::string body, PrimaryKey<BodyTable>(query_.body));
    std::vector<std::string> pks;
    TERTIAL_RETURN_IF_ERROR(reader_.ScanIndex(ResolutionFollowUpTable::kId,
                                              ReferenceEntry(BodyTable::kId, body),
                                              [&](absl::string_view, absl::string_view pk) {
                                                pks.emplace_back(pk);
                                                return true;
                                              }));
    for (size_t at = 0; at < pks.size(); at += kBatch) {
      const absl::Span<const std::string> batch = absl::MakeConstSpan(pks).subspan(at, kBatch);
      TERTIAL_ASSIGN_OR_RETURN(auto rows, ReadRows(reader_, batch));
      TERTIAL_RETURN_IF_ERROR(Place(batch, std::move(rows)));
    }
    return absl::OkStatus();
  }

  absl::Status Place(absl::Span<const std::string> pks,
                     std::vector<std::unique_ptr<FollowUpFacts>> rows) {
    std::vector<FollowUpFacts*> listed;
    for (std::unique_ptr<FollowUpFacts>& facts : rows) {
      const v1::ResolutionFollowUp& resolution = facts->resolution;
      // An entry stays when its row changes or goes.
      if (resolution.name().empty() || !IsOf(resolution, query_.body)) {
        facts.reset();
      } else {
        listed.push_back(facts.get());
      }
    }
    TERTIAL_RETURN_IF_ERROR(ReadDecidedIn(reader_, listed));
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == nullptr) continue;
      placed_.push_back({PlaceOf(pks[i], *rows[i]), std::move(rows[i])});
    }
    if (placed_.size() > kBatch) {
      for (PlacedFollowUp& placed : placed_) placed.facts.reset();
    }
    return absl::OkStatus();
  }

  const RecordReader& reader_;
  const FollowUpQuery& query_;
  std::vector<PlacedFollowUp> placed_;
};

}  // namespace

absl::StatusOr<std::vector<FollowUpFacts>> ReadFollowUps(const RecordReader& reader,
                                                         const std::string& area_id) {
  std::vector<FollowUpFacts> follow_ups;
  std::map<std::string, size_t> positions;
  TERTIAL_RETURN_IF_ERROR(
      ScanResources<ResolutionFollowUpTable>(reader, {area_id}, "",
                                             [&](absl::string_view /*pk*/, Revision /*revision*/,
                                                 const v1::ResolutionFollowUp& resolution) {
                                               positions[resolution.name()] = follow_ups.size();
                                               follow_ups.push_back({.resolution = resolution});
                                               return true;
                                             }));
  TERTIAL_RETURN_IF_ERROR(ScanResources<FollowUpEventTable>(
      reader, {area_id}, "",
      [&](absl::string_view /*pk*/, Revision revision, const v1::FollowUpEvent& event) {
        const auto position = positions.find(ResolutionOf(event));
        // That of a redacted follow-up stays.
        if (position != positions.end()) {
          follow_ups[position->second].events.push_back({event, revision});
        }
        return true;
      }));
  std::vector<FollowUpFacts*> pointers;
  pointers.reserve(follow_ups.size());
  for (FollowUpFacts& facts : follow_ups) pointers.push_back(&facts);
  TERTIAL_RETURN_IF_ERROR(ReadDecidedIn(reader, pointers));
  return follow_ups;
}

absl::StatusOr<std::vector<PlacedFollowUp>> PlaceFollowUps(const RecordReader& reader,
                                                           const FollowUpQuery& query) {
  return ListReader(reader, query).Read();
}

absl::Status ReadFacts(const RecordReader& reader, absl::Span<PlacedFollowUp> placed) {
  std::vector<std::string> pks;
  std::vector<PlacedFollowUp*> unread;
  for (PlacedFollowUp& one : placed) {
    if (one.facts != nullptr) continue;
    pks.push_back(PkIn(one.place));
    unread.push_back(&one);
  }
  TERTIAL_ASSIGN_OR_RETURN(auto rows, ReadRows(reader, pks));
  std::vector<FollowUpFacts*> follow_ups;
  for (size_t i = 0; i < rows.size(); ++i) {
    follow_ups.push_back(rows[i].get());
    unread[i]->facts = std::move(rows[i]);
  }
  return ReadDecidedIn(reader, follow_ups);
}

absl::Status ReadEvents(const ReadView& view, absl::Span<PlacedFollowUp> placed) {
  std::map<std::string, FollowUpFacts*, std::less<>> by_pk;
  for (const PlacedFollowUp& one : placed) by_pk[PkIn(one.place)] = one.facts.get();
  std::vector<std::string> pks;
  for (const auto& [pk, facts] : by_pk) pks.push_back(pk);
  auto of = by_pk.begin();
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(
      view.MultiScan(FollowUpEventTable::kId, pks,
                     [&](absl::string_view pk, Revision revision, absl::string_view body) {
                       // They come in the order of the follow-ups that they stand below.
                       while (!absl::StartsWith(pk, of->first)) ++of;
                       RecordedEvent& event = of->second->events.emplace_back();
                       event.revision = revision;
                       damage = DecodeBody(FollowUpEventTable::kId, pk, body, event.event);
                       return damage.ok();
                     }));
  return damage;
}

}  // namespace tertial::politics
