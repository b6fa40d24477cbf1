// The last id of a workforce figure's name: all that the figure is about, but for the area.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_ID_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_ID_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// What a figure is about.
struct FigureKey {
  v1::Measure measure;
  Period period;
  // The last id of the unit's name; empty for the whole area.
  std::string unit_id = {};
  v1::Sex sex = v1::SEX_TOTAL;
  v1::CertificationBasis certification_basis = v1::CERTIFICATION_BASIS_UNSPECIFIED;
  // Of positions; empty for all.
  std::string level = {};

  friend bool operator==(const FigureKey&, const FigureKey&) = default;
};

// What `figure` says in its fields; `period` is its period.
FigureKey KeyOf(const v1::WorkforceFigure& figure, const Period& period);

// Whether measure, sex, certification basis and level are known and go together: a head count has
// no certification basis.
bool CanBeRecorded(const FigureKey& key);

// Of a key that can be recorded:
// "fte~2024~unit.welfare", "sick-leave-rate~2024~sex.women~basis.unknown".
std::string FormatFigureId(const FigureKey& key);

// The key, one that can be recorded, that FormatFigureId writes so; nothing for any other text.
std::optional<FigureKey> ParseFigureId(absl::string_view id);

// The resource name of a figure.
std::string FigureName(absl::string_view area_id, const FigureKey& key);

// The resource name of a unit, and the last id of such a name.
std::string UnitName(absl::string_view area_id, absl::string_view unit_id);
std::string UnitIdOf(absl::string_view unit_name);

// Lower-case letters, digits and "-", not beginning with "-"; at most 50: a unit's id is a part of
// figure ids, whose parts are joined with "~" and which have 128 bytes in all.
bool IsUnitId(absl::string_view id);

// Lower-case letters, digits and "-"; 1 to 20.
bool IsLevel(absl::string_view level);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_ID_H_
