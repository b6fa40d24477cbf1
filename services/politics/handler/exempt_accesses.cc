#include "services/politics/handler/exempt_accesses.h"

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "common/rpc/access_log.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"

namespace tertial::politics {
namespace {

constexpr char kQuery[] = "accesses to exempt content";

}  // namespace

absl::StatusOr<v1::ListExemptAccessesResponse> AnswerListExemptAccesses(
    const Ledger& ledger, const v1::ListExemptAccessesRequest& request) {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  const PageRequest page{.page_token = request.page_token()};
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger, page, kQuery));
  v1::ListExemptAccessesResponse response;
  std::string last;
  bool more = false;
  TERTIAL_RETURN_IF_ERROR(
      ScanAccesses(start.view, start.after, ledger.Now(),
                   [&](absl::string_view pk, const common::internal::v1::AccessRecord& access) {
                     more = response.exempt_accesses_size() == page_size;
                     if (more) return false;
                     v1::ExemptAccess& told = *response.add_exempt_accesses();
                     *told.mutable_time() = access.time();
                     told.set_caller(access.caller());
                     told.set_method(access.method());
                     *told.mutable_names() = access.names();
                     last = std::string(pk);
                     return true;
                   }));
  if (more) response.set_next_page_token(NextPageToken(ledger, start.view, kQuery, last));
  return response;
}

}  // namespace tertial::politics
