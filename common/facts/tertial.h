// Figures in the report of a tertial: of its four months, of the same of the year before, and of
// the year so far.
#ifndef TERTIAL_COMMON_FACTS_TERTIAL_H_
#define TERTIAL_COMMON_FACTS_TERTIAL_H_

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/common/v1/tertial.pb.h"

namespace tertial {

// What the figures of tertials say of the year so far.
enum class Accrual {
  kAddsUp,   // Their sum is its figure: births.
  kStands,   // The last one is its figure: residents.
  kNeither,  // Nothing: a rate, or what nobody has said.
};

// A figure of one tertial: the name it has or would have, and its cell where it is recorded.
struct TertialFigure {
  common::v1::Operand operand;
  // Whether it is not comparable with the tertials before it.
  bool is_break = false;
};

// The figure of an operand, a break where its cell is flagged so.
TertialFigure TertialFigureOf(common::v1::Operand operand);

// The tertials that the figures of `period` are made of, in order of time: from the first one of
// the year before to itself. None where it is no tertial.
std::vector<Period> TertialsUpTo(const Period& period);

// The periods that a report of `period` reads figures of: those it shows, and TertialsUpTo.
std::vector<Period> ReportReads(const Period& period);

// What `figure_in`, which is asked for any of TertialsUpTo, makes of `tertial`. Figures are in
// `unit`; numbers have `decimals`, or as many as their operands. Neither a change nor a sum reaches
// over a break (BREAK_IN_SERIES); a sum over a tertial of which nothing is recorded is not
// computable, whatever is known of its months.
common::v1::TertialFigures MakeTertialFigures(
    const Period& tertial, Accrual accrual, absl::string_view unit, std::optional<int> decimals,
    absl::FunctionRef<TertialFigure(const Period&)> figure_in);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_TERTIAL_H_
