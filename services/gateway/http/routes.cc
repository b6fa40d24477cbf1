#include "services/gateway/http/routes.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/http/http_messages.h"
#include "tertial/gateway/v1/checks_service.pb.h"
#include "tertial/gateway/v1/editions_service.pb.h"
#include "tertial/gateway/v1/gateway_service.pb.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {
namespace {

constexpr char kRoot[] = "/v1/";

constexpr char kGet[] = "GET";
constexpr char kPost[] = "POST";
constexpr char kPatch[] = "PATCH";
constexpr char kDelete[] = "DELETE";

// What a field gets that is named by the path: all of it, without the root and a verb at the end.
constexpr char kPath[] = "*";

struct Row {
  const char* verb;
  const char* path;  // below the root
  const char* method;
  std::vector<std::pair<std::string, std::string>> fields = {};
  const char* body = "";
  const char* member = "";
  const char* spread = "";
};

const std::vector<Row>& Table() {
  const std::vector<std::pair<std::string, std::string>> of_report = {
      {"query.area", "areas/{area}"}, {"query.period", "{period}"}};
  static const auto* const table = new std::vector<Row>{
      {kGet, "areas", "GatewayService.ListAreas"},
      {kGet, "areas/{area}", "GatewayService.GetArea", {{"name", kPath}}},
      {kGet, "systemStatus", "GatewayService.GetSystemStatus"},
      {kGet,
       "areas/{area}/annualReports/{period}",
       "GatewayService.GetAnnualReport",
       {{"area", "areas/{area}"}, {"period", "{period}"}}},

      {.verb = kGet,
       .path = "areas/{area}/reports/{period}",
       .method = "ReportService.GetReport",
       .fields = of_report,
       .spread = "query"},
      {.verb = kGet,
       .path = "areas/{area}/reports/{period}:watch",
       .method = "ReportService.WatchReport",
       .fields = of_report,
       .spread = "query"},
      {.verb = kGet,
       .path = "areas/{area}/reports/{period}:explain",
       .method = "ReportService.ExplainNumber",
       .fields = of_report,
       .spread = "query"},
      {.verb = kGet,
       .path = "areas/{area}/reports/{period}:export",
       .method = "ReportService.ExportReport",
       .fields = of_report,
       .spread = "query"},
      {kGet,
       "areas/{area}/editions/{edition}:export",
       "ReportService.ExportReport",
       {{"edition", kPath}}},
      {kGet,
       "areas/{area}/reports/{period}:check",
       "ChecksService.CheckReport",
       {{"area", "areas/{area}"}, {"period", "{period}"}}},

      {kGet, "areas/{area}/editions", "EditionsService.ListEditions", {{"parent", "areas/{area}"}}},
      {.verb = kPost,
       .path = "areas/{area}/editions",
       .method = "EditionsService.CreateEdition",
       .body = "edition",
       .member = "edition.name"},
      {kGet, "areas/{area}/editions/{edition}", "EditionsService.GetEdition", {{"name", kPath}}},
      {kPatch,
       "areas/{area}/editions/{edition}",
       "EditionsService.UpdateEdition",
       {{"edition.name", kPath}},
       "edition"},
      {kDelete,
       "areas/{area}/editions/{edition}",
       "EditionsService.DeleteEdition",
       {{"name", kPath}}},
      {kPost,
       "areas/{area}/editions/{edition}:freeze",
       "EditionsService.FreezeEdition",
       {{"name", kPath}},
       "*"},
      {kPost,
       "areas/{area}/editions/{edition}:publish",
       "EditionsService.PublishEdition",
       {{"name", kPath}},
       "*"},
      {kPost,
       "areas/{area}/editions/{edition}:correct",
       "EditionsService.CorrectEdition",
       {{"name", kPath}},
       "*"},
      {kGet,
       "areas/{area}/editions/{edition}/report",
       "EditionsService.GetEditionReport",
       {{"name", "areas/{area}/editions/{edition}"}}},
      {kGet,
       "areas/{area}/editions/{edition}/manifest",
       "EditionsService.ListManifest",
       {{"parent", "areas/{area}/editions/{edition}"}}},
      {kGet,
       "areas/{area}/editions/{edition}:diff",
       "EditionsService.DiffEditions",
       {{"base", kPath}}},

      {kGet, "areas/{area}/claims", "ChecksService.ListClaims", {{"parent", "areas/{area}"}}},
      {.verb = kPost,
       .path = "areas/{area}/claims",
       .method = "ChecksService.CreateClaim",
       .body = "claim",
       .member = "claim.name"},
      {kGet, "areas/{area}/claims/{claim}", "ChecksService.GetClaim", {{"name", kPath}}},
      {kPatch,
       "areas/{area}/claims/{claim}",
       "ChecksService.UpdateClaim",
       {{"claim.name", kPath}},
       "claim"},
      {kDelete, "areas/{area}/claims/{claim}", "ChecksService.DeleteClaim", {{"name", kPath}}},
      {kGet, "claims:batchGet", "ChecksService.BatchGetClaims"},
      {kPost, "claims:batchGet", "ChecksService.BatchGetClaims", {}, "*"},

      {kGet,
       "areas/{area}/acceptedFindings",
       "ChecksService.ListAcceptedFindings",
       {{"parent", "areas/{area}"}}},
      {.verb = kPost,
       .path = "areas/{area}/acceptedFindings",
       .method = "ChecksService.CreateAcceptedFinding",
       .body = "accepted_finding",
       .member = "accepted_finding.name"},
      {kGet,
       "areas/{area}/acceptedFindings/{accepted_finding}",
       "ChecksService.GetAcceptedFinding",
       {{"name", kPath}}},
      {kPatch,
       "areas/{area}/acceptedFindings/{accepted_finding}",
       "ChecksService.UpdateAcceptedFinding",
       {{"accepted_finding.name", kPath}},
       "accepted_finding"},
      {kDelete,
       "areas/{area}/acceptedFindings/{accepted_finding}",
       "ChecksService.DeleteAcceptedFinding",
       {{"name", kPath}}},
      {kGet, "acceptedFindings:batchGet", "ChecksService.BatchGetAcceptedFindings"},
      {kPost, "acceptedFindings:batchGet", "ChecksService.BatchGetAcceptedFindings", {}, "*"},

      {kGet, "checkRules", "ChecksService.ListCheckRules"},
      {.verb = kPost,
       .path = "checkRules",
       .method = "ChecksService.CreateCheckRule",
       .body = "check_rule",
       .member = "check_rule.name"},
      {kGet, "checkRules/{check_rule}", "ChecksService.GetCheckRule", {{"name", kPath}}},
      {kPatch,
       "checkRules/{check_rule}",
       "ChecksService.UpdateCheckRule",
       {{"check_rule.name", kPath}},
       "check_rule"},
      {kDelete, "checkRules/{check_rule}", "ChecksService.DeleteCheckRule", {{"name", kPath}}},
      {kGet, "checkRules:batchGet", "ChecksService.BatchGetCheckRules"},
      {kPost, "checkRules:batchGet", "ChecksService.BatchGetCheckRules", {}, "*"},

      {kPost, "checks:importRows", "ChecksService.ImportRows", {}, "*"},
  };
  return *table;
}

// A segment without the verb at its end, and that verb with its colon.
std::pair<absl::string_view, absl::string_view> SplitVerb(absl::string_view segment) {
  const size_t end = std::min(segment.find(':'), segment.size());
  return {segment.substr(0, end), segment.substr(end)};
}

bool IsVariable(absl::string_view segment) { return absl::StartsWith(segment, "{"); }

// "{area}" without its braces.
std::string VariableIn(absl::string_view segment) {
  return std::string(segment.substr(1, segment.size() - 2));
}

// The route that `row` states, with what it leaves to be derived.
Route RouteOf(const Row& row) {
  Route route{.verb = row.verb,
              .path = absl::StrCat(kRoot, row.path),
              .method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
                  absl::StrCat("tertial.gateway.v1.", row.method)),
              .fields = row.fields,
              .body = row.body,
              .member = row.member,
              .spread = row.spread};
  if (route.method == nullptr) std::abort();
  for (auto& [field, pattern] : route.fields) {
    if (pattern == kPath) pattern = std::string(SplitVerb(row.path).first);
  }
  return route;
}

