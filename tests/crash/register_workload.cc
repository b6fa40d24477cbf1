#include "tests/crash/register_workload.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/area_registry.h"
#include "common/types/clock.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/store/keys.h"

namespace tertial::crash {
namespace {

namespace v1 = workforce::v1;

// One upload of so many cycles is staged and written in several commits.
constexpr int64_t kCyclesOfParts = 8;
constexpr int kPersons = 24;
constexpr int kPersonsOfParts = 5'050;
constexpr int kChangedPersons = 3;
// So that some 20 000 rows are staged of such an upload.
constexpr int kAbsences = 3;
constexpr size_t kRowsInMessage = 5'000;
constexpr int64_t kWhole = 10'000;
constexpr char kUnit[] = "areas/asker/units/a";

const AreaRegistry& Areas() {
  static const AreaRegistry& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

int64_t PercentOf(int64_t number) { return 1 + number % kWhole; }
absl::CivilDay AbsenceDay(int i) { return absl::CivilDay(2024, 1 + 2 * i, 1); }

// The persons that an upload puts, once those before it were made.
std::vector<std::string> PutBy(int64_t number) {
  std::vector<std::string> keys;
  if (KindOf(number) == RegisterChange::kPersons) {
    // Of the persons that an upload put last, and a new one.
    int64_t replaced = number - 1;
    while (replaced > 0 && (KindOf(replaced) != RegisterChange::kReplace &&
                            KindOf(replaced) != RegisterChange::kReplaceInParts)) {
      --replaced;
    }
    for (int i = 0; i < kChangedPersons; ++i) keys.push_back(absl::StrCat("U", replaced, "-", i));
    keys.push_back(absl::StrCat("N", number));
    return keys;
  }
  const bool in_parts = KindOf(number) == RegisterChange::kReplaceInParts;
  for (int i = 0; i < (in_parts ? kPersonsOfParts : kPersons); ++i) {
    keys.push_back(absl::StrCat("U", number, "-", i));
  }
  return keys;
}

// One of those that the next upload of some persons does not put again.
std::string ErasedBy(int64_t number, const std::map<std::string, int64_t>& persons) {
  const auto most = static_cast<int64_t>(persons.size());
  for (int64_t i = 0; i < most; ++i) {
    const std::string& key = std::next(persons.begin(), (number * 7 + i) % most)->first;
    bool is_put_again = false;
    for (int k = 0; k < kChangedPersons; ++k) {
      is_put_again = is_put_again || absl::EndsWith(key, absl::StrCat("-", k));
    }
    if (!is_put_again) return key;
  }
  return "nobody-0";
}

void AddRows(const std::string& key, int64_t number, std::vector<v1::RegisterRow>& rows) {
  v1::PositionRow& position = *rows.emplace_back().mutable_position();
  position.set_person_key(key);
  position.set_unit(kUnit);
  position.set_percent(
      absl::StrFormat("%d.%02d", PercentOf(number) / 100, PercentOf(number) % 100));
  position.set_from("2020-01-01");
  position.set_kind(v1::POSITION_KIND_PERMANENT);
  position.set_sex(v1::SEX_WOMEN);
  position.set_birth_years("1975-1979");
  for (int i = 0; i < kAbsences; ++i) {
    v1::AbsenceRow& absence = *rows.emplace_back().mutable_absence();
    absence.set_person_key(key);
    absence.set_from(absl::FormatCivilTime(AbsenceDay(i)));
    absence.set_to(absl::FormatCivilTime(AbsenceDay(i)));
    absence.set_degree("100");
    absence.set_kind(v1::ABSENCE_KIND_SICK);
    absence.set_basis(v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED);
  }
}

CallContext CallOf(const std::string& method) {
  CallContext call;
  call.method = method;
  call.caller.name = "a crash";
  call.deadline = absl::InfiniteFuture();
  return call;
}

}  // namespace

RegisterChange KindOf(int64_t number) {
  switch (number % kRegisterCycle) {
    case 1:
      return number / kRegisterCycle % kCyclesOfParts == 1 ? RegisterChange::kReplaceInParts
                                                           : RegisterChange::kReplace;
    case 2:
      return RegisterChange::kPersons;
    case 3:
      return RegisterChange::kErase;
    default:
      return RegisterChange::kRotate;
  }
}

bool IsUpload(int64_t number) {
  return KindOf(number) != RegisterChange::kErase && KindOf(number) != RegisterChange::kRotate;
}

void RegisterModel::MakeNext() {
  const int64_t number = ++made;
  const RegisterChange kind = KindOf(number);
  if (kind == RegisterChange::kErase) {
    const std::string key = ErasedBy(number, persons);
    persons.erase(key);
    erased.push_back(key);
    ++changes;
  } else if (kind != RegisterChange::kRotate) {
    if (kind == RegisterChange::kPersons) {
      ++changes;
    } else {
      persons.clear();
      ++generation;
      changes = 0;
    }
    for (const std::string& key : PutBy(number)) persons[key] = number;
  }
}

RegisterModel ModelAfter(int64_t number) {
  RegisterModel model;
  while (model.made < number) model.MakeNext();
  return model;
}

workforce::Person PersonPutBy(int64_t number) {
  workforce::Person person{.woman = true, .birth_year = 1975};
  person.positions.push_back({.percent = static_cast<uint32_t>(PercentOf(number)),
                              .from = ToDayNumber(absl::CivilDay(2020, 1, 1)),
                              .kind = v1::POSITION_KIND_PERMANENT});
  for (int i = 0; i < kAbsences; ++i) {
    const DayNumber day = ToDayNumber(AbsenceDay(i));
    person.absences.push_back({.from = day,
                               .to = day,
                               .degree = static_cast<uint32_t>(kWhole),
                               .basis = v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED,
                               .kind = v1::ABSENCE_KIND_SICK});
  }
  return person;
}

workforce::PersonKeys KeysAt(int64_t number) {
  std::string text;
  int keys = 0;
  for (int64_t i = 0; i <= number; ++i) {
    if (i == 0 || KindOf(i) == RegisterChange::kRotate) {
      absl::StrAppendFormat(&text, "%064x\n", ++keys);
    }
  }
  return *workforce::PersonKeys::Parse("keys", text);
}

absl::StatusOr<std::unique_ptr<RegisterService>> RegisterService::Open(const std::string& directory,
                                                                       int64_t number,
                                                                       RocksDbOptions rocksdb) {
  rocksdb.write_buffer_bytes = size_t{256} << 10;
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                           OpenRocksDbStore(directory + "/data", rocksdb));
  return Open(directory, number, std::move(store));
}

absl::StatusOr<std::unique_ptr<RegisterService>> RegisterService::Open(
    const std::string& directory, int64_t number, std::unique_ptr<KeyValueStore> store) {
  LedgerOptions options;
  options.service_name = "workforce";
  options.tables = workforce::WorkforceTables();
  TERTIAL_ASSIGN_OR_RETURN(options.journal, ErasureJournal::Open(directory + "/erasures"));
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<Ledger> ledger,
                           Ledger::Open(std::move(store), SystemClock(), options));
  std::unique_ptr<RegisterService> service(new RegisterService(std::move(ledger)));
  TERTIAL_RETURN_IF_ERROR(service->RecordUnit());
  service->Start(number);
  TERTIAL_RETURN_IF_ERROR(service->ledger().DoDueWork());
  return service;
}

