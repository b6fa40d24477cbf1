#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/formats/formats.h"
#include "services/gateway/formats/html_blocks.h"
#include "services/gateway/formats/html_text.h"
#include "tests/unit/services/gateway/formats/sample_report.h"

namespace tertial::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(HtmlText, EscapesMarkupInContentAndAttributes) {
  EXPECT_EQ(Escaped("<a href=\"x\">'&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(Escaped("æøå –"), "æøå –");
}

TEST(HtmlText, LeavesControlCharactersOut) {
  EXPECT_EQ(Escaped(std::string("a\x01") + "b\x7F" + "c\xC2\x9B" + "d\ne"), "abcd e");
}

TEST(HtmlTable, HasACaptionAndHeadingsOfColumnsAndRows) {
  const Table table{.columns = {{"goal"}, {"indicator"}, {"2024", Align::kRight}},
                    .rows = {{"1", "debt", "4.70"}, {"1", "income", "pending"}}};
  const std::string html = HtmlTable(table, "Economy");
  EXPECT_THAT(html, HasSubstr("<caption class=\"unseen\">Economy</caption>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"n\">2024</th>"));
  // Goals do not tell the rows apart; indicators do.
  EXPECT_THAT(html, HasSubstr("<td>1</td><th scope=\"row\">debt</th><td class=\"n\">4.70</td>"));
}

TEST(Html, IsOneFileThatAsksForNothing) {
  const std::string html = WriteHtml(SampleReport(), "nb");
  for (const char* outside :
       {"http://", "https://", "<script", "<link rel=\"stylesheet", "@import", "url("}) {
    EXPECT_THAT(html, Not(HasSubstr(outside)));
  }
}

TEST(Html, EverySectionIsThereWithItsState) {
  const std::string html = WriteHtml(SampleReport(), "nb");
  EXPECT_THAT(html, HasSubstr("<h1>Asker, annual report 2024</h1>"));
  for (const char* section : {"indicators", "workforce", "climate"}) {
    EXPECT_THAT(html, HasSubstr(std::string("<section id=\"") + section + "\""));
  }
  EXPECT_THAT(html, HasSubstr("<span class=\"badge stale\">STALE</span>"));
  EXPECT_THAT(html, HasSubstr("<strong>Workforce: STALE.</strong> It is &lt;late&gt;."));
  EXPECT_THAT(html, HasSubstr("<strong>Climate accounts: UNAVAILABLE.</strong> It is gone."));
  EXPECT_THAT(html, HasSubstr("tertial 1.2.3"));
}

TEST(Html, ACompleteReportHasNoNotice) {
  v1::Report report = SampleReport();
  for (v1::SectionState& state : *report.mutable_states()) {
    state.set_completeness(v1::COMPLETENESS_COMPLETE);
  }
  EXPECT_THAT(WriteHtml(report, "nb"), Not(HasSubstr("Not all of this report is there")));
}

TEST(Html, ChartsStandBelowTheHeadingOfTheirFigures) {
  const std::string html = WriteHtml(SampleReport(), "nb");
  EXPECT_THAT(html, HasSubstr("data-period=\"2021\" data-value=\"4.70\""));
  EXPECT_THAT(html, HasSubstr("target ≤ 4.9"));
  EXPECT_THAT(html, HasSubstr("data-label=\"welfare\""));
}

TEST(Html, FootnotesOfCellsAreWrittenOut) {
  EXPECT_THAT(WriteHtml(SampleReport(), "nb"), HasSubstr(", 2024: Uten sykehjem</li>"));
}

TEST(Html, TextsOfTheReportAreNoMarkup) {
  EXPECT_THAT(WriteHtml(SampleReport(), "nb"), Not(HasSubstr("<b>Andel")));
}

TEST(WriteReport, NamesTypeAndFile) {
  const v1::Report report = SampleReport();
  const auto name = [&](v1::ReportFormat format) {
    return WriteReport(report, format, "nb").file_name();
  };
  EXPECT_EQ(name(v1::REPORT_FORMAT_CSV), "asker-2024.csv");
  EXPECT_EQ(name(v1::REPORT_FORMAT_SDMX_CSV), "asker-2024.sdmx.csv");
  EXPECT_EQ(name(v1::REPORT_FORMAT_JSON_STAT), "asker-2024.jsonstat.json");
  EXPECT_EQ(name(v1::REPORT_FORMAT_MARKDOWN), "asker-2024.md");
  EXPECT_EQ(name(v1::REPORT_FORMAT_HTML), "asker-2024.html");
  EXPECT_EQ(WriteReport(report, v1::REPORT_FORMAT_HTML, "nb").content_type(),
            "text/html; charset=utf-8");
  EXPECT_EQ(WriteReport(report, v1::REPORT_FORMAT_HTML, "nb").states_size(), 3);
}

}  // namespace
}  // namespace tertial::gateway
