#include "services/workforce/handler/accesses.h"

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/observability/log.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/workforce/store/register_rows.h"
#include "tertial/workforce/internal/v1/register_rows.pb.h"

namespace tertial::workforce {
namespace {

constexpr char kQuery[] = "accesses to registers";
constexpr int kKeptMonths = 24;

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

}  // namespace

absl::Status RecordAccess(Ledger& ledger, const CallContext& call,
                          const v1::QueryFiguresRequest& slice) {
  static std::atomic<uint32_t> next_number{0};
  const absl::Time now = ledger.Now();
  internal::v1::AccessRecord record;
  v1::Access& access = *record.mutable_access();
  *access.mutable_time() = EncodeTimestamp(now);
  access.set_caller(call.caller.name);
  access.set_method(call.method);
  *access.mutable_slice() = slice;
  const std::string pk = AccessKey(now, next_number++);
  TERTIAL_RETURN_IF_ERROR(ledger
                              .Commit({.actor = call.caller.name, .deadline = call.deadline},
                                      [&](Txn& txn) {
                                        txn.PutPrivate(kAccessTable, pk, record.SerializeAsString(),
                                                       MonthsAfter(now, kKeptMonths));
                                        return absl::OkStatus();
                                      })
                              .status());
  Log(Severity::kInfo, "sensitive read",
      {{"caller", call.caller.name},
       {"method", call.method},
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
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(start.view.ScanPrivate(
      kAccessTable, "", start.after, ledger.Now(),
      [&](absl::string_view pk, absl::string_view body) {
        more = response.accesses_size() == page_size;
        if (more) return false;
        internal::v1::AccessRecord record;
        if (!record.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
          damage = StoredDataDamaged("the record of an access");
          return false;
        }
        *response.add_accesses() = std::move(*record.mutable_access());
        last = std::string(pk);
        return true;
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  if (more) response.set_next_page_token(NextPageToken(ledger, start.view, kQuery, last));
  return response;
}

}  // namespace tertial::workforce
