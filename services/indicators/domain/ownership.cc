#include "services/indicators/domain/ownership.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/resource_name.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/indicators/domain/observation_id.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::indicators {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A kind of resource of another service that holds a cell.
struct OwnedKind {
  std::string service;
  ResourceNamePattern pattern;
  const Message* prototype;
};

// The names of the resources are those that the contracts of the services tell.
const std::vector<OwnedKind>& OwnedKinds() {
  static const auto& kinds = *new std::vector<OwnedKind>{
      {"climate",
       ResourceNamePattern(
           "areas/{area}/inventoryReleases/{inventory_release}/emissions/{emission}"),
       &climate::v1::EmissionFigure::default_instance()},
      {"climate", ResourceNamePattern("areas/{area}/activities/{activity}"),
       &climate::v1::ActivityFigure::default_instance()},
      {"climate", ResourceNamePattern("areas/{area}/climateMeasures/{climate_measure}"),
       &climate::v1::ClimateMeasure::default_instance()},
      {"politics", ResourceNamePattern("areas/{area}/bodies/{body}/activities/{activity}"),
       &politics::v1::BodyActivity::default_instance()},
      {"workforce", ResourceNamePattern("areas/{area}/cubes/{cube}/figures/{figure}"),
       &workforce::v1::PublishedFigure::default_instance()},
      {"workforce", ResourceNamePattern("areas/{area}/figures/{figure}"),
       &workforce::v1::WorkforceFigure::default_instance()}};
  return kinds;
}

std::vector<const FieldDescriptor*> CellFields(const Descriptor& kind) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < kind.field_count(); ++i) {
    const FieldDescriptor* field = kind.field(i);
    if (field->message_type() == common::v1::Cell::descriptor() && !field->is_repeated()) {
      fields.push_back(field);
    }
  }
  return fields;
}

std::string NamesOf(const std::vector<const FieldDescriptor*>& fields) {
  return absl::StrJoin(fields, " or ", [](std::string* out, const FieldDescriptor* field) {
    absl::StrAppend(out, field->name());
  });
}

void CheckService(const std::string& service, const Violations& violations) {
  const std::vector<std::string>& services = OwnerServices();
  if (service.empty()) {
    violations.Add("service", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   absl::StrCat("It is empty; set it to ", absl::StrJoin(services, " or "), "."));
  } else if (std::find(services.begin(), services.end(), service) == services.end()) {
    violations.Add("service", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(service), " is no service that owns figures; use ",
                                absl::StrJoin(services, " or "), "."));
  }
}

// Any name that the template makes.
std::optional<std::string> SampleName(const std::string& resource) {
  const absl::StatusOr<FigureTemplate> names = FigureTemplate::Parse(resource);
  if (!names.ok()) return std::nullopt;
  return names->NameFor("a", Period::OfYear(2024));
}

void CheckResource(const v1::FigureOwner& owner, const Violations& violations) {
  if (owner.resource().empty()) {
    violations.Add("resource", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; set it to the name that the figures have at the owner, as "
                   "\"areas/{area}/figures/full-time-share~{period}\".");
    return;
  }
  const absl::Status parsed = FigureTemplate::Parse(owner.resource()).status();
  if (!parsed.ok()) {
    violations.AddStatus("resource", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, parsed);
    return;
  }
  const Message* kind = FindOwnedKind(owner.service(), *SampleName(owner.resource()));
  if (kind == nullptr) {
    violations.Add("resource", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat(Quoted(owner.resource()),
                                " is the name of nothing that holds a figure in the service ",
                                Quoted(owner.service()), "; look at its contract."));
    return;
  }
  if (FindCellField(*kind->GetDescriptor(), owner.field()) != nullptr) return;
  const std::string fields = NamesOf(CellFields(*kind->GetDescriptor()));
  if (owner.field().empty()) {
    violations.Add("field", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   absl::StrCat("It is empty, and ", kind->GetDescriptor()->name(),
                                " has several figures; set it to ", fields, "."));
  } else {
    violations.Add("field", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(owner.field()), " is no figure of ",
                                kind->GetDescriptor()->name(), "; use ", fields, "."));
  }
}

void CheckBasis(const v1::Indicator& indicator, const Violations& violations) {
  const std::string& basis = indicator.owner().basis();
  if (basis.empty() || std::find(indicator.bases().begin(), indicator.bases().end(), basis) !=
                           indicator.bases().end()) {
    return;
  }
  violations.Add("basis", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(basis), " is no basis of ", indicator.name(),
                              "; name one of its bases, or leave it out."));
}

bool AreSame(const v1::Observation* present, const v1::Observation& observation) {
  return present != nullptr &&
         google::protobuf::util::MessageDifferencer::Equals(*present, observation);
}

// "areas/asker/figures/…~2024" of the observation, as far as it can be told.
std::string NameAtOwner(const v1::Indicator& indicator, const v1::Observation& observation) {
  const absl::StatusOr<FigureTemplate> names = FigureTemplate::Parse(indicator.owner().resource());
  const absl::StatusOr<Period> period = Period::Parse(observation.period());
  const absl::StatusOr<std::vector<std::string>> ids =
      ResourceNamePattern("areas/{area}/indicators/{indicator}/observations/{observation}")
          .Parse(observation.name());
  if (!names.ok() || !period.ok() || !ids.ok()) return indicator.owner().resource();
  return names->NameFor((*ids)[0], *period);
}

