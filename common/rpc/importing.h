// Imports: the rows of a client stream, of any number, checked one by one and stored in one commit.
//
// A service names the kinds of its rows by their rules (standard_writes.h), and gets from here the
// protocol of the stream, limits, duplicate keys, references, counts, refused rows and repeats:
//
//   return OpenImport<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::PoliticsRow,
//                     BodyRules, CaseRules, …>(ledger, areas, call);
//
// Rows are staged as they come (common/ledger/bulk_import.h), so memory stays bounded whatever
// their number. What a row refers to is looked up when all have come, among them and in the store,
// table by table in the order of the tables' numbers: a row may refer to one that came later.
#ifndef TERTIAL_COMMON_RPC_IMPORTING_H_
#define TERTIAL_COMMON_RPC_IMPORTING_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/rpc/call_context.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/resource_fields.h"
#include "common/rpc/serving.h"
#include "common/rpc/standard_writes.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/sha256.h"
#include "google/protobuf/message.h"
#include "tertial/common/v1/import.pb.h"

namespace tertial {

// What an import knows of one kind of row.
struct ImportKind {
  TableId table = 0;
  // The name of its field in the row message.
  std::string field;
  // Makes the name and references canonical and adds what is wrong with the fields alone.
  void (*check)(const AreaRegistry& areas, google::protobuf::Message& resource,
                const Violations& violations) = nullptr;
  absl::StatusOr<std::string> (*primary_key)(const google::protobuf::Message& resource) = nullptr;
  std::string (*encode)(const google::protobuf::Message& resource) = nullptr;
  // Adds what is wrong with the row under `pk` beside the others. Empty: nothing can be.
  absl::Status (*check_among_others)(const RecordReader& reader, absl::string_view pk,
                                     absl::string_view body,
                                     const Violations& violations) = nullptr;
};

template <typename Row, typename Rules>
ImportKind ImportKindOf() {
  using T = typename Rules::Table;
  using Message = typename T::Message;
  static_assert(!IsRestricted(T::kId),
                "an import asks for one role, may wait, and tells of rows by their names");
  ImportKind kind{.table = T::kId, .field = FieldOfType<Row, Message>()->name()};
  kind.check = [](const AreaRegistry& areas, google::protobuf::Message& message,
                  const Violations& violations) {
    auto& resource = static_cast<Message&>(message);
    absl::StatusOr<std::string> name = CanonicalName<T>(areas, "name", resource.name());
    if (name.ok()) {
      resource.set_name(*std::move(name));
    } else {
      violations.AddStatus("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, name.status());
      // The fields are checked all the same, so that the caller learns everything at once.
    }
    MakeCanonical<Rules>(areas, resource);
    if (!resource.etag().empty()) {
      violations.Add(
          "etag", common::v1::ERROR_REASON_OUTPUT_ONLY_FIELD,
          "An imported row replaces what its key holds, whatever that is; leave the etag "
          "out, or update the resource.");
    }
    RefuseOutputOnly<Rules>(resource, violations);
    CheckFields<Rules>(areas, resource, violations);
  };
  kind.primary_key = [](const google::protobuf::Message& message) {
    return PrimaryKey<T>(static_cast<const Message&>(message).name());
  };
  kind.encode = [](const google::protobuf::Message& message) {
    return EncodeResource(static_cast<const Message&>(message));
  };
  if constexpr (HasRulesAmongOthers<Rules>) {
    kind.check_among_others = [](const RecordReader& reader, absl::string_view pk,
                                 absl::string_view body, const Violations& violations) {
      Message resource;
      TERTIAL_RETURN_IF_ERROR(DecodeBody(T::kId, pk, body, resource));
      return CheckAmongOthers<Rules>(reader, resource, violations);
    };
  }
  return kind;
}

// Tells rows that are not to be stored. A service that has such rows implements it.
class RowReview {
 public:
  virtual ~RowReview() = default;
  // The rows are gone through from the first on; again, where something was committed meanwhile.
  virtual void Begin() = 0;
  // Whether the row, whose fields are right, is only compared with what is recorded: it is neither
  // stored nor refused then, and not asked about again. `reader` sees the newest state as it will
  // be after the import.
  virtual absl::StatusOr<bool> Compares(const RecordReader& reader, const StagedRowView& row) = 0;
};

// The same with what the answer tells of it.
template <typename Response>
class ImportReview : public RowReview {
 public:
  // Adds what came of the comparisons. Not called in the answer to a repeat.
  virtual void AddTo(Response& response) const = 0;
};

// Enforces the order of a stream's messages and its limits. Shared by all imports.
class ImportProtocol {
 public:
  // Takes note of one message. Errors: INVALID_STREAM, IMPORT_TOO_LARGE, and what is wrong with the
  // options.
  absl::Status Accept(bool has_options, const common::v1::ImportOptions& options, absl::Time now,
                      bool end_of_rows, int64_t rows);
  // Errors: INVALID_STREAM when the stream broke off.
  absl::Status CheckEnded() const;
  const common::v1::ImportOptions& options() const { return options_; }
  bool begun() const { return begun_; }
  int64_t rows() const { return rows_; }

 private:
  common::v1::ImportOptions options_;
  bool begun_ = false;
  bool ended_ = false;
  int64_t rows_ = 0;
};

// The rows of one stream on their way into the ledger, whatever messages they come in.
class ImportRun {
 public:
  // `kinds` by the number of their field in the row message.
  using Kinds = std::map<int, ImportKind>;

  // `review` may be nullptr: all rows are to be stored. Else it must outlive the object.
  ImportRun(Ledger& ledger, const AreaRegistry& areas, const CallContext& call, const Kinds& kinds,
            RowReview* review);

  // Before the first row.
  void Begin(const common::v1::ImportOptions& options);
  // Checks a row's fields and stages it, or takes note of why it is refused. `row`: a message with
  // one oneof.
  absl::Status AddRow(google::protobuf::Message& row);
  // Checks what is left to be checked and stores the rows.
  absl::StatusOr<common::v1::ImportSummary> Finish();

 private:
  bool whole() const { return options_.mode() != common::v1::IMPORT_MODE_ROW_BY_ROW; }
  void Refuse(int64_t row, const Violations& violations);
  // Checks references and duplicates; refused rows, and those that are only compared, are taken
  // out.
  absl::Status CheckStaged();
  absl::Status Store(common::v1::ImportSummary& summary);
  void SetCounts(const ImportCounts& counts, common::v1::ImportSummary& summary) const;

  Ledger& ledger_;
  const AreaRegistry& areas_;
  const CallContext call_;
  const Kinds& kinds_;
  common::v1::ImportOptions options_;
  // Why the instant of the import is refused, if it was not made before it.
  absl::Status late_;
  const std::unique_ptr<BulkImport> import_;
  Sha256 fingerprint_;
  RowReview* const review_;
  int64_t received_ = 0;
  int64_t compared_ = 0;
  // How many rows are refused, and the first of them.
  int64_t refused_ = 0;
  std::map<int64_t, common::v1::RefusedRow> refused_rows_;
};

// Request: has options(), rows(), end_of_rows(). Response: has mutable_summary().
template <typename Request, typename Response>
class ImportSink : public RowSink<Request, Response> {
 public:
  ImportSink(Ledger& ledger, const AreaRegistry& areas, const CallContext& call,
             const ImportRun::Kinds& kinds, std::unique_ptr<ImportReview<Response>> review)
      : ledger_(ledger),
        review_(std::move(review)),
        run_(ledger, areas, call, kinds, review_.get()) {}

  absl::Status Accept(Request&& request) override {
    const bool first = !protocol_.begun();
    TERTIAL_RETURN_IF_ERROR(protocol_.Accept(request.has_options(), request.options(),
                                             ledger_.Now(), request.end_of_rows(),
                                             request.rows_size()));
    if (first) run_.Begin(protocol_.options());
    for (auto& row : *request.mutable_rows()) TERTIAL_RETURN_IF_ERROR(run_.AddRow(row));
    return absl::OkStatus();
  }

  absl::StatusOr<Response> Finish() override {
    TERTIAL_RETURN_IF_ERROR(protocol_.CheckEnded());
    Response response;
    TERTIAL_ASSIGN_OR_RETURN(*response.mutable_summary(), run_.Finish());
    if (review_ != nullptr && !response.summary().replayed()) review_->AddTo(response);
    return response;
  }

 private:
  Ledger& ledger_;
  ImportProtocol protocol_;
  const std::unique_ptr<ImportReview<Response>> review_;
  ImportRun run_;
};

// The import stream of a service: `Row` is its row message, `Rules` are those of the row's cases.
template <typename Request, typename Response, typename Row, typename... Rules>
std::unique_ptr<RowSink<Request, Response>> OpenImport(
    Ledger& ledger, const AreaRegistry& areas, const CallContext& call,
    std::unique_ptr<ImportReview<Response>> review = nullptr) {
  static const ImportRun::Kinds& kinds =
      *new ImportRun::Kinds({{FieldOfType<Row, typename Rules::Table::Message>()->number(),
                              ImportKindOf<Row, Rules>()}...});
  return std::make_unique<ImportSink<Request, Response>>(ledger, areas, call, kinds,
                                                         std::move(review));
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_IMPORTING_H_
