// Texts that are read as values (common/types) and as ids of figures: decimals, periods, dates,
// resource names, areas, units; each line of the input as each of them.
//
// A text that is read is the one that is written of what was read, so that there is one way to
// write each value; and what is computed from it ends within its bounds.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/types/area_registry.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "common/types/rational.h"
#include "common/types/resource_name.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/units.h"
#include "services/indicators/domain/figure_template.h"
#include "services/indicators/domain/observation_id.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/published_figure_id.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/input.h"

namespace tertial::fuzz {
namespace {

const AreaRegistry& Areas() {
  static const AreaRegistry& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

void CheckNumbers(const std::string& text) {
  const auto decimal = Decimal::Parse(text);
  if (decimal.ok()) {
    Require(decimal->Format() == text, "a decimal is written as it was", text);
    Require(Decimal::FromUnscaled(decimal->unscaled(), decimal->scale()).ok(),
            "a decimal is made of its digits", text);
    const Rational number(*decimal);
    const auto rounded = number.Round(decimal->scale());
    Require(rounded.ok() && *rounded == *decimal, "a decimal is its own rounding", text);
    Require(Rational::Parse(text) == number, "a decimal is a number", text);
    (void)number.Round(2);
    Require(
        (number - number).IsZero() && (number.IsZero() || number / number == Rational::FromInt(1)),
        "numbers are computed with", text);
  } else {
    Require(IsUtf8(decimal.status().message()), "a refusal is UTF-8");
  }
  const auto number = Rational::Parse(text);
  if (number.has_value() && text.size() < 100) {
    const auto again = Rational::Parse(number->FormatSignificant(200));
    Require(again.has_value() && *again == *number, "a number is read as it is written", text);
  }
}

void CheckPeriod(const Period& period) {
  Require(period.first_day() <= period.last_day(), "a period has a day");
  const auto again = Period::Parse(period.Format());
  Require(again.ok() && *again == period, "a period is read as it is written", period.Format());
  const auto by_id = Period::ParseId(period.FormatId());
  Require(by_id.ok() && *by_id == period, "a period is read by its id", period.FormatId());
  Require(period.Next().Previous() == period, "periods follow each other", period.Format());
  Require(period < period.Next() && period.last_day() + 1 == period.Next().first_day(),
          "periods follow each other without a gap", period.Format());
  Require(IsResourceId(period.FormatId()), "a period's id is one of resources", period.FormatId());
}

void CheckTimes(const std::string& text) {
  const auto period = Period::Parse(text);
  if (period.ok()) {
    Require(period->Format() == text, "a period is written as it was", text);
    CheckPeriod(*period);
  }
  const auto by_id = Period::ParseId(text);
  if (by_id.ok()) {
    Require(by_id->FormatId() == text, "the id of a period is written as it was", text);
    CheckPeriod(*by_id);
  }
  const auto date = PartialDate::Parse(text);
  if (date.ok()) {
    Require(date->Format() == text, "a date is written as it was", text);
    Require(date->earliest() <= date->latest(), "a date has a day", text);
  }
}

void CheckNames(const std::string& text) {
  for (const char* pattern : {"indicators/{indicator}", "areas/{area}/goals/{goal}",
                              "areas/{area}/bodies/{body}/meetings/{meeting}/items/{item}"}) {
    const ResourceNamePattern names(pattern);
    const auto ids = names.Parse(text);
    if (ids.ok()) {
      Require(names.Format(*ids) == text, "a name is written as it was", text);
      for (const std::string& id : *ids) Require(IsResourceId(id), "a name has ids", text);
      Require(LastIdOf(text) == ids->back(), "the last id of a name is the last", text);
    } else {
      Require(IsUtf8(ids.status().message()), "a refusal is UTF-8", ids.status().message());
    }
    (void)names.ParseParentPrefix(text);
  }
  const std::string slug = Slug(text);
  Require(slug.empty() || IsResourceId(slug), "a slug is an id", text);
  Require(Slug(slug) == slug, "a slug is its own", text);
  (void)Areas().Find(text);
}

void CheckIds(const std::string& text) {
  if (const auto key = workforce::ParseFigureId(text)) {
    Require(workforce::CanBeRecorded(*key) && workforce::FormatFigureId(*key) == text,
            "the id of a figure is written as it was", text);
  }
  if (const auto subject = workforce::ParsePublishedFigureId("asker", text)) {
    Require(workforce::FormatPublishedFigureId(*subject) == text,
            "the id of a published figure is written as it was", text);
  }
  (void)workforce::IsUnitId(text);
  (void)workforce::IsLevel(text);
  const auto series = climate::SeriesOfEmissionId(text);
  const auto emission_period = climate::PeriodOfEmissionId(text);
  if (series.has_value() && emission_period.has_value()) {
    Require(climate::FormatEmissionId(*series, *emission_period) == text,
            "the id of an emission is written as it was", text);
  }
  (void)climate::PeriodOfActivityId(text);
  (void)indicators::PeriodOfObservationId(text);
  const auto figures = indicators::FigureTemplate::Parse(text);
  if (figures.ok()) {
    const indicators::FigureTemplate::Place place{"asker", Period::OfYear(2024)};
    Require(figures->Match(figures->NameFor(place.area_id, place.period)) == place,
            "a figure is found by its template", text);
  }
}

void CheckUnits(const std::string& text, const std::string& other) {
  (void)climate::DimensionOf(text);
  if (const auto quotient = climate::SplitQuotient(text)) {
    Require(!quotient->numerator.empty() && !quotient->denominator.empty() &&
                absl::StrCat(quotient->numerator, "_per_", quotient->denominator) == text,
            "a quotient is its parts", text);
  }
  const auto there = climate::ConversionFactor(text, other);
  const auto back = climate::ConversionFactor(other, text);
  Require(there.has_value() == back.has_value(), "units convert both ways", text);
  Require(!there.has_value() || *there * *back == Rational::FromInt(1),
          "what is converted back is what it was", text);
}

}  // namespace

const char* const kCorpus = "values";

void RunInput(absl::string_view input) {
  std::string before = "kwh";
  for (const absl::string_view line : absl::StrSplit(input, '\n')) {
    // What comes from a caller or a file is UTF-8.
    const std::string text = AsUtf8(std::string(line));
    CheckNumbers(text);
    CheckTimes(text);
    CheckNames(text);
    CheckIds(text);
    CheckUnits(text, before);
    before = text;
  }
}

}  // namespace tertial::fuzz
