// A ledger and a simple model of it agree over operations made by chance.
//
//   ledger_model_test [--seed N] [--seeds N] [--operations N]
//
// makes N operations with each of the seeds from --seed on. What fails is told with the seed and
// the number of the operation, and fails again with the same arguments.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "tests/ledger_model/run.h"

namespace tertial::ledger_model {
namespace {

struct Arguments {
  int seed = 1;
  int seeds = 3;
  int operations = 3'000;
};
Arguments& Given() {
  static Arguments arguments;
  return arguments;
}

TEST(LedgerModel, AgreesWithTheLedger) {
  std::map<std::string, int> made;
  for (int i = 0; i < Given().seeds; ++i) {
    const int seed = Given().seed + i;
    ModelRun run(static_cast<uint64_t>(seed));
    for (int operation = 1; operation <= Given().operations; ++operation) {
      SCOPED_TRACE(absl::StrCat("--seed ", seed, ", operation ", operation));
      run.Step();
      if (HasFailure()) return;
    }
    SCOPED_TRACE(absl::StrCat("--seed ", seed));
    run.Finish();
    if (HasFailure()) return;
    for (const auto& [name, count] : run.made()) made[name] += count;
  }
  for (const auto& [name, count] : made) std::cout << count << " × " << name << "\n";
}

}  // namespace
}  // namespace tertial::ledger_model

int main(int argc, char** argv) {
  // What is synced here need not survive the machine, and thousands of syncs would take minutes.
  if (std::getenv("TEST_TMPDIR") == nullptr && std::filesystem::is_directory("/dev/shm")) {
    setenv("TEST_TMPDIR", "/dev/shm", 1);
  }
  ::testing::InitGoogleTest(&argc, argv);
  tertial::ledger_model::Arguments& given = tertial::ledger_model::Given();
  const std::map<std::string, int*> flags = {
      {"--seed", &given.seed}, {"--seeds", &given.seeds}, {"--operations", &given.operations}};
  for (int i = 1; i < argc; i += 2) {
    const auto flag = flags.find(argv[i]);
    if (flag == flags.end() || i + 1 == argc || !absl::SimpleAtoi(argv[i + 1], flag->second)) {
      std::cerr << "usage: " << argv[0] << " [--seed N] [--seeds N] [--operations N]\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}
