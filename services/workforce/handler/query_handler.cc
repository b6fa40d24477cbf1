#include "services/workforce/handler/query_handler.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/limits.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"
#include "services/workforce/domain/figure_definitions.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/figure_values.h"
#include "services/workforce/store/cube_reads.h"
#include "services/workforce/store/keys.h"
#include "services/workforce/store/register_store.h"

namespace tertial::workforce {
namespace {

constexpr int kLongestShortTerm = 365;

absl::StatusOr<Period> ParseFigurePeriod(const std::string& text) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) {
    return InvalidField("period", common::v1::ERROR_REASON_INVALID_PERIOD,
                        period.status().message());
  }
  if (!HasFigures(period->kind())) {
    return InvalidField("period", common::v1::ERROR_REASON_INVALID_PERIOD,
                        absl::StrCat("Period ", Quoted(text),
                                     " is no day, month, tertial or year; figures are computed for "
                                     "those."));
  }
  // A turnover looks at the day before.
  if (period->first_day() <= absl::CivilDay(kFirstWorkYear, 1, 1) ||
      period->year() > kLastWorkYear) {
    return InvalidField("period", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                        absl::StrCat("Period ", Quoted(text), " must lie between ", kFirstWorkYear,
                                     " and ", kLastWorkYear, "."));
  }
  return period;
}

void CheckMeasures(const v1::QueryFiguresRequest& request, const Violations& violations) {
  for (int i = 0; i < request.measures_size(); ++i) {
    if (FindDefinition(request.measures(i)) != nullptr) continue;
    violations.At("measures", static_cast<size_t>(i))
        .Add("", common::v1::ERROR_REASON_INVALID_ENUM,
             absl::StrCat("Measure ", static_cast<int>(request.measures(i)), " is not known."));
  }
}

absl::Status CheckRequest(const v1::QueryFiguresRequest& request) {
  Violations violations;
  CheckMeasures(request, violations);
  if (request.units_size() > kLargestBatch) {
    violations.Add("units", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
                   absl::StrCat("There are ", request.units_size(), " units; at most ",
                                kLargestBatch, " can be asked for at once."));
  }
  if (request.every_unit() && request.units_size() > 0) {
    violations.Add("units", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "Units must not be named where every unit is asked for.");
  }
  if (request.short_term_days() < 0 || request.short_term_days() > kLongestShortTerm) {
    violations.Add("short_term_days", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat("The limit ", request.short_term_days(), " must be 1 to ",
                                kLongestShortTerm, " days, or 0."));
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// What is to be computed: the request, understood.
struct Query {
  std::string area_id;
  Period period;
  // In the order of their numbers.
  std::vector<const MeasureDefinition*> measures;
  std::vector<v1::Sex> sexes;
  std::vector<v1::AgeBand> bands;
  // Ids in the order of the answer; empty: the area.
  std::vector<std::string> units;
  FigurePlan plan;
  // The place in the plan of each of `measures`.
  std::vector<int> slots;
};

void SetMeasures(const v1::QueryFiguresRequest& request, Query& query) {
  const std::set<int> asked(request.measures().begin(), request.measures().end());
  for (const MeasureDefinition& definition : MeasureDefinitions()) {
    if (asked.empty() || asked.count(definition.measure) > 0) query.measures.push_back(&definition);
  }
}

void SetDivisions(const v1::QueryFiguresRequest& request, Query& query) {
  query.sexes = {v1::SEX_TOTAL};
  if (request.by_sex()) {
    query.sexes.push_back(v1::SEX_WOMEN);
    query.sexes.push_back(v1::SEX_MEN);
  }
  query.bands = {v1::AGE_BAND_UNSPECIFIED};
  if (!request.by_age()) return;
  for (int band = v1::AGE_BAND_UNDER_30; band <= v1::AGE_BAND_60_AND_OVER; ++band) {
    query.bands.push_back(static_cast<v1::AgeBand>(band));
  }
}

// The node of a unit that is there itself on the tree's day.
std::optional<int> NodeOf(const UnitTree& tree, const std::string& unit_id) {
  if (unit_id.empty()) return 0;
  const std::optional<int> node = tree.Find(unit_id);
  return node.has_value() && tree.id(*node) == unit_id ? node : std::nullopt;
}

absl::Status SetUnits(const v1::QueryFiguresRequest& request, const AreaRegistry& areas,
                      const UnitTree& tree, Query& query) {
  if (request.every_unit()) {
    for (int node = 0; node < tree.size(); ++node) query.units.push_back(tree.id(node));
    return absl::OkStatus();
  }
  if (request.units().empty()) query.units.push_back("");
  for (int i = 0; i < request.units_size(); ++i) {
    const std::string& name = request.units(i);
    const std::string field = absl::StrCat("units[", i, "]");
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                             CanonicalIds<UnitTable>(areas, field, name));
    if (ids[0] != query.area_id) {
      return InvalidField(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                          absl::StrCat("Unit ", Quoted(name), " is of another area."));
    }
    if (!tree.Find(ids[1]).has_value()) return ResourceNotFound(UnitTable::kNotFound, name);
    if (!NodeOf(tree, ids[1]).has_value()) {
      return InvalidField(
          field, common::v1::ERROR_REASON_UNIT_NOT_VALID,
          absl::StrCat("Unit ", Quoted(name), " is not valid on the last day of the period."));
    }
    query.units.push_back(ids[1]);
  }
  return absl::OkStatus();
}

// The trees of the days of one query, made once each.
class Trees {
 public:
  explicit Trees(std::vector<v1::Unit> units) : units_(std::move(units)) {}

  const std::shared_ptr<const UnitTree>& On(absl::CivilDay day) {
    std::shared_ptr<const UnitTree>& tree = trees_[ToDayNumber(day)];
    if (tree == nullptr) tree = std::make_shared<const UnitTree>(UnitTree::At(units_, day));
    return tree;
  }

 private:
  const std::vector<v1::Unit> units_;
  std::map<DayNumber, std::shared_ptr<const UnitTree>> trees_;
};

// Where the request says nothing, the limit of short absences is that of the area's policy.
absl::Status SetShortTerm(const v1::QueryFiguresRequest& request, const RecordReader& reader,
                          Query& query) {
  query.plan.short_term_days = request.short_term_days();
  if (request.short_term_days() > 0) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const PolicyInForce policy,
                           PolicyOf(reader, query.area_id, query.period.year()));
  query.plan.short_term_days = policy.policy.short_term_days();
  return absl::OkStatus();
}

