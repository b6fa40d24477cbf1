// The name that figures have at the service that owns them (FigureOwner.resource), for all areas
// and periods.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_FIGURE_TEMPLATE_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_FIGURE_TEMPLATE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/types/period.h"

namespace tertial::indicators {

// A resource name in which "{area}" and "{period}" stand for an area and a period:
// "areas/{area}/figures/full-time-share~{period}".
class FigureTemplate {
 public:
  // INVALID_ARGUMENT, ERROR_REASON_INVALID_RESOURCE_NAME, with a sentence, unless `text` begins
  // with "areas/{area}/", has "{period}" once, as an id or a part of one that "~" marks off, and
  // has no other braces.
  static absl::StatusOr<FigureTemplate> Parse(absl::string_view text);

  // The name for an area, by its id, and a period.
  std::string NameFor(absl::string_view area_id, const Period& period) const;

  // What a name is about.
  struct Place {
    std::string area_id;
    Period period;

    friend bool operator==(const Place&, const Place&) = default;
  };
  // The area and the period that NameFor makes `name` of; nothing if it makes it of none.
  std::optional<Place> Match(absl::string_view name) const;

 private:
  FigureTemplate(absl::string_view between, absl::string_view after)
      : between_(between), after_(after) {}

  // What stands between the two, from "/" on, and after the period.
  std::string between_;
  std::string after_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_FIGURE_TEMPLATE_H_
