// Warming potentials, and emissions told with others than those they were published with.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_GWP_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_GWP_H_

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/rational.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// The unit of a figure that is the mass of its gas.
inline constexpr char kMassUnit[] = "tonnes";
// The gas that the others are measured by: its potential is 1 in every table.
inline constexpr char kCarbonDioxide[] = "co2";

// The potentials of one table, by gas. Holds what it needs of the message.
class GwpTable {
 public:
  // The table has passed CheckGwpTable.
  explicit GwpTable(const v1::GwpTable& table);

  // The resource name, "gwpTables/ar5".
  const std::string& name() const { return name_; }
  // The potential as an operand that bears the name of the table, with the gas as its field;
  // nothing where the table has none for the gas.
  std::optional<common::v1::Operand> FindOperand(absl::string_view gas) const;
  // The potential, exact; nothing where the table has none for the gas.
  std::optional<Rational> Find(absl::string_view gas) const;

 private:
  std::string name_;
  std::map<std::string, std::string, std::less<>> gwp_;
};

// What makes CO2 equivalents of the figures of one release.
class GwpConversion {
 public:
  // `own` is the table that the release names, `wanted` the one that a call asks for. Without `own`
  // the release names none; without `wanted` its own is meant.
  GwpConversion(std::optional<GwpTable> own, std::optional<GwpTable> wanted);

  // Whether another table than the release's is asked for: figures that name no gas cannot be told
  // then, and of a sector what it is split into by gas stands for its own figure.
  bool IsToAnotherTable() const;

  // Whether the figure stands as it is recorded: it is in CO2 equivalents, and by the potentials
  // that are asked for.
  bool IsAsRecorded(const v1::EmissionFigure& figure) const;

  // The figure in "tonnes_co2e", where it does not stand as it is recorded; `operand` is its cell,
  // with the interval that it has. FORMULA_CONVERTED_PRODUCT: of a mass (value, potential, 1, 1),
  // of CO2 equivalents (value, potential asked for, 1, potential of the release). Not computable
  // (GWP_UNKNOWN) where the figure names no gas or a mixture of gases, or a table that is needed is
  // not named or lacks the gas; and like every formula over a cell without a value. Of CO2 a tonne
  // is a tonne of CO2 equivalents without any table.
  common::v1::Computed Convert(const v1::EmissionFigure& figure,
                               const common::v1::Operand& operand) const;

 private:
  const GwpTable* Wanted() const;

  std::optional<GwpTable> own_;
  std::optional<GwpTable> wanted_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_GWP_H_
