#include "tests/conformance/standard_methods_client.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/resource_fields.h"
#include "common/status/grpc_status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/reflection.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace tertial::conformance {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr absl::Duration kPatience = absl::Seconds(30);

std::string PackageOf(const std::string& contract) {
  return contract.substr(0, contract.rfind('.'));
}

const FieldDescriptor* FieldOf(const Message& message, const std::string& field) {
  return message.GetDescriptor()->FindFieldByName(field);
}

void SetString(Message& message, const std::string& field, const std::string& value) {
  message.GetReflection()->SetString(&message, FieldOf(message, field), value);
}

std::string GetString(const Message& message, const std::string& field) {
  return message.GetReflection()->GetString(message, FieldOf(message, field));
}

void SetMessage(Message& message, const std::string& field, const Message& value) {
  message.GetReflection()->MutableMessage(&message, FieldOf(message, field))->CopyFrom(value);
}

template <typename T>
T GetMessage(const Message& message, const std::string& field) {
  return static_cast<const T&>(
      message.GetReflection()->GetMessage(message, FieldOf(message, field)));
}

// The resource in the field of its type; none where it is not set.
Resource ResourceInside(const Message& holder, const Descriptor& resource) {
  const FieldDescriptor* field = FindFieldOfType(*holder.GetDescriptor(), resource);
  if (!holder.GetReflection()->HasField(holder, field)) return Resource();
  return Resource(holder.GetReflection()->GetMessage(holder, field));
}

