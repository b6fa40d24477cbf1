// Parts of answers about analyses, as people read them.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_SHOWN_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_SHOWN_H_

#include <string>
#include <vector>

#include "common/render/document.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/common/v1/read.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::cli {

// What the indicator is called, in the language of the answer; its id where it has no label.
std::string ShowLabel(const indicators::v1::Indicator& indicator,
                      const common::v1::LocalizedText& label);

// "%"; of what is counted and has no unit: "count".
std::string ShowUnitOf(const indicators::v1::Indicator& indicator);

// "population.births, count; higher is better".
std::string ShowDefinition(const indicators::v1::Indicator& indicator);

// "Read at revision 3, committed 2026-03-15T12:00:00Z."
std::string ShowReadPoint(const common::v1::ReadPoint& point);

// A computed number with its unit, or "not computable".
std::string ShowResult(const common::v1::Computed& computed);
// Between what it lies: "4.1 to 4.3". Empty: it is not known to be rounded.
std::string ShowInterval(const common::v1::Computed& computed);
// Why it is not computable: a sentence. Empty: it is.
std::string ShowWhyNot(const common::v1::Computed& computed);

// The names of the flags, a blank between them: "PROVISIONAL ESTIMATED".
std::string FlagNames(const common::v1::Cell& cell);
// The name of the missing reason: "NOT_MEASURED". Empty: there is a value, or no cell.
std::string MissingName(const common::v1::Cell& cell);
// The footnotes in one text, each behind its mark: "1 Without the old town; * Estimated". Empty:
// none.
std::string ShowFootnotes(const common::v1::Cell& cell, const std::string& language);

// The marks that are explained below a table of cells.
struct CellMark {
  const char* mark;
  const char* meaning;
};
// "(p): provisional. (b): not comparable with the periods before." Those of ShowCell that stand in
// the texts of the table, and `more`.
std::string Legend(const Table& table, const std::vector<CellMark>& more = {});

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_SHOWN_H_
