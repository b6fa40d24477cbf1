// Create, Update and Delete for any resource: what the standard writes do is written here once, and
// a service only names the rules of the resource, a struct:
//
//   struct GoalRules {
//     using Table = GoalTable;  // common/ledger/table.h
//     // Replaces official numbers in references by ids. May be left out.
//     static void MakeCanonical(const AreaRegistry& areas, v1::Goal& goal);
//     // Sets what the service itself says of one that is recorded anew. May be left out.
//     static void Begin(v1::Goal& goal);
//     // Adds what is wrong with the fields alone.
//     static void Check(const v1::Goal& goal, const Violations& violations);
//     // Adds what is wrong with the areas it names. May be left out.
//     static void CheckAreas(const AreaRegistry& areas, const v1::Goal& goal,
//                            const Violations& violations);
//     // Adds what is wrong with what it refers to; fails only if the store does. May be left out.
//     static absl::Status CheckReferences(const RecordReader& reader, const v1::Goal& goal,
//                                         const Violations& violations);
//     // Adds what is wrong with it beside what other rows say now; fails only if the store does.
//     // Unlike the above, it need not stay true: the others may change. Asked only where nothing
//     // else is wrong. May be left out.
//     static absl::Status CheckBeside(const RecordReader& reader, const v1::Goal& goal,
//                                     const Violations& violations);
//     // An error unless the resource may be deleted. May be left out.
//     static absl::Status CheckDelete(const RecordReader& reader, const std::string& name);
//     // Names what it refers to in its fields, so that this is not deleted. May be left out.
//     static void ListReferences(const v1::Goal& goal, References& references);
//   };
//
// Whatever must be true at the moment of writing is checked inside the ledger's commit. A request
// that was made before is answered from what it wrote then, not from what it asks for now.
#ifndef TERTIAL_COMMON_RPC_STANDARD_WRITES_H_
#define TERTIAL_COMMON_RPC_STANDARD_WRITES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/overdue.h"
#include "common/ledger/in_use.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/rpc/call_context.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/output_only.h"
#include "common/rpc/references.h"
#include "common/rpc/resource_fields.h"
#include "common/rpc/standard_methods.h"
#include "common/rpc/write_options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"

namespace tertial {

template <typename Rules>
using MessageOf = typename Rules::Table::Message;

template <typename Rules>
void MakeCanonical(const AreaRegistry& areas, MessageOf<Rules>& resource) {
  if constexpr (requires { Rules::MakeCanonical(areas, resource); }) {
    Rules::MakeCanonical(areas, resource);
  }
}

template <typename Rules>
absl::Status CheckReferences(const RecordReader& reader, const MessageOf<Rules>& resource,
                             const Violations& violations) {
  if constexpr (requires { Rules::CheckReferences(reader, resource, violations); }) {
    return Rules::CheckReferences(reader, resource, violations);
  } else {
    return absl::OkStatus();
  }
}

template <typename Rules>
concept HasRulesAmongOthers = requires {
  &Rules::CheckReferences;
}
|| requires { &Rules::CheckBeside; };

// Adds what is wrong with writing the resource beside the others.
template <typename Rules>
absl::Status CheckAmongOthers(const RecordReader& reader, const MessageOf<Rules>& resource,
                              const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckReferences<Rules>(reader, resource, violations));
  if constexpr (requires { Rules::CheckBeside(reader, resource, violations); }) {
    if (violations.empty()) return Rules::CheckBeside(reader, resource, violations);
  }
  return absl::OkStatus();
}

// Adds what is wrong with the fields alone, and drops what is computed at every read.
template <typename Rules>
void CheckFields(const AreaRegistry& areas, MessageOf<Rules>& resource,
                 const Violations& violations) {
  Rules::Check(resource, violations);
  if constexpr (requires { Rules::CheckAreas(areas, resource, violations); }) {
    Rules::CheckAreas(areas, resource, violations);
  }
  ClearOverdue(resource);
}

// Adds OUTPUT_ONLY_FIELD for a field of T::kOutputOnly that is set in a resource to be recorded.
template <typename Rules>
void RefuseOutputOnly(const MessageOf<Rules>& resource, const Violations& violations) {
  if constexpr (requires { Rules::Table::kOutputOnly; }) {
    AddOutputOnly(resource, /*present=*/nullptr, Rules::Table::kOutputOnly, violations);
  }
}

