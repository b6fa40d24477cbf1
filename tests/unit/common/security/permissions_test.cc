#include "common/security/permissions.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tertial/changes/v1/changes_service.pb.h"
#include "tertial/indicators/v1/analysis_service.pb.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const AreaRegistry& Areas() {
  static const AreaRegistry& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

// The services of all contracts in the source tree.
std::vector<const ServiceDescriptor*> Contracts() {
  const std::regex package(R"(^package ([\w.]+);)", std::regex::multiline);
  const std::regex service(R"(^service (\w+))", std::regex::multiline);
  std::vector<const ServiceDescriptor*> contracts;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(TERTIAL_SOURCE_DIR "/proto/tertial")) {
    if (file.path().extension() != ".proto") continue;
    std::ostringstream read;
    read << std::ifstream(file.path()).rdbuf();
    const std::string text = read.str();
    std::smatch named;
    if (!std::regex_search(text, named, package)) continue;
    for (std::sregex_iterator found(text.begin(), text.end(), service), end; found != end;
         ++found) {
      const std::string name = absl::StrCat(named[1].str(), ".", (*found)[1].str());
      const ServiceDescriptor* contract = DescriptorPool::generated_pool()->FindServiceByName(name);
      EXPECT_NE(contract, nullptr) << name << " is not linked into this test";
      if (contract != nullptr) contracts.push_back(contract);
    }
  }
  return contracts;
}

// A row and the method it is of.
struct Row {
  std::string name;
  const Permission* permission;
  const MethodDescriptor* method;
};

// Those of the project's own contracts.
std::vector<Row> Rows() {
  std::vector<Row> rows;
  for (const ContractPermissions& contract : PermissionTable()) {
    if (!absl::StartsWith(contract.contract, "tertial.")) continue;
    for (const Permission& permission : contract.methods) {
      rows.push_back({absl::StrCat(contract.contract, "/", permission.method), &permission,
                      DescriptorPool::generated_pool()->FindMethodByName(
                          absl::StrCat(contract.contract, ".", permission.method))});
    }
  }
  return rows;
}

// Whether `path` leads to a text from each message that it goes through.
bool LeadsToAText(const Descriptor& message, const std::vector<std::string>& path, size_t depth) {
  if (path[depth] == "*") {
    int followed = 0;
    for (int i = 0; i < message.field_count(); ++i) {
      const Descriptor* below = message.field(i)->message_type();
      if (below == nullptr) continue;
      if (!LeadsToAText(*below, path, depth + 1)) return false;
      ++followed;
    }
    return followed > 0;
  }
  const FieldDescriptor* field = message.FindFieldByName(path[depth]);
  if (field == nullptr) return false;
  if (depth + 1 == path.size()) return field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  return field->message_type() != nullptr && LeadsToAText(*field->message_type(), path, depth + 1);
}

TEST(PermissionTable, HasOneRowForEachMethodOfEachContract) {
  const std::vector<const ServiceDescriptor*> contracts = Contracts();
  EXPECT_GT(contracts.size(), 20);
  for (const ServiceDescriptor* contract : contracts) {
    for (int i = 0; i < contract->method_count(); ++i) {
      const std::string name =
          absl::StrCat(contract->full_name(), "/", contract->method(i)->name());
      EXPECT_NE(FindPermission(name), nullptr) << name;
    }
  }
}

