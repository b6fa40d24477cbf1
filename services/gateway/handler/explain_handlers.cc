// Numbers of a report, back to what they were made of.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/read_point.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/gateway/domain/explanation.h"
#include "services/gateway/domain/fact_names.h"
#include "services/gateway/domain/report_views.h"
#include "services/gateway/handler/report_handlers.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::gateway {
namespace {

using common::v1::OUTCOME_FOUND;

absl::Status CheckWhat(const v1::ExplainNumberRequest& request) {
  if (request.path().empty() == request.fact().empty()) {
    return InvalidField("path",
                        request.path().empty() ? common::v1::ERROR_REASON_FIELD_REQUIRED
                                               : common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        "Exactly one of `path` and `fact` says which number is meant; set one.");
  }
  if (!request.fact().empty() && !IsResourceName(request.fact())) {
    return InvalidField("fact", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        absl::StrCat(Quoted(request.fact()),
                                     " is no resource name, as "
                                     "areas/asker/bodies/council/activities/2024."));
  }
  return absl::OkStatus();
}

// The states that the sections of a report were read at, that of `section` before others of its
// service.
StatesByService StatesOf(const v1::Report& report, v1::SectionKind section) {
  StatesByService states;
  for (const v1::SectionState& state : report.states()) {
    if (!state.has_read_at()) continue;
    if (states.count(state.service()) > 0 && state.section() != section) continue;
    states[state.service()] = StateAt(state.read_at());
  }
  return states;
}

std::vector<std::string> NamesOf(const v1::NumberExplanation& number) {
  std::vector<std::string> names;
  for (const v1::FactOrigin& origin : number.facts()) names.push_back(origin.name());
  return names;
}

// Fills in what the services know of the facts of one number.
class OriginReader {
 public:
  OriginReader(const CallContext& call, const FactReads& reads, StatesByService states)
      : call_(call), reads_(reads), states_(std::move(states)) {}

  // Also the definitions and releases that say who publishes them.
  absl::Status Read(const std::vector<std::string>& names) {
    std::set<std::string> wanted(names.begin(), names.end());
    for (const std::string& name : names) {
      if (std::string publishing = PublishingResource(name); !publishing.empty()) {
        wanted.insert(std::move(publishing));
      }
    }
    ReadRecords read = reads_.ReadByNames(call_, {wanted.begin(), wanted.end()}, states_);
    for (const std::string& name : wanted) {
      const auto failed = read.failed.find(std::string(ServiceOfName(name)));
      if (failed != read.failed.end()) return Unanswered(failed->first, failed->second);
    }
    records_ = std::move(read.records);
    return absl::OkStatus();
  }

  // Follows figures of derived indicators, which are recorded nowhere, to what they are computed
  // from. What stands among the facts then has been read.
  absl::Status FollowDerived(v1::NumberExplanation& number) {
    const common::v1::AsOf as_of = StateOf(states_, "indicators");
    for (int depth = 0; depth < kDeepestDerivation; ++depth) {
      std::map<std::string, common::v1::Computed> derivations;
      for (const v1::FactOrigin& origin : number.facts()) {
        if (!MayBeDerived(origin)) continue;
        const absl::StatusOr<std::optional<common::v1::Computed>> computed =
            reads_.ReadDerivation(call_, origin.name(), as_of);
        if (!computed.ok()) return Unanswered(origin.service(), computed.status());
        if (computed->has_value()) derivations[origin.name()] = **computed;
      }
      if (derivations.empty()) break;
      AddDerivations(derivations, number);
      TERTIAL_RETURN_IF_ERROR(Read(NamesOf(number)));
    }
    return absl::OkStatus();
  }

  const FactRecord& RecordOf(const std::string& name) const { return records_.at(name); }

  absl::Status Fill(v1::FactOrigin& origin) const {
    const FactRecord& record = records_.at(origin.name());
    const bool is_of_area = origin.service().empty();
    // What is counted over an area is of no resource.
    origin.set_outcome(is_of_area && origin.has_cell() ? OUTCOME_FOUND : record.outcome);
    if (record.outcome != OUTCOME_FOUND) return absl::OkStatus();
    TERTIAL_RETURN_IF_ERROR(FillFrom(record, origin));
    const auto publishing = records_.find(PublishingResource(origin.name()));
    if (publishing != records_.end() && publishing->second.fact.message != nullptr) {
      AddFromPublishing(*publishing->second.fact.message, origin);
    }
    return FillOwned(record, origin);
  }

 private:
  bool MayBeDerived(const v1::FactOrigin& origin) const {
    return origin.service() == "indicators" &&
           records_.at(origin.name()).outcome == common::v1::OUTCOME_NO_OBSERVATION;
  }

  absl::Status FillFrom(const FactRecord& record, v1::FactOrigin& origin) const {
    origin.set_service(record.fact.service);
    *origin.mutable_commit() = record.commit;
    origin.set_actor(record.actor);
    origin.set_reason(record.reason);
    if (record.fact.message != nullptr) AddFromResource(*record.fact.message, origin);
    const absl::StatusOr<std::vector<changes::v1::ResourceRevision>> revisions =
        reads_.ReadRevisions(call_, record.fact.service, record.fact.name);
    if (!revisions.ok()) return Unanswered(record.fact.service, revisions.status());
    for (const changes::v1::ResourceRevision& revision : *revisions) {
      if (revision.commit().revision() > record.commit.revision()) continue;
      if (origin.versions() == 0)
        *origin.mutable_first_recorded() = revision.commit().commit_time();
      origin.set_versions(origin.versions() + 1);
    }
    return absl::OkStatus();
  }