// Whether `path` is of the form of `pattern`; then `variables` are those in it.
bool IsOf(absl::string_view path, absl::string_view pattern, PathVariables& variables) {
  const std::vector<absl::string_view> sent = absl::StrSplit(path, '/');
  const std::vector<absl::string_view> stated = absl::StrSplit(pattern, '/');
  if (sent.size() != stated.size()) return false;
  for (size_t i = 0; i < sent.size(); ++i) {
    const auto [sent_name, sent_verb] = SplitVerb(sent[i]);
    const auto [name, verb] = SplitVerb(stated[i]);
    if (sent_verb != verb) return false;
    const std::string value = Unescaped(sent_name);
    if (!IsVariable(name)) {
      if (value != name) return false;
    } else if (value.empty()) {
      return false;
    } else {
      variables[VariableIn(name)] = value;
    }
  }
  return true;
}

}  // namespace

const std::vector<Route>& Routes() {
  static const std::vector<Route>* const routes = [] {
    auto* made = new std::vector<Route>();
    for (const Row& row : Table()) made->push_back(RouteOf(row));
    return made;
  }();
  return *routes;
}

Matched Match(const std::vector<Route>& routes, absl::string_view verb, absl::string_view path) {
  Matched matched;
  std::set<std::string> allowed;
  for (const Route& route : routes) {
    PathVariables variables;
    if (!IsOf(path, route.path, variables)) continue;
    allowed.insert(route.verb);
    if (route.verb == kGet) allowed.insert("HEAD");
    if (route.verb == verb || (route.verb == kGet && verb == "HEAD")) {
      matched.route = &route;
      matched.variables = std::move(variables);
    }
  }
  matched.allowed = absl::StrJoin(allowed, ", ");
  return matched;
}

std::string Filled(absl::string_view pattern, const PathVariables& variables) {
  std::vector<std::string> segments;
  for (absl::string_view segment : absl::StrSplit(pattern, '/')) {
    segments.push_back(IsVariable(segment) ? variables.at(VariableIn(segment))
                                           : std::string(segment));
  }
  return absl::StrJoin(segments, "/");
}

std::vector<std::string> VariablesOf(absl::string_view pattern) {
  std::vector<std::string> names;
  for (absl::string_view segment : absl::StrSplit(pattern, '/')) {
    const absl::string_view name = SplitVerb(segment).first;
    if (IsVariable(name)) names.push_back(VariableIn(name));
  }
  return names;
}

}  // namespace tertial::gateway
