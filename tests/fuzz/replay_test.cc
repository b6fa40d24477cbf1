// Runs the inputs that are known, and some mutations of them.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/fuzz/fuzz_target.h"

namespace tertial::fuzz {
namespace {

// The suite has the name of what is fuzzed, which the build gives.
#define TERTIAL_FUZZ_TEST(suite, fact) TEST(suite, fact)

constexpr int kMutations = 3'000;
// They are as many as can be run in this time, on a slow machine.
constexpr std::chrono::seconds kMostTime{6};

std::vector<std::string> Corpus() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(absl::StrCat(TERTIAL_FUZZ_CORPUS, "/", kCorpus))) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return inputs;
}

// One of `inputs` with some bytes changed, taken out, repeated, or put in from another.
std::string Mutated(const std::vector<std::string>& inputs, std::mt19937& random) {
  std::string input = inputs[random() % inputs.size()];
  for (uint32_t changes = 1 + random() % 6; changes > 0; --changes) {
    if (input.empty()) input = inputs[random() % inputs.size()];
    if (input.empty()) return input;
    const size_t at = random() % input.size();
    const size_t size = 1 + random() % 12;
    switch (random() % 4) {
      case 0:
        input[at] = static_cast<char>(random());
        break;
      case 1:
        input.erase(at, size);
        break;
      case 2:
        input.insert(at, input.substr(random() % input.size(), size));
        break;
      default:
        const std::string& other = inputs[random() % inputs.size()];
        if (!other.empty()) input.insert(at, other.substr(random() % other.size(), size));
    }
  }
  return input;
}

TERTIAL_FUZZ_TEST(TERTIAL_FUZZ_SUITE, BreaksNoPromiseInTheCorpus) {
  const std::vector<std::string> inputs = Corpus();
  ASSERT_FALSE(inputs.empty());
  for (const std::string& input : inputs) RunInput(input);
}

TERTIAL_FUZZ_TEST(TERTIAL_FUZZ_SUITE, BreaksNoPromiseInMutationsOfTheCorpus) {
  const std::vector<std::string> inputs = Corpus();
  ASSERT_FALSE(inputs.empty());
  std::mt19937 random(1);
  const auto end = std::chrono::steady_clock::now() + kMostTime;
  int run = 0;
  for (; run < kMutations && std::chrono::steady_clock::now() < end; ++run) {
    RunInput(Mutated(inputs, random));
  }
  EXPECT_GT(run, 0);
}

}  // namespace
}  // namespace tertial::fuzz
