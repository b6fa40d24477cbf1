// The gateway while data services fail in every way that is known: the answer comes in time, says
// of each section what became of it, leaves the rest as it is without a fault, and is whole again
// when the fault has ended.
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
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
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

std::vector<Case> AllCases() {
  std::vector<Case> cases;
  const auto add = [&cases](const std::string& fault_name, Fault fault, unsigned services,
                            ErrorReason error) {
    std::string name = fault_name;
    for (int i = 0; i < FaultyServices::kCount; ++i) {
      if (((services >> i) & 1) == 0) continue;
      std::string service = kServices[i];
      service[0] = static_cast<char>(service[0] - 'a' + 'A');
      name += service;
    }
    cases.push_back({services == 0 ? name + "Nobody" : name, fault, services, error});
  };
  for (unsigned services = 0; services < 16; ++services) {
    add("Dead", Fault::kDead, services, ERROR_REASON_SERVICE_UNAVAILABLE);
  }
  for (unsigned services = 1; services < 16; services <<= 1) {
    add("Hung", Fault::kHung, services, ERROR_REASON_DEADLINE_EXCEEDED);
    add("HungAtStart", Fault::kHungAtStart, services, ERROR_REASON_SERVICE_UNAVAILABLE);
    add("Slow", Fault::kSlow, services, ERROR_REASON_UNSPECIFIED);
    add("TooSlow", Fault::kTooSlow, services, ERROR_REASON_DEADLINE_EXCEEDED);
    add("Denying", Fault::kDenying, services, ERROR_REASON_ROLE_MISSING);
    add("Busy", Fault::kBusy, services, ERROR_REASON_TOO_MANY_CALLS);
    add("Garbage", Fault::kGarbage, services, ERROR_REASON_SERVICE_UNAVAILABLE);
    add("GarbageMessage", Fault::kGarbageMessage, services, ERROR_REASON_ANSWER_NOT_UNDERSTOOD);
    add("BrokenMessage", Fault::kBrokenMessage, services, ERROR_REASON_ANSWER_NOT_UNDERSTOOD);
    add("EmptyMessage", Fault::kEmptyMessage, services, ERROR_REASON_ANSWER_NOT_UNDERSTOOD);
    add("OtherAreasAnswer", Fault::kOtherAreasAnswer, services, ERROR_REASON_ANSWER_NOT_UNDERSTOOD);
    add("CutOff", Fault::kCutOff, services, ERROR_REASON_SERVICE_UNAVAILABLE);
  }
  return cases;
}

// Those that can befall a gateway that is connected.
std::vector<Case> CasesThatBeginLater() {
  std::vector<Case> cases = AllCases();
  std::erase_if(cases, [](const Case& one) { return one.fault == Fault::kHungAtStart; });
  return cases;
}

std::string NameOf(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

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

class GatewayUnderFaults : public ::testing::TestWithParam<Case> {
 protected:
  // Long enough for those that answer, on a machine at work; those that hang cost it.
  static constexpr absl::Duration kDeadline = absl::Seconds(3);
  static constexpr absl::Duration kBetweenLooks = absl::Milliseconds(20);

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

  void Strike(int service) {
    testing::FaultyProxy& proxy = services_.proxy(service);
    switch (GetParam().fault) {
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
            *Authenticator::Parse(R"({"callers": [{"caller": "gateway", "roles": []}]})")));
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
        return proxy.CutAfter(HalfAnAnswerOf(service));
    }
  }

  void StrikeAll() {
    for (int i = 0; i < FaultyServices::kCount; ++i) {
      if (GetParam().Strikes(i)) Strike(i);
    }
  }

  void EndAll() {
    for (int i = 0; i < FaultyServices::kCount; ++i) {
      if (!GetParam().Strikes(i)) continue;
      switch (GetParam().fault) {
        case Fault::kDenying:
        case Fault::kBusy:
        case Fault::kGarbageMessage:
        case Fault::kBrokenMessage:
        case Fault::kEmptyMessage:
        case Fault::kOtherAreasAnswer:
          services_.proxy(i).PassTo(services_.port(i));
          break;
        default:
          services_.proxy(i).Pass();
      }
    }
  }

  bool Strikes(const v1::SectionState& state) const {
    if (GetParam().error == ERROR_REASON_UNSPECIFIED) return false;
    const auto found = std::find(kServices.begin(), kServices.end(), state.service());
    return GetParam().Strikes(static_cast<int>(found - kServices.begin()));
  }

  // What a report must be in which the sections that were struck are not there; their states are
  // those of `report`.
  v1::Report Without(const v1::Report& report) const {
    v1::Report expected = whole_;
    for (int i = 0; i < expected.states_size() && i < report.states_size(); ++i) {
      if (!Strikes(expected.states(i))) continue;
      expected.GetReflection()->ClearField(&expected, FieldOf(expected.states(i).section()));
      *expected.mutable_states(i) = report.states(i);
    }
    return expected;
  }

  // Asks until the report is whole, as the gateway must come to by itself.
  void WaitUntilWhole(Gateway& gateway) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    std::string last;
    while (last != whole_.SerializeAsString()) {
      ASSERT_LT(absl::Now(), patience);
      absl::SleepFor(kBetweenLooks);
      const absl::StatusOr<v1::Report> report = gateway.GetReport("areas/asker", kDeadline);
      ASSERT_THAT(report, IsOk());
      last = report->SerializeAsString();
    }
  }

  FaultyServices services_;
  // The report without a fault.
  v1::Report whole_;

 private:
  void AnswerWith(testing::FaultyProxy& proxy, absl::string_view message,
                  const grpc::Status& status = {}) {
    answering_.push_back(std::make_unique<FixedAnswerServer>(message, status));
    proxy.PassTo(answering_.back()->port());
  }

  // Of the smallest of its sections.
  int64_t HalfAnAnswerOf(int service) const {
    size_t smallest = SIZE_MAX;
    for (const v1::SectionState& state : whole_.states()) {
      if (state.service() != kServices[service]) continue;
      smallest = std::min(
          smallest,
          whole_.GetReflection()->GetMessage(whole_, FieldOf(state.section())).ByteSizeLong());
    }
    return static_cast<int64_t>(smallest / 2);
  }

  // Ended before what they serve.
  std::vector<std::unique_ptr<ServedFacts>> denying_;
  std::vector<std::unique_ptr<FixedAnswerServer>> answering_;
};

