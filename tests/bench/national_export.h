// An export of all that a service has, read in parts.
#ifndef TERTIAL_TESTS_BENCH_NATIONAL_EXPORT_H_
#define TERTIAL_TESTS_BENCH_NATIONAL_EXPORT_H_

#include <grpcpp/generic/generic_stub.h>

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/key_value_store.h"

namespace tertial::bench {

struct PartOfRows {
  int64_t rows = 0;
  absl::Duration took;
  // There is nothing after it.
  bool last = false;
};

// Over gRPC. Nothing is parsed but how many rows a message has and where the stream can go on.
class NationalExport {
 public:
  explicit NationalExport(const std::string& address);

  // Reads on from where the last call ended until `rows` have come, then breaks the stream off.
  absl::StatusOr<PartOfRows> Next(int64_t rows);

 private:
  class Stream;

  grpc::GenericStub stub_;
  std::string resume_token_;
};

// The same rows in the same order, in this process: the keys and values of a store.
class RawScan {
 public:
  explicit RawScan(const KeyValueStore& store);

  // Scans on from where the last call ended until there were `rows`.
  absl::StatusOr<PartOfRows> Next(int64_t rows);

 private:
  const KeyValueStore& store_;
  ScanRange rest_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_NATIONAL_EXPORT_H_
