#include "common/ledger/state_scan.h"

#include "common/status/status_macros.h"

namespace tertial {

absl::StatusOr<ReadView> StateScan::Next(size_t most_rows, size_t most_bytes, Visitor visitor) {
  TERTIAL_ASSIGN_OR_RETURN(ReadView view, ledger_.Read(AsOf::At(revision_)));
  size_t rows = 0;
  size_t bytes = 0;
  bool full = false;
  for (const Part& part : parts_) {
    if (part.table < position_.table) continue;
    if (part.table > position_.table) position_ = {part.table, ""};
    const std::string after = position_.pk;
    TERTIAL_RETURN_IF_ERROR(
        view.Scan(part.table, part.prefix, after,
                  [&](absl::string_view pk, Revision revision, absl::string_view body) {
                    full = rows == most_rows || bytes >= most_bytes;
                    if (full) return false;
                    visitor(part.table, pk, revision, body);
                    position_.pk.assign(pk.data(), pk.size());
                    ++rows;
                    bytes += body.size();
                    return true;
                  }));
    if (full) return view;
  }
  done_ = true;
  return view;
}

}  // namespace tertial
