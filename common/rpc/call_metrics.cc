#include "common/rpc/call_metrics.h"

#include <algorithm>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "common/observability/metrics.h"
#include "common/store/mutex.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"

namespace tertial {
namespace {

struct Methods {
  Mutex mutex;
  absl::flat_hash_map<std::string, std::unique_ptr<MethodMetrics>> by_name ABSL_GUARDED_BY(mutex);
};

Methods& AllMethods() {
  static Methods& methods = *new Methods();
  return methods;
}

absl::string_view ServiceIn(absl::string_view method) { return method.substr(0, method.find('/')); }

prometheus::Gauge& InFlight() {
  static prometheus::Gauge& gauge = GaugeOf(kRpcInFlight);
  return gauge;
}

}  // namespace

MethodMetrics& MethodMetrics::Of(absl::string_view method) {
  Methods& methods = AllMethods();
  const MutexLock lock(methods.mutex);
  const auto found = methods.by_name.find(method);
  if (found != methods.by_name.end()) return *found->second;
  return *methods.by_name.emplace(std::string(method), std::make_unique<MethodMetrics>(method))
              .first->second;
}

MethodMetrics::MethodMetrics(absl::string_view method)
    : service_(ServiceIn(method)),
      method_(method.substr(std::min(method.size(), service_.size() + 1))),
      duration_(HistogramOf(kRpcDuration, DurationBuckets(),
                            {{"service", service_}, {"method", method_}})) {}

void MethodMetrics::Count(absl::StatusCode code, absl::Duration taken) {
  CounterFor(code).Increment();
  duration_.Observe(absl::ToDoubleSeconds(taken));
}

prometheus::Counter& MethodMetrics::CounterFor(absl::StatusCode code) {
  const auto index = static_cast<size_t>(code);
  // gRPC knows no others.
  if (index >= kCodes) return CounterFor(absl::StatusCode::kUnknown);
  return by_code_.Of(index, [&]() -> prometheus::Counter& {
    return CounterOf(
        kRpcRequests,
        {{"service", service_}, {"method", method_}, {"code", absl::StatusCodeToString(code)}});
  });
}

void CountRefusal(ErrorReason reason) {
  // By the thousand where there are too many calls: a refusal must cost next to nothing.
  static auto& by_reason = *new FoundCounters<common::v1::ErrorReason_ARRAYSIZE>();
  by_reason
      .Of(reason,
          [&]() -> prometheus::Counter& {
            return CounterOf(kRefusedCalls, {{"reason", ReasonName(reason)}});
          })
      .Increment();
}

CallInFlight::CallInFlight() { InFlight().Increment(); }
CallInFlight::~CallInFlight() { InFlight().Decrement(); }

}  // namespace tertial
