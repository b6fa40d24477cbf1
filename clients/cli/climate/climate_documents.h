// Answers about the climate accounts as people read them, and as rows.
#ifndef TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_DOCUMENTS_H_
#define TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_DOCUMENTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/climate/climate_commands.h"
#include "common/render/document.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::cli {

// inventory_documents.cc
Document MakeInventoryDocument(const InventoryCommand& command,
                               const climate::v1::GetInventoryReportResponse& response);
Table InventoryRows(const climate::v1::GetInventoryReportResponse& response);
Document MakeInventoryFindingsDocument(const InventoryFindingsCommand& command,
                                       const climate::v1::ListInventoryFindingsResponse& response);
Table InventoryFindingRows(const climate::v1::ListInventoryFindingsResponse& response);
Document MakeReleasesDocument(const ReleasesCommand& command,
                              const climate::v1::ListInventoryReleasesResponse& response);
Table ReleaseRows(const climate::v1::ListInventoryReleasesResponse& response);

// target_documents.cc
Document MakeTargetDocument(const TargetCommand& command,
                            const climate::v1::GetTargetProgressResponse& response);
Table TargetRows(const climate::v1::GetTargetProgressResponse& response);
Document MakeLevelsDocument(const LevelsCommand& command,
                            const climate::v1::ListClimateTargetLevelsResponse& response);
Table LevelRows(const climate::v1::ListClimateTargetLevelsResponse& response);

// budget_documents.cc
Document MakeBudgetDocument(const BudgetCommand& command,
                            const climate::v1::GetClimateBudgetResponse& response);
Table BudgetRows(const climate::v1::GetClimateBudgetResponse& response);

// activity_series_documents.cc
Document MakeOperationsDocument(const OperationsCommand& command,
                                const climate::v1::GetOwnOperationsResponse& response);
Table OperationsRows(const climate::v1::GetOwnOperationsResponse& response);
Document MakeActivitySeriesDocument(const SeriesOfActivityCommand& command,
                                    const climate::v1::ListActivitySeriesResponse& response);
Table ActivitySeriesRows(const climate::v1::ListActivitySeriesResponse& response);

// The columns of ComputedFields: value, unit, low, high, unrounded, formula, not_computable.
std::vector<Column> ComputedColumns();
// A number in those columns; all are empty where it was not asked for.
std::vector<std::string> ComputedFields(const common::v1::Computed& computed);

// The name of an enum's value without the prefix of its type; empty where it is unspecified.
std::string EnumWord(absl::string_view name, absl::string_view prefix);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_DOCUMENTS_H_
