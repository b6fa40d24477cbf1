// Recognises what names a person, so that it is refused where only pseudonyms may be.
//
// Norwegian identity numbers are told by their control digits: the fødselsnummer, the D-number
// (first digit + 4), the H-number (month + 40) and the synthetic numbers of test registers (month
// + 40, + 65 or + 80). The first control digit is also taken as right by the wider rule that is
// announced for 2032 (a remainder of 1, 2 or 3), so more is refused rather than less: of random
// texts of eleven digits about one in a hundred is taken for a number.
//
// Recognising is not proof: what is not recognised may name a person all the same.
#ifndef TERTIAL_COMMON_FACTS_PERSONAL_DATA_H_
#define TERTIAL_COMMON_FACTS_PERSONAL_DATA_H_

#include "absl/strings/string_view.h"

namespace tertial {

// Whether the text as a whole is an identity number: eleven digits, blanks among them, and after
// the sixth a "-" if need be.
bool IsNationalId(absl::string_view text);

// Whether an identity number stands somewhere in the text, set off from other digits: eleven
// digits, or six and five with a blank or "-" between.
bool HoldsNationalId(absl::string_view text);

// Whether a column of this heading holds names, identity numbers, exact dates of birth, or how to
// reach a person: "Etternavn", "fnr", "E-post". Case, accents and blanks do not matter.
bool NamesPersonalColumn(absl::string_view heading);

// Whether the text could be a person's name: two words of letters or more, and nothing else but
// "-", "'" and "." in them.
bool LooksLikeName(absl::string_view text);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_PERSONAL_DATA_H_