std::string NotHere(const v1::Indicator& indicator, const v1::Observation& observation) {
  return absl::StrCat("The figures of ", indicator.name(), " are owned by the service ",
                      indicator.owner().service(), "; correct ",
                      NameAtOwner(indicator, observation),
                      " there, and this one follows by itself.");
}

// The field "provenance" of a resource, if it has one.
const common::v1::Provenance* FindProvenance(const Message& resource) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName("provenance");
  if (field == nullptr || field->message_type() != common::v1::Provenance::descriptor() ||
      !resource.GetReflection()->HasField(resource, field)) {
    return nullptr;
  }
  return &static_cast<const common::v1::Provenance&>(
      resource.GetReflection()->GetMessage(resource, field));
}

}  // namespace

const std::vector<std::string>& OwnerServices() {
  static const auto& services = *new std::vector<std::string>{"climate", "politics", "workforce"};
  return services;
}

const Message* FindOwnedKind(absl::string_view service, absl::string_view name) {
  for (const OwnedKind& kind : OwnedKinds()) {
    if (kind.service == service && kind.pattern.Parse(name).ok()) return kind.prototype;
  }
  return nullptr;
}

const FieldDescriptor* FindCellField(const Descriptor& kind, absl::string_view name) {
  const std::vector<const FieldDescriptor*> fields = CellFields(kind);
  if (name.empty()) return fields.size() == 1 ? fields.front() : nullptr;
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldDescriptor* field) {
    return absl::string_view(field->name()) == name;
  });
  return found == fields.end() ? nullptr : *found;
}

std::string OwnedKindName(const v1::FigureOwner& owner) {
  const std::optional<std::string> name = SampleName(owner.resource());
  const Message* kind = name.has_value() ? FindOwnedKind(owner.service(), *name) : nullptr;
  return kind == nullptr ? "" : kind->GetDescriptor()->full_name();
}

void CheckFigureOwner(const v1::Indicator& indicator, const Violations& violations) {
  if (!indicator.has_owner()) return;
  const Violations at = violations.At("owner");
  if (!indicator.formula().empty()) {
    at.Add("", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
           "It is set beside a formula; figures are either computed or pulled, so leave one out.");
  }
  CheckService(indicator.owner().service(), at);
  CheckResource(indicator.owner(), at);
  CheckBasis(indicator, at);
}

void CheckRecordedHere(const v1::Indicator& indicator, const v1::Observation& observation,
                       const v1::Observation* present, const Violations& violations) {
  if (!indicator.has_owner() && !observation.has_pulled()) return;
  if (AreSame(present, observation)) return;
  if (indicator.has_owner()) {
    violations.Add("name", common::v1::ERROR_REASON_FIGURE_NOT_RECORDED_HERE,
                   NotHere(indicator, observation));
  } else {
    violations.Add("pulled", common::v1::ERROR_REASON_OUTPUT_ONLY_FIELD,
                   "Only the service sets it, and what is written here was not pulled; clear it, "
                   "by naming it in the update mask and leaving it out.");
  }
}

absl::Status CheckDeletedHere(const v1::Indicator& indicator, const v1::Observation& present) {
  if (!indicator.has_owner()) return absl::OkStatus();
  return InvalidField("name", common::v1::ERROR_REASON_FIGURE_NOT_RECORDED_HERE,
                      NotHere(indicator, present));
}

v1::Observation PulledObservation(absl::string_view indicator, const v1::FigureOwner& owner,
                                  const FigureTemplate::Place& place, const Message& resource,
                                  v1::PulledFigure pulled) {
  v1::Observation observation;
  observation.set_name(ObservationName(place.area_id, indicator, place.period));
  observation.set_period(place.period.Format());
  observation.set_basis(owner.basis());
  *observation.mutable_pulled() = std::move(pulled);
  const FieldDescriptor* field = FindCellField(*resource.GetDescriptor(), owner.field());
  if (field != nullptr && resource.GetReflection()->HasField(resource, field)) {
    *observation.mutable_cell() =
        static_cast<const common::v1::Cell&>(resource.GetReflection()->GetMessage(resource, field));
    // Computed at read, and not a fact.
    observation.mutable_cell()->clear_overdue();
  }
  if (const common::v1::Provenance* provenance = FindProvenance(resource)) {
    *observation.mutable_provenance() = *provenance;
  }
  return observation;
}

bool HoldSameFigure(const v1::Observation& a, const v1::Observation& b) {
  google::protobuf::util::MessageDifferencer differencer;
  const Descriptor& pulled = *v1::PulledFigure::descriptor();
  for (const char* field : {"epoch", "revision", "pull_time"}) {
    differencer.IgnoreField(pulled.FindFieldByName(field));
  }
  return differencer.Compare(a, b);
}

v1::OwnedOutcome CompareWithOwned(const common::v1::Cell& imported, const common::v1::Cell& owned) {
  if (imported.content_case() != owned.content_case()) return v1::OWNED_OUTCOME_DIFFERS;
  bool same = imported.missing() == owned.missing();
  if (imported.content_case() == common::v1::Cell::kValue) {
    const absl::StatusOr<Decimal> a = Decimal::Parse(imported.value());
    const absl::StatusOr<Decimal> b = Decimal::Parse(owned.value());
    same = a.ok() && b.ok() && *a == *b;
  }
  return same ? v1::OWNED_OUTCOME_EQUAL : v1::OWNED_OUTCOME_DIFFERS;
}

}  // namespace tertial::indicators
