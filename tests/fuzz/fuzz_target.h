// What is fuzzed: each binary of this folder defines RunInput and what it begins with.
#ifndef TERTIAL_TESTS_FUZZ_FUZZ_TARGET_H_
#define TERTIAL_TESTS_FUZZ_FUZZ_TARGET_H_

#include <utf8.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/strings/string_view.h"

namespace tertial::fuzz {

// The folder of the inputs that are known, below tests/fuzz/corpus.
extern const char* const kCorpus;

// Does with one input what is tested. Ends the process where a promise is broken.
void RunInput(absl::string_view input);

// How many calls inputs have made so far, of targets whose inputs are calls.
inline uint64_t calls_made = 0;

// Ends the process, as a broken assertion does, with what is wrong.
inline void Require(bool holds, absl::string_view promise, absl::string_view detail = "") {
  if (holds) return;
  std::cerr << "BROKEN: " << promise << "\n" << detail << "\n" << std::flush;
  std::abort();
}

inline bool IsUtf8(absl::string_view text) { return utf8::is_valid(text.begin(), text.end()); }

// Stands in what inputs say of persons, their keys first of all, and in no text of ours: an answer
// that holds it has repeated what it was given.
inline constexpr char kSecret[] = "zq";

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_FUZZ_TARGET_H_
