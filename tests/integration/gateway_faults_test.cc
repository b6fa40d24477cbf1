// The gateway while data services fail in every way that is known: the answer comes in time, says
// of each section what became of it, leaves the rest as it is without a fault, and is whole again
// when the fault has ended. Each case has a gateway of its own; many wait at once, over the same
// services, since waiting is most of what they do.
#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/domain/report_subject.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"
#include "tests/integration/faulty_services.h"
#include "tests/testing/fixed_answer_server.h"

namespace tertial::gateway {
namespace {

using testing::FaultyProxy;
using testing::FixedAnswerServer;
using enum common::v1::ErrorReason;
using enum v1::Completeness;

constexpr std::array kServices = {"indicators", "workforce", "politics", "climate"};

enum class Fault {
  kDead,              // nobody listens
  kHung,              // connected, and then not a byte
  kHungAtStart,       // takes connections, and then not a byte
  kSlow,              // a tenth of a second each way
  kTooSlow,           // slower than the deadline
  kDenying,           // its policy does not let the gateway read
  kBusy,              // RESOURCE_EXHAUSTED
  kGarbage,           // bytes of no protocol
  kGarbageMessage,    // a call's answer that is no message
  kBrokenMessage,     // one that is a whole section, and then no message any more
  kEmptyMessage,      // one in which nothing is
  kOtherAreasAnswer,  // one to another question
  kCutOff,            // the connection ends in mid-answer
};

struct Case {
  std::string name;
  Fault fault;
  unsigned services;                             // a bit for each
  ErrorReason error = ERROR_REASON_UNSPECIFIED;  // Unspecified: the section arrives all the same.

  bool Strikes(int service) const { return ((services >> service) & 1) != 0; }
  bool Strikes(const v1::SectionState& state) const {
    if (error == ERROR_REASON_UNSPECIFIED) return false;
    const auto found = std::find(kServices.begin(), kServices.end(), state.service());
    return Strikes(static_cast<int>(found - kServices.begin()));
  }
};

Case MakeCase(const std::string& fault_name, Fault fault, unsigned services, ErrorReason error) {
  std::string name = fault_name;
  for (int i = 0; i < FaultyServices::kCount; ++i) {
    if (((services >> i) & 1) != 0) absl::StrAppend(&name, " ", kServices[i]);
  }
  return {.name = name, .fault = fault, .services = services, .error = error};
}

// Of each service.
std::vector<Case> CasesOf(const std::string& name, Fault fault, ErrorReason error) {
  std::vector<Case> cases;
  for (unsigned service = 1; service < 16; service <<= 1) {
    cases.push_back(MakeCase(name, fault, service, error));
  }
  return cases;
}

// Faults of one sort.
struct Sort {
  std::string name;
  std::vector<Case> cases;