  // Of a figure that another service owns, what that has of it: as it was pulled, or as it is where
  // the owner's store is another now.
  absl::Status FillOwned(const FactRecord& record, v1::FactOrigin& origin) const {
    const auto* const observation =
        google::protobuf::DynamicCastToGenerated<indicators::v1::Observation>(
            record.fact.message.get());
    if (observation == nullptr || !observation->has_pulled()) return absl::OkStatus();
    const indicators::v1::PulledFigure& pulled = observation->pulled();
    v1::FactOrigin& owned = *origin.mutable_owned();
    owned.set_name(pulled.name());
    owned.set_service(pulled.service());
    StatesByService states;
    states[pulled.service()].set_revision(pulled.revision());
    states[pulled.service()].set_epoch(pulled.epoch());
    ReadRecords read = reads_.ReadByNames(call_, {pulled.name()}, states);
    auto failed = read.failed.find(pulled.service());
    if (failed != read.failed.end() &&
        ReasonOf(failed->second) == common::v1::ERROR_REASON_TOKEN_OF_OTHER_EPOCH) {
      read = reads_.ReadByNames(call_, {pulled.name()}, {});
      failed = read.failed.find(pulled.service());
    }
    if (failed != read.failed.end()) return Unanswered(failed->first, failed->second);
    const FactRecord& found = read.records.at(pulled.name());
    owned.set_outcome(found.outcome);
    if (found.outcome != OUTCOME_FOUND) return absl::OkStatus();
    const std::vector<v1::FactOrigin> cells = OriginsOf(found.fact);
    if (cells.front().has_cell()) *owned.mutable_cell() = cells.front().cell();
    return FillFrom(found, owned);
  }

  const CallContext& call_;
  const FactReads& reads_;
  const StatesByService states_;
  std::map<std::string, FactRecord> records_;
};

absl::Status FillAll(const OriginReader& reader, v1::NumberExplanation& number) {
  for (v1::FactOrigin& origin : *number.mutable_facts()) {
    TERTIAL_RETURN_IF_ERROR(reader.Fill(origin));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ExplainNumberResponse> ReportHandlers::ExplainNumber(
    const CallContext& call, const v1::ExplainNumberRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(CheckWhat(request));
  if (!request.fact().empty()) return ExplainFact(call, request);
  TERTIAL_ASSIGN_OR_RETURN(const v1::Report report,
                           GetReportMessage(call, "query", request.query()));
  TERTIAL_ASSIGN_OR_RETURN(Explanation explanation, ExplainPath(report, request.path()));
  OriginReader reader(call, facts_, StatesOf(report, explanation.section));
  TERTIAL_RETURN_IF_ERROR(reader.Read(NamesOf(explanation.number)));
  TERTIAL_RETURN_IF_ERROR(reader.FollowDerived(explanation.number));
  TERTIAL_RETURN_IF_ERROR(FillAll(reader, explanation.number));
  v1::ExplainNumberResponse response;
  *response.mutable_number() = std::move(explanation.number);
  for (const v1::SectionState& state : report.states()) {
    if (state.section() == explanation.section) *response.add_states() = state;
  }
  return response;
}

absl::StatusOr<v1::ExplainNumberResponse> ReportHandlers::ExplainFact(
    const CallContext& call, const v1::ExplainNumberRequest& request) const {
  StatesByService states;
  if (request.query().has_as_of()) {
    for (const char* service : {"indicators", "workforce", "politics", "climate"}) {
      *states[service].mutable_time() = request.query().as_of();
    }
  }
  OriginReader reader(call, facts_, states);
  TERTIAL_RETURN_IF_ERROR(reader.Read({request.fact()}));
  const FactRecord& record = reader.RecordOf(request.fact());
  if (record.outcome == common::v1::OUTCOME_UNKNOWN_ID) {
    return MakeError(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_NUMBER_NOT_FOUND,
                     absl::StrCat("No service has resources named as ", Quoted(request.fact()),
                                  "; correct the name."),
                     {{"name", request.fact()}});
  }
  v1::ExplainNumberResponse response;
  v1::NumberExplanation& number = *response.mutable_number();
  for (v1::FactOrigin& origin : OriginsOf(record.fact)) {
    origin.set_name(request.fact());
    *number.add_facts() = std::move(origin);
  }
  const std::string publishing = PublishingResource(request.fact());
  const FactRecord& named = publishing.empty() ? record : reader.RecordOf(publishing);
  if (named.fact.message != nullptr) *number.mutable_labels() = LabelsOf(*named.fact.message);
  ChooseLanguage(request.query().language(), number);
  TERTIAL_RETURN_IF_ERROR(FillAll(reader, number));
  return response;
}

}  // namespace tertial::gateway
