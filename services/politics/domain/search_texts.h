// What is searched of each kind of resource, as politics_search.proto tells it.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_SEARCH_TEXTS_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_SEARCH_TEXTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tertial/politics/v1/exempt_content_resources.pb.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

struct SearchTexts {
  // Point into the message. In all languages.
  std::vector<absl::string_view> texts;
  // As they are shown, in each of their forms.
  std::vector<std::string> numbers;
};

// Titles, decisions, number. Of an exempt case that is what is public of it.
SearchTexts SearchTextsOf(const v1::Case& political_case);
// Titles, archive number.
SearchTexts SearchTextsOf(const v1::Matter& matter);
// Titles of the plan, its headings, focus areas and strategies.
SearchTexts SearchTextsOf(const v1::ThematicPlan& plan);
// Titles, wordings, summaries.
SearchTexts SearchTextsOf(const v1::ResolutionFollowUp& resolution);
// Titles, decisions, remarks.
SearchTexts SearchTextsOf(const v1::ExemptContent& content);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_SEARCH_TEXTS_H_
