#include "tests/bench/national_requests.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "tertial/indicators/v1/analysis_comparison.pb.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {
namespace {

using indicators::v1::BatchGetObservationsRequest;
using indicators::v1::BatchGetObservationsResponse;
using indicators::v1::BatchGetObservationsResult;
using indicators::v1::CompareAreasRequest;
using indicators::v1::CompareAreasResponse;
using indicators::v1::ComparedArea;

// What a comparison is about. Neighbours differ in both.
struct Compared {
  int indicator = 0;
  int year = 0;
};
Compared ComparedIn(const NationalSize& size, size_t i) {
  const int number = static_cast<int>(i);
  return {number * 7 % size.indicators, kLastYear - number % size.years};
}

absl::Status Differs(absl::string_view what, absl::string_view found, absl::string_view expected) {
  return absl::DataLossError(absl::StrCat(what, " is ", found, ", not ", expected));
}

absl::Status CheckCell(absl::string_view name, const common::v1::Cell& cell, int area,
                       int indicator, int year) {
  const common::v1::Cell expected = NationalObservation(area, indicator, year).cell();
  if (cell.SerializeAsString() == expected.SerializeAsString()) return absl::OkStatus();
  return Differs(name, cell.ShortDebugString(), expected.ShortDebugString());
}

absl::Status CheckBatch(const NationalSize& size, size_t i, absl::string_view answer) {
  BatchGetObservationsResponse response;
  if (!response.ParseFromArray(answer.data(), static_cast<int>(answer.size())) ||
      response.results_size() != kBatchIndicators * kBatchYears) {
    return absl::DataLossError(absl::StrCat(response.results_size(), " cells were answered"));
  }
  const int area = static_cast<int>(i);
  int next = 0;
  for (const int indicator : BatchIndicators(size)) {
    for (int year = kLastYear - kBatchYears + 1; year <= kLastYear; ++year) {
      const BatchGetObservationsResult& result = response.results(next++);
      const std::string name = NationalObservationName(area, indicator, year);
      if (result.name() != name) return Differs("a name", result.name(), name);
      TERTIAL_RETURN_IF_ERROR(CheckCell(name, result.observation().cell(), area, indicator, year));
    }
  }
  return absl::OkStatus();
}

// Of values that are above zero, in units of the last decimal; half away from zero.
int64_t MedianOf(std::vector<int64_t> values) {
  std::sort(values.begin(), values.end());
  const int64_t twice = values[(values.size() - 1) / 2] + values[values.size() / 2];
  return (twice + 1) / 2;
}

// Every area of the answer is asked for and as it was generated; the better ones come first.
absl::Status CheckAreas(const CompareAreasResponse& response, const Compared& compared,
                        const std::map<std::string, int>& areas) {
  std::optional<int64_t> before;
  int rank = 0;
  for (const ComparedArea& found : response.areas()) {
    const auto area = areas.find(found.area());
    if (area == areas.end()) return absl::DataLossError(absl::StrCat("who is ", found.area()));
    TERTIAL_RETURN_IF_ERROR(
        CheckCell(found.area(), found.cell(), area->second, compared.indicator, compared.year));
    const std::optional<int64_t> value =
        NationalValue(area->second, compared.indicator, compared.year);
    if (value.has_value()) ++rank;
    const bool tied = value.has_value() && value == before;
    if ((found.rank() != (value.has_value() ? rank : 0) && !tied) ||
        found.contributes() != value.has_value() || (before.has_value() && value > before)) {
      return absl::DataLossError(absl::StrCat("the place of ", found.area(), " is wrong"));
    }
    if (value.has_value()) before = value;
  }
  return absl::OkStatus();
}

absl::Status CheckComparison(const NationalSize& size, size_t i, absl::string_view answer) {
  CompareAreasResponse response;
  if (!response.ParseFromArray(answer.data(), static_cast<int>(answer.size())) ||
      response.areas_size() != size.areas) {
    return absl::DataLossError(absl::StrCat(response.areas_size(), " areas were compared"));
  }
  const Compared compared = ComparedIn(size, i);
  std::vector<int64_t> values;
  std::map<std::string, int> areas;
  for (int area = 0; area < size.areas; ++area) {
    areas.emplace(absl::StrCat("areas/", AreaId(area)), area);
    const auto value = NationalValue(area, compared.indicator, compared.year);
    if (value.has_value()) values.push_back(*value);
  }
  TERTIAL_RETURN_IF_ERROR(CheckAreas(response, compared, areas));
  const std::string median = FormatNationalValue(compared.indicator, MedianOf(values));
  if (response.statistic().value() != median) {
    return Differs("the median", response.statistic().value(), median);
  }
  if (response.contributors() == static_cast<int>(values.size())) return absl::OkStatus();
  return Differs("the number of contributors", absl::StrCat(response.contributors()),
                 absl::StrCat(values.size()));
}

}  // namespace

void NationalRequests::Add(std::string request) {
  requests_.push_back(ToByteBuffer(request));
  bytes_.push_back(std::move(request));
}

NationalRequests NationalRequests::Batches(const NationalSize& size) {
  NationalRequests batches(size, "/tertial.indicators.v1.IndicatorsService/BatchGetObservations",
                           CheckBatch);
  for (int area = 0; area < size.areas; ++area) {
    BatchGetObservationsRequest request;
    for (const int indicator : BatchIndicators(size)) {
      for (int year = kLastYear - kBatchYears + 1; year <= kLastYear; ++year) {
        request.add_names(NationalObservationName(area, indicator, year));
      }
    }
    batches.Add(request.SerializeAsString());
  }
  return batches;
}

NationalRequests NationalRequests::Comparisons(const NationalSize& size,
                                               const std::string& peer_group) {
  NationalRequests comparisons(size, "/tertial.indicators.v1.AnalysisService/CompareAreas",
                               CheckComparison);
  for (int i = 0; i < size.areas; ++i) {
    const Compared compared = ComparedIn(size, static_cast<size_t>(i));
    CompareAreasRequest request;
    request.set_indicator(NationalIndicatorName(compared.indicator));
    request.set_period(absl::StrCat(compared.year));
    request.set_statistic(indicators::v1::STATISTIC_MEDIAN);
    request.set_peer_group(peer_group);
    for (int area = 0; peer_group.empty() && area < size.areas; ++area) {
      request.add_areas(absl::StrCat("areas/", AreaId(area)));
    }
    comparisons.Add(request.SerializeAsString());
  }
  return comparisons;
}

indicators::v1::PeerGroup NationalPeerGroup(const NationalSize& size) {
  indicators::v1::PeerGroup group;
  group.set_name("peerGroups/country");
  common::v1::LocalizedText& title = *group.add_titles();
  title.set_language("en");
  title.set_text("Generated");
  for (int area = 0; area < size.areas; ++area) {
    group.add_members()->set_area(absl::StrCat("areas/", AreaId(area)));
  }
  group.mutable_provenance()->set_source("generated");
  return group;
}

std::vector<int> BatchIndicators(const NationalSize& size) {
  std::vector<int> indicators;
  for (int i = 0; i < kBatchIndicators; ++i) {
    indicators.push_back(i * (size.indicators / kBatchIndicators));
  }
  return indicators;
}

}  // namespace tertial::bench
