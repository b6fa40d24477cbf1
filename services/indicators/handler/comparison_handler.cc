#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/facts/texts.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/decimal.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/comparison.h"
#include "services/indicators/domain/peer_groups.h"
#include "services/indicators/domain/periods.h"
#include "services/indicators/handler/analysis_handlers.h"
#include "services/indicators/handler/requested.h"
#include "services/indicators/store/figures.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

constexpr int kMostAreas = 1000;

absl::Status CheckEnums(const v1::CompareAreasRequest& request) {
  Violations violations;
  CheckEnum("statistic", request.statistic(), Presence::kOptional, violations);
  for (int i = 0; i < request.accept_size(); ++i) {
    CheckEnum("", request.accept(i), Presence::kRequired, violations.At("accept", i));
  }
  CheckLanguage("language", request.language(), violations);
  if (request.areas().empty() && request.peer_group().empty()) {
    violations.Add("areas", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "No area is named; name areas or a peer group.");
  }
  if (request.statistic() == v1::STATISTIC_PUBLISHED && request.peer_group().empty()) {
    violations.Add("peer_group", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "STATISTIC_PUBLISHED is that of a peer group; name one.");
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

ComparisonArea AreaNamed(const AreaRegistry& areas, const std::string& id) {
  ComparisonArea area{.id = id, .title = id};
  const common::v1::Area* const known = areas.Find(id);
  if (known == nullptr) return area;
  area.title = ChooseText(known->display_names(), "").text();
  area.level = known->level();
  return area;
}

bool IsZero(const std::optional<Figure>& figure) {
  if (!figure.has_value() || !figure->has_value()) return false;
  const absl::StatusOr<Decimal> value = Decimal::Parse(figure->operand.cell().value());
  return value.ok() && value->IsZero();
}

// Reads what a comparison needs of its areas.
class AreaFigures {
 public:
  AreaFigures(FigureReader& reader, const Dimensions& dimensions, const Period& period)
      : reader_(reader), dimensions_(dimensions), period_(period) {}

  absl::Status Fill(const v1::Indicator& indicator, std::vector<ComparisonArea>& areas) {
    return Read(indicator, dimensions_, areas,
                {&ComparisonArea::figure, &ComparisonArea::before, &ComparisonArea::after});
  }

  // The weight is of the whole area.
  absl::Status FillWeights(const v1::Indicator& weight, std::vector<ComparisonArea>& areas) {
    return Read(
        weight, {}, areas,
        {&ComparisonArea::weight, &ComparisonArea::weight_before, &ComparisonArea::weight_after});
  }

 private:
  using Place = std::optional<Figure> ComparisonArea::*;
  // Where a figure of the period and its neighbours in time are put.
  struct Places {
    Place figure;
    Place before;
    Place after;
  };

  absl::Status Read(const v1::Indicator& indicator, const Dimensions& dimensions,
                    std::vector<ComparisonArea>& areas, const Places& places) {
    TERTIAL_RETURN_IF_ERROR(Read(indicator, dimensions, period_, areas, places.figure));
    // Only beside a zero do the neighbours in time say anything.
    if (std::none_of(areas.begin(), areas.end(),
                     [&](const ComparisonArea& area) { return IsZero(area.*places.figure); })) {
      return absl::OkStatus();
    }
    TERTIAL_RETURN_IF_ERROR(Read(indicator, dimensions, period_.Previous(), areas, places.before));
    return Read(indicator, dimensions, period_.Next(), areas, places.after);
  }

  absl::Status Read(const v1::Indicator& indicator, const Dimensions& dimensions,
                    const Period& period, std::vector<ComparisonArea>& areas, Place place) {
    std::vector<FigureKey> keys;
    keys.reserve(areas.size());
    for (const ComparisonArea& area : areas) {
      keys.push_back(MakeFigureKey(indicator.name(), area.id, dimensions, period));
    }
    TERTIAL_ASSIGN_OR_RETURN(std::vector<Figure> figures, reader_.Read(keys));
    for (size_t i = 0; i < areas.size(); ++i) areas[i].*place = std::move(figures[i]);
    return absl::OkStatus();
  }

  FigureReader& reader_;
  const Dimensions& dimensions_;
  const Period period_;
};

// The ids of the areas that the request names itself. Errors: AREA_NOT_FOUND, DUPLICATE_ELEMENT.
absl::StatusOr<std::set<std::string>> NamedAreas(const AreaRegistry& areas,
                                                 const v1::CompareAreasRequest& request,
                                                 const Period& period) {
  std::set<std::string> ids;
  for (const std::string& name : request.areas()) {
    TERTIAL_ASSIGN_OR_RETURN(std::string id, ResolveAreaName(areas, "areas", name, period));
    if (!ids.insert(id).second) {
      return InvalidField("areas", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                          absl::StrCat(Quoted(name), " is named twice; name each area once."));
    }
  }
  return ids;
}

// The peer group asked for; none if none is. Errors: INVALID_RESOURCE_NAME, PEER_GROUP_NOT_FOUND.
absl::StatusOr<std::optional<v1::PeerGroup>> RequestedGroup(const AreaRegistry& areas,
                                                            const ReadView& view,
                                                            const std::string& name) {
  if (name.empty()) return std::optional<v1::PeerGroup>();
  TERTIAL_ASSIGN_OR_RETURN(const std::string canonical,
                           CanonicalName<PeerGroupTable>(areas, "peer_group", name));
  return tertial::GetResource<PeerGroupTable>(view, canonical);
}

// The areas with the figures that are compared.
absl::Status FillAreas(const AreaRegistry& registry, const std::set<std::string>& ids,
                       const std::optional<v1::PeerGroup>& group, AreaFigures& figures,
                       ComparisonInput& input) {
  if (ids.size() > kMostAreas) {
    return InvalidField(
        "areas", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
        absl::StrCat(ids.size(), " areas are to be compared; compare at most ", kMostAreas, "."));
  }
  for (const std::string& id : ids) input.areas.push_back(AreaNamed(registry, id));
  TERTIAL_RETURN_IF_ERROR(figures.Fill(input.indicator, input.areas));
  if (IsDiscontinued(input.indicator, input.period.Format())) {
    for (ComparisonArea& area : input.areas) {
      area.outcome_without_cell = common::v1::OUTCOME_DISCONTINUED;
    }
  }
  if (!group.has_value() || group->published_area().empty()) return absl::OkStatus();
  std::vector<ComparisonArea> published = {
      AreaNamed(registry, std::string(LastIdOf(group->published_area())))};
  TERTIAL_RETURN_IF_ERROR(figures.Fill(input.indicator, published));
  input.published = std::move(published.front());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::CompareAreasResponse> AnalysisHandlers::CompareAreas(
    const CallContext& /*call*/, const v1::CompareAreasRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(CheckEnums(request));
  Violations violations;
  const std::optional<Period> period = RequiredPeriod("period", request.period(), violations);
  if (!violations.empty()) return violations.ToStatus();
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  FigureReader reader(view, InstantOf(ledger_, request.as_of(), view));
  TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator,
                           RequestedIndicator(reader, "indicator", request.indicator()));
  TERTIAL_RETURN_IF_ERROR(CheckRequestedDimensions(*indicator, request.dimensions()));
  TERTIAL_ASSIGN_OR_RETURN(std::set<std::string> ids, NamedAreas(areas_, request, *period));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::PeerGroup> group,
                           RequestedGroup(areas_, view, request.peer_group()));
  if (group.has_value()) ids.merge(MembersIn(*group, *period));

  ComparisonInput input{.indicator = *indicator,
                        .period = *period,
                        .statistic = request.statistic(),
                        .weight = request.weight(),
                        .published = std::nullopt};
  for (const int issue : request.accept()) {
    input.accept.push_back(static_cast<v1::ComparabilityIssue>(issue));
  }
  AreaFigures figures(reader, request.dimensions(), *period);
  TERTIAL_RETURN_IF_ERROR(FillAreas(areas_, ids, group, figures, input));
  if (!request.weight().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const weight,
                             RequestedIndicator(reader, "weight", request.weight()));
    input.weight_definition = *weight;
    TERTIAL_RETURN_IF_ERROR(figures.FillWeights(*weight, input.areas));
  }
  TERTIAL_ASSIGN_OR_RETURN(v1::CompareAreasResponse response, Compare(input));
  *response.mutable_label() = ChooseText(indicator->labels(), request.language());
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::indicators
