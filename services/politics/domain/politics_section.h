// The politics chapter of a report, assembled from facts.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_POLITICS_SECTION_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_POLITICS_SECTION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial::politics {

// What is recorded of one area's political activity, all read at one state.
struct PoliticsFacts {
  std::string area_id;
  Period period;
  std::vector<v1::Body> bodies;
  // The activities of those bodies in the period, by name.
  std::map<std::string, v1::BodyActivity> activities;
  // Of any year. Not set where they could not be read.
  std::optional<std::vector<v1::Case>> cases;
  std::optional<std::vector<v1::ThematicPlan>> plans;
  std::optional<std::vector<v1::ResolutionFollowUp>> resolutions;
};

// Bodies, plans and resolutions stand in their order; every body has a series, also where nothing
// is recorded. What could not be read is left out together with its counts. Pure.
v1::PoliticsSection AssemblePoliticsSection(const PoliticsFacts& facts);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_POLITICS_SECTION_H_