// Clears those fields in what a resource is to be changed to. Errors: OUTPUT_ONLY_FIELD for one
// that is not as it is read now.
template <typename Rules>
absl::Status DropOutputOnly(const Ledger& ledger, absl::string_view field,
                            MessageOf<Rules>& changes) {
  using T = typename Rules::Table;
  if constexpr (requires { T::kOutputOnly; }) {
    if (!HasAnyOf(changes, T::kOutputOnly)) return absl::OkStatus();
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
    TERTIAL_ASSIGN_OR_RETURN(auto present, FindVersionedResource<T>(view, changes.name()));
    if (present.has_value()) {
      TERTIAL_RETURN_IF_ERROR(DeriveAtRead<T>(view, ledger.Now(), present->message));
    }
    Violations violations;
    AddOutputOnly(changes, present.has_value() ? &present->message : nullptr, T::kOutputOnly,
                  violations.At(field));
    if (!violations.empty()) return violations.ToStatus();
    ClearFields(T::kOutputOnly, changes);
  }
  return absl::OkStatus();
}

// What the ledger is told of the resource: its table, with the rules that every write of it passes.
template <typename Rules>
TableDefinition DefineResource() {
  TableDefinition table = DefineTable<typename Rules::Table>();
  table.check = [](const RecordReader& reader, const google::protobuf::Message& resource,
                   const Violations& violations) {
    const auto& typed = static_cast<const MessageOf<Rules>&>(resource);
    Rules::Check(typed, violations);
    return CheckReferences<Rules>(reader, typed, violations);
  };
  if constexpr (requires { &Rules::CheckBeside; }) {
    table.check_beside = [](const RecordReader& reader, const google::protobuf::Message& resource,
                            const Violations& violations) {
      return Rules::CheckBeside(reader, static_cast<const MessageOf<Rules>&>(resource), violations);
    };
  }
  if constexpr (requires { &Rules::ListReferences; }) {
    table.index = [own = std::move(table.index)](absl::string_view pk, absl::string_view body,
                                                 std::vector<std::string>& entries) {
      if (own) own(pk, body, entries);
      MessageOf<Rules> resource;
      // A body that does not parse has no entries; whoever reads the row learns that it is damaged.
      if (!DecodeBody(Rules::Table::kId, pk, body, resource).ok()) return;
      References references(entries);
      Rules::ListReferences(resource, references);
    };
  }
  return table;
}

// Whether a write may go on against the version with `present_etag`: `etag` is empty or the same.
// Errors: ETAG_MISMATCH for the resource `name`, TOKEN_OF_OTHER_EPOCH for `field`.
absl::Status CheckEtag(absl::string_view etag, absl::string_view field, absl::string_view name,
                       absl::string_view present_etag);

// What the standard writes have in common: options, commit, and the answer's `result`.
class ResourceWrite {
 public:
  // Errors: what CheckWriteOptions adds, for the field "options".
  template <typename Request>
  static absl::StatusOr<ResourceWrite> Prepare(Ledger& ledger, const CallContext& call,
                                               const Request& request) {
    Violations violations;
    CheckWriteOptions(request.options(), ledger.Now(), violations.At("options"));
    if (!violations.empty()) return violations.ToStatus();
    return ResourceWrite(
        ledger, CommitInfoOf(call, request.options(), FingerprintOfRequest(call.method, request)),
        CheckPublishAt(request.options(), ledger.Now()), request.options().validate_only());
  }

  // Runs `fn` inside a commit, or without writing where that was asked for.
  absl::StatusOr<CommitResult> Run(absl::FunctionRef<absl::Status(Txn&)> fn) const {
    const auto unless_late = [&](Txn& txn) { return late_.ok() ? fn(txn) : late_; };
    return validate_only_ ? ledger_->Try(info_, unless_late) : ledger_->Commit(info_, unless_late);
  }

 private:
  ResourceWrite(Ledger& ledger, CommitInfo info, absl::Status late, bool validate_only)
      : ledger_(&ledger),
        info_(std::move(info)),
        late_(std::move(late)),
        validate_only_(validate_only) {}

  Ledger* ledger_;
  CommitInfo info_;
  // Why the instant of the write is refused. What was made before it is answered all the same.
  absl::Status late_;
  bool validate_only_;
};

