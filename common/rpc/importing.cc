#include "common/rpc/importing.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/rpc/limits.h"
#include "common/rpc/write_options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

absl::Status CheckOptions(const common::v1::ImportOptions& options, absl::Time now) {
  Violations violations;
  const Violations at = violations.At("options");
  if (!common::v1::ImportMode_IsValid(options.mode())) {
    at.Add("mode", common::v1::ERROR_REASON_INVALID_ENUM,
           absl::StrCat("ImportMode has no number ", options.mode(), "; use WHOLE or ROW_BY_ROW."));
  }
  CheckWriteOptions(options, now, at);
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// The field that is set in the row's one oneof; nullptr if none is.
const google::protobuf::FieldDescriptor* CaseOf(const google::protobuf::Message& row) {
  return row.GetReflection()->GetOneofFieldDescriptor(row, row.GetDescriptor()->oneof_decl(0));
}

}  // namespace

absl::Status ImportProtocol::Accept(bool has_options, const common::v1::ImportOptions& options,
                                    absl::Time now, bool end_of_rows, int64_t rows) {
  if (ended_) return InvalidStream("A message came after the one with end_of_rows; send it last.");
  if (has_options != !begun_) {
    return InvalidStream(begun_ ? "The options came twice; send them in the first message only."
                                : "The first message has no options; it must carry them.");
  }
  if (!begun_) {
    TERTIAL_RETURN_IF_ERROR(CheckOptions(options, now));
    options_ = options;
    begun_ = true;
  }
  ended_ = end_of_rows;
  rows_ += rows;
  if (rows_ > kMostImportRows) return ImportTooLarge(kMostImportRows, "rows");
  return absl::OkStatus();
}

absl::Status ImportProtocol::CheckEnded() const {
  if (ended_) return absl::OkStatus();
  return InvalidStream("The stream ended without end_of_rows, so it broke off; nothing is stored.");
}

ImportRun::ImportRun(Ledger& ledger, const AreaRegistry& areas, const CallContext& call,
                     const Kinds& kinds, RowReview* review)
    : ledger_(ledger),
      areas_(areas),
      call_(call),
      kinds_(kinds),
      import_(ledger.BeginImport()),
      review_(review) {}

void ImportRun::Begin(const common::v1::ImportOptions& options) {
  options_ = options;
  late_ = CheckPublishAt(options, ledger_.Now());
}

absl::Status ImportRun::AddRow(google::protobuf::Message& row) {
  ++received_;
  if (!options_.request_id().empty()) fingerprint_.AddField(EncodeBody(row));
  Violations violations;
  const google::protobuf::FieldDescriptor* field = CaseOf(row);
  if (field == nullptr) {
    violations.Add("", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "The row is empty; set one of its cases.");
    Refuse(received_, violations);
    return absl::OkStatus();
  }
  const ImportKind& kind = kinds_.at(field->number());
  google::protobuf::Message& resource = *row.GetReflection()->MutableMessage(&row, field);
  kind.check(areas_, resource, violations.At(field->name()));
  if (!violations.empty()) {
    Refuse(received_, violations);
    return absl::OkStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, kind.primary_key(resource));
  return import_->Stage(kind.table, pk, kind.encode(resource), received_);
}

void ImportRun::Refuse(int64_t row, const Violations& violations) {
  ++refused_;
  common::v1::RefusedRow& refused = refused_rows_[row];
  refused.set_row(row);
  for (const common::v1::FieldViolation& violation : violations.list()) {
    if (refused.violations_size() == kMostViolationsOfRow) break;
    *refused.add_violations() = violation;
  }
  if (static_cast<int64_t>(refused_rows_.size()) > kMostRefusedRows) {
    refused_rows_.erase(std::prev(refused_rows_.end()));
  }
}

