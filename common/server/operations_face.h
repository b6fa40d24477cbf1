// What every process answers over HTTP to those who operate it:
//
//   /metrics   all metrics, in the text format of Prometheus
//   /healthz   200 as long as the process answers at all
//   /readyz    200 while it serves, as its health over gRPC says; else 503
//
// Nobody need say who asks: none of it tells of callers or facts.
#ifndef TERTIAL_COMMON_SERVER_OPERATIONS_FACE_H_
#define TERTIAL_COMMON_SERVER_OPERATIONS_FACE_H_

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "common/http/http_server.h"

namespace tertial {

class OperationsFace final : public HttpHandler {
 public:
  // `serving` is called by any thread. `others` answers all other paths; nullptr: there are none.
  OperationsFace(std::function<bool()> serving, std::unique_ptr<HttpHandler> others)
      : serving_(std::move(serving)), others_(std::move(others)) {}

  std::optional<HttpAnswer> Refuse(const HttpRequest& request) override;
  void Handle(std::shared_ptr<HttpExchange> exchange) override;

 private:
  const std::function<bool()> serving_;
  const std::unique_ptr<HttpHandler> others_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_OPERATIONS_FACE_H_
