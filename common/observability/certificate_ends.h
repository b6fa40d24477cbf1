// Until when the certificates of this process are valid, for those who operate it: told in metrics
// and by OperationsService. Who reads certificates notes them here.
#ifndef TERTIAL_COMMON_OBSERVABILITY_CERTIFICATE_ENDS_H_
#define TERTIAL_COMMON_OBSERVABILITY_CERTIFICATE_ENDS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tertial {

struct CertificateEnd {
  // What it is for, as the flag that names its file says: "tls-certificate", "tls-ca". Not where
  // the file is: callers are told of it.
  std::string file;
  absl::Time not_after;
};

// Of a file with several, the one that ends first. Replaces what was noted of `file` before.
void NoteCertificateEnd(const std::string& file, absl::Time not_after);

// All that were noted, by file.
std::vector<CertificateEnd> CertificateEnds();

}  // namespace tertial

#endif  // TERTIAL_COMMON_OBSERVABILITY_CERTIFICATE_ENDS_H_
