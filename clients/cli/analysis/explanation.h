// How computed numbers came about: their formulas and operands.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_EXPLANATION_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_EXPLANATION_H_

#include <string>

#include "common/render/document.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::cli {

// The formula over x1 … xn, or the expression that the number itself states.
std::string FormulaOf(const common::v1::Computed& computed);

// The name of the reason why it is not computable: "MISSING_OPERAND". Empty: it is.
std::string NotComputableName(const common::v1::Computed& computed);

// Numbers with their formulas, and below each a row for each operand with its revision and the
// resource that holds it, and one for the number before it was rounded.
class Explanation {
 public:
  Explanation();

  void Add(const std::string& what, const common::v1::Computed& computed);
  Table MakeTable() const { return table_; }

 private:
  Table table_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_EXPLANATION_H_
