// Messages in which every field holds something.
#ifndef TERTIAL_TESTS_TESTING_FILLED_MESSAGE_H_
#define TERTIAL_TESTS_TESTING_FILLED_MESSAGE_H_

#include <memory>

#include "google/protobuf/message.h"

namespace tertial::testing {

// A message of a contract that is compiled in, with something in every field, down to messages
// `depth` below it: texts that JSON and addresses must escape, numbers that a double does not hold,
// the last value of each enum, two elements of each list, of a oneof the case `turn` (counted
// around). The same for the same arguments.
std::unique_ptr<google::protobuf::Message> FilledMessage(
    const google::protobuf::Descriptor& descriptor, int depth, int turn = 0);

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_FILLED_MESSAGE_H_
