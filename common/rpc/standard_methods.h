// Get, List and BatchGet for any resource: what the standard methods do is written here once, and a
// service's handlers only name the resource.
//
// A resource is described by a struct T, as common/ledger/table.h asks for it; two members more are
// used here where T has them:
//   static std::optional<Period> PeriodOf(absl::Span<const std::string> ids)
//     the period a name is about, which decides what area a number names;
//   static absl::StatusOr<bool> IsKnown(const RecordReader&, absl::Span<const std::string> ids)
//     for facts: whether what the name is about is known, though nothing is recorded for it.
#ifndef TERTIAL_COMMON_RPC_STANDARD_METHODS_H_
#define TERTIAL_COMMON_RPC_STANDARD_METHODS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/rpc/limits.h"
#include "common/rpc/page_token.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial {

// Whether the resources of `pattern` belong to an area.
inline bool IsAreaOwned(absl::string_view pattern) {
  return absl::StartsWith(pattern, "areas/{area}");
}

// The id of the area in "areas/{area}", which may be an official number.
// Errors: INVALID_RESOURCE_NAME for `field`, AREA_NOT_FOUND.
absl::StatusOr<std::string> ResolveAreaName(const AreaRegistry& areas, absl::string_view field,
                                            absl::string_view name,
                                            std::optional<Period> period = std::nullopt);

template <typename T>
std::optional<Period> PeriodOfName(absl::Span<const std::string> ids) {
  if constexpr (requires { T::PeriodOf(ids); }) {
    return T::PeriodOf(ids);
  } else {
    return std::nullopt;
  }
}

// The ids in `name`, the area's number replaced by its id.
// Errors: INVALID_RESOURCE_NAME for `field`, AREA_NOT_FOUND.
template <typename T>
absl::StatusOr<std::vector<std::string>> CanonicalIds(const AreaRegistry& areas,
                                                      absl::string_view field,
                                                      absl::string_view name) {
  absl::StatusOr<std::vector<std::string>> ids = PatternOf<T>().Parse(name);
  if (!ids.ok()) {
    return InvalidField(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        ids.status().message());
  }
  if (IsAreaOwned(T::kPattern)) {
    TERTIAL_ASSIGN_OR_RETURN((*ids)[0], areas.Resolve((*ids)[0], PeriodOfName<T>(*ids)));
  }
  return ids;
}

template <typename T>
absl::StatusOr<std::string> CanonicalName(const AreaRegistry& areas, absl::string_view field,
                                          absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids, CanonicalIds<T>(areas, field, name));
  return PatternOf<T>().Format(ids);
}

// Get: the resource of that name. Errors: those of CanonicalIds, and T::kNotFound.
template <typename T>
absl::StatusOr<typename T::Message> GetResource(const RecordReader& reader,
                                                const AreaRegistry& areas, absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string canonical, CanonicalName<T>(areas, "name", name));
  TERTIAL_ASSIGN_OR_RETURN(std::optional<typename T::Message> found,
                           FindResource<T>(reader, canonical));
  if (!found.has_value()) return ResourceNotFound(T::kNotFound, name);
  return *std::move(found);
}

// What a List request asks for. `parent` is empty for a resource at the top.
struct PageRequest {
  std::string parent;
  int32_t page_size = 0;
  std::string page_token;
};

// List: the page of resources below `parent`, in the order of their names, added to `resources`.
// Returns the token of the next page, empty at the end. A page begins after the last row of the
// page before, at the state the service is in when it is asked for.
template <typename T>
absl::StatusOr<std::string> ListResources(
    const ReadView& view, const AreaRegistry& areas, const PageRequest& request,
    google::protobuf::RepeatedPtrField<typename T::Message>* resources) {
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
  PageToken token;
  token.set_query(absl::StrCat(T::kPattern, " below ", request.parent));
  if (!request.page_token.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(token,
                             DecodePageToken(request.page_token, token.query(), view.at().epoch));
  }
  std::string last_key;
  bool more = false;
  TERTIAL_RETURN_IF_ERROR(
      ScanResources<T>(view, *parent, token.last_key(),
                       [&](absl::string_view pk, const typename T::Message& resource) {
                         if (resources->size() == page_size) {
                           more = true;
                           return false;
                         }
                         *resources->Add() = resource;
                         last_key = std::string(pk);
                         return true;
                       }));
  if (!more) return std::string();
  token.set_epoch(view.at().epoch);
  token.set_revision(view.at().revision);
  token.set_last_key(last_key);
  return EncodePageToken(token);
}

// What is recorded under one name of a batch.
template <typename Message>
struct BatchResult {
  common::v1::Outcome outcome = common::v1::OUTCOME_UNKNOWN_ID;
  std::optional<Message> resource;
};

// BatchGet: a result for each of `names`, in their order. A name that is malformed, or names an
// area nobody knows, is UNKNOWN_ID. Errors: BATCH_TOO_LARGE.
template <typename T>
absl::StatusOr<std::vector<BatchResult<typename T::Message>>> BatchGetResources(
    const RecordReader& reader, const AreaRegistry& areas,
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
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<T>(reader, canonical));
  for (size_t i = 0; i < found.size(); ++i) {
    BatchResult<typename T::Message>& result = results[positions[i]];
    if (found[i].has_value()) {
      result.outcome = common::v1::OUTCOME_FOUND;
      result.resource = *std::move(found[i]);
      continue;
    }
    if constexpr (requires(absl::Span<const std::string> ids) { T::IsKnown(reader, ids); }) {
      TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                               PatternOf<T>().Parse(canonical[i]));
      TERTIAL_ASSIGN_OR_RETURN(const bool known, T::IsKnown(reader, ids));
      if (known) result.outcome = common::v1::OUTCOME_NO_OBSERVATION;
    }
  }
  return results;
}

// The answers to the three standard methods, read at the newest state. `field` names the member of
// the response that holds the resource, as &GetGoalResponse::mutable_goal.
template <typename T, typename Response, typename Request>
absl::StatusOr<Response> AnswerGet(const Ledger& ledger, const AreaRegistry& areas,
                                   const Request& request,
                                   typename T::Message* (Response::*field)()) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  Response response;
  TERTIAL_ASSIGN_OR_RETURN(*(response.*field)(), GetResource<T>(view, areas, request.name()));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

template <typename T, typename Response, typename Request>
absl::StatusOr<Response> AnswerList(
    const Ledger& ledger, const AreaRegistry& areas, const Request& request,
    google::protobuf::RepeatedPtrField<typename T::Message>* (Response::*field)()) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  PageRequest page{.page_size = request.page_size(), .page_token = request.page_token()};
  if constexpr (requires { request.parent(); }) page.parent = request.parent();
  Response response;
  TERTIAL_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           ListResources<T>(view, areas, page, (response.*field)()));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

template <typename T, typename Response, typename Request, typename Result>
absl::StatusOr<Response> AnswerBatchGet(const Ledger& ledger, const AreaRegistry& areas,
                                        const Request& request,
                                        typename T::Message* (Result::*field)()) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  TERTIAL_ASSIGN_OR_RETURN(auto results, BatchGetResources<T>(view, areas, request.names()));
  Response response;
  for (int i = 0; i < request.names_size(); ++i) {
    Result& result = *response.add_results();
    result.set_name(request.names(i));
    result.set_outcome(results[i].outcome);
    if (results[i].resource.has_value()) *(result.*field)() = *std::move(results[i].resource);
  }
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_STANDARD_METHODS_H_
