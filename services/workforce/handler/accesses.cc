#include "services/workforce/handler/accesses.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/observability/log.h"
#include "common/rpc/access_log.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/workforce/store/register_rows.h"
#include "tertial/common/internal/v1/access.pb.h"
#include "tertial/workforce/internal/v1/register_rows.pb.h"

namespace tertial::workforce {
namespace {

constexpr char kQuery[] = "accesses to registers, by table";
// Page tokens begin with the table of the last row: the trail, or the one that stands behind it.
constexpr char kTrail = 'T';
constexpr char kOldTable = 'O';

// What divides the figures, for the log.
std::string DimensionsOf(const v1::QueryFiguresRequest& slice) {
  std::string dimensions;
  if (slice.units_size() > 0 || slice.every_unit()) absl::StrAppend(&dimensions, "unit ");
  if (slice.by_sex()) absl::StrAppend(&dimensions, "sex ");
  if (slice.by_age()) absl::StrAppend(&dimensions, "age ");
  if (!slice.occupation_group().empty()) absl::StrAppend(&dimensions, "occupation ");
  if (!dimensions.empty()) dimensions.pop_back();
  return dimensions;
}

// What is told of a record; nothing of one that is not about figures, such as that of a backup.
std::optional<v1::Access> AccessOf(const common::internal::v1::AccessRecord& record) {
  v1::Access access;
  if (!record.request().UnpackTo(access.mutable_slice())) return std::nullopt;
  *access.mutable_time() = record.time();
  access.set_caller(record.caller());
  access.set_method(record.method());
  return access;
}

// The same as ScanAccesses of what was noted before there was one trail for all services.
absl::Status ScanOldAccesses(
    const ReadView& view, absl::string_view after, absl::Time now,
    absl::FunctionRef<bool(absl::string_view pk, v1::Access access)> visitor) {
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(view.ScanPrivate(
      kAccessTable, "", after, now, [&](absl::string_view pk, absl::string_view body) {
        internal::v1::AccessRecord record;
        if (!record.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
          damage = StoredDataDamaged("the record of an access");
          return false;
        }
        return visitor(pk, std::move(*record.mutable_access()));
      }));
  return damage;
}

}  // namespace

absl::Status RecordAccess(Ledger& ledger, const CallContext& call,
                          const v1::QueryFiguresRequest& slice) {
  TERTIAL_RETURN_IF_ERROR(StoreAccess(ledger, call, {slice.area()}, &slice));
  Log(Severity::kInfo, "sensitive read",
      {{"caller", call.caller.name},
       {"method", call.method},
       {"request_id", call.request_id},
       {"trace_id", call.trace.TraceId()},
       {"area", slice.area()},
       {"period", slice.period()},
       {"dimensions", DimensionsOf(slice)}});
  return absl::OkStatus();
}

absl::StatusOr<v1::ListAccessesResponse> AnswerListAccesses(
    const Ledger& ledger, const v1::ListAccessesRequest& request) {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  const PageRequest page{.page_token = request.page_token()};
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger, page, kQuery));
  v1::ListAccessesResponse response;
  std::string last;
  bool more = false;
  const auto add = [&](char table, absl::string_view pk, v1::Access access) {
    more = response.accesses_size() == page_size;
    if (more) return false;
    *response.add_accesses() = std::move(access);
    last = absl::StrCat(absl::string_view(&table, 1), pk);
    return true;
  };
  const bool in_old_table = !start.after.empty() && start.after.front() == kOldTable;
  const std::string after = start.after.empty() ? "" : start.after.substr(1);
  if (!in_old_table) {
    TERTIAL_RETURN_IF_ERROR(
        ScanAccesses(start.view, after, ledger.Now(),
                     [&](absl::string_view pk, const common::internal::v1::AccessRecord& record) {
                       const std::optional<v1::Access> access = AccessOf(record);
                       return !access.has_value() || add(kTrail, pk, *access);
                     }));
  }
  if (!more) {
    TERTIAL_RETURN_IF_ERROR(ScanOldAccesses(start.view, in_old_table ? after : "", ledger.Now(),
                                            [&](absl::string_view pk, v1::Access access) {
                                              return add(kOldTable, pk, std::move(access));
                                            }));
  }
  if (more) response.set_next_page_token(NextPageToken(ledger, start.view, kQuery, last));
  return response;
}

}  // namespace tertial::workforce
