// A proxy between a client and a server of this machine that misbehaves as it is told.
#ifndef TERTIAL_TESTS_TESTING_FAULTY_PROXY_H_
#define TERTIAL_TESTS_TESTING_FAULTY_PROXY_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "tests/testing/reserved_port.h"

namespace tertial::testing {

// Listens on a free port of the loopback interface and passes bytes on to another. What it is told
// is in force when the method has returned, and until it is told something else. Ends with the
// object. Methods may be called by any thread.
class FaultyProxy {
 public:
  explicit FaultyProxy(int server_port);
  FaultyProxy(const FaultyProxy&) = delete;
  FaultyProxy& operator=(const FaultyProxy&) = delete;
  ~FaultyProxy();

  int port() const { return reserved_.port(); }
  std::string address() const { return reserved_.address(); }

  // Passes everything on, also what was held back until now.
  void Pass();
  // Ends all connections, and passes new ones on to this port, also later.
  void PassTo(int server_port);
  // Ends all connections and refuses new ones.
  void Refuse();
  // Leaves connections open and takes new ones, but no byte goes on, either way.
  void KeepSilent();
  // What comes from now on goes on after `each_way`.
  void Delay(absl::Duration each_way);
  // Ends every connection, after the server has sent so many bytes on it; from now on, where it is
  // open already.
  void CutAfter(int64_t bytes);
  // Ends all connections, and answers new ones with bytes of no protocol.
  void AnswerGarbage();

  // How many bytes of the server it has passed on so far.
  int64_t passed_bytes();

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  enum class Mode { kPass, kRefuse, kSilent, kGarbage };

  struct Chunk {
    TimePoint due;
    std::string bytes;
  };
  // One direction of a connection.
  struct Way {
    int from = -1;
    int to = -1;
    bool is_answer = false;
    std::deque<Chunk> held;
    size_t held_bytes = 0;
    int64_t allowed = std::numeric_limits<int64_t>::max();  // Bytes until it is cut.
    bool ended = false;                                     // `from` sends no more
    bool closed = false;                                    // and `to` knows it
  };
  struct Connection {
    int client = -1;
    int server = -1;  // -1: the proxy answers itself
    Way up;
    Way down;
  };

  // Has the proxy's thread make a change, and waits until it has.
  void Change(const std::function<void()>& change);
  // Below, only the proxy's thread.
  void Run();
  bool MakeChanges();
  void SetMode(Mode mode, bool end_connections);
  void Listen();
  void WaitForNews();
  void Accept();
  void Advance();
  bool Advance(Connection& connection);
  bool Advance(Way& way, TimePoint now);
  static void Close(const Connection& connection);

  const ReservedPort reserved_;
  int wake_[2] = {-1, -1};

  std::mutex mutex_;
  std::condition_variable made_;
  const std::function<void()>* change_ = nullptr;
  bool stopping_ = false;

  int listener_ = -1;
  Mode mode_ = Mode::kPass;
  int server_port_;
  std::chrono::nanoseconds delay_{0};
  int64_t cut_after_ = std::numeric_limits<int64_t>::max();
  std::list<Connection> connections_;
  int64_t passed_bytes_ = 0;

  std::thread thread_;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_FAULTY_PROXY_H_
