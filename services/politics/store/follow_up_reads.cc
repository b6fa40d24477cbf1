#include "services/politics/store/follow_up_reads.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/ledger/in_use.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/follow_up_rules.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Rows that are read together.
constexpr size_t kBatch = 256;
// Stands behind every day.
constexpr absl::string_view kNoDay = "~";
constexpr size_t kDayLength = 10;

// Sets the cases that the follow-ups were decided in. Votes are left out: they may be long, and no
// list shows them.
absl::Status ReadDecidedIn(const RecordReader& reader, absl::Span<FollowUpFacts> follow_ups) {
  std::vector<std::string> names;
  std::vector<FollowUpFacts*> decided;
  for (FollowUpFacts& facts : follow_ups) {
    if (facts.resolution.decided_in().empty()) continue;
    names.push_back(facts.resolution.decided_in());
    decided.push_back(&facts);
  }
  TERTIAL_ASSIGN_OR_RETURN(auto cases, FindResources<CaseTable>(reader, names));
  for (size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].has_value()) cases[i]->clear_votes();
    decided[i]->decided_in = std::move(cases[i]);
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

// One row for each of these pks, in their order; an empty one where there is none.
struct Row {
  std::string pk;
  v1::ResolutionFollowUp resolution;
};
absl::StatusOr<std::vector<Row>> ReadRows(const RecordReader& reader,
                                          absl::Span<const std::string> pks) {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Record>> records,
                           reader.MultiFind(ResolutionFollowUpTable::kId, pks));
  std::vector<Row> rows(pks.size());
  for (size_t i = 0; i < pks.size(); ++i) {
    rows[i].pk = pks[i];
    if (!records[i].has_value()) continue;
    TERTIAL_RETURN_IF_ERROR(
        DecodeBody(ResolutionFollowUpTable::kId, pks[i], records[i]->body, rows[i].resolution));
  }
  return rows;
}

class PlacesReader {
 public:
  PlacesReader(const RecordReader& reader, const FollowUpQuery& query)
      : reader_(reader), query_(query) {}

  absl::StatusOr<std::vector<std::string>> Read() {
    TERTIAL_RETURN_IF_ERROR(query_.body.empty() ? ReadAll() : ReadOfBody());
    std::sort(places_.begin(), places_.end());
    return std::move(places_);
  }

 private:
  absl::Status ReadAll() {
    absl::Status failed;
    std::vector<Row> rows;
    TERTIAL_RETURN_IF_ERROR(ScanResources<ResolutionFollowUpTable>(
        reader_, {query_.area_id}, "",
        [&](absl::string_view pk, Revision /*revision*/, const v1::ResolutionFollowUp& resolution) {
          rows.push_back({std::string(pk), resolution});
          if (rows.size() == kBatch) failed = Place(std::exchange(rows, {}));
          return failed.ok();
        }));
    TERTIAL_RETURN_IF_ERROR(failed);
    return Place(std::move(rows));
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
      TERTIAL_ASSIGN_OR_RETURN(std::vector<Row> rows,
                               ReadRows(reader_, absl::MakeConstSpan(pks).subspan(at, kBatch)));
      TERTIAL_RETURN_IF_ERROR(Place(std::move(rows)));
    }
    return absl::OkStatus();
  }

  absl::Status Place(std::vector<Row> rows) {
    std::vector<std::string> pks;
    std::vector<FollowUpFacts> facts;
    for (Row& row : rows) {
      // Its entry stays when a row changes or goes.
      if (row.resolution.name().empty() || !IsOf(row.resolution, query_.body)) continue;
      pks.push_back(std::move(row.pk));
      facts.push_back({.resolution = std::move(row.resolution)});
    }
    TERTIAL_RETURN_IF_ERROR(ReadDecidedIn(reader_, absl::MakeSpan(facts)));
    for (size_t i = 0; i < facts.size(); ++i) places_.push_back(PlaceOf(pks[i], facts[i]));
    return absl::OkStatus();
  }

  const RecordReader& reader_;
  const FollowUpQuery& query_;
  std::vector<std::string> places_;
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
  TERTIAL_RETURN_IF_ERROR(ReadDecidedIn(reader, absl::MakeSpan(follow_ups)));
  return follow_ups;
}

absl::StatusOr<std::vector<std::string>> ReadFollowUpPlaces(const RecordReader& reader,
                                                            const FollowUpQuery& query) {
  return PlacesReader(reader, query).Read();
}

absl::StatusOr<std::vector<FollowUpFacts>> ReadFollowUpsAt(const RecordReader& reader,
                                                           absl::Span<const std::string> places) {
  std::vector<std::string> pks;
  pks.reserve(places.size());
  for (const std::string& place : places) pks.push_back(PkIn(place));
  TERTIAL_ASSIGN_OR_RETURN(std::vector<Row> rows, ReadRows(reader, pks));
  std::vector<FollowUpFacts> facts;
  facts.reserve(rows.size());
  for (Row& row : rows) facts.push_back({.resolution = std::move(row.resolution)});
  TERTIAL_RETURN_IF_ERROR(ReadDecidedIn(reader, absl::MakeSpan(facts)));
  return facts;
}

absl::Status ReadEvents(const RecordReader& reader, FollowUpFacts& facts) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<ResolutionFollowUpTable>().Parse(facts.resolution.name()));
  return ScanResources<FollowUpEventTable>(
      reader, ids, "",
      [&](absl::string_view /*pk*/, Revision revision, const v1::FollowUpEvent& event) {
        facts.events.push_back({event, revision});
        return true;
      });
}

}  // namespace tertial::politics
