#include "common/ledger/answered_requests.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/ledger_keys.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

// Forgotten at a time, so that no commit is held up.
constexpr size_t kMostForgotten = 1000;

}  // namespace

absl::StatusOr<std::optional<CommitResult>> ReplayOf(const CommitInfo& info,
                                                     const std::optional<std::string>& bytes,
                                                     const std::string& epoch, absl::Time now) {
  if (!bytes.has_value()) return std::optional<CommitResult>();
  AnsweredRequest request;
  if (!request.ParseFromString(*bytes)) {
    return StoredDataDamaged(absl::StrCat("the answer to request ", info.request_id));
  }
  if (DecodeTimestamp(request.expires()) <= now) return std::optional<CommitResult>();
  if (request.fingerprint() != info.fingerprint) return RequestIdReused(info.request_id);
  CommitResult result;
  result.at = {
      epoch, request.revision(),
      request.has_commit_time() ? DecodeTimestamp(request.commit_time()) : absl::InfinitePast()};
  result.committed = request.committed();
  result.replayed = true;
  result.answer = request.answer();
  result.pending_release = request.pending_release();
  return std::optional<CommitResult>(std::move(result));
}

absl::StatusOr<std::optional<CommitResult>> FindReplay(const StoreSnapshot& snapshot,
                                                       const CommitInfo& info,
                                                       const std::string& epoch, absl::Time now) {
  if (info.request_id.empty()) return std::optional<CommitResult>();
  TERTIAL_ASSIGN_OR_RETURN(const std::string request, EncodeRequest(info.actor, info.request_id));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           snapshot.Get(AnsweredKey(request)));
  return ReplayOf(info, bytes, epoch, now);
}

std::string EncodeAnswer(const CommitInfo& info, const CommitResult& result, absl::Time expires) {
  AnsweredRequest request;
  request.set_fingerprint(info.fingerprint);
  request.set_revision(result.at.revision);
  if (result.at.revision > 0) {
    *request.mutable_commit_time() = EncodeTimestamp(result.at.commit_time);
  }
  request.set_committed(result.committed);
  request.set_answer(result.answer);
  request.set_pending_release(result.pending_release);
  *request.mutable_expires() = EncodeTimestamp(expires);
  return request.SerializeAsString();
}

absl::Status AddAnswer(const CommitInfo& info, const CommitResult& result, absl::Time expires,
                       WriteBatch& batch) {
  if (info.request_id.empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::string request, EncodeRequest(info.actor, info.request_id));
  // As the key of the expiry tells it: the two must be due together.
  expires = absl::FromUnixMicros(absl::ToUnixMicros(expires));
  batch.Put(AnsweredKey(request), EncodeAnswer(info, result, expires));
  batch.Put(AnsweredExpiryKey(expires, request), "");
  return absl::OkStatus();
}

absl::StatusOr<bool> ForgetDueRequests(const StoreSnapshot& snapshot, absl::Time now,
                                       WriteBatch& batch) {
  std::vector<std::string> requests;
  TERTIAL_RETURN_IF_ERROR(snapshot.Scan(
      DueRequests(now), ScanDirection::kForward, [&](absl::string_view key, absl::string_view) {
        batch.Delete(std::string(key));
        const std::optional<RequestExpiry> due = DecodeAnsweredExpiryKey(key);
        if (due.has_value()) requests.push_back(AnsweredKey(due->request));
        return requests.size() < kMostForgotten;
      }));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<std::string>> values,
                           snapshot.MultiGet(requests));
  for (size_t i = 0; i < requests.size(); ++i) {
    AnsweredRequest request;
    // The id may have been used again since, and be due later.
    const bool due = values[i].has_value() && request.ParseFromString(*values[i]) &&
                     DecodeTimestamp(request.expires()) <= now;
    if (due) batch.Delete(std::move(requests[i]));
  }
  return requests.size() == kMostForgotten;
}

}  // namespace tertial
