// Follows what is changed, for as long as it runs; goes on where it was after whatever breaks off.
#ifndef TERTIAL_CLIENTS_EXAMPLES_CPP_WATCHING_H_
#define TERTIAL_CLIENTS_EXAMPLES_CPP_WATCHING_H_

#include <string>

#include "calls.h"
#include "connection.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

namespace tertial::example {

// The changes of the observations of one area. Its place in the feed is in a file, so that nothing
// is missed while it does not run.
class Watch {
 public:
  // Throws where the file is there and no token can be read of it.
  Watch(Connection& connection, std::string area, std::string token_file);

  // Returns only what no further attempt would mend.
  grpc::Status Run();

 private:
  grpc::Status Follow(grpc::ClientContext& context);
  // After a crash, also of the machine, the file holds this token or the one before.
  void Keep(const std::string& token);
  // False where the refusal does not say how.
  bool BeginAfterRestore(const Refusal& refusal);

  Connection& connection_;
  const std::string area_;
  const std::string file_;
  std::string token_;
  int attempt_ = 0;
};

}  // namespace tertial::example

#endif  // TERTIAL_CLIENTS_EXAMPLES_CPP_WATCHING_H_
