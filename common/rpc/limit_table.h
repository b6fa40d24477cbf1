// The limits of limits.h as callers are told of them.
#ifndef TERTIAL_COMMON_RPC_LIMIT_TABLE_H_
#define TERTIAL_COMMON_RPC_LIMIT_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace tertial {

struct LimitRow {
  // As it stands in limits.h: "kLargestPageSize".
  const char* constant;
  int64_t value;
  // What the value counts: "rows", "bytes"; of every time "milliseconds".
  const char* unit;
  // What it bounds and why.
  const char* why;
};

// Every limit, in the order of limits.h.
const std::vector<LimitRow>& LimitTable();

// "largest_page_size" of "kLargestPageSize".
std::string LimitName(const LimitRow& limit);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_LIMIT_TABLE_H_
