#include "clients/cli/operations/status_document.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/render/answer.h"
#include "common/render/instant.h"
#include "common/status/errors.h"

namespace tertial::cli {
namespace {

namespace v1 = admin::v1;
using Json = nlohmann::ordered_json;

// Enough to tell one store from another; the JSON has all of it.
constexpr size_t kShownOfStoreId = 8;

// What is to be said of a service beside what stands in the columns.
std::string NoteOn(const ObservedService& service) {
  std::vector<std::string> notes;
  if (!service.seen.reason().empty()) notes.push_back(service.seen.reason());
  if (!service.told.ok()) {
    if (service.seen.state() == gateway::v1::SERVING_STATE_SERVING) {
      notes.push_back(absl::StrCat("It does not tell more: ", service.told.status().message()));
    }
    return absl::StrJoin(notes, " ");
  }
  const v1::GetServiceStatusResponse& told = *service.told;
  if (told.has_store() && !told.store().writable()) {
    notes.push_back(absl::StrCat("It takes no writes: ", told.store().reason(), "."));
  }
  if (told.log_level() != v1::LOG_LEVEL_INFO) {
    notes.push_back(absl::StrCat(
        "Its log is written from ",
        absl::StripPrefix(v1::LogLevel_Name(told.log_level()), "LOG_LEVEL_"), " on",
        told.has_log_level_until() ? absl::StrCat(", until ", FormatInstant(told.log_level_until()))
                                   : "",
        "."));
  }
  return absl::StrJoin(notes, " ");
}

Table Services(const std::vector<ObservedService>& services) {
  Table table{.columns = {{.title = "service"},
                          {.title = "address"},
                          {.title = "state"},
                          {.title = "version"},
                          {.title = "up for", .align = Align::kRight},
                          {.title = "store"},
                          {.title = "epoch"},
                          {.title = "revision", .align = Align::kRight},
                          {.title = "committed"},
                          ProseColumn("")}};
  for (const ObservedService& service : services) {
    std::vector<std::string>& row = table.rows.emplace_back();
    row = {service.seen.service(), service.seen.address(),
           std::string(absl::StripPrefix(gateway::v1::ServingState_Name(service.seen.state()),
                                         "SERVING_STATE_"))};
    row.resize(table.columns.size());
    row.back() = NoteOn(service);
    if (!service.told.ok()) continue;
    const v1::GetServiceStatusResponse& told = *service.told;
    row[3] = told.version();
    row[4] = FormatSpan(told.uptime());
    if (!told.has_store()) continue;
    row[5] = told.store().store_id().substr(0, kShownOfStoreId);
    if (!told.store().has_head()) continue;
    row[6] = told.store().head().epoch();
    row[7] = absl::StrCat(told.store().head().revision());
    if (told.store().head().has_commit_time()) {
      row[8] = FormatInstant(told.store().head().commit_time());
    }
  }
  return WithoutEmptyColumns(table);
}

Table Feeds(const std::vector<ObservedService>& services) {
  Table table{.columns = {{.title = "feed of"},
                          {.title = "followed by"},
                          {.title = "for"},
                          {.title = "state"},
                          {.title = "behind", .align = Align::kRight}}};
  for (const ObservedService& service : services) {
    if (!service.told.ok()) continue;
    for (const v1::FeedStatus& feed : service.told->feeds()) {
      table.rows.push_back({feed.service(), service.seen.service(), feed.purpose(),
                            feed.up() ? "UP" : "AWAY",
                            feed.has_lag() ? FormatSpan(feed.lag()) : ""});
    }
  }
  return table;
}

Table Certificates(const std::vector<ObservedService>& services) {
  Table table{
      .columns = {{.title = "service"}, {.title = "certificate"}, {.title = "valid until"}}};
  for (const ObservedService& service : services) {
    if (!service.told.ok()) continue;
    for (const v1::CertificateStatus& certificate : service.told->certificates()) {
      table.rows.push_back(
          {service.seen.service(), certificate.file(), FormatInstant(certificate.not_after())});
    }
  }
  return table;
}

}  // namespace

Document MakeStatusDocument(const std::vector<ObservedService>& services) {
  Document document;
  document.AddTable(Services(services));
  document.AddTable(Feeds(services));
  document.AddTable(Certificates(services));
  return document;
}

std::string StatusJson(const std::vector<ObservedService>& services) {
  Json all = Json::array();
  for (const ObservedService& service : services) {
    Json one = Json::parse(JsonOf(service.seen));
    if (service.told.ok()) one["status"] = Json::parse(JsonOf(*service.told));
    all.push_back(std::move(one));
  }
  return absl::StrCat(Json{{"services", std::move(all)}}.dump(1), "\n");
}

std::string FormatSpan(const google::protobuf::Duration& duration) {
  constexpr std::array<std::pair<int64_t, char>, 4> kUnits = {
      {{24 * 3600, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}};
  const int64_t seconds = duration.seconds();
  const auto* const unit = std::find_if(
      kUnits.begin(), kUnits.end(), [seconds](const auto& each) { return seconds >= each.first; });
  if (unit == kUnits.end() || unit->second == 's') {
    return absl::StrFormat("%.1fs", static_cast<double>(seconds) + duration.nanos() / 1e9);
  }
  const auto* const next = unit + 1;
  return absl::StrCat(seconds / unit->first, std::string(1, unit->second), " ",
                      seconds % unit->first / next->first, std::string(1, next->second));
}

}  // namespace tertial::cli
