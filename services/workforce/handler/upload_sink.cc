#include "services/workforce/handler/upload_sink.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/facts/overdue.h"
#include "common/facts/personal_data.h"
#include "common/ledger/table.h"
#include "common/observability/log.h"
#include "common/rpc/audit_rows.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/limits.h"
#include "common/rpc/write_options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/calendar.h"
#include "services/workforce/domain/register_errors.h"
#include "services/workforce/domain/register_rules.h"
#include "services/workforce/store/keys.h"

namespace tertial::workforce {
namespace {

// More rows are a mistake: a large municipality has some 100 000 positions in ten years.
constexpr int64_t kMostRegisterRows = 20'000'000;
// Persons of an upload that are held in memory, and their rows.
constexpr size_t kMostPersons = 1000;
constexpr int64_t kMostRowsOfPersons = 100'000;
constexpr int kDefaultRetentionMonths = 24;
constexpr int kLongestRetentionMonths = 60;
constexpr size_t kMostIncomplete = 10'000;

common::v1::ImportOptions ImportOptionsOf(const v1::UploadOptions& options) {
  common::v1::ImportOptions import;
  import.set_request_id(options.request_id());
  import.set_validate_only(options.validate_only());
  return import;
}

// What names a person among the options; OK if nothing does.
absl::Status RefuseIdentifiers(const v1::UploadOptions& options) {
  for (int i = 0; i < options.columns_size(); ++i) {
    const std::string& heading = options.columns(i);
    // A file without headings has a person where they should be.
    if (NamesPersonalColumn(heading) || HoldsNationalId(heading) || IsNationalId(heading) ||
        LooksLikeName(heading)) {
      return PersonalIdentifier(0, absl::StrCat("options.columns[", i, "]"));
    }
  }
  const std::pair<absl::string_view, const std::string*> texts[] = {
      {"options.area", &options.area()},
      {"options.extract_date", &options.extract_date()},
      {"options.request_id", &options.request_id()}};
  for (const auto& [field, text] : texts) {
    if (IsNationalId(*text) || HoldsNationalId(*text)) return PersonalIdentifier(0, field);
  }
  return absl::OkStatus();
}

void CheckExtractDate(const std::string& date, absl::Time now, const Violations& violations) {
  const std::optional<absl::CivilDay> day = ParseCivilDay(date);
  if (date.empty()) {
    violations.Add("extract_date", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; give the day that the extract describes.");
  } else if (!day.has_value()) {
    violations.Add("extract_date", common::v1::ERROR_REASON_INVALID_DATE,
                   absl::StrCat(Quoted(date), " is no day; write one as 2024-12-31."));
  } else if (day->year() < kFirstWorkYear || *day > DayInOslo(now)) {
    violations.Add("extract_date", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(date),
                                " lies before 1900 or in the future; give the day "
                                "that the extract describes."));
  }
}

absl::Status CheckOptions(const v1::UploadOptions& options, absl::Time now) {
  Violations violations;
  const Violations at = violations.At("options");
  CheckEnum("mode", options.mode(), Presence::kRequired, at);
  CheckExtractDate(options.extract_date(), now, at);
  if (options.retention_months() != 0) {
    CheckRange("retention_months", options.retention_months(), 1, kLongestRetentionMonths, at);
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// The one of the row's fields that holds the key.
std::string TakeKey(v1::RegisterRow& row) {
  std::string key;
  if (row.has_position()) key.swap(*row.mutable_position()->mutable_person_key());
  if (row.has_absence()) key.swap(*row.mutable_absence()->mutable_person_key());
  return key;
}

int64_t CountOf(size_t size) { return static_cast<int64_t>(size); }

}  // namespace

UploadSink::UploadSink(RegisterWrites& writes, const AreaRegistry& areas, const PersonKeys* keys,
                       const CallContext& call)
    : writes_(writes), areas_(areas), keys_(keys), call_(call) {}

UploadSink::~UploadSink() {
  if (staging_ == nullptr || !replaces()) return;
  staging_.reset();
  const absl::Status settled = writes_.Settle(basis_);
  if (!settled.ok()) {
    Log(Severity::kWarning, "rows of an upload are left until the next start",
        {{"area", basis_.area_id},
         {"request_id", call_.request_id},
         {"trace_id", call_.trace.TraceId()},
         {"reason", ReasonName(ReasonOf(settled))}});
  }
}

absl::Status UploadSink::Accept(v1::UploadRegisterRequest&& request) {
  if (keys_ == nullptr) return PersonKeysMissing();
  const bool first = !protocol_.begun();
  if (request.has_options()) TERTIAL_RETURN_IF_ERROR(RefuseIdentifiers(request.options()));
  TERTIAL_RETURN_IF_ERROR(
      protocol_.Accept(request.has_options(), ImportOptionsOf(request.options()),
                       writes_.ledger().Now(), request.end_of_rows(), request.rows_size()));
  if (first) TERTIAL_RETURN_IF_ERROR(Begin(request.options()));
  const int64_t most = replaces() ? kMostRegisterRows : kMostRowsOfPersons;
  if (protocol_.rows() > most) return ImportTooLarge(most, "rows");
  for (int i = 0; i < request.rows_size(); ++i) {
    const std::string field = FindNationalId(request.rows(i));
    if (!field.empty()) return PersonalIdentifier(received_ + i + 1, field);
  }
  for (v1::RegisterRow& row : *request.mutable_rows()) TERTIAL_RETURN_IF_ERROR(AddRow(row));
  return absl::OkStatus();
}

absl::Status UploadSink::Begin(const v1::UploadOptions& options) {
  begun_ = writes_.ledger().Now();
  TERTIAL_RETURN_IF_ERROR(CheckOptions(options, begun_));
  options_ = options;
  if (options_.retention_months() == 0) options_.set_retention_months(kDefaultRetentionMonths);
  expiry_ = MonthsAfter(begun_, options_.retention_months());
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "options.area", options.area()));
  extract_day_ = ToDayNumber(*ParseCivilDay(options_.extract_date()));
  TERTIAL_ASSIGN_OR_RETURN(basis_, writes_.Begin(area_id));
  if (!replaces()) return BeginPersons();
  key_count_ = keys_->count();
  staging_ = StageOnDisk(writes_, basis_);
  return absl::OkStatus();
}

absl::Status UploadSink::BeginPersons() {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present,
                           OpenRegister(writes_.ledger(), basis_.area_id));
  if (!present.has_value()) return RegisterNotFound(basis_.area_id);
  if (!keys_->Extends(present->head.key_fingerprints())) return PersonKeysMissing();
  if (present->head.state().extract_date() != options_.extract_date()) {
    return InvalidField("options.extract_date", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        absl::StrCat("The register is of ", present->head.state().extract_date(),
                                     "; persons are changed in an extract of that day, or all "
                                     "are replaced."));
  }
  key_count_ = static_cast<size_t>(present->head.key_fingerprints_size());
  staging_ = StageInMemory();
  return absl::OkStatus();
}

