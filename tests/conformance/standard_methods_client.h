// The standard methods of one resource, called by their names over a channel, and what is served
// beside them: imports, changes, administration.
#ifndef TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_CLIENT_H_
#define TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_CLIENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/import.pb.h"
#include "tertial/common/v1/read.pb.h"
#include "tertial/common/v1/write.pb.h"
#include "tests/conformance/standard_methods_resource.h"

namespace tertial::conformance {

using common::v1::AsOf;
using common::v1::ReadPoint;
using common::v1::WriteOptions;
using common::v1::WriteResult;

struct ReadAnswer {
  Resource resource;
  ReadPoint read_at;
};

struct ListRequest {
  std::string parent;
  int32_t page_size = 0;
  std::string page_token;
  AsOf as_of;
};

struct ListAnswer {
  std::vector<Resource> resources;
  std::string next_page_token;
  ReadPoint read_at;
};

struct BatchEntry {
  std::string name;
  common::v1::Outcome outcome;
  // None unless it was found.
  Resource resource;
};

struct BatchAnswer {
  std::vector<BatchEntry> results;
  ReadPoint read_at;
};

struct WriteAnswer {
  // None after a Delete.
  Resource resource;
  WriteResult result;
};

// The request `name`, as "GetGoalRequest", of the package that `contract` stands in.
std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& contract,
                                                      const std::string& name);

// Calls that are answered wait 30 seconds at most. Every call is made by the caller named; where
// none is, by the writer of the client's kind.
inline constexpr char kWriter[] = "";
// Has ROLE_READER and ROLE_RECORDER.
inline constexpr char kRecorder[] = "recorder";

class StandardClient {
 public:
  // Both must outlive the client, as must `kind`.
  StandardClient(std::shared_ptr<grpc::Channel> channel, const ServiceUnderTest& service,
                 const ResourceKind& kind);

  absl::StatusOr<ReadAnswer> Get(const std::string& name, const AsOf& as_of = {},
                                 const std::string& caller = kWriter) const;
  absl::StatusOr<ListAnswer> List(const ListRequest& request,
                                  const std::string& caller = kWriter) const;
  // With one result for each name, or INTERNAL.
  absl::StatusOr<BatchAnswer> BatchGet(const std::vector<std::string>& names,
                                       const AsOf& as_of = {},
                                       const std::string& caller = kWriter) const;

  // Of any resource of the service: `resource` says which. Where it is none, the request of this
  // client's kind is sent without one.
  absl::StatusOr<WriteAnswer> Create(const Resource& resource, const WriteOptions& options = {},
                                     const std::string& caller = kWriter) const;
  absl::StatusOr<WriteAnswer> Update(const Resource& resource,
                                     const std::vector<std::string>& mask = {},
                                     const WriteOptions& options = {},
                                     const std::string& caller = kWriter) const;
  absl::StatusOr<WriteAnswer> Delete(const std::string& name, const std::string& etag = "",
                                     const WriteOptions& options = {},
                                     const std::string& caller = kWriter) const;
  // As Create, of any resource of the service; whatever its etag.
  absl::StatusOr<WriteAnswer> Delete(const Resource& resource) const;

  // One stream: options, rows, end.
  absl::StatusOr<common::v1::ImportSummary> Import(const std::vector<Resource>& rows,
                                                   const common::v1::ImportOptions& options = {},
                                                   const std::string& caller = kWriter) const;

  // The standard method `verb`, "Get" as much as "BatchGet", with this request; its answer.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Call(
      const std::string& verb, const google::protobuf::Message& request,
      const std::string& caller = kWriter) const;
  // An empty request of that method.
  std::unique_ptr<google::protobuf::Message> RequestOf(const std::string& verb) const;

  // Calls a method of a service that every data service has, with its generated stub.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Admin(grpc::Status (admin::v1::AdminService::Stub::*method)(
                                     grpc::ClientContext*, const Request&, Response*),
                                 const Request& request, const std::string& caller) const {
    return CallStub(*admin_, method, request, Named(caller));
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Changes(grpc::Status (changes::v1::ChangeService::Stub::*method)(
                                       grpc::ClientContext*, const Request&, Response*),
                                   const Request& request) const {
    return CallStub(*changes_, method, request, kRecorder);
  }
  // The position behind the newest commit.
  absl::StatusOr<std::string> FeedEnd() const;
  // Watches until `visitor` returns false for a change; DEADLINE_EXCEEDED if that does not come.
  absl::Status Watch(const changes::v1::WatchChangesRequest& request,
                     absl::FunctionRef<bool(const changes::v1::Change&)> visitor) const;
  // All that an export streams.
  absl::StatusOr<std::vector<changes::v1::ExportedResource>> Export(
      const changes::v1::ExportResourcesRequest& request) const;

 private:
  std::string MethodOf(const std::string& verb, const std::string& message) const;
  // What was read, without the fields that are computed at every read.
  Resource Stored(Resource read) const;
  // The service of the contract that has the methods of the kind `message`.
  const std::string& ContractOf(const std::string& message) const;
  const std::string& Named(const std::string& caller) const {
    return caller.empty() ? kind_.writer : caller;
  }
  // Calls `verb` for a resource of the kind `message`.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CallOf(
      const std::string& verb, const std::string& message, const google::protobuf::Message& request,
      const std::string& caller) const;
  absl::StatusOr<WriteAnswer> Write(const std::string& verb, const std::string& message,
                                    const google::protobuf::Message& request,
                                    const std::string& caller) const;

  template <typename Stub, typename Request, typename Response>
  static absl::StatusOr<Response> CallStub(Stub& stub,
                                           grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                        const Request&, Response*),
                                           const Request& request, const std::string& caller) {
    grpc::ClientContext context;
    Prepare(context, caller);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return ToAbsl(status);
    return response;
  }
  static void Prepare(grpc::ClientContext& context, const std::string& caller);
  static absl::Status ToAbsl(const grpc::Status& status);

  const std::shared_ptr<grpc::Channel> channel_;
  const ServiceUnderTest& service_;
  const ResourceKind& kind_;
  const google::protobuf::Descriptor& resource_;
  const std::unique_ptr<changes::v1::ChangeService::Stub> changes_;
  const std::unique_ptr<admin::v1::AdminService::Stub> admin_;
};

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_CLIENT_H_
