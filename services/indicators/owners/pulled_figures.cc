#include "services/indicators/owners/pulled_figures.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/observability/log.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/indicators/domain/definition_rules.h"
#include "services/indicators/domain/ownership.h"
#include "services/indicators/domain/resource_rules.h"
#include "services/indicators/store/followed_owners.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

using google::protobuf::util::MessageDifferencer;
using internal::v1::FollowedOwner;
using internal::v1::OwnedIndicator;

constexpr char kActor[] = "indicators";
// Figures stored in one commit: all of them are held in memory, and others wait meanwhile.
constexpr size_t kMostFiguresInCommit = 2000;
constexpr absl::Duration kWriterPatience = absl::Seconds(5);

CommitInfo InfoOf(const Ledger& ledger, const std::string& reason) {
  CommitInfo info;
  info.actor = kActor;
  info.reason = reason;
  info.deadline = ledger.Now() + kWriterPatience;
  return info;
}

// Lets go of what it reads from: a redaction waits for those who read.
absl::StatusOr<std::optional<Version>> FindPresent(const Ledger& ledger, const std::string& pk) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  return view.FindVersion(ObservationTable::kId, pk);
}

// What is wrong with `observation` as a figure of `indicator`.
void CheckFigure(const v1::Indicator& indicator, const v1::Observation& observation,
                 const Violations& violations) {
  CheckObservation(observation, violations);
  CheckObservationAgainst(indicator, observation, violations);
}

void LogRefused(const std::string& service, const v1::Observation& observation,
                const common::v1::FieldViolation& violation) {
  Log(Severity::kWarning, "pulled figure refused",
      {{"owner", service},
       {"observation", observation.name()},
       {"pulled_from", observation.pulled().name()},
       {"field", violation.field()},
       {"reason", ReasonName(violation.reason())}});
}

}  // namespace

PulledFigures::PulledFigures(std::string service, std::shared_ptr<const OwnedIndicators> indicators)
    : service_(std::move(service)), indicators_(std::move(indicators)) {
  for (const OwnedIndicator& owned : *indicators_) {
    names_.push_back(*FigureTemplate::Parse(owned.owner().resource()));
  }
}

std::vector<std::string> PulledFigures::Kinds() const {
  std::set<std::string> kinds;
  for (const OwnedIndicator& owned : *indicators_) kinds.insert(OwnedKindName(owned.owner()));
  return {kinds.begin(), kinds.end()};
}

void PulledFigures::Take(const changes::v1::Change& change) {
  std::unique_ptr<google::protobuf::Message> resource;
  for (size_t i = 0; i < names_.size(); ++i) {
    const std::optional<FigureTemplate::Place> place = names_[i].Match(change.name());
    if (!place.has_value()) continue;
    if (resource == nullptr) {
      const google::protobuf::Message* kind = FindOwnedKind(service_, change.name());
      if (kind == nullptr) return;
      // Nothing is left of what was deleted or redacted: a figure without a cell. The same of what
      // cannot be read.
      resource.reset(kind->New());
      if (!resource->ParseFromString(change.after().value())) resource->Clear();
    }
    v1::PulledFigure pulled;
    pulled.set_service(service_);
    pulled.set_name(change.name());
    pulled.set_epoch(change.commit().epoch());
    pulled.set_revision(change.commit().revision());
    const OwnedIndicator& owned = (*indicators_)[i];
    v1::Observation observation =
        PulledObservation(owned.indicator(), owned.owner(), *place, *resource, std::move(pulled));
    Figure& figure = figures_[observation.name()];
    figure.indicator = &owned;
    figure.redacted =
        figure.redacted || change.type() == changes::v1::CHANGE_TYPE_REDACTED || change.redacted();
    figure.observation = std::move(observation);
  }
}

absl::StatusOr<PulledFigures::Stored> PulledFigures::Store(Ledger& ledger,
                                                           const std::string& reason,
                                                           const FollowedOwner& position) {
  TERTIAL_RETURN_IF_ERROR(Redact(ledger, reason));
  return Commit(ledger, reason, position);
}