absl::Status UploadSink::AddRow(v1::RegisterRow& row) {
  ++received_;
  Violations violations;
  CheckRegisterRow(areas_, basis_.area_id, row, violations);
  const PersonHash first = keys_->Hash(basis_.area_id, TakeKey(row), 1);
  const PersonHash hash = keys_->Rehash(first, 1, key_count_);
  if (!options_.request_id().empty()) {
    // By the hash that stays the same when keys are added.
    fingerprint_.AddField(first);
    fingerprint_.AddField(EncodeBody(row));
  }
  if (violations.empty()) {
    TERTIAL_RETURN_IF_ERROR(staging_->Stage(hash, received_, std::move(row)));
    if (staging_->persons() > kMostPersons) return ImportTooLarge(kMostPersons, "persons");
    return absl::OkStatus();
  }
  if (row.has_position() && incomplete_.size() < kMostIncomplete) incomplete_.insert(hash);
  Refuse(received_, violations);
  return absl::OkStatus();
}

void UploadSink::Refuse(int64_t row, const Violations& violations) {
  ++refused_;
  common::v1::RefusedRow& refused = refused_rows_[row];
  refused.set_row(row);
  for (const common::v1::FieldViolation& violation : violations.list()) {
    if (refused.violations_size() == kMostViolationsOfRow) break;
    *refused.add_violations() = violation;
  }
  if (CountOf(refused_rows_.size()) > kMostRefusedRows) {
    refused_rows_.erase(std::prev(refused_rows_.end()));
  }
}

absl::Status UploadSink::CheckPerson(const PersonHash& hash, const std::vector<PersonRow>& rows,
                                     std::optional<Person>& person) {
  std::map<int64_t, Violations> wrong;
  person = MakePerson(rows, extract_day_, *codes_,
                      [&](int64_t row, absl::string_view field, ErrorReason reason,
                          absl::string_view description, int64_t related_row) {
                        if (reason == common::v1::ERROR_REASON_ABSENCE_WITHOUT_POSITION &&
                            incomplete_.contains(hash)) {
                          return;
                        }
                        wrong[row].Add(field, reason, description).set_related_row(related_row);
                      });
  for (const auto& [row, violations] : wrong) Refuse(row, violations);
  stored_ += CountOf(rows.size()) - CountOf(wrong.size());
  if (!wrong.empty()) person.reset();
  return absl::OkStatus();
}

