// The last id of a published figure's name: all that the figure is about, but for area and period.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_PUBLISHED_FIGURE_ID_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_PUBLISHED_FIGURE_ID_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/workforce/v1/figures.pb.h"

namespace tertial::workforce {

// "head-count~unit.welfare~sex.women", "sick-leave-rate~basis.total~band.short". The measure must
// be one of this version.
std::string FormatPublishedFigureId(const v1::FigureSubject& subject);

// The subject, of a unit of the area, that FormatPublishedFigureId writes so; nothing for any other
// text.
std::optional<v1::FigureSubject> ParsePublishedFigureId(absl::string_view area_id,
                                                        absl::string_view id);

std::string CubeName(absl::string_view area_id, const Period& period);
std::string PublishedFigureName(absl::string_view area_id, const Period& period,
                                const v1::FigureSubject& subject);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_PUBLISHED_FIGURE_ID_H_
