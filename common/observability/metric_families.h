// Every family of metrics that a process of Tertial has: one file, so that what is watched can be
// read at one glance. Names end in their unit, which is a base unit (seconds, bytes), and those of
// counters in _total. Values of labels come from this program or its configuration: never callers,
// areas, names, periods or anything else that a call states.
#ifndef TERTIAL_COMMON_OBSERVABILITY_METRIC_FAMILIES_H_
#define TERTIAL_COMMON_OBSERVABILITY_METRIC_FAMILIES_H_

#include <array>

namespace tertial {

struct MetricFamily {
  const char* name;
  const char* help;
  // The names of its labels; empty ones stand for none.
  std::array<const char*, 3> labels = {};
};

// Calls, as the serving adapter answers them (common/rpc/serving.h).
inline constexpr MetricFamily kRpcRequests = {
    "tertial_rpc_requests_total",
    "Calls that have ended, by the status they ended with.",
    {"service", "method", "code"}};
inline constexpr MetricFamily kRpcDuration = {
    "tertial_rpc_duration_seconds",
    "How long calls took, from when they came until their last answer was given to gRPC.",
    {"service", "method"}};
inline constexpr MetricFamily kRpcInFlight = {"tertial_rpc_in_flight",
                                              "Calls that have come and not ended."};
inline constexpr MetricFamily kRefusedCalls = {
    "tertial_refused_calls_total",
    "Calls that were refused because of who made them or how many there were, by the reason told.",
    {"reason"}};
inline constexpr MetricFamily kRefusalsSummed = {
    "tertial_audit_refusals_summed_total",
    "Refused calls that the audit trail only counts together, since there were more different ones "
    "at a time than it keeps apart."};
inline constexpr MetricFamily kRefusalWritesFailed = {
    "tertial_audit_writes_failed_total",
    "Attempts to store refused calls in the audit trail that failed; they are repeated."};
inline constexpr MetricFamily kStreams = {"tertial_streams",
                                          "Server streams (watches and exports) under way."};
inline constexpr MetricFamily kImports = {"tertial_imports", "Import streams under way."};
inline constexpr MetricFamily kRequestBytes = {
    "tertial_request_bytes",
    "What the requests take that wait for a thread or are being answered."};
inline constexpr MetricFamily kExecutorThreads = {
    "tertial_executor_threads", "Threads that run handlers.", {"executor"}};
inline constexpr MetricFamily kExecutorThreadsBusy = {
    "tertial_executor_threads_busy", "Threads that are running a handler.", {"executor"}};
inline constexpr MetricFamily kExecutorQueueLength = {
    "tertial_executor_queue_length", "Calls that wait for a thread.", {"executor"}};

// The ledger (common/ledger).
inline constexpr MetricFamily kLedgerCommits = {"tertial_ledger_commits_total",
                                                "Commits that were made."};
inline constexpr MetricFamily kLedgerCommitDuration = {
    "tertial_ledger_commit_duration_seconds",
    "How long commits took, from when they queued for the writer until they were durable."};
inline constexpr MetricFamily kLedgerSyncGroup = {
    "tertial_ledger_sync_group_commits", "How many commits were made durable by one sync."};
inline constexpr MetricFamily kLedgerRevision = {"tertial_ledger_revision",
                                                 "The newest revision of the store."};
inline constexpr MetricFamily kLedgerCommitTime = {
    "tertial_ledger_commit_time_seconds",
    "When the newest commit was made, in seconds since 1970 (UTC)."};

// The store (common/store).
inline constexpr MetricFamily kStoreDiskBytes = {"tertial_store_disk_bytes",
                                                 "What the files of the store take on disk."};
inline constexpr MetricFamily kStoreLogBytes = {
    "tertial_store_log_bytes",
    "What the store's write-ahead logs take on disk: a start after a crash reads them."};
inline constexpr MetricFamily kStoreBackgroundErrors = {
    "tertial_store_background_errors_total",
    "Errors that the storage engine met in the background, such as a full disk."};
inline constexpr MetricFamily kStoreWritable = {"tertial_store_writable",
                                                "1 while the store takes writes, else 0."};
inline constexpr MetricFamily kStoreDamaged = {
    "tertial_store_damaged", "1 from the first damaged bytes that the store has met, else 0."};
inline constexpr MetricFamily kStoreRoomBytes = {
    "tertial_store_room_bytes",
    "What may be written until the disk counts as full: what is free on it, without the reserve."};
inline constexpr MetricFamily kBackupTime = {
    "tertial_backup_time_seconds",
    "When the store was last backed up by this process, in seconds since 1970 (UTC). Missing until "
    "it was."};

// Feeds of other services that this process follows. The purpose: "reports" (which reports are
// outdated), "withdrawals" (which editions hold what was redacted), "owned_figures".
inline constexpr MetricFamily kFeedUp = {
    "tertial_feed_up",
    "1 while the service whose feed is followed is heard of, else 0.",
    {"service", "purpose"}};
inline constexpr MetricFamily kFeedLag = {
    "tertial_feed_lag_seconds",
    "How long ago all changes of the service were last known here. Missing until they were once.",
    {"service", "purpose"}};

// Reports that the gateway keeps finished (services/gateway/cache).
inline constexpr MetricFamily kReportBytes = {"tertial_gateway_report_bytes",
                                              "What the bytes of kept reports take in memory."};
inline constexpr MetricFamily kReports = {"tertial_gateway_reports", "Reports that are kept."};
inline constexpr MetricFamily kReportWaits = {
    "tertial_gateway_report_waits", "Readers and watches that wait for a report, or news of one."};
inline constexpr MetricFamily kReportSections = {
    "tertial_gateway_report_sections",
    "Sections of kept reports, by the service they are of and what became of them.",
    {"service", "completeness"}};
inline constexpr MetricFamily kReportPulls = {
    "tertial_gateway_report_pulls_total",
    "Sections that were asked for, by who waited for them (a reader, or nobody: a rebuild in the "
    "background) and whether they came.",
    {"service", "cause", "result"}};

// Certificates and files that are re-read (common/security).
inline constexpr MetricFamily kCertificateExpiry = {
    "tertial_certificate_expiry_seconds",
    "How long the certificate is valid yet; negative when it is no more.",
    {"file"}};
inline constexpr MetricFamily kFilesCurrent = {"tertial_files_current",
                                               "1 while what the files hold is in use, 0 while "
                                               "they cannot be used and what was read before is.",
                                               {"files"}};
inline constexpr MetricFamily kRefusedHandshakes = {
    "tertial_refused_handshakes_total",
    "Connections that were refused because of the client's certificate, by what is wrong with it.",
    {"reason"}};

// The process.
inline constexpr MetricFamily kBuildInfo = {
    "tertial_build_info", "1, with what was built.", {"service", "version"}};
inline constexpr MetricFamily kProcessCpu = {"process_cpu_seconds_total",
                                             "Processor time of the process, user and system."};
inline constexpr MetricFamily kProcessResidentMemory = {"process_resident_memory_bytes",
                                                        "Memory of the process that is in RAM."};
inline constexpr MetricFamily kProcessVirtualMemory = {"process_virtual_memory_bytes",
                                                       "Memory that the process has reserved."};
inline constexpr MetricFamily kProcessOpenFds = {"process_open_fds",
                                                 "File descriptors that are open."};
inline constexpr MetricFamily kProcessMaxFds = {"process_max_fds",
                                                "File descriptors that may be open."};
inline constexpr MetricFamily kProcessThreads = {"process_threads", "Threads of the process."};
inline constexpr MetricFamily kClockOffset = {
    "tertial_clock_offset_seconds",
    "By how much the wall clock has jumped since the start, which is not followed; 0: it has not."};
inline constexpr MetricFamily kProcessStartTime = {
    "process_start_time_seconds", "When the process started, in seconds since 1970 (UTC)."};

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_METRIC_FAMILIES_H_
