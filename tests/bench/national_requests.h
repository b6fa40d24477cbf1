// What is asked of a service with the figures of national_rows.h, and what must be answered.
#ifndef TERTIAL_TESTS_BENCH_NATIONAL_REQUESTS_H_
#define TERTIAL_TESTS_BENCH_NATIONAL_REQUESTS_H_

#include <grpcpp/support/byte_buffer.h>

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tests/bench/national_rows.h"

namespace tertial::bench {

inline constexpr int kBatchIndicators = 100;
inline constexpr int kBatchYears = 4;

// Requests of one kind, each about other figures.
class NationalRequests {
 public:
  // BatchGetObservations of 400 cells: 100 indicators and the last 4 years of an area, each area
  // once. Of size.indicators there must be 100 at least, of size.years 4.
  static NationalRequests Batches(const NationalSize& size);
  // CompareAreas of all areas, with their median: one indicator and period after the other, as many
  // as there are areas. They are named one by one, or as the members of `peer_group`.
  static NationalRequests Comparisons(const NationalSize& size, const std::string& peer_group = "");

  // "/package.Service/Method".
  const std::string& method() const { return method_; }
  size_t size() const { return requests_.size(); }
  const grpc::ByteBuffer& at(size_t i) const { return requests_[i]; }
  const std::string& bytes(size_t i) const { return bytes_[i]; }

  // Fails unless the answer to request `i` tells every figure as it was generated, and of a
  // comparison the median, ranks and contributors that they make.
  absl::Status Check(size_t i, absl::string_view answer) const { return check_(size_, i, answer); }

 private:
  using Checker = absl::Status (*)(const NationalSize& size, size_t i, absl::string_view answer);

  NationalRequests(const NationalSize& size, std::string method, Checker check)
      : size_(size), method_(std::move(method)), check_(check) {}
  void Add(std::string request);

  NationalSize size_;
  std::string method_;
  Checker check_;
  std::vector<std::string> bytes_;
  std::vector<grpc::ByteBuffer> requests_;
};

// A peer group of all areas.
indicators::v1::PeerGroup NationalPeerGroup(const NationalSize& size);

// The indicators that batches ask for.
std::vector<int> BatchIndicators(const NationalSize& size);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_NATIONAL_REQUESTS_H_
