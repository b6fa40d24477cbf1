// An area with one of each kind of resource, and what an exempt case of it says.
#ifndef TERTIAL_TESTS_INTEGRATION_EXEMPT_AREA_H_
#define TERTIAL_TESTS_INTEGRATION_EXEMPT_AREA_H_

#include <string>
#include <vector>

#include "tests/testing/method_caller.h"

namespace tertial::politics {

inline constexpr char kPoliticsService[] = "tertial.politics.v1.PoliticsService";
inline constexpr char kMeetingsService[] = "tertial.politics.v1.MeetingsService";
inline constexpr char kExemptService[] = "tertial.politics.v1.ExemptContentService";
inline constexpr char kChangeService[] = "tertial.changes.v1.ChangeService";

// The exempt case, what it says, and the kind of that.
inline constexpr char kExemptCase[] = "areas/asker/cases/exempt";
inline constexpr char kExemptContent[] = "areas/asker/cases/exempt/exemptContents/delzeta";
inline constexpr char kExemptKind[] = "tertial.politics.v1.ExemptContent";

// Words that stand in exempt content and nowhere else.
struct ExemptWords {
  std::string title;
  std::string decision;
  std::string legal_basis;
  std::string party;
  std::string member;
  std::string case_handler;
  std::string remark;
  std::string printed;
  // The id of a part of the content.
  std::string part;

  std::vector<std::string> All() const;
};
ExemptWords SomeWords();
// Others, of other lengths.
ExemptWords OtherWords();

struct Step {
  std::string caller;
  testing::Question question;
};

// Records one of each kind, the exempt case among them; public all of it.
std::vector<Step> PublicSteps();
// Records what the exempt case says: seven commits. `in_one`: as one content, recorded and changed;
// else as two.
std::vector<Step> ExemptSteps(const ExemptWords& words, bool in_one);

}  // namespace tertial::politics

#endif  // TERTIAL_TESTS_INTEGRATION_EXEMPT_AREA_H_
