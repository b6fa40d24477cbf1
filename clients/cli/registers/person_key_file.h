// The keys that persons are hashed with, where `tertial up` runs the services.
#ifndef TERTIAL_CLIENTS_CLI_REGISTERS_PERSON_KEY_FILE_H_
#define TERTIAL_CLIENTS_CLI_REGISTERS_PERSON_KEY_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace tertial::cli {

// Makes the file, with one random key, readable by this user alone, unless it is there. It is in no
// backup: whoever loses it can find no person in a register any more, and erase none.
absl::Status EnsurePersonKeys(const std::string& file);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_REGISTERS_PERSON_KEY_FILE_H_
