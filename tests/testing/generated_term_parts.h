// What generated_term.cc is made of.
#ifndef TERTIAL_TESTS_TESTING_GENERATED_TERM_PARTS_H_
#define TERTIAL_TESTS_TESTING_GENERATED_TERM_PARTS_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tertial/common/v1/text.pb.h"
#include "tertial/politics/v1/politics_service.pb.h"

namespace tertial::testing {

// Draws that are the same on every machine.
class TermRandom {
 public:
  explicit TermRandom(uint64_t seed) : random_(seed) {}

  // From 0 to `bound` - 1.
  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }
  bool Chance(int of_thousand) { return Below(1000) < of_thousand; }
  absl::CivilDay DayBetween(absl::CivilDay first, absl::CivilDay last) {
    return first + Below(static_cast<int>(last - first) + 1);
  }
  template <typename T>
  const T& OneOf(const std::vector<T>& of) {
    return of[static_cast<size_t>(Below(static_cast<int>(of.size())))];
  }

 private:
  std::mt19937_64 random_;
};

// The day as it may be known: as a rule to the day, or to its month, season or year.
std::string DateOf(absl::CivilDay day, int partial_of_thousand, TermRandom& random);
// The day to its season: one of January stands in the winter of the year before.
std::string SeasonOf(absl::CivilDay day);

// What something is about, "Reguleringsplan for Heggedal skole", and a decision in a few sentences.
std::string SubjectText(TermRandom& random);
std::string DecisionText(TermRandom& random);

// Adds a Norwegian text.
template <typename Texts>
void AddText(const std::string& text, Texts* texts) {
  common::v1::LocalizedText& added = *texts->Add();
  added.set_language("nb");
  added.set_text(text);
}

// Gives a case of a body with so many members votes of one of many forms; perhaps none.
void AddVotes(int members, TermRandom& random, politics::v1::Case& political_case);

// A decision that may be followed up.
struct FollowedCase {
  std::string name;
  std::string body;
  absl::CivilDay day;
};

// Adds follow-ups, numbered from `first_order` on, and their events: to the first commit, or to one
// of those that come late.
struct FollowUpShape {
  std::string area_id;
  int first_order = 1;
  int count = 0;
  absl::CivilDay first_day;
  absl::CivilDay last_day;
};
void AddFollowUps(const FollowUpShape& shape, const std::vector<FollowedCase>& cases,
                  TermRandom& random, std::vector<std::vector<politics::v1::PoliticsRow>>& commits);

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_GENERATED_TERM_PARTS_H_
