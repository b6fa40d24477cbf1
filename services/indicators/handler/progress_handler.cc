#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/texts.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/development.h"
#include "services/indicators/domain/progress.h"
#include "services/indicators/handler/analysis_handlers.h"
#include "services/indicators/handler/requested.h"
#include "services/indicators/store/figures.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

// What is asked for, with defaults filled in.
struct Asked {
  Period period;
  Period change_from;
  std::optional<Period> trend_from;
};

absl::StatusOr<Asked> ParseRequest(const v1::GetProgressRequest& request) {
  Violations violations;
  const std::optional<Period> period = RequiredPeriod("period", request.period(), violations);
  const std::optional<Period> change_from =
      OptionalPeriod("change_from", request.change_from(), violations);
  const std::optional<Period> trend_from =
      OptionalPeriod("trend_from", request.trend_from(), violations);
  CheckLanguage("language", request.language(), violations);
  for (const auto& [field, earlier] :
       {std::pair("change_from", &change_from), std::pair("trend_from", &trend_from)}) {
    if (!period.has_value() || !earlier->has_value()) continue;
    if ((*earlier)->kind() != period->kind() || **earlier >= *period) {
      violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     absl::StrCat(Quoted((*earlier)->Format()), " is no period before ",
                                  Quoted(period->Format()), " and of its kind."));
    }
  }
  if (!violations.empty()) return violations.ToStatus();
  return Asked{*period, change_from.value_or(period->Previous()), trend_from};
}

// The figures of a series by period; where there is none, one without a cell.
class Window {
 public:
  Window(const v1::Indicator& indicator, const std::string& area_id, const Dimensions& dimensions,
         const std::vector<Figure>& series)
      : indicator_(indicator), area_id_(area_id), dimensions_(dimensions), series_(series) {}

  Figure In(const Period& period) const {
    const auto found = std::find_if(series_.begin(), series_.end(),
                                    [&](const Figure& figure) { return figure.period == period; });
    if (found != series_.end()) return *found;
    Figure none{.area_id = area_id_, .period = period};
    none.operand.set_name(
        FigureName(MakeFigureKey(indicator_.name(), area_id_, dimensions_, period)));
    none.decimals = indicator_.decimals();
    return none;
  }

  // Those of the kind of `last`, from `first` to `last`.
  std::vector<Figure> Between(const std::optional<Period>& first, const Period& last) const {
    std::vector<Figure> figures;
    for (const Figure& figure : series_) {
      if (figure.period.kind() == last.kind() && figure.period <= last &&
          (!first.has_value() || figure.period >= *first)) {
        figures.push_back(figure);
      }
    }
    return figures;
  }

 private:
  const v1::Indicator& indicator_;
  const std::string& area_id_;
  const Dimensions& dimensions_;
  const std::vector<Figure>& series_;
};

struct RecordedTarget {
  v1::Target target;
  Revision revision = 0;
};

// The targets of the area for the indicator, in the order of their names.
absl::StatusOr<std::vector<RecordedTarget>> ReadTargets(const ReadView& view,
                                                        const std::string& area_id,
                                                        const std::string& indicator) {
  std::vector<RecordedTarget> targets;
  TERTIAL_RETURN_IF_ERROR(ScanResources<TargetTable>(
      view, {area_id}, "",
      [&](absl::string_view /*pk*/, Revision revision, const v1::Target& target) {
        if (target.indicator() == indicator) targets.push_back({target, revision});
        return true;
      }));
  return targets;
}

// The band that tells what is better of an indicator that is best within one; nullptr: there is
// none.
const v1::Target* BandOf(const std::vector<RecordedTarget>& targets) {
  const auto found =
      std::find_if(targets.begin(), targets.end(), [](const RecordedTarget& recorded) {
        return recorded.target.comparator() == v1::COMPARATOR_WITHIN;
      });
  return found == targets.end() ? nullptr : &found->target;
}

v1::TargetProgress ProgressTowards(const RecordedTarget& recorded, const v1::Indicator& indicator,
                                   const Window& window, const Period& period,
                                   const std::vector<Figure>& series) {
  const Figure current = window.In(period);
  ProgressInput input{.indicator = indicator,
                      .target = recorded.target,
                      .target_revision = recorded.revision,
                      .current = current,
                      .base = std::nullopt,
                      .previous = window.In(period.Previous()),
                      .series = series};
  const absl::StatusOr<Period> base = Period::Parse(recorded.target.base_period());
  if (base.ok()) input.base = window.In(*base);
  return ProgressOf(input);
}

}  // namespace

absl::StatusOr<v1::GetProgressResponse> AnalysisHandlers::GetProgress(
    const CallContext& /*call*/, const v1::GetProgressRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Asked asked, ParseRequest(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), asked.period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  FigureReader reader(view, InstantOf(ledger_, request.as_of(), view));
  TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator,
                           RequestedIndicator(reader, "indicator", request.indicator()));
  TERTIAL_RETURN_IF_ERROR(CheckRequestedDimensions(*indicator, request.dimensions()));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<Figure> series,
                           reader.ReadSeries(*indicator, area_id, request.dimensions()));
  const Window window(*indicator, area_id, request.dimensions(), series);

  TERTIAL_ASSIGN_OR_RETURN(const std::vector<RecordedTarget> targets,
                           ReadTargets(view, area_id, indicator->name()));
  const v1::Target* const band = BandOf(targets);

  v1::GetProgressResponse response;
  *response.mutable_indicator() = *indicator;
  *response.mutable_label() = ChooseText(indicator->labels(), request.language());
  *response.mutable_change() = ChangeBetween(*indicator, window.In(asked.change_from),
                                             window.In(asked.period), series, band);
  *response.mutable_trend() =
      TrendOf(*indicator, window.Between(asked.trend_from, asked.period), band);
  // A target is of the whole area.
  if (request.dimensions().empty()) {
    for (const RecordedTarget& target : targets) {
      *response.add_targets() = ProgressTowards(target, *indicator, window, asked.period, series);
    }
  }
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::indicators
