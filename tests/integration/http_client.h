// A client of HTTP, of another hand than the server.
#ifndef TERTIAL_TESTS_INTEGRATION_HTTP_CLIENT_H_
#define TERTIAL_TESTS_INTEGRATION_HTTP_CLIENT_H_

#include <csignal>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "httplib.h"
#include "nlohmann/json.hpp"

namespace tertial::testing {

// A text as a part of an address, with all escaped that may be.
inline std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0) {
      escaped.push_back(static_cast<char>(c));
    } else {
      char code[4];
      std::snprintf(code, sizeof(code), "%%%02X", c);
      escaped += code;
    }
  }
  return escaped;
}

class HttpClient {
 public:
  explicit HttpClient(int port) : client_("127.0.0.1", port) {
    // A server that goes away must not end the process.
    ::signal(SIGPIPE, SIG_IGN);
    client_.set_url_encode(false);
    client_.set_read_timeout(30);
    client_.set_keep_alive(true);
  }

  // An answer that did not come fails the test and has the status 0.
  httplib::Response Send(const std::string& method, const std::string& target,
                         const std::string& body = "", httplib::Headers headers = {}) {
    httplib::Request request;
    request.method = method;
    request.path = target;
    request.headers = std::move(headers);
    if (!body.empty()) {
      request.body = body;
      request.headers.emplace("Content-Type", "application/json");
    }
    const httplib::Result result = client_.send(request);
    if (result) return *result;
    ADD_FAILURE() << method << " " << target << ": " << httplib::to_string(result.error());
    httplib::Response none;
    none.status = 0;
    return none;
  }
  httplib::Response Get(const std::string& target, const httplib::Headers& headers = {}) {
    return Send("GET", target, "", headers);
  }

  httplib::Client& raw() { return client_; }

 private:
  httplib::Client client_;
};

// What an error says: "400 UNKNOWN_FIELD claim.bogus", with the first field that it names, if any.
inline std::string ErrorIn(const httplib::Response& response) {
  const nlohmann::json status = nlohmann::json::parse(response.body, nullptr, false);
  if (!status.is_object() || !status.contains("details")) {
    return absl::StrCat(response.status, " ", response.body);
  }
  std::string reason;
  std::string field;
  for (const nlohmann::json& detail : status["details"]) {
    if (detail.contains("reason")) reason = absl::StrCat(" ", detail["reason"].get<std::string>());
    if (!detail.contains("fieldViolations")) continue;
    field = absl::StrCat(" ", detail["fieldViolations"][0]["field"].get<std::string>());
  }
  return absl::StrCat(response.status, reason, field);
}

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_INTEGRATION_HTTP_CLIENT_H_
