#include "services/climate/store/inventory_reads.h"

#include <optional>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

// Takes the rows of one release in the order of their keys, in which those of a sector stand
// together, each period after those before it.
class RowsOfRelease {
 public:
  RowsOfRelease(absl::FunctionRef<bool(const Period&)> wanted, StoredInventory& stored)
      : wanted_(wanted), stored_(stored) {}

  absl::Status Take(absl::string_view pk, absl::string_view body) {
    const absl::string_view id = LastIdIn(pk);
    const std::optional<Period> period = PeriodOfEmissionId(id);
    std::optional<SeriesId> series = SeriesOfEmissionId(id);
    if (!period.has_value() || !series.has_value()) return Decode(pk, body).status();
    if (series->sector != sector_) {
      TERTIAL_RETURN_IF_ERROR(EndSector());
      sector_ = series->sector;
    }
    const bool is_object = !series->object.empty();
    stored_.inventory.recorded.insert(*std::move(series));
    if (wanted_(*period)) {
      TERTIAL_ASSIGN_OR_RETURN(v1::EmissionFigure figure, Decode(pk, body));
      if (!is_object) NoteLatest(*period, figure.part_of());
      AddToInventory(stored_.figures.emplace_back(std::move(figure)), stored_.inventory);
    } else if (!is_object && (!latest_.has_value() || *latest_ <= *period)) {
      latest_ = period;
      skipped_pk_.assign(pk.data(), pk.size());
      skipped_.assign(body.data(), body.size());
    }
    return absl::OkStatus();
  }

  // What the sector is a part of, by its latest figure.
  absl::Status EndSector() {
    if (!latest_.has_value()) return absl::OkStatus();
    if (!skipped_pk_.empty()) {
      TERTIAL_ASSIGN_OR_RETURN(const v1::EmissionFigure figure, Decode(skipped_pk_, skipped_));
      part_of_ = figure.part_of();
    }
    stored_.inventory.part_of[sector_] = std::move(part_of_);
    latest_.reset();
    skipped_pk_.clear();
    return absl::OkStatus();
  }

 private:
  // The last id in a primary key, of which each ends with 00.
  static absl::string_view LastIdIn(absl::string_view pk) {
    pk.remove_suffix(1);
    return pk.substr(pk.rfind('\0') + 1);
  }

  static absl::StatusOr<v1::EmissionFigure> Decode(absl::string_view pk, absl::string_view body) {
    v1::EmissionFigure figure;
    TERTIAL_RETURN_IF_ERROR(DecodeBody(EmissionFigureTable::kId, pk, body, figure));
    return figure;
  }

  void NoteLatest(const Period& period, const std::string& part_of) {
    if (latest_.has_value() && *latest_ > period) return;
    latest_ = period;
    part_of_ = part_of;
    skipped_pk_.clear();
  }

  absl::FunctionRef<bool(const Period&)> wanted_;
  StoredInventory& stored_;
  std::string sector_;
  // The latest period of the sector so far, and what its figure says: in `part_of_`, or not parsed
  // yet.
  std::optional<Period> latest_;
  std::string part_of_;
  std::string skipped_pk_;
  std::string skipped_;
};

absl::Status ReadFigures(const RecordReader& reader, const std::string& release_pk,
                         absl::FunctionRef<bool(const Period&)> wanted, StoredInventory& stored) {
  RowsOfRelease rows(wanted, stored);
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(EmissionFigureTable::kId, release_pk, "",
                  [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
                    damage = rows.Take(pk, body);
                    return damage.ok();
                  }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return rows.EndSector();
}

absl::Status ReadOwnGwpTable(const RecordReader& reader, Inventory& inventory) {
  std::optional<GwpTable> own;
  if (!inventory.release->gwp_table().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::GwpTable> table,
                             FindResource<GwpTableTable>(reader, inventory.release->gwp_table()));
    if (table.has_value()) own.emplace(*table);
  }
  inventory.gwp = std::make_shared<const GwpConversion>(std::move(own), std::nullopt);
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadImplying(const RecordReader& reader, const v1::EmissionFigure& figure,
                          std::deque<v1::EmissionFigure>& figures, Inventory& inventory) {
  const v1::EmissionFigure* implied = &figure;
  // Each leads to a later period, so it ends.
  while (implied->has_implied_by()) {
    const absl::StatusOr<Period> later = Period::Parse(implied->implied_by().period());
    if (!later.ok()) return absl::OkStatus();
    const std::string name = EmissionName(inventory.release->name(), SeriesOf(*implied), *later);
    implied = inventory.FindByName(name);
    if (implied == nullptr) {
      TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::EmissionFigure> found,
                               FindResource<EmissionFigureTable>(reader, name));
      if (!found.has_value()) return absl::OkStatus();
      implied = &figures.emplace_back(*std::move(found));
      inventory.implying.emplace(name, implied);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<StoredInventory> ReadInventory(const RecordReader& reader,
                                              const v1::InventoryRelease& release,
                                              absl::FunctionRef<bool(const Period&)> wanted) {
  StoredInventory stored;
  stored.release = std::make_unique<const v1::InventoryRelease>(release);
  stored.inventory.release = stored.release.get();
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<InventoryReleaseTable>(release.name()));
  TERTIAL_RETURN_IF_ERROR(ReadFigures(reader, pk, wanted, stored));
  TERTIAL_RETURN_IF_ERROR(ReadOwnGwpTable(reader, stored.inventory));
  const size_t read = stored.figures.size();
  for (size_t i = 0; i < read; ++i) {
    TERTIAL_RETURN_IF_ERROR(
        ReadImplying(reader, stored.figures[i], stored.figures, stored.inventory));
  }
  return stored;
}

absl::StatusOr<StoredInventory> ReadInventory(const RecordReader& reader,
                                              const std::string& release_name,
                                              absl::FunctionRef<bool(const Period&)> wanted) {
  TERTIAL_ASSIGN_OR_RETURN(const v1::InventoryRelease release,
                           GetResource<InventoryReleaseTable>(reader, release_name));
  return ReadInventory(reader, release, wanted);
}

}  // namespace tertial::climate
