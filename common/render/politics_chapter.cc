// Political activity: bodies, cases, thematic plans, follow-up of resolutions.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/render/activity_tables.h"
#include "common/render/figures.h"
#include "common/render/politics_words.h"
#include "common/render/report_document.h"

namespace tertial {
namespace {

namespace v1 = politics::v1;

std::string TitlesOf(const TitlesByName& titles,
                     const google::protobuf::RepeatedPtrField<std::string>& names) {
  return absl::StrJoin(names, ", ", [&](std::string* out, const std::string& name) {
    absl::StrAppend(out, TitleOf(titles, name));
  });
}

void AddActivities(const v1::PoliticsSection& section, const std::string& language,
                   Document& document) {
  const ActivityFigures figures{section.activities(), section.meetings_total(),
                                section.cases_total(), section.totals()};
  document.AddHeading(3, "Meetings and cases per body", kActivityAnchor);
  if (section.activity_outcome() == common::v1::OUTCOME_NO_OBSERVATION) {
    document.AddParagraph("No observation.");
  }
  AddReportedActivity(figures, language, document);
  AddCountedActivity(figures, language, document);
  if (IsTertial(section.period())) AddTertialActivity(figures, language, document);
}

void AddFindings(const v1::PoliticsSection& section, const TitlesByName& bodies,
                 Document& document) {
  if (section.number_findings().empty()) return;
  document.AddHeading(3, "Odd case numbers");
  document.AddTable(NumberFindingTable(section.number_findings(), bodies));
}

void AddCases(const v1::PoliticsSection& section, const TitlesByName& bodies,
              const std::string& language, Document& document) {
  document.AddHeading(3, "Cases named");
  Table table{.columns = {{"case"}, {"body"}, {"date"}, {"title"}, {"decision"}}, .rows = {}};
  for (const v1::Case& one : section.cases()) {
    table.rows.push_back({ShowCaseNumber(one.number()), TitleOf(bodies, one.body()), DayOfCase(one),
                          ShowCaseTitle(one, language), TextIn(language, one.decisions())});
  }
  document.AddTable(std::move(table));
  if (section.cases_left_out() > 0) {
    document.AddParagraph(absl::StrCat(section.cases_left_out(),
                                       " cases are too many to be listed here; tertial politics "
                                       "cases lists those of a body."));
  }
}

void AddPlans(const v1::PoliticsSection& section, const TitlesByName& bodies,
              const std::string& language, Document& document) {
  document.AddHeading(3, "Thematic plans");
  Table table{.columns = {{"plan"}, {"adopted"}, {"case"}, {"committee"}, {"service area"}},
              .rows = {}};
  for (const v1::ThematicPlan& plan : section.plans()) {
    table.rows.push_back({TextIn(language, plan.titles()), plan.adoption_date(),
                          plan.has_adoption_case() ? ShowCaseNumber(plan.adoption_case()) : "",
                          TitlesOf(bodies, plan.responsible_bodies()),
                          TitlesOf({}, plan.responsible_units())});
  }
  document.AddTable(std::move(table));
}

void AddResolutions(const v1::PoliticsSection& section, const TitlesByName& bodies,
                    const std::string& language, Document& document) {
  document.AddHeading(3, "Follow-up of additional resolutions");
  document.AddTable(FollowUpTable(section.resolutions(), bodies, language));
}

}  // namespace

void AddPoliticsChapter(const v1::PoliticsSection& section, const std::string& language,
                        Document& document) {
  const TitlesByName bodies = BodyTitles(section.activities(), language);
  if (section.activity_outcome() == common::v1::OUTCOME_UNSPECIFIED) {
    // Of a focus area or a service area: the plans alone.
    AddPlans(section, bodies, language, document);
    return;
  }
  document.AddParagraph(absl::StrCat(section.body_count(),
                                     " bodies, meetings: ", ShowComputed(section.meetings_total()),
                                     ", cases: ", ShowComputed(section.cases_total()), "."));
  AddActivities(section, language, document);
  AddFindings(section, bodies, document);
  AddCases(section, bodies, language, document);
  AddPlans(section, bodies, language, document);
  AddResolutions(section, bodies, language, document);
}

}  // namespace tertial
