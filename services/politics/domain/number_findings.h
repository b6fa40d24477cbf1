// What is odd in series of case numbers.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_NUMBER_FINDINGS_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_NUMBER_FINDINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/politics/domain/case_timing.h"
#include "tertial/politics/v1/number_findings.pb.h"

namespace tertial::politics {

// All cases that bear numbers of one body and year.
struct NumberSeries {
  // The body, a resource name.
  std::string body;
  int32_t year = 0;
  // In any order; at least one.
  std::vector<RecordedCase> cases;
};

// The cases in series, by body in the order of their names, then by year. Those of no known body
// are in none. All of a body and year must be given together, or its gaps are wrong.
std::vector<NumberSeries> SeriesOf(std::vector<RecordedCase> cases);

// The findings of one series, by first number, kind and first case. `is_complete`: the activity of
// the body in the year is said to be recorded completely (RECORDING_SCOPE_COMPLETE of the activity
// of that year, store/activity_reads.h reads it). Pure.
std::vector<v1::NumberFinding> FindingsOf(const NumberSeries& series, bool is_complete);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_NUMBER_FINDINGS_H_
