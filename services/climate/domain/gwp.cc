#include "services/climate/domain/gwp.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

Computed GwpUnknown(std::vector<Operand> operands, absl::string_view detail) {
  return NotComputable(common::v1::FORMULA_CONVERTED_PRODUCT, std::move(operands), kEmissionUnit,
                       common::v1::NOT_COMPUTABLE_REASON_GWP_UNKNOWN, detail);
}

}  // namespace

GwpTable::GwpTable(const v1::GwpTable& table) : name_(table.name()) {
  for (const v1::GwpValue& value : table.values()) gwp_.emplace(value.gas(), value.gwp());
}

std::optional<Operand> GwpTable::FindOperand(absl::string_view gas) const {
  const auto found = gwp_.find(gas);
  if (found == gwp_.end()) return std::nullopt;
  Operand operand = MakeConstant(name_, found->second);
  operand.set_field(found->first);
  return operand;
}

std::optional<Rational> GwpTable::Find(absl::string_view gas) const {
  const auto found = gwp_.find(gas);
  if (found == gwp_.end()) return std::nullopt;
  // A table that is recorded has passed CheckGwpTable, so the potential parses.
  return Rational(*Decimal::Parse(found->second));
}

GwpConversion::GwpConversion(std::optional<GwpTable> own, std::optional<GwpTable> wanted)
    : own_(std::move(own)), wanted_(std::move(wanted)) {}

const GwpTable* GwpConversion::Wanted() const {
  if (wanted_.has_value()) return &*wanted_;
  return own_.has_value() ? &*own_ : nullptr;
}

bool GwpConversion::IsToAnotherTable() const {
  return wanted_.has_value() && (!own_.has_value() || own_->name() != wanted_->name());
}

bool GwpConversion::IsAsRecorded(const v1::EmissionFigure& figure) const {
  if (figure.unit() == kMassUnit) return false;
  return !IsToAnotherTable() || figure.gas() == kCarbonDioxide;
}

Computed GwpConversion::Convert(const v1::EmissionFigure& figure, const Operand& operand) const {
  const std::string& gas = figure.gas();
  if (gas.empty()) {
    return GwpUnknown({operand}, absl::StrCat(figure.name(), " does not say which gas it is of."));
  }
  const Operand one = MakeConstant(figure.name(), "1");
  // Nothing where the table is not named or lacks the gas.
  const auto potential = [&](const GwpTable* table) -> std::optional<Operand> {
    if (gas == kCarbonDioxide) return one;
    return table == nullptr ? std::nullopt : table->FindOperand(gas);
  };
  const GwpTable* const own = own_.has_value() ? &*own_ : nullptr;
  const std::optional<Operand> to = potential(Wanted());
  if (!to.has_value()) {
    return GwpUnknown(
        {operand},
        Wanted() == nullptr
            ? absl::StrCat("No table of warming potentials is named for ", figure.name(), ".")
            : absl::StrCat(Wanted()->name(), " has no warming potential of ", gas, "."));
  }
  const std::optional<Operand> from = figure.unit() == kMassUnit ? one : potential(own);
  if (!from.has_value()) {
    return GwpUnknown(
        {operand, *to},
        own == nullptr
            ? absl::StrCat("The release names no table that ", figure.name(), " was made with.")
            : absl::StrCat(own->name(), " has no warming potential of ", gas, "."));
  }
  return Compute(common::v1::FORMULA_CONVERTED_PRODUCT, {operand, *to, one, *from}, kEmissionUnit,
                 DecimalsOf({operand}));
}

}  // namespace tertial::climate
