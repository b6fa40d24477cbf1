// Whether a register, opened again after a crash, is what it is to be.
#ifndef TERTIAL_TESTS_CRASH_REGISTER_VERIFIER_H_
#define TERTIAL_TESTS_CRASH_REGISTER_VERIFIER_H_

#include <cstdint>
#include <string>

#include "tests/crash/register_workload.h"

namespace tertial::crash {

// `acknowledged`: the change that was acknowledged last in the register that `service` serves; the
// one after it may have been under way. The register is as after the one or the other; there are no
// other rows, and none under another hash; of those who were erased there is no hash in the store,
// nor in the files of `directory`, which may be empty: none; all records of the store fit together.
// What is wrong is a failure of the test that calls. Returns the change that was made last.
int64_t VerifyRegister(RegisterService& service, const std::string& directory,
                       int64_t acknowledged);

// Asks once more for what was under way, if that was an upload: it is answered as one that was made
// before if it was, by what VerifyRegister returned, and else is made. Returns the change that was
// made last.
int64_t RepeatUnderWay(RegisterService& service, int64_t acknowledged, int64_t made);

}  // namespace tertial::crash

#endif  // TERTIAL_TESTS_CRASH_REGISTER_VERIFIER_H_
