// The rows of an import through the API, made before it begins.
#ifndef TERTIAL_TESTS_BENCH_ROW_STREAM_H_
#define TERTIAL_TESTS_BENCH_ROW_STREAM_H_

#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tertial/common/v1/import.pb.h"

namespace tertial::bench {

class RowStream {
 public:
  // All generated indicators; the first `rows` generated observations.
  static RowStream OfIndicators();
  static RowStream OfObservations(int64_t rows);

  // Sends them to the indicators service at `address`. Fails unless all of them are applied.
  absl::StatusOr<common::v1::ImportSummary> Send(const std::string& address) const;

 private:
  int64_t rows_ = 0;
  std::vector<grpc::ByteBuffer> messages_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_ROW_STREAM_H_