absl::Status RegisterService::RecordUnit() {
  v1::Unit unit;
  unit.set_name(kUnit);
  unit.set_order(1);
  auto& title = *unit.add_titles();
  title.set_language("nb");
  title.set_text("A");
  return ledger_
      ->Commit({.actor = "a crash"},
               [&](Txn& txn) {
                 return txn
                     .Put(workforce::UnitTable::kId, *PrimaryKey<workforce::UnitTable>(unit.name()),
                          EncodeResource(unit))
                     .status();
               })
      .status();
}

void RegisterService::Start(int64_t number) {
  handlers_.reset();
  keys_ = std::make_unique<workforce::PersonKeys>(KeysAt(number));
  handlers_ =
      std::make_unique<workforce::RegistersHandlers>(*ledger_, Areas(), keys_.get(), figures_);
}

absl::Status RegisterService::Make(const RegisterModel& before) {
  const int64_t number = before.made + 1;
  switch (KindOf(number)) {
    case RegisterChange::kErase:
      return Erase(ErasedBy(number, before.persons));
    case RegisterChange::kRotate:
      Start(number);
      return handlers_->RotatePersonKeys(CallOf("Rotate"), {}).status();
    default:
      return Upload(number);
  }
}

absl::Status RegisterService::Upload(int64_t number) {
  std::vector<v1::RegisterRow> rows;
  for (const std::string& key : PutBy(number)) AddRows(key, number, rows);
  const auto sink = handlers_->UploadRegister(CallOf("Upload"));
  for (size_t begin = 0; begin < rows.size(); begin += kRowsInMessage) {
    const size_t end = std::min(rows.size(), begin + kRowsInMessage);
    v1::UploadRegisterRequest message;
    if (begin == 0) {
      v1::UploadOptions& options = *message.mutable_options();
      options.set_area("areas/asker");
      options.set_mode(KindOf(number) == RegisterChange::kPersons ? v1::UPLOAD_MODE_PERSONS
                                                                  : v1::UPLOAD_MODE_REPLACE);
      options.set_extract_date("2024-12-31");
      options.set_request_id(absl::StrCat("upload-", number));
    }
    for (size_t i = begin; i < end; ++i) *message.add_rows() = std::move(rows[i]);
    message.set_end_of_rows(end == rows.size());
    TERTIAL_RETURN_IF_ERROR(sink->Accept(std::move(message)));
  }
  TERTIAL_ASSIGN_OR_RETURN(const v1::UploadRegisterResponse response, sink->Finish());
  replayed_ = response.summary().replayed();
  return response.summary().applied() ? absl::OkStatus()
                                      : absl::InternalError(response.ShortDebugString());
}

absl::Status RegisterService::Erase(const std::string& key) {
  v1::ErasePersonRequest request;
  request.set_area("areas/asker");
  request.set_person_key(key);
  return handlers_->ErasePerson(CallOf("Erase"), request).status();
}

}  // namespace tertial::crash
