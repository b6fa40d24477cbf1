#include "common/render/instant.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/ledger/read_point.h"
#include "common/types/calendar.h"

namespace tertial {
namespace {

constexpr size_t kDateLength = 10;
// The years of a google.protobuf.Timestamp; year 9999 ends in UTC after it ends in Oslo.
constexpr int kFirstTimestampYear = 1;

absl::Status NoInstant(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" is no instant: ", why,
      "; write 2026-03-15T12:00:00Z, or 2026-03-15 for the end of that day in Europe/Oslo"));
}

absl::StatusOr<absl::Time> EndOfDay(absl::CivilDay day) {
  absl::TimeZone oslo;
  if (!absl::LoadTimeZone("Europe/Oslo", &oslo)) {
    return absl::InvalidArgumentError(
        "when a day ends is not known here, because the data of time zones (package tzdata) is "
        "missing; write an instant, such as 2026-03-15T23:00:00Z");
  }
  // Commit times are whole microseconds.
  return absl::FromCivil(absl::CivilSecond(day + 1), oslo) - absl::Microseconds(1);
}

}  // namespace

absl::StatusOr<absl::Time> ParseInstant(absl::string_view text) {
  const std::optional<absl::CivilDay> day = ParseCivilDay(text.substr(0, kDateLength));
  if (!day.has_value()) return NoInstant(text, "it begins with no date of the calendar");
  if (day->year() < kFirstTimestampYear) return NoInstant(text, "there is no year 0");
  if (text.size() == kDateLength) return EndOfDay(*day);
  absl::Time instant;
  std::string why;
  // What absl reads is more than RFC 3339 allows: blanks, for one.
  const bool well_formed = text[kDateLength] == 'T' &&
                           std::none_of(text.begin(), text.end(), absl::ascii_isspace) &&
                           absl::ParseTime(absl::RFC3339_full, text, &instant, &why);
  if (!well_formed) {
    return NoInstant(text, "after the date it needs T, a time of day, and Z or an offset");
  }
  const int64_t year = absl::ToCivilYear(instant, absl::UTCTimeZone()).year();
  if (year < kFirstTimestampYear || year > 9999) return NoInstant(text, "its year is 1 to 9999");
  return instant;
}

absl::StatusOr<absl::Time> ParseBeginning(absl::string_view text) {
  const absl::StatusOr<absl::Time> instant = ParseInstant(text);
  if (!instant.ok() || text.size() != kDateLength) return instant;
  const absl::StatusOr<absl::Time> day_before = EndOfDay(*ParseCivilDay(text) - 1);
  if (!day_before.ok()) return day_before;
  return *day_before + absl::Microseconds(1);
}

std::string FormatInstant(absl::Time instant) {
  if (instant == absl::InfinitePast()) return "";
  // As many digits as protobuf's JSON has.
  const absl::Duration past_second = instant - absl::FromUnixSeconds(absl::ToUnixSeconds(instant));
  absl::string_view seconds = "%E9S";
  if (past_second % absl::Microseconds(1) == absl::ZeroDuration()) seconds = "%E6S";
  if (past_second % absl::Milliseconds(1) == absl::ZeroDuration()) seconds = "%E3S";
  if (past_second == absl::ZeroDuration()) seconds = "%S";
  return absl::FormatTime(absl::StrCat("%E4Y-%m-%dT%H:%M:", seconds, "Z"), instant,
                          absl::UTCTimeZone());
}

std::string FormatInstant(const google::protobuf::Timestamp& instant) {
  return FormatInstant(DecodeTimestamp(instant));
}

}  // namespace tertial
