// Where a number stands in a report.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_NUMBER_PLACE_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_NUMBER_PLACE_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

// One step down: a field of a message, and of a list the position in it, else -1.
struct PlaceStep {
  const google::protobuf::FieldDescriptor* field = nullptr;
  int position = -1;
};

// A number and what it stands in. Good as long as the report.
struct NumberPlace {
  // From the report to the number, which is a Computed, a PeriodCell or a Cell.
  std::vector<const google::protobuf::Message*> messages;
  // The steps between them: one less.
  std::vector<PlaceStep> steps;

  const google::protobuf::Message& number() const { return *messages.back(); }
  // "workforce.units[2].fte[3]".
  std::string Path() const;
};

// The number at a path of that form. What is no path of the report, or leads to no number, is
// NUMBER_NOT_FOUND with a sentence that says how far it leads and what would be right there.
absl::StatusOr<NumberPlace> FindNumber(const v1::Report& report, absl::string_view path);

// Calls `visitor` for every number of a report, in its order: a Computed or a PeriodCell as a
// whole, and Cells that stand in neither.
void VisitNumbers(const v1::Report& report,
                  absl::FunctionRef<void(const NumberPlace& place)> visitor);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_NUMBER_PLACE_H_
