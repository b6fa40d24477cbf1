#include "watching.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/any.pb.h"
#include "reading.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::example {
namespace {

namespace v1 = changes::v1;

constexpr char kKind[] = "tertial.indicators.v1.Observation";
constexpr int kHeartbeatSeconds = 5;
constexpr int kSilentSeconds = 3 * kHeartbeatSeconds;
constexpr absl::Duration kPause = absl::Seconds(1);

std::string ContentText(const google::protobuf::Any& content) {
  indicators::v1::Observation observation;
  return content.UnpackTo(&observation) ? CellText(observation.cell()) : "nothing";
}

void Show(const v1::Change& change) {
  std::cout << "revision " << change.commit().revision() << ": "
            << absl::StripPrefix(v1::ChangeType_Name(change.type()), "CHANGE_TYPE_") << " "
            << change.name() << " " << ContentText(change.before()) << " -> "
            << ContentText(change.after()) << " by " << change.actor() << std::endl;
}

// Where to go on; nothing where there is no file yet. All else that is no token is an error: to
// begin with what comes next would leave out what has happened meanwhile.
std::string ReadToken(const std::string& path) {
  errno = 0;
  std::ifstream file(path);
  if (!file && errno == ENOENT) return "";
  if (!file) throw std::system_error(errno, std::generic_category(), path);
  std::string token(std::istreambuf_iterator<char>(file), {});
  if (token.empty()) throw std::runtime_error(absl::StrCat(path, ": no token stands in it"));
  return token;
}

bool WriteAndSync(const std::string& path, const std::string& text) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"),
                                                             std::fclose);
  return file != nullptr && std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() &&
         std::fflush(file.get()) == 0 && fsync(fileno(file.get())) == 0;
}

// Ends the call when nothing has been heard for too long: the other side may be gone without a
// word.
class EndWhenSilent {
 public:
  explicit EndWhenSilent(grpc::ClientContext& context)
      : context_(context), thread_([this] { Wait(); }) {}
  ~EndWhenSilent() {
    Tell(ended_);
    thread_.join();
  }
  void Heard() { Tell(heard_); }

 private:
  void Tell(bool& what) {
    const std::lock_guard lock(mutex_);
    what = true;
    told_.notify_one();
  }

  void Wait() {
    std::unique_lock lock(mutex_);
    const auto told = [this] { return heard_ || ended_; };
    while (told_.wait_for(lock, std::chrono::seconds(kSilentSeconds), told)) {
      if (ended_) return;
      heard_ = false;
    }
    std::cerr << absl::StrCat("nothing for ", kSilentSeconds, " s\n");
    context_.TryCancel();
  }

  grpc::ClientContext& context_;
  std::mutex mutex_;
  std::condition_variable told_;
  bool heard_ = false;
  bool ended_ = false;
  std::thread thread_;  // the last, since it uses the others
};

}  // namespace

Watch::Watch(Connection& connection, std::string area, std::string token_file)
    : connection_(connection),
      area_(std::move(area)),
      file_(std::move(token_file)),
      token_(ReadToken(file_)) {}

grpc::Status Watch::Run() {
  for (;; ++attempt_) {
    const std::string call_id = NewCallId();
    grpc::ClientContext context;
    context.AddMetadata(kCallIdKey, call_id);
    const grpc::Status status = Follow(context);
    const Refusal refusal = RefusalOf(status);
    if (status.ok()) {
      absl::SleepFor(kPause);  // the service has ended it
    } else if (refusal.reason == "TOKEN_OF_OTHER_EPOCH") {
      if (!BeginAfterRestore(refusal)) return WithCallId(status, call_id);
    } else if (!WaitAfter(status, attempt_, After(absl::InfiniteDuration()))) {
      return WithCallId(status, call_id);
    }
  }
}

grpc::Status Watch::Follow(grpc::ClientContext& context) {
  v1::WatchChangesRequest request;
  request.set_resume_token(token_);
  request.set_from_now(token_.empty());
  request.mutable_filter()->add_kinds(kKind);
  request.mutable_filter()->set_area(area_);
  request.mutable_heartbeat()->set_seconds(kHeartbeatSeconds);
  // No deadline: it lasts until it breaks off, or is silent for too long.
  v1::ChangeService::Stub changes(connection_.Channel());
  EndWhenSilent silence(context);
  const auto reader = changes.WatchChanges(&context, request);
  v1::WatchChangesResponse response;
  for (bool first = true; reader->Read(&response); first = false) {
    silence.Heard();
    attempt_ = 0;
    for (const v1::Change& change : response.changes()) Show(change);
    // Kept when what came is dealt with: what was not is told again.
    Keep(response.resume_token());
    if (first) std::cerr << absl::StrCat("watching at revision ", response.head().revision(), "\n");
  }
  return reader->Finish();
}

void Watch::Keep(const std::string& token) {
  token_ = token;
  const std::string beside = absl::StrCat(file_, ".new");
  if (!WriteAndSync(beside, token) || std::rename(beside.c_str(), file_.c_str()) != 0) {
    throw std::system_error(errno, std::generic_category(), file_);
  }
}

// The store was restored from a backup: what it lost is no longer so, and what follows has new
// numbers.
bool Watch::BeginAfterRestore(const Refusal& refusal) {
  const auto revision = refusal.metadata.find("revision");
  const auto begin = refusal.metadata.find("begin");
  if (revision == refusal.metadata.end() || begin == refusal.metadata.end()) return false;
  if (begin->second.empty()) return false;
  std::cout << "restored: what came after revision " << revision->second << " is no longer so"
            << std::endl;
  Keep(begin->second);
  return true;
}

}  // namespace tertial::example
