#include "clients/cli/import/row_fields.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using Columns = std::vector<std::pair<std::string, std::string>>;

// A row of "some.csv", line 7, with these columns and texts.
class SomeRow {
 public:
  explicit SomeRow(const Columns& texts) {
    dataset_.name = "asker-2024";
    auto positions = std::make_shared<CsvColumns>();
    std::vector<std::string> fields;
    names_.reserve(texts.size());
    for (const auto& [column, text] : texts) {
      names_.push_back(column);
      columns_.push_back(names_.back());
      positions->emplace(column, fields.size());
      fields.push_back(text);
    }
    row_ = std::make_unique<CsvRow>(std::move(positions), 7, std::move(fields));
    fields_ = std::make_unique<RowFields>(dataset_, "some.csv", columns_, *row_);
  }

  const RowFields& operator*() const { return *fields_; }
  const RowFields* operator->() const { return fields_.get(); }

  // Columns and reasons of the problems.
  std::vector<std::pair<std::string, std::string>> problems() const {
    std::vector<std::pair<std::string, std::string>> problems;
    for (const Problem& problem : dataset_.problems) {
      EXPECT_EQ(problem.origin.file, "some.csv");
      EXPECT_EQ(problem.origin.line, 7);
      problems.emplace_back(problem.field, problem.reason);
    }
    return problems;
  }
  const std::string& last_sentence() const { return dataset_.problems.back().sentence; }

 private:
  Dataset dataset_;
  std::vector<std::string> names_;
  std::vector<absl::string_view> columns_;
  std::unique_ptr<CsvRow> row_;
  std::unique_ptr<RowFields> fields_;
};

TEST(RowFields, ReadsWholeNumbers) {
  const SomeRow row({{"a", "12"}, {"b", "-3"}, {"c", ""}, {"d", "2147483647"}});
  EXPECT_EQ(row->Integer("a"), 12);
  EXPECT_EQ(row->Integer("b"), -3);
  EXPECT_EQ(row->Integer("c"), std::nullopt);
  EXPECT_EQ(row->RequiredInteger("d"), 2147483647);
  EXPECT_THAT(row.problems(), IsEmpty());
}

TEST(RowFields, RefusesWhatIsNoWholeNumber) {
  for (const char* text :
       {"x", "1.5", "1,5", "12 000", "1e3", "2147483648", " 12", "12 ", "+12", "12\xC2\xA0",
        "\xE2\x88\x92"
        "5",
        "0x10", "--1", "-"}) {
    const SomeRow row({{"order", text}});
    EXPECT_EQ(row->Integer("order"), std::nullopt) << text;
    EXPECT_THAT(row.problems(), ElementsAre(Pair("order", "VALUE_OUT_OF_RANGE"))) << text;
    EXPECT_EQ(row->RequiredInteger("order"), 0);
  }
}

TEST(RowFields, RefusesAnEmptyColumnWhereANumberIsRequired) {
  const SomeRow row({{"order", ""}});
  EXPECT_EQ(row->RequiredInteger("order"), 0);
  EXPECT_THAT(row.problems(), ElementsAre(Pair("order", "FIELD_REQUIRED")));
}

TEST(RowFields, ReadsYesAndNoOnly) {
  EXPECT_TRUE(SomeRow({{"flag", "yes"}})->YesNo("flag"));
  EXPECT_FALSE(SomeRow({{"flag", "no"}})->YesNo("flag"));
  for (const char* text : {"", "Yes", "true", "1"}) {
    const SomeRow row({{"flag", text}});
    EXPECT_FALSE(row->YesNo("flag"));
    EXPECT_THAT(row.problems(), ElementsAre(Pair("flag", "INVALID_ENUM"))) << text;
  }
}

TEST(RowFields, ReadsCodeWordsAndNamesThemAll) {
  const std::vector<CodeWord> words = {{"gt", 1}, {"lt", 3}};
  const SomeRow row({{"a", "lt"}, {"b", ""}, {"c", "le"}});
  EXPECT_EQ(row->Code<int>("a", words), 3);
  EXPECT_EQ(row->Code<int>("b", words, true), 0);
  EXPECT_THAT(row.problems(), IsEmpty());
  EXPECT_EQ(row->Code<int>("b", words), 0);
  EXPECT_EQ(row->Code<int>("c", words, true), 0);
  EXPECT_THAT(row.problems(), ElementsAre(Pair("b", "INVALID_ENUM"), Pair("c", "INVALID_ENUM")));
  EXPECT_THAT(row.last_sentence(), HasSubstr("gt, lt"));
  EXPECT_THAT(row.last_sentence(), HasSubstr("\"le\""));
}

