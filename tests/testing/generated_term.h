// The political activity of a municipality that does not exist, of one term or of several: the same
// for the same shape, whatever machine makes it.
#ifndef TERTIAL_TESTS_TESTING_GENERATED_TERM_H_
#define TERTIAL_TESTS_TESTING_GENERATED_TERM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tertial/politics/v1/politics_service.pb.h"

namespace tertial::testing {

// What is made of each term.
inline constexpr int kTermBodies = 18;  // once, whatever the number of terms
inline constexpr int kTermMeetings = 550;
inline constexpr int kTermMatters = 3200;
inline constexpr int kTermTreatments = 9000;
inline constexpr int kTermResolutions = 400;

struct TermShape {
  uint64_t seed = 1;
  std::string area_id = "asker";
  // Terms of four years, one after the other, the first of them from October of this year on; the
  // last one must end by 2100.
  int first_year = 2023;
  int terms = 1;
};

struct GeneratedTerm {
  // Rows that keep all rules of the contracts, as imports to be made one after the other. The first
  // has all but events of follow-ups that come late; those that follow have these, and some events
  // anew with other content.
  std::vector<std::vector<politics::v1::PoliticsRow>> commits;
};

// Bodies of which one takes over another's work within the first term, and one never meets;
// meetings that were held, are planned or were cancelled, two of one day among them; matters
// treated in one to four bodies, put off and taken up again under their number; dates that are
// known to the month, season or year, or not at all; cases without matter, without body, exempt
// ones; numbers with gaps and repeats; votes with corrections, proposals, parties; reported
// activities, some of which differ from what is recorded; follow-ups with events in any order.
GeneratedTerm GenerateTerm(const TermShape& shape = {});

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_GENERATED_TERM_H_
