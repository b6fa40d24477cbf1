#include "services/gateway/http/routes.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/http/field_values.h"
#include "services/gateway/http/json.h"
#include "tests/testing/status_matchers.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string MethodAt(const std::string& verb, const std::string& path) {
  const Matched matched = Match(Routes(), verb, path);
  return matched.route == nullptr ? "" : matched.route->method->name();
}

TEST(Routes, AreFoundByPathAndVerb) {
  EXPECT_EQ(MethodAt("GET", "/v1/areas"), "ListAreas");
  EXPECT_EQ(MethodAt("HEAD", "/v1/areas"), "ListAreas");
  EXPECT_EQ(MethodAt("GET", "/v1/areas/asker"), "GetArea");
  EXPECT_EQ(MethodAt("GET", "/v1/areas/asker/reports/2024-T2"), "GetReport");
  EXPECT_EQ(MethodAt("GET", "/v1/areas/asker/reports/2024:watch"), "WatchReport");
  EXPECT_EQ(MethodAt("PATCH", "/v1/checkRules/one"), "UpdateCheckRule");
  EXPECT_EQ(MethodAt("POST", "/v1/areas/asker/editions/2024:freeze"), "FreezeEdition");
  EXPECT_EQ(MethodAt("GET", "/v1/areas/asker/editions/2024:freeze"), "");
}

TEST(Routes, TellWhatElseAPathIsServedWith) {
  EXPECT_EQ(Match(Routes(), "PUT", "/v1/areas/asker/claims").allowed, "GET, HEAD, POST");
  EXPECT_EQ(Match(Routes(), "PUT", "/v1/areas/asker/claims").route, nullptr);
  EXPECT_THAT(Match(Routes(), "GET", "/v1/nothing").allowed, IsEmpty());
}

TEST(Routes, UnescapeTheVariablesOfAPath) {
  const Matched matched = Match(Routes(), "GET", "/v1/areas/a%2Fb%3Ac/editions/%C3%A6+d%25:export");
  ASSERT_NE(matched.route, nullptr);
  EXPECT_THAT(matched.variables, ElementsAre(Pair("area", "a/b:c"), Pair("edition", "æ+d%")));
  EXPECT_EQ(Filled("areas/{area}/editions/{edition}", matched.variables),
            "areas/a/b:c/editions/æ+d%");
}

TEST(Routes, FillAVariableThatLooksLikeAnother) {
  EXPECT_EQ(Filled("{a}/{b}", {{"a", "{b}"}, {"b", "{a}"}}), "{b}/{a}");
}

TEST(Routes, DoNotTakeAnEscapedColonForAVerb) {
  EXPECT_EQ(MethodAt("GET", "/v1/areas/asker/reports/2024%3Awatch"), "GetReport");
}

TEST(Routes, AreNeverTwoForOneRequest) {
  for (const Route& route : Routes()) {
    std::string path = route.path;
    for (char& c : path) {
      if (c == '{' || c == '}') c = '_';
    }
    int matches = 0;
    for (const Route& other : Routes()) {
      matches += Match({other}, route.verb, path).route == nullptr ? 0 : 1;
    }
    EXPECT_EQ(matches, 1) << route.verb << " " << route.path;
  }
}

TEST(Routes, NameFieldsThatTheirRequestsHave) {
  for (const Route& route : Routes()) {
    const auto message = NewMessage(*route.method->input_type());
    std::vector<std::string> fields;
    for (const auto& [field, pattern] : route.fields) {
      fields.push_back(field);
      for (const std::string& variable : VariablesOf(pattern)) {
        EXPECT_THAT(VariablesOf(route.path), ::testing::Contains(variable)) << route.path;
      }
    }
    for (const std::string& field : {route.body, route.member, route.spread}) {
      if (!field.empty() && field != "*") fields.push_back(field);
    }
    for (const std::string& field : fields) {
      EXPECT_THAT(FindField(*message, field, ""), IsOk()) << route.path;
    }
  }
}

}  // namespace
}  // namespace tertial::gateway
