#include "services/gateway/domain/claims/claim_remarks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/types/period.h"
#include "google/protobuf/descriptor.h"
#include "services/gateway/domain/fact_names.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/indicators/v1/indicators_definition.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using indicators::v1::Observation;
using workforce::v1::WorkforceFigure;

template <typename Kind>
const Kind* As(const Fact& fact) {
  return dynamic_cast<const Kind*>(fact.message.get());
}

bool HasFlag(const common::v1::Cell& cell, common::v1::Flag flag) {
  return std::find(cell.flags().begin(), cell.flags().end(), flag) != cell.flags().end();
}

// The period that a resource is about, if it says one.
std::optional<Period> PeriodOf(const Message& resource) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName("period");
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return std::nullopt;
  }
  const auto period = Period::Parse(resource.GetReflection()->GetString(resource, field));
  return period.ok() ? std::optional<Period>(*period) : std::nullopt;
}

// Where the id of the period stands in a name, as a part of its own; npos where it does not.
size_t FindPeriodId(absl::string_view name, absl::string_view id) {
  const auto parts_there = [&name](size_t at) {
    return at >= name.size() || name[at] == '/' || name[at] == '~';
  };
  size_t at = name.rfind(id);
  while (at != absl::string_view::npos && at > 0) {
    if (parts_there(at - 1) && parts_there(at + id.size())) return at;
    at = name.rfind(id, at - 1);
  }
  return absl::string_view::npos;
}

// The name of a fact but for its period: the same for all of one series.
struct SeriesName {
  std::string before;
  std::string after;

  friend bool operator<(const SeriesName& a, const SeriesName& b) {
    return std::tie(a.before, a.after) < std::tie(b.before, b.after);
  }
  friend bool operator==(const SeriesName& a, const SeriesName& b) = default;
};

SeriesName SeriesOf(absl::string_view name, const Period& period) {
  const std::string id = period.FormatId();
  const size_t at = FindPeriodId(name, id);
  if (at == absl::string_view::npos) return {std::string(name), ""};
  return {std::string(name.substr(0, at)), std::string(name.substr(at + id.size()))};
}

// A figure about a period.
struct Dated {
  const UsedFigure* figure;
  Period period;
  SeriesName series;

  const Fact& fact() const { return *figure->fact; }
};

class Judge {
 public:
  Judge(const std::vector<UsedFigure>& figures, const FactSet& facts, const AreaRegistry& areas)
      : facts_(facts), areas_(areas) {
    std::set<std::string> seen;
    for (const UsedFigure& figure : figures) {
      const std::optional<Period> period = PeriodOf(*figure.fact->message);
      if (!period.has_value()) continue;
      if (!seen.insert(absl::StrCat(figure.fact->name, " ", figure.field)).second) continue;
      dated_.push_back({&figure, *period, SeriesOf(figure.fact->name, *period)});
    }
  }

  std::vector<v1::BasisRemark> FindAll() {
    if (dated_.size() < 2) return {};
    FindDefinitions();
    FindBases();
    FindProvisional();
    FindCertification();
    FindGroups();
    FindBreaks();
    FindPeriods();
    FindReleases();
    return std::move(remarks_);
  }

 private:
  template <typename Predicate>
  std::vector<std::string> NamesWhere(Predicate is_so) const {
    std::vector<std::string> names;
    for (const Dated& dated : dated_) {
      if (is_so(dated)) names.push_back(dated.fact().name);
    }
    return names;
  }
  std::vector<std::string> NamesWithFlag(common::v1::Flag flag) const {
    return NamesWhere([flag](const Dated& dated) { return HasFlag(dated.figure->cell, flag); });
  }
  void Add(v1::BasisIssue issue, std::vector<std::string> names, absl::string_view detail) {
    remarks_.push_back(MakeRemark(issue, std::move(names), detail));
  }

  void FindDefinitions() {
    std::vector<std::string> names = NamesWithFlag(common::v1::FLAG_DEFINITION_DIFFERS);
    if (names.empty()) return;
    Add(v1::BASIS_ISSUE_DEFINITION, std::move(names),
        "Figures that are flagged so are measured by another definition than the others.");
  }

  // Of the figures of each indicator that declares bases.
  void FindBases() {
    std::map<std::string, std::vector<const Observation*>> by_indicator;
    for (const Dated& dated : dated_) {
      const auto* observation = As<Observation>(dated.fact());
      if (observation == nullptr) continue;
      const absl::string_view below_area = ParentOfName(dated.fact().name);
      const size_t area = absl::StrCat("areas/", AreaOfName(below_area), "/").size();
      by_indicator[std::string(below_area.substr(area))].push_back(observation);
    }
    for (const auto& [name, observations] : by_indicator) {
      const Fact* definition = facts_.Find(name);
      if (observations.size() < 2 || definition == nullptr) continue;
      const auto* indicator = As<indicators::v1::Indicator>(*definition);
      if (indicator == nullptr || indicator->bases().empty()) continue;
      std::set<std::string> bases;
      std::vector<std::string> names;
      for (const Observation* observation : observations) {
        bases.insert(observation->basis());
        names.push_back(observation->name());
      }
      if (bases.size() == 1 && bases.count("") == 0) continue;
      Add(v1::BASIS_ISSUE_DEFINITION, std::move(names),
          absl::StrCat("Figures of ", name,
                       " stand on different bases, or on one that is not "
                       "stated."));
    }
  }

