// Instants on the command line and on the screen.
#ifndef TERTIAL_COMMON_RENDER_INSTANT_H_
#define TERTIAL_COMMON_RENDER_INSTANT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace tertial {

// What --help says of such a value.
inline constexpr char kInstantForm[] =
    "an instant (2026-03-15T12:00:00Z, or with an offset), or a date (2026-03-15), which means the "
    "end of that day in Europe/Oslo";

// The instant that `text` names; a date names the last microsecond of the day in Europe/Oslo.
// INVALID_ARGUMENT with a sentence when it is neither, or has no Timestamp.
absl::StatusOr<absl::Time> ParseInstant(absl::string_view text);
// The same where a time begins: a date names the first microsecond of the day.
absl::StatusOr<absl::Time> ParseBeginning(absl::string_view text);

// "2026-03-15T12:00:00.123456Z", which ParseInstant reads, as protobuf's JSON writes it: with 0, 3,
// 6 or 9 digits of a second. Empty for the infinite past.
std::string FormatInstant(absl::Time instant);
std::string FormatInstant(const google::protobuf::Timestamp& instant);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_INSTANT_H_
