// Figures read from one state of the store: recorded ones, and derived ones computed from them.
#ifndef TERTIAL_SERVICES_INDICATORS_STORE_FIGURES_H_
#define TERTIAL_SERVICES_INDICATORS_STORE_FIGURES_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/ledger/read_view.h"
#include "common/types/period.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/indicators/domain/figure.h"
#include "services/indicators/domain/formula.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

using Dimensions = google::protobuf::RepeatedPtrField<v1::Dimension>;

// Which figure is meant.
struct FigureKey {
  // The resource name of the indicator.
  std::string indicator;
  std::string area_id;
  // Of the observation: the period and the dimensions (observation_id.h).
  std::string observation_id;

  friend bool operator==(const FigureKey&, const FigureKey&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const FigureKey& key) {
    return H::combine(std::move(state), key.indicator, key.area_id, key.observation_id);
  }
};

FigureKey MakeFigureKey(absl::string_view indicator, absl::string_view area_id,
                        const Dimensions& dimensions, const Period& period);

// The resource name of the observation that holds it, or would.
std::string FigureName(const FigureKey& key);

// Reads figures of any number of indicators. Definitions and figures are read once and kept. Used
// by one thread; `view` must outlive the object.
class FigureReader {
 public:
  // `instant`: that overdue cells are told for.
  FigureReader(const ReadView& view, absl::Time instant) : view_(view), instant_(instant) {}

  // The definition, with its versions; nullptr if there is none. It lives as long as the reader.
  absl::StatusOr<const v1::Indicator*> FindDefinition(const std::string& name);

  // Reads the definitions of these at once, for FindDefinition to find.
  absl::Status ReadDefinitionsOf(absl::Span<const std::string> names);

  // One figure for each key, in their order; where nothing is recorded, one without a cell. The
  // indicators must be defined. All that is recorded is read at once, whatever is derived from it.
  absl::StatusOr<std::vector<Figure>> Read(absl::Span<const FigureKey> keys);

  // All figures of one indicator and area, in order of time: of a derived one those for which any
  // operand of its own period is recorded, or any at all where the formula uses only other periods.
  // Breaks are marked between neighbours.
  absl::StatusOr<std::vector<Figure>> ReadSeries(const v1::Indicator& indicator,
                                                 const std::string& area_id,
                                                 const Dimensions& dimensions);

 private:
  // Adds the keys of what is recorded that a figure needs: itself, or the operands of its formula.
  absl::Status AddRecorded(const FigureKey& key, int depth, std::vector<FigureKey>& recorded);
  // Reads those that have not been read: the figures of many areas from the index that has them
  // side by side, others each by its name.
  absl::Status Fetch(absl::Span<const FigureKey> recorded);
  // Figures of one indicator and period, each of another area.
  absl::Status FetchOfAreas(absl::Span<const FigureKey* const> keys);
  absl::Status FetchByName(absl::Span<const FigureKey* const> keys);
  // `observation`: nullptr if nothing is recorded.
  absl::Status Keep(const FigureKey& key, const v1::Observation* observation, Revision revision);
  // Of a derived indicator; read once.
  absl::StatusOr<const Formula*> FindFormula(const v1::Indicator& indicator);
  absl::StatusOr<Figure> FigureOf(const FigureKey& key, int depth);
  absl::StatusOr<Figure> Derive(const v1::Indicator& indicator, const FigureKey& key, int depth);
  Figure Recorded(const v1::Indicator& indicator, const FigureKey& key,
                  const v1::Observation* observation, Revision revision) const;
  // Adds the periods for which a series has figures.
  absl::Status AddPeriods(const v1::Indicator& indicator, const std::string& area_id,
                          const Dimensions& dimensions, int depth,
                          std::map<std::string, Period>& periods);

  const ReadView& view_;
  const absl::Time instant_;
  std::map<std::string, std::optional<v1::Indicator>> definitions_;
  std::map<std::string, Formula> formulas_;
  absl::node_hash_map<FigureKey, Figure> figures_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_STORE_FIGURES_H_
