#include "services/workforce/handler/publish_handler.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/workforce/domain/published_figure_id.h"
#include "services/workforce/handler/publication.h"
#include "services/workforce/store/cube_keys.h"
#include "services/workforce/store/frozen_slices.h"

namespace tertial::workforce {
namespace {

absl::StatusOr<Period> ParseCubePeriod(const std::string& id) {
  const absl::StatusOr<Period> period = Period::ParseId(id);
  if (period.ok() && CanBePublished(*period)) return *period;
  return InvalidField("name", common::v1::ERROR_REASON_INVALID_PERIOD,
                      absl::StrCat(Quoted(id),
                                   " is no year, tertial, month or first or last day of a month; "
                                   "cubes are of those."));
}

absl::Status AlreadyPublished(const std::string& name) {
  return MakeError(absl::StatusCode::kAlreadyExists, common::v1::ERROR_REASON_CUBE_PUBLISHED,
                   absl::StrCat(Quoted(name), " is or was published, which is done once."),
                   {{"name", name}});
}

// Whether the cube is there, or was: one that was redacted is not published again.
absl::StatusOr<bool> WasPublished(const Ledger& ledger, const std::string& name) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<CubeTable>(name));
  TERTIAL_ASSIGN_OR_RETURN(const auto version, view.FindVersion(CubeTable::kId, pk));
  return version.has_value();
}

v1::PublishCubeResponse Answer(const CommitResult& result, v1::Cube cube) {
  v1::PublishCubeResponse response;
  *response.mutable_cube() = std::move(cube);
  if (result.committed) {
    response.mutable_cube()->set_etag(EtagOf(result.at.epoch, result.at.revision));
  } else {
    response.mutable_cube()->clear_units();
  }
  *response.mutable_result() = ToProto(result);
  return response;
}

absl::Status Put(Txn& txn, const std::string& area_id, const Publication& publication) {
  TERTIAL_RETURN_IF_ERROR(PutResource<CubeTable>(txn, publication.cube.cube).status());
  for (const v1::PublishedFigure& figure : publication.cube.figures) {
    TERTIAL_RETURN_IF_ERROR(PutResource<PublishedFigureTable>(txn, figure).status());
  }
  for (const auto& [slice, frozen] : publication.fixed) PutFrozen(txn, area_id, slice, frozen);
  return absl::OkStatus();
}

// The answer to a request that was made before.
absl::StatusOr<v1::PublishCubeResponse> Repeated(const Ledger& ledger, const CommitResult& result,
                                                 const std::string& name) {
  v1::PublishCubeResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResource<CubeTable>(view, name));
  response.mutable_cube()->set_name(name);
  if (found.has_value()) *response.mutable_cube() = WithEtag(*std::move(found), view.at().epoch);
  *response.mutable_result() = ToProto(result);
  return response;
}

}  // namespace

absl::StatusOr<std::optional<v1::PublishCubeResponse>> PublishHandler::PublishNow(
    const Target& target, const ResourceWrite& write) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> opened,
                           OpenRegister(ledger_, target.area_id));
  if (!opened.has_value()) {
    return ResourceNotFound(common::v1::ERROR_REASON_REGISTER_NOT_FOUND,
                            absl::StrCat("areas/", target.area_id));
  }
  TERTIAL_ASSIGN_OR_RETURN(const PolicyInForce policy,
                           PolicyOf(opened->view, target.area_id, target.period.year()));
  TERTIAL_ASSIGN_OR_RETURN(Publication publication,
                           PreparePublication(*opened, target.period, policy, complementary_));
  bool overtaken = false;
  const absl::StatusOr<CommitResult> result = write.Run([&](Txn& txn) -> absl::Status {
    overtaken = txn.base().revision != opened->view.at().revision;
    if (overtaken) return DeadlineExceeded();
    return Put(txn, target.area_id, publication);
  });
  if (overtaken) return std::optional<v1::PublishCubeResponse>();
  TERTIAL_RETURN_IF_ERROR(result.status());
  return std::optional<v1::PublishCubeResponse>(Answer(*result, std::move(publication.cube.cube)));
}

absl::StatusOr<v1::PublishCubeResponse> PublishHandler::PublishCube(
    const CallContext& call, const v1::PublishCubeRequest& request) const {
  if (request.options().has_publish_at()) {
    return InvalidField("options.publish_at", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        "A publication cannot wait; leave it out.");
  }
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger_, call, request));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           CanonicalIds<CubeTable>(areas_, "name", request.name()));
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseCubePeriod(ids[1]));
  const Target target{.area_id = ids[0], .period = period, .name = CubeName(ids[0], period)};
  while (true) {
    TERTIAL_ASSIGN_OR_RETURN(const bool was_published, WasPublished(ledger_, target.name));
    if (was_published) {
      TERTIAL_ASSIGN_OR_RETURN(const CommitResult result,
                               write.Run([&](Txn&) { return AlreadyPublished(target.name); }));
      return Repeated(ledger_, result, target.name);
    }
    TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::PublishCubeResponse> response,
                             PublishNow(target, write));
    if (response.has_value()) return *std::move(response);
    if (ledger_.Now() >= call.deadline) return DeadlineExceeded();
  }
}

}  // namespace tertial::workforce
