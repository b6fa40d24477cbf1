// What libFuzzer calls.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "tests/fuzz/fuzz_target.h"

// Beside the statistics of libFuzzer's own, in their form.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  std::atexit([] { std::cerr << "stat::number_of_calls: " << tertial::fuzz::calls_made << "\n"; });
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tertial::fuzz::RunInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
