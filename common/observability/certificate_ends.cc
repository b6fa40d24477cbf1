#include "common/observability/certificate_ends.h"

#include <map>

#include "common/observability/metrics.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

void ReadCertificates(Scrape& scrape) {
  const absl::Time now = SystemClock().Now();
  for (const CertificateEnd& end : CertificateEnds()) {
    scrape.Gauge(kCertificateExpiry, absl::ToDoubleSeconds(end.not_after - now),
                 {{"file", end.file}});
  }
}

struct Certificates {
  Mutex mutex;
  std::map<std::string, absl::Time> ends ABSL_GUARDED_BY(mutex);
  const ScrapeSource metrics{ReadCertificates};
};

Certificates& AllCertificates() {
  static Certificates& certificates = *new Certificates();
  return certificates;
}

}  // namespace

void NoteCertificateEnd(const std::string& file, absl::Time not_after) {
  Certificates& certificates = AllCertificates();
  const MutexLock lock(certificates.mutex);
  certificates.ends.insert_or_assign(file, not_after);
}

std::vector<CertificateEnd> CertificateEnds() {
  Certificates& certificates = AllCertificates();
  const MutexLock lock(certificates.mutex);
  std::vector<CertificateEnd> ends;
  for (const auto& [file, not_after] : certificates.ends) ends.push_back({file, not_after});
  return ends;
}

}  // namespace tertial
