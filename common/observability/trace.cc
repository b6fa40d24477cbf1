#include "common/observability/trace.h"

#include <algorithm>
#include <cstring>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tertial {
namespace {

// "00-" trace id "-" span id "-" flags.
constexpr size_t kTraceIdAt = 3;
constexpr size_t kSpanIdAt = 36;
constexpr size_t kFlagsAt = 53;
constexpr size_t kLength = 55;
constexpr uint8_t kSampledFlag = 0x01;

template <size_t kSize>
absl::string_view BytesOf(const std::array<uint8_t, kSize>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), kSize};
}

template <size_t kSize>
std::string Hex(const std::array<uint8_t, kSize>& bytes) {
  return absl::BytesToHexString(BytesOf(bytes));
}

// -1: it is no digit of a header, which has them in lower case.
int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

template <size_t kSize>
bool ParseHex(absl::string_view digits, std::array<uint8_t, kSize>& bytes) {
  for (size_t i = 0; i < kSize; ++i) {
    const int high = DigitOf(digits[2 * i]);
    const int low = DigitOf(digits[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return true;
}

template <size_t kSize>
bool IsZero(const std::array<uint8_t, kSize>& bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

template <size_t kSize>
void FillRandom(std::array<uint8_t, kSize>& bytes) {
  static_assert(kSize % sizeof(uint64_t) == 0);
  for (size_t i = 0; i < kSize; i += sizeof(uint64_t)) {
    uint64_t random = RandomId();
    while (random == 0) random = RandomId();
    std::memcpy(&bytes[i], &random, sizeof(random));
  }
}

std::mt19937_64 Seeded() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

}  // namespace

uint64_t RandomId() {
  thread_local std::mt19937_64 random = Seeded();
  return random();
}

std::string TraceContext::TraceId() const { return Hex(trace_id); }

std::string TraceContext::TraceParent() const {
  return absl::StrCat("00-", Hex(trace_id), "-", Hex(span_id), sampled ? "-01" : "-00");
}

TraceContext NewTrace() {
  TraceContext trace;
  FillRandom(trace.trace_id);
  FillRandom(trace.span_id);
  return trace;
}

TraceContext NextStep(const TraceContext& before) {
  TraceContext next = before;
  FillRandom(next.span_id);
  return next;
}

std::optional<TraceContext> ParseTraceParent(absl::string_view header) {
  if (header.size() < kLength) return std::nullopt;
  std::array<uint8_t, 1> version{};
  std::array<uint8_t, 1> flags{};
  TraceContext trace;
  const bool is_read =
      ParseHex(header, version) && ParseHex(header.substr(kTraceIdAt), trace.trace_id) &&
      ParseHex(header.substr(kSpanIdAt), trace.span_id) && ParseHex(header.substr(kFlagsAt), flags);
  const bool is_parted =
      header[kTraceIdAt - 1] == '-' && header[kSpanIdAt - 1] == '-' && header[kFlagsAt - 1] == '-';
  if (!is_read || !is_parted || version[0] == 0xff) return std::nullopt;
  // A later version may have more behind, but only parted from what this one has.
  const bool has_more = header.size() > kLength;
  if (has_more && (version[0] == 0 || header[kLength] != '-')) return std::nullopt;
  if (IsZero(trace.trace_id) || IsZero(trace.span_id)) return std::nullopt;
  trace.sampled = (flags[0] & kSampledFlag) != 0;
  return trace;
}

std::string BoundedTraceState(absl::string_view header) {
  std::string state;
  size_t members = 0;
  for (absl::string_view member : absl::StrSplit(header, ',')) {
    member = absl::StripAsciiWhitespace(member);
    if (member.empty()) continue;
    if (!std::all_of(member.begin(), member.end(), absl::ascii_isprint)) return "";
    const size_t size = state.size() + (state.empty() ? 0 : 1) + member.size();
    if (size > kLongestTraceState || members == kMostTraceStateMembers) break;
    absl::StrAppend(&state, state.empty() ? "" : ",", member);
    ++members;
  }
  return state;
}

TraceContext ContinuedTrace(absl::string_view parent, absl::string_view state) {
  const std::optional<TraceContext> before = ParseTraceParent(parent);
  if (!before.has_value()) return NewTrace();
  TraceContext trace = NextStep(*before);
  if (!state.empty()) trace.state = BoundedTraceState(state);
  return trace;
}

}  // namespace tertial
