#include "common/rpc/standard_writes.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace tertial {
namespace {

// The epoch of an etag (EtagOf); empty when it was not made by a ledger.
absl::string_view EpochOf(absl::string_view etag) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(etag, absl::MaxSplits('-', 1));
  const bool of_ledger =
      !parts.second.empty() &&
      std::all_of(parts.second.begin(), parts.second.end(), absl::ascii_isdigit) &&
      std::all_of(parts.first.begin(), parts.first.end(), absl::ascii_isxdigit);
  return of_ledger ? parts.first : absl::string_view();
}

}  // namespace

absl::Status CheckEtag(absl::string_view etag, absl::string_view field, absl::string_view name,
                       absl::string_view present_etag) {
  if (etag.empty() || etag == present_etag) return absl::OkStatus();
  const absl::string_view epoch = EpochOf(etag);
  if (!epoch.empty() && epoch != EpochOf(present_etag)) return TokenOfOtherEpoch(field);
  return EtagMismatch(name);
}

}  // namespace tertial
