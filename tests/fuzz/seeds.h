// What a fuzzed service begins with, and what requests of it are made of.
#ifndef TERTIAL_TESTS_FUZZ_SEEDS_H_
#define TERTIAL_TESTS_FUZZ_SEEDS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tertial::fuzz {

struct Seed {
  // The line.
  std::string text;
  std::unique_ptr<google::protobuf::Message> message;
  // Whether the store begins with what the request does.
  bool is_recorded = false;
};

// Those of seeds/<service>.txt. Each is a line with the name of a message, of the service's
// contracts or of those that all services have, and the message in protobuf's text form. With a
// plus sign before it a request is made, in the order of the lines, before anything is fuzzed, and
// a resource is created; without it the message is known only. Lines that begin with # are
// comments.
std::vector<Seed> ReadSeeds(const std::string& service);

// Ends the process where the answer of an import tells of refused rows.
void RequireNothingRefused(const google::protobuf::Message& answer, absl::string_view request);

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_SEEDS_H_