absl::Status UploadSink::CheckPersons(
    absl::FunctionRef<absl::Status(const PersonHash& hash, Person&& person)> take) {
  return staging_->ForEachPerson(
      [&](const PersonHash& hash, const std::vector<PersonRow>& rows) -> absl::Status {
        std::optional<Person> person;
        TERTIAL_RETURN_IF_ERROR(CheckPerson(hash, rows, person));
        if (!person.has_value()) return absl::OkStatus();
        ++persons_;
        positions_ += CountOf(person->positions.size());
        absences_ += CountOf(person->absences.size());
        return take(hash, *std::move(person));
      });
}

CommitInfo UploadSink::MakeCommitInfo() {
  CommitInfo info{.actor = call_.caller.name, .request_id = options_.request_id()};
  info.deadline = call_.deadline;
  if (info.request_id.empty()) return info;
  v1::UploadOptions without_id = options_;
  without_id.clear_request_id();
  without_id.set_area(basis_.area_id);
  fingerprint_.AddField(EncodeBody(without_id));
  const Sha256Digest digest = fingerprint_.Finish();
  info.fingerprint =
      FingerprintOf(call_.method, {reinterpret_cast<const char*>(digest.data()), digest.size()});
  return info;
}

absl::StatusOr<std::optional<v1::UploadRegisterResponse>> UploadSink::FindReplay(
    const CommitInfo& info) {
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result,
                           writes_.ledger().Try(info, [](Txn&) { return absl::OkStatus(); }));
  if (!result.replayed) return std::optional<v1::UploadRegisterResponse>();
  std::optional<v1::UploadRegisterResponse> response(std::in_place);
  if (!response->ParseFromString(result.answer)) {
    return StoredDataDamaged("the answer to an upload of a register");
  }
  response->mutable_summary()->set_replayed(true);
  *response->mutable_summary()->mutable_read_at() = result.at.ToProto();
  return response;
}

void UploadSink::SetCounts(common::v1::ImportSummary& summary) const {
  summary.set_received(received_);
  summary.set_refused(refused_);
  if (refused_ == 0) summary.set_inserted(stored_);
  for (const auto& [row, refused] : refused_rows_) *summary.add_refused_rows() = refused;
}

absl::StatusOr<v1::UploadRegisterResponse> UploadSink::AnswerUnstored() {
  v1::UploadRegisterResponse response;
  SetCounts(*response.mutable_summary());
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, writes_.ledger().Read());
  *response.mutable_summary()->mutable_read_at() = view.at().ToProto();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present,
                           OpenRegister(writes_.ledger(), basis_.area_id));
  if (present.has_value()) *response.mutable_state() = StateOf(basis_.area_id, present->head);
  return response;
}

absl::StatusOr<v1::UploadRegisterResponse> UploadSink::PutHead(
    const CommitInfo& info, const HeadUntil& head, absl::FunctionRef<void(Txn&)> change,
    absl::FunctionRef<void(RegisterListener&)> tell) {
  v1::UploadRegisterResponse response;
  SetCounts(*response.mutable_summary());
  response.mutable_summary()->set_applied(true);
  *response.mutable_state() = StateOf(basis_.area_id, head.head);
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result,
                           writes_.PutHead(
                               basis_, info, head,
                               [&](Txn& txn) {
                                 change(txn);
                                 NotePrivateWrite(txn, writes_.ledger().Now(), call_,
                                                  {absl::StrCat("areas/", basis_.area_id)});
                                 txn.SetAnswer(response.SerializeAsString());
                               },
                               tell));
  response.mutable_summary()->set_replayed(result.replayed);
  *response.mutable_summary()->mutable_read_at() = result.at.ToProto();
  return response;
}