  Sort& Add(const std::vector<Case>& more) {
    cases.insert(cases.end(), more.begin(), more.end());
    return *this;
  }
};

void PrintTo(const Sort& sort, std::ostream* out) { *out << sort.name; }
std::string NameOf(const ::testing::TestParamInfo<Sort>& info) { return info.param.name; }

// Also nobody, and all.
Sort Gone() {
  Sort gone{.name = "Gone", .cases = {}};
  for (unsigned services = 0; services < 16; ++services) {
    gone.cases.push_back(
        MakeCase("dead:", Fault::kDead, services, ERROR_REASON_SERVICE_UNAVAILABLE));
  }
  return gone.Add(CasesOf("cut off:", Fault::kCutOff, ERROR_REASON_SERVICE_UNAVAILABLE));
}

Sort Silent() {
  return Sort{.name = "Silent", .cases = {}}
      .Add(CasesOf("hung:", Fault::kHung, ERROR_REASON_DEADLINE_EXCEEDED))
      .Add(CasesOf("too slow:", Fault::kTooSlow, ERROR_REASON_DEADLINE_EXCEEDED))
      .Add(CasesOf("slow:", Fault::kSlow, ERROR_REASON_UNSPECIFIED));
}

// It cannot befall a gateway that is connected.
Sort SilentFromTheStart() {
  return Sort{.name = "SilentFromTheStart", .cases = {}}.Add(
      CasesOf("hung at start:", Fault::kHungAtStart, ERROR_REASON_SERVICE_UNAVAILABLE));
}

Sort Refusing() {
  return Sort{.name = "Refusing", .cases = {}}
      .Add(CasesOf("denying:", Fault::kDenying, ERROR_REASON_ROLE_MISSING))
      .Add(CasesOf("busy:", Fault::kBusy, ERROR_REASON_TOO_MANY_CALLS));
}

Sort NotUnderstood() {
  constexpr ErrorReason kError = ERROR_REASON_ANSWER_NOT_UNDERSTOOD;
  return Sort{.name = "NotUnderstood", .cases = {}}
      .Add(CasesOf("garbage:", Fault::kGarbage, ERROR_REASON_SERVICE_UNAVAILABLE))
      .Add(CasesOf("garbage message:", Fault::kGarbageMessage, kError))
      .Add(CasesOf("broken message:", Fault::kBrokenMessage, kError))
      .Add(CasesOf("empty message:", Fault::kEmptyMessage, kError))
      .Add(CasesOf("other area's answer:", Fault::kOtherAreasAnswer, kError));
}

// An answer about an area in which nothing is recorded. Of all sections: their first fields are
// the same on the wire.
std::string AnswerAbout(const std::string& area) {
  workforce::v1::GetWorkforceSectionResponse answer;
  answer.mutable_section()->set_area(area);
  answer.mutable_section()->set_period("2024");
  answer.mutable_read_at()->set_revision(1);
  return answer.SerializeAsString();
}

// The field of a report that holds a section.
const google::protobuf::FieldDescriptor* FieldOf(v1::SectionKind section) {
  return v1::Report::descriptor()->FindFieldByNumber(section - v1::SECTION_KIND_INDICATORS +
                                                     v1::Report::kIndicatorsFieldNumber);
}

std::string StatesOf(const v1::Report& report) {
  std::string states;
  for (const v1::SectionState& state : report.states()) {
    absl::StrAppend(&states, state.ShortDebugString(), "\n");
  }
  return states;
}

// Their texts are long, and wanted only where they differ.
void ExpectSame(const v1::Report& report, const v1::Report& expected) {
  if (report.SerializeAsString() == expected.SerializeAsString()) return;
  EXPECT_EQ(report.DebugString(), expected.DebugString());
}

// What a pull of a small section is cut off in the middle of.
int64_t HalfAnAnswerOf(const std::string& service, const v1::Report& whole) {
  size_t smallest = SIZE_MAX;
  for (const v1::SectionState& state : whole.states()) {
    if (state.service() != service) continue;
    smallest =
        std::min(smallest,
                 whole.GetReflection()->GetMessage(whole, FieldOf(state.section())).ByteSizeLong());
  }
  return static_cast<int64_t>(smallest / 2);
}

// A gateway that reaches the services through proxies of its own, and what befalls it.
class StruckGateway {
 public:
  // Long enough for those that answer, on a machine at work; those that hang cost it.
  static constexpr absl::Duration kDeadline = absl::Seconds(4);
  static constexpr absl::Duration kBetweenLooks = absl::Milliseconds(100);

  // `services` must outlive the object.
  StruckGateway(FaultyServices& services, Case befalls)
      : services_(services), case_(std::move(befalls)) {
    for (int i = 0; i < FaultyServices::kCount; ++i) {
      proxies_[i] = std::make_unique<FaultyProxy>(services.port(i));
    }
  }

  const Case& befalls() const { return case_; }

  void Start() {
    gateway_ =
        std::make_unique<Gateway>(services_.areas(), Endpoints{.indicators = proxies_[0]->address(),
                                                               .workforce = proxies_[1]->address(),
                                                               .politics = proxies_[2]->address(),
                                                               .climate = proxies_[3]->address()});
  }

  absl::StatusOr<v1::Report> GetReport(const std::string& area) {
    return gateway_->GetReport(area, kDeadline);
  }

