#include "common/render/row_printer.h"

#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial {
namespace {

std::vector<RowColumn> Columns() {
  return {{.title = "n", .width = 3, .align = Align::kRight},
          {.title = "token"},
          {.title = "name", .width = 6}};
}

std::string Printed(RowFormat format, const std::vector<std::string>& cells,
                    const google::protobuf::Message* message = nullptr) {
  std::ostringstream out;
  RowPrinter rows(out, format, Columns());
  rows.Print(cells, message);
  rows.Note("note");
  return out.str();
}

TEST(RowPrinter, AlignsTheColumnsOfATable) {
  EXPECT_EQ(Printed(RowFormat::kTable, {"7", "t", "ålesund, a"}),
            "  n  name\n  7  ålesund, a\n    note\n");
}

TEST(RowPrinter, LetsNothingReachATerminalThatItWouldObey) {
  EXPECT_EQ(Printed(RowFormat::kTable, {"7", "t", "a\x1b[2J\nb"}),
            "  n  name\n  7  a\\x1b[2J b\n    note\n");
}

TEST(RowPrinter, QuotesWhatACsvFieldMustNotHold) {
  EXPECT_EQ(Printed(RowFormat::kCsv, {"7", "a,b", "say \"hi\"\nthere"}),
            "n,token,name\n7,\"a,b\",\"say \"\"hi\"\"\nthere\"\n");
}

TEST(RowPrinter, PrintsAMessageAsOneLineOfJson) {
  indicators::v1::Dimension dimension;
  dimension.set_member("a\nb");
  EXPECT_EQ(Printed(RowFormat::kJson, {"7", "t", "n"}, &dimension), "{\"member\":\"a\\nb\"}\n");
}

TEST(RowPrinter, PrintsTheCellsAsJsonWhereThereIsNoMessage) {
  EXPECT_EQ(Printed(RowFormat::kJson, {"7", "t", "\"å\""}),
            "{\"n\":\"7\",\"token\":\"t\",\"name\":\"\\\"å\\\"\"}\n");
}

}  // namespace
}  // namespace tertial
