#include "tests/conformance/standard_methods_fixture.h"

#include <algorithm>
#include <array>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/grpc_status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tertial::conformance {
namespace {

// Areas of the registry that exist now, with the number that they bear now.
constexpr std::array<std::pair<const char*, const char*>, 8> kAreas = {{{"asker", "3203"},
                                                                        {"baerum", "3201"},
                                                                        {"drammen", "3301"},
                                                                        {"lier", "3312"},
                                                                        {"lillestrom", "3205"},
                                                                        {"lorenskog", "3222"},
                                                                        {"oslo", "0301"},
                                                                        {"ralingen", "3224"}}};

using Chosen = std::function<bool(const ResourceKind&)>;

std::vector<Setup> SetupsOf(Form form, const Chosen& chosen) {
  std::vector<Setup> setups;
  for (const ResourceKind& kind : TheService().kinds) {
    if (chosen(kind)) setups.push_back({.form = form, .kind = &kind});
  }
  return setups;
}

bool All(const ResourceKind& /*kind*/) { return true; }
bool StandsUnderAnArea(const ResourceKind& kind) { return kind.parent != nullptr; }
bool IsFact(const ResourceKind& kind) { return kind.unknown != nullptr; }
bool IsParent(const ResourceKind& kind) { return kind.make_below != nullptr; }
bool Refers(const ResourceKind& kind) { return kind.needs != nullptr; }

std::string NameOf(const ::testing::TestParamInfo<Setup>& info) { return info.param.kind->message; }

}  // namespace

// NOLINTBEGIN
#define TERTIAL_INSTANTIATE(suite, chosen)                                                      \
  INSTANTIATE_TEST_SUITE_P(InProcess, suite,                                                    \
                           ::testing::ValuesIn(SetupsOf(Form::kInProcess, chosen)), NameOf);    \
  INSTANTIATE_TEST_SUITE_P(Binary, suite, ::testing::ValuesIn(SetupsOf(Form::kBinary, chosen)), \
                           NameOf)
// NOLINTEND
TERTIAL_INSTANTIATE(StandardMethods, All);
TERTIAL_INSTANTIATE(StandardMethodsOfAreas, StandsUnderAnArea);
TERTIAL_INSTANTIATE(StandardMethodsOfFacts, IsFact);
TERTIAL_INSTANTIATE(StandardMethodsOfParents, IsParent);
TERTIAL_INSTANTIATE(StandardMethodsOfReferrers, Refers);
INSTANTIATE_TEST_SUITE_P(InProcess, StandardMethodsUnderFaults,
                         ::testing::ValuesIn(SetupsOf(Form::kInProcess, All)), NameOf);

std::vector<std::string> BadFieldsIn(const absl::Status& status) {
  std::vector<std::string> fields;
  google::rpc::Status rpc_status;
  rpc_status.ParseFromString(ToGrpcStatus(status).error_details());
  for (const google::protobuf::Any& detail : rpc_status.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      fields.push_back(violation.field());
    }
  }
  return fields;
}

std::vector<std::string> NamesOf(const std::vector<Resource>& resources) {
  std::vector<std::string> names;
  for (const Resource& resource : resources) names.push_back(resource.name());
  return names;
}

std::vector<std::string> InListOrder(std::vector<std::string> names) {
  const auto ids = [](const std::string& name) -> std::vector<std::string> {
    return absl::StrSplit(name, '/');
  };
  std::sort(names.begin(), names.end(),
            [&ids](const std::string& a, const std::string& b) { return ids(a) < ids(b); });
  return names;
}

StandardMethods::StandardMethods()
    : client_(Running(TheService(), GetParam().form).channel(), TheService(), kind()) {}

Place StandardMethods::NextPlace() {
  static int places = 0;
  const auto& [area, number] = kAreas[static_cast<size_t>(places) % kAreas.size()];
  return {.area = area, .number = number, .id = absl::StrCat("t", ++places)};
}

Resource StandardMethods::ReadyIn(const Place& place, int n) {
  if (kind().needs != nullptr) {
    for (const Resource& needed : kind().needs(place, n)) {
      if (!needed_.insert(needed.name()).second) continue;
      EXPECT_THAT(client_.Create(needed), IsOk()) << needed;
    }
  }
  return kind().make(place, n);
}

Resource StandardMethods::RecordedIn(const Place& place, int n) {
  const absl::StatusOr<WriteAnswer> created = client_.Create(ReadyIn(place, n));
  EXPECT_THAT(created, IsOk());
  return created.ok() ? created->resource : kind().make(place, n);
}

Resource StandardMethods::RecordedChange(Resource resource, int to) {
  const absl::StatusOr<WriteAnswer> updated =
      client_.Update(Changed(resource.WithoutEtag(), to), {kind().changed});
  EXPECT_THAT(updated, IsOk());
  return updated.ok() ? updated->resource : resource;
}

Resource StandardMethods::Stored(const Resource& resource) const {
  const absl::StatusOr<ReadAnswer> read = client_.Get(resource.name());
  EXPECT_THAT(read, IsOk());
  return read.ok() ? read->resource : Resource();
}

ReadPoint StandardMethods::Head() const {
  const absl::StatusOr<BatchAnswer> answer = client_.BatchGet({});
  EXPECT_THAT(answer, IsOk());
  return answer.ok() ? answer->read_at : ReadPoint();
}

AsOf StandardMethods::At(int64_t revision) {
  AsOf as_of;
  as_of.set_revision(revision);
  return as_of;
}

absl::StatusOr<std::vector<Resource>> StandardMethods::ListAll(int32_t page_size,
                                                               const AsOf& as_of) const {
  std::vector<Resource> all;
  ListRequest request{.parent = Parent(), .page_size = page_size, .page_token = "", .as_of = as_of};
  ReadPoint first;
  do {
    absl::StatusOr<ListAnswer> page = client_.List(request);
    if (!page.ok()) return page.status();
    EXPECT_LE(page->resources.size(), static_cast<size_t>(page_size));
    if (request.page_token.empty()) first = page->read_at;
    EXPECT_EQ(page->read_at.SerializeAsString(), first.SerializeAsString());
    all.insert(all.end(), page->resources.begin(), page->resources.end());
    request.page_token = page->next_page_token;
  } while (!request.page_token.empty());
  return all;
}

ListRequest StandardMethods::SecondPage() {
  for (const int n : {0, 1, 2}) Recorded(n);
  ListRequest request{.parent = Parent(), .page_size = 1, .page_token = "", .as_of = {}};
  const absl::StatusOr<ListAnswer> page = client_.List(request);
  EXPECT_THAT(page, IsOk());
  if (page.ok()) request.page_token = page->next_page_token;
  EXPECT_FALSE(request.page_token.empty());
  return request;
}

std::vector<std::string> StandardMethods::ListedNames(const AsOf& as_of) const {
  const absl::StatusOr<std::vector<Resource>> all = ListAll(1000, as_of);
  EXPECT_THAT(all, IsOk());
  return all.ok() ? NamesOf(*all) : std::vector<std::string>();
}

}  // namespace tertial::conformance
