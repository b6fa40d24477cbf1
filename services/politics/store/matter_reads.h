// A matter's cases, and what came of them, from one state of the store.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_MATTER_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_MATTER_READS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/record_reader.h"
#include "services/politics/domain/case_timing.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// All cases of the matter, in parts (case_parts.h), in the order of StandsBefore.
absl::StatusOr<std::vector<RecordedCase>> ReadCasesOfMatter(const RecordReader& reader,
                                                            const std::string& matter);

// The cases, whole, each with its meeting; in their order, the first `most` of them.
absl::StatusOr<std::vector<v1::MatterTreatment>> ReadTreatments(
    const RecordReader& reader, absl::Span<const RecordedCase> cases, size_t most);

// The follow-ups of what was decided in the cases, in their order.
absl::StatusOr<std::vector<v1::ResolutionFollowUp>> ReadFollowUpsOf(
    const RecordReader& reader, absl::Span<const RecordedCase> cases);

// The plans that the matter carries out, or that got their mandate or were adopted in one of its
// cases; in their order.
absl::StatusOr<std::vector<v1::ThematicPlan>> ReadPlansOf(const RecordReader& reader,
                                                          const std::string& matter,
                                                          absl::Span<const RecordedCase> cases);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_MATTER_READS_H_
