// Calls of a service, one after the other, on a store in memory that begins with the seeds.
//
// Whatever is asked: what is refused is refused as a fault of the caller's, with a reason and,
// where the request is wrong, the field at fault; it fits into what gRPC sends of an error, and
// leaves the facts as they were. What is answered can be read by every client. And at the end all
// records of the store fit together.
#include "tests/fuzz/service_fuzz.h"

#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/store_check.h"
#include "common/observability/log.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/change_service.h"
#include "common/rpc/operations_service.h"
#include "common/rpc/refusal_log.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/fuzz/direct_call.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/known_values.h"
#include "tests/fuzz/message_maker.h"
#include "tests/fuzz/seeds.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/memory_store.h"

namespace tertial::fuzz {
namespace {

constexpr int kMostCalls = 8;
constexpr int kMostMessages = 3;
// Of inputs, one in so many has the whole store checked: that takes longer than the calls.
constexpr uint32_t kCheckedOneIn = 16;
// What gRPC takes of metadata, in which an error travels: its sentence and its details.
constexpr size_t kLargestError = 8192;

// Who may do everything, and who may do less.
constexpr char kPolicy[] = R"({"callers": [
    {"caller": "everybody", "identities": ["spiffe://fuzz/everybody"],
     "roles": ["ROLE_READER", "ROLE_RECORDER", "ROLE_PUBLISHER", "ROLE_SENSITIVE_READER",
               "ROLE_AUDITOR", "ROLE_ADMIN"]},
    {"caller": "reader", "identities": ["spiffe://fuzz/reader"], "roles": ["ROLE_READER"]},
    {"caller": "asker", "identities": ["spiffe://fuzz/asker"],
     "grants": [{"roles": ["ROLE_READER", "ROLE_RECORDER", "ROLE_PUBLISHER"],
                 "areas": ["asker"], "services": ["*"]}]}]})";
constexpr char kEverybody[] = "spiffe://fuzz/everybody";
constexpr const char* kCallers[] = {kEverybody,
                                    kEverybody,
                                    kEverybody,
                                    "spiffe://fuzz/asker",
                                    kEverybody,
                                    kEverybody,
                                    "spiffe://fuzz/reader",
                                    "spiffe://fuzz/nobody"};
// How long after the call before.
constexpr absl::Duration kPauses[] = {absl::Seconds(1), absl::Seconds(1), absl::Seconds(1),
                                      absl::Hours(2), absl::Hours(24 * 400)};

// Refusals are written where somebody asks for them, and at the end of an input.
constexpr absl::Duration kNeverByItself = absl::Hours(24 * 365);

// It reads and writes files of the machine where the input says.
constexpr absl::string_view kNotCalled = "CreateBackup";

struct Called {
  size_t contract;
  const DirectMethod* method;
  // "ReportService.GetReport".
  std::string name;
};

// What lasts as long as the process.
class Everything {
 public:
  Everything()
      : service(TheFuzzedService()),
        areas(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas")),
        refusals(
            areas, [this] { return present->Now(); },
            [this](const auto& refused) {
              return present == nullptr ? absl::OkStatus() : StoreRefusals(*present)(refused);
            },
            kNeverByItself),
        serving(*Authenticator::Parse(kPolicy, areas), Authorizer(service.name, areas)) {
    serving.NoteRefusalsIn(refusals);
    service.contracts.push_back({kChangeServiceName, [](const Surroundings& around) {
                                   return CreateChangeService(around.serving, around.areas,
                                                              around.ledger);
                                 }});
    service.contracts.push_back({kAdminServiceName, [this](const Surroundings& around) {
                                   return CreateAdminService(around.serving, around.areas,
                                                             around.ledger, service.not_redacted);
                                 }});
    service.contracts.push_back({kAuditServiceName, [this](const Surroundings& around) {
                                   return CreateAuditService(around.serving, around.ledger,
                                                             refusals);
                                 }});
    service.contracts.push_back({kOperationsServiceName, [this](const Surroundings& around) {
                                   return CreateOperationsService(
                                       around.serving,
                                       {service.name, &around.ledger, [] { return true; }});
                                 }});
    for (size_t i = 0; i < service.contracts.size(); ++i) {
      for (const DirectMethod& method : MethodsOf(service.contracts[i].name)) {
        if (method.descriptor->name() == kNotCalled) continue;
        methods.push_back(
            {i, &method,
             absl::StrCat(method.descriptor->service()->name(), ".", method.descriptor->name())});
      }
    }
  }

  FuzzedService service;
  const AreaRegistry areas;
  // That of the input which is run.
  Ledger* present = nullptr;
  RefusalLog refusals;
  Serving serving;
  std::vector<Called> methods;
  // What a store begins with.
  std::shared_ptr<const StoreContent> content = std::make_shared<const StoreContent>();
  absl::Time begun = absl::FromCivil(absl::CivilDay(2025, 2, 1), absl::UTCTimeZone());
  KnownValues known;
};

// A service for one input.
class Running {
 public:
  Running(Everything& all, absl::Duration patience)
      : all_(all), patience_(patience), clock_(all.begun) {
    auto store = std::make_unique<MemoryStore>(all.content);
    store_ = store.get();
    LedgerOptions options;
    options.service_name = all.service.name;
    options.tables = all.service.tables;
    auto ledger = Ledger::Open(std::move(store), clock_, options);
    Require(ledger.ok(), "a store is opened", ledger.status().ToString());
    ledger_ = *std::move(ledger);
    all.present = ledger_.get();
    for (const FuzzedContract& contract : all.service.contracts) {
      services_.push_back(contract.create({all.serving, all.areas, *ledger_, kept_}));
    }
  }

