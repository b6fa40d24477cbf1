// A report as one HTML page. Its own words are English; texts of the report in other languages say
// which they are in.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/facts/texts.h"
#include "common/render/edition_document.h"
#include "common/render/figures.h"
#include "common/render/instant.h"
#include "common/render/report_document.h"
#include "services/gateway/formats/cell_list.h"
#include "services/gateway/formats/formats.h"
#include "services/gateway/formats/html_blocks.h"
#include "services/gateway/formats/html_style.h"
#include "services/gateway/formats/html_text.h"
#include "services/gateway/formats/key_figures.h"
#include "services/gateway/formats/report_charts.h"
#include "services/gateway/formats/text_languages.h"

namespace tertial::gateway {
namespace {

struct Chapter {
  std::string id;
  std::string title;
  std::string html;
  std::vector<Subheading> contents;
};

std::string Completeness(const v1::SectionState& state) {
  return std::string(
      absl::StripPrefix(v1::Completeness_Name(state.completeness()), "COMPLETENESS_"));
}

// The state of a section in a line below its title.
std::string StateLine(const v1::SectionState& state) {
  const std::string completeness = Completeness(state);
  std::string line =
      absl::StrCat("<p class=\"state\"><span class=\"badge ", absl::AsciiStrToLower(completeness),
                   "\">", Escaped(completeness), "</span>", Escaped(state.service()));
  if (state.has_read_at()) {
    absl::StrAppend(&line, ", revision ", state.read_at().revision());
    if (state.read_at().has_commit_time()) {
      absl::StrAppend(&line, " of ", Escaped(FormatInstant(state.read_at().commit_time())));
    }
  }
  return line + "</p>\n";
}

// The remarks that hang on the cells of a section, each with the figure it hangs on.
std::string Footnotes(const std::vector<ReportCell>& cells, v1::SectionKind section,
                      const TextLanguages& languages, const std::string& language) {
  std::string items;
  std::set<std::string> seen;
  for (const ReportCell& cell : cells) {
    if (cell.section != section) continue;
    for (const common::v1::Footnote& footnote : cell.cell.footnotes()) {
      const std::string item =
          absl::StrCat("<li>", Escaped(ShowFootnoteMark(footnote)), " ",
                       languages.Marked(absl::StrCat(cell.series.label, ", ", cell.period)), ": ",
                       MarkedText(ChooseText(footnote.texts(), language)), "</li>\n");
      if (seen.insert(item).second) items += item;
    }
  }
  return items.empty() ? "" : absl::StrCat("<ul class=\"notes\">\n", items, "</ul>\n");
}

Chapter MakeChapter(const v1::SectionState& state, const v1::Report& report,
                    const std::vector<ReportCell>& cells,
                    const std::map<std::string, std::vector<Chart>>& charts,
                    const TextLanguages& languages, const std::string& language) {
  Document document;
  AddChapter(state, report, language, document);
  Chapter chapter{.id = absl::AsciiStrToLower(SectionCode(state.section())),
                  .title = ChapterTitle(state.section())};
  const std::string content =
      HtmlChapter(document, charts, chapter.id, chapter.title, languages, chapter.contents);
  std::string footnotes = Footnotes(cells, state.section(), languages, language);
  if (!footnotes.empty()) {
    const std::string id = chapter.id + "-footnotes";
    chapter.contents.push_back({id, "Footnotes"});
    footnotes = absl::StrCat("<h3 id=\"", id, "\">Footnotes</h3>\n", footnotes);
  }
  chapter.html =
      absl::StrCat("<section id=\"", chapter.id, "\" aria-labelledby=\"", chapter.id,
                   "-title\">\n<h2 id=\"", chapter.id, "-title\">", Escaped(chapter.title),
                   "</h2>\n", StateLine(state), content, footnotes, "</section>\n");
  return chapter;
}

std::string Contents(const std::vector<Chapter>& chapters, const TextLanguages& languages) {
  const auto link = [&](const std::string& id, const std::string& text) {
    return absl::StrCat("<a href=\"#", id, "\">", languages.Marked(text), "</a>");
  };
  std::string out = "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">Contents</h2>\n<ol>\n";
  for (const Chapter& chapter : chapters) {
    absl::StrAppend(&out, "<li>", link(chapter.id, chapter.title));
    if (!chapter.contents.empty()) {
      absl::StrAppend(&out, "<ol>",
                      absl::StrJoin(chapter.contents, "",
                                    [&](std::string* text, const Subheading& one) {
                                      absl::StrAppend(text, "<li>", link(one.id, one.text),
                                                      "</li>");
                                    }),
                      "</ol>");
    }
    out += "</li>\n";
  }
  return absl::StrCat(out, "<li>", link("about", "About this report"), "</li>\n</ol></nav>\n");
}

std::string KeyFigures(const v1::Report& report) {
  std::string out;
  for (const KeyFigure& figure : KeyFiguresOf(report)) {
    absl::StrAppend(&out, "<div><dt>", Escaped(figure.label), "</dt><dd class=\"figure\">",
                    Escaped(figure.value), "</dd><dd class=\"note\">", Escaped(figure.note),
                    "</dd></div>\n");
  }
  return out.empty() ? "" : absl::StrCat("<dl class=\"key\">\n", out, "</dl>\n");
}

// Which sections are not all there, said before anything of them is.
std::string Notice(const v1::Report& report) {
  std::string items;
  for (const v1::SectionState& state : report.states()) {
    if (state.completeness() == v1::COMPLETENESS_COMPLETE) continue;
    absl::StrAppend(&items, "<li><strong>", ChapterTitle(state.section()), ": ",
                    Completeness(state), ".</strong> ", Escaped(state.reason()), "</li>\n");
  }
  if (items.empty()) return "";
  return absl::StrCat("<div class=\"notice\" role=\"note\"><p>Not all of this report is there:</p>",
                      "<ul>\n", items, "</ul></div>\n");
}

// What was wrong with the edition, or with the one that it corrects.
std::string EditionNoticesHtml(const v1::GetEditionReportResponse& edition,
                               const std::string& language) {
  std::string out;
  for (const EditionNotice& notice : EditionNotices(edition, language)) {
    absl::StrAppend(&out, "<div class=\"notice\" role=\"note\"><p><strong>", Escaped(notice.about),
                    ".</strong> ", MarkedText(notice.text), "</p></div>\n");
  }
  return out;
}

// Title and subtitle: which edition, state or part this is, and what it is not.
std::string Head(const v1::Report& report, const v1::GetEditionReportResponse* edition,
                 const std::string& language) {
  const std::string title = Escaped(ReportTitle(report, language));
  std::string out;
  if (edition == nullptr) {
    absl::StrAppend(&out, "<h1>", title, "</h1>\n");
  } else {
    absl::StrAppend(&out, "<h1>", MarkedText(ChooseText(edition->edition().titles(), language)),
                    "</h1>\n<p>", title, "</p>\n<p>", Escaped(EditionStanding(edition->edition())),
                    "</p>\n");
  }
  if (report.has_as_of()) {
    absl::StrAppend(&out, "<p>As recorded at ", Escaped(FormatInstant(report.as_of())),
                    "; what came later is not in it.</p>\n");
  }
  return out;
}

constexpr char kSymbols[] = R"(<dl class="symbols">
<dt>–</dt><dd>nothing is recorded</dd>
<dt>not measured</dt><dd>the survey or count does not run in the period</dd>
<dt>pending</dt><dd>the figure will exist and is not published yet; overdue: it was expected earlier</dd>
<dt>suppressed, :</dt><dd>withheld for confidentiality</dd>
<dt>(p)</dt><dd>provisional: a final figure follows</dd>
<dt>(e)</dt><dd>estimated</dd>
<dt>(f)</dt><dd>forecast</dd>
<dt>(b)</dt><dd>not comparable with the periods before</dd>
<dt>shaded</dt><dd>in a chart: a period without a value; lines join neighbouring values only</dd>
<dt>dashed</dt><dd>in a chart: the target; dotted: the straight path to it</dd>
</dl>
)";

std::string Footer(const v1::Report& report, const v1::GetEditionReportResponse* edition) {
  std::string out = "<footer id=\"about\" aria-labelledby=\"about-title\"><div class=\"page\">\n";
  absl::StrAppend(&out,
                  "<h2 id=\"about-title\">About this report</h2>\n<p>Put together by tertial ",
                  Escaped(report.build().version()),
                  ". A gap is shown as a gap and its reason; no sum treats it as zero.</p>\n",
                  "<h3>What the symbols mean</h3>\n", kSymbols, "<h3>What it was read from</h3>\n",
                  HtmlWideTable(StateTable(report), "What the sections were read from", {}));
  if (edition != nullptr) {
    absl::StrAppend(&out, "<p class=\"hash\">", Escaped(EditionHash(edition->edition())), "</p>\n");
  }
  return out + "</div></footer>\n";
}

}  // namespace

