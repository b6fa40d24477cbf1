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

// What a publication is prepared from, beside the register; it must be the same when it is
// committed.
struct Basis {
  PolicyInForce policy;
  // The cubes of the area, whose slices are fixed.
  std::vector<std::string> cubes;

  friend bool operator==(const Basis& a, const Basis& b) {
    return a.policy.revision == b.policy.revision && a.cubes == b.cubes;
  }
};

absl::StatusOr<Basis> ReadBasis(const RecordReader& reader, const std::string& area_id, int year) {
  Basis basis;
  TERTIAL_ASSIGN_OR_RETURN(basis.policy, PolicyOf(reader, area_id, year));
  TERTIAL_RETURN_IF_ERROR(ScanResources<CubeTable>(
      reader, {area_id}, "",
      [&](absl::string_view pk, Revision /*revision*/, const v1::Cube& /*cube*/) {
        basis.cubes.emplace_back(pk);
        return true;
      }));
  return basis;
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
  const std::string name = absl::StrCat("areas/", ids[0], "/cubes/", ids[1]);
  while (true) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> opened, OpenRegister(ledger_, ids[0]));
    TERTIAL_ASSIGN_OR_RETURN(const bool was_published, WasPublished(ledger_, name));
    if (was_published) {
      TERTIAL_ASSIGN_OR_RETURN(const CommitResult result,
                               write.Run([&](Txn&) { return AlreadyPublished(name); }));
      return Repeated(ledger_, result, name);
    }
    if (!opened.has_value()) {
      return ResourceNotFound(common::v1::ERROR_REASON_REGISTER_NOT_FOUND,
                              absl::StrCat("areas/", ids[0]));
    }
    TERTIAL_ASSIGN_OR_RETURN(const Basis basis, ReadBasis(opened->view, ids[0], period.year()));
    TERTIAL_ASSIGN_OR_RETURN(Publication publication,
                             PreparePublication(*opened, period, basis.policy, complementary_));
    bool overtaken = false;
    const absl::StatusOr<CommitResult> result = write.Run([&](Txn& txn) -> absl::Status {
      TERTIAL_ASSIGN_OR_RETURN(const Basis present, ReadBasis(txn, ids[0], period.year()));
      overtaken = !(present == basis);
      if (overtaken) return EtagMismatch(name);
      TERTIAL_RETURN_IF_ERROR(CheckReportedBeside(txn, ids[0], period, publication.cube.figures));
      return Put(txn, ids[0], publication);
    });
    if (overtaken && ledger_.Now() < call.deadline) continue;
    TERTIAL_RETURN_IF_ERROR(result.status());
    return Answer(*result, std::move(publication.cube.cube));
  }
}

}  // namespace tertial::workforce
