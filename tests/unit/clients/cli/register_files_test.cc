#include "clients/cli/registers/register_files.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;
using common::v1::ERROR_REASON_PERSONAL_IDENTIFIER;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kPositions[] =
    "person_key,unit,percent,from,to,kind,sex,birth_years,occupation_group,education\n";
constexpr char kAbsences[] = "person_key,from,to,degree,basis,kind,unit\n";

class RegisterFilesTest : public ::testing::Test {
 protected:
  absl::StatusOr<RegisterFiles> Read(const std::string& positions,
                                     const std::string& absences = kAbsences) {
    return ReadRegisterFiles(directory_.Write("positions.csv", positions),
                             directory_.Write("absences.csv", absences), "areas/3203");
  }
  const TempDir directory_;
};

TEST_F(RegisterFilesTest, BecomeTheRowsOfAnUpload) {
  const auto files =
      Read(absl::StrCat(kPositions,
                        "P1,home-care,80,2020-01-01,,permanent,women,1975-1979,2320,higher\n"
                        "P2,areas/asker/units/a,0,2020-01-01,2020-12-31,hourly,men,1990-1994,,\n"),
           absl::StrCat(kAbsences,
                        "P1,2024-01-02,2024-01-05,100,self,sick,\n"
                        "P1,2024-02-02,,50,,parental,home-care\n"));
  ASSERT_THAT(files, IsOk());
  EXPECT_THAT(files->problems, IsEmpty());
  EXPECT_THAT(files->columns, SizeIs(17));
  ASSERT_THAT(files->rows.rows, SizeIs(4));
  const v1::PositionRow& first = files->rows.rows[0].position();
  EXPECT_EQ(first.person_key(), "P1");
  EXPECT_EQ(first.unit(), "areas/3203/units/home-care");
  EXPECT_EQ(first.kind(), v1::POSITION_KIND_PERMANENT);
  EXPECT_EQ(first.sex(), v1::SEX_WOMEN);
  EXPECT_EQ(first.education(), v1::EDUCATION_LEVEL_HIGHER);
  const v1::PositionRow& second = files->rows.rows[1].position();
  EXPECT_EQ(second.unit(), "areas/asker/units/a");
  EXPECT_EQ(second.education(), v1::EDUCATION_LEVEL_UNSPECIFIED);
  const v1::AbsenceRow& third = files->rows.rows[2].absence();
  EXPECT_EQ(third.basis(), v1::CERTIFICATION_BASIS_SELF_CERTIFIED);
  EXPECT_EQ(third.unit(), "");
  EXPECT_EQ(files->rows.rows[3].absence().kind(), v1::ABSENCE_KIND_PARENTAL);
  EXPECT_EQ(FormatOrigin(files->rows.origins[3]), "absences.csv:3");
}

TEST_F(RegisterFilesTest, TellOfWordsThatAreNotKnown) {
  const auto files =
      Read(absl::StrCat(kPositions, "P1,a,80,2020-01-01,,fast,kvinne,1975-1979,2320,høyere\n"));
  ASSERT_THAT(files, IsOk());
  ASSERT_THAT(files->problems, SizeIs(3));
  EXPECT_EQ(files->problems[0].field, "kind");
  EXPECT_EQ(files->problems[1].field, "sex");
  EXPECT_EQ(files->problems[2].field, "education");
  EXPECT_THAT(files->problems[0].sentence, Not(::testing::HasSubstr("fast")));
}

TEST_F(RegisterFilesTest, AreNotReadWithAHeadingThatNamesPersons) {
  for (const std::string heading : {"Fødselsnummer", "fnr", "Etternavn", "\"Fullt navn\"", "E-post",
                                    "D-nummer", "fodselsdato", "Kari Nordmann", "01017000027"}) {
    const auto files = Read(absl::StrCat("person_key,", heading, ",percent\n"));
    EXPECT_THAT(files, HasReason(ERROR_REASON_PERSONAL_IDENTIFIER)) << heading;
    EXPECT_THAT(files, Not(MessageNames(heading)));
  }
}

// An unknown heading was quoted. In a file without headings that is a person's key, and a heading
// with a comma or a line break in it was not seen to name a person before.
TEST_F(RegisterFilesTest, SayNothingOfAHeadingThatIsNotKnown) {
  const auto without = Read("P123,a,80,2020-01-01,,permanent,women,1975-1979,2320,higher\n");
  EXPECT_THAT(without, HasReason(common::v1::ERROR_REASON_INVALID_TEXT));
  EXPECT_THAT(without, MessageNames("positions.csv:1"));
  EXPECT_THAT(without, Not(MessageNames("P123")));
  EXPECT_EQ(ErrorMetadataOf(without.status(), "field"), "");
  for (const std::string heading : {"\"Nordmann, Kari\"", "\"a\n01017000027\""}) {
    const auto files = Read(absl::StrCat(heading, ",unit\n"));
    EXPECT_THAT(files, HasReason(ERROR_REASON_PERSONAL_IDENTIFIER)) << heading;
    EXPECT_THAT(files, Not(MessageNames("Nordmann")));
    EXPECT_THAT(files, Not(MessageNames("01017000027")));
    EXPECT_EQ(ErrorMetadataOf(files.status(), "field"), "");
  }
  // A heading that stands twice is told by its name.
  EXPECT_THAT(Read("unit,unit\n"), MessageNames("unit"));
}

TEST_F(RegisterFilesTest, AreNotReadWithANationalIdentityNumberInAnyColumn) {
  for (const std::string row :
       {"01017000027,a,80,2020-01-01,,permanent,women,1975-1979,2320,higher\n",
        "P1,a,80,2020-01-01,,permanent,women,1975-1979,41017000010,higher\n",
        "P1,010170 00027,80,2020-01-01,,permanent,women,1975-1979,2320,higher\n"}) {
    const auto files = Read(absl::StrCat(kPositions, row));
    EXPECT_THAT(files, HasReason(ERROR_REASON_PERSONAL_IDENTIFIER)) << row;
    EXPECT_THAT(files, MessageNames("positions.csv:2"));
    EXPECT_THAT(files, Not(MessageNames("00027")));
    EXPECT_THAT(files, Not(MessageNames("41017000010")));
  }
  EXPECT_THAT(Read(kPositions, absl::StrCat(kAbsences, "01017000027,2024-01-02,,100,self,sick,\n")),
              HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
}

TEST_F(RegisterFilesTest, AreNotReadWithAColumnOfNames) {
  std::string positions = kPositions;
  for (int i = 0; i < 10; ++i) {
    absl::StrAppend(&positions, i < 2 ? "Kari Nordmann" : absl::StrCat("P", i),
                    ",a,80,2020-01-01,,permanent,women,1975-1979,2320,higher\n");
  }
  const auto files = Read(positions);
  EXPECT_THAT(files, HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
  EXPECT_THAT(files, MessageNames("person_key"));
  EXPECT_THAT(files, Not(MessageNames("Nordmann")));
}

TEST_F(RegisterFilesTest, WithoutAbsencesHavePositionsAlone) {
  const std::string file = directory_.Write(
      "p.csv",
      absl::StrCat(kPositions, "P1,a,80,2020-01-01,,permanent,women,1975-1979,2320,higher\n"));
  const auto files = ReadRegisterFiles(file, "", "areas/asker");
  ASSERT_THAT(files, IsOk());
  EXPECT_THAT(files->rows.rows, SizeIs(1));
  EXPECT_THAT(ReadRegisterFiles(directory_.path() + "/none.csv", "", "areas/asker"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace tertial::cli
