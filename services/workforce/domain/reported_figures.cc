#include "services/workforce/domain/reported_figures.h"

#include <algorithm>
#include <tuple>

#include "common/types/decimal.h"
#include "services/workforce/domain/unit_tree.h"

namespace tertial::workforce {
namespace {

auto Tied(const v1::FigureSubject& subject) {
  return std::make_tuple(subject.measure(), subject.unit(), subject.sex(), subject.age_band(),
                         subject.certification_basis(), subject.absence_band());
}

}  // namespace

const v1::WorkforceFigure* FindReported(const ReportedFigures& figures, absl::string_view area_id,
                                        const FigureKey& key) {
  const auto found = figures.find(FigureName(area_id, key));
  return found == figures.end() ? nullptr : &found->second;
}

const v1::PublishedFigure* FindPublished(const std::optional<PublishedFigures>& figures,
                                         const v1::FigureSubject& subject) {
  if (!figures.has_value()) return nullptr;
  const auto found = std::find_if(
      figures->begin(), figures->end(),
      [&](const v1::PublishedFigure& figure) { return Tied(figure.subject()) == Tied(subject); });
  return found == figures->end() ? nullptr : &*found;
}

v1::FigureSubject SubjectOf(v1::FigureMeasure measure, v1::Sex sex) {
  v1::FigureSubject subject;
  subject.set_measure(measure);
  subject.set_sex(sex);
  return subject;
}

bool HasValue(const common::v1::Cell& cell) {
  return cell.content_case() == common::v1::Cell::kValue;
}

Rational ValueOf(const common::v1::Cell& cell) {
  // Stored cells have passed CheckCell, so the value parses.
  return Rational(*Decimal::Parse(cell.value()));
}

int DecimalsOf(const common::v1::Cell& cell) {
  return HasValue(cell) ? Decimal::Parse(cell.value())->scale() : 0;
}

bool IsBeforeInOrder(const v1::Unit* a, const v1::Unit* b) {
  return std::forward_as_tuple(a->order(), a->name()) <
         std::forward_as_tuple(b->order(), b->name());
}

std::vector<const v1::Unit*> UnitsAtTheTop(absl::Span<const v1::Unit> units, const Period& period) {
  std::vector<const v1::Unit*> top;
  for (const v1::Unit& unit : units) {
    if (IsValidOn(unit, period.last_day()) && ParentOn(unit, period.last_day()).empty()) {
      top.push_back(&unit);
    }
  }
  std::sort(top.begin(), top.end(), IsBeforeInOrder);
  return top;
}

}  // namespace tertial::workforce
