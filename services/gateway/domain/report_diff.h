// What is another in a section of a report than before.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_DIFF_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_DIFF_H_

#include <cstdint>
#include <vector>

#include "tertial/gateway/v1/gateway_resources.pb.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

// Changes that one message tells: all of a year of corrections, and well below one message.
inline constexpr int kMostReportChanges = 1000;

struct ReportDiff {
  // In the order of the report.
  std::vector<v1::ReportChange> changes;
  // How many more there are.
  int32_t left_out = 0;
};

// `before` and `after` hold the section and nothing else, or nothing at all. A cell, a computed
// number and a text are told as a whole. Elements of lists are matched by what names them: their
// resource name, or that of the resource that they are about, else their period, kind or label;
// where they stand does not matter. Etags are no content.
ReportDiff DiffSections(v1::SectionKind section, const v1::Report& before, const v1::Report& after,
                        int most = kMostReportChanges);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_DIFF_H_
