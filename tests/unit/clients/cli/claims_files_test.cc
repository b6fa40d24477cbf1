// Claims, check rules and accepted findings as lines of JSON: what is read, and what is a problem.
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ClaimsFilesTest : public ::testing::Test {
 protected:
  Dataset Read() {
    absl::StatusOr<Dataset> dataset = ReadDataset(directory_.path(), "");
    EXPECT_THAT(dataset, IsOk());
    return dataset.ok() ? *std::move(dataset) : Dataset();
  }
  // "claims.jsonl:2 period INVALID_JSON" of each problem that claims.jsonl with these lines is.
  std::vector<std::string> ProblemsIn(const std::string& lines) {
    directory_.Write("claims.jsonl", lines);
    std::vector<std::string> problems;
    for (const Problem& problem : Read().problems) {
      EXPECT_FALSE(problem.sentence.empty());
      problems.push_back(absl::StrCat(problem.origin.file, ":", problem.origin.line, " ",
                                      problem.field, " ", problem.reason));
    }
    return problems;
  }

  TempDir directory_;
};

TEST_F(ClaimsFilesTest, ReadsAResourceOfEachLineAndWhereItComesFrom) {
  directory_.Write("claims.jsonl",
                   "{\"name\":\"areas/asker/claims/a\",\"period\":\"2024\"}\n"
                   "\n"
                   "{\"name\":\"areas/asker/claims/b\",\"assertions\":[{\"decimals\":-3}]}\n");
  directory_.Write("check_rules.jsonl", "{\"name\":\"checkRules/r\",\"periods\":3}");
  directory_.Write("accepted_findings.jsonl",
                   "{\"name\":\"areas/asker/acceptedFindings/f\",\"finding\":\"00\"}\n");
  const Dataset dataset = Read();
  EXPECT_THAT(dataset.problems, IsEmpty());
  ASSERT_THAT(dataset.checks.rows, SizeIs(4));
  EXPECT_EQ(dataset.checks.rows[0].claim().period(), "2024");
  EXPECT_EQ(dataset.checks.rows[1].claim().assertions(0).decimals(), -3);
  EXPECT_EQ(dataset.checks.origins[1].line, 3);
  EXPECT_EQ(dataset.checks.rows[2].check_rule().periods(), 3);
  EXPECT_EQ(dataset.checks.rows[3].accepted_finding().finding(), "00");
  EXPECT_EQ(dataset.checks.origins[3].file, "accepted_findings.jsonl");
}

TEST_F(ClaimsFilesTest, NamesLineAndFieldOfWhatIsNoClaim) {
  EXPECT_THAT(ProblemsIn("{\"name\":\"a\"}\n{\"nmae\":\"b\"}\n"),
              ElementsAre("claims.jsonl:2 nmae INVALID_JSON"));
  EXPECT_THAT(ProblemsIn("{\"assertions\":[{\"left\":{\"formla\":\"FORMULA_SUM\"}}]}"),
              ElementsAre("claims.jsonl:1 assertions[0].left.formla INVALID_JSON"));
  EXPECT_THAT(ProblemsIn("{\"assertions\":[{\"relation\":\"RELATION_SAME\"}]}"),
              ElementsAre("claims.jsonl:1 assertions[0].relation INVALID_JSON"));
  EXPECT_THAT(ProblemsIn("{\"assertions\":[{\"decimals\":\"many\"}]}"),
              ElementsAre("claims.jsonl:1 assertions[0].decimals INVALID_JSON"));
}

TEST_F(ClaimsFilesTest, RefusesLinesThatAreNoJson) {
  EXPECT_THAT(ProblemsIn("{\"name\":\"a\"\n{\"name\":\"b\"} x\n{\"name\":\"c\",\"name\":\"d\"}\n"),
              ElementsAre("claims.jsonl:1  INVALID_TEXT", "claims.jsonl:2  INVALID_TEXT",
                          "claims.jsonl:3  DUPLICATE_KEY"));
}

TEST_F(ClaimsFilesTest, RefusesAFileThatCannotBeRead) {
  std::filesystem::create_directory(absl::StrCat(directory_.path(), "/check_rules.jsonl"));
  EXPECT_THAT(ProblemsIn("{\"name\":\"a\"}\n"), ElementsAre("check_rules.jsonl:0  INVALID_TEXT"));
  // Without a line the place is not told beside it.
  EXPECT_THAT(Read().problems.at(0).sentence, ::testing::HasSubstr("check_rules.jsonl"));
}

TEST_F(ClaimsFilesTest, RefusesLinesOfAnotherFile) {
  directory_.Write("claim.jsonl", "{}\n");
  EXPECT_THAT(ProblemsIn(""), ElementsAre("claim.jsonl:0  UNKNOWN_FIELD"));
}

TEST_F(ClaimsFilesTest, TheExampleHasAClaimForEachOfItsStatements) {
  const absl::StatusOr<Dataset> dataset = ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
  ASSERT_THAT(dataset, IsOk());
  int claims = 0;
  int expressed = 0;
  std::set<std::string> names;
  for (const gateway::v1::ChecksRow& row : dataset->checks.rows) {
    if (!row.has_claim()) continue;
    ++claims;
    if (row.claim().assertions_size() > 0) ++expressed;
    names.insert(row.claim().name());
  }
  EXPECT_EQ(claims, 83);
  EXPECT_EQ(expressed, 82);
  EXPECT_THAT(names, SizeIs(83));
}

}  // namespace
}  // namespace tertial::cli
