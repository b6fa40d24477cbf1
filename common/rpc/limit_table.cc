#include "common/rpc/limit_table.h"

#include <concepts>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/rpc/limits.h"

namespace tertial {
namespace {

constexpr char kMilliseconds[] = "milliseconds";

template <std::integral Value>
LimitRow Row(const char* constant, Value value, const char* unit, const char* why) {
  return {constant, static_cast<int64_t>(value), unit, why};
}

LimitRow Row(const char* constant, absl::Duration value, const char* why) {
  return {constant, absl::ToInt64Milliseconds(value), kMilliseconds, why};
}

// The constant with its name.
#define TERTIAL_LIMIT(constant) #constant, constant

}  // namespace

const std::vector<LimitRow>& LimitTable() {
  static const auto& table = *new std::vector<LimitRow>{
      Row(TERTIAL_LIMIT(kDefaultPageSize), "rows", "A page of a list whose size is not stated."),
      Row(TERTIAL_LIMIT(kLargestPageSize), "rows",
          "A page of a list; more is answered as this many. So many observations are some 200 KB, "
          "well below one message."),
      Row(TERTIAL_LIMIT(kLargestBatch), "names",
          "Names in one batch read: one reading of the store, and an answer of the size of a "
          "page."),
      Row(TERTIAL_LIMIT(kLargestMessageBytes), "bytes",
          "One message, request or answer. A report of a large municipality stays below 2 MiB."),
      Row(TERTIAL_LIMIT(kMostImportRows), "rows",
          "One import stream. It is staged on disk; more rows than any known collection of "
          "municipal figures has are a mistake."),
      Row(TERTIAL_LIMIT(kMostRefusedRows), "rows",
          "Refused rows that the answer to an import lists; all of them are counted."),
      Row(TERTIAL_LIMIT(kMostViolationsOfRow), "violations",
          "Violations that the answer to an import lists of one row."),
      Row(TERTIAL_LIMIT(kLongestWriteRequestId), "characters",
          "The request id of a write: enough for a hash with a prefix."),
      Row(TERTIAL_LIMIT(kLongestWriteReason), "characters",
          "The reason stated with a write: enough for two sentences."),
      Row(TERTIAL_LIMIT(kMostWaitingReads), "calls",
          "Reads that wait for a thread. Beyond that a caller is better served by trying again "
          "later."),
      Row(TERTIAL_LIMIT(kMostWaitingWrites), "calls", "Writes that wait for a thread."),
      Row(TERTIAL_LIMIT(kMostWaitingOfCaller), "calls",
          "Calls of one caller that wait for a thread: of reads, of writes, of those that wait for "
          "other services, and of finished reports. Callers who wait are served in turn."),
      Row(TERTIAL_LIMIT(kRetryAfter),
          "When a call that found no room is to be made again, at the earliest."),
      Row(TERTIAL_LIMIT(kReadThreads), "threads",
          "Threads that run reads, which are short and use the processor."),
      Row(TERTIAL_LIMIT(kWriteThreads), "threads",
          "Threads that run writes: a write waits for its sync, and those that wait together are "
          "synced together."),
      Row(TERTIAL_LIMIT(kWaitingThreads), "threads",
          "Threads that run calls which wait for other services."),
      Row(TERTIAL_LIMIT(kLongestWaiting),
          "How long a call may wait for other services, however long its caller has."),
      Row(TERTIAL_LIMIT(kMostStreams), "streams",
          "Server streams (watches and exports) at once: each commit has every watch read once, on "
          "the threads that serve reads."),
      Row(TERTIAL_LIMIT(kMostStreamsOfCaller), "streams", "Server streams of one caller at once."),
      Row(TERTIAL_LIMIT(kRetryStreamAfter),
          "When a stream that found no room is to be begun again, at the earliest."),
      Row(TERTIAL_LIMIT(kMostImports), "streams",
          "Import streams at once: one that its client does not go on with holds its place."),
      Row(TERTIAL_LIMIT(kMostImportsOfCaller), "streams", "Import streams of one caller at once."),
      Row(TERTIAL_LIMIT(kMostRequestBytes), "bytes",
          "The requests of unary calls that are not answered yet."),
      Row(TERTIAL_LIMIT(kMostRequestBytesOfCaller), "bytes", "The same of one caller."),
      Row(TERTIAL_LIMIT(kMostCallsOfConnection), "calls",
          "Calls of one connection at once, also those whose requests have not come yet."),
      Row(TERTIAL_LIMIT(kMostTransportBytes), "bytes",
          "What gRPC holds of messages that are under way; beyond it, it reads no more from "
          "connections."),
      Row(TERTIAL_LIMIT(kMostHealthWatches), "streams",
          "Watches of health at once: those of a few probes, and of clients that choose among "
          "replicas."),
      Row(TERTIAL_LIMIT(kMostReflectionStreams), "streams",
          "Streams of reflection at once: each holds a thread, however long it lasts."),
      Row(TERTIAL_LIMIT(kMostChangesInMessage), "changes",
          "Changes in one message of a watch: some hundred KB, read in a few milliseconds."),
      Row(TERTIAL_LIMIT(kMostRowsInMessage), "rows", "Rows in one message of an export."),
      Row(TERTIAL_LIMIT(kMostRowBytesInMessage), "bytes",
          "Bytes of rows in one message of an export, well below one message."),
      Row(TERTIAL_LIMIT(kDefaultHeartbeat),
          "How often a watch gives a sign of life where its caller states nothing."),
      Row(TERTIAL_LIMIT(kShortestHeartbeat), "The shortest heartbeat that a watch may ask for."),
      Row(TERTIAL_LIMIT(kLongestHeartbeat), "The longest heartbeat that a watch may ask for."),
      Row(TERTIAL_LIMIT(kMostWholeStoreCalls), "calls",
          "Calls at once that read the whole store: they take long and use the processor."),
      Row(TERTIAL_LIMIT(kDefaultDeadline), "The deadline of a unary call that states none."),
      Row(TERTIAL_LIMIT(kMostConnectionAge),
          "When a connection is ended, so that clients spread over replicas that came later."),
      Row(TERTIAL_LIMIT(kConnectionAgeGrace),
          "How long calls under way may go on over a connection that is ended for its age."),
      Row(TERTIAL_LIMIT(kKeepalive), "When a connection without a sign of life is asked for one."),
      Row(TERTIAL_LIMIT(kKeepaliveTimeout),
          "When a connection that was asked for a sign of life, and gave none, is closed."),
      Row(TERTIAL_LIMIT(kShortestPingInterval),
          "How often a client may ask for a sign of life; more often, its connection is closed."),
      Row(TERTIAL_LIMIT(kLongestHandshake),
          "When a connection that has not agreed on TLS and HTTP/2 is closed."),
      Row(TERTIAL_LIMIT(kLargestHttpBodyBytes), "bytes",
          "The body of a request over HTTP, which is held in memory until it is whole; larger "
          "imports go over gRPC."),
      Row(TERTIAL_LIMIT(kMostDiscardedHttpBytes), "bytes",
          "What is read of a body that is refused: clients do not look for an answer before they "
          "have sent all. Beyond it the connection is closed."),
      Row(TERTIAL_LIMIT(kMostHeldHttpBytes), "bytes",
          "The bodies of all requests over HTTP under way together."),
      Row(TERTIAL_LIMIT(kHttpThreads), "threads",
          "Threads that parse requests over HTTP and write answers; requests under way hold none."),
      Row(TERTIAL_LIMIT(kMostHttpConnections), "connections",
          "Connections over HTTP: room for as many streams as there may be, and for others beside "
          "them."),
      Row(TERTIAL_LIMIT(kMostHttpConnectionsOfAddress), "connections",
          "Connections over HTTP of one address, which may be a proxy's; more are closed at once."),
      Row(TERTIAL_LIMIT(kHttpPatience),
          "When a connection over HTTP without a request, or that does not go on with one, is "
          "closed."),
  };
  return table;
}

std::string LimitName(const LimitRow& limit) {
  std::string name;
  for (const char c : absl::StripPrefix(limit.constant, "k")) {
    if (absl::ascii_isupper(c) && !name.empty()) name.push_back('_');
    name.push_back(absl::ascii_tolower(c));
  }
  return name;
}

}  // namespace tertial
