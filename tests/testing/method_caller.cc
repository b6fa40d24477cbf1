#include "tests/testing/method_caller.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

namespace tertial::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

constexpr absl::Duration kPatience = absl::Seconds(60);

std::unique_ptr<Message> NewMessage(const Descriptor& descriptor) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
}

grpc::ByteBuffer ToBytes(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// One call, operation by operation: each is waited for.
class Exchanged {
 public:
  Exchanged(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
            const std::string& caller)
      : method_(method), stub_(channel) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    context_.AddMetadata(kCallerMetadata, caller);
    call_ = stub_.PrepareCall(
        &context_, absl::StrCat("/", method.service()->full_name(), "/", method.name()), &queue_);
    call_->StartCall(this);
    Wait();
  }
  ~Exchanged() {
    queue_.Shutdown();
    while (Wait()) {
    }
  }
  Exchanged(const Exchanged&) = delete;
  Exchanged& operator=(const Exchanged&) = delete;

  void Send(const std::vector<std::unique_ptr<Message>>& messages) {
    for (const std::unique_ptr<Message>& message : messages) {
      call_->Write(ToBytes(*message), this);
      if (!Wait()) return;  // Finish tells why
    }
    call_->WritesDone(this);
    Wait();
  }

  Answer Receive(const EnoughHeard& enough) {
    Answer answer;
    bool was_enough = false;
    grpc::ByteBuffer received;
    while (!was_enough) {
      call_->Read(&received, this);
      if (!Wait()) break;
      grpc::Slice slice;
      std::unique_ptr<Message> message = NewMessage(*method_.output_type());
      EXPECT_TRUE(received.DumpToSingleSlice(&slice).ok());
      EXPECT_TRUE(message->ParseFromArray(slice.begin(), static_cast<int>(slice.size())));
      answer.bytes.append(slice.begin(), slice.end());
      was_enough = enough && enough(*message);
      answer.messages.push_back(std::move(message));
    }
    if (was_enough) context_.TryCancel();
    call_->Finish(&answer.status, this);
    Wait();
    if (was_enough) answer.status = grpc::Status::OK;
    absl::StrAppend(&answer.bytes, "\n", answer.status.error_code(), " ",
                    answer.status.error_message());
    google::rpc::Status details;
    EXPECT_TRUE(details.ParseFromString(answer.status.error_details()));
    answer.text = absl::StrCat(answer.bytes, "\n", details.ShortDebugString());
    absl::StrAppend(&answer.bytes, "\n", answer.status.error_details());
    if (!was_enough) {
      for (const auto* metadata :
           {&context_.GetServerInitialMetadata(), &context_.GetServerTrailingMetadata()}) {
        for (const auto& [key, value] : *metadata) {
          const std::string line = absl::StrCat("\n", std::string(key.data(), key.size()), ": ",
                                                std::string(value.data(), value.size()));
          answer.bytes += line;
          // Of those the text has what they say.
          if (key != "grpc-status-details-bin") answer.text += line;
        }
      }
    }
    return answer;
  }

 private:
  // Until the operation is done; whether it went well.
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  const MethodDescriptor& method_;
  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace

Answer MethodCaller::Ask(const Question& question, const std::string& caller,
                         const EnoughHeard& enough) const {
  Answer unasked;
  unasked.status = grpc::Status(grpc::StatusCode::UNKNOWN, "not asked");
  const MethodDescriptor* method =
      DescriptorPool::generated_pool()->FindMethodByName(question.method);
  EXPECT_NE(method, nullptr) << question.method;
  if (method == nullptr) return unasked;
  std::vector<std::unique_ptr<Message>> messages;
  for (const std::string& text : question.messages) {
    messages.push_back(NewMessage(*method->input_type()));
    const bool parsed = google::protobuf::TextFormat::ParseFromString(text, messages.back().get());
    EXPECT_TRUE(parsed) << question.method << " " << text;
    if (!parsed) return unasked;
  }
  Exchanged exchanged(channel_, *method, caller);
  exchanged.Send(messages);
  return exchanged.Receive(enough);
}

std::vector<std::string> MethodsOf(const std::string& contract) {
  std::vector<std::string> methods;
  const google::protobuf::ServiceDescriptor* service =
      DescriptorPool::generated_pool()->FindServiceByName(contract);
  EXPECT_NE(service, nullptr) << contract;
  for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
    methods.push_back(service->method(i)->full_name());
  }
  return methods;
}

}  // namespace tertial::testing