  // What is of the process is again as it was.
  ~Running() {
    all_.present = nullptr;
    (void)all_.refusals.Flush();
    SetLogLevel(Severity::kError);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  CallAnswer Call(const Called& called, const Messages& requests, const std::string& caller) {
    DirectContext context(caller, patience_);
    return called.method->call(*services_[called.contract], context.context(), requests);
  }

  void Wait(absl::Duration pause) {
    clock_.Advance(pause);
    Require(ledger_->DoDueWork().ok(), "what is due is done");
  }

  Ledger& ledger() { return *ledger_; }
  absl::Time now() const { return clock_.Now(); }
  Revision head() const { return ledger_->Read()->at().revision; }
  std::shared_ptr<const StoreContent> content() const { return store_->shared_content(); }

 private:
  Everything& all_;
  const absl::Duration patience_;
  FakeClock clock_;
  MemoryStore* store_;
  std::unique_ptr<Ledger> ledger_;
  std::vector<std::shared_ptr<void>> kept_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
};

// Its texts are UTF-8: a message with others cannot be read.
void RequireRightAnswer(const Called& called, const CallAnswer& answer) {
  for (const auto& message : answer.messages) {
    const std::unique_ptr<google::protobuf::Message> read(message->New());
    Require(read->ParseFromString(message->SerializeAsString()), "every client can read an answer",
            called.name);
  }
}

bool NamesField(const google::rpc::Status& details) {
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      if (!violation.field().empty()) return true;
    }
  }
  return false;
}

// Errors about the request that no field is at fault of.
bool IsOfNoField(ErrorReason reason) { return reason == common::v1::ERROR_REASON_INVALID_STREAM; }

bool IsOfCaller(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::OUT_OF_RANGE:
      return true;
    default:
      return false;
  }
}

void RequireRightError(const Everything& all, const Called& called, const grpc::Status& status) {
  const ErrorReason reason = ReasonOf(FromGrpcStatus(status));
  const std::string said =
      absl::StrCat(called.name, ": ", static_cast<int>(status.error_code()), " ",
                   ReasonName(reason), ": ", status.error_message().substr(0, 1000));
  // What it asks of others may be late as well.
  const bool is_late = all.service.patience != absl::InfiniteDuration() &&
                       (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED ||
                        reason == common::v1::ERROR_REASON_SERVICE_UNAVAILABLE);
  Require(is_late || IsOfCaller(status.error_code()), "what is refused is the caller's fault",
          said);
  Require(reason != common::v1::ERROR_REASON_UNSPECIFIED, "every error has a reason", said);
  Require(IsUtf8(status.error_message()), "every sentence is UTF-8", said);
  Require(status.error_message().size() + status.error_details().size() <= kLargestError,
          "an error fits into the metadata of a call",
          absl::StrCat(said, "\n", status.error_details().size()));
  google::rpc::Status details;
  Require(details.ParseFromString(status.error_details()), "details can be read", said);
  Require(status.error_code() != grpc::StatusCode::INVALID_ARGUMENT || IsOfNoField(reason) ||
              NamesField(details),
          "what is wrong with a request has a field", said);
}

