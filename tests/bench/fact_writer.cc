#include "tests/bench/fact_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tertial/indicators/v1/indicators_writes.pb.h"
#include "tertial/politics/v1/politics_service.pb.h"
#include "tertial/politics/v1/politics_writes.pb.h"

namespace tertial::bench {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kWriters = 8;

// "4.70" becomes "4.71", "9" becomes "8".
void ChangeLastDigit(std::string& value) {
  value.back() = value.back() == '9' ? '8' : value.back() + 1;
}

template <typename Response>
bool ReadResultOf(const std::string& answer, common::v1::WriteResult& result) {
  Response response;
  if (!response.ParseFromString(answer)) return false;
  result = response.result();
  return true;
}

template <typename Response, typename Request>
absl::StatusOr<Response> FetchOne(const std::string& address, const std::string& method,
                                  const Request& request) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string answer,
                           LoadClient(address, method).Fetch(request.SerializeAsString()));
  Response response;
  if (response.ParseFromString(answer)) return response;
  return absl::DataLossError(absl::StrCat(method, " answered what is no answer"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<FactWriter>> FactWriter::OfObservations(const std::string& address,
                                                                       const std::string& area,
                                                                       const std::string& period) {
  using namespace indicators::v1;
  const std::string service = "/tertial.indicators.v1.IndicatorsService/";
  std::unique_ptr<FactWriter> writer(new FactWriter(address, service + "UpdateObservation",
                                                    ReadResultOf<UpdateObservationResponse>));
  std::vector<std::string> as_they_were;
  ListObservationsRequest list;
  list.set_parent(absl::StrCat("areas/", area, "/indicators/-"));
  list.set_page_size(kLargestPage);
  do {
    TERTIAL_ASSIGN_OR_RETURN(
        const ListObservationsResponse page,
        FetchOne<ListObservationsResponse>(address, service + "ListObservations", list));
    for (const Observation& observation : page.observations()) {
      if (observation.period() != period || observation.has_pulled() ||
          !observation.cell().has_value() || observation.cell().value() == "100") {
        continue;
      }
      UpdateObservationRequest request;
      *request.mutable_observation() = observation;
      request.mutable_observation()->clear_etag();
      request.mutable_update_mask()->add_paths("cell");
      as_they_were.push_back(request.SerializeAsString());
      ChangeLastDigit(*request.mutable_observation()->mutable_cell()->mutable_value());
      writer->requests_.push_back(request.SerializeAsString());
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  if (as_they_were.empty()) return absl::NotFoundError("there are no observations to change");
  writer->requests_.insert(writer->requests_.end(), as_they_were.begin(), as_they_were.end());
  return writer;
}

absl::StatusOr<std::unique_ptr<FactWriter>> FactWriter::OfActivities(const std::string& address,
                                                                     const std::string& area,
                                                                     const std::string& period) {
  using namespace politics::v1;
  const std::string service = "/tertial.politics.v1.PoliticsService/";
  std::unique_ptr<FactWriter> writer(new FactWriter(address, service + "UpdateBodyActivity",
                                                    ReadResultOf<UpdateBodyActivityResponse>));
  std::vector<std::string> as_they_were;
  ListBodyActivitiesRequest list;
  list.set_parent(absl::StrCat("areas/", area, "/bodies/-"));
  list.set_page_size(kLargestPage);
  TERTIAL_ASSIGN_OR_RETURN(
      const ListBodyActivitiesResponse page,
      FetchOne<ListBodyActivitiesResponse>(address, service + "ListBodyActivities", list));
  for (const BodyActivity& activity : page.body_activities()) {
    if (activity.period() != period || !activity.cases().has_value()) continue;
    UpdateBodyActivityRequest request;
    *request.mutable_body_activity() = activity;
    request.mutable_body_activity()->clear_etag();
    request.mutable_update_mask()->add_paths("cases");
    as_they_were.push_back(request.SerializeAsString());
    ChangeLastDigit(*request.mutable_body_activity()->mutable_cases()->mutable_value());
    writer->requests_.push_back(request.SerializeAsString());
  }
  if (as_they_were.empty()) return absl::NotFoundError("there are no activities to change");
  writer->requests_.insert(writer->requests_.end(), as_they_were.begin(), as_they_were.end());
  return writer;
}

absl::StatusOr<common::v1::ReadPoint> FactWriter::WriteNext() {
  const std::string& request = requests_[next_++ % requests_.size()];
  TERTIAL_ASSIGN_OR_RETURN(const std::string answer, client_.Fetch(request));
  common::v1::WriteResult result;
  if (!read_(answer, result) || !result.committed()) {
    return absl::DataLossError(
        absl::StrCat("a write was not committed: ", result.ShortDebugString()));
  }
  return result.at();
}

SteadyWrites::SteadyWrites(FactWriter& writer, int writes_per_second) : writer_(writer) {
  for (int i = 0; i < kWriters; ++i) {
    threads_.emplace_back([this, writes_per_second] { Run(writes_per_second); });
  }
}

SteadyWrites::~SteadyWrites() {
  if (!threads_.empty()) End().IgnoreError();
}

absl::StatusOr<int64_t> SteadyWrites::End() {
  ending_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  if (!failure_.ok()) return failure_;
  return written_;
}

void SteadyWrites::Run(int writes_per_second) {
  while (!ending_) {
    // Late ones are made up for, so that the rate is kept where the machine can.
    std::this_thread::sleep_until(begun_ +
                                  begun_writes_++ * std::chrono::seconds(1) / writes_per_second);
    const absl::StatusOr<common::v1::ReadPoint> at = writer_.WriteNext();
    if (!at.ok()) {
      const std::lock_guard<std::mutex> lock(mutex_);
      failure_.Update(at.status());
      return;
    }
    ++written_;
  }
}

}  // namespace tertial::bench
