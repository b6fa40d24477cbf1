#include "common/rpc/standard_methods.h"

namespace tertial {
namespace {

// As text that is the same for the same request, whatever version of protobuf serves it.
std::string TextOf(const common::v1::AsOf& as_of) {
  switch (as_of.point_case()) {
    case common::v1::AsOf::kTime:
      return absl::StrCat("time ", as_of.time().seconds(), ".", as_of.time().nanos());
    case common::v1::AsOf::kRevision:
      return absl::StrCat("revision ", as_of.revision(), " of ", as_of.epoch());
    case common::v1::AsOf::POINT_NOT_SET:
      break;
  }
  return "the newest";
}

}  // namespace

absl::StatusOr<ReadView> ReadAsOf(const Ledger& ledger, const common::v1::AsOf& as_of) {
  TERTIAL_ASSIGN_OR_RETURN(const AsOf point, AsOf::Parse(as_of, ledger.epoch()));
  return ledger.Read(point);
}

absl::Time InstantOf(const Ledger& ledger, const common::v1::AsOf& as_of, const ReadView& view) {
  switch (as_of.point_case()) {
    case common::v1::AsOf::kTime:
      return absl::FromUnixSeconds(as_of.time().seconds()) +
             absl::Nanoseconds(as_of.time().nanos());
    case common::v1::AsOf::kRevision:
      return view.at().commit_time;
    case common::v1::AsOf::POINT_NOT_SET:
      break;
  }
  return ledger.Now();
}

std::string ListQuery(absl::string_view pattern, const PageRequest& request) {
  return absl::StrCat(pattern, " below ", request.parent, " as of ", TextOf(request.as_of));
}

absl::StatusOr<PageStart> StartPage(const Ledger& ledger, const PageRequest& request,
                                    const std::string& query) {
  if (request.page_token.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(ReadView view, ReadAsOf(ledger, request.as_of));
    return PageStart{.view = std::move(view)};
  }
  TERTIAL_ASSIGN_OR_RETURN(
      PageToken token,
      DecodePageToken(request.page_token,
                      {.store_id = ledger.store_id(), .epoch = ledger.epoch(), .query = query}));
  TERTIAL_ASSIGN_OR_RETURN(ReadView view, ledger.Read(AsOf::At(token.revision())));
  return PageStart{.view = std::move(view), .after = std::move(*token.mutable_last_key())};
}

std::string NextPageToken(const Ledger& ledger, const ReadView& view, const std::string& query,
                          std::string last_key) {
  PageToken token;
  token.set_query(query);
  token.set_store_id(ledger.store_id());
  token.set_epoch(view.at().epoch);
  token.set_revision(view.at().revision);
  token.set_last_key(std::move(last_key));
  return EncodePageToken(token);
}

}  // namespace tertial
