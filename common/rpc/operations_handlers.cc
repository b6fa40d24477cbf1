#include "common/rpc/operations_handlers.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/read_point.h"
#include "common/ledger/schema_upgrade.h"
#include "common/observability/certificate_ends.h"
#include "common/observability/followed_feed.h"
#include "common/observability/log.h"
#include "common/observability/process_metrics.h"
#include "common/rpc/audit_rows.h"
#include "common/rpc/limit_table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/build_version.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

namespace v1 = admin::v1;

constexpr absl::Duration kShortestLogLevel = absl::Seconds(1);
constexpr absl::Duration kLongestLogLevel = absl::Hours(24 * 7);

google::protobuf::Duration EncodeDuration(absl::Duration duration) {
  google::protobuf::Duration encoded;
  const int64_t seconds = absl::IDivDuration(duration, absl::Seconds(1), &duration);
  encoded.set_seconds(seconds);
  encoded.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return encoded;
}

absl::Duration DecodeDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

v1::LogLevel LevelOf(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return v1::LOG_LEVEL_DEBUG;
    case Severity::kInfo:
      return v1::LOG_LEVEL_INFO;
    case Severity::kWarning:
      return v1::LOG_LEVEL_WARNING;
    case Severity::kError:
      return v1::LOG_LEVEL_ERROR;
  }
  return v1::LOG_LEVEL_UNSPECIFIED;
}

std::optional<Severity> SeverityOf(v1::LogLevel level) {
  switch (level) {
    case v1::LOG_LEVEL_DEBUG:
      return Severity::kDebug;
    case v1::LOG_LEVEL_INFO:
      return Severity::kInfo;
    case v1::LOG_LEVEL_WARNING:
      return Severity::kWarning;
    case v1::LOG_LEVEL_ERROR:
      return Severity::kError;
    default:
      return std::nullopt;
  }
}

v1::StoreStatus StatusOf(const Ledger& ledger) {
  v1::StoreStatus status;
  status.set_store_id(ledger.store_id());
  status.set_schema_version(static_cast<int32_t>(kSchemaVersion));
  if (const absl::StatusOr<ReadView> view = ledger.Read(); view.ok()) {
    *status.mutable_head() = view->at().ToProto();
  }
  const absl::Status health = ledger.Health();
  status.set_writable(health.ok());
  if (!health.ok()) status.set_reason(ReasonName(ReasonOf(health)));
  status.set_disk_bytes(static_cast<int64_t>(ledger.DiskBytes().value_or(0)));
  return status;
}

v1::FeedStatus StatusOf(const FeedState& feed, absl::Time now) {
  v1::FeedStatus status;
  status.set_service(feed.service);
  status.set_purpose(feed.purpose);
  status.set_up(feed.up);
  if (feed.current_at.has_value()) {
    *status.mutable_current_time() = EncodeTimestamp(*feed.current_at);
    *status.mutable_lag() = EncodeDuration(std::max(now - *feed.current_at, absl::ZeroDuration()));
  }
  return status;
}

}  // namespace

absl::StatusOr<v1::GetServiceStatusResponse> OperationsHandlers::GetServiceStatus(
    const CallContext& /*call*/, const v1::GetServiceStatusRequest& /*request*/) const {
  const absl::Time now = SystemClock().Now();
  v1::GetServiceStatusResponse response;
  response.set_service(process_.service);
  response.set_version(BuildVersion());
  *response.mutable_start_time() = EncodeTimestamp(ProcessStartTime());
  *response.mutable_uptime() = EncodeDuration(ProcessUptime());
  response.set_serving(process_.serving());
  if (process_.ledger != nullptr) *response.mutable_store() = StatusOf(*process_.ledger);
  for (const FeedState& feed : FollowedFeeds()) *response.add_feeds() = StatusOf(feed, now);
  for (const CertificateEnd& end : CertificateEnds()) {
    v1::CertificateStatus& certificate = *response.add_certificates();
    certificate.set_file(end.file);
    *certificate.mutable_not_after() = EncodeTimestamp(end.not_after);
  }
  const LogLevel level = CurrentLogLevel();
  response.set_log_level(LevelOf(level.least));
  if (level.left != absl::InfiniteDuration()) {
    *response.mutable_log_level_until() = EncodeTimestamp(now + level.left);
  }
  return response;
}

absl::StatusOr<v1::GetLimitsResponse> OperationsHandlers::GetLimits(
    const CallContext& /*call*/, const v1::GetLimitsRequest& /*request*/) const {
  v1::GetLimitsResponse response;
  for (const LimitRow& row : LimitTable()) {
    v1::Limit& limit = *response.add_limits();
    limit.set_name(LimitName(row));
    limit.set_value(row.value);
    limit.set_unit(row.unit);
    limit.set_why(row.why);
  }
  return response;
}

absl::StatusOr<v1::SetLogLevelResponse> OperationsHandlers::SetLogLevel(
    const CallContext& call, const v1::SetLogLevelRequest& request) const {
  const std::optional<Severity> least = SeverityOf(request.level());
  if (!least.has_value()) {
    return InvalidField("level", common::v1::ERROR_REASON_INVALID_ENUM,
                        absl::StrCat(request.level(),
                                     " is no level; choose LOG_LEVEL_DEBUG, "
                                     "LOG_LEVEL_INFO, LOG_LEVEL_WARNING or "
                                     "LOG_LEVEL_ERROR."));
  }
  absl::Duration duration = absl::InfiniteDuration();
  if (request.has_duration()) {
    duration = DecodeDuration(request.duration());
    if (duration < kShortestLogLevel || duration > kLongestLogLevel) {
      return InvalidField("duration", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                          absl::StrCat(absl::FormatDuration(duration),
                                       " is too short or too long "
                                       "for a level; choose ",
                                       absl::FormatDuration(kShortestLogLevel), " to ",
                                       absl::FormatDuration(kLongestLogLevel), "."));
    }
  }
  const std::string level = v1::LogLevel_Name(request.level());
  if (process_.ledger != nullptr) {
    TERTIAL_RETURN_IF_ERROR(NotePrivateWrite(*process_.ledger, call, {level}));
  }
  // While the level that it was can still be told.
  Log(Severity::kWarning, "level of the log changed",
      {{"level", level},
       {"for", absl::FormatDuration(duration)},
       {"caller", call.caller.name},
       {"request_id", call.request_id},
       {"trace_id", call.trace.TraceId()}});
  v1::SetLogLevelResponse response;
  response.set_previous_level(LevelOf(CurrentLogLevel().least));
  tertial::SetLogLevel(*least, duration);
  if (const absl::Duration left = CurrentLogLevel().left; left != absl::InfiniteDuration()) {
    *response.mutable_until() = EncodeTimestamp(SystemClock().Now() + left);
  }
  return response;
}

}  // namespace tertial
