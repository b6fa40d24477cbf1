// A number of a report, back to the facts that it rests on.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_EXPLANATION_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_EXPLANATION_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/gateway/domain/fact_set.h"
#include "services/gateway/domain/number_place.h"
#include "tertial/gateway/v1/report.pb.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {

// Operands are computed from others; they are followed so deep.
inline constexpr int kDeepestDerivation = 4;

struct Explanation {
  v1::SectionKind section = v1::SECTION_KIND_UNSPECIFIED;
  // All that the report alone tells: of the facts their names, fields, services and cells.
  v1::NumberExplanation number;
};

// The number at a path of the report. Of an operand that the report tells how it was computed, the
// facts are those that it was computed from. Pure.
// Errors: NUMBER_NOT_FOUND, also where the section is not there; SERVICE_UNAVAILABLE where that is
// because its service does not answer.
absl::StatusOr<Explanation> ExplainPath(const v1::Report& report, absl::string_view path);

// The same of a number that was found.
Explanation ExplainPlace(const v1::Report& report, const NumberPlace& place);

// Tells a figure that is recorded nowhere as it is computed: the number itself, where it is one,
// and in the place of each fact that is one the operands. `derivations` are by the names that such
// figures would have as facts.
void AddDerivations(const std::map<std::string, common::v1::Computed>& derivations,
                    v1::NumberExplanation& number);

// What a resource tells of itself as a fact: one for each of its cells, or one without a cell.
std::vector<v1::FactOrigin> OriginsOf(const Fact& fact);

// Adds what the resource tells of the number in `origin`: its unit and where it was taken from.
void AddFromResource(const google::protobuf::Message& resource, v1::FactOrigin& origin);

// The resource that says who publishes a fact: the definition of an observation, the release of an
// emission figure. Empty: none does.
std::string PublishingResource(absl::string_view fact);

// Adds the publisher that it names, and the unit where the fact told none.
void AddFromPublishing(const google::protobuf::Message& resource, v1::FactOrigin& origin);

// What a resource is called: its titles or labels. Empty: it is called nothing.
google::protobuf::RepeatedPtrField<common::v1::LocalizedText> LabelsOf(
    const google::protobuf::Message& resource);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_EXPLANATION_H_
