// What the gRPC services of the data services have in common. A service derives from its generated
// class and from this, and each of its methods is one line that names the resource:
//
//   grpc::ServerUnaryReactor* GetGoal(grpc::CallbackServerContext* context,
//                                     const v1::GetGoalRequest* request,
//                                     v1::GetGoalResponse* response) override {
//     return Get<GoalTable>(context, request, response);
//   }
//
// A method's name is that of its request without "Request". What it asks of its callers is its row
// in common/security/permission_table.cc.
#ifndef TERTIAL_COMMON_RPC_RESOURCE_SERVICE_H_
#define TERTIAL_COMMON_RPC_RESOURCE_SERVICE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/ledger/ledger.h"
#include "common/rpc/access_log.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/rpc/standard_methods.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "common/types/area_registry.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace tertial {

class ResourceService {
 protected:
  // `contract` is the full name of the service. Everything passed in must outlive the object.
  ResourceService(absl::string_view contract, Serving& serving, const AreaRegistry& areas,
                  Ledger& ledger)
      : contract_(contract), serving_(serving), areas_(areas), ledger_(ledger) {}

  // The standard methods of the resource T, a table. Of a restricted one each answer is noted
  // before it is given.
  template <typename T, typename Request, typename Response>
  grpc::ServerUnaryReactor* Get(grpc::CallbackServerContext* context, const Request* request,
                                Response* response) {
    return Read(context, request, response, [this](const CallContext& call, const Request& asked) {
      return Noted<T>(call, {asked.name()}, AnswerGet<T, Response>(ledger_, areas_, asked));
    });
  }
  template <typename T, typename Request, typename Response>
  grpc::ServerUnaryReactor* List(grpc::CallbackServerContext* context, const Request* request,
                                 Response* response) {
    return Read(context, request, response, [this](const CallContext& call, const Request& asked) {
      std::string parent;
      if constexpr (requires { asked.parent(); }) parent = asked.parent();
      return Noted<T>(call, {std::move(parent)}, AnswerList<T, Response>(ledger_, areas_, asked));
    });
  }
  template <typename T, typename Request, typename Response>
  grpc::ServerUnaryReactor* BatchGet(grpc::CallbackServerContext* context, const Request* request,
                                     Response* response) {
    return Read(context, request, response, [this](const CallContext& call, const Request& asked) {
      return Noted<T>(call, {asked.names().begin(), asked.names().end()},
                      AnswerBatchGet<T, Response>(ledger_, areas_, asked));
    });
  }

  // The standard writes of the resource that `Rules` are about.
  template <typename Rules, typename Request, typename Response>
  grpc::ServerUnaryReactor* Create(grpc::CallbackServerContext* context, const Request* request,
                                   Response* response) {
    return Write(context, request, response, [this](const CallContext& call, const Request& asked) {
      return AnswerCreate<Rules, Response>(ledger_, areas_, call, asked);
    });
  }
  template <typename Rules, typename Request, typename Response>
  grpc::ServerUnaryReactor* Update(grpc::CallbackServerContext* context, const Request* request,
                                   Response* response) {
    return Write(context, request, response,
                 [this](const CallContext& call, const Request& asked) -> absl::StatusOr<Response> {
                   // What it answers holds fields that the request does not.
                   using T = typename Rules::Table;
                   if constexpr (IsRestricted(T::kId)) {
                     TERTIAL_RETURN_IF_ERROR(NoteAccess(
                         ledger_, call, {ResourceIn<typename T::Message>(asked).name()}));
                   }
                   return AnswerUpdate<Rules, Response>(ledger_, areas_, call, asked);
                 });
  }
  template <typename Rules, typename Request, typename Response>
  grpc::ServerUnaryReactor* Delete(grpc::CallbackServerContext* context, const Request* request,
                                   Response* response) {
    return Write(context, request, response, [this](const CallContext& call, const Request& asked) {
      return AnswerDelete<Rules, Response>(ledger_, areas_, call, asked);
    });
  }

  // Any other method that reads: `handler` is called with (const CallContext&, const Request&) and
  // returns absl::StatusOr<Response>.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const Request* request,
                                 Response* response, Handler handler) {
    return serving_.Unary(MethodOf<Request>(), context, request, response, std::move(handler));
  }

  // Any other method that waits for other services.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Waiting(grpc::CallbackServerContext* context, const Request* request,
                                    Response* response, Handler handler) {
    return serving_.Waiting(MethodOf<Request>(), context, request, response, std::move(handler));
  }

  // Any other method that writes.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, const Request* request,
                                  Response* response, Handler handler) {
    return serving_.Write(MethodOf<Request>(), context, request, response, std::move(handler));
  }

  // A stream of rows, taken by the sink that `open` makes for the call: it is called with
  // (const CallContext&) and returns std::unique_ptr<RowSink<Request, Response>>.
  template <typename Request, typename Response, typename Open>
  grpc::ServerReadReactor<Request>* Import(grpc::CallbackServerContext* context, Response* response,
                                           Open open) {
    return serving_.Import<Request, Response>(MethodOf<Request>(), context, response,
                                              std::move(open));
  }

 private:
  // `answer`, noted as a reading of `names` where T is restricted, also when nothing was found.
  template <typename T, typename Response>
  absl::StatusOr<Response> Noted(const CallContext& call, const std::vector<std::string>& names,
                                 absl::StatusOr<Response> answer) {
    if constexpr (IsRestricted(T::kId)) {
      const bool was_right = answer.ok() || absl::IsNotFound(answer.status());
      if (was_right) TERTIAL_RETURN_IF_ERROR(NoteAccess(ledger_, call, names));
    }
    return answer;
  }

  template <typename Request>
  std::string MethodOf() const {
    return absl::StrCat(contract_, "/",
                        absl::StripSuffix(Request::descriptor()->name(), "Request"));
  }

  const std::string contract_;
  Serving& serving_;
  const AreaRegistry& areas_;
  Ledger& ledger_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_RESOURCE_SERVICE_H_