void SetPlan(const v1::QueryFiguresRequest& request, const internal::v1::RegisterHead& head,
             Trees& trees, Query& query) {
  if (!request.occupation_group().empty()) {
    // A group that nobody is in has the number of none.
    const auto group = std::find(head.occupation_groups().begin(), head.occupation_groups().end(),
                                 request.occupation_group());
    query.plan.occupation =
        static_cast<uint32_t>(std::distance(head.occupation_groups().begin(), group));
  }
  const std::vector<std::string> unit_ids(head.units().begin(), head.units().end());
  for (const MeasureDefinition* const measure : query.measures) {
    const SlotDays days = DaysOf(*measure, query.period);
    const DayNumber first = ToDayNumber(days.first);
    const DayNumber last = ToDayNumber(days.last);
    std::optional<int> slot = FindSlot(query.plan, days.kind, first, last);
    if (!slot.has_value()) {
      slot = AddSlot(days.kind, first, last, trees.On(days.last), unit_ids, query.plan);
    }
    query.slots.push_back(*slot);
  }
}

absl::Status CheckCovered(const Query& query, const internal::v1::RegisterHead& head) {
  const std::optional<absl::CivilDay> extract = ParseCivilDay(head.state().extract_date());
  if (!extract.has_value()) return StoredDataDamaged("extract_date of a register");
  if (query.period.last_day() <= *extract) return absl::OkStatus();
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_PERIOD_NOT_COVERED,
                   absl::StrCat("The register describes ", head.state().extract_date(),
                                "; figures of a period that ends later are not computed."),
                   {{"period", query.period.Format()}});
}

absl::Status CheckSize(const Query& query) {
  size_t subjects = 0;
  for (const MeasureDefinition* const measure : query.measures) {
    subjects += SubjectsOf(measure->measure).size();
  }
  const size_t figures = subjects * query.units.size() * query.sexes.size() * query.bands.size();
  if (figures <= kMostFigures) return absl::OkStatus();
  return InvalidField(
      "units", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
      absl::StrCat("These are ", figures, " figures; at most ", kMostFigures,
                   " are told at once. Ask for fewer units, measures or divisions."));
}