grpc::ByteBuffer ToBytes(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

absl::Status FromBytes(const grpc::ByteBuffer& bytes, Message& message) {
  grpc::Slice slice;
  if (!bytes.DumpToSingleSlice(&slice).ok() ||
      !message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    return absl::DataLossError(absl::StrCat("no ", message.GetDescriptor()->full_name()));
  }
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<Message> NewMessage(const std::string& contract, const std::string& name) {
  const Descriptor* descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(
      absl::StrCat(PackageOf(contract), ".", name));
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

StandardClient::StandardClient(std::shared_ptr<grpc::Channel> channel,
                               const ServiceUnderTest& service, const ResourceKind& kind)
    : channel_(std::move(channel)),
      service_(service),
      kind_(kind),
      resource_(*NewMessage(service.contract, kind.message)->GetDescriptor()),
      changes_(changes::v1::ChangeService::NewStub(channel_)),
      admin_(admin::v1::AdminService::NewStub(channel_)) {}

void StandardClient::Prepare(grpc::ClientContext& context, const std::string& caller) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  context.AddMetadata(kCallerMetadata, caller);
}

absl::Status StandardClient::ToAbsl(const grpc::Status& status) { return FromGrpcStatus(status); }

std::string StandardClient::MethodOf(const std::string& verb, const std::string& message) const {
  const bool of_many = verb == "List" || verb == "BatchGet";
  return absl::StrCat(verb, of_many ? kind_.plural : message);
}

Resource StandardClient::Stored(Resource read) const {
  if (!read.has_value()) return read;
  for (const std::string& field : kind_.derived) {
    read.message().GetReflection()->ClearField(&read.message(), FieldOf(read.message(), field));
  }
  return read;
}

const std::string& StandardClient::ContractOf(const std::string& message) const {
  for (const ResourceKind& kind : service_.kinds) {
    if (kind.message == message && !kind.contract.empty()) return kind.contract;
  }
  return service_.contract;
}

std::unique_ptr<Message> StandardClient::RequestOf(const std::string& verb) const {
  return NewMessage(service_.contract, absl::StrCat(MethodOf(verb, kind_.message), "Request"));
}

absl::StatusOr<std::unique_ptr<Message>> StandardClient::CallOf(const std::string& verb,
                                                                const std::string& message,
                                                                const Message& request,
                                                                const std::string& caller) const {
  const std::string method = MethodOf(verb, message);
  const grpc::ByteBuffer sent = ToBytes(request);
  grpc::ByteBuffer received;
  grpc::ClientContext context;
  Prepare(context, Named(caller));
  std::promise<grpc::Status> ended;
  grpc::GenericStub(channel_).UnaryCall(
      &context, absl::StrCat("/", ContractOf(message), "/", method), {}, &sent, &received,
      [&ended](grpc::Status status) { ended.set_value(std::move(status)); });
  const grpc::Status status = ended.get_future().get();
  if (!status.ok()) return ToAbsl(status);
  std::unique_ptr<Message> response =
      NewMessage(service_.contract, absl::StrCat(method, "Response"));
  if (absl::Status parsed = FromBytes(received, *response); !parsed.ok()) return parsed;
  return response;
}

absl::StatusOr<std::unique_ptr<Message>> StandardClient::Call(const std::string& verb,
                                                              const Message& request,
                                                              const std::string& caller) const {
  return CallOf(verb, kind_.message, request, caller);
}

absl::StatusOr<ReadAnswer> StandardClient::Get(const std::string& name, const AsOf& as_of,
                                               const std::string& caller) const {
  const std::unique_ptr<Message> request = RequestOf("Get");
  SetString(*request, "name", name);
  SetMessage(*request, "as_of", as_of);
  absl::StatusOr<std::unique_ptr<Message>> response = Call("Get", *request, caller);
  if (!response.ok()) return response.status();
  return ReadAnswer{.resource = Stored(ResourceInside(**response, resource_)),
                    .read_at = GetMessage<ReadPoint>(**response, "read_at")};
}

absl::StatusOr<ListAnswer> StandardClient::List(const ListRequest& list,
                                                const std::string& caller) const {
  const std::unique_ptr<Message> request = RequestOf("List");
  // Resources at the top have no parent to be asked for.
  if (FieldOf(*request, "parent") != nullptr) SetString(*request, "parent", list.parent);
  request->GetReflection()->SetInt32(request.get(), FieldOf(*request, "page_size"), list.page_size);
  SetString(*request, "page_token", list.page_token);
  SetMessage(*request, "as_of", list.as_of);
  absl::StatusOr<std::unique_ptr<Message>> response = Call("List", *request, caller);
  if (!response.ok()) return response.status();
  ListAnswer answer{.resources = {},
                    .next_page_token = GetString(**response, "next_page_token"),
                    .read_at = GetMessage<ReadPoint>(**response, "read_at")};
  const FieldDescriptor* field = FindFieldOfType(*(*response)->GetDescriptor(), resource_);
  for (const Message& one :
       (*response)->GetReflection()->GetRepeatedFieldRef<Message>(**response, field)) {
    answer.resources.push_back(Stored(Resource(one)));
  }
  return answer;
}

absl::StatusOr<BatchAnswer> StandardClient::BatchGet(const std::vector<std::string>& names,
                                                     const AsOf& as_of,
                                                     const std::string& caller) const {
  const std::unique_ptr<Message> request = RequestOf("BatchGet");
  for (const std::string& name : names) {
    request->GetReflection()->AddString(request.get(), FieldOf(*request, "names"), name);
  }
  SetMessage(*request, "as_of", as_of);
  absl::StatusOr<std::unique_ptr<Message>> response = Call("BatchGet", *request, caller);
  if (!response.ok()) return response.status();
  BatchAnswer answer{.results = {}, .read_at = GetMessage<ReadPoint>(**response, "read_at")};
  for (const Message& result : (*response)->GetReflection()->GetRepeatedFieldRef<Message>(
           **response, FieldOf(**response, "results"))) {
    const int outcome = result.GetReflection()->GetEnumValue(result, FieldOf(result, "outcome"));
    answer.results.push_back({.name = GetString(result, "name"),
                              .outcome = static_cast<common::v1::Outcome>(outcome),
                              .resource = Stored(ResourceInside(result, resource_))});
  }
  if (answer.results.size() != names.size()) {
    return absl::InternalError(absl::StrCat(names.size(), " names were asked for, and ",
                                            answer.results.size(), " are answered"));
  }
  return answer;
}

absl::StatusOr<WriteAnswer> StandardClient::Write(const std::string& verb,
                                                  const std::string& message,
                                                  const Message& request,
                                                  const std::string& caller) const {
  absl::StatusOr<std::unique_ptr<Message>> response = CallOf(verb, message, request, caller);
  if (!response.ok()) return response.status();
  WriteAnswer answer{.resource = {}, .result = GetMessage<WriteResult>(**response, "result")};
  if (verb != "Delete") {
    answer.resource =
        ResourceInside(**response, *NewMessage(service_.contract, message)->GetDescriptor());
  }
  return answer;
}

absl::StatusOr<WriteAnswer> StandardClient::Create(const Resource& resource,
                                                   const WriteOptions& options,
                                                   const std::string& caller) const {
  const std::string& message = resource.has_value() ? resource.kind() : kind_.message;
  const std::unique_ptr<Message> request =
      NewMessage(service_.contract, absl::StrCat("Create", message, "Request"));
  if (resource.has_value()) {
    const FieldDescriptor* field =
        FindFieldOfType(*request->GetDescriptor(), *resource.message().GetDescriptor());
    SetMessage(*request, field->name(), resource.message());
  }
  SetMessage(*request, "options", options);
  return Write("Create", message, *request, caller);
}

absl::StatusOr<WriteAnswer> StandardClient::Update(const Resource& resource,
                                                   const std::vector<std::string>& mask,
                                                   const WriteOptions& options,
                                                   const std::string& caller) const {
  const std::unique_ptr<Message> request = RequestOf("Update");
  if (resource.has_value()) {
    SetMessage(*request, FindFieldOfType(*request->GetDescriptor(), resource_)->name(),
               resource.message());
  }
  google::protobuf::FieldMask paths;
  for (const std::string& path : mask) paths.add_paths(path);
  SetMessage(*request, "update_mask", paths);
  SetMessage(*request, "options", options);
  return Write("Update", kind_.message, *request, caller);
}

absl::StatusOr<WriteAnswer> StandardClient::Delete(const std::string& name, const std::string& etag,
                                                   const WriteOptions& options,
                                                   const std::string& caller) const {
  const std::unique_ptr<Message> request = RequestOf("Delete");
  SetString(*request, "name", name);
  SetString(*request, "etag", etag);
  SetMessage(*request, "options", options);
  return Write("Delete", kind_.message, *request, caller);
}

absl::StatusOr<WriteAnswer> StandardClient::Delete(const Resource& resource) const {
  const std::unique_ptr<Message> request =
      NewMessage(service_.contract, absl::StrCat("Delete", resource.kind(), "Request"));
  SetString(*request, "name", resource.name());
  return Write("Delete", resource.kind(), *request, kWriter);
}

absl::StatusOr<common::v1::ImportSummary> StandardClient::Import(
    const std::vector<Resource>& rows, const common::v1::ImportOptions& options,
    const std::string& caller) const {
  const std::unique_ptr<Message> request = NewMessage(service_.contract, "ImportRowsRequest");
  SetMessage(*request, "options", options);
  for (const Resource& resource : rows) {
    Message& row = *request->GetReflection()->AddMessage(request.get(), FieldOf(*request, "rows"));
    const FieldDescriptor* field =
        FindFieldOfType(*row.GetDescriptor(), *resource.message().GetDescriptor());
    SetMessage(row, field->name(), resource.message());
  }
  request->GetReflection()->SetBool(request.get(), FieldOf(*request, "end_of_rows"), true);

  grpc::ClientContext context;
  Prepare(context, Named(caller));
  grpc::CompletionQueue queue;
  // One step after the other: whether one succeeded is told by the status at the end.
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
  };
  const auto call = grpc::GenericStub(channel_).PrepareCall(
      &context, absl::StrCat("/", service_.contract, "/ImportRows"), &queue);
  call->StartCall(nullptr);
  wait();
  call->Write(ToBytes(*request), nullptr);
  wait();
  call->WritesDone(nullptr);
  wait();
  grpc::ByteBuffer received;
  call->Read(&received, nullptr);
  wait();
  grpc::Status status;
  call->Finish(&status, nullptr);
  wait();
  queue.Shutdown();
  if (!status.ok()) return ToAbsl(status);
  const std::unique_ptr<Message> response = NewMessage(service_.contract, "ImportRowsResponse");
  if (absl::Status parsed = FromBytes(received, *response); !parsed.ok()) return parsed;
  return GetMessage<common::v1::ImportSummary>(*response, "summary");
}

absl::StatusOr<std::string> StandardClient::FeedEnd() const {
  changes::v1::ListChangesRequest request;
  // Nothing is recorded of this area, so the page reaches far.
  request.mutable_filter()->set_area("areas/norge");
  for (;;) {
    const auto page = Changes(&changes::v1::ChangeService::Stub::ListChanges, request);
    if (!page.ok()) return page.status();
    if (page->up_to_date()) return page->resume_token();
    request.set_resume_token(page->resume_token());
  }
}

absl::Status StandardClient::Watch(
    const changes::v1::WatchChangesRequest& request,
    absl::FunctionRef<bool(const changes::v1::Change&)> visitor) const {
  grpc::ClientContext context;
  Prepare(context, kRecorder);
  const auto reader = changes_->WatchChanges(&context, request);
  changes::v1::WatchChangesResponse response;
  while (reader->Read(&response)) {
    for (const changes::v1::Change& change : response.changes()) {
      if (visitor(change)) continue;
      context.TryCancel();
      (void)reader->Finish();
      return absl::OkStatus();
    }
  }
  return ToAbsl(reader->Finish());
}

absl::StatusOr<std::vector<changes::v1::ExportedResource>> StandardClient::Export(
    const changes::v1::ExportResourcesRequest& request) const {
  grpc::ClientContext context;
  Prepare(context, kRecorder);
  const auto reader = changes_->ExportResources(&context, request);
  std::vector<changes::v1::ExportedResource> all;
  changes::v1::ExportResourcesResponse response;
  while (reader->Read(&response)) {
    all.insert(all.end(), response.resources().begin(), response.resources().end());
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return ToAbsl(status);
  return all;
}

}  // namespace tertial::conformance
