#include "tests/testing/faulty_proxy.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <vector>

namespace tertial::testing {
namespace {

using std::chrono::steady_clock;

constexpr size_t kMostConnections = 64;
// What is held of one direction before no more is read: the sender is slowed down then.
constexpr size_t kMostHeldBytes = size_t{4} << 20;
constexpr int64_t kUncut = std::numeric_limits<int64_t>::max();

void SendAtOnce(int connected) {
  const int on = 1;
  ::setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

// -1 where nobody listens.
int Connect(int port) {
  const int connected = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = LoopbackAddress(port);
  if (::connect(connected, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(connected);
    return -1;
  }
  SendAtOnce(connected);
  return connected;
}

// The same in every run. Neither HTTP/2 nor HTTP/1.
std::string Garbage() {
  std::string garbage;
  uint32_t state = 12345;
  while (garbage.size() < 256) {
    state = state * 1664525 + 1013904223;
    garbage.push_back(static_cast<char>(state >> 24));
  }
  return garbage;
}

}  // namespace

FaultyProxy::FaultyProxy(int server_port) : server_port_(server_port) {
  if (::pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0) std::abort();
  Listen();
  thread_ = std::thread([this] { Run(); });
}

FaultyProxy::~FaultyProxy() {
  Change([this] { stopping_ = true; });
  thread_.join();
  SetMode(Mode::kRefuse, true);
  for (const int open : {wake_[0], wake_[1]}) ::close(open);
}

void FaultyProxy::Pass() {
  Change([this] {
    SetMode(Mode::kPass, false);
    for (Connection& connection : connections_) {
      for (Way* way : {&connection.up, &connection.down}) {
        for (Chunk& chunk : way->held) chunk.due = {};
      }
    }
  });
}

void FaultyProxy::PassTo(int server_port) {
  Change([this, server_port] {
    server_port_ = server_port;
    SetMode(Mode::kPass, true);
  });
}

void FaultyProxy::Refuse() {
  Change([this] { SetMode(Mode::kRefuse, true); });
}

void FaultyProxy::KeepSilent() {
  Change([this] { SetMode(Mode::kSilent, false); });
}

void FaultyProxy::Delay(absl::Duration each_way) {
  Change([this, each_way] {
    SetMode(Mode::kPass, false);
    delay_ = absl::ToChronoNanoseconds(each_way);
  });
}

void FaultyProxy::CutAfter(int64_t bytes) {
  Change([this, bytes] {
    SetMode(Mode::kPass, false);
    cut_after_ = bytes;
    for (Connection& connection : connections_) connection.down.allowed = bytes;
  });
}

void FaultyProxy::AnswerGarbage() {
  Change([this] { SetMode(Mode::kGarbage, true); });
}

int64_t FaultyProxy::passed_bytes() {
  int64_t passed = 0;
  Change([&] { passed = passed_bytes_; });
  return passed;
}

void FaultyProxy::Change(const std::function<void()>& change) {
  std::unique_lock<std::mutex> lock(mutex_);
  made_.wait(lock, [this] { return change_ == nullptr; });
  change_ = &change;
  const char wake = 'w';
  // A full pipe wakes as well.
  [[maybe_unused]] const ssize_t written = ::write(wake_[1], &wake, 1);
  made_.wait(lock, [&] { return change_ != &change; });
}

void FaultyProxy::Run() {
  while (MakeChanges()) {
    Accept();
    Advance();
    WaitForNews();
  }
}

bool FaultyProxy::MakeChanges() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (change_ != nullptr) {
    (*change_)();
    change_ = nullptr;
    made_.notify_all();
  }
  return !stopping_;
}

void FaultyProxy::SetMode(Mode mode, bool end_connections) {
  mode_ = mode;
  delay_ = {};
  cut_after_ = kUncut;
  for (Connection& connection : connections_) {
    connection.down.allowed = kUncut;
    if (end_connections) Close(connection);
  }
  if (end_connections) connections_.clear();
  if (mode == Mode::kRefuse && listener_ != -1) {
    ::close(listener_);
    listener_ = -1;
  } else if (mode != Mode::kRefuse && listener_ == -1) {
    Listen();
  }
}

void FaultyProxy::Listen() {
  listener_ = BindBeside(port());
  if (::listen(listener_, static_cast<int>(kMostConnections)) != 0) std::abort();
}

// Until something can be read or written that may be, something held is due, or a change is wanted.
void FaultyProxy::WaitForNews() {
  std::vector<pollfd> awaited = {{wake_[0], POLLIN, 0}};
  if (listener_ != -1 && connections_.size() < kMostConnections) {
    awaited.push_back({listener_, POLLIN, 0});
  }
  TimePoint due = TimePoint::max();
  const TimePoint now = steady_clock::now();
  for (const Connection& connection : connections_) {
    if (mode_ == Mode::kSilent) break;
    for (const Way* way : {&connection.up, &connection.down}) {
      if (!way->ended && way->held_bytes < kMostHeldBytes)
        awaited.push_back({way->from, POLLIN, 0});
      if (way->held.empty()) continue;
      if (way->held.front().due <= now) {
        awaited.push_back({way->to, POLLOUT, 0});
      } else {
        due = std::min(due, way->held.front().due);
      }
    }
  }
  int patience = -1;
  if (due != TimePoint::max()) {
    // Rounded up, else it would be woken too early, and again.
    patience = static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(due - now).count());
  }
  ::poll(awaited.data(), awaited.size(), patience);
  std::array<char, 64> wakes;
  while (::read(wake_[0], wakes.data(), wakes.size()) > 0) continue;
}

void FaultyProxy::Accept() {
  while (listener_ != -1 && connections_.size() < kMostConnections) {
    pollfd waiting = {listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 0) <= 0) return;
    Connection connection;
    connection.client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection.client == -1) return;
    SendAtOnce(connection.client);
    if (mode_ == Mode::kGarbage) {
      const std::string garbage = Garbage();
      ::send(connection.client, garbage.data(), garbage.size(), MSG_NOSIGNAL);
      connection.up.from = connection.client;
      connection.down.ended = connection.down.closed = true;
    } else {
      connection.server = Connect(server_port_);
      if (connection.server == -1) {
        ::close(connection.client);
        continue;
      }
      connection.up.from = connection.down.to = connection.client;
      connection.up.to = connection.down.from = connection.server;
      connection.down.is_answer = true;
      connection.down.allowed = cut_after_;
    }
    connections_.push_back(std::move(connection));
  }
}

