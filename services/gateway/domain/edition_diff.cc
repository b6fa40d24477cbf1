#include "services/gateway/domain/edition_diff.h"

#include <algorithm>
#include <utility>

#include "common/render/difference.h"
#include "common/types/sha256.h"
#include "google/protobuf/util/time_util.h"

namespace tertial::gateway {
namespace {

using changes::v1::ResourceRevision;
using internal::v1::FrozenFact;

constexpr size_t kMostFields = 50;

// The part of a manifest that is of `services`.
std::vector<const FrozenFact*> FactsOf(const Manifest& manifest,
                                       const std::set<std::string>& services) {
  std::vector<const FrozenFact*> facts;
  for (const FrozenFact& fact : manifest) {
    if (services.count(fact.service()) > 0) facts.push_back(&fact);
  }
  return facts;
}

// The version that holds the bytes of `fact`, and of several the one of its revision: revisions of
// another epoch may be others. nullptr when none does.
const ResourceRevision* FindVersion(const std::vector<ResourceRevision>& revisions,
                                    const FrozenFact& fact) {
  const ResourceRevision* found = nullptr;
  for (const ResourceRevision& revision : revisions) {
    if (!revision.has_resource() || Sha256Of(revision.resource().value()) != fact.sha256()) {
      continue;
    }
    found = &revision;
    if (revision.commit().revision() == fact.revision()) break;
  }
  return found;
}

// The last thing that was done by then, if that was to take the resource away. nullptr when it was
// not, or nothing is known.
const ResourceRevision* FindEnd(const std::vector<ResourceRevision>& revisions,
                                const google::protobuf::Timestamp* until) {
  const ResourceRevision* last = nullptr;
  for (const ResourceRevision& revision : revisions) {
    if (until == nullptr || revision.commit().commit_time() <= *until) last = &revision;
  }
  const bool ended = last != nullptr && !last->has_resource() &&
                     (!last->redacted() || last->type() == changes::v1::CHANGE_TYPE_REDACTED);
  return ended ? last : nullptr;
}

void SetFields(v1::FactDifference& told) {
  const auto before = Unpack(told.before());
  const auto after = Unpack(told.after());
  for (FieldDifference& field : FindDifferences(before.get(), after.get())) {
    if (told.fields().size() == static_cast<int>(kMostFields)) break;
    told.add_fields(std::move(field.path));
  }
}

}  // namespace

ManifestComparison CompareManifests(const Manifest& base, const Manifest& target,
                                    const std::set<std::string>& services) {
  const std::vector<const FrozenFact*> before = FactsOf(base, services);
  const std::vector<const FrozenFact*> after = FactsOf(target, services);
  ManifestComparison comparison;
  auto b = before.begin();
  auto a = after.begin();
  while (b != before.end() || a != after.end()) {
    const bool only_before =
        a == after.end() || (b != before.end() && StandsBefore(**b, (*a)->service(), (*a)->name()));
    const bool only_after =
        b == before.end() || (a != after.end() && StandsBefore(**a, (*b)->service(), (*b)->name()));
    if (only_before) {
      comparison.differences.push_back({.before = *b++});
    } else if (only_after) {
      comparison.differences.push_back({.after = *a++});
    } else {
      if ((*b)->sha256() == (*a)->sha256()) {
        ++comparison.unchanged;
      } else {
        comparison.differences.push_back({.before = *b, .after = *a});
      }
      ++b;
      ++a;
    }
  }
  return comparison;
}

v1::FactDifference DescribeDifference(const ManifestDifference& difference,
                                      const std::vector<ResourceRevision>& revisions,
                                      const google::protobuf::Timestamp* until) {
  v1::FactDifference told;
  told.set_service(difference.either().service());
  told.set_name(difference.either().name());
  told.set_kind(difference.either().kind());
  if (difference.before != nullptr) {
    told.set_before_revision(difference.before->revision());
    const ResourceRevision* const was = FindVersion(revisions, *difference.before);
    if (was != nullptr) *told.mutable_before() = was->resource();
  }
  const ResourceRevision* made = nullptr;
  if (difference.after != nullptr) {
    told.set_type(difference.before == nullptr ? changes::v1::CHANGE_TYPE_INSERTED
                                               : changes::v1::CHANGE_TYPE_REVISED);
    made = FindVersion(revisions, *difference.after);
    if (made != nullptr) *told.mutable_after() = made->resource();
  } else {
    made = FindEnd(revisions, until);
    const bool redacted = made != nullptr && made->type() == changes::v1::CHANGE_TYPE_REDACTED;
    told.set_type(redacted ? changes::v1::CHANGE_TYPE_REDACTED : changes::v1::CHANGE_TYPE_DELETED);
  }
  if (made != nullptr) {
    told.set_after_revision(made->commit().revision());
    told.set_actor(made->actor());
    told.set_reason(made->reason());
    *told.mutable_commit_time() = made->commit().commit_time();
  }
  SetFields(told);
  return told;
}

}  // namespace tertial::gateway
