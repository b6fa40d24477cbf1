#include "tests/testing/generated_term_parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tertial::testing {
namespace {

namespace v1 = politics::v1;

const std::vector<std::string>& Places() {
  static const auto& places = *new std::vector<std::string>{
      "Heggedal", "Vollen",  "Slemmestad", "Røyken",     "Sætre",   "Tofte",    "Borgen",
      "Hvalstad", "Nesbru",  "Dikemark",   "Spikkestad", "Åros",    "Blakstad", "Holmen",
      "Føyka",    "Risenga", "Bødalen",    "Filtvet",    "Nærsnes", "Hurum"};
  return places;
}

const std::vector<std::string>& Works() {
  static const auto& works = *new std::vector<std::string>{
      "Reguleringsplan for",     "Rehabilitering av", "Utbygging av",       "Handlingsplan for",
      "Forvaltningsrevisjon av", "Finansiering av",   "Klage på vedtak om", "Områdeplan for",
      "Mulighetsstudie for",     "Årsmelding for",    "Høring om",          "Dispensasjon for",
      "Søknad om tilskudd til",  "Organisering av",   "Prosjektering av"};
  return works;
}

const std::vector<std::string>& Things() {
  static const auto& things =
      *new std::vector<std::string>{"skole",          "barnehage",          "sykehjem",
                                    "omsorgsboliger", "gang- og sykkelvei", "svømmehall",
                                    "kulturhus",      "småbåthavn",         "badeplass",
                                    "fjordpark",      "renseanlegg",        "bibliotek",
                                    "ungdomsklubb",   "idrettspark",        "turvei",
                                    "kirkegård",      "flomsikring",        "kollektivknutepunkt",
                                    "ladestasjoner",  "helsestasjon",       "næringsområde",
                                    "parkering",      "vannledning",        "friluftsområde",
                                    "naturmangfold"};
  return things;
}

const std::vector<std::string>& Sentences() {
  static const auto& sentences = *new std::vector<std::string>{
      "Saken vedtas som innstilt.",
      "Kommunedirektøren bes komme tilbake med en sak om kostnader og fremdrift.",
      "Det avsettes midler i handlingsprogrammet for kommende periode.",
      "Planforslaget legges ut til offentlig ettersyn i seks uker.",
      "Bygningen skal oppføres i tre og med nullutslipp på byggeplassen.",
      "Hensynet til barn og unges oppvekstmiljø skal ivaretas.",
      "Skredfare og overvann må være utredet før igangsettingstillatelse gis.",
      "Tiltaket finansieres ved låneopptak og salg av eiendom.",
      "Utvalget tar redegjørelsen til orientering.",
      "Jordvern og strandsone tillegges avgjørende vekt.",
      "Det skal legges til rette for medvirkning fra innbyggere, velforeninger og råd.",
      "Klagen tas ikke til følge, og saken oversendes statsforvalteren for endelig avgjørelse."};
  return sentences;
}

// The members in three parties, as far as minutes tell: who was against, or all.
void AddParties(bool all, int votes_for, int votes_against, v1::Vote& vote) {
  v1::PartyVotes& first = *vote.add_parties();
  first.set_party("H");
  v1::PartyVotes& second = *vote.add_parties();
  second.set_party("FrP");
  first.set_votes_against(votes_against / 2);
  second.set_votes_against(votes_against - votes_against / 2);
  if (!all) return;
  first.set_votes_for(votes_for / 3);
  second.set_votes_for(votes_for - votes_for / 3);
}

// A vote with numbers. Of those who are members some may be absent or blank.
v1::Vote& AddCounted(v1::VoteKind kind, int members, int most_against, TermRandom& random,
                     v1::Case& political_case) {
  v1::Vote& vote = *political_case.add_votes();
  vote.set_order(political_case.votes_size());
  vote.set_kind(kind);
  const int absent = random.Chance(300) ? random.Below(1 + members / 6) : 0;
  const int blank = random.Chance(80) ? 1 : 0;
  const int votes_against = std::min(most_against, members - absent - blank);
  const int votes_for = members - absent - blank - votes_against;
  vote.set_votes_for(votes_for);
  vote.set_votes_against(votes_against);
  if (absent > 0) vote.set_absent(absent);
  if (blank > 0) vote.set_blank(blank);
  vote.set_outcome(votes_for > votes_against ? v1::VOTE_OUTCOME_CARRIED
                                             : v1::VOTE_OUTCOME_REJECTED);
  return vote;
}

int SomeAgainst(int members, TermRandom& random) { return 1 + random.Below(1 + members / 5); }

// A vote without numbers, as minutes tell of most.
v1::Vote& AddStated(v1::VoteKind kind, bool unanimous, v1::Case& political_case) {
  v1::Vote& vote = *political_case.add_votes();
  vote.set_order(political_case.votes_size());
  vote.set_kind(kind);
  vote.set_stated_unanimous(unanimous);
  vote.set_outcome(v1::VOTE_OUTCOME_CARRIED);
  return vote;
}

// A deciding vote: with numbers, of which some are against, or as stated.
void AddDeciding(int members, TermRandom& random, v1::Case& political_case) {
  const int form = random.Below(100);
  if (form < 40) {
    AddStated(v1::VOTE_KIND_DECIDING, true, political_case);
  } else if (form < 65) {
    AddCounted(v1::VOTE_KIND_DECIDING, members, 0, random, political_case);
  } else if (form < 92) {
    const int against = SomeAgainst(members, random);
    v1::Vote& vote = AddCounted(v1::VOTE_KIND_DECIDING, members, against, random, political_case);
    if (random.Chance(400)) {
      AddParties(random.Chance(500), vote.votes_for(), vote.votes_against(), vote);
    }
  } else {
    // Nobody knows whether it was unanimous.
    v1::Vote& vote = AddStated(v1::VOTE_KIND_DECIDING, false, political_case);
    if (random.Chance(500)) vote.set_votes_for(members / 2 + 1);
  }
}

// The vote of this order again, as it was corrected later.
void AddCorrection(int order, int members, bool against, TermRandom& random,
                   v1::Case& political_case) {
  const v1::VoteKind kind = political_case.votes(order - 1).kind();
  v1::Vote& vote =
      AddCounted(kind, members, against ? SomeAgainst(members, random) : 0, random, political_case);
  vote.set_corrects(order);
  vote.mutable_provenance()->set_source("Rettet protokoll");
}

}  // namespace