TEST(RowFields, ReadsAValue) {
  const common::v1::Cell cell = SomeRow({{"value", "4.70"}, {"status", "measured"}})->ReadCell();
  EXPECT_EQ(cell.value(), "4.70");
  EXPECT_EQ(SomeRow({{"fte", "222.0"}})->ReadCell("fte").value(), "222.0");
}

TEST(RowFields, ReadsAReason) {
  const SomeRow row({{"value", ""}, {"status", "pending"}});
  EXPECT_EQ(row->ReadCell().missing(), common::v1::MISSING_REASON_PENDING);
  EXPECT_THAT(row.problems(), IsEmpty());
}

TEST(RowFields, KeepsANumberThatIsNoneForTheServiceToRefuse) {
  const SomeRow row({{"value", "12,5"}, {"status", "measured"}});
  EXPECT_EQ(row->ReadCell().value(), "12,5");
  EXPECT_THAT(row.problems(), IsEmpty());
}

TEST(RowFields, AnEmptyValueIsAnEmptyCellAndNeverZero) {
  for (const Columns& columns :
       {Columns{{"value", ""}, {"status", "measured"}}, Columns{{"value", ""}}}) {
    EXPECT_EQ(SomeRow(columns)->ReadCell().content_case(), common::v1::Cell::CONTENT_NOT_SET);
  }
}

TEST(RowFields, RefusesAValueBesideAReason) {
  const SomeRow row({{"value", "0"}, {"status", "not_measured"}});
  EXPECT_NE(row->ReadCell().content_case(), common::v1::Cell::kValue);
  EXPECT_THAT(row.problems(), ElementsAre(Pair("value", "VALUE_BESIDE_MISSING_REASON")));
}

TEST(RowFields, RefusesAStatusThatIsNone) {
  const SomeRow row({{"value", "5"}, {"status", "Measured"}});
  row->ReadCell();
  EXPECT_THAT(row.problems(), ElementsAre(Pair("status", "INVALID_ENUM")));
}

TEST(RowFields, ReadsWhereAFactIsFrom) {
  const SomeRow row({{"source_line", "12;15"},
                     {"page", "3"},
                     {"printed", "18,0 %"},
                     {"qualifier", "about"},
                     {"note", "=HYPERLINK("}});
  const common::v1::Provenance provenance = row->ReadProvenance();
  EXPECT_EQ(provenance.source(), "asker-2024/some.csv");
  EXPECT_THAT(provenance.source_lines(), ElementsAre(12, 15));
  EXPECT_THAT(provenance.pages(), ElementsAre(3));
  EXPECT_EQ(provenance.printed(), "18,0 %");
  EXPECT_EQ(provenance.qualifier(), "about");
  EXPECT_EQ(provenance.note(), "=HYPERLINK(");
}

TEST(RowFields, RefusesALineThatIsNoNumber) {
  const SomeRow row({{"source_lines", "12;x"}, {"pages", "5 "}});
  row->ReadProvenance();
  EXPECT_THAT(row.problems(), ElementsAre(Pair("source_lines", "VALUE_OUT_OF_RANGE"),
                                          Pair("pages", "VALUE_OUT_OF_RANGE")));
}

TEST(RowFields, SplitsListsAndLeavesEmptyPartsOut) {
  EXPECT_THAT(SomeRow({{"body", "a;;b;"}})->List("body"), ElementsAre("a", "b"));
  EXPECT_THAT(SomeRow({{"body", ""}})->List("body"), IsEmpty());
}

TEST(RowFields, AddsATextOnlyWhereThereIsOne) {
  google::protobuf::RepeatedPtrField<common::v1::LocalizedText> texts;
  const SomeRow row({{"name_nb", "Navn"}, {"name_en", ""}});
  row->AddText("name_nb", "nb", &texts);
  row->AddText("name_en", "en", &texts);
  ASSERT_EQ(texts.size(), 1);
  EXPECT_EQ(texts[0].language(), "nb");
  EXPECT_EQ(texts[0].text(), "Navn");
}

TEST(PeriodId, WritesASchoolYearWithoutASlash) {
  EXPECT_EQ(PeriodId("2024"), "2024");
  EXPECT_EQ(PeriodId("2023/2024"), "2023-2024");
}

}  // namespace
}  // namespace tertial::cli
