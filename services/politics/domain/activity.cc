#include "services/politics/domain/activity.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/facts/computed.h"
#include "services/politics/domain/activity_counts.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/domain/body_rules.h"
#include "services/politics/domain/count_operands.h"
#include "services/politics/domain/list_order.h"
#include "services/politics/domain/matter_durations.h"
#include "services/politics/domain/meeting_id.h"

namespace tertial::politics {
namespace {

using common::v1::Computed;
using common::v1::Operand;

constexpr char kCount[] = "count";
constexpr v1::CountingRule kRules[] = {v1::COUNTING_RULE_MATTERS, v1::COUNTING_RULE_TREATMENTS};

common::v1::NotComputable Why(common::v1::NotComputableReason reason, absl::string_view detail) {
  common::v1::NotComputable why;
  why.set_reason(reason);
  why.set_detail(std::string(detail));
  return why;
}

std::optional<int> CountUnder(v1::CountingRule rule, const v1::CountedActivity& counted) {
  if (counted.cases_outcome() != common::v1::OUTCOME_FOUND) return std::nullopt;
  return rule == v1::COUNTING_RULE_MATTERS ? counted.matters() : counted.treatments();
}

std::optional<int> MeetingsOf(const v1::CountedActivity& counted) {
  if (!counted.has_meetings()) return std::nullopt;
  return counted.meetings();
}

// The body of a meeting's name.
absl::string_view BodyOfMeeting(const v1::Meeting& meeting) {
  const absl::string_view name = meeting.name();
  return name.substr(0, name.rfind("/meetings/"));
}

// Counts of one span, of the area and of each of its bodies.
class Counts {
 public:
  explicit Counts(const ActivityFacts& facts) : facts_(facts) {
    for (const v1::Meeting& meeting : facts.meetings) Add(meeting);
    for (const RecordedCase& one : facts.cases) Add(one);
  }

  v1::CountedActivity OfArea() const { return all_.Counted(AreaName(), recorded_); }
  v1::CountedActivity OfNoBody() const { return OfBody("", AreaName()); }
  v1::CountedActivity OfBody(const std::string& body) const { return OfBody(body, body); }

  // Nothing where no case is counted.
  std::optional<int> MattersOfSeveralBodies() const {
    if (!recorded_.cases) return std::nullopt;
    return static_cast<int>(
        std::count_if(bodies_of_matters_.begin(), bodies_of_matters_.end(),
                      [](const auto& matter) { return matter.second.size() > 1; }));
  }

 private:
  std::string AreaName() const { return absl::StrCat("areas/", facts_.area_id); }

  v1::CountedActivity OfBody(absl::string_view body, absl::string_view name) const {
    const auto found = of_bodies_.find(body);
    return found == of_bodies_.end() ? ActivityCount().Counted(name, recorded_)
                                     : found->second.Counted(name, recorded_);
  }

  void Add(const v1::Meeting& meeting) {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(meeting.date(), &day) || day < facts_.span.first ||
        day > facts_.span.last) {
      return;
    }
    recorded_.meetings = true;
    all_.Add(meeting);
    of_bodies_[BodyOfMeeting(meeting)].Add(meeting);
  }

  void Add(const RecordedCase& one) {
    const std::optional<v1::CaseTiming> timing = TimingOf(one, facts_.span);
    if (!timing.has_value()) return;
    const v1::Case& political_case = one.political_case;
    all_.Add(political_case, *timing);
    of_bodies_[political_case.body()].Add(political_case, *timing);
    if (*timing != v1::CASE_TIMING_COUNTED) return;
    recorded_.cases = true;
    if (political_case.matter().empty() || political_case.body().empty()) return;
    bodies_of_matters_[political_case.matter()].insert(political_case.body());
  }

  const ActivityFacts& facts_;
  Recorded recorded_;
  ActivityCount all_;
  // By name; of no known body under "".
  absl::flat_hash_map<absl::string_view, ActivityCount> of_bodies_;
  // Known bodies that treated a matter.
  absl::flat_hash_map<absl::string_view, std::set<absl::string_view>> bodies_of_matters_;
};

class Assembler {
 public:
  explicit Assembler(const ActivityFacts& facts)
      : facts_(facts), area_name_(absl::StrCat("areas/", facts.area_id)) {
    for (const v1::Body* const body : InOrder(facts.bodies)) {
      if (ActivityOf(*body) != nullptr || IsThereOn(*body, facts.span)) bodies_.push_back(body);
    }
  }

