// How this command calls a service.
#ifndef TERTIAL_CLIENTS_CLI_CALLS_H_
#define TERTIAL_CLIENTS_CLI_CALLS_H_

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/connection.h"
#include "common/status/status_macros.h"

namespace tertial::cli {

// How long a call may take that is answered from what is at hand; and one that goes through a
// whole store.
inline constexpr absl::Duration kPatience = absl::Seconds(15);
inline constexpr absl::Duration kLongPatience = absl::Hours(2);

// Says who calls, and gives the call `patience`.
void PrepareContext(grpc::ClientContext& context, absl::Duration patience,
                    const std::string& caller = kCliCaller);

// What a service answered, with its details (common/status/errors.h).
absl::Status StatusOf(const grpc::Status& status);

// One unary call with a context that was prepared.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CallWith(grpc::ClientContext& context, Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  const Request& request) {
  Response response;
  if (const grpc::Status status = (stub.*method)(&context, request, &response); !status.ok()) {
    return StatusOf(status);
  }
  return response;
}

// One unary call.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request, absl::Duration patience = kPatience) {
  grpc::ClientContext context;
  PrepareContext(context, patience);
  return CallWith(context, stub, method, request);
}

// The most rows of one page.
inline constexpr int kLargestPage = 1000;

// The first `most` rows of a list as one answer; `next_page_token` is set where more follow.
// `rows_of` returns the rows of an answer.
template <typename Stub, typename Request, typename Response, typename RowsOf>
absl::StatusOr<Response> CallForPages(Stub& stub,
                                      grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                                      Request request, int most, RowsOf rows_of) {
  Response all;
  do {
    request.set_page_size(std::min(most - rows_of(all).size(), kLargestPage));
    TERTIAL_ASSIGN_OR_RETURN(const Response page, Call(stub, method, request));
    all.MergeFrom(page);
    all.set_next_page_token(page.next_page_token());
    request.set_page_token(page.next_page_token());
  } while (rows_of(all).size() < most && !all.next_page_token().empty());
  return all;
}

// "areas/3203" of "3203"; a name, and nothing, stay as they are.
std::string AreaName(const std::string& area);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CALLS_H_