// A report that nobody asked for before.
class NeverSeen : public GatewayUnderFaults {};

TEST_P(NeverSeen, ASectionIsUnavailableAndTheRestWhole) {
  if (GetParam().fault == Fault::kHungAtStart) StrikeAll();
  Gateway gateway(services_.areas(), services_.ThroughProxies());
  // Now it is connected, and has nothing of the area asked for below.
  ASSERT_THAT(gateway.GetReport("areas/baerum", kDeadline), IsOk());
  StrikeAll();
  const absl::StatusOr<v1::Report> report = gateway.GetReport("areas/asker", kDeadline);
  ASSERT_THAT(report, IsOk());
  for (const v1::SectionState& state : report->states()) {
    if (!Strikes(state)) continue;
    EXPECT_EQ(state.completeness(), COMPLETENESS_UNAVAILABLE) << state.DebugString();
    EXPECT_EQ(state.error(), GetParam().error) << state.DebugString();
    EXPECT_THAT(state.reason(), ::testing::HasSubstr(state.service()));
    EXPECT_FALSE(state.has_read_at());
  }
  EXPECT_EQ(report->DebugString(), Without(*report).DebugString());
  EndAll();
  WaitUntilWhole(gateway);
}

INSTANTIATE_TEST_SUITE_P(Faults, NeverSeen, ::testing::ValuesIn(AllCases()), NameOf);

// A report that is kept when the fault begins; then a fact of each service that is struck changes,
// of which the gateway cannot learn.
class SeenBefore : public GatewayUnderFaults {
 protected:
  // Whether what cannot be had is as it was, and said to be STALE if `stale`.
  void ExpectLastGood(const v1::Report& report) const {
    v1::Report expected = whole_;
    for (int i = 0; i < expected.states_size() && i < report.states_size(); ++i) {
      const v1::SectionState& state = report.states(i);
      if (!Strikes(state) || state.completeness() != COMPLETENESS_STALE) continue;
      EXPECT_THAT(ErrorsOfStale(), ::testing::Contains(state.error())) << state.DebugString();
      EXPECT_THAT(state.reason(), ::testing::HasSubstr(state.service()));
      EXPECT_TRUE(state.has_current_at());
      v1::SectionState& as_it_was = *expected.mutable_states(i);
      as_it_was.set_completeness(COMPLETENESS_STALE);
      as_it_was.set_error(state.error());
      as_it_was.set_reason(state.reason());
      *as_it_was.mutable_current_at() = state.current_at();
    }
    // Its text is long, and wanted only where they differ.
    if (report.SerializeAsString() == expected.SerializeAsString()) return;
    EXPECT_EQ(report.DebugString(), expected.DebugString());
  }

  bool AllThatIsStruckIsStale(const v1::Report& report) const {
    return std::all_of(report.states().begin(), report.states().end(), [this](const auto& state) {
      return !Strikes(state) || state.completeness() == COMPLETENESS_STALE;
    });
  }

 private:
  // What the feed fails with tells it as well as what a pull fails with.
  static std::vector<ErrorReason> ErrorsOfStale() {
    switch (GetParam().error) {
      case ERROR_REASON_ANSWER_NOT_UNDERSTOOD:
        return {ERROR_REASON_ANSWER_NOT_UNDERSTOOD, ERROR_REASON_SERVICE_UNAVAILABLE};
      case ERROR_REASON_DEADLINE_EXCEEDED:
        return {ERROR_REASON_DEADLINE_EXCEEDED, ERROR_REASON_SERVICE_UNAVAILABLE};
      default:
        return {GetParam().error};
    }
  }
};

TEST_P(SeenBefore, ASectionIsTheLastGoodOneAndTheRestWhole) {
  Gateway gateway(services_.areas(), services_.ThroughProxies());
  ASSERT_NO_FATAL_FAILURE(WaitUntilWhole(gateway));
  StrikeAll();
  for (int i = 0; i < FaultyServices::kCount; ++i) {
    if (GetParam().Strikes(i)) ASSERT_THAT(services_.DeleteAFact(i), IsOk());
  }
  if (GetParam().error != ERROR_REASON_UNSPECIFIED) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    absl::StatusOr<v1::Report> report;
    do {
      ASSERT_LT(absl::Now(), patience) << report->DebugString();
      absl::SleepFor(kBetweenLooks);
      report = gateway.GetReport("areas/asker", kDeadline);
      ASSERT_THAT(report, IsOk());
      ExpectLastGood(*report);
      ASSERT_FALSE(HasFailure());
    } while (!AllThatIsStruckIsStale(*report));
  }
  EndAll();
  ASSERT_NO_FATAL_FAILURE(LookAtTheWholeReport());
  WaitUntilWhole(gateway);
}

INSTANTIATE_TEST_SUITE_P(Faults, SeenBefore, ::testing::ValuesIn(CasesThatBeginLater()), NameOf);

}  // namespace
}  // namespace tertial::gateway
