// What tests leave for the search for secrets in all that a run of tests has written
// (tests/e2e/planted.py and search_output.py), in the directory that TERTIAL_TEST_OUTPUT names.
// Without that variable they leave nothing.
#ifndef TERTIAL_TESTS_TESTING_PLANTED_H_
#define TERTIAL_TESTS_TESTING_PLANTED_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tertial::testing {

// What the search knows of: a text of an exempt case, the key of a person, a key that those are
// hashed with, and so on.
enum class Secret { kBearerToken, kExemptCase, kPersonKey, kPrivateKey, kRegisterKey };

// Notes that `secret`, seven bytes or more in one line, must be found nowhere, and returns it. What
// the process tells by its metrics is kept when it ends. Of each kind a process notes some hundred
// only. Thread-safe.
std::string Plant(Secret kind, const std::string& secret);

// Notes the lines of a private key in PEM.
void PlantPrivateKey(absl::string_view pem);

// Keeps the file that a process under test has written, as `name`.
void KeepWritten(const std::string& name, const std::string& path);

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_PLANTED_H_