  void FindProvisional() {
    std::vector<std::string> names = NamesWithFlag(common::v1::FLAG_PROVISIONAL);
    if (names.empty() || names.size() == dated_.size()) return;
    Add(v1::BASIS_ISSUE_PROVISIONAL, std::move(names),
        "Provisional figures stand beside final ones.");
  }

  void FindCertification() {
    std::set<workforce::v1::CertificationBasis> bases;
    std::vector<std::string> names;
    for (const Dated& dated : dated_) {
      const auto* figure = As<WorkforceFigure>(dated.fact());
      if (figure == nullptr ||
          figure->certification_basis() == workforce::v1::CERTIFICATION_BASIS_UNSPECIFIED) {
        continue;
      }
      bases.insert(figure->certification_basis());
      names.push_back(figure->name());
    }
    if (names.size() < 2) return;
    const bool is_unknown = bases.count(workforce::v1::CERTIFICATION_BASIS_UNKNOWN) > 0;
    if (bases.size() == 1 && !is_unknown) return;
    Add(v1::BASIS_ISSUE_CERTIFICATION, std::move(names),
        is_unknown ? "How the sick leave was certified is not known of all rates."
                   : "The sick leave was certified in different ways.");
  }

  bool IsOfGroup(const Fact& fact) const {
    const auto* observation = As<Observation>(fact);
    if (observation != nullptr &&
        observation->group_statistic() != indicators::v1::GROUP_STATISTIC_UNSPECIFIED) {
      return true;
    }
    const common::v1::Area* area = areas_.Find(AreaOfName(fact.name));
    return area != nullptr && area->level() != common::v1::AREA_LEVEL_UNSPECIFIED &&
           area->level() != common::v1::AREA_LEVEL_MUNICIPALITY;
  }

  void FindGroups() {
    std::vector<std::string> names =
        NamesWhere([this](const Dated& dated) { return IsOfGroup(dated.fact()); });
    if (names.empty() || names.size() == dated_.size()) return;
    Add(v1::BASIS_ISSUE_GROUP, std::move(names),
        "Figures of groups of places stand beside those of single ones.");
  }

  // The figures of one series, after the first of its periods that are used and up to the last,
  // that are not comparable with those before.
  std::vector<std::string> BreaksIn(const SeriesName& series, const std::string& field,
                                    const Period& first, const Period& last) const {
    std::vector<std::string> names;
    facts_.VisitBelow(series.before, [&](const Fact& fact) {
      if (fact.message == nullptr) return;
      const std::optional<Period> period = PeriodOf(*fact.message);
      if (!period.has_value() || *period <= first || *period > last) return;
      if (!(SeriesOf(fact.name, *period) == series)) return;
      const std::optional<FactNumber> number = NumberOf(*fact.message, field);
      if (!number.has_value() || number->cell == nullptr) return;
      if (HasFlag(*number->cell, common::v1::FLAG_BREAK_IN_SERIES)) names.push_back(fact.name);
    });
    return names;
  }

  void FindBreaks() {
    std::map<SeriesName, std::vector<const Dated*>> by_series;
    for (const Dated& dated : dated_) by_series[dated.series].push_back(&dated);
    std::vector<std::string> names;
    for (const auto& [series, figures] : by_series) {
      const auto [first, last] =
          std::minmax_element(figures.begin(), figures.end(),
                              [](const Dated* a, const Dated* b) { return a->period < b->period; });
      for (std::string& name :
           BreaksIn(series, (*last)->figure->field, (*first)->period, (*last)->period)) {
        names.push_back(std::move(name));
      }
    }
    if (names.empty()) return;
    Add(v1::BASIS_ISSUE_BREAK_IN_SERIES, std::move(names),
        "A break in the series lies between figures that are compared.");
  }

  void FindPeriods() {
    std::map<SeriesName, std::set<std::string>> periods;
    for (const Dated& dated : dated_) periods[dated.series].insert(dated.period.Format());
    const std::set<std::string>& of_first = periods.begin()->second;
    if (std::all_of(periods.begin(), periods.end(),
                    [&of_first](const auto& series) { return series.second == of_first; })) {
      return;
    }
    Add(v1::BASIS_ISSUE_PERIOD, NamesWhere([](const Dated&) { return true; }),
        "Figures of different periods stand beside each other.");
  }

  void FindReleases() {
    std::set<std::string> releases;
    std::vector<std::string> names;
    for (const Dated& dated : dated_) {
      if (As<climate::v1::EmissionFigure>(dated.fact()) == nullptr) continue;
      releases.insert(std::string(ParentOfName(dated.fact().name)));
      names.push_back(dated.fact().name);
    }
    if (releases.size() < 2) return;
    Add(v1::BASIS_ISSUE_RELEASE, std::move(names),
        "Emissions of different inventory releases stand beside each other; each release "
        "calculates the whole history anew.");
  }

  const FactSet& facts_;
  const AreaRegistry& areas_;
  std::vector<Dated> dated_;
  std::vector<v1::BasisRemark> remarks_;
};

}  // namespace

std::vector<v1::BasisRemark> FindRemarks(const std::vector<UsedFigure>& figures,
                                         const FactSet& facts, const AreaRegistry& areas) {
  return Judge(figures, facts, areas).FindAll();
}

v1::BasisRemark MakeRemark(v1::BasisIssue issue, std::vector<std::string> facts,
                           absl::string_view detail) {
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  v1::BasisRemark remark;
  remark.set_issue(issue);
  remark.mutable_facts()->Add(facts.begin(), facts.end());
  remark.set_detail(std::string(detail));
  return remark;
}

}  // namespace tertial::gateway
