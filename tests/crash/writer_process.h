// The process that writes, and is killed.
#ifndef TERTIAL_TESTS_CRASH_WRITER_PROCESS_H_
#define TERTIAL_TESTS_CRASH_WRITER_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tertial::crash {

// This program once more, called with --write DIRECTORY FIRST. It tells on its standard output, one
// line each, what was acknowledged.
class WriterProcess {
 public:
  WriterProcess(const std::string& directory, int64_t first);
  ~WriterProcess();
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;

  // Waits until so many writes were acknowledged, and for `patience` at most. False when that is
  // not enough, or the process has ended.
  bool AwaitAcks(size_t count, std::chrono::microseconds patience);

  // Returns the lines of what was acknowledged.
  std::vector<std::string> Kill();

 private:
  void Read();

  int out_ = -1;
  pid_t pid_ = -1;
  std::thread reader_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> acks_;
  bool ended_ = false;
};

// What the process that is killed tells with: `line` as a whole, whatever other threads write.
void TellAck(const std::string& line);

}  // namespace tertial::crash

#endif  // TERTIAL_TESTS_CRASH_WRITER_PROCESS_H_
