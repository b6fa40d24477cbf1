// ListFollowUps and SearchTexts of the politics service, answered from PostgreSQL (politics_pg.h
// made its tables). Everything around the statements is that of the services. See README.md.
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/call_context.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/serving.h"
#include "common/status/status_macros.h"
#include "common/store/mutex.h"
#include "common/types/resource_name.h"
#include "tertial/politics/v1/politics_analysis_service.grpc.pb.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/pg_connection.h"
#include "tests/bench/pg_server_main.h"
#include "tests/bench/politics_pg_answers.h"
#include "tests/bench/politics_sql.h"
#include "tests/bench/politics_tuples.h"

namespace tertial::bench {
namespace {

namespace v1 = politics::v1;

class PgService final : public v1::PoliticsAnalysisService::CallbackService {
 public:
  PgService(Serving& serving, const AreaRegistry& areas, std::unique_ptr<PgConnection> connection)
      : serving_(serving), areas_(areas), connection_(std::move(connection)) {
    for (int area = 0; area < kAreas; ++area) numbers_[AreaId(area)] = area;
  }

  grpc::ServerUnaryReactor* ListFollowUps(grpc::CallbackServerContext* context,
                                          const v1::ListFollowUpsRequest* request,
                                          v1::ListFollowUpsResponse* response) override {
    return serving_.Unary(
        MethodOf("/ListFollowUps"), context, request, response,
        [this](const CallContext& /*call*/, const auto& asked) { return AnswerFollowUps(asked); });
  }

  grpc::ServerUnaryReactor* SearchTexts(grpc::CallbackServerContext* context,
                                        const v1::SearchTextsRequest* request,
                                        v1::SearchTextsResponse* response) override {
    return serving_.Unary(
        MethodOf("/SearchTexts"), context, request, response,
        [this](const CallContext& /*call*/, const auto& asked) { return AnswerSearch(asked); });
  }

 private:
  static Method MethodOf(absl::string_view method) {
    return {absl::StrCat(v1::PoliticsAnalysisService::service_full_name(), method),
            common::internal::v1::ROLE_READER};
  }

  absl::StatusOr<PgRows> Ask(const char* statement, std::vector<std::string> parameters) {
    const MutexLock lock(mutex_);
    TERTIAL_ASSIGN_OR_RETURN(std::vector<PgRows> answers,
                             connection_->Run({{statement, std::move(parameters)}}));
    return std::move(answers.front());
  }

  absl::StatusOr<v1::ListFollowUpsResponse> AnswerFollowUps(const v1::ListFollowUpsRequest& asked) {
    TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(asked.page_size()));
    TERTIAL_ASSIGN_OR_RETURN(const std::string area, ResolveAreaName(areas_, "area", asked.area()));
    // One more tells whether there is another page.
    TERTIAL_ASSIGN_OR_RETURN(
        const PgRows rows,
        Ask("follow_ups", {PgInt4(numbers_.at(area)), std::string(LastIdOf(asked.body())),
                           PgInt4(DayOf(asked.day())), PgInt8(page_size + 1)}));
    return FollowUpsAnswer(rows, area, asked.day(), page_size);
  }

  absl::StatusOr<v1::SearchTextsResponse> AnswerSearch(const v1::SearchTextsRequest& asked) {
    TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(asked.page_size()));
    TERTIAL_ASSIGN_OR_RETURN(const std::string area, ResolveAreaName(areas_, "area", asked.area()));
    TERTIAL_ASSIGN_OR_RETURN(const PgRows rows, Ask("search", {PgInt4(numbers_.at(area)),
                                                               absl::StrCat(asked.text(), ":*"),
                                                               PgInt8(page_size + 1)}));
    return SearchAnswer(rows, area, page_size);
  }

  Serving& serving_;
  const AreaRegistry& areas_;
  // Of areas, by id, as PostgreSQL has them.
  std::map<std::string, int> numbers_;
  Mutex mutex_;
  // There is one call at a time.
  const std::unique_ptr<PgConnection> connection_ ABSL_PT_GUARDED_BY(mutex_);
};

absl::StatusOr<std::unique_ptr<PgConnection>> Connect(const std::string& conninfo) {
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection, PgConnection::Open(conninfo));
  TERTIAL_RETURN_IF_ERROR(connection->Prepare("follow_ups", kFollowUpsSql));
  TERTIAL_RETURN_IF_ERROR(connection->Prepare("search", kSearchSql));
  return connection;
}

int Main(int argc, char** argv) {
  return PgServerMain(
      argc, argv,
      {.name = "politics-on-postgresql",
       .purpose = "Serves follow-ups and searches from PostgreSQL.",
       .contract = v1::PoliticsAnalysisService::service_full_name(),
       .create = [](const ServiceEnvironment& environment,
                    const std::string& conninfo) -> absl::StatusOr<std::unique_ptr<grpc::Service>> {
         TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection, Connect(conninfo));
         return std::make_unique<PgService>(environment.serving, environment.areas,
                                            std::move(connection));
       }});
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
