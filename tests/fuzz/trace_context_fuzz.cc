// The headers traceparent and tracestate as a caller sends them, each a line.
//
// A traceparent that is read leads to one that is valid and names the same chain; whatever else is
// sent begins a chain. What of a tracestate is passed on is bounded and printable, and is passed on
// by the next as it is.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/observability/trace.h"
#include "tests/fuzz/fuzz_target.h"

namespace tertial::fuzz {

const char* const kCorpus = "trace_context";

void RunInput(absl::string_view input) {
  const std::pair<absl::string_view, absl::string_view> lines =
      absl::StrSplit(input, absl::MaxSplits('\n', 1));
  const auto before = ParseTraceParent(lines.first);
  const TraceContext trace = ContinuedTrace(lines.first, lines.second);
  const auto again = ParseTraceParent(trace.TraceParent());
  Require(again.has_value() && again->trace_id == trace.trace_id &&
              again->span_id == trace.span_id && again->sampled == trace.sampled,
          "a trace is read as it is sent", trace.TraceParent());
  if (before.has_value()) {
    Require(absl::StrContains(lines.first, before->TraceId()), "the chain is the caller's",
            lines.first);
    Require(trace.trace_id == before->trace_id && trace.span_id != before->span_id,
            "the next step is another of the same chain", lines.first);
  }
  const std::string state = BoundedTraceState(lines.second);
  Require(state.size() <= kLongestTraceState &&
              std::all_of(state.begin(), state.end(), absl::ascii_isprint),
          "what is passed on is bounded and printable", state);
  Require(static_cast<size_t>(std::count(state.begin(), state.end(), ',')) < kMostTraceStateMembers,
          "what is passed on has so many members at most", state);
  Require(BoundedTraceState(state) == state, "what is passed on is passed on", state);
  Require(trace.state.empty() || trace.state == state, "the state is that which was sent", state);
}

}  // namespace tertial::fuzz
