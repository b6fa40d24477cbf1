// What a cell of a statistical table says: an exact value with its flags, or why there is none.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_CELL_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_CELL_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/import/json_stat.h"
#include "tertial/common/v1/cell.pb.h"

namespace tertial::cli {

// What a status symbol says of its cell.
struct StatusMeaning {
  enum class Kind {
    kMissing,  // there is no value, because of `missing`
    kFlag,     // the value has `flag`
    kNil,      // the value is exactly 0, and is printed as the symbol
    kRemark,   // nothing but what it says itself
  };
  Kind kind = Kind::kRemark;
  common::v1::MissingReason missing = common::v1::MISSING_REASON_UNSPECIFIED;
  common::v1::Flag flag = common::v1::FLAG_UNSPECIFIED;
};

// By symbol.
using StatusMeanings = std::map<std::string, StatusMeaning>;

// The symbols of Statistics Norway that leave no doubt:
//   "."   CANNOT_EXIST   the category was not in use
//   ".."  DATA_LACKING   not received, or too uncertain to be published
//   ":"   SUPPRESSED     confidential
//   "..." PENDING        not yet there        (tables from before 2021)
//   "*"   PROVISIONAL    a flag of the value  (tables from before 2021)
// "-" is not among them: it stood for an exact zero before 2021, and other publishers use it for
// figures that do not exist.
//
// Sources: Statistics Norway, "StatBank PxWebApi user guide", special characters in the tables
// (https://www.ssb.no/en/api/statbank-pxwebapi-user-guide), which also says that json-stat2 has the
// symbol under "status" and null as the value; "Standard symbols in tables"
// (https://www.ssb.no/en/diverse/standardtegn-i-tabeller) for those of before.
const StatusMeanings& UsualStatusMeanings();

// The meaning that a word of a map file stands for: the name of a MissingReason or a Flag without
// its prefix ("SUPPRESSED", "ESTIMATED"), "NIL" or "REMARK". Nothing for any other.
std::optional<StatusMeaning> ParseStatusMeaning(absl::string_view word);

// A JSON number as an exact decimal: "4.7" is "4.7", "1.5E+2" is "150", "-0.0" is "0.0". Where it
// has fewer than `decimals` decimals, zeros are added: a figure that is published with two decimals
// as 4.70 comes as 4.7, since PxWeb drops zeros at the end. Nothing is ever rounded: one with more
// decimals keeps them. INVALID_DECIMAL for a number of more than 34 digits.
absl::StatusOr<std::string> ExactDecimal(absl::string_view number, std::optional<int> decimals);

// A cell, and what of its source is kept beside it.
struct CellContent {
  common::v1::Cell cell;
  // What the source shows, where that is not the value itself: "..", "4.7" of a value "4.70".
  std::string printed;
  // A status beside a value: "*".
  std::string qualifier;
};

// Reads a cell by the meanings of statuses. A status that says why there is no value wins over a
// number beside it, which is then kept nowhere. A null without such a status is missing for
// `when_null`; without that it is refused (CELL_EMPTY), for a gap is never made up, and never 0.
// Refused as well: a status without a meaning (INVALID_ENUM), and a number other than 0 beside one
// of kNil (INCONSISTENT_FIELDS). A status of kNil is the only thing that makes a value where the
// source has none.
absl::StatusOr<CellContent> ReadJsonStatCell(const JsonStatCell& cell, std::optional<int> decimals,
                                             const StatusMeanings& meanings,
                                             std::optional<common::v1::MissingReason> when_null);

// Whether a JSON number is zero.
bool IsZero(absl::string_view number);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_CELL_H_
