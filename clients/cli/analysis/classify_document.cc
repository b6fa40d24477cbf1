#include "clients/cli/analysis/classify_document.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "common/render/figures.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

constexpr char kSchemePrefix[] = "CLASSIFICATION_SCHEME_";

std::string WhichIndicators(const v1::ClassifyIndicatorsRequest& request) {
  std::string which = request.area().empty()
                          ? "all that are defined"
                          : absl::StrCat("those that ", LastId(request.area()), " has chosen");
  if (!request.framework().empty()) {
    absl::StrAppend(&which, " in ", LastId(request.framework()));
  }
  if (request.collection() != v1::COLLECTION_UNSPECIFIED) {
    absl::StrAppend(&which, ", of the collection ",
                    ShowEnum(v1::Collection_Name(request.collection()), "COLLECTION_"));
  }
  return which;
}

// One class; `scheme` stands beside the first one only.
void AddClass(const std::string& scheme, const std::string& title, const v1::IndicatorClass& one,
              bool list, Table& table) {
  table.rows.push_back({scheme, title, absl::StrCat(one.count()), ShowResult(one.share())});
  if (!list) return;
  table.rows.back().push_back(one.indicators().empty() ? "" : LastId(one.indicators(0)));
  for (int i = 1; i < one.indicators_size(); ++i) {
    table.rows.push_back({"", "", "", "", LastId(one.indicators(i))});
  }
}

void AddScheme(const v1::Classification& classification, bool list, Table& table) {
  std::string scheme =
      ShowEnum(v1::ClassificationScheme_Name(classification.scheme()), kSchemePrefix);
  for (const v1::IndicatorClass& one : classification.classes()) {
    AddClass(scheme, ShowEnum(one.code(), ""), one, list, table);
    scheme.clear();
  }
  AddClass(scheme, "unclassified", classification.unclassified(), list, table);
}

std::vector<std::string> ClassRow(v1::ClassificationScheme scheme, const v1::IndicatorClass& one) {
  return {std::string(absl::StripPrefix(v1::ClassificationScheme_Name(scheme), kSchemePrefix)),
          one.code(), absl::StrCat(one.count()), one.share().value(),
          absl::StrJoin(one.indicators(), " ",
                        [](std::string* out, const std::string& name) { *out += LastId(name); })};
}

}  // namespace

Document MakeClassifyDocument(const v1::ClassifyIndicatorsRequest& request,
                              const v1::ClassifyIndicatorsResponse& response, bool list) {
  Document document;
  document.AddHeading(1, absl::StrCat(response.indicators(),
                                      response.indicators() == 1 ? " indicator: " : " indicators: ",
                                      WhichIndicators(request)));
  Table table{
      .columns = {{"scheme"}, {"class"}, {"count", Align::kRight}, {"share", Align::kRight}},
      .rows = {}};
  if (list) table.columns.push_back(ProseColumn("indicators"));
  for (const v1::Classification& classification : response.classifications()) {
    AddScheme(classification, list, table);
  }
  document.AddTable(std::move(table));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table ClassifyRows(const v1::ClassifyIndicatorsResponse& response) {
  Table table{.columns = {{"scheme"}, {"class"}, {"count"}, {"share"}, {"indicators"}}, .rows = {}};
  for (const v1::Classification& classification : response.classifications()) {
    for (const v1::IndicatorClass& one : classification.classes()) {
      table.rows.push_back(ClassRow(classification.scheme(), one));
    }
    table.rows.push_back(ClassRow(classification.scheme(), classification.unclassified()));
  }
  return table;
}

}  // namespace tertial::cli
