#include "services/politics/domain/search_texts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::politics {
namespace {

void Add(const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& of,
         SearchTexts& texts) {
  for (const common::v1::LocalizedText& text : of) texts.texts.emplace_back(text.text());
}

void Add(const google::protobuf::RepeatedPtrField<v1::PlanStrategy>& strategies,
         SearchTexts& texts) {
  for (const v1::PlanStrategy& strategy : strategies) Add(strategy.titles(), texts);
}

}  // namespace

SearchTexts SearchTextsOf(const v1::Case& political_case) {
  SearchTexts texts;
  Add(political_case.titles(), texts);
  Add(political_case.decisions(), texts);
  if (political_case.has_number()) {
    const v1::CaseNumber& number = political_case.number();
    texts.numbers = {absl::StrFormat("%d/%02d", number.sequence(), number.year() % 100),
                     absl::StrCat(number.sequence(), "/", number.year())};
  }
  return texts;
}

SearchTexts SearchTextsOf(const v1::Matter& matter) {
  SearchTexts texts;
  Add(matter.titles(), texts);
  texts.numbers = {matter.archive_number()};
  return texts;
}

SearchTexts SearchTextsOf(const v1::ThematicPlan& plan) {
  SearchTexts texts;
  Add(plan.titles(), texts);
  for (const v1::PlanHeading& heading : plan.headings()) Add(heading.titles(), texts);
  for (const v1::PlanFocusArea& area : plan.focus_areas()) {
    Add(area.titles(), texts);
    Add(area.strategies(), texts);
  }
  Add(plan.overall_strategies(), texts);
  return texts;
}

SearchTexts SearchTextsOf(const v1::ResolutionFollowUp& resolution) {
  SearchTexts texts;
  Add(resolution.titles(), texts);
  Add(resolution.wordings(), texts);
  Add(resolution.summaries(), texts);
  return texts;
}

SearchTexts SearchTextsOf(const v1::ExemptContent& content) {
  SearchTexts texts;
  Add(content.titles(), texts);
  Add(content.decisions(), texts);
  Add(content.remarks(), texts);
  return texts;
}

}  // namespace tertial::politics
