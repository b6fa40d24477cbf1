#include "services/climate/derived/touched.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "common/ledger/feed.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/climate/store/keys.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial::climate {
namespace {

using common::internal::v1::Commit;
using common::internal::v1::TouchedTable;

// The changes of one commit, until `visitor` returns false.
absl::Status VisitChanges(const ReadView& view, Revision revision,
                          absl::FunctionRef<bool(const FeedEntry&)> visitor) {
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(
      view.snapshot().Scan(FeedRange({revision, -1}, revision), ScanDirection::kForward,
                           [&](absl::string_view /*key*/, absl::string_view value) {
                             const std::optional<FeedEntry> entry = DecodeFeedEntry(value);
                             if (!entry.has_value()) {
                               damage = StoredDataDamaged("the feed of a commit");
                               return false;
                             }
                             return visitor(*entry);
                           }));
  return damage;
}

// The code of the factor, of the pk of a version: "electricity" of "electricity~2024" 00.
absl::string_view FactorOf(absl::string_view pk) { return pk.substr(0, pk.find('~')); }

class Reader {
 public:
  explicit Reader(const ReadView& view) : view_(view) {}

  absl::Status Look(Revision revision) {
    TERTIAL_ASSIGN_OR_RETURN(const Commit commit, ReadCommit(view_.snapshot(), revision));
    wanted_.clear();
    int64_t rows = 0;
    for (const TouchedTable& touched : commit.touched()) {
      NoteAreas(touched);
      if (!AreRowsWanted(touched, commit)) continue;
      wanted_.insert(touched.table());
      rows += touched.rows();
    }
    if (rows == 0) return absl::OkStatus();
    return VisitChanges(view_, revision, [&](const FeedEntry& entry) {
      if (wanted_.count(entry.table) == 0) return true;
      NoteRow(entry);
      return --rows > 0;
    });
  }

  Touched Take(Revision revision) {
    touched_.revision = revision;
    return std::move(touched_);
  }

 private:
  void NoteAreas(const TouchedTable& touched) {
    switch (touched.table()) {
      case ActivityFigureTable::kId:
        if (touched.rows() > kMostActivitiesNamed) AddAreas(touched, touched_.activity_areas);
        // Targets may be divided by them.
        [[fallthrough]];
      case InventoryReleaseTable::kId:
      case EmissionFigureTable::kId:
      case ClimateTargetTable::kId:
        AddAreas(touched, touched_.areas);
        break;
      default:
        break;
    }
  }

  // Whether the rows of the table are looked at one by one.
  static bool AreRowsWanted(const TouchedTable& touched, const Commit& commit) {
    switch (touched.table()) {
      case ActivityFigureTable::kId:
        return touched.rows() <= kMostActivitiesNamed;
      case GwpTableTable::kId:
      case EmissionFactorTable::kId:
        return true;
      case EmissionFigureTable::kId:
      case ClimateTargetTable::kId:
        // It may be a redaction, which is a commit of its own.
        return commit.changes() == 1;
      default:
        return false;
    }
  }

  void NoteRow(const FeedEntry& entry) {
    std::string pk(entry.pk);
    if (entry.table == ActivityFigureTable::kId) touched_.activities.insert(pk);
    if (entry.table == GwpTableTable::kId) touched_.gwp_tables.insert(pk);
    if (entry.table == EmissionFactorTable::kId) touched_.factors.emplace(FactorOf(pk));
    if (entry.op == ChangeOp::kRedacted) touched_.redacted.push_back({entry.table, std::move(pk)});
  }

  static void AddAreas(const TouchedTable& touched, std::set<std::string>& areas) {
    areas.insert(touched.areas().begin(), touched.areas().end());
  }

  const ReadView& view_;
  // The tables of the commit whose rows are looked at.
  std::set<uint32_t> wanted_;
  Touched touched_;
};

}  // namespace

bool Touched::empty() const {
  return areas.empty() && activities.empty() && activity_areas.empty() && factors.empty() &&
         gwp_tables.empty() && redacted.empty();
}

absl::StatusOr<Touched> ReadTouched(const ReadView& view, Revision since) {
  const Revision last = std::min(view.at().revision, since + kMostCommitsAtOnce);
  Reader reader(view);
  for (Revision revision = since + 1; revision <= last; ++revision) {
    TERTIAL_RETURN_IF_ERROR(reader.Look(revision));
  }
  return reader.Take(last);
}

}  // namespace tertial::climate
