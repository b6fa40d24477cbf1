// What SDMX calls the gaps and flags of cells.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_SDMX_CODES_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_SDMX_CODES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/gateway/formats/report_cells.h"

namespace tertial::gateway {

// CL_OBS_STATUS 2.2: of all that holds of a cell the code that comes first in the list's order of
// precedence, "A" for a value without a remark. Empty: the list has no code for it, as for what is
// not estimated, does not occur, is embargoed or withdrawn, or is not recorded at all.
std::string ObsStatus(const ReportCell& cell);

// CL_CONF_STATUS: "F" free, "C" confidential (suppressed), "N" not for publication (embargoed).
std::string ConfStatus(const ReportCell& cell);

// CL_FREQ of a period: "A" of a year and a school year, "S", "T", "Q", "M", "D". Empty of what is
// no period.
std::string Frequency(absl::string_view period);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_SDMX_CODES_H_