std::string WriteHtml(const v1::Report& report, const std::string& language,
                      const v1::GetEditionReportResponse* edition) {
  const TextLanguages languages(report, language);
  const std::map<std::string, std::vector<Chart>> charts = ChartsOf(report, language);
  const std::vector<ReportCell> cells = ListReportCells(report, language);
  std::vector<Chapter> chapters;
  for (const v1::SectionState& state : report.states()) {
    chapters.push_back(MakeChapter(state, report, cells, charts, languages, language));
  }
  const std::string title = edition == nullptr ? ReportTitle(report, language)
                                               : TextIn(language, edition->edition().titles());
  std::string out = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", kPageLanguage, "\">\n<head>\n<meta charset=\"utf-8\">\n",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
      "<meta name=\"generator\" content=\"tertial ", Escaped(report.build().version()), "\">\n",
      // Nothing outside the file is asked for, whatever stands in a text; nor is any icon.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; img-src data:\">\n<link rel=\"icon\" href=\"data:,\">\n<title>",
      Escaped(title), "</title>\n<style>", kHtmlStyle, "</style>\n</head>\n<body>\n",
      "<a class=\"skip\" href=\"#main\">To the report</a>\n",
      "<header><div class=\"page\"><p class=\"kicker\">Tertial</p>\n",
      Head(report, edition, language), KeyFigures(report),
      edition == nullptr ? "" : EditionNoticesHtml(*edition, language), Notice(report),
      "</div></header>\n", "<div class=\"page\">", Contents(chapters, languages),
      "</div>\n<main id=\"main\" class=\"page\">\n");
  for (const Chapter& chapter : chapters) out += chapter.html;
  return absl::StrCat(out, "</main>\n", Footer(report, edition), "</body>\n</html>\n");
}

}  // namespace tertial::gateway