absl::StatusOr<v1::UploadRegisterResponse> UploadSink::StoreRegister(const CommitInfo& info) {
  PersonWriter writer(writes_, basis_, basis_.new_generation);
  TERTIAL_RETURN_IF_ERROR(CheckPersons([&](const PersonHash& hash, Person&& person) {
    if (refused_ > 0 || options_.validate_only()) return absl::OkStatus();
    return writer.Put(hash, EncodePerson(person), expiry_);
  }));
  if (refused_ > 0 || options_.validate_only()) return AnswerUnstored();
  TERTIAL_RETURN_IF_ERROR(writer.Finish());
  HeadUntil head{.head = {}, .expiry = expiry_};
  v1::RegisterState& state = *head.head.mutable_state();
  state.set_generation(basis_.generation + 1);
  state.set_extract_date(options_.extract_date());
  *state.mutable_upload_time() = EncodeTimestamp(begun_);
  *state.mutable_first_expiry() = EncodeTimestamp(expiry_);
  state.set_retention_months(options_.retention_months());
  state.set_person_keys(static_cast<int32_t>(key_count_));
  state.set_persons(persons_);
  state.set_positions(positions_);
  state.set_absences(absences_);
  head.head.mutable_units()->Assign(codes_->unit_ids().begin(), codes_->unit_ids().end());
  head.head.mutable_occupation_groups()->Assign(codes_->groups().begin(), codes_->groups().end());
  for (const std::string& fingerprint : keys_->Fingerprints()) {
    head.head.add_key_fingerprints(fingerprint);
  }
  head.head.set_rows_generation(basis_.new_generation);
  return PutHead(
      info, head, [](Txn&) {},
      [&](RegisterListener& listener) { listener.OnReplaced(basis_.area_id); });
}

absl::StatusOr<v1::UploadRegisterResponse> UploadSink::StorePersons(const CommitInfo& info) {
  std::vector<ChangedPerson> changed;
  TERTIAL_RETURN_IF_ERROR(CheckPersons([&](const PersonHash& hash, Person&& person) {
    changed.push_back({.hash = hash, .before = std::nullopt, .after = std::move(person)});
    return absl::OkStatus();
  }));
  if (refused_ > 0 || options_.validate_only()) return AnswerUnstored();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present,
                           OpenRegister(writes_.ledger(), basis_.area_id));
  if (!present.has_value()) return UploadOvertaken(basis_.area_id);
  TERTIAL_ASSIGN_OR_RETURN(HeadUntil head, ReadHead(*present));
  v1::RegisterState& state = *head.head.mutable_state();
  state.set_changes(state.changes() + 1);
  state.set_persons(state.persons() + persons_);
  state.set_positions(state.positions() + positions_);
  state.set_absences(state.absences() + absences_);
  for (ChangedPerson& person : changed) {
    TERTIAL_ASSIGN_OR_RETURN(person.before, FindPerson(*present, person.hash));
    if (!person.before.has_value()) continue;
    state.set_persons(state.persons() - 1);
    state.set_positions(state.positions() - CountOf(person.before->positions.size()));
    state.set_absences(state.absences() - CountOf(person.before->absences.size()));
  }
  head.expiry = std::max(head.expiry, expiry_);
  if (expiry_ < DecodeTimestamp(state.first_expiry())) {
    *state.mutable_first_expiry() = EncodeTimestamp(expiry_);
  }
  head.head.mutable_units()->Assign(codes_->unit_ids().begin(), codes_->unit_ids().end());
  head.head.mutable_occupation_groups()->Assign(codes_->groups().begin(), codes_->groups().end());
  const uint64_t generation = head.head.rows_generation();
  return PutHead(
      info, head,
      [&](Txn& txn) {
        for (const ChangedPerson& person : changed) {
          txn.PutPrivate(kPersonTable, PersonKey(basis_.area_id, person.hash, generation),
                         EncodePerson(person.after), expiry_);
        }
      },
      [&](RegisterListener& listener) {
        std::vector<PersonChange> changes;
        for (const ChangedPerson& person : changed) {
          changes.push_back({.before = person.before.has_value() ? &*person.before : nullptr,
                             .after = &person.after});
        }
        listener.OnPersonsChanged(basis_.area_id, changes, head.head);
      });
}

absl::StatusOr<v1::UploadRegisterResponse> UploadSink::Finish() {
  if (keys_ == nullptr) return PersonKeysMissing();
  TERTIAL_RETURN_IF_ERROR(protocol_.CheckEnded());
  const CommitInfo info = MakeCommitInfo();
  TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::UploadRegisterResponse> replay, FindReplay(info));
  if (replay.has_value()) return *std::move(replay);
  std::vector<v1::Unit> units;
  internal::v1::RegisterHead lists;
  {
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, writes_.ledger().Read());
    TERTIAL_ASSIGN_OR_RETURN(units, ReadBelow<UnitTable>(view, {basis_.area_id}));
  }
  if (!replaces()) {
    // Numbers are given on from where the register in force has come to.
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present,
                             OpenRegister(writes_.ledger(), basis_.area_id));
    if (present.has_value()) lists = present->head;
  }
  codes_.emplace(
      units, std::vector<std::string>(lists.units().begin(), lists.units().end()),
      std::vector<std::string>(lists.occupation_groups().begin(), lists.occupation_groups().end()));
  return replaces() ? StoreRegister(info) : StorePersons(info);
}

}  // namespace tertial::workforce