// The resource in a Create or Update request. Errors: FIELD_REQUIRED when it is not set.
template <typename Rules, typename Request>
absl::StatusOr<MessageOf<Rules>> ResourceOf(const Request& request) {
  const google::protobuf::FieldDescriptor& field = *FieldOfType<Request, MessageOf<Rules>>();
  if (!request.GetReflection()->HasField(request, &field)) {
    return InvalidField(field.name(), common::v1::ERROR_REASON_FIELD_REQUIRED,
                        "It is not set; set it to the resource.");
  }
  return ResourceIn<MessageOf<Rules>>(request);
}

// What an Update makes of `present`: the fields named by the mask are those of `changes`, but for
// T::kOutputOnly, which stay unless T::kOutputOnlyCleared says that a caller may clear them.
// Errors: INVALID_FIELD_MASK.
template <typename Rules, typename Request>
absl::StatusOr<MessageOf<Rules>> Updated(const AreaRegistry& areas, const Request& request,
                                         const MessageOf<Rules>& changes,
                                         MessageOf<Rules> present) {
  using T = typename Rules::Table;
  if constexpr (requires { T::kOutputOnlyCleared; }) {
    TERTIAL_RETURN_IF_ERROR(ApplyFieldMask(request.update_mask(), changes, present));
  } else if constexpr (requires { T::kOutputOnly; }) {
    MessageOf<Rules> updated = present;
    TERTIAL_RETURN_IF_ERROR(ApplyFieldMask(request.update_mask(), changes, updated));
    CopyFields(T::kOutputOnly, present, updated);
    present = std::move(updated);
  } else {
    TERTIAL_RETURN_IF_ERROR(ApplyFieldMask(request.update_mask(), changes, present));
  }
  MakeCanonical<Rules>(areas, present);
  present.clear_etag();
  return present;
}

// The resource `name` as the request answered with `result` left it, for a repeat of the request.
// Just its name if that content was redacted since.
template <typename Rules>
absl::StatusOr<MessageOf<Rules>> ResourceAfter(const Ledger& ledger, const CommitResult& result,
                                               const std::string& name) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read(AsOf::At(result.at.revision)));
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResource<typename Rules::Table>(view, name));
  if (found.has_value()) return WithEtag(*std::move(found), view.at().epoch);
  MessageOf<Rules> gone;
  gone.set_name(name);
  return gone;
}

template <typename Rules, typename Response, typename Request>
absl::StatusOr<Response> AnswerCreate(Ledger& ledger, const AreaRegistry& areas,
                                      const CallContext& call, const Request& request) {
  using T = typename Rules::Table;
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger, call, request));
  TERTIAL_ASSIGN_OR_RETURN(MessageOf<Rules> resource, ResourceOf<Rules>(request));
  Violations violations;
  const Violations at = violations.At(FieldOfType<Request, MessageOf<Rules>>()->name());
  if (absl::Status named = PatternOf<T>().Parse(resource.name()).status(); !named.ok()) {
    at.AddStatus("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, named);
    // The fields are checked all the same, so that the caller learns everything at once.
    Rules::Check(resource, at);
    return violations.ToStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(*resource.mutable_name(),
                           CanonicalName<T>(areas, "name", resource.name()));
  MakeCanonical<Rules>(areas, resource);
  if (!resource.etag().empty()) {
    at.Add("etag", common::v1::ERROR_REASON_OUTPUT_ONLY_FIELD,
           "What is not recorded yet has no etag; leave it out, or update the resource.");
  }
  RefuseOutputOnly<Rules>(resource, at);
  if constexpr (requires { Rules::Begin(resource); }) Rules::Begin(resource);
  CheckFields<Rules>(areas, resource, at);
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<T>(resource.name()));
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result, write.Run([&](Txn& txn) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> present, txn.Find(T::kId, pk));
    if (present.has_value()) return ResourceExists(resource.name());
    const absl::Status among_others = CheckAmongOthers<Rules>(txn, resource, at);
    // By a field that is wrong nothing may be found.
    if (!violations.empty()) return violations.ToStatus();
    TERTIAL_RETURN_IF_ERROR(among_others);
    return PutResource<T>(txn, resource).status();
  }));
  if (result.replayed && result.pending_release.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(resource, ResourceAfter<Rules>(ledger, result, resource.name()));
  } else if (result.committed) {
    resource.set_etag(EtagOf(result.at.epoch, result.at.revision));
  }
  SetOverdue(resource, ledger.Now());
  Response response;
  MutableResourceIn<MessageOf<Rules>>(response) = std::move(resource);
  *response.mutable_result() = ToProto(result);
  return response;
}

