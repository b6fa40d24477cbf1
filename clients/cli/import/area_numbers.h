// The official numbers of areas and the time they were borne, as the gateway tells them.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_AREA_NUMBERS_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_AREA_NUMBERS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/types/period.h"
#include "tertial/common/v1/area.pb.h"

namespace tertial::cli {

class AreaNumbers {
 public:
  explicit AreaNumbers(const std::vector<common::v1::Area>& areas);

  // Whether an area has it as its permanent id.
  bool IsId(absl::string_view id) const { return ids_.contains(id); }
  // Whether an area bears or bore it as number at any time.
  bool IsNumber(absl::string_view number) const { return bearings_.contains(number); }
  // Whether an area bore it on the first or the last day of `period`.
  bool IsBorneIn(absl::string_view number, const Period& period) const;

 private:
  struct Days {
    absl::CivilDay first;
    absl::CivilDay last;
  };

  absl::flat_hash_set<std::string> ids_;
  absl::flat_hash_map<std::string, std::vector<Days>> bearings_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_AREA_NUMBERS_H_
