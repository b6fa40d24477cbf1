// Facts to check, made by hand.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_CHECK_SAMPLES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_CHECK_SAMPLES_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/facts/series.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/gateway/domain/checks/report_check.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::gateway {

template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// The facts of the area "lund", reported on for 2024, and what they are checked by.
class CheckedArea {
 public:
  // A resource, in protobuf's text format.
  template <typename Message>
  void Add(const std::string& text) {
    AddMessage(Parsed<Message>(text));
  }
  template <typename Message>
  void AddMessage(const Message& message) {
    // "tertial.workforce.v1.Unit".
    const std::vector<std::string> parts = absl::StrSplit(Message::descriptor()->full_name(), '.');
    facts_.Add(MakeFact(parts[1], message));
  }

  void Indicator(const std::string& id, const std::string& unit, const std::string& more = "") {
    Add<indicators::v1::Indicator>(absl::StrCat("name: 'indicators/", id,
                                                "' labels { language: 'en' text: '", id,
                                                "' } unit: '", unit, "' ", more));
  }
  // An observation; `id` is its last one, "2024~dwelling-type.detached". No value: it is pending.
  void Observe(const std::string& indicator, const std::string& id, const std::string& value,
               const std::string& more_of_cell = "", const std::string& area = "lund") {
    Add<indicators::v1::Observation>(absl::StrCat(
        "name: 'areas/", area, "/indicators/", indicator, "/observations/", id, "' period: '",
        id.substr(0, 4), "' cell { ",
        value.empty() ? "missing: MISSING_REASON_PENDING" : absl::StrCat("value: '", value, "'"),
        " ", more_of_cell, " }"));
  }
  // A figure of the workforce; `id` is its last one, "part-time-share~2024".
  void Figure(const std::string& id, const std::string& value, const std::string& more = "",
              const std::string& area = "lund") {
    Add<workforce::v1::WorkforceFigure>(absl::StrCat("name: 'areas/", area, "/figures/", id,
                                                     "' cell { value: '", value, "' } ", more));
  }

  // A rule of a kind; figure, others and parameters in text format.
  void Rule(const std::string& id, const std::string& kind, const std::string& text) {
    input_.rules.push_back(Parsed<v1::CheckRule>(
        absl::StrCat("name: 'checkRules/", id, "' kind: RULE_KIND_", kind, " ", text)));
  }

  FactSet& facts() { return facts_; }
  CheckInput& input() { return input_; }
  std::set<std::string>& silent() { return silent_; }

  v1::CheckResult Check() const {
    const CheckContext context{
        .facts = facts_,
        .area_id = "lund",
        .periods = ReportWindow(Period::OfYear(2024)),
        .instant = absl::FromCivil(absl::CivilDay(2025, 6, 1), absl::UTCTimeZone()),
        .silent = silent_};
    return CheckFacts(context, input_);
  }

 private:
  FactSet facts_;
  CheckInput input_;
  std::set<std::string> silent_;
};

// "areas/{area}/indicators/{id}/observations/{period}", as a template in text format.
inline std::string Of(const std::string& indicator, const std::string& dimension = "") {
  return absl::StrCat("name: 'areas/{area}/indicators/", indicator, "/observations/{period}",
                      dimension, "'");
}

// What each finding says, in short: "checkRules/sum 2024: 10, computed 11".
inline std::vector<std::string> Told(const v1::CheckResult& result) {
  std::vector<std::string> told;
  for (const v1::Finding& finding : result.findings()) {
    std::string text = finding.rule();
    if (!finding.period().empty()) absl::StrAppend(&text, " ", finding.period());
    if (finding.has_computed()) {
      absl::StrAppend(&text, ": ", finding.stated(), ", computed ", finding.computed().value());
    }
    told.push_back(text);
  }
  return told;
}

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_CHECK_SAMPLES_H_