template <typename Rules, typename Response, typename Request>
absl::StatusOr<Response> AnswerUpdate(Ledger& ledger, const AreaRegistry& areas,
                                      const CallContext& call, const Request& request) {
  using T = typename Rules::Table;
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger, call, request));
  TERTIAL_ASSIGN_OR_RETURN(MessageOf<Rules> changes, ResourceOf<Rules>(request));
  const std::string& field = FieldOfType<Request, MessageOf<Rules>>()->name();
  TERTIAL_ASSIGN_OR_RETURN(*changes.mutable_name(),
                           CanonicalName<T>(areas, absl::StrCat(field, ".name"), changes.name()));
  TERTIAL_RETURN_IF_ERROR(DropOutputOnly<Rules>(ledger, field, changes));
  MessageOf<Rules> resource;
  // The etag that the resource has if nothing is committed.
  std::string present_etag;
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result, write.Run([&](Txn& txn) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(auto present, FindVersionedResource<T>(txn, changes.name()));
    if (!present.has_value()) return ResourceNotFound(T::kNotFound, changes.name());
    present_etag = EtagOf(txn.base().epoch, present->revision);
    TERTIAL_RETURN_IF_ERROR(
        CheckEtag(changes.etag(), absl::StrCat(field, ".etag"), changes.name(), present_etag));
    TERTIAL_ASSIGN_OR_RETURN(resource,
                             Updated<Rules>(areas, request, changes, std::move(present->message)));
    Violations violations;
    CheckFields<Rules>(areas, resource, violations.At(field));
    const absl::Status among_others = CheckAmongOthers<Rules>(txn, resource, violations.At(field));
    if (!violations.empty()) return violations.ToStatus();
    TERTIAL_RETURN_IF_ERROR(among_others);
    TERTIAL_ASSIGN_OR_RETURN(const PutOutcome outcome, PutResource<T>(txn, resource));
    if (outcome != PutOutcome::kUnchanged) present_etag.clear();
    return absl::OkStatus();
  }));
  if (result.replayed) {
    TERTIAL_ASSIGN_OR_RETURN(resource, ResourceAfter<Rules>(ledger, result, changes.name()));
    if (!result.pending_release.empty()) {
      TERTIAL_ASSIGN_OR_RETURN(resource,
                               Updated<Rules>(areas, request, changes, std::move(resource)));
    }
  } else {
    resource.set_etag(result.committed ? EtagOf(result.at.epoch, result.at.revision)
                                       : std::move(present_etag));
  }
  SetOverdue(resource, ledger.Now());
  Response response;
  MutableResourceIn<MessageOf<Rules>>(response) = std::move(resource);
  *response.mutable_result() = ToProto(result);
  return response;
}

template <typename Rules, typename Response, typename Request>
absl::StatusOr<Response> AnswerDelete(Ledger& ledger, const AreaRegistry& areas,
                                      const CallContext& call, const Request& request) {
  using T = typename Rules::Table;
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger, call, request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string name, CanonicalName<T>(areas, "name", request.name()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<T>(name));
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result, write.Run([&](Txn& txn) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> present, txn.Find(T::kId, pk));
    if (!present.has_value()) return ResourceNotFound(T::kNotFound, name);
    TERTIAL_RETURN_IF_ERROR(
        CheckEtag(request.etag(), "etag", name, EtagOf(txn.base().epoch, present->revision)));
    if constexpr (requires { Rules::CheckDelete(txn, name); }) {
      TERTIAL_RETURN_IF_ERROR(Rules::CheckDelete(txn, name));
    }
    TERTIAL_RETURN_IF_ERROR(CheckNotInUse(txn, ledger.tables(), T::kId, pk));
    return DeleteResource<T>(txn, name).status();
  }));
  Response response;
  *response.mutable_result() = ToProto(result);
  return response;
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_STANDARD_WRITES_H_
