#include "services/workforce/domain/workforce_comparison.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "services/workforce/domain/reported_figures.h"

namespace tertial::workforce {
namespace {

// The best known first.
constexpr v1::CertificationBasis kBases[] = {
    v1::CERTIFICATION_BASIS_TOTAL_REGISTERED, v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED,
    v1::CERTIFICATION_BASIS_SELF_CERTIFIED, v1::CERTIFICATION_BASIS_UNKNOWN};

constexpr absl::string_view kIssuePrefix = "WORKFORCE_ISSUE_";

// The figures of one area with a value, of the same basis; nullptr where there is none.
const v1::WorkforceFigure* FindWithBasis(const AreaFigures& area, v1::CertificationBasis basis) {
  for (const v1::WorkforceFigure& figure : area.figures) {
    if (figure.certification_basis() == basis && HasValue(figure.cell())) return &figure;
  }
  return nullptr;
}

bool HasAnyValue(const AreaFigures& area) {
  return std::any_of(area.figures.begin(), area.figures.end(),
                     [](const v1::WorkforceFigure& figure) { return HasValue(figure.cell()); });
}

// The basis that every area with a value has; unspecified where there is none.
v1::CertificationBasis CommonBasis(const std::vector<AreaFigures>& areas) {
  for (const v1::CertificationBasis basis : kBases) {
    if (basis == v1::CERTIFICATION_BASIS_UNKNOWN) continue;
    if (std::all_of(areas.begin(), areas.end(), [&](const AreaFigures& area) {
          return !HasAnyValue(area) || FindWithBasis(area, basis) != nullptr;
        })) {
      return basis;
    }
  }
  return v1::CERTIFICATION_BASIS_UNSPECIFIED;
}

// The figure that stands for the area: with a value if it has one.
const v1::WorkforceFigure* ChooseFigure(const AreaFigures& area, v1::CertificationBasis common) {
  if (const v1::WorkforceFigure* const figure = FindWithBasis(area, common); figure != nullptr) {
    return figure;
  }
  for (const v1::CertificationBasis basis : kBases) {
    if (const v1::WorkforceFigure* const figure = FindWithBasis(area, basis); figure != nullptr) {
      return figure;
    }
  }
  return area.figures.empty() ? nullptr : &area.figures.front();
}

bool IsTentative(const v1::WorkforceFigure& figure) {
  const auto& flags = figure.cell().flags();
  return std::any_of(flags.begin(), flags.end(), [](int flag) {
    return flag == common::v1::FLAG_PROVISIONAL || flag == common::v1::FLAG_FORECAST ||
           flag == common::v1::FLAG_ESTIMATED;
  });
}

bool HasUnknownRule(const v1::WorkforceFigure& figure) {
  return figure.measure() == v1::MEASURE_FULL_TIME_SHARE ||
         figure.measure() == v1::MEASURE_PART_TIME_SHARE ||
         figure.measure() == v1::MEASURE_POSITION_80_SHARE;
}

bool IsOnBasis(const v1::WorkforceFigure& figure) {
  return figure.certification_basis() != v1::CERTIFICATION_BASIS_UNSPECIFIED &&
         figure.certification_basis() != v1::CERTIFICATION_BASIS_UNKNOWN;
}

// Finds what keeps areas, each with its figure, from being compared.
class Judge {
 public:
  explicit Judge(const std::vector<v1::ComparedWorkforce>& compared) {
    for (const v1::ComparedWorkforce& one : compared) {
      if (HasValue(one.figure().cell())) judged_.push_back(&one);
    }
  }

  std::vector<v1::FoundWorkforceIssue> FindAll() {
    if (judged_.size() < 2) return {};
    std::set<v1::CertificationBasis> bases;
    for (const v1::ComparedWorkforce* const one : judged_) {
      if (IsOnBasis(one->figure())) bases.insert(one->figure().certification_basis());
    }
    if (bases.size() > 1) {
      Add(v1::WORKFORCE_ISSUE_DIFFERENT_BASES, AreasWhere(IsOnBasis),
          "are on different certification bases, and such rates do not compare.");
    }
    Add(v1::WORKFORCE_ISSUE_UNKNOWN_BASIS, AreasWhere([](const v1::WorkforceFigure& figure) {
          return figure.certification_basis() == v1::CERTIFICATION_BASIS_UNKNOWN;
        }),
        "do not say how the sick leave was certified, and rates on different bases do not "
        "compare.");
    if (std::vector<std::string> areas = AreasWhere(IsTentative); areas.size() < judged_.size()) {
      Add(v1::WORKFORCE_ISSUE_PROVISIONAL, std::move(areas),
          "are provisional, forecasts or estimates, the others final.");
    }
    Add(v1::WORKFORCE_ISSUE_QUALIFIED, AreasWhere([](const v1::WorkforceFigure& figure) {
          return !figure.provenance().qualifier().empty();
        }),
        "come with a qualification of their source.");
    Add(v1::WORKFORCE_ISSUE_UNKNOWN_RULE, AreasWhere(HasUnknownRule),
        "do not say by which rule full time is counted: positions taken together, or each job.");
    return std::move(found_);
  }

