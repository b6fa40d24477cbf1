#include "clients/cli/access/who_can.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/security/permissions.h"

namespace tertial::cli {
namespace {

using common::internal::v1::ROLE_UNSPECIFIED;
using common::internal::v1::WhoCanAnswer;
using common::internal::v1::WhoCanEntry;

constexpr char kEverybody[] = "*";

// What one kind of call of a method asks for.
struct Need {
  const ContractPermissions& contract;
  const Permission& permission;
  // Of calls that hold what these places name; empty: of every call.
  const std::vector<AreaPlace>& of;
  const std::vector<AreaPlace>& places;
  std::vector<Role> roles;
};

std::string MethodOf(const ContractPermissions& contract, const Permission& permission) {
  return absl::StrCat(contract.contract, "/", permission.method);
}

std::vector<Need> NeedsOf(const ContractPermissions& contract, const Permission& permission) {
  static const auto& kEveryCall = *new std::vector<AreaPlace>();
  Need need{.contract = contract,
            .permission = permission,
            .of = kEveryCall,
            .places = permission.places,
            .roles = {}};
  if (permission.role.has_value()) need.roles.push_back(*permission.role);
  if (permission.also == ROLE_UNSPECIFIED) return {need};
  Need more{.contract = contract,
            .permission = permission,
            .of = permission.also_places,
            .places = permission.also_places.empty() ? permission.places : permission.also_places,
            .roles = need.roles};
  more.roles.push_back(permission.also);
  if (permission.also_places.empty()) return {more};
  return {need, more};
}

bool IsForAllAreas(const Need& need) {
  return std::any_of(need.places.begin(), need.places.end(),
                     [](const AreaPlace& place) { return place.means == AreaPlace::Means::kAll; });
}

bool HasAll(RoleSet roles, const std::vector<Role>& needed) {
  return std::all_of(needed.begin(), needed.end(), [&](Role role) { return roles.Has(role); });
}

// The areas for which `caller` has what is needed, as an entry tells them. Not there: for none.
std::optional<std::vector<std::string>> AreasOf(const PolicyCaller& caller, const Need& need,
                                                const std::string& service) {
  if (need.places.empty()) {
    if (!HasAll(caller.RolesSomewhere(service), need.roles)) return std::nullopt;
    return std::vector<std::string>();
  }
  if (HasAll(caller.RolesEverywhere(service), need.roles)) return std::vector<std::string>{kAll};
  if (IsForAllAreas(need)) return std::nullopt;
  std::set<std::string> areas;
  for (const Grant& grant : caller.grants) {
    for (const std::string& area : grant.areas) {
      if (HasAll(caller.RolesIn(service, area), need.roles)) areas.insert(area);
    }
  }
  if (areas.empty()) return std::nullopt;
  return std::vector<std::string>(areas.begin(), areas.end());
}

// The grants that give one of the roles, for one of the areas of an entry.
std::vector<std::string> GrantsOf(const PolicyCaller& caller, const Need& need,
                                  const std::string& service,
                                  const std::vector<std::string>& areas) {
  std::vector<std::string> places;
  for (const Grant& grant : caller.grants) {
    const bool gives = std::any_of(need.roles.begin(), need.roles.end(),
                                   [&](Role role) { return grant.roles.Has(role); });
    const bool for_them = areas.empty() || grant.all_areas ||
                          std::any_of(areas.begin(), areas.end(), [&](const std::string& area) {
                            return grant.areas.contains(area);
                          });
    if (gives && for_them && grant.InService(service)) places.push_back(grant.place);
  }
  return places;
}

bool Covers(const std::vector<std::string>& areas, const std::string& area) {
  return areas.empty() || areas.front() == kAll ||
         std::find(areas.begin(), areas.end(), area) != areas.end();
}

WhoCanEntry EntryOf(const Need& need, const std::string& service) {
  WhoCanEntry entry;
  entry.set_service(service);
  entry.set_method(MethodOf(need.contract, need.permission));
  entry.set_of(absl::StrJoin(need.of, " ", [](std::string* out, const AreaPlace& place) {
    absl::StrAppend(out, place.path);
  }));
  for (const Role role : need.roles) entry.add_roles(role);
  return entry;
}

void AddCallers(const Policy& policy, const WhoCanQuestion& question, const Need& need,
                const std::string& service, WhoCanAnswer& answer) {
  for (const PolicyCaller& caller : policy.callers()) {
    if (!question.caller.empty() && caller.name != question.caller) continue;
    std::optional<std::vector<std::string>> areas = AreasOf(caller, need, service);
    if (!areas.has_value()) continue;
    if (!question.area.empty()) {
      if (!Covers(*areas, question.area)) continue;
      if (!areas->empty() && areas->front() != kAll) *areas = {question.area};
    }
    WhoCanEntry& entry = *answer.add_entries();
    entry = EntryOf(need, service);
    entry.set_caller(caller.name);
    for (const std::string& area : *areas) entry.add_areas(area);
    for (std::string& place : GrantsOf(caller, need, service, *areas)) {
      entry.add_grants(std::move(place));
    }
  }
}

}  // namespace

std::vector<std::string> MethodsCalled(absl::string_view name) {
  std::vector<std::string> methods;
  for (const ContractPermissions& contract : PermissionTable()) {
    for (const Permission& permission : contract.methods) {
      const std::string method = MethodOf(contract, permission);
      const std::string dotted = absl::StrCat(contract.contract, ".", permission.method);
      for (const std::string& whole : {absl::StrCat("./", method), absl::StrCat("./", dotted)}) {
        absl::string_view before = whole;
        if (!absl::ConsumeSuffix(&before, name)) continue;
        if (name.empty() || (before.back() != '/' && before.back() != '.')) continue;
        methods.push_back(method);
        break;
      }
    }
  }
  return methods;
}

WhoCanAnswer WhoCan(const Policy& policy, const WhoCanQuestion& question) {
  WhoCanAnswer answer;
  for (const ContractPermissions& contract : PermissionTable()) {
    for (const Permission& permission : contract.methods) {
      const std::vector<std::string>& asked = question.methods;
      if (!asked.empty() &&
          std::find(asked.begin(), asked.end(), MethodOf(contract, permission)) == asked.end()) {
        continue;
      }
      const std::string owner = contract.service;
      for (const std::string& service :
           owner.empty() ? ServiceNames() : std::vector<std::string>{owner}) {
        if (!question.service.empty() && question.service != service) continue;
        for (const Need& need : NeedsOf(contract, permission)) {
          if (permission.role.has_value()) {
            AddCallers(policy, question, need, service, answer);
          } else {
            WhoCanEntry& entry = *answer.add_entries();
            entry = EntryOf(need, service);
            entry.set_caller(kEverybody);
          }
        }
      }
    }
  }
  return answer;
}

Table WhoCanTable(const WhoCanAnswer& answer) {
  Table table{.columns = {{.title = "caller"},
                          {.title = "service"},
                          ProseColumn("method"),
                          {.title = "areas"},
                          {.title = "roles"},
                          ProseColumn("grants")},
              .rows = {}};
  for (const WhoCanEntry& entry : answer.entries()) {
    std::vector<std::string> roles;
    for (const int role : entry.roles()) roles.push_back(RoleName(static_cast<Role>(role)));
    table.rows.push_back(
        {entry.caller(), entry.service(),
         entry.of().empty() ? entry.method() : absl::StrCat(entry.method(), " with ", entry.of()),
         absl::StrJoin(entry.areas(), " "), absl::StrJoin(roles, " "),
         absl::StrJoin(entry.grants(), " ")});
  }
  return table;
}

}  // namespace tertial::cli
