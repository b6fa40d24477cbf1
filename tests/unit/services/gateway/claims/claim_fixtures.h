// Claims and facts made by hand.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_CLAIMS_CLAIM_FIXTURES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_CLAIMS_CLAIM_FIXTURES_H_

#include <map>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/types/area_registry.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/gateway/domain/claims/claim_evaluation.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/gateway/v1/claims_resources.pb.h"
#include "tertial/indicators/v1/indicators_definition.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::gateway {

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// A claim with these fields beside name, period and statement.
inline v1::Claim MakeClaim(const std::string& fields, const std::string& id = "c1") {
  return FromText<v1::Claim>(absl::StrCat("name: 'areas/asker/claims/", id,
                                          "' period: '2024' "
                                          "statements { language: 'en' text: 'so it is' } ",
                                          fields));
}

// "areas/asker/indicators/{indicator}/observations/{period}".
inline std::string ObservationName(const std::string& indicator, const std::string& period,
                                   const std::string& area = "asker") {
  return absl::StrCat("areas/", area, "/indicators/", indicator, "/observations/", period);
}

// An operand that is an observation of Asker.
inline std::string Obs(const std::string& indicator, const std::string& period,
                       const std::string& area = "asker") {
  return absl::StrCat("operands { fact { name: '", ObservationName(indicator, period, area),
                      "' } } ");
}

// Facts of all four services, which were read.
class Facts {
 public:
  Facts() {
    for (const char* service : {"indicators", "workforce", "politics", "climate"}) {
      facts_.SetReadAt(service, common::v1::ReadPoint());
    }
  }

  // An observation with its definition; `cell` in text form, `more` fields beside.
  Facts& Observe(const std::string& indicator, const std::string& period, const std::string& cell,
                 const std::string& area = "asker", const std::string& more = "") {
    if (facts_.Find(absl::StrCat("indicators/", indicator)) == nullptr) Define(indicator, "");
    facts_.Add(MakeFact("indicators",
                        FromText<indicators::v1::Observation>(
                            absl::StrCat("name: '", ObservationName(indicator, period, area),
                                         "' period: '", period, "' cell { ", cell, " } ", more)),
                        ++revision_));
    return *this;
  }
  Facts& Define(const std::string& indicator, const std::string& more) {
    return Add("indicators", FromText<indicators::v1::Indicator>(absl::StrCat(
                                 "name: 'indicators/", indicator, "' unit: 'count' ", more)));
  }
  Facts& Add(const std::string& service, const google::protobuf::Message& message) {
    facts_.Add(MakeFact(service, message, ++revision_));
    return *this;
  }
  Facts& AddSickLeave(const std::string& area, const std::string& period, const std::string& value,
                      const std::string& basis) {
    return Add("workforce",
               FromText<workforce::v1::WorkforceFigure>(absl::StrCat(
                   "name: 'areas/", area, "/figures/sick-leave-rate~", period, "~basis.",
                   absl::AsciiStrToLower(basis), "' measure: MEASURE_SICK_LEAVE_RATE period: '",
                   period, "' sex: SEX_TOTAL certification_basis: CERTIFICATION_BASIS_", basis,
                   " unit_of_measure: 'percent' cell { value: '", value, "' }")));
  }

  FactSet& set() { return facts_; }

 private:
  FactSet facts_;
  int64_t revision_ = 0;
};

inline const AreaRegistry& Areas() {
  static const auto& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

// What becomes of the claim; `others` are those that are recorded beside it.
inline v1::ClaimResult EvaluateWith(Facts& facts, const v1::Claim& claim,
                                    const std::map<std::string, v1::Claim>& others = {}) {
  return EvaluateClaim(claim, facts.set(), Areas(),
                       [&others](const std::string& name) -> const v1::Claim* {
                         const auto found = others.find(name);
                         return found == others.end() ? nullptr : &found->second;
                       });
}

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_CLAIMS_CLAIM_FIXTURES_H_