  ActivityFigures Assemble() {
    AddReported();
    if (facts_.is_counted) AddCounted(Counts(facts_));
    return std::move(figures_);
  }

 private:
  using Field = const common::v1::Cell& (v1::BodyActivity::*)() const;

  const v1::BodyActivity* ActivityOf(const v1::Body& body) const {
    if (!facts_.period.has_value()) return nullptr;
    const auto found = facts_.activities.find(ActivityName(body.name(), *facts_.period));
    return found == facts_.activities.end() ? nullptr : &found->second;
  }

  // What is reported of a body in `field`.
  CountOperand ReportedOf(const v1::Body& body, Field field, absl::string_view name) const {
    if (!facts_.period.has_value()) {
      return {MakeOperand(body.name(), nullptr, name),
              Why(common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION, kNoPeriod)};
    }
    const v1::BodyActivity* const activity = ActivityOf(body);
    return {MakeOperand(ActivityName(body.name(), *facts_.period),
                        activity == nullptr ? nullptr : &(activity->*field)(), name),
            {}};
  }

  // The sum over all bodies of what is reported in `field`.
  Computed TotalOf(Field field, absl::string_view name) const {
    std::vector<Operand> operands;
    for (const v1::Body* const body : bodies_) {
      operands.push_back(ReportedOf(*body, field, name).operand);
    }
    if (!facts_.period.has_value()) {
      return NotComputable(common::v1::FORMULA_SUM, std::move(operands), kCount,
                           common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION, kNoPeriod);
    }
    return Compute(common::v1::FORMULA_SUM, std::move(operands), kCount, 0);
  }

  // The rule under which all bodies report; unknown where they differ, or one does not report.
  std::set<v1::CountingRule> RulesReported() const {
    std::set<v1::CountingRule> rules;
    for (const v1::Body* const body : bodies_) {
      const v1::BodyActivity* const activity = ActivityOf(*body);
      rules.insert(activity == nullptr ? v1::COUNTING_RULE_UNKNOWN : activity->counting_rule());
    }
    return rules;
  }

  // As an operand of what is computed of it.
  CountOperand AsOperand(const Computed& total, absl::string_view field) const {
    CountOperand operand{OperandOf(area_name_, total), total.not_computable()};
    operand.operand.set_field(std::string(field));
    return operand;
  }

  void AddReported() {
    figures_.reported_meetings_total = TotalOf(&v1::BodyActivity::meetings, "meetings");
    Computed& cases = figures_.reported_cases_total;
    cases = TotalOf(&v1::BodyActivity::cases, "cases");
    if (cases.has_value() && RulesReported().size() > 1) {
      cases = NotComputable(
          common::v1::FORMULA_SUM, {cases.operands().begin(), cases.operands().end()}, kCount,
          common::v1::NOT_COMPUTABLE_REASON_DIFFERENT_VINTAGES,
          "The bodies count their cases under different rules; their numbers do not add up.");
    }
    reported_meetings_ = AsOperand(figures_.reported_meetings_total, "reported_meetings");
    reported_cases_ = AsOperand(cases, "reported_cases");
    for (const v1::Body* const body : bodies_) {
      v1::BodyActivitySeries& series = figures_.bodies.emplace_back();
      *series.mutable_body() = *body;
      const v1::BodyActivity* const activity = ActivityOf(*body);
      series.set_outcome(activity == nullptr ? common::v1::OUTCOME_NO_OBSERVATION
                                             : common::v1::OUTCOME_FOUND);
      if (activity != nullptr) *series.mutable_activity() = *activity;
      *series.mutable_reported_meetings_share() =
          ShareOf(ReportedMeetings(*body), reported_meetings_);
      *series.mutable_reported_cases_share() = ShareOf(ReportedCases(*body), reported_cases_);
    }
  }

