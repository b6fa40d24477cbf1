// Counting meetings and cases.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_COUNTS_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_COUNTS_H_

#include <map>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial::politics {

// Whether the decision of a case was unanimous, as CountedActivity.voted_decisions and
// unanimous_decisions tell. Nothing where it is no public decision, or where that is not known.
std::optional<bool> WasUnanimous(const v1::Case& political_case);

// Whether anything of an area was there to be counted: without it a count of 0 says nothing.
struct Recorded {
  bool meetings = false;
  bool cases = false;
};

// Counts what it is given. What was added must outlive the object.
class ActivityCount {
 public:
  // A meeting of the span.
  void Add(const v1::Meeting& meeting);
  // A case that counts so in the span.
  void Add(const v1::Case& political_case, v1::CaseTiming timing);

  // The counts, of which the shares name `name`, the body or the area.
  v1::CountedActivity Counted(absl::string_view name, const Recorded& recorded) const;

 private:
  void AddTreatment(const v1::Case& political_case);

  int held_ = 0;
  int extraordinary_ = 0;
  int planned_ = 0;
  int cancelled_ = 0;
  int treatments_ = 0;
  absl::flat_hash_set<absl::string_view> matters_;
  int without_matter_ = 0;
  std::map<v1::TreatmentKind, int> kinds_;
  int exempt_ = 0;
  int possible_ = 0;
  int not_treated_ = 0;
  int voted_ = 0;
  int unanimous_ = 0;
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_COUNTS_H_