TEST(PermissionTable, HasNoRowWithoutAMethodAndNoneTwice) {
  std::set<std::string> names;
  for (const Row& row : Rows()) {
    EXPECT_NE(row.method, nullptr) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST(PermissionTable, OnlyHealthAndReflectionArePublic) {
  for (const Row& row : Rows()) EXPECT_TRUE(row.permission->role.has_value()) << row.name;
  EXPECT_FALSE(FindPermission("grpc.health.v1.Health/Check")->role.has_value());
  EXPECT_FALSE(FindPermission("grpc.health.v1.Health/Watch")->role.has_value());
  EXPECT_FALSE(FindPermission("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
                   ->role.has_value());
}

TEST(PermissionTable, EveryPlaceIsInItsRequest) {
  for (const Row& row : Rows()) {
    for (const std::vector<AreaPlace>* places :
         {&row.permission->places, &row.permission->also_places}) {
      for (const AreaPlace& place : *places) {
        if (place.means == AreaPlace::Means::kAll) continue;
        EXPECT_TRUE(LeadsToAText(*row.method->input_type(), absl::StrSplit(place.path, '.'), 0))
            << row.name << " " << place.path;
      }
    }
  }
}

TEST(PermissionTable, WhatIsCalledAnAreaInARequestIsAPlaceOfIt) {
  for (const Row& row : Rows()) {
    std::set<std::string> places;
    for (const AreaPlace& place : row.permission->places) places.insert(place.path);
    const Descriptor& request = *row.method->input_type();
    for (int i = 0; i < request.field_count(); ++i) {
      const FieldDescriptor& field = *request.field(i);
      if (field.name() == "area" || field.name() == "areas" || field.name() == "parent" ||
          field.name() == "edition") {
        const bool is_text = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
        EXPECT_TRUE(!is_text || places.count(field.name())) << row.name << " " << field.name();
      }
      const Descriptor* below = field.message_type();
      if (below != nullptr && below->FindFieldByName("area") != nullptr) {
        const std::string path = absl::StrCat(field.name(), ".area");
        EXPECT_TRUE(places.count(path)) << row.name << " " << path;
      }
    }
  }
}

// What a contract says of each text in a request, by the full name of the field.
std::map<std::string, std::string> CommentsOfRequests() {
  const std::regex package(R"(^package ([\w.]+);)", std::regex::multiline);
  const std::regex message(R"(^message (\w+Request) \{$)");
  const std::regex field(R"(^  (?:repeated )?string (\w+) = \d+;$)");
  std::map<std::string, std::string> comments;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(TERTIAL_SOURCE_DIR "/proto/tertial")) {
    if (file.path().extension() != ".proto") continue;
    std::ifstream in(file.path());
    std::string packaged;
    std::string request;
    std::string comment;
    std::smatch found;
    for (std::string line; std::getline(in, line);) {
      if (std::regex_search(line, found, package)) packaged = found[1];
      if (std::regex_search(line, found, message)) request = found[1];
      if (line == "}") request.clear();
      if (absl::StartsWith(line, "  //")) {
        comment += line;
        continue;
      }
      if (!request.empty() && std::regex_search(line, found, field)) {
        comments[absl::StrCat(packaged, ".", request, ".", found[1].str())] = comment;
      }
      comment.clear();
    }
  }
  return comments;
}

TEST(PermissionTable, WhatIsAResourceNameInARequestIsAPlaceOfIt) {
  // Of kinds that belong to no area, and what is only compared with.
  const std::set<std::string> of_no_area = {"GetIndicator.name",
                                            "BatchGetIndicators.names",
                                            "GetPeerGroup.name",
                                            "BatchGetPeerGroups.names",
                                            "GetGwpTable.name",
                                            "BatchGetGwpTables.names",
                                            "GetSectorCrosswalk.name",
                                            "BatchGetSectorCrosswalks.names",
                                            "GetEmissionFactor.name",
                                            "BatchGetEmissionFactors.names",
                                            "GetCheckRule.name",
                                            "BatchGetCheckRules.names",
                                            "GetArea.name",
                                            "GetSeries.indicators",
                                            "GetProgress.indicator",
                                            "CompareAreas.indicator",
                                            "CompareAreas.weight",
                                            "ListFollowUps.owner_unit"};
  const std::map<std::string, std::string> comments = CommentsOfRequests();
  EXPECT_GT(comments.size(), 200);
  for (const Row& row : Rows()) {
    std::set<std::string> places;
    bool all = false;
    for (const AreaPlace& place : row.permission->places) {
      places.insert(place.path);
      all = all || place.means == AreaPlace::Means::kAll;
    }
    const Descriptor& request = *row.method->input_type();
    for (int i = 0; !all && i < request.field_count(); ++i) {
      const auto comment = comments.find(std::string(request.field(i)->full_name()));
      if (comment == comments.end() || !absl::StrContains(comment->second, "resource name")) {
        continue;
      }
      const std::string& name = request.field(i)->name();
      const std::string asked = absl::StrCat(row.permission->method, ".", name);
      EXPECT_TRUE(places.count(name) || of_no_area.count(asked)) << asked;
    }
  }
}

TEST(PermissionTable, WhatWritesNamesWhereItsAreasStand) {
  for (const Row& row : Rows()) {
    if (!row.permission->reads()) EXPECT_THAT(row.permission->places, Not(IsEmpty())) << row.name;
  }
}

TEST(PermissionTable, KnowsTheServices) {
  for (const char* service : {"indicators", "workforce", "politics", "climate", "gateway"}) {
    EXPECT_TRUE(IsServiceName(service)) << service;
  }
  for (const char* other : {"", "*", "Politics", "admin"}) EXPECT_FALSE(IsServiceName(other));
}

TEST(PermissionTable, AMethodThatIsNotThereHasNoRow) {
  for (const char* other :
       {"", "/", "tertial.indicators.v1.IndicatorsService/DropAll", "IndicatorsService/GetGoal",
        "tertial.indicators.v1.IndicatorsService/getGoal",
        "/tertial.indicators.v1.IndicatorsService/GetGoal"}) {
    EXPECT_EQ(FindPermission(other), nullptr) << other;
  }
}

// What a request in text form touches.
template <typename Request>
TouchedAreas Touched(const std::string& method, const std::string& text) {
  Request request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  const Permission& permission = *FindPermission(method);
  auto touched = FindTouchedAreas(request, permission.places, !permission.reads(), Areas());
  EXPECT_THAT(touched, IsOk());
  return *std::move(touched);
}

constexpr char kGetGoal[] = "tertial.indicators.v1.IndicatorsService/GetGoal";
constexpr char kCreateGoal[] = "tertial.indicators.v1.IndicatorsService/CreateGoal";
constexpr char kImport[] = "tertial.indicators.v1.IndicatorsService/ImportRows";

TEST(TouchedAreas, AreThoseThatNamesBeginWith) {
  using indicators::v1::BatchGetGoalsRequest;
  using indicators::v1::GetGoalRequest;
  const TouchedAreas one = Touched<GetGoalRequest>(kGetGoal, R"(name: "areas/asker/goals/g1")");
  EXPECT_THAT(one.areas, ElementsAre("asker"));
  EXPECT_FALSE(one.all);
  const TouchedAreas several = Touched<BatchGetGoalsRequest>(
      "tertial.indicators.v1.IndicatorsService/BatchGetGoals",
      R"(names: "areas/asker/goals/a" names: "areas/lier/goals/b" names: "areas/asker/goals/c")");
  EXPECT_THAT(several.areas, ElementsAre("asker", "lier", "asker"));
}

TEST(TouchedAreas, AreResolvedFromNumbers) {
  using indicators::v1::GetGoalRequest;
  for (const char* number : {"3203", "3025"}) {
    EXPECT_THAT(
        Touched<GetGoalRequest>(kGetGoal, absl::StrCat(R"(name: "areas/)", number, R"(/goals/g")"))
            .areas,
        ElementsAre("asker"));
  }
  EXPECT_THAT(Touched<GetGoalRequest>(kGetGoal, R"(name: "areas/0220/goals/g")").areas,
              ElementsAre("asker-1"));
}

TEST(TouchedAreas, ANumberThatSeveralHaveBorneMeansAllOfThem) {
  const TempDir directory;
  directory.Write("areas.csv",
                  "id,level,name_nb,valid_from,valid_to,parent\n"
                  "old,municipality,Old,,,\n"
                  "new,municipality,New,,,\n");
  directory.Write("area_numbers.csv",
                  "area,number,valid_from,valid_to\n"
                  "old,0711,,2017-12-31\n"
                  "old,0712,2018-01-01,\n"
                  "new,0711,2018-01-01,\n");
  directory.Write("area_predecessors.csv", "area,predecessor,date\n");
  const AreaRegistry areas = *AreaRegistry::Load(directory.path());
  indicators::v1::GetGoalRequest request;
  request.set_name("areas/0711/goals/g");
  EXPECT_THAT(FindTouchedAreas(request, {"name"}, false, areas)->areas, ElementsAre("old", "new"));
  request.set_name("areas/0712/goals/g");
  EXPECT_THAT(FindTouchedAreas(request, {"name"}, false, areas)->areas, ElementsAre("old"));
}

TEST(TouchedAreas, WhatIsNotKnownStandsAsItIs) {
  EXPECT_THAT(
      Touched<indicators::v1::GetGoalRequest>(kGetGoal, R"(name: "areas/nowhere/goals/g")").areas,
      ElementsAre("nowhere"));
  EXPECT_THAT(
      Touched<indicators::v1::GetGoalRequest>(kGetGoal, R"(name: "areas/ASKER/goals/g")").areas,
      ElementsAre("ASKER"));
  EXPECT_THAT(Touched<indicators::v1::GetGoalRequest>(kGetGoal, R"(name: "areas/")").areas,
              ElementsAre(""));
}

TEST(TouchedAreas, ABareIdOrNumberMeansItsAreaAsWell) {
  EXPECT_THAT(Touched<indicators::v1::GetSeriesRequest>(
                  "tertial.indicators.v1.AnalysisService/GetSeries", R"(area: "3203")")
                  .areas,
              ElementsAre("asker"));
}

TEST(TouchedAreas, AnyAreaMeansAll) {
  EXPECT_TRUE(Touched<indicators::v1::ListGoalsRequest>(
                  "tertial.indicators.v1.IndicatorsService/ListGoals", R"(parent: "areas/-")")
                  .all);
}

TEST(TouchedAreas, WhatIsOfNoAreaIsReadByAnybodyAndWrittenForAll) {
  EXPECT_FALSE(
      Touched<indicators::v1::GetGoalRequest>(kGetGoal, R"(name: "indicators/population")").all);
  EXPECT_TRUE(Touched<indicators::v1::CreateGoalRequest>(
                  kCreateGoal, R"(goal { name: "indicators/population" })")
                  .all);
}

TEST(TouchedAreas, RowsOfAllKindsNameTheirs) {
  using indicators::v1::ImportRowsRequest;
  const TouchedAreas touched =
      Touched<ImportRowsRequest>(kImport, R"(rows { goal { name: "areas/asker/goals/a" } }
                  rows { target { name: "areas/lier/targets/b" } })");
  EXPECT_THAT(touched.areas, ElementsAre("asker", "lier"));
  EXPECT_FALSE(touched.all);
  EXPECT_TRUE(Touched<ImportRowsRequest>(kImport, R"(rows { goal { name: "areas/asker/goals/a" } }
                              rows { indicator { name: "indicators/i" } })")
                  .all);
  const TouchedAreas without = Touched<ImportRowsRequest>(kImport, "options {} end_of_rows: true");
  EXPECT_FALSE(without.all);
  EXPECT_FALSE(without.named);
  EXPECT_THAT(without.areas, IsEmpty());
}

TEST(TouchedAreas, AFeedWithoutAnAreaIsOfAll) {
  using changes::v1::ListChangesRequest;
  const std::string method = "tertial.changes.v1.ChangeService/ListChanges";
  EXPECT_TRUE(Touched<ListChangesRequest>(method, "").all);
  EXPECT_TRUE(Touched<ListChangesRequest>(method, "filter {}").all);
  const TouchedAreas one = Touched<ListChangesRequest>(method, R"(filter { area: "areas/asker" })");
  EXPECT_FALSE(one.all);
  EXPECT_THAT(one.areas, ElementsAre("asker"));
}

TEST(TouchedAreas, ARankingAmongAGroupIsOfAll) {
  using indicators::v1::CompareAreasRequest;
  const std::string method = "tertial.indicators.v1.AnalysisService/CompareAreas";
  EXPECT_FALSE(Touched<CompareAreasRequest>(method, R"(areas: "areas/asker")").all);
  EXPECT_TRUE(
      Touched<CompareAreasRequest>(method, R"(areas: "areas/asker" peer_group: "peerGroups/g")")
          .all);
}

TEST(TouchedAreas, APlaceThatIsNotThereIsADefect) {
  const indicators::v1::GetGoalRequest request;
  EXPECT_THAT(FindTouchedAreas(request, {"title"}, false, Areas()),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(FindTouchedAreas(request, {"name.area"}, false, Areas()),
              StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace tertial
