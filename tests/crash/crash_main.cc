#include "tests/crash/crash_main.h"

#include <iostream>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace tertial::crash {

int CrashMain(int argc, char** argv, CrashArguments& given,
              int (*write)(const std::string& directory, int64_t first)) {
  int64_t first = 0;
  if (argc == 4 && absl::string_view(argv[1]) == "--write" && absl::SimpleAtoi(argv[3], &first)) {
    return write(argv[2], first);
  }
  ::testing::InitGoogleTest(&argc, argv);
  const std::map<std::string, int*> flags = {
      {"--kills", &given.kills}, {"--power-losses", &given.power_losses}, {"--seed", &given.seed}};
  for (int i = 1; i < argc; i += 2) {
    const auto flag = flags.find(argv[i]);
    if (flag == flags.end() || i + 1 == argc || !absl::SimpleAtoi(argv[i + 1], flag->second)) {
      std::cerr << "usage: " << argv[0] << " [--kills N] [--power-losses N] [--seed N]\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}

}  // namespace tertial::crash
