// The politics chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_POLITICS_SECTION_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_POLITICS_SECTION_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "common/types/period.h"
#include "services/politics/domain/activity.h"
#include "services/politics/domain/follow_up_state.h"
#include "tertial/politics/v1/number_findings.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial::politics {

// More cases than these are counted and not listed.
inline constexpr size_t kMostCasesListed = 500;

// The cases of a report's period.
struct SectionCases {
  // How many there are.
  size_t count = 0;
  // All of them, whole, in any order; none where there are more than kMostCasesListed.
  std::vector<v1::Case> listed;
};

// What is recorded of one area's political activity, all read at one state.
struct PoliticsFacts {
  // Of the period that is reported on, which is set.
  ActivityFacts activity;
  // In the report of a tertial, where meetings and cases could be read: of the year up to its end,
  // and of the same tertial of the year before.
  std::optional<ActivityFacts> year_to_date;
  std::optional<ActivityFacts> same_last_year;
  // Not set where they could not be read, as what follows.
  std::optional<SectionCases> cases;
  std::optional<std::vector<v1::ThematicPlan>> plans;
  std::optional<std::vector<FollowUpFacts>> follow_ups;
  // Of the period's year and those before, by body in the order of their names, year, first number
  // and kind.
  std::vector<v1::NumberFinding> number_findings;
};

// Whether it is one of the period's cases. Of a year: it is numbered in it, or may have been
// decided in it. Of a tertial: it may have been decided in it; without a day, it is numbered in its
// year.
bool IsOfPeriod(const v1::Case& political_case, const Period& period);

// Bodies, plans and follow-ups stand in their order, and each body that was there has a series,
// also where nothing is recorded. What could not be read is left out together with its counts.
// Pure.
v1::PoliticsSection AssemblePoliticsSection(const PoliticsFacts& facts);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_POLITICS_SECTION_H_
