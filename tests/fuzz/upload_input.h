// Uploads made of the bytes of an input.
#ifndef TERTIAL_TESTS_FUZZ_UPLOAD_INPUT_H_
#define TERTIAL_TESTS_FUZZ_UPLOAD_INPUT_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "tertial/workforce/v1/registers_service.pb.h"

namespace tertial::fuzz {

// Where the first byte is above 127, the rest is messages as a client sends them, each after its
// size in two bytes; else each byte chooses among what may stand in the next place, 0 what is right
// there, or how long a text from the input is. Input that has come to its end goes on with 0. No
// message holds what does not reach a service: text that is not UTF-8.
std::vector<workforce::v1::UploadRegisterRequest> UploadOf(absl::string_view input);

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_UPLOAD_INPUT_H_
