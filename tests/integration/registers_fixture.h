// A server of registers, with units recorded and keys to hash persons with.
#ifndef TERTIAL_TESTS_INTEGRATION_REGISTERS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_REGISTERS_FIXTURE_H_

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/handler/registers_service.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/store/register_rows.h"
#include "services/workforce/store/register_store.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/planted.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/test_service.h"

namespace tertial::workforce {

using RegistersStub = v1::RegistersService::Stub;
using RegisterRows = std::vector<v1::RegisterRow>;
// Of each person what EncodePerson makes of them, by hash.
using StoredPersons = std::map<std::string, std::string>;

inline constexpr char kFirstKey[] =
    "0101010101010101010101010101010101010101010101010101010101010101\n";
inline constexpr char kSecondKey[] =
    "0202020202020202020202020202020202020202020202020202020202020202\n";

inline std::string UnitOf(const std::string& id) { return absl::StrCat("areas/asker/units/", id); }

inline v1::RegisterRow PositionOf(const std::string& key, const std::string& unit,
                                  const std::string& percent = "100",
                                  const std::string& from = "2020-01-01",
                                  const std::string& to = "") {
  // What is shorter stands anywhere by chance.
  if (key.size() > 6) testing::Plant(testing::Secret::kPersonKey, key);
  v1::RegisterRow row;
  v1::PositionRow& position = *row.mutable_position();
  position.set_person_key(key);
  position.set_unit(UnitOf(unit));
  position.set_percent(percent);
  position.set_from(from);
  position.set_to(to);
  position.set_kind(v1::POSITION_KIND_PERMANENT);
  position.set_sex(v1::SEX_WOMEN);
  position.set_birth_years("1975-1979");
  position.set_occupation_group("2320");
  return row;
}

inline v1::RegisterRow SickLeaveOf(const std::string& key, const std::string& from,
                                   const std::string& to, const std::string& degree = "100") {
  v1::RegisterRow row;
  v1::AbsenceRow& absence = *row.mutable_absence();
  absence.set_person_key(key);
  absence.set_from(from);
  absence.set_to(to);
  absence.set_degree(degree);
  absence.set_kind(v1::ABSENCE_KIND_SICK);
  absence.set_basis(v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED);
  return row;
}

inline v1::UploadOptions ReplaceOptions() {
  v1::UploadOptions options;
  options.set_area("areas/asker");
  options.set_mode(v1::UPLOAD_MODE_REPLACE);
  options.set_extract_date("2024-12-31");
  return options;
}

inline v1::UploadOptions PersonsOptions() {
  v1::UploadOptions options = ReplaceOptions();
  options.set_mode(v1::UPLOAD_MODE_PERSONS);
  return options;
}

class RegistersFixture : public ::testing::Test {
 protected:
  using Service = testing::TestService<v1::RegistersService>;

  void SetUp() override {
    Start();
    RecordUnits();
  }
  void TearDown() override { service_.reset(); }

  // Serves what is in the data directory, with these keys.
  void Start(const std::string& keys = kFirstKey) {
    service_.reset();
    for (const std::string key : {kFirstKey, kSecondKey}) {
      testing::Plant(testing::Secret::kRegisterKey, key.substr(0, key.size() - 1));
    }
    Keys() = std::make_unique<PersonKeys>(*PersonKeys::Parse("keys", keys));
    Figures() = std::make_unique<RegisterFigures>();
    faults_ = std::make_shared<StoreFaults>();
    service_ = std::make_unique<Service>("workforce", &Create, WorkforceTables(), data_, faults_,
                                         Others(), clock_);
  }

  // What is served beside it, over the same ledger.
  virtual std::vector<std::pair<std::string, Service::Create>> Others() const { return {}; }

  Ledger& ledger() { return service_->ledger(); }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (RegistersStub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                const Request& request, const std::string& caller = "admin") {
    return service_->Call(method, request, caller);
  }

  // An upload under way.
  struct Stream {
    grpc::ClientContext context;
    v1::UploadRegisterResponse response;
    std::unique_ptr<grpc::ClientWriter<v1::UploadRegisterRequest>> writer;

