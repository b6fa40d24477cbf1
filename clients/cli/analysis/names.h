// Names on the command line, and what the names in an answer tell.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_NAMES_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_NAMES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::cli {

using Dimensions = google::protobuf::RepeatedPtrField<indicators::v1::Dimension>;

// "indicators/population.births" of "population.births"; a resource name, and nothing, stay as they
// are. Likewise the others.
std::string IndicatorName(const std::string& id);
std::string PeerGroupName(const std::string& id);
// `area`: an id, a number or a resource name.
std::string FrameworkName(const std::string& area, const std::string& id);

// "areas/asker/bodies/council" of "council"; a resource name, and nothing, stay as they are.
// `area`: an id, a number or a resource name.
std::string NameBelow(const std::string& area, absl::string_view collection, const std::string& id);

// The dimensions in the order that services ask for, each given as "sex=women". INVALID_ARGUMENT
// with a sentence when one is not of that form.
absl::StatusOr<Dimensions> ParseDimensions(const std::vector<std::string>& texts);
// "sex=women, age=80-plus".
std::string ShowDimensions(const Dimensions& dimensions);

// The last id of a resource name: "asker" of "areas/asker".
std::string LastId(absl::string_view name);
// The id of the area that a resource stands under: "asker" of "areas/asker/targets/t". Empty: it
// stands under none.
std::string AreaIdOf(absl::string_view name);
// The period of an observation's name, in its text form: "2023/2024". What names no observation of
// a period is returned as it is.
std::string PeriodOf(absl::string_view observation);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_NAMES_H_
