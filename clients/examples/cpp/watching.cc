#include "watching.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/any.pb.h"
#include "reading.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::example {
namespace {

namespace v1 = changes::v1;

constexpr char kKind[] = "tertial.indicators.v1.Observation";
constexpr int kHeartbeatSeconds = 10;
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

}  // namespace

Watch::Watch(Changes& changes, std::string area, std::string token_file)
    : changes_(changes), area_(std::move(area)), file_(std::move(token_file)) {
  std::ifstream file(file_);
  token_.assign(std::istreambuf_iterator<char>(file), {});
}

grpc::Status Watch::Run() {
  while (true) {
    const grpc::Status status = Follow();
    const Refusal refusal = RefusalOf(status);
    if (status.ok()) {
      absl::SleepFor(kPause);  // the service has ended it
    } else if (refusal.reason == "TOKEN_OF_OTHER_EPOCH") {
      BeginAfterRestore(refusal);
    } else if (!WaitAfter(status, attempt_, After(absl::InfiniteDuration()))) {
      return status;
    }
    ++attempt_;
  }
}

grpc::Status Watch::Follow() {
  v1::WatchChangesRequest request;
  request.set_resume_token(token_);
  request.set_from_now(token_.empty());
  request.mutable_filter()->add_kinds(kKind);
  request.mutable_filter()->set_area(area_);
  request.mutable_heartbeat()->set_seconds(kHeartbeatSeconds);
  // No deadline: it lasts until it breaks off. A dead connection is noticed by keepalive.
  grpc::ClientContext context;
  const auto reader = changes_.WatchChanges(&context, request);
  v1::WatchChangesResponse response;
  for (bool first = true; reader->Read(&response); first = false) {
    if (first) std::cerr << "watching at revision " << response.head().revision() << std::endl;
    attempt_ = 0;
    for (const v1::Change& change : response.changes()) Show(change);
    // Kept when what came is dealt with: what was not is told again.
    Keep(response.resume_token());
  }
  return reader->Finish();
}

void Watch::Keep(const std::string& token) {
  token_ = token;
  const std::string beside = absl::StrCat(file_, ".new");
  if (!(std::ofstream(beside) << token << std::flush) ||
      std::rename(beside.c_str(), file_.c_str()) != 0) {
    throw std::system_error(errno, std::generic_category(), file_);
  }
}

// The store was restored from a backup: what it lost is no longer so, and what follows has new
// numbers.
void Watch::BeginAfterRestore(const Refusal& refusal) {
  std::cout << "restored: what came after revision " << refusal.metadata.at("revision")
            << " is no longer so" << std::endl;
  Keep(refusal.metadata.at("begin"));
}

}  // namespace tertial::example
