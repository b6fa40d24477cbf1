// The climate accounts in words and tables: what the chapter of a report and the commands share.
#ifndef TERTIAL_COMMON_RENDER_CLIMATE_WORDS_H_
#define TERTIAL_COMMON_RENDER_CLIMATE_WORDS_H_

#include <string>

#include "common/render/document.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/climate/v1/climate_budgets.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/climate/v1/inventory_totals.pb.h"
#include "tertial/climate/v1/own_operations.pb.h"

namespace tertial {

// The last id of a resource name; a text without "/" as it is.
std::string IdOf(const std::string& name);

// "community, direct".
std::string ShowAccount(climate::v1::Boundary boundary, climate::v1::Scope scope);

// "-67 % from 2009 by 2030".
std::string ShowClimateTarget(const climate::v1::ClimateTarget& target);

// Where emissions stand beside the path: "2 736 t CO2e ahead of the path (2 547 to 2 926)"; where
// the interval reaches to both sides, that it cannot be told. Empty: there is no milestone.
std::string ShowStanding(const climate::v1::ClimateTargetAssessment& assessment);

// What emissions come to at the present rate, both ways: "150 543 t CO2e by the present rate of
// -4.23 % per year since 2009; 119 032 t CO2e if as much goes each year as since then". Empty:
// there is no rate.
std::string ShowProjections(const climate::v1::ClimateTargetAssessment& assessment);

// A total: its value; without one, why: "incomplete". "–" where nothing is recorded.
std::string ShowTotal(const climate::v1::InventoryTotal& total);

// Why the total is none, what is known of it, and the first of its gaps: "incomplete: 12 t CO2e are
// recorded, and 2 parts are missing: heating~2023 and others". Empty: it is whole.
std::string ShowGaps(const climate::v1::InventoryTotal& total);

// What a budget says in the end, with how many measures are quantified: the gap between its ends,
// or why there is none: "90 measures, none with an effect on emissions in 2030: no gap to the
// target can be told. None of the 90 measures has a quantified effect in 2030". No dot at the end.
std::string ShowBudgetResult(const climate::v1::ClimateBudget& budget);

// Own operations, by scope and method.
Table OperationsTable(
    const google::protobuf::RepeatedPtrField<climate::v1::OperationsTotal>& totals);

// "error", "sectors differ from total", and what is to be known of each.
Table InventoryFindingTable(
    const google::protobuf::RepeatedPtrField<climate::v1::InventoryFinding>& findings);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_CLIMATE_WORDS_H_
