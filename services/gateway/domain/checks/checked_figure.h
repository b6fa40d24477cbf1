// Figures that rules name by templates, and between what the true number lies.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_CHECKED_FIGURE_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_CHECKED_FIGURE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/facts/intervals.h"
#include "common/types/period.h"
#include "common/types/rational.h"
#include "services/gateway/domain/checks/check_context.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::gateway {

// A figure that holds a value.
struct CheckedFigure {
  common::v1::Operand operand;
  Rational value;
  int decimals = 0;
  std::string unit;
  // Between what it lies: half of what it was rounded to on either side, or of its last decimal.
  Range rounding;
  // The same where a whole number of things is a count, and no rounded number.
  Range counted;
  // Converted to the prices of a later year, which is recorded as well; others are not.
  bool is_deflated = false;
  // Adjusted for the need for expenditure: never the same as a figure that is not.
  bool is_need_adjusted = false;

  const std::string& name() const { return operand.name(); }
};

// The figure that stands under a name; nothing where none is recorded, or no value.
std::optional<CheckedFigure> FindFigure(const FactSet& facts, absl::string_view name,
                                        absl::string_view field);

// The name that a template has for an area and the period of a rule.
std::string NameFor(const v1::FigureTemplate& figure, absl::string_view area_id,
                    const Period& period);

// Whether a template stands for all members of a dimension, or all parts of a unit: ".*" at its
// end.
bool StandsForAll(const v1::FigureTemplate& figure);

// What the templates of a rule name in one period.
struct NamedFigures {
  std::vector<CheckedFigure> figures;
  // The index of the template of each.
  std::vector<int> templates;
  // Whether anything of it is recorded at all, with a value or a reason.
  bool is_any_recorded = false;
  // Whether all of it holds values.
  bool is_whole = true;
};
NamedFigures FindFigures(const CheckContext& context,
                         const google::protobuf::RepeatedPtrField<v1::FigureTemplate>& templates,
                         const Period& period);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_CHECKED_FIGURE_H_
