// Political activity: bodies, cases, thematic plans, follow-up of resolutions.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/render/figures.h"
#include "clients/cli/render/report_document.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

using TitlesByName = std::map<std::string, std::string>;

// "31/24".
std::string ShowCaseNumber(const v1::CaseNumber& number) {
  return absl::StrFormat("%d/%02d", number.sequence(), number.year() % 100);
}

// The title of a resource, or its id where it is not known here.
std::string TitleOf(const TitlesByName& titles, const std::string& name) {
  const auto found = titles.find(name);
  return found != titles.end() ? found->second : name.substr(name.rfind('/') + 1);
}

std::string TitlesOf(const TitlesByName& titles,
                     const google::protobuf::RepeatedPtrField<std::string>& names) {
  return absl::StrJoin(names, ", ", [&](std::string* out, const std::string& name) {
    absl::StrAppend(out, TitleOf(titles, name));
  });
}

void AddActivities(const v1::PoliticsSection& section, const std::string& language,
                   Document& document) {
  document.AddHeading(3, "Meetings and cases per body");
  if (section.activity_outcome() == common::v1::OUTCOME_NO_OBSERVATION) {
    document.AddParagraph(absl::StrCat("No observation for ", section.period(), "."));
    return;
  }
  Table table{.columns = {{"body"}, {"meetings", Align::kRight}, {"cases", Align::kRight}},
              .rows = {}};
  for (const v1::BodyActivitySeries& series : section.activities()) {
    const bool found = series.outcome() == common::v1::OUTCOME_FOUND;
    table.rows.push_back({TextIn(language, series.body().titles()),
                          found ? ShowCell(series.activity().meetings()) : kNoObservation,
                          found ? ShowCell(series.activity().cases()) : kNoObservation});
  }
  table.rows.push_back(
      {"Sum", ShowComputed(section.meetings_total()), ShowComputed(section.cases_total())});
  document.AddTable(std::move(table));
}

void AddCases(const v1::PoliticsSection& section, const TitlesByName& bodies,
              const std::string& language, Document& document) {
  document.AddHeading(3, "Cases named");
  Table table{.columns = {{"case"}, {"body"}, {"date"}, {"title"}, {"decision"}}, .rows = {}};
  for (const v1::Case& one : section.cases()) {
    table.rows.push_back({ShowCaseNumber(one.number()),
                          one.body().empty() ? "not known" : TitleOf(bodies, one.body()),
                          one.decision_date(), TextIn(language, one.titles()),
                          TextIn(language, one.decisions())});
  }
  document.AddTable(std::move(table));
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
  Table table{.columns = {{"resolution"}, {"state"}, {"treated"}, {"what was done"}}, .rows = {}};
  for (const v1::ResolutionResult& result : section.resolutions()) {
    const std::string treated =
        absl::StrJoin(result.resolution().treatments(), "; ",
                      [&](std::string* out, const v1::FollowUpTreatment& treatment) {
                        absl::StrAppend(out, treatment.date());
                        if (treatment.has_case_number()) {
                          absl::StrAppend(out, " ", ShowCaseNumber(treatment.case_number()));
                        }
                        if (!treatment.body().empty()) {
                          absl::StrAppend(out, " ", TitleOf(bodies, treatment.body()));
                        }
                      });
    table.rows.push_back({TextIn(language, result.resolution().titles()),
                          ShowEnum(v1::FollowUpState_Name(result.state()), "FOLLOW_UP_STATE_"),
                          treated, TextIn(language, result.resolution().summaries())});
  }
  document.AddTable(std::move(table));
}

}  // namespace

void AddPoliticsChapter(const v1::PoliticsSection& section, const std::string& language,
                        Document& document) {
  TitlesByName bodies;
  for (const v1::BodyActivitySeries& series : section.activities()) {
    bodies.emplace(series.body().name(), TextIn(language, series.body().titles()));
  }
  document.AddParagraph(absl::StrCat(section.body_count(),
                                     " bodies, meetings: ", ShowComputed(section.meetings_total()),
                                     ", cases: ", ShowComputed(section.cases_total()), "."));
  AddActivities(section, language, document);
  AddCases(section, bodies, language, document);
  AddPlans(section, bodies, language, document);
  AddResolutions(section, bodies, language, document);
}

}  // namespace tertial::cli
