// What every method of every contract asks of its callers: one table (permission_table.cc), in
// which each method is one row. A method that is not in it may be called by nobody.
//
// A request is about areas: those that it names where its row says, or all there are. A caller
// needs the method's role for each of them. What belongs to no area (definitions, peer groups,
// factors, check rules) is read with a role for any area and written with one for all. So is what
// cannot be told by areas: feeds and exports without an area, rankings among the members of a
// group, hashes, backups, what waits and who read what.
//
// What an answer about an area tells of others (its predecessors, the country beside it) belongs to
// it, and so do references in what is written.
#ifndef TERTIAL_COMMON_SECURITY_PERMISSIONS_H_
#define TERTIAL_COMMON_SECURITY_PERMISSIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/security/roles.h"
#include "common/types/area_registry.h"
#include "google/protobuf/message.h"

namespace tertial {

// Where a request tells what areas it is about.
struct AreaPlace {
  enum class Means {
    // A resource name, or several: of an area ("areas/asker/goals/g1", "areas/3203"), of all ("-"
    // in place of the area), or of none. Nothing is said by an empty one.
    kNames,
    // The same, and all areas where it is empty.
    kNamesOrAll,
    // All areas where it is set.
    kAllWhereSet,
    // All areas, whatever the request says.
    kAll,
  };

  // Fields joined by ".", through lists as well; "*" stands for every field that holds messages.
  constexpr AreaPlace(const char* field_path, Means meaning = Means::kNames)
      : path(field_path), means(meaning) {}

  const char* path;
  Means means;
};

struct Permission {
  // "GetGoal".
  const char* method;
  // Empty: the method is public, and answered without asking who calls.
  std::optional<Role> role;
  std::vector<AreaPlace> places = {};
  // A second role that is needed as well: with `also_places`, for the areas that are named there
  // and only where something is; without, for all that the request is about. Unspecified: none.
  Role also = common::internal::v1::ROLE_UNSPECIFIED;
  std::vector<AreaPlace> also_places = {};

  // Whether who has the role reads and no more.
  bool reads() const;
};

struct ContractPermissions {
  // "tertial.indicators.v1.IndicatorsService".
  const char* contract;
  // The service that answers it, as grants name it. Empty: every service.
  const char* service;
  // In the order of the contract.
  std::vector<Permission> methods;
};

// The table.
const std::vector<ContractPermissions>& PermissionTable();

// The row of a method, "tertial.indicators.v1.IndicatorsService/GetGoal"; nullptr if there is none.
const Permission* FindPermission(absl::string_view method);

// The services that grants may be for, in the order of the table.
std::vector<std::string> ServiceNames();
bool IsServiceName(absl::string_view name);

// What a request is about.
struct TouchedAreas {
  bool all = false;
  // Ids of areas; what is named but not known stands as it is, since it is no area that anybody has
  // a role for. Each may stand several times.
  std::vector<std::string> areas;
  // Whether one of the places is set.
  bool named = false;
};

// The areas that `request` names at `places`. A number that several areas have borne means all of
// them: which one it is follows from the rest of the request. What names no area belongs to all
// where `writes`, and to none else. Fails where a place is none of the request's: a defect of the
// table.
absl::StatusOr<TouchedAreas> FindTouchedAreas(const google::protobuf::Message& request,
                                              const std::vector<AreaPlace>& places, bool writes,
                                              const AreaRegistry& areas);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_PERMISSIONS_H_
