// Requests and answers of HTTP, as values.
#ifndef TERTIAL_COMMON_HTTP_HTTP_MESSAGES_H_
#define TERTIAL_COMMON_HTTP_HTTP_MESSAGES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/rpc/peer.h"

namespace tertial {

// Codes that are named in more than one place.
inline constexpr int kHttpOk = 200;
inline constexpr int kHttpNotModified = 304;

struct HttpRequest {
  // As sent: "GET", "HEAD".
  std::string method;
  // As sent, so that an escaped slash is none: "/v1/areas/asker".
  std::string path;
  // Unescaped, in the order sent. One that was sent without "=" is empty.
  std::vector<std::pair<std::string, std::string>> query;
  // Names in lower case. Of one that was sent twice, the first.
  std::map<std::string, std::string> headers;
  std::string body;
  // Who sent it.
  Peer peer;

  // Empty if it was not sent. `name` in lower case.
  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

// A part of a path with its escapes resolved: "a%2Fb" is "a/b". A plus sign stays one.
std::string Unescaped(absl::string_view escaped);

struct HttpAnswer {
  int status = kHttpOk;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_HTTP_HTTP_MESSAGES_H_
