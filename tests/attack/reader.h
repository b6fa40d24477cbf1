// A program with the reader's role that asks a workforce service for all that it answers, and keeps
// what it is told.
#ifndef TERTIAL_TESTS_ATTACK_READER_H_
#define TERTIAL_TESTS_ATTACK_READER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/any.pb.h"
#include "grpcpp/grpcpp.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/workforce/v1/cubes_service.grpc.pb.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_analysis_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/attack/cube_attacker.h"
#include "tests/testing/test_service.h"

namespace tertial::attack {

// One question and what came of it: the bytes of the answer, or the status with its details.
struct Exchange {
  std::string question;
  std::string answer;

  friend bool operator==(const Exchange&, const Exchange&) = default;
};

// Code, message, and details with what they say in a fixed order.
std::string TextOf(const absl::Status& status);

class Reader {
 public:
  explicit Reader(const std::shared_ptr<grpc::Channel>& channel);

  // Lists, gets and batches of all resources with several sizes of pages, and of what is not there;
  // the feed, read and watched; exports, revisions and earlier states; hashes; what is computed.
  void AskEverything();
  // Everything that is not a reader's to ask. Returns what was answered, by the name of the call.
  std::map<std::string, absl::Status> AskWhatIsNotForReaders();

  // Cubes and figures, each once.
  const Recorded& recorded() const { return recorded_; }
  const std::vector<Exchange>& exchanges() const { return exchanges_; }
  // Figures that were told differently in two places, but for their etags.
  const std::vector<std::string>& differing() const { return differing_; }
  // In how many answers each figure was seen.
  const std::map<std::string, int>& seen() const { return seen_; }

 private:
  using Cubes = workforce::v1::CubesService::Stub;

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Ask(Stub& stub,
                               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               const Request& request) {
    absl::StatusOr<Response> response = testing::CallUnary(stub, method, request, "reader");
    exchanges_.push_back(
        {absl::StrCat(Request::descriptor()->full_name(), " ", request.ShortDebugString()),
         response.ok() ? response->SerializeAsString() : TextOf(response.status())});
    return response;
  }

  void ReadCubes();
  void ReadFigures(const std::string& parent, int page_size);
  void ReadUnits();
  void ReadHidden();
  void ReadEarlierStates();
  void ReadWhatIsNotThere();
  void ReadFeed();
  void WatchFeed();
  void Export(const tertial::changes::v1::ExportResourcesRequest& request);
  void ReadRevisions();
  void ReadComputed();
  void See(const workforce::v1::PublishedFigure& figure);
  void See(const google::protobuf::Any& resource);

  const std::unique_ptr<Cubes> cubes_;
  const std::unique_ptr<workforce::v1::WorkforceService::Stub> facts_;
  const std::unique_ptr<workforce::v1::WorkforceAnalysisService::Stub> analyses_;
  const std::unique_ptr<workforce::v1::RegistersService::Stub> registers_;
  const std::unique_ptr<tertial::changes::v1::ChangeService::Stub> changes_;
  const std::unique_ptr<tertial::admin::v1::AdminService::Stub> admin_;

  Recorded recorded_;
  std::vector<Exchange> exchanges_;
  std::vector<std::string> differing_;
  std::map<std::string, int> seen_;
  // Without etags.
  std::map<std::string, std::string> told_;
  std::vector<std::string> hidden_;
  int64_t head_ = 0;
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_READER_H_
