// Uploads of registers: what is stored of them, what is refused, and what is left when they break.
#include "tests/integration/registers_fixture.h"

namespace tertial::workforce {
namespace {

using enum common::v1::ErrorReason;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

RegisterRows TwoPersons() {
  return {PositionOf("P1", "a", "60"), PositionOf("P1", "b", "40"),
          SickLeaveOf("P1", "2024-03-01", "2024-03-20", "50"), PositionOf("P2", "b", "37.5")};
}

class RegistersUpload : public RegistersFixture {
 protected:
  // Uploads one row among right ones and expects that it alone is refused, for this.
  void ExpectRefused(const v1::RegisterRow& bad, const std::string& field, ErrorReason reason,
                     int64_t related_row = 0) {
    RegisterRows rows = TwoPersons();
    rows.push_back(bad);
    const auto response = Upload(rows);
    ASSERT_THAT(response, IsOk());
    EXPECT_FALSE(response->summary().applied());
    EXPECT_EQ(response->summary().received(), 5);
    EXPECT_EQ(response->summary().inserted(), 0);
    ASSERT_EQ(response->summary().refused_rows_size(), 1) << response->DebugString();
    const auto& refused = response->summary().refused_rows(0);
    EXPECT_EQ(refused.row(), 5);
    ASSERT_GE(refused.violations_size(), 1);
    EXPECT_EQ(refused.violations(0).field(), field);
    EXPECT_EQ(refused.violations(0).reason(), reason) << response->DebugString();
    EXPECT_EQ(refused.violations(0).related_row(), related_row);
    ExpectNothingStored();
  }
  void ExpectNothingStored() {
    EXPECT_EQ(CountRows(kPersonTable), 0u);
    EXPECT_EQ(CountRows(kStagedTable), 0u);
    EXPECT_EQ(CountRows(kHeadTable), 0u);
  }
};

TEST_F(RegistersUpload, MakesPersonsOfRows) {
  const auto response = Upload(TwoPersons());
  ASSERT_THAT(response, IsOk());
  EXPECT_TRUE(response->summary().applied());
  EXPECT_EQ(response->summary().received(), 4);
  EXPECT_EQ(response->summary().inserted(), 4);
  EXPECT_EQ(response->state().generation(), 1);
  EXPECT_EQ(response->state().extract_date(), "2024-12-31");
  EXPECT_EQ(response->state().retention_months(), 24);
  EXPECT_EQ(response->state().persons(), 0) << "2, rounded";
  const auto present = OpenRegister(ledger(), "asker");
  ASSERT_TRUE(present.ok() && present->has_value());
  EXPECT_EQ((*present)->head.state().persons(), 2);
  EXPECT_EQ((*present)->head.state().positions(), 3);
  EXPECT_EQ((*present)->head.state().absences(), 1);
  EXPECT_THAT((*present)->head.units(), ::testing::UnorderedElementsAre("a", "b"));
  const auto person = Find("P1");
  ASSERT_TRUE(person.ok() && person->has_value());
  EXPECT_TRUE((*person)->woman);
  EXPECT_EQ((*person)->birth_year, 1975);
  ASSERT_THAT((*person)->positions, SizeIs(2));
  EXPECT_EQ((*person)->positions[0].percent + (*person)->positions[1].percent, 10'000u);
  ASSERT_THAT((*person)->absences, SizeIs(1));
  EXPECT_EQ((*person)->absences[0].degree, 5'000u);
  EXPECT_EQ(FromDayNumber((*person)->absences[0].to), absl::CivilDay(2024, 3, 20));
  EXPECT_EQ(CountRows(kStagedTable), 0u);
}

TEST_F(RegistersUpload, IsReadInPartsThatTogetherAreAllOfIt) {
  RegisterRows rows;
  for (int i = 0; i < 300; ++i) rows.push_back(PositionOf(absl::StrCat("P", i), "a"));
  MustUpload(rows);
  MustUpload({PositionOf("P1", "b")}, PersonsOptions());
  const auto present = OpenRegister(ledger(), "asker");
  ASSERT_TRUE(present.ok() && present->has_value());
  for (const int parts : {1, 2, 3, 7}) {
    int persons = 0;
    for (int part = 0; part < parts; ++part) {
      int in_part = 0;
      ASSERT_THAT(ScanPersons(**present, part, parts, [&](const Person&) { ++in_part; }), IsOk());
      EXPECT_GT(in_part, 300 / parts / 3);
      persons += in_part;
    }
    EXPECT_EQ(persons, 300) << parts;
  }
}

TEST_F(RegistersUpload, ReplacesTheRegisterAsAWhole) {
  MustUpload(TwoPersons());
  MustUpload({PositionOf("P3", "a")});
  EXPECT_THAT(Persons(), SizeIs(1));
  EXPECT_EQ(CountRows(kPersonTable), 1u) << "the generation before is gone";
  EXPECT_EQ(State()->state().generation(), 2);
  EXPECT_THAT(ledger().Read()->at().revision, 1) << "registers are no facts";
}

TEST_F(RegistersUpload, IsAnsweredOnceForOneRequest) {
  v1::UploadOptions options = ReplaceOptions();
  options.set_request_id("file-1");
  const auto first = Upload(TwoPersons(), options);
  ASSERT_THAT(first, IsOk());
  const auto again = Upload(TwoPersons(), options);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->summary().replayed());
  EXPECT_TRUE(again->summary().applied());
  EXPECT_EQ(again->state().generation(), 1);
  EXPECT_EQ(State()->state().generation(), 1);
  EXPECT_EQ(CountRows(kStagedTable), 0u);
  EXPECT_EQ(CountRows(kPersonTable), 2u);
  EXPECT_THAT(Upload({PositionOf("P1", "a")}, options), HasReason(ERROR_REASON_REQUEST_ID_REUSED));
  // A repeat is the same request also when a key was added.
  Start(absl::StrCat(kFirstKey, kSecondKey));
  EXPECT_TRUE(Upload(TwoPersons(), options)->summary().replayed());
}

TEST_F(RegistersUpload, IsOnlyCheckedWhenThatIsAsked) {
  v1::UploadOptions options = ReplaceOptions();
  options.set_validate_only(true);
  const auto response = Upload(TwoPersons(), options);
  ASSERT_THAT(response, IsOk());
  EXPECT_FALSE(response->summary().applied());
  EXPECT_EQ(response->summary().inserted(), 4);
  ExpectNothingStored();
}

TEST_F(RegistersUpload, RefusesWrongPositions) {
  const auto with = [](const std::string& percent, const std::string& from, const std::string& to) {
    return PositionOf("P9", "a", percent, from, to);
  };
  ExpectRefused(with("100.01", "2020-01-01", ""), "position.percent",
                ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefused(with("0", "2020-01-01", ""), "position.percent", ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefused(with("-5", "2020-01-01", ""), "position.percent", ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefused(with("33.333", "2020-01-01", ""), "position.percent", ERROR_REASON_INVALID_DECIMAL);
  ExpectRefused(with("", "2020-01-01", ""), "position.percent", ERROR_REASON_FIELD_REQUIRED);
  ExpectRefused(with("50", "2020-01-01", "2019-12-31"), "position.to",
                ERROR_REASON_INCONSISTENT_FIELDS);
  ExpectRefused(with("50", "1899-12-31", ""), "position.from", ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefused(with("50", "2020-01-01", "2101-01-01"), "position.to",
                ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefused(with("50", "2023-02-29", ""), "position.from", ERROR_REASON_INVALID_DATE);
  ExpectRefused(with("50", "", ""), "position.from", ERROR_REASON_FIELD_REQUIRED);
}

TEST_F(RegistersUpload, RefusesWrongUnits) {
  ExpectRefused(PositionOf("P9", "unknown"), "position.unit", ERROR_REASON_UNIT_NOT_FOUND);
  ExpectRefused(PositionOf("P9", "closed"), "position.unit", ERROR_REASON_UNIT_NOT_VALID);
  ExpectRefused(PositionOf("P9", "late"), "position.unit", ERROR_REASON_UNIT_NOT_VALID);
  ExpectRefused(PositionOf("P9", "closed", "100", "2022-01-01", "2023-01-01"), "position.unit",
                ERROR_REASON_UNIT_NOT_VALID);
  v1::RegisterRow other = PositionOf("P9", "a");
  other.mutable_position()->set_unit("areas/3201/units/a");
  ExpectRefused(other, "position.unit", ERROR_REASON_INCONSISTENT_FIELDS);
  other.mutable_position()->set_unit("a");
  ExpectRefused(other, "position.unit", ERROR_REASON_INVALID_RESOURCE_NAME);
  // What ends with the unit, and what goes on in one that is there, is right.
  MustUpload({PositionOf("P9", "closed", "100", "2020-01-01", "2022-12-31"),
              PositionOf("P9", "late", "100", "2023-01-01")});
}

TEST_F(RegistersUpload, TakesTheNumberOfTheAreaForItsId) {
  v1::RegisterRow row = PositionOf("P9", "a");
  row.mutable_position()->set_unit("areas/3203/units/a");
  v1::UploadOptions options = ReplaceOptions();
  options.set_area("areas/3203");
  MustUpload({row}, options);
  EXPECT_THAT(Persons(), SizeIs(1));
}

TEST_F(RegistersUpload, RefusesWrongPersons) {
  v1::RegisterRow row = PositionOf("P9", "a");
  for (const std::string key : {"Ola", "Ola Nordmann 1", "p 1", "1/2", "æ1"}) {
    row.mutable_position()->set_person_key(key);
    ExpectRefused(row, "position.person_key", ERROR_REASON_VALUE_OUT_OF_RANGE);
  }
  row.mutable_position()->set_person_key(std::string(65, '1'));
  ExpectRefused(row, "position.person_key", ERROR_REASON_VALUE_OUT_OF_RANGE);
  row.mutable_position()->set_person_key("");
  ExpectRefused(row, "position.person_key", ERROR_REASON_FIELD_REQUIRED);
  row = PositionOf("P9", "a");
  for (const std::string years : {"1975", "1976-1980", "1975-1978", "1975-04-01", "1895-1899"}) {
    row.mutable_position()->set_birth_years(years);
    ExpectRefused(row, "position.birth_years", ERROR_REASON_VALUE_OUT_OF_RANGE);
  }
  row = PositionOf("P9", "a");
  row.mutable_position()->set_sex(v1::SEX_TOTAL);
  ExpectRefused(row, "position.sex", ERROR_REASON_VALUE_OUT_OF_RANGE);
  row = PositionOf("P9", "a");
  row.mutable_position()->set_occupation_group("Lærer");
  ExpectRefused(row, "position.occupation_group", ERROR_REASON_INVALID_TEXT);
  row = PositionOf("P9", "a");
  row.mutable_position()->clear_kind();
  ExpectRefused(row, "position.kind", ERROR_REASON_INVALID_ENUM);
  ExpectRefused({}, "", ERROR_REASON_FIELD_REQUIRED);
}

TEST_F(RegistersUpload, RefusesRowsOfAPersonThatDisagree) {
  v1::RegisterRow row = PositionOf("P1", "a", "5");
  row.mutable_position()->set_sex(v1::SEX_MEN);
  ExpectRefused(row, "position.sex", ERROR_REASON_INCONSISTENT_FIELDS, 1);
  row = PositionOf("P1", "a", "5");
  row.mutable_position()->set_birth_years("1980-1984");
  ExpectRefused(row, "position.birth_years", ERROR_REASON_INCONSISTENT_FIELDS, 1);
}

TEST_F(RegistersUpload, RefusesWrongAbsences) {
  ExpectRefused(SickLeaveOf("P2", "2024-05-01", "2024-05-02", "0"), "absence.degree",
                ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefused(SickLeaveOf("P2", "2024-05-01", "2024-05-02", "100.5"), "absence.degree",
                ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefused(SickLeaveOf("P2", "2024-05-02", "2024-05-01"), "absence.to",
                ERROR_REASON_INCONSISTENT_FIELDS);
  ExpectRefused(SickLeaveOf("P1", "2024-03-20", "2024-03-21"), "absence.from",
                ERROR_REASON_ABSENCE_OVERLAP, 3);
  ExpectRefused(SickLeaveOf("P9", "2024-05-01", "2024-05-02"), "absence.from",
                ERROR_REASON_ABSENCE_WITHOUT_POSITION);
  ExpectRefused(SickLeaveOf("P1", "2019-12-31", "2020-01-02"), "absence.from",
                ERROR_REASON_ABSENCE_WITHOUT_POSITION);
  v1::RegisterRow row = SickLeaveOf("P2", "2024-05-01", "2024-05-02");
  row.mutable_absence()->set_unit(UnitOf("a"));
  ExpectRefused(row, "absence.from", ERROR_REASON_ABSENCE_WITHOUT_POSITION);
  row.mutable_absence()->set_unit(UnitOf("unknown"));
  ExpectRefused(row, "absence.unit", ERROR_REASON_UNIT_NOT_FOUND);
  row = SickLeaveOf("P2", "2024-05-01", "2024-05-02", "50");
  row.mutable_absence()->set_basis(v1::CERTIFICATION_BASIS_SELF_CERTIFIED);
  ExpectRefused(row, "absence.degree", ERROR_REASON_INCONSISTENT_FIELDS);
  row.mutable_absence()->set_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
  ExpectRefused(row, "absence.basis", ERROR_REASON_VALUE_OUT_OF_RANGE);
  row.mutable_absence()->clear_basis();
  ExpectRefused(row, "absence.basis", ERROR_REASON_FIELD_REQUIRED);
  row.mutable_absence()->set_kind(v1::ABSENCE_KIND_PARENTAL);
  row.mutable_absence()->set_basis(v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED);
  ExpectRefused(row, "absence.basis", ERROR_REASON_INCONSISTENT_FIELDS);
}

TEST_F(RegistersUpload, SaysOfARefusedPositionNotThatItsAbsencesHaveNone) {
  const auto response =
      Upload({PositionOf("P1", "a", "120"), SickLeaveOf("P1", "2024-03-01", "2024-03-20")});
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->summary().refused(), 1);
  ExpectNothingStored();
}

TEST_F(RegistersUpload, ListsTheFirstHundredRefusedRowsAndCountsAll) {
  RegisterRows rows;
  for (int i = 0; i < 250; ++i) rows.push_back(PositionOf(absl::StrCat("P", i), "a", "0"));
  const auto response = Upload(rows);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->summary().refused(), 250);
  EXPECT_EQ(response->summary().refused_rows_size(), 100);
  EXPECT_EQ(response->summary().refused_rows(99).row(), 100);
}

TEST_F(RegistersUpload, EndsAtWhatNamesAPerson) {
  const auto expect_ended = [&](const absl::StatusOr<v1::UploadRegisterResponse>& response,
                                const std::string& row, const std::string& field) {
    ASSERT_THAT(response, HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
    EXPECT_EQ(ErrorMetadataOf(response.status(), "row"), row);
    EXPECT_EQ(ErrorMetadataOf(response.status(), "field"), field);
    EXPECT_THAT(response, Not(MessageNames("01017000027")));
    ExpectNothingStored();
  };
  for (const std::string key : {"01017000027", "010170 00027", "41017000010", "fnr-01017000027"}) {
    RegisterRows rows = TwoPersons();
    rows.push_back(PositionOf(key, "a"));
    expect_ended(Upload(rows), "5", "position.person_key");
  }
  RegisterRows rows = TwoPersons();
  rows[2].mutable_absence()->set_degree("01017000027");
  expect_ended(Upload(rows), "3", "absence.degree");
  for (const std::string heading :
       {"Fødselsnummer", "Etternavn", "E-post", "Kari Nordmann", "01017000027", "fodselsdato"}) {
    v1::UploadOptions options = ReplaceOptions();
    options.add_columns("person_key");
    options.add_columns(heading);
    expect_ended(Upload(TwoPersons(), options), "0", "options.columns[1]");
  }
  v1::UploadOptions options = ReplaceOptions();
  options.set_request_id("01017000027");
  expect_ended(Upload(TwoPersons(), options), "0", "options.request_id");
  // A number with blanks elsewhere than after the date was repeated in what is wrong with the day.
  options = ReplaceOptions();
  options.set_extract_date("01 01 70 00027");
  const auto response = Upload(TwoPersons(), options);
  expect_ended(response, "0", "options.extract_date");
  EXPECT_THAT(response, Not(MessageNames("01 01 70 00027")));
}

TEST_F(RegistersUpload, EndsAtWhatNamesAPersonInAnyMessage) {
  v1::UploadRegisterRequest first = MessageOf(TwoPersons(), ReplaceOptions());
  first.set_end_of_rows(false);
  v1::UploadRegisterRequest second;
  *second.add_rows() = PositionOf("P5", "a");
  *second.add_rows() = PositionOf("01017000027", "a");
  second.set_end_of_rows(true);
  const auto response = Send({first, second});
  ASSERT_THAT(response, HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
  EXPECT_EQ(ErrorMetadataOf(response.status(), "row"), "6");
  ExpectNothingStored();
}

TEST_F(RegistersUpload, SaysNothingOfAPersonsKey) {
  ::testing::internal::CaptureStderr();
  const std::string key = "Hemmelig.Nokkel.7";
  const std::string bad_key = "Hemmelig Nokkel 8";
  std::string said;
  const auto note = [&](const absl::StatusOr<v1::UploadRegisterResponse>& response) {
    said += response.ok() ? response->DebugString() : response.status().ToString();
  };
  RegisterRows bad = {PositionOf(key, "a", "120"),
                      PositionOf(bad_key, "a"),
                      PositionOf(key, "unknown"),
                      SickLeaveOf(key, "2024-05-02", "2024-05-01"),
                      SickLeaveOf(key, "2010-05-02", "2010-05-03"),
                      SickLeaveOf(bad_key, "2024-05-02", "", "0")};
  note(Upload(bad));
  for (const v1::RegisterRow& row : bad) note(Upload({row}));
  note(Upload({PositionOf(key, "a"), SickLeaveOf(key, "2024-05-02", ""),
               SickLeaveOf(key, "2024-06-02", "")}));
  v1::RegisterRow misplaced = PositionOf("P1", "a");
  for (const auto set : {&v1::PositionRow::set_percent<const std::string&>,
                         &v1::PositionRow::set_from<const std::string&>,
                         &v1::PositionRow::set_to<const std::string&>,
                         &v1::PositionRow::set_unit<const std::string&>,
                         &v1::PositionRow::set_birth_years<const std::string&>}) {
    v1::RegisterRow row = misplaced;
    (row.mutable_position()->*set)(bad_key);
    note(Upload({row}));
  }
  note(Upload({PositionOf(key, "a")}, PersonsOptions()));
  MustUpload({PositionOf(key, "a")});
  said += Erase(key, key).status().ToString();
  said += Erase(key).status().ToString();
  service_.reset();
  said += ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, Not(::testing::HasSubstr("Hemmelig"))) << said;
  EXPECT_EQ(FilesWith(directory_.path(), "Hemmelig"), "");
}

TEST_F(RegistersUpload, LeavesNothingOfAStreamThatBrokeOff) {
  v1::UploadRegisterRequest message = MessageOf(TwoPersons(), ReplaceOptions());
  message.set_end_of_rows(false);
  EXPECT_THAT(Send({message}), HasReason(ERROR_REASON_INVALID_STREAM));
  ExpectNothingStored();
  v1::UploadRegisterRequest headless = message;
  headless.clear_options();
  EXPECT_THAT(Send({headless}), HasReason(ERROR_REASON_INVALID_STREAM));
  EXPECT_THAT(Send({message, message}), HasReason(ERROR_REASON_INVALID_STREAM));
  EXPECT_THAT(Send({}), HasReason(ERROR_REASON_INVALID_STREAM));
  ExpectNothingStored();
}

TEST_F(RegistersUpload, RefusesWrongOptions) {
  const auto expect = [&](const v1::UploadOptions& options, ErrorReason reason) {
    EXPECT_THAT(Upload(TwoPersons(), options), HasReason(reason)) << options.DebugString();
  };
  v1::UploadOptions options = ReplaceOptions();
  options.clear_mode();
  expect(options, ERROR_REASON_INVALID_ENUM);
  options = ReplaceOptions();
  options.set_area("areas/nowhere");
  expect(options, ERROR_REASON_AREA_NOT_FOUND);
  options = ReplaceOptions();
  options.clear_extract_date();
  expect(options, ERROR_REASON_FIELD_REQUIRED);
  options.set_extract_date("2025-02-02");
  expect(options, ERROR_REASON_VALUE_OUT_OF_RANGE);
  options.set_extract_date("2024");
  expect(options, ERROR_REASON_INVALID_DATE);
  options = ReplaceOptions();
  options.set_retention_months(61);
  expect(options, ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectNothingStored();
}

TEST_F(RegistersUpload, IsOvertakenByAnotherThatWasFinishedBefore) {
  const std::unique_ptr<Stream> slow = BeginSlowUpload();
  MustUpload({PositionOf("P3", "a")});
  MustUpload({PositionOf("P4", "a")});
  v1::UploadRegisterRequest last;
  last.set_end_of_rows(true);
  slow->writer->Write(last);
  const auto finished = slow->Finish();
  ASSERT_THAT(finished, HasReason(ERROR_REASON_UPLOAD_OVERTAKEN));
  EXPECT_THAT(Persons(), SizeIs(1));
  EXPECT_EQ(CountRows(kPersonTable), 1u);
  EXPECT_EQ(CountRows(kStagedTable), 0u);
}

TEST_F(RegistersUpload, IsWholeOrNotAtAllWhereverTheStoreFails) {
  MustUpload(TwoPersons());
  const StoredPersons before = Persons();
  const RegisterRows rows = {PositionOf("P3", "a"), PositionOf("P4", "b"),
                             SickLeaveOf("P4", "2024-03-01", "2024-03-02")};
  bool applied = false;
  for (int write = 1; !applied; ++write) {
    ASSERT_LT(write, 20);
    faults_->FailWritesFrom(write);
    const auto response = Upload(rows);
    applied = response.ok();
    // The next process sees one register or the other, and nothing else.
    Start();
    const StoredPersons after = Persons();
    if (after != before) {
      EXPECT_THAT(after, SizeIs(2));
      EXPECT_EQ(State()->state().generation(), 2);
      EXPECT_EQ(CountRows(kPersonTable), 2u);
      break;
    }
    EXPECT_FALSE(applied);
    EXPECT_EQ(CountRows(kPersonTable), before.size());
    EXPECT_EQ(CountRows(kStagedTable), 0u);
  }
  ExpectSound();
}

TEST_F(RegistersUpload, IsTheRegisterAfterAWriteThatFailedAndWasMade) {
  MustUpload(TwoPersons());
  for (int write = 1; write < 6; ++write) {
    faults_->FailAfterWrite(write);
    const RegisterRows rows = {PositionOf(absl::StrCat("P", 10 + write), "a")};
    const auto response = Upload(rows);
    faults_->Heal();
    const auto person = Find(absl::StrCat("P", 10 + write));
    ASSERT_THAT(person, IsOk());
    EXPECT_EQ(CountRows(kPersonTable), Persons().size());
    EXPECT_EQ(CountRows(kStagedTable), 0u);
    if (response.ok()) EXPECT_TRUE(person->has_value());
  }
}

TEST_F(RegistersUpload, AsksForKeysAndRoles) {
  EXPECT_THAT(Send({MessageOf(TwoPersons(), ReplaceOptions())}, "reader"),
              HasReason(ERROR_REASON_ROLE_MISSING));
  MustUpload(TwoPersons());
  EXPECT_THAT(State("recorder"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(State("reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(State("personnel"), IsOk());
  v1::ErasePersonRequest erase;
  erase.set_area("areas/asker");
  erase.set_person_key("P1");
  EXPECT_THAT(Call(&RegistersStub::ErasePerson, erase, "recorder"),
              HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(Call(&RegistersStub::RotatePersonKeys, v1::RotatePersonKeysRequest(), "recorder"),
              HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(Call(&RegistersStub::ListAccesses, v1::ListAccessesRequest(), "admin"),
              HasReason(ERROR_REASON_ROLE_MISSING));
  // Another key than the register was made with.
  Start(kSecondKey);
  EXPECT_THAT(Upload(TwoPersons(), PersonsOptions()), HasReason(ERROR_REASON_PERSON_KEYS_MISSING));
  EXPECT_THAT(Erase("P1"), HasReason(ERROR_REASON_PERSON_KEYS_MISSING));
  EXPECT_THAT(Call(&RegistersStub::RotatePersonKeys, v1::RotatePersonKeysRequest()),
              HasReason(ERROR_REASON_PERSON_KEYS_MISSING));
  MustUpload(TwoPersons());
}

}  // namespace
}  // namespace tertial::workforce
