// Writes that may be repeated, what refuses them, and a report that shows them.
#ifndef TERTIAL_CLIENTS_EXAMPLES_CPP_WRITING_H_
#define TERTIAL_CLIENTS_EXAMPLES_CPP_WRITING_H_

#include <string>

#include "grpcpp/support/status.h"
#include "reading.h"

namespace tertial::example {

// Records the observation, repeats that, changes it, and does what is refused. `event` is the id of
// what this is written for, of a message, a form or a run of a job: the same whenever that is dealt
// with again, and another one for what happens later.
grpc::Status Write(Indicators& indicators, Reports& reports, const std::string& name,
                   const std::string& value, const std::string& other_value,
                   const std::string& event);

}  // namespace tertial::example

#endif  // TERTIAL_CLIENTS_EXAMPLES_CPP_WRITING_H_
