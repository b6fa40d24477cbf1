#include "common/csv/csv_reader.h"

#include <filesystem>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using common::v1::ERROR_REASON_INVALID_TEXT;

absl::StatusOr<CsvFile> Read(absl::string_view bytes,
                             absl::Span<const absl::string_view> columns = {"a", "b"}) {
  const TempDir dir;
  return ReadCsv(dir.Write("t.csv", bytes), columns);
}

// The rows as texts, "a|b" each.
std::vector<std::string> Rows(absl::string_view bytes) {
  const absl::StatusOr<CsvFile> file = Read(bytes);
  EXPECT_THAT(file, IsOk());
  std::vector<std::string> rows;
  if (!file.ok()) return rows;
  for (const CsvRow& row : file->rows) {
    rows.push_back(absl::StrCat(row.Get("a"), "|", row.Get("b")));
  }
  return rows;
}

// `bytes` are refused; the message names `place` (":<line>:", or ":" for the file) and `what`.
void ExpectRefused(absl::string_view bytes, absl::string_view place, absl::string_view what) {
  const auto result = Read(bytes);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(result, HasReason(ERROR_REASON_INVALID_TEXT));
  EXPECT_THAT(result, MessageNames(absl::StrCat("/t.csv", place, " ")));
  EXPECT_THAT(result, MessageNames(what));
}

TEST(CsvReader, ReadsRowsInTheirOrder) {
  EXPECT_THAT(Rows("a,b\n1,2\n3,4\n"), ::testing::ElementsAre("1|2", "3|4"));
}

TEST(CsvReader, TakesColumnsInAnyOrder) {
  EXPECT_THAT(Rows("b,a\n1,2\n"), ::testing::ElementsAre("2|1"));
}

TEST(CsvReader, AColumnThatMayBeThereIsEmptyWhereItIsNot) {
  const TempDir dir;
  const std::vector<absl::string_view> columns = {"a"};
  const std::vector<absl::string_view> optional = {"b", "c"};
  const auto file = ReadCsv(dir.Write("t.csv", "c,a\n1,2\n"), columns, optional);
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->rows[0].Get("a"), "2");
  EXPECT_EQ(file->rows[0].Get("b"), "");
  EXPECT_EQ(file->rows[0].Get("c"), "1");
  for (const char* bytes : {"a,d\n1,2\n", "b,c\n1,2\n", "a,b,b\n1,2,3\n"}) {
    EXPECT_THAT(ReadCsv(dir.Write("t.csv", bytes), columns, optional),
                MessageNames("there may be b,c as well."));
  }
}

TEST(CsvReader, AFileWithAHeaderAloneHasNoRows) {
  EXPECT_THAT(Rows("a,b\n"), ::testing::IsEmpty());
  EXPECT_THAT(Rows("a,b"), ::testing::IsEmpty());
}

TEST(CsvReader, AcceptsByteOrderMarkCrlfAndAMissingLastLineEnd) {
  EXPECT_THAT(Rows("\xEF\xBB\xBF"
                   "a,b\r\n1,2\r\n3,4"),
              ::testing::ElementsAre("1|2", "3|4"));
  EXPECT_THAT(Rows("\xEF\xBB\xBF\"a\",b\n1,2"), ::testing::ElementsAre("1|2"));
}

TEST(CsvReader, ReadsQuotedTexts) {
  EXPECT_THAT(Rows("a,b\n\"1,5\",\"say \"\"hei\"\"\"\n\"\",\"\"\"\"\n"),
              ::testing::ElementsAre("1,5|say \"hei\"", "|\""));
  EXPECT_THAT(Rows("a,b\n1,\"end\""), ::testing::ElementsAre("1|end"));
}

TEST(CsvReader, KeepsLineBreaksInsideQuotes) {
  EXPECT_THAT(Rows("a,b\n\"one\ntwo\r\n\r\nthree\",2\n"),
              ::testing::ElementsAre("one\ntwo\r\n\r\nthree|2"));
}

TEST(CsvReader, KeepsBlanksAndEmptyFields) {
  EXPECT_THAT(Rows("a,b\n 1 ,\t2\n,\n"), ::testing::ElementsAre(" 1 |\t2", "|"));
  EXPECT_THAT(Rows("a,b\nblåbærsyltetøy,=SUM(A1)\n"),
              ::testing::ElementsAre("blåbærsyltetøy|=SUM(A1)"));
}