  // `whole` is the report without a fault.
  void Strike(const v1::Report& whole) {
    for (int i = 0; i < FaultyServices::kCount; ++i) {
      if (case_.Strikes(i)) Strike(i, *proxies_[i], whole);
    }
  }

  void EndFault() {
    for (int i = 0; i < FaultyServices::kCount; ++i) {
      if (!case_.Strikes(i)) continue;
      switch (case_.fault) {
        case Fault::kDenying:
        case Fault::kBusy:
        case Fault::kGarbageMessage:
        case Fault::kBrokenMessage:
        case Fault::kEmptyMessage:
        case Fault::kOtherAreasAnswer:
          proxies_[i]->PassTo(services_.port(i));
          break;
        default:
          proxies_[i]->Pass();
      }
    }
  }

  // Asks until the report is `whole`, as the gateway must come to by itself.
  void WaitUntil(const v1::Report& whole) {
    const std::string bytes = whole.SerializeAsString();
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (true) {
      const absl::StatusOr<v1::Report> report = GetReport("areas/asker");
      ASSERT_THAT(report, IsOk());
      if (report->SerializeAsString() == bytes) return;
      ASSERT_LT(absl::Now(), patience) << StatesOf(*report);
      absl::SleepFor(kBetweenLooks);
    }
  }

 private:
  void Strike(int service, FaultyProxy& proxy, const v1::Report& whole) {
    switch (case_.fault) {
      case Fault::kDead:
        return proxy.Refuse();
      case Fault::kHung:
      case Fault::kHungAtStart:
        return proxy.KeepSilent();
      case Fault::kSlow:
        return proxy.Delay(absl::Milliseconds(100));
      case Fault::kTooSlow:
        return proxy.Delay(absl::Seconds(10));
      case Fault::kDenying:
        denying_.push_back(std::make_unique<ServedFacts>(
            services_.facts(service), services_.areas(),
            *Authenticator::Parse(R"({"callers": [{"caller": "gateway", "roles": []}]})",
                                  services_.areas())));
        return proxy.PassTo(denying_.back()->port());
      case Fault::kBusy:
        return AnswerWith(proxy, "", ToGrpcStatus(TooManyCalls(absl::Milliseconds(200))));
      case Fault::kGarbage:
        return proxy.AnswerGarbage();
      case Fault::kGarbageMessage:
        return AnswerWith(proxy, "\xff\xfe garbage \x80");
      case Fault::kBrokenMessage:
        return AnswerWith(proxy, AnswerAbout("areas/asker") + "\x0a\x7f");
      case Fault::kEmptyMessage:
        return AnswerWith(proxy, "");
      case Fault::kOtherAreasAnswer:
        return AnswerWith(proxy, AnswerAbout("areas/baerum"));
      case Fault::kCutOff:
        return proxy.CutAfter(HalfAnAnswerOf(kServices[service], whole));
    }
  }

  void AnswerWith(FaultyProxy& proxy, absl::string_view message, const grpc::Status& status = {}) {
    answering_.push_back(std::make_unique<FixedAnswerServer>(message, status));
    proxy.PassTo(answering_.back()->port());
  }

  FaultyServices& services_;
  const Case case_;
  std::vector<std::unique_ptr<ServedFacts>> denying_;
  std::vector<std::unique_ptr<FixedAnswerServer>> answering_;
  std::array<std::unique_ptr<FaultyProxy>, FaultyServices::kCount> proxies_;
  std::unique_ptr<Gateway> gateway_;
};

// Calls `what` for all of them, each on a thread of its own.
template <typename Each>
void AtOnce(std::vector<Each>& all, const std::function<void(Each&)>& what) {
  std::vector<std::thread> threads;
  for (Each& each : all) threads.emplace_back([&what, &each] { what(each); });
  for (std::thread& thread : threads) thread.join();
}

class GatewayUnderFaults : public ::testing::TestWithParam<Sort> {
 protected:
  using Gateways = std::vector<std::unique_ptr<StruckGateway>>;

  // As many as two processors serve without falling behind.
  static constexpr size_t kMostAtOnce = 12;

  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(services_.LoadTheExample());
    ASSERT_NO_FATAL_FAILURE(LookAtTheWholeReport());
  }

