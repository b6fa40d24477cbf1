// The bytes of an input, each of which chooses something.
#ifndef TERTIAL_TESTS_FUZZ_INPUT_H_
#define TERTIAL_TESTS_FUZZ_INPUT_H_

#include <utf8.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace tertial::fuzz {

// `text`, where it is UTF-8; else with the bytes above 127 made others. What is no UTF-8 does not
// reach a service.
inline std::string AsUtf8(std::string text) {
  if (utf8::is_valid(text.begin(), text.end())) return text;
  for (char& c : text) c = static_cast<char>(c & 0x7F);
  return text;
}

// Taken from the front. One that has come to its end goes on with 0.
class Input {
 public:
  // `bytes` must outlive the object.
  explicit Input(absl::string_view bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  absl::string_view rest() const { return bytes_; }

  uint8_t Next() {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
  }
  // A number below `count`, which is not 0.
  size_t Below(size_t count) {
    size_t number = Next();
    if (count > 256) number = number << 8 | Next();
    return number % count;
  }
  // Eight bytes at most.
  int64_t Number() {
    uint64_t number = 0;
    for (int bytes = 1 + Next() % 8; bytes > 0; --bytes) number = number << 8 | Next();
    return static_cast<int64_t>(number);
  }
  // `size` bytes, or what is left.
  absl::string_view Take(size_t size) {
    const absl::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  // A text of fewer than `bound` bytes.
  std::string Text(size_t bound = 40) { return AsUtf8(std::string(Take(Below(bound)))); }
  // One of `choices`, or a text from the input.
  std::string Text(std::initializer_list<absl::string_view> choices) {
    const size_t chosen = Below(choices.size() + 1);
    return chosen == choices.size() ? Text() : std::string(*(choices.begin() + chosen));
  }
  template <typename Value>
  Value Choice(std::initializer_list<Value> choices) {
    return *(choices.begin() + Below(choices.size()));
  }

 private:
  absl::string_view bytes_;
};

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_INPUT_H_