  CountOperand ReportedMeetings(const v1::Body& body) const {
    return ReportedOf(body, &v1::BodyActivity::meetings, "meetings");
  }
  CountOperand ReportedCases(const v1::Body& body) const {
    return ReportedOf(body, &v1::BodyActivity::cases, "cases");
  }

  void AddCounted(const Counts& counts) {
    v1::ActivityTotals& totals = figures_.totals;
    *totals.mutable_counted() = counts.OfArea();
    *totals.mutable_without_body() = counts.OfNoBody();
    if (const std::optional<int> several = counts.MattersOfSeveralBodies(); several.has_value()) {
      totals.set_matters_of_several_bodies(*several);
    }
    *totals.mutable_durations() = DurationsOf(facts_.cases, facts_.span);
    *totals.mutable_meetings_difference() =
        DistanceOf(reported_meetings_,
                   CountedAs(area_name_, "counted_meetings", MeetingsOf(totals.counted())));
    const std::set<v1::CountingRule> rules = RulesReported();
    AddDifferences(rules.size() == 1 ? *rules.begin() : v1::COUNTING_RULE_UNKNOWN, reported_cases_,
                   area_name_, totals.counted(), *totals.mutable_cases_differences());
    for (v1::BodyActivitySeries& series : figures_.bodies) AddCountedOf(counts, series);
  }

  void AddCountedOf(const Counts& counts, v1::BodyActivitySeries& series) const {
    const std::string& name = series.body().name();
    const v1::CountedActivity& all = figures_.totals.counted();
    *series.mutable_counted() = counts.OfBody(name);
    const v1::CountedActivity& counted = series.counted();
    const CountOperand meetings = CountedAs(name, "counted_meetings", MeetingsOf(counted));
    *series.mutable_meetings_difference() = DistanceOf(ReportedMeetings(series.body()), meetings);
    AddDifferences(series.activity().counting_rule(), ReportedCases(series.body()), name, counted,
                   *series.mutable_cases_differences());
    *series.mutable_meetings_share() =
        ShareOf(meetings, CountedAs(area_name_, "counted_meetings", MeetingsOf(all)));
    *series.mutable_treatments_share() =
        ShareOf(UnderRule(v1::COUNTING_RULE_TREATMENTS, name, counted),
                UnderRule(v1::COUNTING_RULE_TREATMENTS, area_name_, all));
    *series.mutable_matters_share() =
        ShareOf(UnderRule(v1::COUNTING_RULE_MATTERS, name, counted),
                UnderRule(v1::COUNTING_RULE_MATTERS, area_name_, all));
  }

  static CountOperand UnderRule(v1::CountingRule rule, absl::string_view name,
                                const v1::CountedActivity& counted) {
    return CountedAs(name,
                     rule == v1::COUNTING_RULE_MATTERS ? "counted_matters" : "counted_treatments",
                     CountUnder(rule, counted));
  }

  // Under the rule that was reported, or under each where that is unknown.
  static void AddDifferences(v1::CountingRule reported_rule, const CountOperand& reported,
                             absl::string_view name, const v1::CountedActivity& counted,
                             google::protobuf::RepeatedPtrField<v1::CountDifference>& differences) {
    const bool is_known = std::count(std::begin(kRules), std::end(kRules), reported_rule) > 0;
    for (const v1::CountingRule rule : kRules) {
      if (is_known && rule != reported_rule) continue;
      v1::CountDifference& difference = *differences.Add();
      difference.set_rule(rule);
      *difference.mutable_difference() = DistanceOf(reported, UnderRule(rule, name, counted));
    }
  }

  static constexpr char kNoPeriod[] =
      "Nothing is reported of a term or a span of days; ask for a period.";

  const ActivityFacts& facts_;
  const std::string area_name_;
  std::vector<const v1::Body*> bodies_;  // Those that are shown, in their order.
  CountOperand reported_meetings_;
  CountOperand reported_cases_;
  ActivityFigures figures_;
};

}  // namespace

ActivityFigures AssembleActivity(const ActivityFacts& facts) { return Assembler(facts).Assemble(); }

}  // namespace tertial::politics
