// Get, List and BatchGet for any resource: what the standard methods do is written here once, and a
// service only names the resource.
//
// A resource is described by a struct T, as common/ledger/table.h asks for it; some members more
// are used here where T has them: PeriodOf (canonical_name.h), and
//   static absl::StatusOr<bool> IsKnown(const RecordReader&, absl::Span<const std::string> ids)
//     for facts: whether what the name is about is known, though nothing is recorded for it; or
//   static absl::StatusOr<Absence> DescribeAbsence(const RecordReader&,
//                                                  absl::Span<const std::string> ids)
//     where there is more to say;
//   static absl::Status Derive(const ReadView& view, Message& message)
//     sets the fields that are not stored but computed at every read.
#ifndef TERTIAL_COMMON_RPC_STANDARD_METHODS_H_
#define TERTIAL_COMMON_RPC_STANDARD_METHODS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/facts/overdue.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/limits.h"
#include "common/rpc/page_token.h"
#include "common/rpc/resource_fields.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/resource_name.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial {

// The state that a request asks for. Errors: those that tertial.common.v1.AsOf tells.
absl::StatusOr<ReadView> ReadAsOf(const Ledger& ledger, const common::v1::AsOf& as_of);

// The instant that `view`, read as `as_of` asks, is read for: what is derived from the time of day
// is derived for it.
absl::Time InstantOf(const Ledger& ledger, const common::v1::AsOf& as_of, const ReadView& view);

// Sets what is computed when a resource is read: T's derived fields, and of cells whether they are
// overdue.
template <typename T>
absl::Status DeriveAtRead(const ReadView& view, absl::Time instant, typename T::Message& message) {
  SetOverdue(message, instant);
  if constexpr (requires { T::Derive(view, message); }) {
    return T::Derive(view, message);
  } else {
    return absl::OkStatus();
  }
}

// As it is answered: with the etag of the version that it is.
template <typename Message>
Message WithEtag(Versioned<Message> versioned, absl::string_view epoch) {
  versioned.message.set_etag(EtagOf(epoch, versioned.revision));
  return std::move(versioned.message);
}

// Get: the resource of that name. Errors: those of CanonicalIds, and T::kNotFound.
template <typename T>
absl::StatusOr<typename T::Message> GetResource(const ReadView& view, const AreaRegistry& areas,
                                                absl::string_view name, absl::Time instant) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string canonical, CanonicalName<T>(areas, "name", name));
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResource<T>(view, canonical));
  if (!found.has_value()) return ResourceNotFound(T::kNotFound, name);
  TERTIAL_RETURN_IF_ERROR(DeriveAtRead<T>(view, instant, found->message));
  return WithEtag(*std::move(found), view.at().epoch);
}

// What a List request asks for. `parent` is empty for a resource at the top.
struct PageRequest {
  std::string parent;
  int32_t page_size = 0;
  std::string page_token;
  common::v1::AsOf as_of;
};

// What the pages of one list have in common, as text: T's pattern, the parent and the state asked
// for. Tokens are bound to it.
std::string ListQuery(absl::string_view pattern, const PageRequest& request);

// Where a page begins: its state and the last key of the page before.
struct PageStart {
  ReadView view;
  std::string after;
};

// The first page is read at the state asked for, every other one at the state of the first.
// Errors: those of DecodePageToken and of ReadAsOf.
absl::StatusOr<PageStart> StartPage(const Ledger& ledger, const PageRequest& request,
                                    const std::string& query);

// The token of the page after the row `last_key`.
std::string NextPageToken(const Ledger& ledger, const ReadView& view, const std::string& query,
                          std::string last_key);

// One page of a list.
struct PageResult {
  // Empty: it was the last.
  std::string next_page_token;
  ReadPoint read_at;
};

