#include "common/rpc/importing.h"

#include "common/rpc/limits.h"
#include "common/status/errors.h"

namespace tertial {
namespace {

constexpr size_t kLongestRequestId = 128;
constexpr size_t kLongestReason = 500;

absl::Status CheckOptions(const common::v1::ImportOptions& options) {
  Violations violations;
  const Violations at = violations.At("options");
  if (!common::v1::ImportMode_IsValid(options.mode())) {
    at.Add("mode", common::v1::ERROR_REASON_INVALID_ENUM,
           absl::StrCat("ImportMode has no number ", options.mode(), "; use WHOLE or ROW_BY_ROW."));
  }
  const auto check_length = [&](absl::string_view field, const std::string& text, size_t most) {
    if (text.size() <= most) return;
    at.Add(
        field, common::v1::ERROR_REASON_INVALID_TEXT,
        absl::StrCat(Quoted(text), " has ", text.size(), " bytes; at most ", most, " are stored."));
  };
  check_length("request_id", options.request_id(), kLongestRequestId);
  check_length("reason", options.reason(), kLongestReason);
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

}  // namespace

void ImportRun::CheckKeyIsNew(TableId table, const std::string& name,
                              const Violations& violations) {
  const auto [found, is_new] = rows_by_name_.try_emplace({table, name}, row_);
  if (is_new) return;
  violations
      .Add("name", common::v1::ERROR_REASON_DUPLICATE_KEY,
           absl::StrCat(Quoted(name), " has a row before this one; one key has one row."))
      .set_related_row(found->second);
}

void ImportRun::Count(PutOutcome outcome) {
  switch (outcome) {
    case PutOutcome::kInserted:
      summary_.set_inserted(summary_.inserted() + 1);
      break;
    case PutOutcome::kRevised:
      summary_.set_revised(summary_.revised() + 1);
      break;
    case PutOutcome::kUnchanged:
      summary_.set_unchanged(summary_.unchanged() + 1);
      break;
  }
}

absl::Status ImportProtocol::Accept(bool has_options, const common::v1::ImportOptions& options,
                                    bool end_of_rows, int64_t rows, int64_t bytes) {
  if (ended_) return InvalidStream("A message came after the one with end_of_rows; send it last.");
  if (has_options != !begun_) {
    return InvalidStream(begun_ ? "The options came twice; send them in the first message only."
                                : "The first message has no options; it must carry them.");
  }
  if (!begun_) {
    if (absl::Status checked = CheckOptions(options); !checked.ok()) return checked;
    options_ = options;
    begun_ = true;
  }
  ended_ = end_of_rows;
  rows_ += rows;
  bytes_ += bytes;
  if (rows_ > kMostImportRows) return ImportTooLarge(kMostImportRows, "rows");
  if (bytes_ > kMostImportBytes) return ImportTooLarge(kMostImportBytes, "bytes");
  return absl::OkStatus();
}

absl::Status ImportProtocol::CheckEnded() const {
  if (ended_) return absl::OkStatus();
  return InvalidStream("The stream ended without end_of_rows, so it broke off; nothing is stored.");
}

void AddRefusedRow(int64_t row, const Violations& violations, common::v1::ImportSummary& summary) {
  summary.set_refused(summary.refused() + 1);
  if (summary.refused_rows_size() >= kMostRefusedRows) return;
  common::v1::RefusedRow& refused = *summary.add_refused_rows();
  refused.set_row(row);
  for (const common::v1::FieldViolation& violation : violations.list()) {
    if (refused.violations_size() == kMostViolationsOfRow) break;
    *refused.add_violations() = violation;
  }
}

}  // namespace tertial
