// Tuples in the binary format of COPY.
#ifndef TERTIAL_TESTS_BENCH_PG_TUPLES_H_
#define TERTIAL_TESTS_BENCH_PG_TUPLES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/bench/pg_connection.h"

namespace tertial::bench {

// Begin, Add or AddNull for each field, End; when there are no more tuples, Finish.
class PgTuples {
 public:
  PgTuples() : chunk_(kBegin, sizeof(kBegin) - 1) {}

  void Begin(int16_t fields) { absl::StrAppend(&chunk_, PgInt2(fields)); }
  void Add(absl::string_view bytes) {
    absl::StrAppend(&chunk_, PgInt4(static_cast<int32_t>(bytes.size())), bytes);
  }
  void AddNull() { absl::StrAppend(&chunk_, PgInt4(-1)); }
  void End() {
    if (chunk_.size() >= kChunkBytes) chunks_.push_back(std::exchange(chunk_, {}));
  }
  // What has gathered, in chunks for PgConnection::Copy or CopyMore; may be none.
  std::vector<std::string> Take() { return std::exchange(chunks_, {}); }
  // The same, the last.
  std::vector<std::string> Finish() {
    chunks_.push_back(absl::StrCat(chunk_, PgInt2(-1)));
    return Take();
  }

 private:
  static constexpr size_t kChunkBytes = size_t{64} << 10;
  static constexpr char kBegin[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";

  std::string chunk_;
  std::vector<std::string> chunks_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PG_TUPLES_H_
