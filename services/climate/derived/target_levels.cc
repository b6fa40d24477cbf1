#include "services/climate/derived/target_levels.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/intervals.h"
#include "common/ledger/in_use.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/targets.h"
#include "services/climate/store/inventory_reads.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

// The last id of a resource name.
absl::string_view LastId(absl::string_view name) { return name.substr(name.rfind('/') + 1); }

// The denominator of an intensity in its base period, where it is recorded.
absl::StatusOr<Denominators> ReadDenominators(const RecordReader& reader,
                                              const std::string& area_id,
                                              const v1::ClimateTarget& target) {
  if (!IsIntensity(target)) return Denominators();
  const v1::ActivitySeriesKey& series = target.denominator();
  v1::ActivityFigure key;
  key.set_metric(series.metric());
  key.set_boundary(series.boundary());
  key.set_scope(series.scope());
  key.set_sector(series.sector());
  key.set_object(series.object());
  const std::string name =
      absl::StrCat("areas/", area_id, "/activities/",
                   FormatActivityId(key, *Period::Parse(target.base_period())));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::ActivityFigure> figure,
                           FindResource<ActivityFigureTable>(reader, name));
  if (!figure.has_value()) return Denominators();
  return DenominatorsOf(target, {*figure});
}

// The rows that should stand for the targets of an area, by their pks.
class WantedLevels {
 public:
  WantedLevels(const RecordReader& reader, const std::string& area_id)
      : reader_(reader), area_id_(area_id) {}

  absl::StatusOr<std::map<std::string, std::string>> Read() {
    TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::ClimateTarget> targets,
                             ReadBelow<ClimateTargetTable>(reader_, {area_id_}));
    for (v1::ClimateTarget& target : targets) {
      if (!target.base_period().empty()) targets_.push_back(std::move(target));
    }
    if (targets_.empty()) return wanted_;
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::InventoryRelease> releases,
                             ReadBelow<InventoryReleaseTable>(reader_, {area_id_}));
    for (const v1::InventoryRelease& release : releases) {
      TERTIAL_RETURN_IF_ERROR(AddLevelsBy(release));
    }
    return std::move(wanted_);
  }

 private:
  absl::Status AddLevelsBy(const v1::InventoryRelease& release) {
    std::vector<const v1::ClimateTarget*> measured;
    std::set<Period> periods;
    for (const v1::ClimateTarget& target : targets_) {
      if (!IsMeasuredBy(target, release)) continue;
      measured.push_back(&target);
      periods.insert(*Period::Parse(target.base_period()));
    }
    if (measured.empty()) return absl::OkStatus();
    TERTIAL_ASSIGN_OR_RETURN(const StoredInventory stored,
                             ReadInventory(reader_, release, [&](const Period& period) {
                               return periods.count(period) > 0;
                             }));
    for (const v1::ClimateTarget* target : measured) {
      TERTIAL_ASSIGN_OR_RETURN(const Denominators denominators,
                               ReadDenominators(reader_, area_id_, *target));
      const std::optional<v1::ClimateTargetLevel> row =
          LevelRow(*target, release, LevelOf(*target, stored.inventory, denominators));
      if (!row.has_value()) continue;
      TERTIAL_ASSIGN_OR_RETURN(std::string pk, PrimaryKey<ClimateTargetLevelTable>(row->name()));
      wanted_.emplace(std::move(pk), EncodeResource(*row));
    }
    return absl::OkStatus();
  }

  const RecordReader& reader_;
  const std::string& area_id_;
  std::vector<v1::ClimateTarget> targets_;
  std::map<std::string, std::string> wanted_;
};

// The first ids of the rows of a table, each once: as many seeks as there are.
absl::Status AddAreasOf(const RecordReader& reader, TableId table, std::set<std::string>& areas) {
  std::string after;
  bool found = true;
  while (found) {
    found = false;
    TERTIAL_RETURN_IF_ERROR(
        reader.Scan(table, "", after,
                    [&](absl::string_view pk, Revision /*revision*/, absl::string_view /*body*/) {
                      found = true;
                      const absl::string_view area = pk.substr(0, pk.find('\0'));
                      areas.emplace(area);
                      // Behind all rows of the area: no id has this character.
                      after = absl::StrCat(area, "\x01");
                      return false;
                    }));
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<v1::ClimateTargetLevel> LevelRow(const v1::ClimateTarget& target,
                                               const v1::InventoryRelease& release,
                                               const TargetLevel& level) {
  if (!level.base.has_value() || level.base->cell().value().empty() ||
      level.level.has_not_computable()) {
    return std::nullopt;
  }
  v1::ClimateTargetLevel row;
  row.set_name(absl::StrCat(target.name(), "/levels/", LastId(release.name())));
  row.set_inventory_release(release.name());
  row.set_base_period(target.base_period());
  *row.mutable_base() = level.base->cell();
  if (IsUncertain(*level.base)) {
    const std::optional<Range> range = RangeOf(*level.base);
    const std::optional<common::v1::Interval> ends =
        range.has_value() ? MakeInterval(*range, level.level.decimals()) : std::nullopt;
    if (ends.has_value()) {
      row.set_base_low(ends->unrounded_low());
      row.set_base_high(ends->unrounded_high());
    }
  }
  row.set_value(target.value());
  row.set_level(level.level.value());
  row.set_level_low(level.level.interval().low());
  row.set_level_high(level.level.interval().high());
  if (level.level_max.has_value()) row.set_level_max(level.level_max->value());
  row.set_unit(level.level.unit());
  return row;
}

absl::StatusOr<std::vector<RowChange>> LevelChanges(const RecordReader& reader,
                                                    const std::string& area_id) {
  TERTIAL_ASSIGN_OR_RETURN(const auto wanted, WantedLevels(reader, area_id).Read());
  TERTIAL_ASSIGN_OR_RETURN(const std::string prefix, EncodePrimaryKey({area_id}));
  return Differences(reader, ClimateTargetLevelTable::kId, prefix, wanted);
}

absl::Status AddAreasOfGwpTable(const RecordReader& reader, absl::string_view gwp_table,
                                std::set<std::string>& areas) {
  return reader.ScanIndex(InventoryReleaseTable::kId, ReferenceEntry(GwpTableTable::kId, gwp_table),
                          [&](absl::string_view /*entry*/, absl::string_view pk) {
                            areas.emplace(pk.substr(0, pk.find('\0')));
                            return true;
                          });
}

absl::StatusOr<std::set<std::string>> AreasWithTargets(const RecordReader& reader) {
  std::set<std::string> areas;
  TERTIAL_RETURN_IF_ERROR(AddAreasOf(reader, ClimateTargetTable::kId, areas));
  TERTIAL_RETURN_IF_ERROR(AddAreasOf(reader, ClimateTargetLevelTable::kId, areas));
  return areas;
}

}  // namespace tertial::climate