absl::StatusOr<PulledFigures::Stored> PulledFigures::StoreAll(
    Ledger& ledger, const std::string& reason, const FollowedOwner& position,
    const std::vector<std::string>& areas) {
  // What was redacted once and recorded again since is not redacted again whenever all is read.
  for (auto& [name, figure] : figures_) {
    if (figure.observation.has_cell()) figure.redacted = false;
  }
  TERTIAL_RETURN_IF_ERROR(Redact(ledger, reason));
  TERTIAL_RETURN_IF_ERROR(AddOrphans(ledger, areas));
  return Commit(ledger, reason, position);
}

absl::Status PulledFigures::Redact(Ledger& ledger, const std::string& reason) const {
  const absl::Status never_was = absl::NotFoundError("never was");
  for (const auto& [name, figure] : figures_) {
    if (!figure.redacted) continue;
    TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<ObservationTable>(name));
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> present, FindPresent(ledger, pk));
    if (!present.has_value() || present->state == RowState::kRedaction) continue;
    TERTIAL_RETURN_IF_ERROR(
        ledger.Redact(InfoOf(ledger, reason), ObservationTable::kId, pk, never_was).status());
  }
  return absl::OkStatus();
}

absl::Status PulledFigures::AddOrphans(const Ledger& ledger,
                                       const std::vector<std::string>& areas) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  for (const OwnedIndicator& owned : *indicators_) {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                             ListObservationsOf(view, owned.indicator(), areas));
    for (const std::string& name : names) {
      if (figures_.count(name) > 0) continue;
      Figure& orphan = figures_[name];
      orphan.indicator = &owned;
      orphan.observation.set_name(name);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PulledFigures::Stored> PulledFigures::Commit(Ledger& ledger,
                                                            const std::string& reason,
                                                            const FollowedOwner& position) {
  Stored stored;
  auto begin = figures_.begin();
  do {
    const size_t left = static_cast<size_t>(std::distance(begin, figures_.end()));
    const auto end = std::next(begin, std::min(left, kMostFiguresInCommit));
    int64_t refused = 0;
    const auto store = [&](Txn& txn) -> absl::Status {
      refused = 0;
      for (auto figure = begin; figure != end; ++figure) {
        TERTIAL_RETURN_IF_ERROR(StoreOne(txn, figure->second, ledger.Now(), refused));
      }
      if (end == figures_.end()) PutFollowedOwner(txn, service_, position);
      return absl::OkStatus();
    };
    TERTIAL_RETURN_IF_ERROR(ledger.Commit(InfoOf(ledger, reason), store).status());
    stored.refused += refused;
    begin = end;
  } while (begin != figures_.end());
  figures_.clear();
  return stored;
}

absl::Status PulledFigures::StoreOne(Txn& txn, const Figure& figure, absl::Time now,
                                     int64_t& refused) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           FindResource<IndicatorTable>(txn, figure.indicator->indicator()));
  // The definition has changed since: all is read anew by it.
  if (!indicator.has_value() ||
      !MessageDifferencer::Equals(indicator->owner(), figure.indicator->owner())) {
    return absl::OkStatus();
  }
  const v1::Observation& observation = figure.observation;
  if (!observation.has_cell()) {
    return DeleteResource<ObservationTable>(txn, observation.name()).status();
  }
  Violations violations;
  CheckFigure(*indicator, observation, violations);
  if (!violations.empty()) {
    ++refused;
    LogRefused(service_, observation, violations.list().front());
    // What was pulled before is not the owner's figure any more.
    return DeleteResource<ObservationTable>(txn, observation.name()).status();
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Observation> present,
                           FindResource<ObservationTable>(txn, observation.name()));
  if (present.has_value() && HoldSameFigure(*present, observation)) return absl::OkStatus();
  v1::Observation pulled = observation;
  *pulled.mutable_pulled()->mutable_pull_time() = EncodeTimestamp(now);
  return PutResource<ObservationTable>(txn, pulled).status();
}

}  // namespace tertial::indicators
