#include "writing.h"

#include <openssl/sha.h>

#include <initializer_list>
#include <iostream>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "calls.h"
#include "tertial/common/v1/write.pb.h"

namespace tertial::example {
namespace {

namespace v1 = indicators::v1;

// The request id is made of what the write is for: the event, and the version that it changes. So
// whoever does not know whether it was made, also after a crash, repeats it under the same id, and
// it is made once. Of values alone it must not be made: the same value written again for another
// reason would be taken for a repeat, and not be stored.
void SetOptions(common::v1::WriteOptions& options, std::initializer_list<absl::string_view> parts) {
  const std::string text = absl::StrJoin(parts, "\n");
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  options.set_request_id(absl::BytesToHexString(digest));
  options.set_reason("an example of a client");
}

v1::Observation ObservationOf(const std::string& name, const std::string& value) {
  v1::Observation observation;
  observation.set_name(name);
  observation.set_period(name.substr(name.rfind('/') + 1));
  observation.mutable_cell()->set_value(value);
  return observation;
}

std::string ResultText(const common::v1::WriteResult& result) {
  return absl::StrCat("revision ", result.at().revision(), ", ",
                      result.replayed()    ? "a repeat"
                      : result.committed() ? "committed"
                                           : "nothing stored");
}

// Changes the value if the observation is still the version that `etag` names.
grpc::Status Update(Indicators& indicators, const std::string& name, const std::string& value,
                    const std::string& etag, const std::string& event,
                    v1::UpdateObservationResponse* answer) {
  v1::UpdateObservationRequest request;
  *request.mutable_observation() = ObservationOf(name, value);
  request.mutable_observation()->set_etag(etag);
  request.mutable_update_mask()->add_paths("cell");
  SetOptions(*request.mutable_options(), {event, "update", name, etag});
  return Call(indicators, &Indicators::UpdateObservation, request, answer);
}

// The same; where somebody was faster, what is there is read, and decided again, once.
grpc::Status Change(Indicators& indicators, const std::string& name, const std::string& value,
                    const std::string& etag, const std::string& event,
                    v1::UpdateObservationResponse* answer) {
  const grpc::Status refused = Update(indicators, name, value, etag, event, answer);
  const Refusal refusal = RefusalOf(refused);
  if (refusal.reason != "ETAG_MISMATCH") return refused;
  v1::GetObservationRequest request;
  request.set_name(name);
  v1::GetObservationResponse present;
  const grpc::Status status = Call(indicators, &Indicators::GetObservation, request, &present);
  if (!status.ok()) return status;
  // What to do now is for the application to say. This one wants its value all the same: another
  // write, under another etag and so another id.
  std::cout << TextOf(refusal) << ": " << CellText(present.observation().cell()) << " is there\n";
  return Update(indicators, name, value, present.observation().etag(), event, answer);
}

// All bad fields of a request are told at once.
void ShowRefused(Indicators& indicators, const std::string& name) {
  v1::UpdateObservationRequest request;
  *request.mutable_observation() = ObservationOf(name, "4,7");
  request.mutable_observation()->mutable_cell()->set_rounded_to("0,1");
  request.mutable_options()->set_validate_only(true);  // all is checked, nothing stored
  v1::UpdateObservationResponse answer;
  const Refusal refusal =
      RefusalOf(Call(indicators, &Indicators::UpdateObservation, request, &answer));
  std::cout << "refused: " << TextOf(refusal) << "\n";
  for (const auto& field : refusal.fields) {
    std::cout << "  " << field.field() << ": " << field.description() << "\n";
  }
}

// The report of the period that has seen the write: a newer one may do, an older one will not.
grpc::Status ShowInReport(Reports& reports, const std::string& name,
                          const common::v1::ReadPoint& at) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  gateway::v1::GetReportRequest request;
  request.mutable_query()->set_area(absl::StrCat("areas/", parts[1]));
  request.mutable_query()->set_period(parts.back());
  gateway::v1::MinRevision& least = *request.add_min_revisions();
  least.set_service("indicators");
  least.set_epoch(at.epoch());
  least.set_revision(at.revision());
  gateway::v1::GetReportResponse answer;
  const grpc::Status status = Call(reports, &Reports::GetReport, request, &answer);
  for (const auto& focus_area : answer.report().indicators().focus_areas()) {
    for (const auto& goal : focus_area.goals()) {
      for (const auto& series : goal.indicators()) {
        if (series.indicator().name() != absl::StrCat("indicators/", parts[3])) continue;
        if (series.cells().empty()) continue;
        std::cout << "reported: " << PeriodText(*series.cells().rbegin()) << "\n";
      }
    }
  }
  return status;
}

}  // namespace

grpc::Status Write(Indicators& indicators, Reports& reports, const std::string& name,
                   const std::string& value, const std::string& other_value,
                   const std::string& event) {
  v1::CreateObservationRequest create;
  *create.mutable_observation() = ObservationOf(name, value);
  SetOptions(*create.mutable_options(), {event, "create", name});
  v1::CreateObservationResponse created;
  grpc::Status status = Call(indicators, &Indicators::CreateObservation, create, &created);
  if (!status.ok()) return status;
  std::cout << "created " << CellText(created.observation().cell()) << ": "
            << ResultText(created.result()) << "\n";
  v1::CreateObservationResponse again;
  status = Call(indicators, &Indicators::CreateObservation, create, &again);
  if (!status.ok()) return status;
  std::cout << "the same request again: " << ResultText(again.result()) << "\n";

  v1::UpdateObservationResponse changed;
  status = Change(indicators, name, other_value, created.observation().etag(), event, &changed);
  if (!status.ok()) return status;
  std::cout << "changed to " << CellText(changed.observation().cell()) << ": "
            << ResultText(changed.result()) << "\n";

  ShowRefused(indicators, name);
  return ShowInReport(reports, name, changed.result().at());
}

}  // namespace tertial::example
