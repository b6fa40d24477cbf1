#include "common/rpc/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <string>

#include "gtest/gtest.h"

namespace tertial {
namespace {

std::string V4(const char* host, uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET, host, &address.sin_addr), 1);
  return AddressOf(reinterpret_cast<const sockaddr&>(address));
}

std::string V6(const char* host, uint16_t port) {
  sockaddr_in6 address = {};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET6, host, &address.sin6_addr), 1);
  return AddressOf(reinterpret_cast<const sockaddr&>(address));
}

TEST(AddressOf, IsWrittenAsGrpcWritesIt) {
  EXPECT_EQ(V4("192.0.2.7", 443), "ipv4:192.0.2.7:443");
  EXPECT_EQ(V6("2001:db8::1", 7400), "ipv6:%5B2001:db8::1%5D:7400");
}

TEST(AddressOf, OfIpv4ThatCameOverIpv6IsOneOfIpv4) {
  EXPECT_EQ(V6("::ffff:192.0.2.7", 443), "ipv4:192.0.2.7:443");
}

TEST(IsLoopback, IsTrueOfThisMachineAlone) {
  EXPECT_TRUE(IsLoopback(V4("127.0.0.1", 1)));
  EXPECT_TRUE(IsLoopback(V4("127.3.2.1", 1)));
  EXPECT_TRUE(IsLoopback(V6("::1", 1)));
  EXPECT_TRUE(IsLoopback(V6("::ffff:127.0.0.1", 1)));
  EXPECT_TRUE(IsLoopback("unix:/run/tertial"));
  EXPECT_FALSE(IsLoopback(V4("192.0.2.7", 1)));
  EXPECT_FALSE(IsLoopback(V4("12.7.0.1", 1)));
  EXPECT_FALSE(IsLoopback(V6("2001:db8::1", 1)));
  EXPECT_FALSE(IsLoopback(V6("::11", 1)));
  EXPECT_FALSE(IsLoopback(V6("::", 1)));
  EXPECT_FALSE(IsLoopback(""));
  EXPECT_FALSE(IsLoopback("unknown"));
}

}  // namespace
}  // namespace tertial
