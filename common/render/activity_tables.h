// What bodies did in a span of time, as tables: reported and counted side by side.
#ifndef TERTIAL_COMMON_RENDER_ACTIVITY_TABLES_H_
#define TERTIAL_COMMON_RENDER_ACTIVITY_TABLES_H_

#include "absl/strings/string_view.h"
#include "common/render/document.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial {

// Must outlive the call it is handed to.
struct ActivityFigures {
  const google::protobuf::RepeatedPtrField<politics::v1::BodyActivitySeries>& bodies;
  const common::v1::Computed& meetings_total;
  const common::v1::Computed& cases_total;
  const politics::v1::ActivityTotals& totals;
};

// What is reported of each body with its share of all, and the sums. Nothing is added where nothing
// is reported.
void AddReportedActivity(const ActivityFigures& figures, absl::string_view language,
                         Document& document);

// What is counted of each body beside it, with the difference, of all together, and how long
// matters took. Nothing is added where nothing is counted.
void AddCountedActivity(const ActivityFigures& figures, absl::string_view language,
                        Document& document);

// What is counted of each body in a tertial beside the same tertial of the year before, and the
// year to date. Nothing is added where nothing is counted in any of them.
void AddTertialActivity(const ActivityFigures& figures, absl::string_view language,
                        Document& document);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_ACTIVITY_TABLES_H_
