#include "tests/bench/report_rebuilds.h"

#include <array>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/ledger/read_point.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tertial/gateway/v1/report_service.pb.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/fact_writer.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

constexpr char kGetReport[] = "/tertial.gateway.v1.ReportService/GetReport";
constexpr int kCalls = 30;

struct SectionCall {
  std::string service;
  std::string method;
};

const std::array<SectionCall, 5>& SectionCalls() {
  static const auto& calls = *new std::array<SectionCall, 5>{
      {{"indicators", "/tertial.indicators.v1.IndicatorsService/GetIndicatorsSection"},
       {"indicators", "/tertial.indicators.v1.IndicatorsService/GetStatisticsSection"},
       {"workforce", "/tertial.workforce.v1.WorkforceService/GetWorkforceSection"},
       {"politics", "/tertial.politics.v1.PoliticsService/GetPoliticsSection"},
       {"climate", "/tertial.climate.v1.ClimateService/GetClimateSection"}}};
  return calls;
}

// Another instant each time, none of which is in the future: no answer is kept for the next.
google::protobuf::Timestamp AnInstant(int64_t call) {
  return EncodeTimestamp(SystemClock().Now() - absl::Microseconds(call + 1));
}

// Of one round, microseconds of processor.
struct Round {
  double cold_gateway = 0;
  double cold_services = 0;
  std::array<double, 5> direct{};  // by section
  double direct_all = 0;
  std::map<std::string, double> rebuild_gateway;  // by service whose fact was changed
};

class Rebuilds {
 public:
  explicit Rebuilds(const RebuildOptions& options)
      : options_(options),
        gateway_(options.gateway, kGetReport, options.processes),
        gateway_process_{{"gateway", options.processes.at("gateway")}} {}

