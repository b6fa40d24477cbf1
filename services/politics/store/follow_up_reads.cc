#include "services/politics/store/follow_up_reads.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/ledger/in_use.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/follow_up_rules.h"
#include "services/politics/store/case_parts.h"
#include "services/politics/store/keys.h"
#include "services/politics/store/message_parts.h"

namespace tertial::politics {
namespace {

// Rows that are read together.
constexpr size_t kBatch = 256;
// What a list keeps of what it has read, in bytes.
constexpr size_t kMostKept = size_t{4} << 20;
// What places begin with: a day as the number of days since year 1, or this, behind every day.
constexpr uint32_t kNoDay = std::numeric_limits<uint32_t>::max();
constexpr size_t kDayLength = sizeof(kNoDay);

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

// Parses what tells whose follow-up it is and when it was decided.
absl::Status DecodePlacing(absl::string_view pk, absl::string_view body,
                           v1::ResolutionFollowUp& resolution) {
  using Resolution = v1::ResolutionFollowUp;
  constexpr int kTelling[] = {Resolution::kBodyFieldNumber, Resolution::kTreatmentsFieldNumber,
                              Resolution::kDecidedInFieldNumber, Resolution::kAdoptedFieldNumber};
  const auto tells_nothing = [&](const MessageField& field) {
    return !absl::c_linear_search(kTelling, field.number);
  };
  return DamagedUnless(MergePart(body, tells_nothing, resolution), ResolutionFollowUpTable::kId,
                       pk);
}

std::string PlaceOf(absl::string_view pk, const v1::ResolutionFollowUp& resolution,
                    const v1::Case* decided_in) {
  const std::optional<DayRange> days = DecisionDays(resolution, decided_in);
  std::string place;
  AppendUint32(
      days.has_value() ? static_cast<uint32_t>(days->first - absl::CivilDay(1, 1, 1)) : kNoDay,
      place);
  return absl::StrCat(place, pk);
}

// The pk in a place of a list.
std::string PkIn(absl::string_view place) { return std::string(place.substr(kDayLength)); }

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
  struct StoredRow {
    std::string pk;
    std::string body;
  };

  absl::Status ReadAll() {
    TERTIAL_ASSIGN_OR_RETURN(const std::string area, EncodePrimaryKey({query_.area_id}));
    absl::Status failed;
    std::vector<StoredRow> rows;
    TERTIAL_RETURN_IF_ERROR(
        reader_.Scan(ResolutionFollowUpTable::kId, area, "",
                     [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
                       rows.push_back({std::string(pk), std::string(body)});
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
      const absl::Span<const std::string> batch = absl::MakeConstSpan(pks).subspan(at, kBatch);
      TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Record>> records,
                               reader_.MultiFind(ResolutionFollowUpTable::kId, batch));
      std::vector<StoredRow> rows;
      for (size_t i = 0; i < batch.size(); ++i) {
        if (records[i].has_value()) rows.push_back({batch[i], std::move(records[i]->body)});
      }
      TERTIAL_RETURN_IF_ERROR(Place(std::move(rows)));
    }
    return absl::OkStatus();
  }

  // Of `rows` those that the query asks for: an entry stays when its row changes.
  absl::Status Place(std::vector<StoredRow> rows) {
    // Those that only their case says the day of.
    std::vector<std::string> cases;
    std::vector<size_t> undated;
    std::vector<std::string> pks;
    for (StoredRow& row : rows) {
      v1::ResolutionFollowUp resolution;
      TERTIAL_RETURN_IF_ERROR(DecodePlacing(row.pk, row.body, resolution));
      if (!IsOf(resolution, query_.body)) continue;
      if (resolution.adopted().empty() && !resolution.decided_in().empty()) {
        TERTIAL_ASSIGN_OR_RETURN(cases.emplace_back(),
                                 PrimaryKey<CaseTable>(resolution.decided_in()));
        undated.push_back(placed_.size());
        pks.push_back(row.pk);
      }
      Keep(row.body);
      placed_.push_back({PlaceOf(row.pk, resolution, nullptr), std::move(row.body), {}, nullptr});
    }
    TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Record>> records,
                             reader_.MultiFind(CaseTable::kId, cases));
    v1::Case decided_in;
    for (size_t i = 0; i < cases.size(); ++i) {
      if (!records[i].has_value()) continue;
      PlacedFollowUp& placed = placed_[undated[i]];
      TERTIAL_RETURN_IF_ERROR(DecodeCaseDay(cases[i], records[i]->body, decided_in));
      placed.place = PlaceOf(pks[i], {}, &decided_in);
      Keep(records[i]->body);
      placed.decided_in = std::move(records[i]->body);
    }
    if (kept_ > kMostKept) {
      for (PlacedFollowUp& placed : placed_) {
        placed.row.reset();
        placed.decided_in.reset();
      }
    }
    return absl::OkStatus();
  }

  void Keep(const std::string& body) { kept_ += body.size(); }

  const RecordReader& reader_;
  const FollowUpQuery& query_;
  std::vector<PlacedFollowUp> placed_;
  size_t kept_ = 0;
};

// Reads the stored follow-ups of which nothing was kept.
absl::Status ReadRows(const RecordReader& reader, absl::Span<PlacedFollowUp> placed) {
  std::vector<std::string> pks;
  std::vector<PlacedFollowUp*> unread;
  for (PlacedFollowUp& one : placed) {
    if (one.row.has_value()) continue;
    pks.push_back(PkIn(one.place));
    unread.push_back(&one);
  }
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Record>> records,
                           reader.MultiFind(ResolutionFollowUpTable::kId, pks));
  for (size_t i = 0; i < pks.size(); ++i) {
    if (records[i].has_value()) unread[i]->row = std::move(records[i]->body);
  }
  return absl::OkStatus();
}

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
  TERTIAL_RETURN_IF_ERROR(ReadRows(reader, placed));
  std::vector<FollowUpFacts*> without_case;
  for (PlacedFollowUp& one : placed) {
    if (one.facts != nullptr) continue;
    one.facts = std::make_unique<FollowUpFacts>();
    if (!one.row.has_value()) continue;
    v1::ResolutionFollowUp& resolution = one.facts->resolution;
    TERTIAL_RETURN_IF_ERROR(
        DecodeBody(ResolutionFollowUpTable::kId, PkIn(one.place), *one.row, resolution));
    if (one.decided_in.has_value()) {
      TERTIAL_ASSIGN_OR_RETURN(const std::string pk,
                               PrimaryKey<CaseTable>(resolution.decided_in()));
      TERTIAL_RETURN_IF_ERROR(
          DecodeCaseWithoutVotes(pk, *one.decided_in, one.facts->decided_in.emplace()));
    } else {
      without_case.push_back(one.facts.get());
    }
  }
  return ReadDecidedIn(reader, without_case);
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