 private:
  template <typename Predicate>
  std::vector<std::string> AreasWhere(Predicate is_so) const {
    std::vector<std::string> areas;
    for (const v1::ComparedWorkforce* const one : judged_) {
      if (is_so(one->figure())) areas.push_back(one->area());
    }
    std::sort(areas.begin(), areas.end());
    return areas;
  }

  void Add(v1::WorkforceIssue issue, std::vector<std::string> areas, absl::string_view are) {
    if (areas.empty()) return;
    v1::FoundWorkforceIssue& found = found_.emplace_back();
    found.set_issue(issue);
    found.set_detail(absl::StrCat(areas.size(), " of ", judged_.size(), " figures ", are));
    found.mutable_areas()->Add(areas.begin(), areas.end());
  }

  std::vector<const v1::ComparedWorkforce*> judged_;
  std::vector<v1::FoundWorkforceIssue> found_;
};

absl::Status Refuse(const std::vector<v1::FoundWorkforceIssue>& issues) {
  std::string why;
  ErrorMetadata metadata;
  for (const v1::FoundWorkforceIssue& found : issues) {
    absl::StrAppend(&why, why.empty() ? "" : " ", found.detail());
    metadata.emplace_back(absl::StripPrefix(v1::WorkforceIssue_Name(found.issue()), kIssuePrefix),
                          absl::StrJoin(found.areas(), ","));
  }
  return NotComparable(why, metadata);
}

// By value, the highest first, then those without one, by name; with their ranks.
void Rank(std::vector<v1::ComparedWorkforce>& areas) {
  std::sort(areas.begin(), areas.end(),
            [](const v1::ComparedWorkforce& a, const v1::ComparedWorkforce& b) {
              const bool a_has = HasValue(a.figure().cell());
              const bool b_has = HasValue(b.figure().cell());
              if (a_has != b_has) return a_has;
              if (a_has) {
                const auto order = ValueOf(b.figure().cell()) <=> ValueOf(a.figure().cell());
                if (order != 0) return order < 0;
              }
              return a.area() < b.area();
            });
  for (size_t i = 0; i < areas.size() && HasValue(areas[i].figure().cell()); ++i) {
    const bool shared =
        i > 0 && ValueOf(areas[i].figure().cell()) == ValueOf(areas[i - 1].figure().cell());
    areas[i].set_rank(shared ? areas[i - 1].rank() : static_cast<int32_t>(i) + 1);
  }
}

}  // namespace

absl::StatusOr<v1::CompareWorkforceResponse> CompareAreas(
    const std::vector<AreaFigures>& areas, const std::vector<v1::WorkforceIssue>& accept) {
  const v1::CertificationBasis common = CommonBasis(areas);
  std::vector<v1::ComparedWorkforce> compared;
  for (const AreaFigures& area : areas) {
    v1::ComparedWorkforce& one = compared.emplace_back();
    one.set_area(area.area);
    const v1::WorkforceFigure* const figure = ChooseFigure(area, common);
    if (figure != nullptr) *one.mutable_figure() = *figure;
  }
  Rank(compared);
  std::vector<v1::FoundWorkforceIssue> issues = Judge(compared).FindAll();
  const auto is_accepted = [&](const v1::FoundWorkforceIssue& found) {
    return std::find(accept.begin(), accept.end(), found.issue()) != accept.end();
  };
  if (!std::all_of(issues.begin(), issues.end(), is_accepted)) {
    issues.erase(std::remove_if(issues.begin(), issues.end(), is_accepted), issues.end());
    return Refuse(issues);
  }
  v1::CompareWorkforceResponse response;
  for (v1::ComparedWorkforce& one : compared) {
    for (const v1::FoundWorkforceIssue& found : issues) {
      const auto& named = found.areas();
      if (std::find(named.begin(), named.end(), one.area()) != named.end()) {
        one.add_issues(found.issue());
      }
    }
    *response.add_areas() = std::move(one);
  }
  response.mutable_issues()->Add(issues.begin(), issues.end());
  return response;
}

}  // namespace tertial::workforce
