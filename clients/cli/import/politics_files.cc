// What the files of political activity have in common.
#include "clients/cli/import/politics_files.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/violations.h"

namespace tertial::cli {

namespace v1 = politics::v1;

std::string AreaResource(const Dataset& dataset, absl::string_view collection,
                         absl::string_view id) {
  return id.empty() ? "" : absl::StrCat("areas/", dataset.area, "/", collection, "/", id);
}

std::string MeetingName(const Dataset& dataset, absl::string_view body, absl::string_view meeting) {
  return meeting.empty()
             ? ""
             : absl::StrCat(AreaResource(dataset, "bodies", body), "/meetings/", meeting);
}

void ReadCaseNumber(const RowFields& row, absl::string_view column, absl::string_view text,
                    v1::CaseNumber* number) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  int32_t sequence = 0;
  int32_t year = 0;
  if (parts.size() != 2 || parts[1].size() != 2 || !absl::SimpleAtoi(parts[0], &sequence) ||
      !absl::SimpleAtoi(parts[1], &year)) {
    row.AddProblem(column, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " is no case number; write it as 31/24."));
    return;
  }
  number->set_sequence(sequence);
  number->set_year(2000 + year);
}

bool ReadExemption(const RowFields& row, v1::Exemption* exemption) {
  exemption->set_legal_basis(row.Text(kExemptBasis));
  exemption->set_review_date(row.Text(kExemptReview));
  if (!exemption->legal_basis().empty()) return true;
  if (!exemption->review_date().empty()) {
    row.AddProblem(kExemptReview, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("A day stands where nothing is exempt; write the law into ",
                                kExemptBasis, ", or leave the day out."));
  }
  return false;
}

void ReadPoliticsFiles(DatasetFiles& files) {
  ReadBodyFiles(files);
  ReadCaseFiles(files);
  ReadPlanFiles(files);
  ReadFollowUpFiles(files);
}

}  // namespace tertial::cli
