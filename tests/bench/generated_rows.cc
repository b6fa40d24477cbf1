#include "tests/bench/generated_rows.h"

#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace tertial::bench {
namespace {

constexpr int kFirstYear = 1997;

// 21 * 17 names.
constexpr const char* kFirstParts[] = {"nord", "sor",  "ost",   "vest", "oy",    "fjell", "elve",
                                       "skog", "lang", "stor",  "ytre", "indre", "ovre",  "nedre",
                                       "hav",  "bjor", "grane", "hol",  "kongs", "lin",   "ram"};
constexpr const char* kLastParts[] = {"vik",  "dal",   "nes",  "sund", "heim", "mark",
                                      "land", "fjord", "stad", "vag",  "berg", "bygd",
                                      "hus",  "lia",   "moen", "rud",  "sand"};
static_assert(std::size(kFirstParts) * std::size(kLastParts) == kAreas);

constexpr const char* kSubjects[] = {"governance", "kindergartens", "schools", "health",
                                     "care",       "child-welfare", "culture", "roads",
                                     "water",      "waste"};
constexpr const char* kMeasures[] = {
    "net-expenditure-per-capita", "gross-expenditure-per-user", "share-of-population",
    "employees-per-user",         "users-per-1000-residents",   "average-waiting-time",
    "satisfaction-of-users",      "coverage-of-need",           "fee-per-year",
    "sick-leave-of-employees"};
static_assert(std::size(kSubjects) * std::size(kMeasures) + 1 == kIndicators);

// Every bit of `seed` changes all of the result (the finalizer of MurmurHash3).
uint64_t Mixed(uint64_t seed) {
  seed ^= seed >> 33;
  seed *= 0xff51afd7ed558ccd;
  seed ^= seed >> 33;
  seed *= 0xc4ceb9fe1a85ec53;
  return seed ^ (seed >> 33);
}

std::string SubjectOf(int indicator) {
  return indicator < kIndicators - 1 ? kSubjects[indicator / std::size(kMeasures)] : "population";
}

std::string IndicatorId(int indicator) {
  if (indicator == kIndicators - 1) return "kostra.population.residents";
  return absl::StrCat("kostra.", SubjectOf(indicator), ".",
                      kMeasures[indicator % std::size(kMeasures)]);
}

bool IsShare(int indicator) { return indicator % 2 == 1; }

std::string ValueOf(int indicator, uint64_t random) {
  if (IsShare(indicator)) return absl::StrFormat("%d.%d", random % 100, random / 100 % 10);
  return absl::StrCat(1000 + random % 60000);
}

}  // namespace

std::string AreaId(int area) {
  return absl::StrCat(kFirstParts[area / std::size(kLastParts)],
                      kLastParts[area % std::size(kLastParts)]);
}

absl::Status WriteAreaRegistry(const std::string& directory) {
  std::ofstream areas(directory + "/areas.csv");
  areas << "id,level,name_nb,valid_from,valid_to,parent\n";
  for (int area = 0; area < kAreas; ++area) {
    std::string name = AreaId(area);
    name[0] = absl::ascii_toupper(name[0]);
    areas << AreaId(area) << ",municipality," << name << ",1838-01-01,,\n";
  }
  std::ofstream numbers(directory + "/area_numbers.csv");
  numbers << "area,number,valid_from,valid_to\n";
  for (int area = 0; area < kAreas; ++area) {
    numbers << AreaId(area) << "," << 3000 + area << ",2020-01-01,\n";
  }
  std::ofstream predecessors(directory + "/area_predecessors.csv");
  predecessors << "area,predecessor,date\n";
  areas.flush();
  numbers.flush();
  predecessors.flush();
  if (areas && numbers && predecessors) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("the registry in ", directory, " cannot be written"));
}

indicators::v1::Indicator GeneratedIndicator(int indicator) {
  indicators::v1::Indicator definition;
  const std::string id = IndicatorId(indicator);
  definition.set_name(absl::StrCat("indicators/", id));
  common::v1::LocalizedText& label = *definition.add_labels();
  label.set_language("nb");
  label.set_text(absl::StrReplaceAll(id, {{".", ", "}, {"-", " "}}));
  definition.set_collection(indicators::v1::COLLECTION_KOSTRA);
  if (IsShare(indicator)) {
    definition.set_unit("percent");
    definition.set_scale_min("0");
    definition.set_scale_max("100");
  } else {
    definition.set_unit("nok_per_capita");
  }
  definition.mutable_kostra()->set_service_area(SubjectOf(indicator));
  definition.mutable_provenance()->set_source("kostra-2024/definitions.csv");
  return definition;
}

indicators::v1::Observation GeneratedObservation(int64_t row, int64_t version) {
  const int area = static_cast<int>(row % kAreas);
  const int year = kFirstYear + static_cast<int>(row / kAreas % kYears);
  const int indicator = static_cast<int>(row / kAreas / kYears);
  const uint64_t random = Mixed(static_cast<uint64_t>(row) + (uint64_t{1} << 32));
  indicators::v1::Observation observation;
  observation.set_name(absl::StrCat("areas/", AreaId(area), "/indicators/", IndicatorId(indicator),
                                    "/observations/", year));
  observation.set_period(absl::StrCat(year));
  common::v1::Provenance& provenance = *observation.mutable_provenance();
  provenance.set_source(absl::StrCat("kostra-", year, "/", SubjectOf(indicator), ".csv"));
  provenance.add_source_lines(static_cast<int>(row / kYears % 40'000) + 2);
  if (version == 0 && random % 40 == 0) {
    observation.mutable_cell()->set_missing(common::v1::MISSING_REASON_SUPPRESSED);
    provenance.set_printed(":");
    return observation;
  }
  // Versions differ in the value for certain.
  const std::string value = ValueOf(indicator, random / 40 + static_cast<uint64_t>(version));
  observation.mutable_cell()->set_value(value);
  provenance.set_printed(absl::StrReplaceAll(value, {{".", ","}}));
  return observation;
}

indicators::v1::Observation GeneratedCorrection(int64_t write) {
  constexpr int64_t kStride = 5741;  // has no divisor in common with the number of rows
  return GeneratedObservation(write * kStride % kCorrectedRows, write / kCorrectedRows + 1);
}

}  // namespace tertial::bench
