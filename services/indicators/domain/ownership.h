// Figures that another service owns: which resources may hold them, what a definition may say of
// their owner, and how they become observations.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_OWNERSHIP_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_OWNERSHIP_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "google/protobuf/message.h"
#include "services/indicators/domain/figure_template.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/indicators/v1/owned_figures.pb.h"

namespace tertial::indicators {

// The services that may own figures, by name.
const std::vector<std::string>& OwnerServices();

// The kind of resource of `service`, as an empty message, that `name` could be a name of; nullptr
// where the service has no such kind that holds a cell.
const google::protobuf::Message* FindOwnedKind(absl::string_view service, absl::string_view name);

// The field of `kind` that holds the cell meant: the one named, or the only one where `name` is
// empty. nullptr if there is none.
const google::protobuf::FieldDescriptor* FindCellField(const google::protobuf::Descriptor& kind,
                                                       absl::string_view name);

// The kind of the resources that `owner`, which has passed CheckFigureOwner, is about:
// "tertial.workforce.v1.WorkforceFigure".
std::string OwnedKindName(const v1::FigureOwner& owner);

// What must be true of the owner in a definition, if it has one. Field "owner".
void CheckFigureOwner(const v1::Indicator& indicator, const Violations& violations);

// Adds FIGURE_NOT_RECORDED_HERE where another service owns the figures of `indicator`, and
// OUTPUT_ONLY_FIELD where an observation says by itself that it was pulled; unless it is what is
// recorded now (nullptr: nothing).
void CheckRecordedHere(const v1::Indicator& indicator, const v1::Observation& observation,
                       const v1::Observation* present, const Violations& violations);

// The same of a deletion: FIGURE_NOT_RECORDED_HERE for the field "name".
absl::Status CheckDeletedHere(const v1::Indicator& indicator, const v1::Observation& present);

// The observation that the figure in `resource` becomes; without a cell, where the resource has
// none. `resource` is of the kind that `owner` is about; `pulled` says where it comes from.
v1::Observation PulledObservation(absl::string_view indicator, const v1::FigureOwner& owner,
                                  const FigureTemplate::Place& place,
                                  const google::protobuf::Message& resource,
                                  v1::PulledFigure pulled);

// Whether two observations hold the same figure of the same resource, whenever it was pulled and of
// whatever commit.
bool HoldSameFigure(const v1::Observation& a, const v1::Observation& b);

// EQUAL or DIFFERS.
v1::OwnedOutcome CompareWithOwned(const common::v1::Cell& imported, const common::v1::Cell& owned);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_OWNERSHIP_H_
