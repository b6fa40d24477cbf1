#include "common/render/answer.h"

#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial {
namespace {

std::string Printed(AnswerFormat format) {
  indicators::v1::Dimension answer;
  answer.set_member("wom|en");
  std::ostringstream out;
  PrintAnswer(
      out, format, answer,
      [] {
        Document document;
        document.AddHeading(1, "Head");
        document.AddTable({.columns = {{"c"}}, .rows = {{"a|b"}}});
        return document;
      },
      [] {
        return Table{.columns = {{"c"}, {"d"}}, .rows = {{"a,b", "1"}, {"", "2"}}};
      });
  return out.str();
}

TEST(Answer, IsPrintedInItsFourForms) {
  EXPECT_EQ(Printed(AnswerFormat::kTable), "Head\n════\n\n  c\n  ───\n  a|b\n\n");
  EXPECT_EQ(Printed(AnswerFormat::kMarkdown), "# Head\n\n| c |\n| --- |\n| a\\|b |\n\n");
  EXPECT_EQ(Printed(AnswerFormat::kJson), "{\n \"member\": \"wom|en\"\n}\n");
  EXPECT_EQ(Printed(AnswerFormat::kCsv), "c,d\n\"a,b\",1\n,2\n");
}

}  // namespace
}  // namespace tertial
