// Imports: the rows of a client stream, checked one by one and stored in one commit.
//
// A service says what its rows are with one function over ImportRun, and gets from here the
// protocol of the stream, limits, order, duplicate keys, references, counts and refused rows.
#ifndef TERTIAL_COMMON_RPC_IMPORTING_H_
#define TERTIAL_COMMON_RPC_IMPORTING_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/rpc/standard_methods.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "tertial/common/v1/import.pb.h"

namespace tertial {

// One import being applied inside a transaction. Made by ImportSink, used by the service's
// function.
class ImportRun {
 public:
  ImportRun(Txn& txn, const AreaRegistry& areas, common::v1::ImportSummary& summary)
      : txn_(txn), areas_(areas), summary_(summary) {}

  // Stores `resource`, or adds to `violations` what is wrong with it. In this order: the name is
  // made canonical, `check` (fields alone, from the service's domain) and `check_references` (what
  // it refers to, read from the transaction) add what they find.
  template <typename T>
  absl::Status Put(
      typename T::Message& resource, const Violations& violations,
      const std::function<void(const typename T::Message&, const Violations&)>& check,
      const std::function<absl::Status(const RecordReader&, const typename T::Message&,
                                       const Violations&)>& check_references = nullptr) {
    absl::StatusOr<std::string> name = CanonicalName<T>(areas_, "name", resource.name());
    if (!name.ok()) {
      violations.AddStatus("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, name.status());
      // The fields are checked all the same, so that the caller learns everything at once.
      check(resource, violations);
      return absl::OkStatus();
    }
    resource.set_name(*std::move(name));
    check(resource, violations);
    if (check_references) {
      const absl::Status read = check_references(txn_, resource, violations);
      if (!read.ok()) return read;
    }
    CheckKeyIsNew(T::kId, resource.name(), violations);
    if (!violations.empty()) return absl::OkStatus();
    absl::StatusOr<PutOutcome> outcome = PutResource<T>(txn_, resource);
    if (!outcome.ok()) return outcome.status();
    Count(*outcome);
    return absl::OkStatus();
  }

  const AreaRegistry& areas() const { return areas_; }

  // The row that Put is called for next, as its position in the stream.
  void BeginRow(int64_t row) { row_ = row; }

 private:
  // Adds DUPLICATE_KEY if an earlier row has this key.
  void CheckKeyIsNew(TableId table, const std::string& name, const Violations& violations);
  void Count(PutOutcome outcome);

  Txn& txn_;
  const AreaRegistry& areas_;
  common::v1::ImportSummary& summary_;
  int64_t row_ = 0;
  std::map<std::pair<TableId, std::string>, int64_t> rows_by_name_;
};

// Adds to `violations` what is wrong with a reference from `owner` to a resource T: FIELD_REQUIRED
// if it is empty, T::kNotFound unless the resource is recorded (or put before by this transaction),
// INCONSISTENT_FIELDS if both belong to areas and the areas differ. Returns the resource if all is
// well; an error only if the store fails.
template <typename T>
absl::StatusOr<std::optional<typename T::Message>> CheckReference(const RecordReader& reader,
                                                                  absl::string_view field,
                                                                  const std::string& name,
                                                                  absl::string_view owner,
                                                                  const Violations& violations) {
  if (name.empty()) {
    violations.Add(
        field, common::v1::ERROR_REASON_FIELD_REQUIRED,
        absl::StrCat("It is empty; set it to a resource name of the form ", T::kPattern, "."));
    return std::nullopt;
  }
  const absl::StatusOr<std::vector<std::string>> ids = PatternOf<T>().Parse(name);
  if (!ids.ok()) {
    violations.AddStatus(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME, ids.status());
    return std::nullopt;
  }
  if (IsAreaOwned(T::kPattern) &&
      !absl::StartsWith(owner, absl::StrCat("areas/", (*ids)[0], "/"))) {
    violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(name), " belongs to another area than ", Quoted(owner),
                                "; refer to one of the same area."));
    return std::nullopt;
  }
  absl::StatusOr<std::optional<typename T::Message>> found = FindResource<T>(reader, name);
  if (found.ok() && !found->has_value()) {
    violations.AddStatus(field, T::kNotFound, ResourceNotFound(T::kNotFound, name));
  }
  return found;
}

// Replaces the area's number in a reference by its id: that of the area which bore it in `period`,
// where the referring row is about one. Leaves a name that is malformed, or of an area nobody
// knows, as it is: CheckReference says what is wrong with it.
template <typename T>
void MakeReferenceCanonical(const AreaRegistry& areas, std::string* name,
                            std::optional<Period> period = std::nullopt) {
  absl::StatusOr<std::vector<std::string>> ids = PatternOf<T>().Parse(*name);
  if (!ids.ok()) return;
  absl::StatusOr<std::string> area = areas.Resolve((*ids)[0], period);
  if (!area.ok()) return;
  (*ids)[0] = *std::move(area);
  *name = PatternOf<T>().Format(*ids);
}