  // As a gateway puts it together that nothing stands between.
  void LookAtTheWholeReport() {
    Gateway direct(services_.areas(), services_.Direct());
    absl::StatusOr<v1::Report> report = direct.GetReport("areas/asker", absl::Seconds(30));
    ASSERT_THAT(report, IsOk());
    whole_ = *std::move(report);
    for (const v1::SectionState& state : whole_.states()) {
      ASSERT_EQ(state.completeness(), COMPLETENESS_COMPLETE) << state.service();
    }
  }

  // Runs all cases, some of them at once.
  void RunAll(const std::function<void(Gateways& gateways)>& run) {
    const std::vector<Case>& cases = GetParam().cases;
    for (size_t begin = 0; begin < cases.size() && !HasFailure(); begin += kMostAtOnce) {
      Gateways gateways;
      for (size_t i = begin; i < std::min(cases.size(), begin + kMostAtOnce); ++i) {
        gateways.push_back(std::make_unique<StruckGateway>(services_, cases[i]));
      }
      run(gateways);
    }
  }

  static void EachAtOnce(Gateways& gateways, const std::function<void(StruckGateway&)>& what) {
    AtOnce<std::unique_ptr<StruckGateway>>(gateways, [&](std::unique_ptr<StruckGateway>& gateway) {
      SCOPED_TRACE(gateway->befalls().name);
      what(*gateway);
    });
  }

  FaultyServices services_;
  // The report without a fault.
  v1::Report whole_;
};

// A report that nobody asked for before.
class NeverSeen : public GatewayUnderFaults {
 protected:
  // What a report must be in which the sections that were struck are not there; their states are
  // those of `report`.
  v1::Report Without(const Case& struck, const v1::Report& report) const {
    v1::Report expected = whole_;
    for (int i = 0; i < expected.states_size() && i < report.states_size(); ++i) {
      if (!struck.Strikes(expected.states(i))) continue;
      expected.GetReflection()->ClearField(&expected, FieldOf(expected.states(i).section()));
      *expected.mutable_states(i) = report.states(i);
    }
    return expected;
  }

  void Run(StruckGateway& gateway) const {
    const Case& struck = gateway.befalls();
    if (struck.fault == Fault::kHungAtStart) gateway.Strike(whole_);
    gateway.Start();
    // Now it is connected, and has nothing of the area asked for below.
    ASSERT_THAT(gateway.GetReport("areas/baerum"), IsOk());
    gateway.Strike(whole_);
    const absl::StatusOr<v1::Report> report = gateway.GetReport("areas/asker");
    ASSERT_THAT(report, IsOk());
    for (const v1::SectionState& state : report->states()) {
      if (!struck.Strikes(state)) continue;
      EXPECT_EQ(state.completeness(), COMPLETENESS_UNAVAILABLE) << state.DebugString();
      EXPECT_EQ(state.error(), struck.error) << state.DebugString();
      EXPECT_THAT(state.reason(), ::testing::HasSubstr(state.service()));
      EXPECT_FALSE(state.has_read_at());
    }
    ExpectSame(*report, Without(struck, *report));
    gateway.EndFault();
    gateway.WaitUntil(whole_);
  }
};

TEST_P(NeverSeen, ASectionIsUnavailableAndTheRestWhole) {
  RunAll([this](Gateways& gateways) {
    EachAtOnce(gateways, [this](StruckGateway& gateway) { Run(gateway); });
  });
}

INSTANTIATE_TEST_SUITE_P(Faults, NeverSeen,
                         ::testing::Values(Gone(), Silent(), SilentFromTheStart(), Refusing(),
                                           NotUnderstood()),
                         NameOf);

// A report that is kept when the fault begins; then a fact of each service changes, of which the
// gateway cannot learn where a service is struck.
class SeenBefore : public GatewayUnderFaults {
 protected:
  // What the report must be: what was struck is as it was, also where it is said to be STALE, and
  // what was not is as it was or as it is now.
  static v1::Report LastGood(const Case& struck, const v1::Report& report, const v1::Report& was,
                             const v1::Report& is) {
    v1::Report expected = was;
    for (int i = 0; i < expected.states_size() && i < report.states_size(); ++i) {
      const v1::SectionState& state = report.states(i);
      v1::SectionState& as_expected = *expected.mutable_states(i);
      if (!struck.Strikes(state)) {
        if (state.read_at().revision() != is.states(i).read_at().revision()) continue;
        as_expected = is.states(i);
        const google::protobuf::FieldDescriptor* const section = FieldOf(state.section());
        expected.GetReflection()
            ->MutableMessage(&expected, section)
            ->CopyFrom(is.GetReflection()->GetMessage(is, section));
      } else if (state.completeness() == COMPLETENESS_STALE) {
        EXPECT_THAT(ErrorsOfStale(struck.error), ::testing::Contains(state.error()))
            << state.DebugString();
        EXPECT_THAT(state.reason(), ::testing::HasSubstr(state.service()));
        EXPECT_TRUE(state.has_current_at());
        as_expected.set_completeness(COMPLETENESS_STALE);
        as_expected.set_error(state.error());
        as_expected.set_reason(state.reason());
        *as_expected.mutable_current_at() = state.current_at();
      }
    }
    return expected;
  }

