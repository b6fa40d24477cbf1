// The command line of tests that crash.
#ifndef TERTIAL_TESTS_CRASH_CRASH_MAIN_H_
#define TERTIAL_TESTS_CRASH_CRASH_MAIN_H_

#include <cstdint>
#include <string>

namespace tertial::crash {

struct CrashArguments {
  int kills = 10;
  int power_losses = 10;
  int seed = 1;
};

// Runs the tests of the program, with what is said of `given` by [--kills N] [--power-losses N]
// [--seed N]. With --write DIRECTORY FIRST it calls `write` instead (writer_process.h).
int CrashMain(int argc, char** argv, CrashArguments& given,
              int (*write)(const std::string& directory, int64_t first));

}  // namespace tertial::crash

#endif  // TERTIAL_TESTS_CRASH_CRASH_MAIN_H_
