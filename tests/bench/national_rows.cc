#include "tests/bench/national_rows.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace tertial::bench {
namespace {

constexpr const char* kServices[] = {
    "governance",    "kindergartens", "primary-schools", "after-school", "culture-schools",
    "child-welfare", "health",        "home-care",       "care-homes",   "social-services",
    "culture",       "sports",        "libraries",       "water",        "wastewater",
    "waste",         "roads",         "planning",        "fire-safety",  "housing"};
constexpr const char* kMeasures[] = {"net-expenditure-per-capita",
                                     "share-of-net-expenditure",
                                     "gross-expenditure-per-user",
                                     "share-of-population-served",
                                     "employees-per-1000-residents",
                                     "share-with-formal-training",
                                     "users-per-employee",
                                     "share-of-private-providers",
                                     "fee-per-year",
                                     "sick-leave-of-employees",
                                     "waiting-time-in-days",
                                     "satisfaction-of-users",
                                     "complaints-per-year",
                                     "share-of-cases-in-time",
                                     "investment-per-capita",
                                     "energy-use-per-square-metre",
                                     "maintenance-per-square-metre",
                                     "share-of-universal-design",
                                     "transfers-per-capita",
                                     "coverage-of-need",
                                     "hours-per-week",
                                     "turnover-of-employees",
                                     "purchases-per-capita",
                                     "share-of-full-time-positions",
                                     "income-per-capita"};
constexpr int kMeasuresEach = std::size(kMeasures);
static_assert(std::size(kServices) * kMeasuresEach == kMostNationalIndicators);

constexpr common::v1::MissingReason kReasons[] = {
    common::v1::MISSING_REASON_NOT_MEASURED, common::v1::MISSING_REASON_DATA_LACKING,
    common::v1::MISSING_REASON_SUPPRESSED, common::v1::MISSING_REASON_NOT_YET_DEFINED};
constexpr const char* kPrintedReasons[] = {"Ikke målt", "..", ":", "Indikator under utvikling"};

// Independent of each other for neighbours of any of the three (splitmix64).
uint64_t RandomOf(int area, int indicator, int year) {
  uint64_t bits =
      (static_cast<uint64_t>(area) * kMostNationalIndicators + static_cast<uint64_t>(indicator)) *
          100 +
      static_cast<uint64_t>(kLastYear - year);
  bits += 0x9e3779b97f4a7c15;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

std::string IndicatorId(int indicator) {
  return absl::StrCat("kostra.", kServices[indicator / kMeasuresEach], ".",
                      kMeasures[indicator % kMeasuresEach]);
}

}  // namespace

std::string NationalIndicatorName(int indicator) {
  return absl::StrCat("indicators/", IndicatorId(indicator));
}

int DecimalsOfNational(int indicator) { return indicator % 2; }

indicators::v1::Indicator NationalIndicator(int indicator) {
  indicators::v1::Indicator definition;
  definition.set_name(NationalIndicatorName(indicator));
  common::v1::LocalizedText& label = *definition.add_labels();
  label.set_language("nb");
  label.set_text(absl::StrReplaceAll(IndicatorId(indicator), {{".", ", "}, {"-", " "}}));
  definition.set_collection(indicators::v1::COLLECTION_KOSTRA);
  definition.set_unit(DecimalsOfNational(indicator) == 1 ? "percent" : "nok_per_capita");
  definition.set_decimals(DecimalsOfNational(indicator));
  definition.set_direction(indicators::v1::DIRECTION_HIGHER_IS_BETTER);
  definition.mutable_kostra()->set_service_area(kServices[indicator / kMeasuresEach]);
  definition.mutable_provenance()->set_source("kostra-2024/definitions.csv");
  return definition;
}

std::optional<int64_t> NationalValue(int area, int indicator, int year) {
  const uint64_t random = RandomOf(area, indicator, year);
  if (random % 3 == 0) return std::nullopt;
  return static_cast<int64_t>(random / 3 % (DecimalsOfNational(indicator) == 1 ? 999 : 60'000)) + 1;
}

std::string FormatNationalValue(int indicator, int64_t value) {
  if (DecimalsOfNational(indicator) == 0) return absl::StrCat(value);
  return absl::StrFormat("%d.%d", value / 10, value % 10);
}

std::string NationalObservationName(int area, int indicator, int year) {
  return absl::StrCat("areas/", AreaId(area), "/", NationalIndicatorName(indicator),
                      "/observations/", year);
}

indicators::v1::Observation NationalObservation(int area, int indicator, int year) {
  indicators::v1::Observation observation;
  observation.set_name(NationalObservationName(area, indicator, year));
  observation.set_period(absl::StrCat(year));
  common::v1::Provenance& provenance = *observation.mutable_provenance();
  provenance.set_source(
      absl::StrCat("kostra-", year, "/", kServices[indicator / kMeasuresEach], ".csv"));
  provenance.add_source_lines(indicator % kMeasuresEach * kAreas + area + 2);
  if (const std::optional<int64_t> value = NationalValue(area, indicator, year)) {
    const std::string written = FormatNationalValue(indicator, *value);
    observation.mutable_cell()->set_value(written);
    provenance.set_printed(absl::StrReplaceAll(written, {{".", ","}}));
  } else {
    const size_t reason = RandomOf(area, indicator, year) / 3 % std::size(kReasons);
    observation.mutable_cell()->set_missing(kReasons[reason]);
    provenance.set_printed(kPrintedReasons[reason]);
  }
  return observation;
}

}  // namespace tertial::bench
