#include "tests/testing/any_method_server.h"

#include <atomic>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/store/mutex.h"
#include "grpcpp/generic/async_generic_service.h"
#include "tests/testing/local_channel.h"

namespace tertial::testing {
namespace {

constexpr std::chrono::seconds kPatience{20};

// How many calls hang or were cancelled.
class Counters {
 public:
  void Hangs() { Add(hanging_); }
  void Cancelled() { Add(cancelled_); }
  bool WaitForHanging(int count) { return Wait(hanging_, count); }
  bool WaitForCancelled(int count) { return Wait(cancelled_, count); }

 private:
  void Add(int& counter) {
    const MutexLock lock(mutex_);
    ++counter;
    changed_.SignalAll();
  }
  bool Wait(const int& counter, int count) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    const MutexLock lock(mutex_);
    while (counter < count) {
      if (!changed_.WaitUntil(mutex_, deadline)) return false;
    }
    return true;
  }

  Mutex mutex_;
  CondVar changed_;
  int hanging_ = 0;
  int cancelled_ = 0;
};

std::string TextOf(grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  (void)buffer.Dump(&slices);
  std::string text;
  for (const grpc::Slice& slice : slices) text.append(slice.begin(), slice.end());
  return text;
}

class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(grpc::GenericCallbackServerContext* context, const AnyMethodServer::Behaviour& behaviour,
          Counters& counters)
      : behaviour_(behaviour), counters_(counters) {
    call_.method = context->method();
    call_.deadline = absl::FromChrono(context->deadline());
    for (const auto& [key, value] : context->client_metadata()) {
      call_.metadata[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
    }
    StartRead(&received_);
  }

  void OnReadDone(bool ok) override {
    if (ok) {
      call_.messages.push_back(TextOf(received_));
      StartRead(&received_);
      return;
    }
    reply_ = behaviour_(call_);
    WriteNext();
  }
  void OnWriteDone(bool ok) override { ok ? WriteNext() : End(grpc::Status::CANCELLED); }
  void OnCancel() override {
    counters_.Cancelled();
    cancelled_ = true;
    if (hangs_) End(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  void WriteNext() {
    if (written_ < reply_.messages.size()) {
      const grpc::Slice slice(reply_.messages[written_++]);
      sent_ = grpc::ByteBuffer(&slice, 1);
      StartWrite(&sent_);
    } else if (reply_.hangs) {
      hangs_ = true;
      counters_.Hangs();
      if (cancelled_) End(grpc::Status::CANCELLED);
    } else {
      End(reply_.status);
    }
  }

  void End(const grpc::Status& status) {
    if (!ended_.exchange(true)) Finish(status);
  }

  const AnyMethodServer::Behaviour& behaviour_;
  Counters& counters_;
  AnyCall call_;
  AnyReply reply_;
  size_t written_ = 0;
  std::atomic<bool> hangs_ = false;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> ended_ = false;
  grpc::ByteBuffer received_;
  grpc::ByteBuffer sent_;
};

class GenericServer final : public AnyMethodServer, public grpc::CallbackGenericService {
 public:
  explicit GenericServer(Behaviour behaviour) : behaviour_(std::move(behaviour)) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
  }
  ~GenericServer() override {
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
  }

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new Reactor(context, behaviour_, counters_);
  }

  std::string address() const override { return absl::StrCat("127.0.0.1:", port_); }
  std::shared_ptr<grpc::Channel> OwnChannel() override { return server_->InProcessChannel({}); }
  std::shared_ptr<grpc::Channel> TcpChannel() override { return LocalChannel(address()); }
  bool WaitForHanging(int count) override { return counters_.WaitForHanging(count); }
  bool WaitForCancelled(int count) override { return counters_.WaitForCancelled(count); }

 private:
  const Behaviour behaviour_;
  Counters counters_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

std::unique_ptr<AnyMethodServer> AnyMethodServer::Start(Behaviour behaviour) {
  return std::make_unique<GenericServer>(std::move(behaviour));
}

}  // namespace tertial::testing
