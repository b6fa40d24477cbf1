// Whether a register, opened again after a crash, is what it is to be.
#ifndef TERTIAL_TESTS_CRASH_REGISTER_VERIFIER_H_
#define TERTIAL_TESTS_CRASH_REGISTER_VERIFIER_H_

#include <cstdint>
#include <string>

#include "tests/crash/register_workload.h"

namespace tertial::crash {

// `acknowledged`: the change that was acknowledged last in the register in `directory`, which
// `service` serves; the one after it may have been under way. The register is as after the one or
// the other; there are no other rows, and none under another hash; of those who were erased there
// is no hash in the store, nor in its files; all records of the store fit together; an upload that
// was under way is answered as one that was made if it was, and can be made if not. What is wrong
// is a failure of the test that calls. Returns the change that was made last.
int64_t VerifyRegister(RegisterService& service, const std::string& directory,
                       int64_t acknowledged);

}  // namespace tertial::crash

#endif  // TERTIAL_TESTS_CRASH_REGISTER_VERIFIER_H_