TEST(CsvReader, KnowsTheLineOfARowsFirstByte) {
  const CsvFile file = Read("a,b\r\n\"1\n\n\",2\n3,4\n5,\"\n\"\n6,7").value();
  ASSERT_EQ(file.rows.size(), 4u);
  EXPECT_EQ(file.rows[0].line(), 2);
  EXPECT_EQ(file.rows[1].line(), 5);
  EXPECT_EQ(file.rows[2].line(), 6);
  EXPECT_EQ(file.rows[3].line(), 8);
}

TEST(CsvReader, ReadsBackWhateverTextIsQuoted) {
  std::mt19937_64 random(9);
  constexpr absl::string_view kBytes = "ab,\"\r\n ;x";
  const auto draw = [&] {
    std::string text(random() % 12, ' ');
    for (char& byte : text) byte = kBytes[random() % kBytes.size()];
    return text;
  };
  const auto quoted = [](const std::string& text) {
    return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
  };
  std::string bytes = "a,b\n";
  std::vector<std::string> expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string a = draw(), b = draw();
    absl::StrAppend(&bytes, quoted(a), ",", quoted(b), i % 2 == 0 ? "\n" : "\r\n");
    expected.push_back(absl::StrCat(a, "|", b));
  }
  EXPECT_EQ(Rows(bytes), expected);
}

TEST(CsvReader, ReadsFilesOfManyBlocks) {
  std::string bytes = "a,b\n";
  for (int i = 0; i < 50000; ++i) absl::StrAppend(&bytes, i, ",é", i, "\n");
  const std::vector<std::string> rows = Rows(bytes);
  ASSERT_EQ(rows.size(), 50000u);
  for (int i = 0; i < 50000; ++i) ASSERT_EQ(rows[i], absl::StrCat(i, "|é", i));
}

TEST(CsvReader, RefusesAMissingColumn) {
  ExpectRefused("a\n1\n", ":1:", "column \"b\" is missing");
}

TEST(CsvReader, RefusesAnUnknownColumn) {
  ExpectRefused("a,b,c\n", ":1:", "column \"c\" is unknown");
  ExpectRefused("a, b\n", ":1:", "column \" b\" is unknown");
  ExpectRefused("a;b\n", ":1:", "column \"a;b\" is unknown");
  ExpectRefused("a,b,\n", ":1:", "column \"\" is unknown");
}

TEST(CsvReader, RefusesAColumnThatStandsTwice) {
  ExpectRefused("a,b,a\n", ":1:", "column \"a\" stands twice");
}

TEST(CsvReader, RefusesAnEmptyFile) {
  ExpectRefused("", ":", "the file is empty");
  ExpectRefused("\xEF\xBB\xBF", ":", "the file is empty");
  ExpectRefused("\n", ":1:", "header");
  ExpectRefused("\na,b\n", ":1:", "header");
}

TEST(CsvReader, RefusesRowsWithTooFewOrTooManyFields) {
  ExpectRefused("a,b\n1,2\n3\n", ":3:", "1 field where the header has 2");
  ExpectRefused("a,b\n1,2,3\n", ":2:", "3 fields where the header has 2");
  ExpectRefused("a,b\n1,2,", ":2:", "3 fields");
  // A row is named by the line it begins on.
  ExpectRefused("a,b\n\"1\n2\"\n", ":2:", "1 field");
}

TEST(CsvReader, RefusesAnEmptyLine) {
  ExpectRefused("a,b\n\n1,2\n", ":2:", "empty");
  ExpectRefused("a,b\n1,2\n\n", ":3:", "empty");
  ExpectRefused("a,b\r\n\r\n", ":2:", "empty");
}

TEST(CsvReader, RefusesAQuoteThatIsNotClosed) {
  ExpectRefused("a,b\n1,\"2\n3,4\n5,6\n", ":2:", "field 2 (b) opens a quote");
  ExpectRefused("a,\"b", ":1:", "field 2 opens a quote");
  ExpectRefused("a,b\n1,\"", ":2:", "not closed");
}

TEST(CsvReader, RefusesAStrayQuote) {
  ExpectRefused("a,b\n1,x\"y\n", ":2:", "field 2 (b), byte 4 of the line: a quote stands");
  ExpectRefused("a,b\n1, \"y\"\n", ":2:", "byte 4");
  ExpectRefused("a,b\n\"x\"y,1\n", ":2:", "field 1 (a), byte 4 of the line: text stands after");
  ExpectRefused("a,b\n\"x\" ,1\n", ":2:", "byte 4");
  ExpectRefused("\xEF\xBB\xBFx\"\n", ":1:", "byte 5");
}

