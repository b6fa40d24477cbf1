#include "services/workforce/domain/cube_figures.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/facts/computed.h"
#include "services/workforce/domain/figure_definitions.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/figure_values.h"
#include "services/workforce/domain/published_figure_id.h"

namespace tertial::workforce {
namespace {

using Table = DisclosureTable;
using internal::v1::FrozenNode;

// How the figures of a measure are divided.
struct Division {
  bool by_sex = false;
  bool by_age = false;
};

// Makes the list of CubeFigures.
class Figures {
 public:
  void Add(Table table, v1::FigureMeasure measure, Division division = {}) {
    v1::FigureSubject subject;
    subject.set_measure(measure);
    if (measure == v1::FIGURE_MEASURE_SICK_LEAVE_RATE) {
      subject.set_certification_basis(v1::CERTIFICATION_BASIS_TOTAL_REGISTERED);
    }
    AddDivided(table, subject, division);
  }

  void AddSickLeave(Table table, v1::CertificationBasis basis, v1::AbsenceBand band) {
    v1::FigureSubject subject;
    subject.set_measure(v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
    subject.set_certification_basis(basis);
    subject.set_absence_band(band);
    AddDivided(table, subject, {});
  }

  std::vector<CubeFigure> list;

 private:
  void AddDivided(Table table, v1::FigureSubject subject, Division division) {
    std::vector<v1::Sex> sexes = {v1::SEX_TOTAL};
    if (division.by_sex) sexes = {v1::SEX_WOMEN, v1::SEX_MEN};
    std::vector<v1::AgeBand> bands = {v1::AGE_BAND_UNSPECIFIED};
    if (division.by_age) {
      bands = {v1::AGE_BAND_UNDER_30, v1::AGE_BAND_30_TO_39, v1::AGE_BAND_40_TO_49,
               v1::AGE_BAND_50_TO_59, v1::AGE_BAND_60_AND_OVER};
    }
    for (const v1::Sex sex : sexes) {
      for (const v1::AgeBand band : bands) {
        subject.set_sex(sex);
        subject.set_age_band(band);
        list.push_back({table, subject});
      }
    }
  }
};

std::vector<CubeFigure> MakeCubeFigures() {
  constexpr Division kBySex = {.by_sex = true};
  constexpr Division kByAge = {.by_age = true};
  Figures figures;
  figures.Add(Table::kBase, v1::FIGURE_MEASURE_HEAD_COUNT);
  figures.Add(Table::kSex, v1::FIGURE_MEASURE_HEAD_COUNT, kBySex);
  figures.Add(Table::kSex, v1::FIGURE_MEASURE_WOMEN_SHARE);
  figures.Add(Table::kAge, v1::FIGURE_MEASURE_HEAD_COUNT, kByAge);
  figures.Add(Table::kFte, v1::FIGURE_MEASURE_FTE_AGREED);
  figures.Add(Table::kFte, v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE);
  figures.Add(Table::kEdu, v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE);
  figures.Add(Table::kPos, v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM);
  figures.Add(Table::kPos, v1::FIGURE_MEASURE_POSITION_80_SHARE);
  figures.Add(Table::kJob, v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB);
  figures.Add(Table::kKind, v1::FIGURE_MEASURE_TEMPORARY_SHARE);
  figures.Add(Table::kKind, v1::FIGURE_MEASURE_APPRENTICES);
  figures.Add(Table::kLong, v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE);
  figures.Add(Table::kSick, v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
  for (const v1::CertificationBasis basis :
       {v1::CERTIFICATION_BASIS_SELF_CERTIFIED, v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED}) {
    figures.AddSickLeave(Table::kBasis, basis, v1::ABSENCE_BAND_UNSPECIFIED);
  }
  for (const v1::AbsenceBand band : {v1::ABSENCE_BAND_SHORT, v1::ABSENCE_BAND_LONG}) {
    figures.AddSickLeave(Table::kBand, v1::CERTIFICATION_BASIS_TOTAL_REGISTERED, band);
  }
  figures.Add(Table::kTurnover, v1::FIGURE_MEASURE_TURNOVER);
  figures.Add(Table::kParental, v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS, kBySex);
  figures.Add(Table::kSexAge, v1::FIGURE_MEASURE_HEAD_COUNT, {.by_sex = true, .by_age = true});
  figures.Add(Table::kSexAge, v1::FIGURE_MEASURE_WOMEN_SHARE, kByAge);
  figures.Add(Table::kPosSex, v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM, kBySex);
  figures.Add(Table::kPosSex, v1::FIGURE_MEASURE_POSITION_80_SHARE, kBySex);
  figures.Add(Table::kPosAge, v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM, kByAge);
  figures.Add(Table::kPosAge, v1::FIGURE_MEASURE_POSITION_80_SHARE, kByAge);
  figures.Add(Table::kKindSex, v1::FIGURE_MEASURE_TEMPORARY_SHARE, kBySex);
  figures.Add(Table::kKindSex, v1::FIGURE_MEASURE_APPRENTICES, kBySex);
  figures.Add(Table::kSickSex, v1::FIGURE_MEASURE_SICK_LEAVE_RATE, kBySex);
  figures.Add(Table::kSickAge, v1::FIGURE_MEASURE_SICK_LEAVE_RATE, kByAge);
  return std::move(figures.list);
}

// The table and all that it must be coarser than, however far.
std::set<Table> WithFiner(Table table) {
  std::set<Table> tables = {table};
  for (const Table finer : CoarserThan(table)) tables.merge(WithFiner(finer));
  return tables;
}

// `amount` as it is told in a cell; nothing is added to what was fixed, only rounded.
common::v1::Cell CellOf(const Amount& amount, absl::string_view unit, int decimals) {
  const common::v1::Computed rounded =
      Compute(common::v1::FORMULA_SUM, {MakeConstant("amount", amount.Format())}, unit, decimals);
  common::v1::Cell cell;
  cell.set_value(rounded.value());
  return cell;
}

common::v1::Cell HiddenCell() {
  common::v1::Cell cell;
  cell.set_missing(common::v1::MISSING_REASON_SUPPRESSED);
  return cell;
}

// Decimals of the numerator and the denominator of a figure. Persons and jobs have none, FTEs and
// weeks one, days are told as whole ones, and the mean of two numbers of persons has one.
std::pair<int, int> DecimalsOf(v1::FigureMeasure measure) {
  switch (measure) {
    case v1::FIGURE_MEASURE_FTE_AGREED:
    case v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE:
    case v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE:
      return {1, 1};
    case v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE:
    case v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS:
      return {1, 0};
    case v1::FIGURE_MEASURE_TURNOVER:
      return {0, 1};
    default:
      return {0, 0};
  }
}

// Assembles one cube.
class Assembler {
 public:
  explicit Assembler(const CubeInputs& inputs) : inputs_(inputs) {
    for (const Table table : DisclosureTables()) {
      Slices& slices = slices_[table];
      slices.of = SlicesOf(table, inputs.period, inputs.policy.sick_leave_unit());
      for (const CubeSlice& slice : slices.of) {
        auto& nodes = slices.shown.emplace_back();
        for (const FrozenNode& node : inputs.frozen(table, slice)->nodes()) {
          nodes.emplace(node.unit(), &node);
        }
      }
    }
  }

  AssembledCube Assemble() const {
    AssembledCube assembled;
    v1::Cube& cube = assembled.cube;
    for (int node = 0; node < inputs_.tree.size(); ++node) {
      for (const CubeFigure& figure : CubeFigures()) {
        if (slices_.at(figure.table).of.empty()) continue;
        if (inputs_.tree.depth(node) > DeepestOf(figure.table)) continue;
        assembled.figures.push_back(FigureOf(figure, node));
        const bool hidden = assembled.figures.back().cell().has_missing();
        cube.set_suppressed(cube.suppressed() + (hidden ? 1 : 0));
      }
    }
    cube.set_figures(static_cast<int32_t>(assembled.figures.size()));
    Describe(cube);
    return assembled;
  }

 private:
  // The slices of a table, and of each what is shown of each unit.
  struct Slices {
    std::vector<CubeSlice> of;
    std::vector<absl::flat_hash_map<std::string, const FrozenNode*>> shown;
  };

  void Describe(v1::Cube& cube) const {
    cube.set_name(CubeName(inputs_.area_id, inputs_.period));
    cube.set_period(inputs_.period.Format());
    *cube.mutable_policy() = inputs_.policy;
    cube.set_extract_date(inputs_.extract_date);
    AddUnits(cube);
    for (const MeasureDefinition& definition : MeasureDefinitions()) {
      const bool is_in_it =
          std::any_of(CubeFigures().begin(), CubeFigures().end(), [&](const CubeFigure& figure) {
            return figure.subject.measure() == definition.measure &&
                   !slices_.at(figure.table).of.empty();
          });
      if (!is_in_it) continue;
      *cube.add_definitions() =
          DefinitionOf(definition, inputs_.period, inputs_.policy.short_term_days());
    }
  }

  void AddUnits(v1::Cube& cube) const {
    const UnitTree& tree = inputs_.tree;
    absl::flat_hash_map<std::string, const v1::Unit*> by_name;
    for (const v1::Unit& unit : inputs_.units) by_name.emplace(unit.name(), &unit);
    for (int node = 1; node < tree.size(); ++node) {
      v1::CubeUnit& unit = *cube.add_units();
      unit.set_unit(UnitName(inputs_.area_id, tree.id(node)));
      if (tree.parent(node) != 0) {
        unit.set_parent(UnitName(inputs_.area_id, tree.id(tree.parent(node))));
      }
      *unit.mutable_titles() = by_name.at(unit.unit())->titles();
    }
  }

  v1::PublishedFigure FigureOf(const CubeFigure& of, int node) const {
    const MeasureDefinition& definition = *FindDefinition(of.subject.measure());
    v1::PublishedFigure figure;
    *figure.mutable_subject() = of.subject;
    if (node != 0) {
      figure.mutable_subject()->set_unit(UnitName(inputs_.area_id, inputs_.tree.id(node)));
    }
    figure.set_name(PublishedFigureName(inputs_.area_id, inputs_.period, figure.subject()));
    figure.set_period(inputs_.period.Format());
    figure.set_unit_of_measure(std::string(definition.unit));
    figure.set_definition_version(definition.version);
    const std::optional<Quotient> quotient = QuotientAt(of, inputs_.tree.id(node));
    if (quotient.has_value()) {
      SetValues(*quotient, definition, figure);
    } else {
      Hide(of, figure);
    }
    return figure;
  }

  // Nothing where the figure is hidden.
  std::optional<Quotient> QuotientAt(const CubeFigure& of, const std::string& unit_id) const {
    if (!IsShown(of.table, unit_id)) return std::nullopt;
    bool complete = true;
    const auto sum = [&](v1::Sex sex, v1::AgeBand band, Counter counter) {
      const std::optional<int64_t> found = SumAt(of.table, unit_id, sex, band, counter);
      complete = complete && found.has_value();
      return found.value_or(0);
    };
    std::optional<Quotient> quotient = QuotientOf(of.subject, sum);
    return complete ? quotient : std::nullopt;
  }

  // A node is shown where every slice shows it.
  bool IsShown(Table table, const std::string& unit_id) const {
    const auto& shown = slices_.at(table).shown;
    return std::all_of(shown.begin(), shown.end(),
                       [&](const auto& nodes) { return nodes.contains(unit_id); });
  }

  // The sum over the slices, from the table or one that shows all that it does.
  std::optional<int64_t> SumAt(Table table, const std::string& unit_id, v1::Sex sex,
                               v1::AgeBand band, Counter counter) const {
    for (const Table from : WithFiner(table)) {
      // Of other days nothing is of use.
      if (slices_.at(from).of != slices_.at(table).of || !IsShown(from, unit_id)) continue;
      std::optional<int64_t> sum = 0;
      for (const auto& nodes : slices_.at(from).shown) {
        const std::optional<int64_t> part = FindSum(*nodes.at(unit_id), sex, band, counter);
        sum = sum.has_value() && part.has_value() ? std::optional(*sum + *part) : std::nullopt;
      }
      if (sum.has_value()) return sum;
    }
    return std::nullopt;
  }

  static void SetValues(const Quotient& quotient, const MeasureDefinition& definition,
                        v1::PublishedFigure& figure) {
    std::vector<common::v1::Operand> operands = {
        MakeConstant("numerator", quotient.numerator.Format())};
    if (quotient.denominator.has_value()) {
      operands.push_back(MakeConstant("denominator", quotient.denominator->Format()));
    }
    const common::v1::Computed computed =
        Compute(definition.formula, std::move(operands), definition.unit, definition.decimals);
    if (computed.has_value()) {
      figure.mutable_cell()->set_value(computed.value());
    } else {
      figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_DATA_LACKING);
    }
    const auto [numerator, denominator] = DecimalsOf(definition.measure);
    *figure.mutable_numerator() = CellOf(quotient.numerator, definition.unit, numerator);
    if (quotient.denominator.has_value()) {
      *figure.mutable_denominator() = CellOf(*quotient.denominator, definition.unit, denominator);
    }
  }

  // With a denominator where the figure would have one.
  static void Hide(const CubeFigure& of, v1::PublishedFigure& figure) {
    *figure.mutable_cell() = HiddenCell();
    *figure.mutable_numerator() = HiddenCell();
    const auto none = [](v1::Sex, v1::AgeBand, Counter) { return int64_t{1}; };
    const std::optional<Quotient> quotient = QuotientOf(of.subject, none);
    if (quotient.has_value() && quotient->denominator.has_value()) {
      *figure.mutable_denominator() = HiddenCell();
    }
  }

  const CubeInputs& inputs_;
  absl::flat_hash_map<Table, Slices> slices_;
};

}  // namespace

absl::Span<const CubeFigure> CubeFigures() {
  static const auto& figures = *new std::vector<CubeFigure>(MakeCubeFigures());
  return figures;
}

AssembledCube AssembleCube(const CubeInputs& inputs) { return Assembler(inputs).Assemble(); }

}  // namespace tertial::workforce