std::string SeasonOf(absl::CivilDay day) {
  const int month = day.month();
  if (month < 3) return absl::StrFormat("%d-winter", day.year() - 1);
  const char* season = month < 6    ? "spring"
                       : month < 9  ? "summer"
                       : month < 12 ? "autumn"
                                    : "winter";
  return absl::StrFormat("%d-%s", day.year(), season);
}

std::string DateOf(absl::CivilDay day, int partial_of_thousand, TermRandom& random) {
  if (!random.Chance(partial_of_thousand)) return absl::FormatCivilTime(day);
  const int precision = random.Below(10);
  if (precision < 4) return absl::FormatCivilTime(absl::CivilMonth(day));
  if (precision < 8) return SeasonOf(day);
  return absl::StrCat(day.year());
}

std::string SubjectText(TermRandom& random) {
  const std::string& work = random.OneOf(Works());
  const std::string& place = random.OneOf(Places());
  const std::string& thing = random.OneOf(Things());
  return random.Chance(200) ? absl::StrCat(work, " ", thing, " i ", place)
                            : absl::StrCat(work, " ", place, " ", thing);
}

std::string DecisionText(TermRandom& random) {
  std::string text = random.OneOf(Sentences());
  for (int more = random.Below(5); more > 0; --more) {
    absl::StrAppend(&text, " ", random.OneOf(Sentences()));
  }
  return text;
}

void AddVotes(int members, TermRandom& random, v1::Case& political_case) {
  const int form = random.Below(100);
  if (form < 25) return;
  if (form < 70) return AddDeciding(members, random, political_case);
  if (form < 76) {
    // One vote of which is not known what was voted on: it decided.
    AddCounted(v1::VOTE_KIND_UNSPECIFIED, members,
               random.Chance(500) ? SomeAgainst(members, random) : 0, random, political_case);
  } else if (form < 80) {
    // Two of them: neither is known to have decided.
    AddStated(v1::VOTE_KIND_UNSPECIFIED, true, political_case);
    AddCounted(v1::VOTE_KIND_UNSPECIFIED, members, SomeAgainst(members, random), random,
               political_case);
  } else if (form < 88) {
    // A proposal that fell, and what was decided.
    AddCounted(v1::VOTE_KIND_PROPOSAL, members, members - SomeAgainst(members, random) / 2, random,
               political_case)
        .set_outcome(v1::VOTE_OUTCOME_REJECTED);
    AddDeciding(members, random, political_case);
  } else if (form < 91) {
    // The recommendation fell, an alternative was carried.
    v1::Vote& vote = *political_case.add_votes();
    vote.set_order(1);
    vote.set_kind(v1::VOTE_KIND_DECIDING);
    vote.set_votes_for(members / 3);
    vote.set_votes_against(members - members / 3);
    vote.set_outcome(v1::VOTE_OUTCOME_REJECTED);
    AddDeciding(members, random, political_case);
  } else if (form < 93) {
    v1::Vote& vote = *political_case.add_votes();
    vote.set_order(1);
    vote.set_kind(v1::VOTE_KIND_DECIDING);
    vote.set_votes_for(members / 2);
    vote.set_votes_against(members / 2);
    vote.set_casting_vote(true);
    vote.set_outcome(v1::VOTE_OUTCOME_CARRIED);
  } else {
    // Corrected: votes against that were none, or none that were some; sometimes twice.
    const bool was_against = random.Chance(500);
    AddCounted(v1::VOTE_KIND_DECIDING, members, was_against ? SomeAgainst(members, random) : 0,
               random, political_case);
    AddCorrection(1, members, !was_against, random, political_case);
    if (random.Chance(300)) AddCorrection(2, members, was_against, random, political_case);
  }
}

}  // namespace tertial::testing
