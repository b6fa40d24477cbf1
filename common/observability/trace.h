// W3C Trace Context: which chain of calls a call belongs to. Carried from service to service in
// "traceparent" and "tracestate" (metadata over gRPC, headers over HTTP), and told in log lines.
// https://www.w3.org/TR/trace-context/
#ifndef TERTIAL_COMMON_OBSERVABILITY_TRACE_H_
#define TERTIAL_COMMON_OBSERVABILITY_TRACE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tertial {

inline constexpr char kTraceParent[] = "traceparent";
inline constexpr char kTraceState[] = "tracestate";

// What of a tracestate is passed on: it is other people's, and would grow from call to call.
inline constexpr size_t kLongestTraceState = 512;
inline constexpr size_t kMostTraceStateMembers = 32;

// One step of a chain of calls.
struct TraceContext {
  std::array<uint8_t, 16> trace_id{};
  // Of this step, not of the one that it came from.
  std::array<uint8_t, 8> span_id{};
  // Whether somebody before records the chain.
  bool sampled = false;
  // "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"; what is not ours. May be empty.
  std::string state;

  // 32 hexadecimal digits in lower case.
  std::string TraceId() const;
  // "00-<trace id>-<span id>-01", as it goes to the next step.
  std::string TraceParent() const;
};

// A chain that begins here.
TraceContext NewTrace();
// The next step of a chain, with a span id of its own.
TraceContext NextStep(const TraceContext& before);

// Reads a traceparent, of version 00 or what is known of a later one. Nothing where it is invalid:
// another length, capitals, version ff, ids that are all zeros. The chain begins here then.
std::optional<TraceContext> ParseTraceParent(absl::string_view header);
// As much of a tracestate as is passed on: whole members from the front. Empty where one has bytes
// that are no printable ASCII.
std::string BoundedTraceState(absl::string_view header);

// What a call brings: the step that it came from where `parent` is valid, else a new chain.
TraceContext ContinuedTrace(absl::string_view parent, absl::string_view state);

// 64 random bits, for ids that nobody need be unable to guess.
uint64_t RandomId();

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_TRACE_H_