  absl::Status Open() {
    TERTIAL_ASSIGN_OR_RETURN(writers_["indicators"],
                             FactWriter::OfObservations(options_.services.at("indicators"),
                                                        options_.area, options_.period));
    TERTIAL_ASSIGN_OR_RETURN(
        writers_["politics"],
        FactWriter::OfActivities(options_.services.at("politics"), options_.area, options_.period));
    for (const SectionCall& call : SectionCalls()) {
      sections_.push_back(std::make_unique<MeasuredSide>(
          options_.services.at(call.service), call.method,
          Processes{{call.service, options_.processes.at(call.service)}}));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Round> Measure() {
    Round round;
    TERTIAL_RETURN_IF_ERROR(MeasureCold(round));
    for (size_t i = 0; i < sections_.size(); ++i) {
      TERTIAL_ASSIGN_OR_RETURN(const Measured direct,
                               sections_[i]->Measure(kCalls, 1, 1, [this](int64_t call) {
                                 return SectionRequest(call);
                               }));
      round.direct[i] = direct.cpu_per_call();
      round.direct_all += direct.cpu_per_call();
    }
    for (const auto& [service, writer] : writers_) {
      TERTIAL_ASSIGN_OR_RETURN(round.rebuild_gateway[service], MeasureRebuild(service, *writer));
    }
    return round;
  }

 private:
  gateway::v1::GetReportRequest Request() const {
    gateway::v1::GetReportRequest request;
    request.mutable_query()->set_area(absl::StrCat("areas/", options_.area));
    request.mutable_query()->set_period(options_.period);
    return request;
  }

  // The requests of all sections are the same on the wire.
  std::string SectionRequest(int64_t call) const {
    workforce::v1::GetWorkforceSectionRequest request;
    request.set_area(absl::StrCat("areas/", options_.area));
    request.set_period(options_.period);
    *request.mutable_as_of()->mutable_time() = AnInstant(call);
    return request.SerializeAsString();
  }

  absl::Status MeasureCold(Round& round) {
    TERTIAL_ASSIGN_OR_RETURN(const Measured cold,
                             gateway_.Measure(kCalls, 1, 1, [this](int64_t call) {
                               gateway::v1::GetReportRequest request = Request();
                               *request.mutable_query()->mutable_as_of() = AnInstant(call);
                               return request.SerializeAsString();
                             }));
    round.cold_gateway = absl::ToDoubleMicroseconds(cold.cpu.at("gateway")) / kCalls;
    round.cold_services = cold.cpu_per_call() - round.cold_gateway;
    return absl::OkStatus();
  }

  // The gateway's share of one: from the feed's message to the answer that shows what was changed.
  absl::StatusOr<double> MeasureRebuild(const std::string& service, FactWriter& writer) {
    TERTIAL_ASSIGN_OR_RETURN(
        const CpuTimes used, CpuUsedBy(gateway_process_, [&]() -> absl::Status {
          for (int i = 0; i < kCalls; ++i) {
            TERTIAL_ASSIGN_OR_RETURN(const common::v1::ReadPoint at, writer.WriteNext());
            gateway::v1::GetReportRequest request = Request();
            gateway::v1::MinRevision& least = *request.add_min_revisions();
            least.set_service(service);
            least.set_revision(at.revision());
            TERTIAL_RETURN_IF_ERROR(gateway_.Fetch(request.SerializeAsString()).status());
          }
          return absl::OkStatus();
        }));
    return absl::ToDoubleMicroseconds(Sum(used)) / kCalls;
  }

  const RebuildOptions& options_;
  MeasuredSide gateway_;
  const Processes gateway_process_;
  std::vector<std::unique_ptr<MeasuredSide>> sections_;
  std::map<std::string, std::unique_ptr<FactWriter>> writers_;
};

double ShareOf(const gateway::v1::Report& report, const google::protobuf::Message& section) {
  return static_cast<double>(section.ByteSizeLong()) / static_cast<double>(report.ByteSizeLong());
}

template <typename Of>
std::vector<double> ValuesOf(const std::vector<Round>& rounds, const Of& of) {
  std::vector<double> values;
  for (const Round& round : rounds) values.push_back(of(round));
  return values;
}

void PrintCold(const std::vector<Round>& rounds) {
  PrintHeading("A report put together when it is asked for (as of another instant each time)");
  const auto gateway = ValuesOf(rounds, [](const Round& round) { return round.cold_gateway; });
  const auto direct = ValuesOf(rounds, [](const Round& round) { return round.direct_all; });
  PrintRatio(
      "CPU, gateway / its sections asked for directly",
      ValuesOf(rounds, [](const Round& round) { return round.cold_gateway / round.direct_all; }),
      Aim::AtMost(1.5),
      absl::StrFormat("%.0f and %.0f us", SpreadOf(gateway).median, SpreadOf(direct).median));
  PrintRatio("CPU, gateway and services / the same",
             ValuesOf(rounds,
                      [](const Round& round) {
                        return (round.cold_gateway + round.cold_services) / round.direct_all;
                      }),
             Aim::None(), "");
}

// A section that is rebuilt costs the gateway what was measured, and its service what the section
// costs when it is asked for directly.
void PrintRebuild(const std::vector<Round>& rounds, const std::string& service, size_t section,
                  double share) {
  PrintRatio(
      absl::StrCat("CPU, rebuilding ", service, " / all of a report"),
      ValuesOf(rounds,
               [&](const Round& round) {
                 return (round.rebuild_gateway.at(service) + round.direct[section]) /
                        (round.cold_gateway + round.cold_services);
               }),
      Aim::AtMost(share + 0.15),
      absl::StrFormat(
          "gateway %.0f us, service %.0f us; share of the bytes %.2f",
          SpreadOf(ValuesOf(rounds,
                            [&](const Round& round) { return round.rebuild_gateway.at(service); }))
              .median,
          SpreadOf(ValuesOf(rounds, [&](const Round& round) { return round.direct[section]; }))
              .median,
          share));
}

}  // namespace

absl::Status MeasureRebuilds(const RebuildOptions& options, const gateway::v1::Report& report) {
  Rebuilds rebuilds(options);
  TERTIAL_RETURN_IF_ERROR(rebuilds.Open());
  std::vector<Round> rounds;
  for (int i = 0; i <= options.rounds; ++i) {
    TERTIAL_ASSIGN_OR_RETURN(const Round round, rebuilds.Measure());
    if (i > 0) rounds.push_back(round);  // the first warms up
  }
  PrintCold(rounds);
  PrintHeading("One section rebuilt after a fact in it was changed");
  PrintRebuild(rounds, "indicators", 0, ShareOf(report, report.indicators()));
  PrintRebuild(rounds, "politics", 3, ShareOf(report, report.politics()));
  return absl::OkStatus();
}

}  // namespace tertial::bench
