#include "services/gateway/http/openapi.h"

#include <functional>
#include <set>

#include "absl/strings/ascii.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace tertial::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

const Json& Document() {
  static const Json* const document = new Json(Json::parse(OpenApiOf(Routes())));
  return *document;
}

const Json& Schema(const std::string& name) {
  return Document()["components"]["schemas"]["tertial.gateway.v1." + name];
}

// Calls `visit` for `value` and all in it.
void Visit(const Json& value, const std::function<void(const Json&)>& visit) {
  visit(value);
  if (value.is_structured()) {
    for (const Json& element : value) Visit(element, visit);
  }
}

std::set<std::string> ParametersOf(const std::string& path, const std::string& verb) {
  std::set<std::string> names;
  for (const Json& parameter : Document()["paths"][path][verb]["parameters"]) {
    if (parameter.contains("name")) names.insert(parameter["name"].get<std::string>());
  }
  return names;
}

TEST(OpenApi, HasAnOperationForEveryRoute) {
  std::set<std::string> ids;
  for (const Route& route : Routes()) {
    const Json& operation = Document()["paths"][route.path][absl::AsciiStrToLower(route.verb)];
    EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second) << route.path;
    EXPECT_THAT(operation["description"].get<std::string>(), Not(::testing::IsEmpty()));
  }
}

TEST(OpenApi, RefersToNothingThatIsNotThere) {
  int references = 0;
  Visit(Document(), [&](const Json& value) {
    if (!value.is_object() || !value.contains("$ref")) return;
    ++references;
    const std::string to = value["$ref"].get<std::string>();
    ASSERT_EQ(to.front(), '#');
    EXPECT_TRUE(Document().contains(Json::json_pointer(to.substr(1)))) << to;
  });
  EXPECT_GT(references, 500);
}

TEST(OpenApi, TellsWhatTheContractsTell) {
  EXPECT_THAT(
      Document()["paths"]["/v1/areas/{area}/editions/{edition}:freeze"]["post"]["description"]
          .get<std::string>(),
      HasSubstr("Freezes a draft"));
  EXPECT_THAT(Schema("FreezeEditionRequest")["properties"]["acceptIncomplete"]["description"]
                  .get<std::string>(),
              HasSubstr("UNAVAILABLE"));
  const Json& format = Schema("ReportFormat");
  EXPECT_THAT(format["enum"], Contains("REPORT_FORMAT_HTML"));
  EXPECT_THAT(format["description"].get<std::string>(),
              HasSubstr("- `REPORT_FORMAT_HTML`: One HTML file"));
}

TEST(OpenApi, TypesFieldsAsTheyAreInJson) {
  const auto type_of = [](const std::string& message, const std::string& field) {
    return Schema(message)["properties"][field];
  };
  EXPECT_EQ(type_of("MinRevision", "revision")["type"], "string");
  EXPECT_EQ(type_of("MinRevision", "revision")["format"], "int64");
  EXPECT_EQ(type_of("GetEditionReportResponse", "report")["format"], "byte");
  EXPECT_EQ(type_of("Report", "asOf")["format"], "date-time");
  EXPECT_EQ(type_of("Report", "states")["type"], "array");
  EXPECT_EQ(type_of("Report", "kind")["allOf"][0]["$ref"],
            "#/components/schemas/tertial.gateway.v1.ReportKind");
}

TEST(OpenApi, StatesTheCasesOfAOneof) {
  const Json& row = Schema("ChecksRow");
  EXPECT_EQ(row["allOf"][0]["oneOf"].size(), 4U);  // one of three, or none
}

TEST(OpenApi, NamesParametersAsTheyAreRead) {
  EXPECT_EQ(ParametersOf("/v1/areas/{area}/reports/{period}", "get"),
            (std::set<std::string>{"area", "period", "focus_area", "service_area", "as_of",
                                   "language", "min_revisions", "if_none_match"}));
  EXPECT_EQ(
      ParametersOf("/v1/areas/{area}/claims/{claim}", "get"),
      (std::set<std::string>{"area", "claim", "as_of.time", "as_of.revision", "as_of.epoch"}));
  EXPECT_EQ(
      ParametersOf("/v1/areas/{area}/claims/{claim}", "patch"),
      (std::set<std::string>{"area", "claim", "update_mask", "options.request_id", "options.reason",
                             "options.validate_only", "options.publish_at"}));
  // The edition of the path is the subject; a report is none beside it.
  EXPECT_EQ(ParametersOf("/v1/areas/{area}/editions/{edition}:export", "get"),
            (std::set<std::string>{"area", "edition", "format", "language"}));
}

}  // namespace
}  // namespace tertial::gateway
