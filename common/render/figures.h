// How facts and computed numbers are written for people.
#ifndef TERTIAL_COMMON_RENDER_FIGURES_H_
#define TERTIAL_COMMON_RENDER_FIGURES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/render/document.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/common/v1/tertial.pb.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial {

// Stands in a table where nothing is recorded.
inline constexpr char kNoObservation[] = "–";

// The text in `language`, or the one fallen back to (common/facts/texts.h); empty if there is none.
std::string TextIn(absl::string_view language,
                   const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts);

// A decimal with thousands set apart from five digits on: "203 735", "5414.3".
std::string ShowDecimal(absl::string_view value);

// A value as ShowDecimal, with its footnotes' marks; a missing one as its reason in words
// ("pending"); no cell as kNoObservation. Provisional and estimated values, forecasts
// and breaks are marked (p), (e), (f), (b), and what is overdue says so.
std::string ShowCell(const common::v1::Cell& cell);
std::string ShowPeriodCell(const common::v1::PeriodCell& cell);

// The mark of a footnote behind a figure, digits raised so that they do not pass for some of the
// figure's; "*" where none is printed.
std::string ShowFootnoteMark(const common::v1::Footnote& footnote);

// A reason in words: "not measured".
std::string ShowReason(common::v1::MissingReason reason);

// A computed number with its unit: "-1.6 %"; why it is not computable: "not computable: pending".
std::string ShowComputed(const common::v1::Computed& computed);
// The same with the number before rounding, at three decimals, where it differs: "-9.7 % (-9.747)".
std::string ShowComputedExactly(const common::v1::Computed& computed);

// The same with the interval: "123 137 t CO2e (123 024 to 123 249)".
std::string ShowComputedBetween(const common::v1::Computed& computed);

// A unit as it is written behind a number: "%", "t CO2e", "pp per year"; others as their code, "_"
// as a space; nothing for counts and ratios.
std::string ShowUnit(absl::string_view unit);

// "400 cells: 282 measured, 87 not measured, 31 pending".
std::string ShowCounts(const common::v1::CellCounts& counts);

// An enum's name in words, without the prefix of its type: "NOT_MEASURED" → "not measured".
std::string ShowEnum(absl::string_view name, absl::string_view prefix);

// The columns of a table with a period each, right aligned.
void AddPeriodColumns(const google::protobuf::RepeatedPtrField<std::string>& periods, Table& table);
// The cells of a series, one for each such column.
void AddPeriodCells(const google::protobuf::RepeatedPtrField<common::v1::PeriodCell>& cells,
                    std::vector<std::string>& row);

// Whether a report of this period has figures of a tertial.
bool IsTertial(absl::string_view period);
// The columns of what the year has come to by the end of a tertial, and the year before.
void AddYearToDateColumns(Table& table);
// The texts for these; a number that there is none of as why: "not additive".
void AddYearToDateCells(const common::v1::TertialFigures& figures, std::vector<std::string>& row);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_FIGURES_H_
