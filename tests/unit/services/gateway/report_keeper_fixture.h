// A keeper of reports over services that answer when a test says so.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_REPORT_KEEPER_FIXTURE_H_
#define TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_REPORT_KEEPER_FIXTURE_H_

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/store/mutex.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/gateway/cache/report_keeper.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"

namespace tertial::gateway {

inline bool Eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

// The four services: each section is as large and as new as the test says. Pulls of a service that
// is held wait.
class Services {
 public:
  struct Service {
    std::string epoch = "e1";
    int64_t revision = 1;
    absl::Status status;
    bool held = false;
    std::string text = "text";
    // In the indicators section: figures of the workforce service, and what is said of them.
    bool shows_owned_figures = false;
    bool owned_are_stale = false;
    int pulls = 0;
  };

  void Pull(const SectionQuery& query, const std::function<void(Section)>& done) {
    Section section;
    {
      const MutexLock lock(mutex_);
      Service& service = services_[std::string(ServiceOf(query.section))];
      ++service.pulls;
      if (service.held) {
        held_.push_back([this, query, done] { done(Answer(query)); });
        return;
      }
    }
    done(Answer(query));
  }

  void Change(const std::string& name, const std::function<void(Service&)>& change) {
    const MutexLock lock(mutex_);
    change(services_[name]);
  }
  int Pulls(const std::string& name) {
    const MutexLock lock(mutex_);
    return services_[name].pulls;
  }
  void Release() {
    std::vector<std::function<void()>> held;
    {
      const MutexLock lock(mutex_);
      for (auto& [name, service] : services_) service.held = false;
      held.swap(held_);
    }
    for (const auto& answer : held) answer();
  }

 private:
  Section Answer(const SectionQuery& query) {
    const MutexLock lock(mutex_);
    const Service& service = services_[std::string(ServiceOf(query.section))];
    if (!service.status.ok()) return MissingSection(query.section, service.status);
    Section section;
    section.state.set_section(query.section);
    section.state.set_service(std::string(ServiceOf(query.section)));
    section.state.set_completeness(v1::COMPLETENESS_COMPLETE);
    section.state.mutable_read_at()->set_epoch(service.epoch);
    section.state.mutable_read_at()->set_revision(service.revision);
    switch (query.section) {
      case v1::SECTION_KIND_INDICATORS:
        section.content.mutable_indicators()->set_area(service.text);
        if (service.shows_owned_figures) {
          indicators::v1::OwnedFigures& owned = *section.content.mutable_indicators()
                                                     ->add_focus_areas()
                                                     ->add_goals()
                                                     ->add_indicators()
                                                     ->mutable_owned();
          owned.set_service("workforce");
          owned.set_stale(service.owned_are_stale);
        }
        break;
      case v1::SECTION_KIND_STATISTICS:
        section.content.mutable_statistics()->set_area(service.text);
        break;
      case v1::SECTION_KIND_WORKFORCE:
        section.content.mutable_workforce()->set_area(service.text);
        break;
      case v1::SECTION_KIND_POLITICS:
        section.content.mutable_politics()->set_area(service.text);
        break;
      default:
        section.content.mutable_climate()->set_area(service.text);
    }
    return section;
  }

  Mutex mutex_;
  std::map<std::string, Service> services_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::function<void()>> held_ ABSL_GUARDED_BY(mutex_);
};

class ReportKeeperTest : public ::testing::Test {
 protected:
  std::unique_ptr<ReportKeeper> Keep(size_t bytes = kReportMemoryBytes) {
    return std::make_unique<ReportKeeper>(
        [this](const SectionQuery& query, absl::Time, const CallTrail&,
               const std::function<void(Section)>& done) { services_.Pull(query, done); },
        areas_, "1.0", bytes, clock_);
  }
  ReportRequest Of(const std::string& area, const std::string& period = "2024") {
    return {.subject = {.area_id = area, .period = period},
            .deadline = clock_.Now() + absl::Seconds(10)};
  }
  ReportRequest WithMin(const std::string& service, int64_t revision,
                        const std::string& epoch = "") {
    ReportRequest request = Of("asker");
    v1::MinRevision& min = request.min_revisions.emplace_back();
    min.set_service(service);
    min.set_revision(revision);
    min.set_epoch(epoch);
    return request;
  }
  // The service commits what touches `names`, and its feed says so.
  void Commit(ReportKeeper& keeper, const std::string& service,
              const std::vector<std::string>& names) {
    int64_t revision = 0;
    std::string epoch;
    services_.Change(service, [&](Services::Service& changed) {
      revision = ++changed.revision;
      epoch = changed.epoch;
      changed.text = absl::StrCat("text ", revision);
    });
    keeper.TakeFeed(service, Message(epoch, revision, names), false);
  }
  static changes::v1::WatchChangesResponse Message(const std::string& epoch, int64_t revision,
                                                   const std::vector<std::string>& names = {}) {
    changes::v1::WatchChangesResponse message;
    message.mutable_head()->set_epoch(epoch);
    message.mutable_head()->set_revision(revision);
    message.set_up_to_date(true);
    for (const std::string& name : names) {
      changes::v1::Change& change = *message.add_changes();
      change.set_name(name);
      change.mutable_commit()->set_revision(revision);
    }
    return message;
  }
  // The report as it is now, which is kept.
  v1::Report Now(ReportKeeper& keeper, const ReportRequest& request) {
    const auto report = keeper.Await(request);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? (*report)->Parse() : v1::Report();
  }
  static v1::SectionState StateOf(const v1::Report& report, v1::SectionKind section) {
    for (const v1::SectionState& state : report.states()) {
      if (state.section() == section) return state;
    }
    return {};
  }
  bool ComesToWorkforce(ReportKeeper& keeper, const std::string& area, const std::string& text) {
    return Eventually([&] { return Now(keeper, Of(area)).workforce().area() == text; });
  }

  // gRPC, whose slices are kept, is there as long as a channel is.
  const std::shared_ptr<grpc::Channel> grpc_ =
      grpc::CreateChannel("127.0.0.1:1", grpc::InsecureChannelCredentials());
  const AreaRegistry areas_ = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  FakeClock clock_;
  Services services_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_REPORT_KEEPER_FIXTURE_H_
