// Follows what is changed, for as long as it runs; goes on where it was after whatever breaks off.
#ifndef TERTIAL_CLIENTS_EXAMPLES_CPP_WATCHING_H_
#define TERTIAL_CLIENTS_EXAMPLES_CPP_WATCHING_H_

#include <string>

#include "calls.h"
#include "grpcpp/support/status.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"

namespace tertial::example {

using Changes = changes::v1::ChangeService::Stub;

// The changes of the observations of one area. Its place in the feed is in a file, so that nothing
// is missed while it does not run.
class Watch {
 public:
  Watch(Changes& changes, std::string area, std::string token_file);

  // Returns only what no further attempt would mend.
  grpc::Status Run();

 private:
  grpc::Status Follow();
  void Keep(const std::string& token);
  void BeginAfterRestore(const Refusal& refusal);

  Changes& changes_;
  const std::string area_;
  const std::string file_;
  std::string token_;
  int attempt_ = 0;
};

}  // namespace tertial::example

#endif  // TERTIAL_CLIENTS_EXAMPLES_CPP_WATCHING_H_