  // Whether all that was struck is STALE, and all else the newest.
  static bool HasSettled(const Case& struck, const v1::Report& report, const v1::Report& is) {
    for (int i = 0; i < report.states_size(); ++i) {
      const v1::SectionState& state = report.states(i);
      if (struck.Strikes(state) ? state.completeness() != COMPLETENESS_STALE
                                : state.read_at().revision() != is.states(i).read_at().revision()) {
        return false;
      }
    }
    return true;
  }

  static void ExpectLastGood(StruckGateway& gateway, const v1::Report& was, const v1::Report& is) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (true) {
      const absl::StatusOr<v1::Report> report = gateway.GetReport("areas/asker");
      ASSERT_THAT(report, IsOk());
      ExpectSame(*report, LastGood(gateway.befalls(), *report, was, is));
      if (HasFailure() || HasSettled(gateway.befalls(), *report, is)) return;
      ASSERT_LT(absl::Now(), patience) << StatesOf(*report);
      absl::SleepFor(StruckGateway::kBetweenLooks);
    }
  }

 private:
  // What the feed fails with tells it as well as what a pull fails with.
  static std::vector<ErrorReason> ErrorsOfStale(ErrorReason error) {
    switch (error) {
      case ERROR_REASON_ANSWER_NOT_UNDERSTOOD:
        return {ERROR_REASON_ANSWER_NOT_UNDERSTOOD, ERROR_REASON_SERVICE_UNAVAILABLE};
      case ERROR_REASON_DEADLINE_EXCEEDED:
        return {ERROR_REASON_DEADLINE_EXCEEDED, ERROR_REASON_SERVICE_UNAVAILABLE};
      default:
        return {error};
    }
  }
};

TEST_P(SeenBefore, ASectionIsTheLastGoodOneAndTheRestWhole) {
  RunAll([this](Gateways& gateways) {
    EachAtOnce(gateways, [this](StruckGateway& gateway) {
      gateway.Start();
      gateway.WaitUntil(whole_);
    });
    ASSERT_FALSE(HasFailure());
    for (const auto& gateway : gateways) gateway->Strike(whole_);
    for (int i = 0; i < FaultyServices::kCount; ++i) {
      ASSERT_THAT(services_.DeleteAFact(i), IsOk());
    }
    const v1::Report was = whole_;
    ASSERT_NO_FATAL_FAILURE(LookAtTheWholeReport());
    EachAtOnce(gateways, [&](StruckGateway& gateway) { ExpectLastGood(gateway, was, whole_); });
    ASSERT_FALSE(HasFailure());
    for (const auto& gateway : gateways) gateway->EndFault();
    EachAtOnce(gateways, [this](StruckGateway& gateway) { gateway.WaitUntil(whole_); });
  });
}

INSTANTIATE_TEST_SUITE_P(Faults, SeenBefore,
                         ::testing::Values(Gone(), Silent(), Refusing(), NotUnderstood()), NameOf);

}  // namespace
}  // namespace tertial::gateway
