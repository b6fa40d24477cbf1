// A port for servers that come and go.
#ifndef TERTIAL_TESTS_TESTING_RESERVED_PORT_H_
#define TERTIAL_TESTS_TESTING_RESERVED_PORT_H_

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"

namespace tertial::testing {

inline sockaddr_in LoopbackAddress(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

// A socket beside which others of this kind may be bound to the port; connections go to the one
// that listens. `port` 0: any that is free. Ends the program when it cannot be bound.
inline int BindBeside(int port) {
  const int bound = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(bound, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const sockaddr_in address = LoopbackAddress(port);
  if (::bind(bound, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    std::abort();
  }
  return bound;
}

// While it lives the system gives the port to nobody else, neither to who asks for any port nor to
// a connection. It is bound and never listened on: connections are refused while no server, which
// says this port, is there.
class ReservedPort {
 public:
  ReservedPort() : bound_(BindBeside(0)) {
    sockaddr_in address = {};
    socklen_t length = sizeof(address);
    if (::getsockname(bound_, reinterpret_cast<sockaddr*>(&address), &length) != 0) std::abort();
    port_ = ntohs(address.sin_port);
  }
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;
  ~ReservedPort() { ::close(bound_); }

  int port() const { return port_; }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  const int bound_;
  int port_ = 0;
};

// Listens on a reserved port. The kernel accepts connections; nobody ever reads from one.
class SilentListener {
 public:
  explicit SilentListener(const ReservedPort& reserved) : listening_(BindBeside(reserved.port())) {
    if (::listen(listening_, 16) != 0) std::abort();
  }
  SilentListener(const SilentListener&) = delete;
  SilentListener& operator=(const SilentListener&) = delete;
  ~SilentListener() { ::close(listening_); }

 private:
  const int listening_;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_RESERVED_PORT_H_
