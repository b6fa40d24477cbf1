// The files of a register's extract, read into the rows of an upload.
#ifndef TERTIAL_CLIENTS_CLI_REGISTERS_REGISTER_FILES_H_
#define TERTIAL_CLIENTS_CLI_REGISTERS_REGISTER_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/import/dataset.h"
#include "tertial/workforce/v1/registers_resources.pb.h"

namespace tertial::cli {

struct RegisterFiles {
  RowSet<workforce::v1::RegisterRow> rows;
  // The headings of the files.
  std::vector<std::string> columns;
  // Words that are none of those a column may hold; the first of them.
  std::vector<Problem> problems;
};

// Reads
//   positions  person_key,unit,percent,from,to,kind,sex,birth_years,occupation_group,education
//   absences   person_key,from,to,degree,basis,kind,unit
// where a unit is an id of the area (`area_name`, "areas/3203") or a resource name; kind is
// permanent, temporary, apprentice or hourly, and sick, parental or other; sex women or men; basis
// self or doctor, of sick leave only; education empty, basic, upper-secondary, trade-certificate or
// higher. Either path may be empty.
//
// INVALID_ARGUMENT, naming file, line and column and never a value, when a file cannot be read, or
// holds what names a person: a heading for it, a national identity number anywhere, or a column a
// fifth of which looks like names (common/facts/personal_data.h).
absl::StatusOr<RegisterFiles> ReadRegisterFiles(const std::string& positions,
                                                const std::string& absences,
                                                const std::string& area_name);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_REGISTERS_REGISTER_FILES_H_
