// The metrics of this process, as Prometheus reads them. There is one registry; the families are
// declared in metric_families.h.
//
// What happens is counted where it happens: with a reference that was asked for once, where it
// happens often. What is in some state is read when somebody scrapes, by a ScrapeSource.
#ifndef TERTIAL_COMMON_OBSERVABILITY_METRICS_H_
#define TERTIAL_COMMON_OBSERVABILITY_METRICS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/observability/metric_families.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace tertial {

// By the names that the family declares, all of them.
using MetricLabels = std::map<std::string, std::string>;

// The content type of MetricsText.
inline constexpr char kMetricsType[] = "text/plain; version=0.0.4; charset=utf-8";

// Bounds of buckets for what takes from half a millisecond to half a minute, in seconds.
const std::vector<double>& DurationBuckets();

// The metric of a family with these labels, made when it is first asked for; it lives as long as
// the process. Safe for use by several threads, as the metrics themselves are.
prometheus::Counter& CounterOf(const MetricFamily& family, const MetricLabels& labels = {});
prometheus::Gauge& GaugeOf(const MetricFamily& family, const MetricLabels& labels = {});
// Of one family all have the same `buckets`: increasing bounds.
prometheus::Histogram& HistogramOf(const MetricFamily& family, const std::vector<double>& buckets,
                                   const MetricLabels& labels = {});

// What is read for one scrape.
class Scrape {
 public:
  // What is now. Values with the same labels are added up.
  void Gauge(const MetricFamily& family, double value, const MetricLabels& labels = {});
  // What has been since the process began, where somebody else counts it.
  void Counter(const MetricFamily& family, double value, const MetricLabels& labels = {});

 private:
  friend std::string MetricsText();

  struct Sampled {
    bool is_counter = false;
    std::map<MetricLabels, double> values;
  };
  void Add(const MetricFamily& family, bool is_counter, double value, const MetricLabels& labels);

  std::map<const MetricFamily*, Sampled> families_;
};

// Has `read` called for each scrape as long as the object lives, by any thread, one at a time. It
// must be short and must make no source.
class ScrapeSource {
 public:
  explicit ScrapeSource(std::function<void(Scrape&)> read);
  // Waits for a scrape that is under way.
  ~ScrapeSource();
  ScrapeSource(const ScrapeSource&) = delete;
  ScrapeSource& operator=(const ScrapeSource&) = delete;

 private:
  const std::function<void(Scrape&)> read_;
};

// All metrics in the text format of Prometheus.
std::string MetricsText();

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_METRICS_H_
