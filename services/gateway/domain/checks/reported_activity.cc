// REPORTED_AND_COUNTED of meetings and cases.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/gateway/domain/checks/comparison.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::gateway {
namespace {

namespace politics_v1 = politics::v1;

// How something lies in a period: with all days that it may have been on, or some.
enum class Lies { kOutside, kPerhaps, kInside };

Lies LiesIn(absl::string_view date, const Period& period) {
  const absl::StatusOr<PartialDate> day = PartialDate::Parse(date);
  if (!day.ok()) return Lies::kOutside;
  if (day->latest() < period.first_day() || day->earliest() > period.last_day()) {
    return Lies::kOutside;
  }
  return day->earliest() >= period.first_day() && day->latest() <= period.last_day()
             ? Lies::kInside
             : Lies::kPerhaps;
}

// What is recorded one by one: at least so many, and so many more perhaps.
struct Counted {
  int certain = 0;
  int perhaps = 0;

  void Add(Lies lies) {
    if (lies == Lies::kInside) ++certain;
    if (lies == Lies::kPerhaps) ++perhaps;
  }
};

Counted MeetingsOf(const CheckContext& context, const std::string& body, const Period& period) {
  Counted counted;
  VisitOfArea<politics_v1::Meeting>(
      context, [&](const Fact& fact, const politics_v1::Meeting& meeting) {
        if (!absl::StartsWith(fact.name, absl::StrCat(body, "/meetings/"))) return;
        if (meeting.state() == politics_v1::MEETING_STATE_HELD) {
          counted.Add(LiesIn(meeting.date(), period));
        }
      });
  return counted;
}

// A case without a day may have been treated in the year of its number.
Lies LiesIn(const CheckContext& context, const politics_v1::Case& one, const Period& period) {
  if (!one.meeting().empty()) {
    const auto* meeting = FindMessage<politics_v1::Meeting>(context.facts, one.meeting());
    if (meeting == nullptr) return Lies::kPerhaps;
    return meeting->state() == politics_v1::MEETING_STATE_HELD ? LiesIn(meeting->date(), period)
                                                               : Lies::kOutside;
  }
  if (!one.decision_date().empty()) return LiesIn(one.decision_date(), period);
  return LiesIn(absl::StrCat(one.number().year()), period) == Lies::kOutside ? Lies::kOutside
                                                                             : Lies::kPerhaps;
}

struct CountedCases {
  Counted treatments;
  Counted matters;
};

CountedCases CasesOf(const CheckContext& context, const std::string& body, const Period& period) {
  CountedCases counted;
  // Of each matter the treatment that lies most surely in the period.
  std::map<std::string, Lies> matters;
  VisitOfArea<politics_v1::Case>(context, [&](const Fact& fact, const politics_v1::Case& one) {
    if (one.body() != body) return;
    const Lies lies = LiesIn(context, one, period);
    counted.treatments.Add(lies);
    Lies& of_matter = matters[one.matter().empty() ? fact.name : one.matter()];
    of_matter = std::max(of_matter, lies);
  });
  for (const auto& [matter, lies] : matters) counted.matters.Add(lies);
  return counted;
}

class ReportedActivity {
 public:
  ReportedActivity(const CheckContext& context, const Fact& fact, FindingList& findings)
      : context_(context), fact_(fact), findings_(findings) {}

  // Holds the number in `field` against each way to count: one that agrees is enough.
  void Hold(const std::string& field, const std::string& period,
            const std::vector<Counted>& ways) const {
    const std::optional<FactNumber> number = NumberOf(*fact_.message, field);
    const bool has_value = number.has_value() && number->cell != nullptr &&
                           number->cell->content_case() == common::v1::Cell::kValue;
    findings_.Asked(RuleOf(v1::RULE_KIND_REPORTED_AND_COUNTED), has_value);
    if (!has_value) return;
    const Rational stated(*Decimal::Parse(number->cell->value()));
    for (const Counted& way : ways) {
      if (stated >= Rational::FromInt(way.certain) &&
          stated <= Rational::FromInt(way.certain + way.perhaps)) {
        return;
      }
    }
    v1::Finding finding = MakeFinding(v1::RULE_KIND_REPORTED_AND_COUNTED);
    finding.set_period(period);
    *finding.add_places() = PlaceOf(context_.facts, fact_.name, field);
    common::v1::Operand operand = MakeConstant(fact_.name, absl::StrCat(ways.front().certain));
    operand.set_field(field);
    SetNumbers(Compute(common::v1::FORMULA_VALUE, {operand}, "count", 0), number->cell->value(),
               finding);
    if (ways.front().perhaps > 0) {
      AddParameter("perhaps_more", absl::StrCat(ways.front().perhaps), finding);
    }
    finding.set_detail(absl::StrCat(Called(finding.places(0)), ": ", finding.stated(), " ", field,
                                    " are reported, and ", ways.front().certain,
                                    " are recorded one by one, where all are said to be."));
    findings_.Add(std::move(finding));
  }

 private:
  const CheckContext& context_;
  const Fact& fact_;
  FindingList& findings_;
};

}  // namespace

void AskReportedActivity(const CheckContext& context, FindingList& findings) {
  findings.Mention(RuleOf(v1::RULE_KIND_REPORTED_AND_COUNTED));
  const std::set<Period> periods(context.periods.begin(), context.periods.end());
  VisitOfArea<politics_v1::BodyActivity>(
      context, [&](const Fact& fact, const politics_v1::BodyActivity& activity) {
        const absl::StatusOr<Period> period = Period::Parse(activity.period());
        if (!period.ok() || periods.count(*period) == 0 ||
            activity.recording() != politics_v1::RECORDING_SCOPE_COMPLETE) {
          return;
        }
        const std::string body = fact.name.substr(0, fact.name.rfind("/activities/"));
        const ReportedActivity reported(context, fact, findings);
        if (activity.has_meetings()) {
          reported.Hold("meetings", activity.period(), {MeetingsOf(context, body, *period)});
        }
        if (!activity.has_cases()) return;
        const CountedCases cases = CasesOf(context, body, *period);
        switch (activity.counting_rule()) {
          case politics_v1::COUNTING_RULE_MATTERS:
            reported.Hold("cases", activity.period(), {cases.matters});
            return;
          case politics_v1::COUNTING_RULE_TREATMENTS:
            reported.Hold("cases", activity.period(), {cases.treatments});
            return;
          default:
            reported.Hold("cases", activity.period(), {cases.treatments, cases.matters});
        }
      });
}

}  // namespace tertial::gateway