absl::Status ImportRun::CheckStaged() {
  std::map<TableId, const ImportKind*> by_table;
  for (const auto& [number, kind] : kinds_) by_table[kind.table] = &kind;
  if (review_ != nullptr) review_->Begin();
  return import_->Check(
      [&](const RecordReader& reader, const StagedRowView& row) -> absl::StatusOr<bool> {
        const ImportKind& kind = *by_table[row.table];
        Violations violations;
        const Violations at = violations.At(kind.field);
        if (row.duplicate_of.has_value()) {
          at.Add("name", common::v1::ERROR_REASON_DUPLICATE_KEY,
                 absl::StrCat(Quoted(ledger_.tables().NameOf(row.table, row.pk)),
                              " has a row before this one; one key has one row."))
              .set_related_row(*row.duplicate_of);
        } else if (review_ != nullptr) {
          TERTIAL_ASSIGN_OR_RETURN(const bool compared, review_->Compares(reader, row));
          if (compared) {
            ++compared_;
            return false;
          }
        }
        if (violations.empty() && kind.check_among_others != nullptr) {
          TERTIAL_RETURN_IF_ERROR(kind.check_among_others(reader, row.pk, row.body, at));
        }
        if (violations.empty()) return true;
        Refuse(row.row, violations);
        return false;
      });
}

void ImportRun::SetCounts(const ImportCounts& counts, common::v1::ImportSummary& summary) const {
  summary.set_received(received_);
  summary.set_inserted(counts.inserted);
  summary.set_revised(counts.revised);
  summary.set_unchanged(counts.unchanged);
  summary.set_refused(refused_);
  summary.set_compared(compared_);
  summary.clear_refused_rows();
  for (const auto& [row, refused] : refused_rows_) *summary.add_refused_rows() = refused;
}

absl::Status ImportRun::Store(common::v1::ImportSummary& summary) {
  common::v1::ImportOptions without_id = options_;
  without_id.clear_request_id();
  fingerprint_.AddField(EncodeBody(without_id));
  const Sha256Digest digest = fingerprint_.Finish();
  const CommitInfo info = CommitInfoOf(
      call_, options_,
      FingerprintOf(call_.method, {reinterpret_cast<const char*>(digest.data()), digest.size()}));
  TERTIAL_ASSIGN_OR_RETURN(std::optional<CommitResult> result, import_->FindReplay(info));
  if (!result.has_value()) {
    TERTIAL_RETURN_IF_ERROR(late_);
    TERTIAL_RETURN_IF_ERROR(CheckStaged());
    if (whole() && refused_ > 0) return absl::AbortedError("rows were refused");
    if (options_.validate_only()) {
      TERTIAL_ASSIGN_OR_RETURN(const ImportCounts counts, import_->Count());
      SetCounts(counts, summary);
      *summary.mutable_read_at() = import_->checked_at().ToProto();
      return absl::OkStatus();
    }
    const auto answer = [&](const ImportCounts& counts) {
      SetCounts(counts, summary);
      return summary.SerializeAsString();
    };
    const auto recheck = [&]() -> absl::Status {
      TERTIAL_RETURN_IF_ERROR(CheckStaged());
      return whole() && refused_ > 0 ? absl::AbortedError("rows were refused") : absl::OkStatus();
    };
    TERTIAL_ASSIGN_OR_RETURN(result, import_->Commit(info, answer, recheck));
  }
  if (result->replayed && !summary.ParseFromString(result->answer)) {
    return StoredDataDamaged(absl::StrCat("the answer to request ", info.request_id));
  }
  summary.set_applied(true);
  summary.set_replayed(result->replayed);
  summary.set_pending_release(result->pending_release);
  *summary.mutable_read_at() = result->at.ToProto();
  return absl::OkStatus();
}

absl::StatusOr<common::v1::ImportSummary> ImportRun::Finish() {
  common::v1::ImportSummary summary;
  const absl::Status stored = Store(summary);
  if (absl::IsAborted(stored) && refused_ > 0) {
    // Rows were refused and the stream stands or falls as a whole: nothing was written.
    SetCounts(ImportCounts(), summary);
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
    *summary.mutable_read_at() = view.at().ToProto();
    return summary;
  }
  TERTIAL_RETURN_IF_ERROR(stored);
  return summary;
}

}  // namespace tertial