TEST(CsvReader, RefusesBytesThatAreNotUtf8) {
  ExpectRefused("a,b\n1,bl\xE5\n", ":2:", "byte 5 of the line is not UTF-8");
  ExpectRefused("a,b\n\xC0\xAF,1\n", ":2:", "byte 1");
  ExpectRefused("a,b\n1,\xED\xA0\x80\n", ":2:", "byte 3");
  ExpectRefused(
      "\xFF\xFE"
      "a,b\n",
      ":1:", "byte 1");
  ExpectRefused("a,b\n1,\xC3", ":2:", "byte 3");
  // Also inside quotes, where the line is not that of the row.
  ExpectRefused("a,b\n\"1\n\xFF\",2\n", ":3:", "byte 1");
}

TEST(CsvReader, RefusesANulByte) {
  ExpectRefused(absl::string_view("a,b\n1,\0\n", 8), ":2:", "byte 3 of the line is NUL");
}

TEST(CsvReader, RefusesACarriageReturnAlone) {
  ExpectRefused("a,b\r1,2\r", ":1:", "carriage return");
  ExpectRefused("a,b\n1,2\r", ":2:", "carriage return");
  ExpectRefused("a,b\n1,2\r\r\n", ":2:", "carriage return");
  ExpectRefused("a,b\n\r3,4\n", ":2:", "carriage return");
}

TEST(CsvReader, BoundsTheLengthOfARow) {
  const std::string longest(kMaxCsvRowBytes - 3, 'x');  // With "1,", and the line feed.
  EXPECT_EQ(Rows("a,b\n1," + longest + "\n").size(), 1u);
  EXPECT_EQ(Rows("a,b\n1," + longest + "\n2,3\n").size(), 2u);
  ExpectRefused("a,b\n1," + longest + "x\n", ":2:", "longer than 1048576 bytes");
  EXPECT_EQ(Rows("a,b\n1," + longest + "x").size(), 1u);
  ExpectRefused("a,b\n1," + longest + "xx", ":2:", "longer");
  ExpectRefused(std::string(2 << 20, 'a'), ":1:", "longer");
}

TEST(CsvReader, BoundsARowOfManyLines) {
  std::string bytes = "a,b\n1,2\n3,\"";
  for (int i = 0; i < 300000; ++i) bytes += "4,5,6\n";
  ExpectRefused(bytes, ":3:", "longer");
}

TEST(CsvReader, StopsAtTheLimitInMemory) {
  const TempDir dir;
  // Sparse, and more than any machine has memory for.
  const std::string path = dir.Write("t.csv", "a,");
  std::filesystem::resize_file(path, 900ULL << 30);
  EXPECT_THAT(ReadCsv(path, {"a", "b"}), HasReason(ERROR_REASON_INVALID_TEXT));
}

TEST(CsvReader, RefusesWhatCannotBeRead) {
  const TempDir dir;
  const std::string missing = absl::StrCat(dir.path(), "/none.csv");
  EXPECT_THAT(ReadCsv(missing, {"a"}), HasReason(ERROR_REASON_INVALID_TEXT));
  EXPECT_THAT(ReadCsv(missing, {"a"}), MessageNames(missing));
  EXPECT_THAT(ReadCsv(dir.path(), {"a"}), HasReason(ERROR_REASON_INVALID_TEXT));
}

TEST(CsvReader, ReadsAFileOfOneColumn) {
  const CsvFile file = Read("a\n1\n\"\"\n", {"a"}).value();
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[1].Get("a"), "");
}

TEST(CsvReaderDeathTest, GetTakesOnlyTheFilesColumns) {
  const CsvFile file = Read("a,b\n1,2\n").value();
  EXPECT_DEATH(file.rows[0].Get("c"), "column");
}

TEST(CsvError, NamesFileAndLine) {
  const absl::Status status =
      CsvError("fte.csv", 12, "value", common::v1::ERROR_REASON_INVALID_DECIMAL, "It is bad.");
  EXPECT_THAT(status, HasReason(common::v1::ERROR_REASON_INVALID_DECIMAL));
  EXPECT_EQ(status.message(), "fte.csv:12: It is bad.");
  EXPECT_EQ(CsvError("fte.csv", 0, "", ERROR_REASON_INVALID_TEXT, "It is bad.").message(),
            "fte.csv: It is bad.");
}

}  // namespace
}  // namespace tertial