// What seeds are recorded with.
void Record(Everything& all, Running& running, const Seed& seed) {
  for (const Called& called : all.methods) {
    if (called.method->descriptor->input_type() != seed.message->GetDescriptor()) continue;
    Messages requests;
    requests.emplace_back(seed.message->New());
    requests.back()->CopyFrom(*seed.message);
    const CallAnswer answer = running.Call(called, requests, kEverybody);
    Require(answer.status.ok(), "what is to be recorded is right",
            absl::StrCat(seed.text, "\n", answer.status.error_message()));
    for (const auto& message : answer.messages) RequireNothingRefused(*message, seed.text);
    running.Wait(absl::Seconds(1));
    return;
  }
  Require(false, "a request to be recorded is one of a method", seed.text);
}

Everything& All() {
  static Everything& everything = *[] {
    ConfigureLog(LogFormat::kText, Severity::kError);
    auto* all = new Everything;
    std::vector<Seed> seeds = ReadSeeds(all->service.name);
    Running running(*all, absl::InfiniteDuration());
    for (const Seed& seed : seeds) {
      all->known.Add(*seed.message);
      if (seed.is_recorded) Record(*all, running, seed);
    }
    if (all->service.after_seeds) all->service.after_seeds(running.ledger());
    all->content = running.content();
    all->begun = running.now();
    return all;
  }();
  return everything;
}

Messages RequestsFor(const Called& called, const MessageMaker& maker, Input& input) {
  Messages requests;
  size_t count = 1;
  if (called.method->descriptor->client_streaming()) count += input.Below(kMostMessages);
  for (size_t i = 0; i < count; ++i) {
    requests.push_back(maker.MakeRequest(*called.method->descriptor->input_type(), input));
  }
  return requests;
}

// The same for the same input, wherever it is run.
bool IsChecked(absl::string_view input) {
  uint32_t hash = 2166136261;
  for (const char c : input) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619;
  return hash % kCheckedOneIn == 0;
}

void RequireWhole(Ledger& ledger) {
  const auto check = CheckStore(ledger, 1, absl::InfiniteFuture());
  Require(check.ok(), "a store can be checked", check.status().ToString());
  Require(check->finding_count == 0, "all records fit together",
          check->findings.empty()
              ? ""
              : absl::StrCat(check->findings[0].name, ": ", check->findings[0].description));
}

// Whether one of the requests that are known is answered, or one of values that are.
bool IsEverAnswered(Everything& all, const Called& called) {
  constexpr char kMost = 100;
  const FieldValues answered;
  for (char chosen = 0; chosen < kMost; ++chosen) {
    Running running(all, all.service.patience);
    const MessageMaker maker(all.known, answered, running.now());
    // The same choice in each place, and no changes.
    const std::string bytes = {chosen, 0};
    const std::string all_bytes(10, chosen);
    const bool is_known = !all.known.MessagesOf(*called.method->descriptor->input_type()).empty();
    Input input(is_known ? bytes : all_bytes);
    Messages requests;
    requests.push_back(maker.MakeRequest(*called.method->descriptor->input_type(), input));
    if (running.Call(called, requests, kEverybody).status.ok()) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> MethodsNeverAnswered() {
  Everything& all = All();
  std::vector<std::string> methods;
  for (const Called& called : all.methods) {
    if (!IsEverAnswered(all, called)) methods.push_back(called.name);
  }
  return methods;
}

void RunInput(absl::string_view bytes) {
  Everything& all = All();
  Running running(all, all.service.patience);
  FieldValues answered;
  Input input(bytes);
  for (int calls = 0; calls < kMostCalls && !input.empty(); ++calls) {
    const Called& called = all.methods[input.Below(all.methods.size())];
    const uint8_t how = input.Next();
    Input chosen(input.Take(input.Next()));
    running.Wait(kPauses[how / 8 % std::size(kPauses)]);
    const MessageMaker maker(all.known, answered, running.now());
    const Messages requests = RequestsFor(called, maker, chosen);
    const Revision before = running.head();
    const CallAnswer answer = running.Call(called, requests, kCallers[how % std::size(kCallers)]);
    ++calls_made;
    if (answer.status.ok()) {
      RequireRightAnswer(called, answer);
      for (const auto& message : answer.messages) all.known.AddAnswered(*message, answered);
    } else {
      RequireRightError(all, called, answer.status);
      Require(running.head() == before, "what is refused changes no fact", called.name);
    }
  }
  if (!IsChecked(bytes)) return;
  Require(all.refusals.Flush().ok(), "refusals are stored");
  RequireWhole(running.ledger());
}

}  // namespace tertial::fuzz
