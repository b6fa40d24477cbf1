// The journal of redactions and erasures, outside the data directory: a restored backup holds what
// was erased since it was made, and is told by the journal to erase it again.
//
// A file of lines, each a tertial.common.internal.v1.Erasure in base64 and its crc32 in
// hexadecimal, with a blank between.
#ifndef TERTIAL_COMMON_LEDGER_ERASURE_JOURNAL_H_
#define TERTIAL_COMMON_LEDGER_ERASURE_JOURNAL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/mutex.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

using Erasure = common::internal::v1::Erasure;

// Safe for use by several threads.
class ErasureJournal {
 public:
  // Opens the file for adding to it; makes it if it is not there. A last line that was cut off is
  // taken away. FAILED_PRECONDITION, with a sentence, when it cannot be written.
  static absl::StatusOr<std::shared_ptr<ErasureJournal>> Open(const std::string& file);
  ~ErasureJournal();
  ErasureJournal(const ErasureJournal&) = delete;
  ErasureJournal& operator=(const ErasureJournal&) = delete;

  // On disk when it returns OK. STORE_FULL when the disk of the journal is full.
  absl::Status Append(const Erasure& erasure);

 private:
  explicit ErasureJournal(int descriptor) : descriptor_(descriptor) {}

  Mutex mutex_;
  const int descriptor_;
  // Whether the last line may have been cut off.
  bool cut_off_ ABSL_GUARDED_BY(mutex_) = false;
};

// What a journal holds, in order. A last line that was cut off is left out: what it was to say was
// not done. NOT_FOUND when there is no such file; DATA_LOSS naming the line when another is
// damaged.
absl::StatusOr<std::vector<Erasure>> ReadErasureJournal(const std::string& file);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_ERASURE_JOURNAL_H_
