#include "services/gateway/domain/checks/checked_figure.h"

#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::gateway {
namespace {

constexpr absl::string_view kAll = ".*";
constexpr absl::string_view kObservations = "/observations/";

Range Around(const Rational& value, const Rational& unit) {
  const Rational half = unit / Rational::FromInt(2);
  return {value - half, value + half};
}

// What the definition of an observation's indicator says of it.
void SetDefinition(const FactSet& facts, CheckedFigure& figure) {
  const absl::string_view name = figure.name();
  const size_t begin = name.find("/indicators/");
  const size_t end = name.find(kObservations);
  if (begin == absl::string_view::npos || end == absl::string_view::npos) return;
  const auto* indicator =
      FindMessage<indicators::v1::Indicator>(facts, name.substr(begin + 1, end - begin - 1));
  // Without a definition nobody knows whether it is a count.
  figure.unit = indicator == nullptr ? "unknown" : indicator->unit();
  if (indicator == nullptr) return;
  if (indicator->kostra().deflated()) {
    // Periods of one kind stand in the order of time.
    facts.VisitBelow(name.substr(0, end + kObservations.size()),
                     [&](const Fact& other) { figure.is_deflated |= other.name > name; });
  }
  figure.is_need_adjusted = indicator->kostra().need_adjusted();
}

}  // namespace

std::optional<CheckedFigure> FindFigure(const FactSet& facts, absl::string_view name,
                                        absl::string_view field) {
  const Fact* fact = facts.Find(name);
  if (fact == nullptr || fact->message == nullptr) return std::nullopt;
  const std::optional<FactNumber> number = NumberOf(*fact->message, field);
  if (!number.has_value() || number->cell == nullptr ||
      number->cell->content_case() != common::v1::Cell::kValue) {
    return std::nullopt;
  }
  const absl::StatusOr<Decimal> value = Decimal::Parse(number->cell->value());
  if (!value.ok()) return std::nullopt;
  CheckedFigure figure{.operand = MakeOperand(name, number->cell.get(), field),
                       .value = Rational(*value),
                       .decimals = value->scale(),
                       .unit = number->unit};
  figure.operand.set_revision(fact->revision);
  const absl::StatusOr<Decimal> rounded_to = Decimal::Parse(number->cell->rounded_to());
  figure.rounding =
      Around(figure.value, rounded_to.ok() ? Rational(*rounded_to)
                                           : Rational::FromInt(10).Power(-figure.decimals));
  SetDefinition(facts, figure);
  // Numbers without a unit are numbers of things: meetings, strategies.
  const bool is_count =
      !rounded_to.ok() && figure.decimals == 0 && (figure.unit == "count" || figure.unit.empty());
  figure.counted = is_count ? Range{figure.value, figure.value} : figure.rounding;
  return figure;
}

std::string NameFor(const v1::FigureTemplate& figure, absl::string_view area_id,
                    const Period& period) {
  return absl::StrReplaceAll(
      figure.name(), {{"{area}", area_id}, {"{period}", period.Next(figure.offset()).FormatId()}});
}

bool StandsForAll(const v1::FigureTemplate& figure) { return absl::EndsWith(figure.name(), kAll); }

NamedFigures FindFigures(const CheckContext& context,
                         const google::protobuf::RepeatedPtrField<v1::FigureTemplate>& templates,
                         const Period& period) {
  NamedFigures named;
  std::set<std::string> seen;
  const auto add = [&](int index, absl::string_view name) {
    // What a ".*" stands for may have been named before.
    const std::string key = absl::StrCat(name, " ", templates[index].field());
    if (!seen.insert(key).second && StandsForAll(templates[index])) return;
    named.is_any_recorded |= context.facts.Find(name) != nullptr;
    std::optional<CheckedFigure> figure = FindFigure(context.facts, name, templates[index].field());
    if (!figure.has_value()) {
      named.is_whole = false;
      return;
    }
    named.figures.push_back(*std::move(figure));
    named.templates.push_back(index);
  };
  for (int i = 0; i < templates.size(); ++i) {
    const std::string name = NameFor(templates[i], context.area_id, period);
    if (!StandsForAll(templates[i])) {
      add(i, name);
      continue;
    }
    const absl::string_view prefix = absl::StripSuffix(name, "*");
    bool is_any = false;
    context.facts.VisitBelow(prefix, [&](const Fact& fact) {
      // One id more, and no further dimension.
      if (fact.name.find_first_of("/~", prefix.size()) != std::string::npos) return;
      is_any = true;
      add(i, fact.name);
    });
    if (!is_any) named.is_whole = false;
  }
  return named;
}

}  // namespace tertial::gateway