    absl::StatusOr<v1::UploadRegisterResponse> Finish() {
      writer->WritesDone();
      const grpc::Status status = writer->Finish();
      if (!status.ok()) return FromGrpcStatus(status);
      return response;
    }
  };
  std::unique_ptr<Stream> Open(const std::string& caller = "recorder") {
    auto stream = std::make_unique<Stream>();
    testing::PrepareContext(stream->context, caller);
    stream->writer = service_->stub().UploadRegister(&stream->context, &stream->response);
    return stream;
  }
  absl::StatusOr<v1::UploadRegisterResponse> Send(
      const std::vector<v1::UploadRegisterRequest>& messages,
      const std::string& caller = "recorder") {
    const std::unique_ptr<Stream> stream = Open(caller);
    for (const v1::UploadRegisterRequest& message : messages) {
      if (!stream->writer->Write(message)) break;  // Finish tells why
    }
    return stream->Finish();
  }
  static v1::UploadRegisterRequest MessageOf(const RegisterRows& rows,
                                             const v1::UploadOptions& options) {
    v1::UploadRegisterRequest message;
    *message.mutable_options() = options;
    message.mutable_rows()->Assign(rows.begin(), rows.end());
    message.set_end_of_rows(true);
    return message;
  }
  absl::StatusOr<v1::UploadRegisterResponse> Upload(
      const RegisterRows& rows, const v1::UploadOptions& options = ReplaceOptions()) {
    return Send({MessageOf(rows, options)});
  }
  // The same, which must be stored.
  void MustUpload(const RegisterRows& rows, const v1::UploadOptions& options = ReplaceOptions()) {
    const auto response = Upload(rows, options);
    ASSERT_THAT(response, IsOk());
    ASSERT_TRUE(response->summary().applied()) << response->DebugString();
  }

