#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/formats/formats.h"
#include "services/gateway/formats/html_blocks.h"
#include "services/gateway/formats/html_text.h"
#include "tests/unit/services/gateway/formats/sample_report.h"

namespace tertial::gateway {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

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
  const std::string html = HtmlTable(table, "Economy", {});
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
  EXPECT_THAT(WriteHtml(SampleReport(), "nb"),
              HasSubstr(", 2024: <span lang=\"nb\">Uten sykehjem</span></li>"));
}

TEST(Html, TextsOfTheReportAreNoMarkup) {
  EXPECT_THAT(WriteHtml(SampleReport(), "nb"), Not(HasSubstr("<b>Andel")));
}

TEST(Html, TextsInAnotherLanguageThanThePageSayWhich) {
  const std::string html = WriteHtml(SampleReport(), "nb");
  EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
  const std::string label = Escaped(kWildLabel);
  EXPECT_THAT(html, HasSubstr("<td><span lang=\"nb\">" + label + "</span></td>"));
  EXPECT_THAT(html, HasSubstr("<figcaption><span lang=\"nb\">" + label + "</span>"));
  EXPECT_THAT(html, HasSubstr("-t\" lang=\"nb\">" + label + "</title>"));
  EXPECT_THAT(html, HasSubstr("<caption class=\"unseen\"><span lang=\"nb\">" + label +
                              "</span>, numbers</caption>"));
  // The page's own words are in its own language, and so are texts that were chosen in it.
  EXPECT_THAT(html, HasSubstr("<h2 id=\"workforce-title\">Workforce</h2>"));
  v1::Report report = SampleReport();
  common::v1::LocalizedText& english = *report.mutable_indicators()
                                            ->mutable_focus_areas(0)
                                            ->mutable_goals(0)
                                            ->mutable_indicators(0)
                                            ->mutable_indicator()
                                            ->add_labels();
  english.set_language("en");
  english.set_text("Share of a");
  EXPECT_THAT(WriteHtml(report, "en"), HasSubstr("<td>Share of a</td>"));
}

v1::GetEditionReportResponse CorrectedEdition() {
  v1::GetEditionReportResponse response;
  v1::Edition& edition = *response.mutable_edition();
  edition.set_name("areas/asker/editions/annual");
  edition.set_state(v1::EDITION_STATE_CORRECTED);
  edition.mutable_freeze_time()->set_seconds(1'800'000'000);
  edition.mutable_publish_time()->set_seconds(1'800'000'060);
  edition.set_report_sha256("0123456789abcdef");
  edition.set_corrects("areas/asker/editions/earlier");
  edition.set_corrected_by("areas/asker/editions/later");
  const auto add = [](const char* language, const char* text, auto& texts) {
    texts.Add()->set_language(language);
    texts.rbegin()->set_text(text);
  };
  add("nb", "<Årsrapport>", *edition.mutable_titles());
  add("en", "Emissions were wrong.", *edition.mutable_notices());
  add("nb", "Sykefraværet var feil.", *response.mutable_correction_notices());
  return response;
}

TEST(Html, AnEditionSaysWhichItIsWhatWasWrongAndWhatItsHashIs) {
  const v1::GetEditionReportResponse edition = CorrectedEdition();
  const std::string html = WriteHtml(SampleReport(), "nb", &edition);
  EXPECT_THAT(html, HasSubstr("<title>&lt;Årsrapport&gt;</title>"));
  EXPECT_THAT(html, HasSubstr("<h1><span lang=\"nb\">&lt;Årsrapport&gt;</span></h1>\n"
                              "<p>Asker, annual report 2024</p>"));
  EXPECT_THAT(html, HasSubstr("areas/asker/editions/annual: CORRECTED. Frozen "
                              "2027-01-15T08:00:00Z, published 2027-01-15T08:01:00Z.</p>"));
  EXPECT_THAT(html, HasSubstr("<strong>Corrects areas/asker/editions/earlier.</strong> "
                              "Emissions were wrong.</p>"));
  EXPECT_THAT(html, HasSubstr("<strong>Corrected by areas/asker/editions/later.</strong> "
                              "<span lang=\"nb\">Sykefraværet var feil.</span></p>"));
  EXPECT_THAT(html.substr(html.find("<footer")), HasSubstr("0123456789abcdef</p>"));
}

TEST(Markdown, AnEditionSaysWhichItIsWhatWasWrongAndWhatItsHashIs) {
  v1::GetEditionReportResponse edition = CorrectedEdition();
  const std::string markdown = WriteMarkdown(SampleReport(), "nb", &edition);
  EXPECT_THAT(markdown, StartsWith("# &lt;Årsrapport&gt;\n\nAsker, annual report 2024\n\n"));
  EXPECT_THAT(markdown, HasSubstr("Corrects areas/asker/editions/earlier: Emissions were wrong"));
  EXPECT_THAT(markdown, HasSubstr("later: Sykefraværet var feil"));
  EXPECT_THAT(markdown, EndsWith("0123456789abcdef\n\n"));
  edition.mutable_edition()->set_state(v1::EDITION_STATE_FROZEN);
  edition.mutable_edition()->clear_publish_time();
  EXPECT_THAT(WriteMarkdown(SampleReport(), "nb", &edition),
              HasSubstr("FROZEN. Frozen 2027-01-15T08:00:00Z, not published."));
}

TEST(WriteReport, AnEditionChangesNoFormatOfRows) {
  const v1::GetEditionReportResponse edition = CorrectedEdition();
  for (const v1::ReportFormat format :
       {v1::REPORT_FORMAT_CSV, v1::REPORT_FORMAT_SDMX_CSV, v1::REPORT_FORMAT_JSON_STAT}) {
    EXPECT_EQ(WriteReport(SampleReport(), format, "nb", &edition).content(),
              WriteReport(SampleReport(), format, "nb").content());
  }
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
