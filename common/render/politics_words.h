// Political activity in words and tables: what the chapter of a report and the commands share.
#ifndef TERTIAL_COMMON_RENDER_POLITICS_WORDS_H_
#define TERTIAL_COMMON_RENDER_POLITICS_WORDS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "common/render/document.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/politics/v1/number_findings.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial {

using TitlesByName = std::map<std::string, std::string>;

// "31/24".
std::string ShowCaseNumber(const politics::v1::CaseNumber& number);

// The day of its meeting, else its date as it is known. May be empty.
std::string DayOfCase(const politics::v1::Case& political_case);

// Its title; of an exempt case with the law behind it, or that alone where it has none.
std::string ShowCaseTitle(const politics::v1::Case& political_case, absl::string_view language);

// The title of a resource, or its id where it is not known here; "not known" without a name.
std::string TitleOf(const TitlesByName& titles, const std::string& name);

// What the bodies are called.
TitlesByName BodyTitles(
    const google::protobuf::RepeatedPtrField<politics::v1::BodyActivitySeries>& bodies,
    absl::string_view language);

// "answered (as reported)", "in progress since 2024-06; overdue, due 2024-12".
std::string ShowFollowUpState(const politics::v1::ResolutionResult& result);

// What is followed up, as a council gets it: body, day of the meeting, case handler, case number
// and title, decision, status, remarks.
Table FollowUpTable(
    const google::protobuf::RepeatedPtrField<politics::v1::ResolutionResult>& results,
    const TitlesByName& bodies, absl::string_view language);

// "41/22", of a gap "3/24 to 29/24".
std::string ShowNumbers(const politics::v1::NumberFinding& finding);

Table NumberFindingTable(
    const google::protobuf::RepeatedPtrField<politics::v1::NumberFinding>& findings,
    const TitlesByName& bodies);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_POLITICS_WORDS_H_
