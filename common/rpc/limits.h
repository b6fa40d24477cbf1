// Every limit a caller can meet, with its reason.
#ifndef TERTIAL_COMMON_RPC_LIMITS_H_
#define TERTIAL_COMMON_RPC_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace tertial {

// Pages: a page of 1000 observations is about 200 KB, well below one message.
inline constexpr int32_t kDefaultPageSize = 100;
inline constexpr int32_t kLargestPageSize = 1000;

// Keys in one batch read: one multi-get, and an answer of the size of a page.
inline constexpr int kLargestBatch = 1000;

// One message, request or answer. A report of a large municipality stays below 2 MiB.
inline constexpr int kLargestMessageBytes = 16 * 1024 * 1024;

// One import stream. It is staged on disk, not held in memory; more rows than any known collection
// of municipal figures has (Kolada: 43.5 million) are a mistake.
inline constexpr int64_t kMostImportRows = 100'000'000;
// Refused rows that an answer lists; all of them are counted.
inline constexpr int64_t kMostRefusedRows = 100;
// Violations that an answer lists of one row.
inline constexpr int kMostViolationsOfRow = 50;

// What a write may state with it: enough for a hash with a prefix, and for two sentences.
inline constexpr size_t kLongestWriteRequestId = 128;
inline constexpr size_t kLongestWriteReason = 500;

// Calls that wait for a thread. Beyond that a caller is better served by trying again later.
inline constexpr size_t kMostWaitingReads = 1024;
inline constexpr size_t kMostWaitingWrites = 1024;
// Of one caller, in each of the queues: who floods one leaves room for others.
inline constexpr size_t kMostWaitingOfCaller = 256;
inline constexpr absl::Duration kRetryAfter = absl::Milliseconds(200);

// Threads that run handlers. Reads are short and use the processor. A write waits for its sync, and
// those that wait together are synced together: with few threads most syncs would serve few.
inline constexpr int kReadThreads = 4;
inline constexpr int kWriteThreads = 64;
// Threads that wait for other services, which costs nothing but memory.
inline constexpr int kWaitingThreads = 32;
// As long at most a call holds one of them.
inline constexpr absl::Duration kLongestWaiting = absl::Seconds(30);

// Server streams (watches and exports) at once. Each new commit has every watch read once, on the
// threads that serve reads: with more of them the others would feel it.
inline constexpr size_t kMostStreams = 256;
inline constexpr size_t kMostStreamsOfCaller = 64;
inline constexpr absl::Duration kRetryStreamAfter = absl::Seconds(5);

// Import streams at once. Each has rows staged, and takes the threads for writes by turns; one that
// its client does not go on with holds its place.
inline constexpr size_t kMostImports = 64;
inline constexpr size_t kMostImportsOfCaller = 16;

// The requests of unary calls that are not answered yet: mostly small, so that some of the largest
// find room beside them. One caller may have two of those.
inline constexpr size_t kMostRequestBytes = size_t{12} * kLargestMessageBytes;
inline constexpr size_t kMostRequestBytesOfCaller = size_t{2} * kLargestMessageBytes;
// Calls of one connection at once, those whose requests have not come yet among them: far more than
// are admitted of one caller. A client that has as many waits before it begins another.
inline constexpr int kMostCallsOfConnection = 1024;
// What gRPC holds of messages that are under way. Beyond it, it reads no more from connections.
inline constexpr size_t kMostTransportBytes = size_t{16} * kLargestMessageBytes;

// Watches of health at once: those of a few probes and of clients that choose among replicas. They
// are open to whoever reaches a port.
inline constexpr size_t kMostHealthWatches = 64;
// Streams of reflection at once: gRPC's own service holds a thread for each, however long it lasts,
// and is open to whoever reaches a port.
inline constexpr int kMostReflectionStreams = 8;

// Changes in one message of a watch, and rows and bytes in one of an export: some hundred KB, well
// below one message, and read in a few milliseconds.
inline constexpr size_t kMostChangesInMessage = 500;
inline constexpr size_t kMostRowsInMessage = 500;
inline constexpr size_t kMostRowBytesInMessage = size_t{1} << 20;

// How often a watch gives a sign of life.
inline constexpr absl::Duration kDefaultHeartbeat = absl::Seconds(30);
inline constexpr absl::Duration kShortestHeartbeat = absl::Seconds(1);
inline constexpr absl::Duration kLongestHeartbeat = absl::Hours(1);

// Calls at once that read the whole store. They take long and use the processor.
inline constexpr int kMostWholeStoreCalls = 2;

// A unary caller that sets no deadline gets this one.
inline constexpr absl::Duration kDefaultDeadline = absl::Seconds(10);

// Connections end after a while, so that clients spread over replicas that came later.
inline constexpr absl::Duration kMostConnectionAge = absl::Minutes(30);
inline constexpr absl::Duration kConnectionAgeGrace = absl::Minutes(5);
// A connection without a sign of life is asked for one, and closed if none comes.
inline constexpr absl::Duration kKeepalive = absl::Minutes(2);
inline constexpr absl::Duration kKeepaliveTimeout = absl::Seconds(20);
// A client that asks for a sign of life more often is taken for an attack: its connection is
// closed.
inline constexpr absl::Duration kShortestPingInterval = absl::Seconds(4);
// A connection that has not agreed on TLS and HTTP/2 by then is closed: nobody knows whose it is.
inline constexpr absl::Duration kLongestHandshake = absl::Seconds(20);

// HTTP. A body is one message, or the rows of one import: held in memory until it is whole; larger
// imports go over gRPC. What is refused is read on and thrown away up to a bound, since clients do
// not look for an answer before they have sent all.
inline constexpr size_t kLargestHttpBodyBytes = kLargestMessageBytes;
inline constexpr size_t kMostDiscardedHttpBytes = 4 * kLargestHttpBodyBytes;
// The bodies of all requests under way together. Bodies are mostly small; what goes beyond is
// refused, to be tried again.
inline constexpr size_t kMostHeldHttpBytes = 8 * kLargestHttpBodyBytes;
// Requests under way hold no thread; the threads parse, and make JSON of answers.
inline constexpr int kHttpThreads = 4;
// Room for as many streams as there may be, and for others beside them.
inline constexpr int kMostHttpConnections = 2 * kMostStreams;
// Of one address: who floods leaves room for others, and a proxy for all has it for all streams and
// for half as many others.
inline constexpr int kMostHttpConnectionsOfAddress = 3 * kMostStreams / 2;
// A connection without a request, or that does not go on with one, is closed.
inline constexpr absl::Duration kHttpPatience = absl::Seconds(30);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_LIMITS_H_