  // An upload that was begun, some rows of which are staged: the persons S0, S1, and so on.
  std::unique_ptr<Stream> BeginSlowUpload() {
    RegisterRows rows;
    for (int i = 0; i < 20'001; ++i) rows.push_back(PositionOf(absl::StrCat("S", i), "a"));
    v1::UploadRegisterRequest message = MessageOf(rows, ReplaceOptions());
    message.set_end_of_rows(false);
    std::unique_ptr<Stream> stream = Open();
    EXPECT_TRUE(stream->writer->Write(message));
    const absl::Time end = absl::Now() + absl::Seconds(20);
    while (CountRows(kStagedTable) == 0 && absl::Now() < end) std::this_thread::yield();
    EXPECT_GT(CountRows(kStagedTable), 0u);
    return stream;
  }

  absl::StatusOr<v1::ErasePersonResponse> Erase(const std::string& key,
                                                const std::string& reason = "") {
    v1::ErasePersonRequest request;
    request.set_area("areas/asker");
    request.set_person_key(key);
    request.set_reason(reason);
    return Call(&RegistersStub::ErasePerson, request);
  }
  absl::StatusOr<v1::GetRegisterStateResponse> State(const std::string& caller = "personnel") {
    v1::GetRegisterStateRequest request;
    request.set_area("areas/asker");
    return Call(&RegistersStub::GetRegisterState, request, caller);
  }

  // The persons of the register in force, by hash.
  StoredPersons Persons() {
    StoredPersons persons;
    const auto present = OpenRegister(ledger(), "asker");
    EXPECT_THAT(present, IsOk());
    if (!present.ok() || !present->has_value()) return persons;
    const Register& in_force = **present;
    EXPECT_THAT(
        in_force.view.ScanPrivate(kPersonTable, AreaKey("asker"), "", in_force.now,
                                  [&](absl::string_view pk, absl::string_view body) {
                                    const auto place = DecodeRowPlace(pk);
                                    if (place->generation == in_force.head.rows_generation()) {
                                      persons.emplace(place->hash, body);
                                    }
                                    return true;
                                  }),
        IsOk());
    return persons;
  }
  // The person with this key.
  absl::StatusOr<std::optional<Person>> Find(const std::string& key) {
    const auto present = OpenRegister(ledger(), "asker");
    if (!present.ok()) return present.status();
    if (!present->has_value()) return std::optional<Person>();
    const auto keys = static_cast<size_t>((*present)->head.key_fingerprints_size());
    return FindPerson(**present, Keys()->Hash("asker", key, keys));
  }
  // How many private rows a table has, whatever their generation.
  size_t CountRows(TableId table) {
    size_t rows = 0;
    EXPECT_THAT(ledger().Read()->ScanPrivate(table, "", "", absl::InfinitePast(),
                                             [&](absl::string_view, absl::string_view) {
                                               ++rows;
                                               return true;
                                             }),
                IsOk());
    return rows;
  }
  // How many rows of the store, of whatever kind, hold `bytes` in key or value.
  size_t RowsWith(const std::string& bytes) {
    size_t rows = 0;
    const ReadView view = *ledger().Read();
    EXPECT_THAT(view.snapshot().Scan({"", ""}, ScanDirection::kForward,
                                     [&](absl::string_view key, absl::string_view value) {
                                       rows += absl::StrContains(key, bytes) ||
                                                       absl::StrContains(value, bytes)
                                                   ? 1
                                                   : 0;
                                       return true;
                                     }),
                IsOk());
    return rows;
  }
  void ExpectSound() {
    const auto admin = tertial::admin::v1::AdminService::NewStub(service_->channel());
    const auto check =
        testing::CallUnary(*admin, &tertial::admin::v1::AdminService::Stub::CheckStore,
                           tertial::admin::v1::CheckStoreRequest(), "admin");
    ASSERT_THAT(check, IsOk());
    EXPECT_EQ(check->finding_count(), 0) << check->DebugString();
  }
  // Names of the files below `directory` that hold `bytes`.
  static std::string FilesWith(const std::string& directory, const std::string& bytes) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(file), {}};
      if (absl::StrContains(content, bytes)) found.push_back(entry.path().filename().string());
    }
    return absl::StrJoin(found, " ");
  }

  // Records the units a and b, closed (until the end of 2022), and late (from 2023).
  void RecordUnits() {
    const auto put = [](Txn& txn, const std::string& id, const std::string& from,
                        const std::string& to) {
      v1::Unit unit;
      unit.set_name(UnitOf(id));
      auto& title = *unit.add_titles();
      title.set_language("nb");
      title.set_text(id);
      unit.set_order(1);
      unit.set_valid_from(from);
      unit.set_valid_to(to);
      return txn.Put(UnitTable::kId, *PrimaryKey<UnitTable>(unit.name()), EncodeResource(unit))
          .status();
    };
    ASSERT_THAT(ledger().Commit({.actor = "test"},
                                [&](Txn& txn) -> absl::Status {
                                  for (const char* id : {"a", "b"}) {
                                    if (absl::Status failed = put(txn, id, "", ""); !failed.ok()) {
                                      return failed;
                                    }
                                  }
                                  if (absl::Status failed = put(txn, "closed", "", "2022-12-31");
                                      !failed.ok()) {
                                    return failed;
                                  }
                                  return put(txn, "late", "2023-01-01", "");
                                }),
                IsOk());
  }

  static std::unique_ptr<PersonKeys>& Keys() {
    static auto& keys = *new std::unique_ptr<PersonKeys>();
    return keys;
  }
  static std::unique_ptr<RegisterFigures>& Figures() {
    static auto& figures = *new std::unique_ptr<RegisterFigures>();
    return figures;
  }
  static std::unique_ptr<grpc::Service> Create(Serving& serving, const AreaRegistry& areas,
                                               Ledger& ledger) {
    return CreateRegistersService(serving, areas, ledger, Keys().get(), *Figures());
  }

  const TempDir directory_;
  const std::string data_ = directory_.path() + "/data";
  FakeClock clock_{absl::FromCivil(absl::CivilDay(2025, 2, 1), absl::UTCTimeZone())};
  std::shared_ptr<StoreFaults> faults_;
  std::unique_ptr<Service> service_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_TESTS_INTEGRATION_REGISTERS_FIXTURE_H_
