// Numbers of cases as they are written: "31/24".
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_NUMBER_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_NUMBER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// What a written number may mean.
struct CaseNumberQuery {
  int32_t sequence = 0;
  // Of a year of four digits it alone; of one of two, all that end so, from 1900 to 2100, in their
  // order.
  std::vector<int32_t> years;
};

// Reads "31/24", "031/24" and "31/2024". Anything else is INVALID_ARGUMENT
// (ERROR_REASON_INVALID_CASE_NUMBER) with a sentence that names the value and what would be right.
absl::StatusOr<CaseNumberQuery> ParseCaseNumber(absl::string_view text);

// As it is shown: "31/24".
std::string FormatCaseNumber(const v1::CaseNumber& number);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_NUMBER_H_
