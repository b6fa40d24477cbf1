// The areas Tertial knows, from the registry files that are deployed with the services.
#ifndef TERTIAL_COMMON_TYPES_AREA_REGISTRY_H_
#define TERTIAL_COMMON_TYPES_AREA_REGISTRY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/types/period.h"
#include "tertial/common/v1/area.pb.h"

namespace tertial {

// Areas by their permanent ids and by the official numbers they bore over time. Does not change
// after Load; may be read by several threads.
class AreaRegistry {
 public:
  // Reads three files in `directory` (rules of their form: common/csv/csv_reader.h):
  //   areas.csv              id,level,name_nb,valid_from,valid_to,parent
  //   area_numbers.csv       area,number,valid_from,valid_to
  //   area_predecessors.csv  area,predecessor,date
  // `level` is the name of an AreaLevel in lower case ("peer_group"), a date is a day; valid_from,
  // valid_to and parent may be empty. The first thing wrong is INVALID_ARGUMENT with a sentence
  // that names file, line and value: an id that is not lower-case letters, digits and "-", or
  // stands twice; an unknown area, level or date; an end before its beginning; an area within
  // itself; two areas that bear one number on one day, or a number that is another area's id.
  static absl::StatusOr<AreaRegistry> Load(const std::string& directory);

  // The area with this id; null if there is none. Lives as long as the registry.
  const common::v1::Area* Find(absl::string_view id) const;

  // The id of the area that `id_or_number` means: the area that has it as id; else the one that
  // bore it as number on the last day of `period`, or if none did, on its first day; else (also
  // without a period) the one that bears it now, or bore it last. AreaNotFound if there is none.
  absl::StatusOr<std::string> Resolve(absl::string_view id_or_number,
                                      std::optional<Period> period = std::nullopt) const;

  // The ids of all areas that `id_or_number` may mean, whatever the period: the area that has it as
  // id, else each that bore it as number, once. Empty if there is none.
  std::vector<std::string> Bearers(absl::string_view id_or_number) const;

  // All areas, in the order of the file.
  const std::vector<common::v1::Area>& areas() const { return areas_; }

 private:
  class Loader;

  // A number and the time it was borne.
  struct Bearing {
    absl::CivilDay first_day;
    absl::CivilDay last_day;
    size_t area;   // In areas_.
    int64_t line;  // In the file.
  };

  AreaRegistry() = default;
  // The id of the area that bore the number on `day`; null if none did.
  const std::string* BearerOn(const std::vector<Bearing>& bearings, absl::CivilDay day) const;

  std::vector<common::v1::Area> areas_;
  std::vector<std::string> ids_;  // Of areas_, in their order.
  absl::flat_hash_map<std::string, size_t> by_id_;
  // The bearings of a number in the order of time; they do not overlap.
  absl::flat_hash_map<std::string, std::vector<Bearing>> by_number_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_AREA_REGISTRY_H_