void FaultyProxy::Advance() {
  if (mode_ == Mode::kSilent) return;
  std::erase_if(connections_, [this](Connection& connection) {
    if (Advance(connection)) return false;
    Close(connection);
    return true;
  });
}

bool FaultyProxy::Advance(Connection& connection) {
  const TimePoint now = steady_clock::now();
  if (!Advance(connection.up, now)) return false;
  if (connection.server == -1) return !connection.up.ended;
  if (!Advance(connection.down, now)) return false;
  return !connection.up.closed || !connection.down.closed;
}

// Reads and writes what can be without waiting. False: the connection is to end.
bool FaultyProxy::Advance(Way& way, TimePoint now) {
  static thread_local std::array<char, 64 << 10> buffer;
  while (!way.ended && way.held_bytes < kMostHeldBytes) {
    const ssize_t read = ::recv(way.from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (read < 0 && (errno == EAGAIN || errno == EINTR)) break;
    if (read < 0) return false;
    if (read == 0) way.ended = true;
    if (way.to == -1) continue;  // nobody is to get it
    way.held.push_back({now + delay_, std::string(buffer.data(), static_cast<size_t>(read))});
    way.held_bytes += static_cast<size_t>(read);
  }
  while (!way.held.empty() && way.held.front().due <= now) {
    std::string& bytes = way.held.front().bytes;
    if (!bytes.empty()) {
      const auto allowed =
          static_cast<size_t>(std::min<int64_t>(way.allowed, static_cast<int64_t>(bytes.size())));
      if (allowed == 0) return false;
      const ssize_t sent = ::send(way.to, bytes.data(), allowed, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return true;
      if (sent < 0) return false;
      if (way.allowed != kUncut) way.allowed -= sent;
      if (way.is_answer) passed_bytes_ += sent;
      way.held_bytes -= static_cast<size_t>(sent);
      bytes.erase(0, static_cast<size_t>(sent));
      if (!bytes.empty()) continue;
    }
    way.held.pop_front();
  }
  if (way.ended && way.held.empty() && !way.closed) {
    way.closed = true;
    if (way.to != -1) ::shutdown(way.to, SHUT_WR);
  }
  return true;
}

void FaultyProxy::Close(const Connection& connection) {
  ::close(connection.client);
  if (connection.server != -1) ::close(connection.server);
}

}  // namespace tertial::testing
