#include "common/observability/metrics.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

#include "common/store/mutex.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/metric_family.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"

namespace tertial {
namespace {

prometheus::Registry& Registry() {
  static prometheus::Registry& registry = *new prometheus::Registry();
  return registry;
}

// What is read at a scrape. Its functions are called with the mutex held, so that none is called
// when its source is gone.
struct Sources {
  Mutex mutex;
  std::set<const std::function<void(Scrape&)>*> reads ABSL_GUARDED_BY(mutex);
};

Sources& AllSources() {
  static Sources& sources = *new Sources();
  return sources;
}

bool HasLabelsOf(const MetricFamily& family, const MetricLabels& labels) {
  size_t declared = 0;
  for (const char* name : family.labels) {
    if (name == nullptr) continue;
    ++declared;
    if (labels.find(name) == labels.end()) return false;
  }
  return declared == labels.size();
}

// One that was registered before is answered again.
template <typename Builder>
auto& Registered(Builder builder, const MetricFamily& family) {
  return builder.Name(family.name).Help(family.help).Register(Registry());
}

}  // namespace

const std::vector<double>& DurationBuckets() {
  static const auto& bounds = *new std::vector<double>{
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  return bounds;
}

prometheus::Counter& CounterOf(const MetricFamily& family, const MetricLabels& labels) {
  assert(HasLabelsOf(family, labels));
  return Registered(prometheus::BuildCounter(), family).Add(labels);
}

prometheus::Gauge& GaugeOf(const MetricFamily& family, const MetricLabels& labels) {
  assert(HasLabelsOf(family, labels));
  return Registered(prometheus::BuildGauge(), family).Add(labels);
}

prometheus::Histogram& HistogramOf(const MetricFamily& family, const std::vector<double>& buckets,
                                   const MetricLabels& labels) {
  assert(HasLabelsOf(family, labels));
  return Registered(prometheus::BuildHistogram(), family).Add(labels, buckets);
}

void Scrape::Gauge(const MetricFamily& family, double value, const MetricLabels& labels) {
  Add(family, /*is_counter=*/false, value, labels);
}

void Scrape::Counter(const MetricFamily& family, double value, const MetricLabels& labels) {
  Add(family, /*is_counter=*/true, value, labels);
}

void Scrape::Add(const MetricFamily& family, bool is_counter, double value,
                 const MetricLabels& labels) {
  assert(HasLabelsOf(family, labels));
  Sampled& sampled = families_[&family];
  sampled.is_counter = is_counter;
  sampled.values[labels] += value;
}

ScrapeSource::ScrapeSource(std::function<void(Scrape&)> read) : read_(std::move(read)) {
  Sources& sources = AllSources();
  const MutexLock lock(sources.mutex);
  sources.reads.insert(&read_);
}

ScrapeSource::~ScrapeSource() {
  Sources& sources = AllSources();
  const MutexLock lock(sources.mutex);
  sources.reads.erase(&read_);
}

std::string MetricsText() {
  Scrape scrape;
  {
    Sources& sources = AllSources();
    const MutexLock lock(sources.mutex);
    for (const auto* read : sources.reads) (*read)(scrape);
  }
  std::vector<prometheus::MetricFamily> families = Registry().Collect();
  for (const auto& [family, sampled] : scrape.families_) {
    prometheus::MetricFamily& read = families.emplace_back();
    read.name = family->name;
    read.help = family->help;
    read.type =
        sampled.is_counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
    for (const auto& [labels, value] : sampled.values) {
      prometheus::ClientMetric& metric = read.metric.emplace_back();
      for (const auto& [name, label] : labels) metric.label.push_back({name, label});
      metric.counter.value = value;
      metric.gauge.value = value;
    }
  }
  std::sort(families.begin(), families.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace tertial