// The answer, piece by piece: messages written one after the other are read as one. A large answer
// has tens of thousands of figures, which differ in little but the unit and the numbers. So there
// is one message for each figure of a unit, which is filled anew for every unit.
class Answer {
 public:
  Answer(const Query& query, const CounterTable& table) : query_(query), table_(table) {
    for (size_t measure = 0; measure < query.measures.size(); ++measure) AddPieces(measure);
  }

  // Appends the figures of the unit (empty: the area) to `bytes`.
  void AppendUnit(const std::string& unit_id, std::string& bytes) {
    const std::string name = unit_id.empty() ? "" : UnitName(query_.area_id, unit_id);
    // A unit may be there on the last day of the period and not on that of a measure.
    std::vector<std::optional<int>> nodes;
    for (const Slot& slot : query_.plan.slots) nodes.push_back(NodeOf(*slot.tree, unit_id));
    for (Piece& piece : pieces_) {
      const std::optional<int>& node = nodes[static_cast<size_t>(piece.slot)];
      if (!node.has_value()) continue;
      v1::ComputedFigure& figure = *piece.message.mutable_figures(0);
      figure.mutable_subject()->set_unit(name);
      SetQuotient(*QuotientOf(figure.subject(), table_, piece.slot, *node), figure);
      piece.message.AppendToString(&bytes);
    }
  }

 private:
  struct Piece {
    int slot;
    // With one figure.
    v1::QueryFiguresResponse message;
  };

  void AddPieces(size_t measure) {
    const MeasureDefinition& definition = *query_.measures[measure];
    const v1::FigureDefinition told =
        DefinitionOf(definition, query_.period, query_.plan.short_term_days);
    const std::string period = query_.period.Format();
    const int slot = query_.slots[measure];
    for (const v1::Sex sex : query_.sexes) {
      for (const v1::AgeBand band : query_.bands) {
        for (v1::FigureSubject subject : SubjectsOf(definition.measure)) {
          subject.set_sex(sex);
          subject.set_age_band(band);
          const std::optional<Quotient> quotient = QuotientOf(subject, table_, slot, 0);
          if (!quotient.has_value()) continue;
          Piece& piece = pieces_.emplace_back();
          piece.slot = slot;
          *piece.message.add_figures() =
              MakeFigure(subject, told, *quotient, query_.area_id, period);
        }
      }
    }
  }

  const Query& query_;
  const CounterTable& table_;
  std::vector<Piece> pieces_;
};

}  // namespace

absl::StatusOr<std::string> QueryHandler::QueryFigures(const v1::QueryFiguresRequest& request) {
  TERTIAL_RETURN_IF_ERROR(CheckRequest(request));
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseFigurePeriod(request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> opened, OpenRegister(ledger_, area_id));
  if (!opened.has_value()) {
    return ResourceNotFound(common::v1::ERROR_REASON_REGISTER_NOT_FOUND, request.area());
  }
  TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::Unit> units,
                           ReadBelow<UnitTable>(opened->view, {area_id}));
  Trees trees(std::move(units));
  Query query{.area_id = area_id, .period = period};
  TERTIAL_RETURN_IF_ERROR(CheckCovered(query, opened->head));
  SetMeasures(request, query);
  SetDivisions(request, query);
  TERTIAL_RETURN_IF_ERROR(SetUnits(request, areas_, *trees.On(period.last_day()), query));
  TERTIAL_RETURN_IF_ERROR(CheckSize(query));
  TERTIAL_RETURN_IF_ERROR(SetShortTerm(request, opened->view, query));
  SetPlan(request, opened->head, trees, query);
  TERTIAL_ASSIGN_OR_RETURN(const std::shared_ptr<const CounterTable> table,
                           figures_.Compute(*opened, query.plan));
  Answer answer(query, *table);
  std::string bytes;
  for (const std::string& unit_id : query.units) answer.AppendUnit(unit_id, bytes);
  v1::QueryFiguresResponse last;
  *last.mutable_register_() = StateOf(area_id, opened->head);
  last.AppendToString(&bytes);
  return bytes;
}

}  // namespace tertial::workforce
