// What the files of political activity have in common; one source for each group of them.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_POLITICS_FILES_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_POLITICS_FILES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/import/dataset_files.h"
#include "clients/cli/import/row_fields.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/treatments.pb.h"

namespace tertial::cli {

// "areas/{area}/{collection}/{id}", empty for an empty id.
std::string AreaResource(const Dataset& dataset, absl::string_view collection,
                         absl::string_view id);

// "areas/{area}/bodies/{body}/meetings/{meeting}", empty for an empty meeting.
std::string MeetingName(const Dataset& dataset, absl::string_view body, absl::string_view meeting);

// "31/24"; the year of two digits is of this century. What is none is a problem.
void ReadCaseNumber(const RowFields& row, absl::string_view column, absl::string_view text,
                    politics::v1::CaseNumber* number);

// The columns exempt_legal_basis and exempt_review_date; nothing where the first is empty.
inline constexpr absl::string_view kExemptBasis = "exempt_legal_basis";
inline constexpr absl::string_view kExemptReview = "exempt_review_date";
bool ReadExemption(const RowFields& row, politics::v1::Exemption* exemption);

// terms.csv, political_bodies.csv, political_activity.csv, meetings.csv
void ReadBodyFiles(DatasetFiles& files);
// matters.csv, cases.csv, agenda_items.csv
void ReadCaseFiles(DatasetFiles& files);
// theme_plans.csv, theme_plan_areas.csv
void ReadPlanFiles(DatasetFiles& files);
// resolutions.csv, follow_up_events.csv
void ReadFollowUpFiles(DatasetFiles& files);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_POLITICS_FILES_H_
