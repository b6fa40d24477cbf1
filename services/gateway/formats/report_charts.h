// The charts of a report, and where they stand in it.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_REPORT_CHARTS_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_REPORT_CHARTS_H_

#include <map>
#include <string>
#include <vector>

#include "services/gateway/formats/chart.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

// By the anchor of the heading that they stand below (common/render/report_document.h). Every
// indicator with a value has one; so have FTEs by unit, meetings and cases by body, and emissions
// beside each climate target that is measured.
std::map<std::string, std::vector<Chart>> ChartsOf(const v1::Report& report,
                                                   const std::string& language);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_REPORT_CHARTS_H_
