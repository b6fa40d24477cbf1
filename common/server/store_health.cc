#include "common/server/store_health.h"

#include <chrono>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/observability/log.h"
#include "common/status/errors.h"
#include "common/store/key_value_store.h"

namespace tertial {
namespace {

bool Reads(const absl::Status& health) {
  return health.ok() || ReasonOf(health) == common::v1::ERROR_REASON_STORE_FULL;
}

void LogChange(const absl::Status& health) {
  if (health.ok()) {
    Log(Severity::kInfo, "the store takes writes");
    return;
  }
  const absl::optional<absl::Cord> detail = health.GetPayload(kStorageDetailUrl);
  Log(Severity::kError,
      Reads(health) ? "the store takes no writes" : "the store cannot be relied on",
      {{"reason", ReasonName(ReasonOf(health))},
       {"cause", std::string(health.message())},
       {"storage", detail.has_value() ? std::string(*detail) : ""}});
}

}  // namespace

std::string WritesHealthName(const std::string& service) {
  return absl::StrCat("tertial.", service, ".writes");
}

StoreHealth::StoreHealth(const std::string& service, std::vector<std::string> services,
                         const Ledger& ledger, Server& server, absl::Duration interval)
    : writes_name_(WritesHealthName(service)),
      services_(std::move(services)),
      ledger_(ledger),
      server_(server),
      interval_(interval) {
  server_.SetServing(writes_name_, true);
  Look();
  thread_ = std::thread([this] { Run(); });
}

StoreHealth::~StoreHealth() {
  {
    const MutexLock lock(mutex_);
    ending_ = true;
  }
  changed_.SignalAll();
  thread_.join();
}

void StoreHealth::Run() {
  while (true) {
    {
      const auto next = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(interval_);
      const MutexLock lock(mutex_);
      while (!ending_ && changed_.WaitUntil(mutex_, next)) {
      }
      if (ending_) return;
    }
    Look();
  }
}

void StoreHealth::Look() {
  absl::Status health = ledger_.Health();
  if (health.ok() != health_.ok()) server_.SetServing(writes_name_, health.ok());
  if (Reads(health) != Reads(health_)) {
    server_.SetServing("", Reads(health));
    for (const std::string& service : services_) server_.SetServing(service, Reads(health));
  }
  if (ReasonOf(health) != ReasonOf(health_)) LogChange(health);
  health_ = std::move(health);
}

}  // namespace tertial
