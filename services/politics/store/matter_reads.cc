#include "services/politics/store/matter_reads.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "common/ledger/in_use.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/politics/domain/list_order.h"
#include "services/politics/store/activity_reads.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

using Names = absl::flat_hash_set<absl::string_view>;

Names NamesOf(absl::Span<const RecordedCase> cases) {
  Names names;
  for (const RecordedCase& one : cases) names.insert(one.political_case.name());
  return names;
}

// Adds the keys of rows of T that refer to the row `name` of Referred.
template <typename T, typename Referred>
absl::Status AddReferrers(const RecordReader& reader, absl::string_view name,
                          std::vector<std::string>& pks) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<Referred>(name));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                           KeysUnder(reader, T::kId, ReferenceEntry(Referred::kId, pk)));
  pks.insert(pks.end(), found.begin(), found.end());
  return absl::OkStatus();
}

// The rows under the keys for which `is_wanted`, each once, in their order.
template <typename T, typename Wanted>
absl::StatusOr<std::vector<typename T::Message>> ReadWanted(const RecordReader& reader,
                                                            const std::vector<std::string>& keys,
                                                            Wanted is_wanted) {
  const std::set<std::string> once(keys.begin(), keys.end());
  const std::vector<std::string> pks(once.begin(), once.end());
  TERTIAL_ASSIGN_OR_RETURN(const auto rows, reader.MultiFind(T::kId, pks));
  std::vector<typename T::Message> found;
  for (size_t i = 0; i < pks.size(); ++i) {
    if (!rows[i].has_value()) continue;
    typename T::Message message;
    TERTIAL_RETURN_IF_ERROR(DecodeBody(T::kId, pks[i], rows[i]->body, message));
    if (is_wanted(message)) found.push_back(std::move(message));
  }
  std::vector<typename T::Message> sorted;
  for (const typename T::Message* const one : InOrder(found)) sorted.push_back(*one);
  return sorted;
}

}  // namespace

absl::StatusOr<std::vector<RecordedCase>> ReadCasesOfMatter(const RecordReader& reader,
                                                            const std::string& matter) {
  std::vector<std::string> pks;
  TERTIAL_RETURN_IF_ERROR((AddReferrers<CaseTable, MatterTable>(reader, matter, pks)));
  TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                           ReadRecordedCases(reader, std::move(pks)));
  std::erase_if(cases,
                [&](const RecordedCase& one) { return one.political_case.matter() != matter; });
  std::sort(cases.begin(), cases.end(), [](const RecordedCase& a, const RecordedCase& b) {
    return StandsBefore(a.political_case, b.political_case);
  });
  return cases;
}

absl::StatusOr<std::vector<v1::MatterTreatment>> ReadTreatments(
    const RecordReader& reader, absl::Span<const RecordedCase> cases, size_t most) {
  std::vector<std::string> names;
  std::vector<std::string> meetings;
  for (const RecordedCase& one : cases.subspan(0, most)) {
    names.push_back(one.political_case.name());
    if (const std::string& meeting = one.political_case.meeting(); !meeting.empty()) {
      meetings.push_back(meeting);
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(auto whole, FindResources<CaseTable>(reader, names));
  TERTIAL_ASSIGN_OR_RETURN(auto held, FindResources<MeetingTable>(reader, meetings));
  std::map<std::string, v1::Meeting> recorded;
  for (size_t i = 0; i < meetings.size(); ++i) {
    if (held[i].has_value()) recorded.emplace(meetings[i], *std::move(held[i]));
  }
  std::vector<v1::MatterTreatment> treatments;
  for (std::optional<v1::Case>& one : whole) {
    if (!one.has_value()) continue;
    v1::MatterTreatment& treatment = treatments.emplace_back();
    *treatment.mutable_political_case() = *std::move(one);
    const auto meeting = recorded.find(treatment.political_case().meeting());
    if (meeting != recorded.end()) *treatment.mutable_meeting() = meeting->second;
  }
  return treatments;
}

absl::StatusOr<std::vector<v1::ResolutionFollowUp>> ReadFollowUpsOf(
    const RecordReader& reader, absl::Span<const RecordedCase> cases) {
  std::vector<std::string> pks;
  for (const RecordedCase& one : cases) {
    TERTIAL_RETURN_IF_ERROR(
        (AddReferrers<ResolutionFollowUpTable, CaseTable>(reader, one.political_case.name(), pks)));
  }
  const Names names = NamesOf(cases);
  return ReadWanted<ResolutionFollowUpTable>(reader, pks, [&](const v1::ResolutionFollowUp& one) {
    return names.contains(one.decided_in());
  });
}

absl::StatusOr<std::vector<v1::ThematicPlan>> ReadPlansOf(const RecordReader& reader,
                                                          const std::string& matter,
                                                          absl::Span<const RecordedCase> cases) {
  std::vector<std::string> pks;
  TERTIAL_RETURN_IF_ERROR((AddReferrers<ThematicPlanTable, MatterTable>(reader, matter, pks)));
  for (const RecordedCase& one : cases) {
    TERTIAL_RETURN_IF_ERROR(
        (AddReferrers<ThematicPlanTable, CaseTable>(reader, one.political_case.name(), pks)));
  }
  const Names names = NamesOf(cases);
  return ReadWanted<ThematicPlanTable>(reader, pks, [&](const v1::ThematicPlan& plan) {
    const auto& matters = plan.carried_out_by();
    return std::find(matters.begin(), matters.end(), matter) != matters.end() ||
           names.contains(plan.mandate_case()) || names.contains(plan.adopted_in());
  });
}

}  // namespace tertial::politics