// Enforces the order of a stream's messages and its limits. Shared by all imports.
class ImportProtocol {
 public:
  // Takes note of one message. Errors: INVALID_STREAM, IMPORT_TOO_LARGE.
  absl::Status Accept(bool has_options, const common::v1::ImportOptions& options, bool end_of_rows,
                      int64_t rows, int64_t bytes);
  // Errors: INVALID_STREAM when the stream broke off.
  absl::Status CheckEnded() const;
  const common::v1::ImportOptions& options() const { return options_; }

 private:
  common::v1::ImportOptions options_;
  bool begun_ = false;
  bool ended_ = false;
  int64_t rows_ = 0;
  int64_t bytes_ = 0;
};

// Adds a refused row to the summary: counted always, listed up to the limit.
void AddRefusedRow(int64_t row, const Violations& violations, common::v1::ImportSummary& summary);

// Gathers the rows of a stream; at its end applies them in the order of their cases (see the
// service's Row message), so that a row may refer to one that came later.
//   Request: has options(), rows(), end_of_rows(). Response: has mutable_summary().
//   Row: a message with one oneof; `case_of` gives the number of the case that is set, 0 if none.
template <typename Request, typename Response, typename Row>
class ImportSink : public RowSink<Request, Response> {
 public:
  using CaseOf = std::function<int(const Row&)>;
  using ApplyRow = std::function<absl::Status(ImportRun&, Row&, const Violations&)>;

  ImportSink(Ledger& ledger, const AreaRegistry& areas, const CallContext& call, CaseOf case_of,
             ApplyRow apply_row)
      : ledger_(ledger),
        areas_(areas),
        call_(call),
        case_of_(std::move(case_of)),
        apply_row_(std::move(apply_row)) {}

  absl::Status Accept(Request&& request) override {
    const absl::Status accepted =
        protocol_.Accept(request.has_options(), request.options(), request.end_of_rows(),
                         request.rows_size(), static_cast<int64_t>(request.ByteSizeLong()));
    if (!accepted.ok()) return accepted;
    for (Row& row : *request.mutable_rows()) rows_.push_back(std::move(row));
    return absl::OkStatus();
  }

  absl::StatusOr<Response> Finish() override {
    if (absl::Status ended = protocol_.CheckEnded(); !ended.ok()) return ended;
    const common::v1::ImportOptions& options = protocol_.options();
    Response response;
    common::v1::ImportSummary& summary = *response.mutable_summary();
    const CommitInfo info{
        .actor = call_.caller.name, .reason = options.reason(), .request_id = options.request_id()};
    const auto apply = [&](Txn& txn) { return Apply(txn, summary); };
    absl::StatusOr<CommitResult> result =
        options.validate_only() ? ledger_.Try(info, apply) : ledger_.Commit(info, apply);
    if (absl::IsAborted(result.status())) {
      // Rows were refused and the stream stands or falls as a whole: nothing was written.
      absl::StatusOr<ReadView> view = ledger_.Read();
      if (!view.ok()) return view.status();
      *summary.mutable_read_at() = view->at().ToProto();
      return response;
    }
    if (!result.ok()) return result.status();
    summary.set_applied(!options.validate_only());
    *summary.mutable_read_at() = result->at.ToProto();
    return response;
  }

 private:
  absl::Status Apply(Txn& txn, common::v1::ImportSummary& summary) {
    summary.set_received(static_cast<int64_t>(rows_.size()));
    std::vector<size_t> order(rows_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return case_of_(rows_[a]) < case_of_(rows_[b]);
    });
    ImportRun run(txn, areas_, summary);
    std::map<int64_t, std::unique_ptr<Violations>> refused;
    for (const size_t index : order) {
      const int64_t row = static_cast<int64_t>(index) + 1;
      auto violations = std::make_unique<Violations>();
      run.BeginRow(row);
      if (case_of_(rows_[index]) == 0) {
        violations->Add("", common::v1::ERROR_REASON_FIELD_REQUIRED,
                        "The row is empty; set one of its cases.");
      } else if (absl::Status failed = apply_row_(run, rows_[index], *violations); !failed.ok()) {
        return failed;
      }
      if (!violations->empty()) refused.emplace(row, std::move(violations));
    }
    for (const auto& [row, violations] : refused) AddRefusedRow(row, *violations, summary);
    const bool whole = protocol_.options().mode() != common::v1::IMPORT_MODE_ROW_BY_ROW;
    if (whole && !refused.empty()) return absl::AbortedError("rows were refused");
    return absl::OkStatus();
  }

  Ledger& ledger_;
  const AreaRegistry& areas_;
  const CallContext call_;
  const CaseOf case_of_;
  const ApplyRow apply_row_;
  ImportProtocol protocol_;
  std::vector<Row> rows_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_IMPORTING_H_