// List: the page of resources below `parent`, in the order of their names, added to the repeated
// field of `response`.
template <typename T, typename Response>
absl::StatusOr<PageResult> ListResources(const Ledger& ledger, const AreaRegistry& areas,
                                         const PageRequest& request, Response& response) {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size));
  absl::StatusOr<std::vector<std::string>> parent =
      PatternOf<T>().ParseParentPrefix(request.parent);
  if (!parent.ok()) {
    return InvalidField("parent", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        parent.status().message());
  }
  if (IsAreaOwned(T::kPattern) && !parent->empty()) {
    TERTIAL_ASSIGN_OR_RETURN((*parent)[0], areas.Resolve((*parent)[0]));
  }
  const std::string query = ListQuery(T::kPattern, request);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger, request, query));
  const absl::Time instant = InstantOf(ledger, request.as_of, start.view);
  std::string last_key;
  int32_t rows = 0;
  bool more = false;
  absl::Status derived;
  TERTIAL_RETURN_IF_ERROR(ScanResources<T>(
      start.view, *parent, start.after,
      [&](absl::string_view pk, Revision revision, const typename T::Message& resource) {
        if (rows == page_size) {
          more = true;
          return false;
        }
        ++rows;
        auto& added = AddResourceTo<typename T::Message>(response);
        added = resource;
        derived = DeriveAtRead<T>(start.view, instant, added);
        added.set_etag(EtagOf(start.view.at().epoch, revision));
        last_key = std::string(pk);
        return derived.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(derived);
  PageResult result{.read_at = start.view.at()};
  if (more) {
    result.next_page_token = NextPageToken(ledger, start.view, query, std::move(last_key));
  }
  return result;
}

// What is recorded under one name of a batch.
template <typename Message>
struct BatchResult {
  common::v1::Outcome outcome = common::v1::OUTCOME_UNKNOWN_ID;
  std::optional<Message> resource;
  // With DISCONTINUED: what took its place. May be empty.
  std::string successor;
};

// BatchGet: a result for each of `names`, in their order. A name that is malformed, or names an
// area nobody knows, is UNKNOWN_ID. Errors: BATCH_TOO_LARGE.
template <typename T>
absl::StatusOr<std::vector<BatchResult<typename T::Message>>> BatchGetResources(
    const ReadView& view, const AreaRegistry& areas, absl::Time instant,
    const google::protobuf::RepeatedPtrField<std::string>& names) {
  if (names.size() > kLargestBatch) {
    return InvalidField("names", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
                        absl::StrCat(names.size(), " names are asked for; ask for at most ",
                                     kLargestBatch, " at a time."));
  }
  std::vector<BatchResult<typename T::Message>> results(names.size());
  std::vector<std::string> canonical;
  std::vector<size_t> positions;
  for (int i = 0; i < names.size(); ++i) {
    absl::StatusOr<std::string> name = CanonicalName<T>(areas, "names", names[i]);
    if (!name.ok()) continue;
    canonical.push_back(*std::move(name));
    positions.push_back(static_cast<size_t>(i));
  }
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResources<T>(view, canonical));
  for (size_t i = 0; i < found.size(); ++i) {
    BatchResult<typename T::Message>& result = results[positions[i]];
    if (found[i].has_value()) {
      result.outcome = common::v1::OUTCOME_FOUND;
      TERTIAL_RETURN_IF_ERROR(DeriveAtRead<T>(view, instant, found[i]->message));
      result.resource = WithEtag(*std::move(found[i]), view.at().epoch);
      continue;
    }
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                             PatternOf<T>().Parse(canonical[i]));
    if constexpr (requires { T::DescribeAbsence(view, ids); }) {
      TERTIAL_ASSIGN_OR_RETURN(Absence absence, T::DescribeAbsence(view, ids));
      result.outcome = absence.outcome;
      result.successor = std::move(absence.successor);
    } else if constexpr (requires { T::IsKnown(view, ids); }) {
      TERTIAL_ASSIGN_OR_RETURN(const bool known, T::IsKnown(view, ids));
      if (known) result.outcome = common::v1::OUTCOME_NO_OBSERVATION;
    }
  }
  return results;
}

// The answers to the three standard methods. Where a response holds the resource is found by its
// type.
template <typename T, typename Response, typename Request>
absl::StatusOr<Response> AnswerGet(const Ledger& ledger, const AreaRegistry& areas,
                                   const Request& request) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger, request.as_of()));
  Response response;
  TERTIAL_ASSIGN_OR_RETURN(
      MutableResourceIn<typename T::Message>(response),
      GetResource<T>(view, areas, request.name(), InstantOf(ledger, request.as_of(), view)));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

template <typename T, typename Response, typename Request>
absl::StatusOr<Response> AnswerList(const Ledger& ledger, const AreaRegistry& areas,
                                    const Request& request) {
  PageRequest page{.page_size = request.page_size(),
                   .page_token = request.page_token(),
                   .as_of = request.as_of()};
  if constexpr (requires { request.parent(); }) page.parent = request.parent();
  Response response;
  TERTIAL_ASSIGN_OR_RETURN(PageResult result, ListResources<T>(ledger, areas, page, response));
  response.set_next_page_token(std::move(result.next_page_token));
  *response.mutable_read_at() = result.read_at.ToProto();
  return response;
}

template <typename T, typename Response, typename Request>
absl::StatusOr<Response> AnswerBatchGet(const Ledger& ledger, const AreaRegistry& areas,
                                        const Request& request) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(
      auto results,
      BatchGetResources<T>(view, areas, InstantOf(ledger, request.as_of(), view), request.names()));
  Response response;
  for (int i = 0; i < request.names_size(); ++i) {
    auto& result = *response.add_results();
    result.set_name(request.names(i));
    result.set_outcome(results[i].outcome);
    if constexpr (requires { result.set_successor(""); }) {
      result.set_successor(std::move(results[i].successor));
    }
    if (results[i].resource.has_value()) {
      MutableResourceIn<typename T::Message>(result) = *std::move(results[i].resource);
    }
  }
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_STANDARD_METHODS_H_
