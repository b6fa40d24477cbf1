#include "tests/integration/exempt_questions.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "tests/integration/exempt_area.h"

namespace tertial::politics {
namespace {

using testing::Question;

constexpr char kAnalyses[] = "tertial.politics.v1.PoliticsAnalysisService";
constexpr char kAdmin[] = "tertial.admin.v1.AdminService";
constexpr char kAudit[] = "tertial.admin.v1.AuditService";

// One kind of resource, for the questions that are the same of all.
struct Kind {
  std::string contract;
  std::string message;
  std::string plural;
  // Whose resources are listed, and those of all areas.
  std::string parent;
  std::string parent_of_all;
  // Those that are recorded.
  std::vector<std::string> names;
  // What one that is recorded has besides a name, and the name of one that is not.
  std::string fields;
  std::string free_name;
};

constexpr char kCaseFields[] =
    R"(number { sequence: 34 year: 2024 } body: "areas/asker/bodies/council"
       titles { language: "nb" text: "Ny sak" })";

const std::vector<Kind>& Kinds() {
  static const auto& kinds = *new std::vector<Kind>{
      {kPoliticsService,
       "Body",
       "Bodies",
       "areas/asker",
       "areas/-",
       {"areas/asker/bodies/council", "areas/asker/bodies/committee"},
       R"(titles { language: "nb" text: "Utvalg" } kind: BODY_KIND_MAIN_COMMITTEE order: 3)",
       "areas/asker/bodies/new"},
      {kPoliticsService,
       "BodyActivity",
       "BodyActivities",
       "areas/asker/bodies/council",
       "areas/-/bodies/-",
       {"areas/asker/bodies/council/activities/2024"},
       R"(period: "2023" meetings { value: "9" } cases { value: "31" }
          counting_rule: COUNTING_RULE_TREATMENTS)",
       "areas/asker/bodies/council/activities/2023"},
      {kPoliticsService,
       "Case",
       "Cases",
       "areas/asker",
       "areas/-",
       {"areas/asker/cases/public", kExemptCase, "areas/asker/cases/silent"},
       kCaseFields,
       "areas/asker/cases/new"},
      {kPoliticsService,
       "ThematicPlan",
       "ThematicPlans",
       "areas/asker",
       "areas/-",
       {"areas/asker/plans/culture"},
       R"(titles { language: "nb" text: "Plan" } order: 2)",
       "areas/asker/plans/new"},
      {kPoliticsService,
       "ResolutionFollowUp",
       "ResolutionFollowUps",
       "areas/asker",
       "areas/-",
       {"areas/asker/resolutions/r1"},
       R"(titles { language: "nb" text: "Verbalvedtak" } order: 2
          latest_event: FOLLOW_UP_EVENT_KIND_NOTED)",
       "areas/asker/resolutions/new"},
      {kMeetingsService,
       "Term",
       "Terms",
       "areas/asker",
       "areas/-",
       {"areas/asker/terms/2023-2027"},
       R"(first_day: "2019-10-01" last_day: "2023-10-16")",
       "areas/asker/terms/2019-2023"},
      {kMeetingsService,
       "Meeting",
       "Meetings",
       "areas/asker/bodies/council",
       "areas/-/bodies/-",
       {"areas/asker/bodies/council/meetings/2024-06-11"},
       R"(date: "2024-09-03" state: MEETING_STATE_PLANNED)",
       "areas/asker/bodies/council/meetings/2024-09-03"},
      {kMeetingsService,
       "AgendaItem",
       "AgendaItems",
       "areas/asker/bodies/council/meetings/2024-06-11",
       "areas/-/bodies/-/meetings/-",
       {"areas/asker/bodies/council/meetings/2024-06-11/items/001"},
       R"(titles { language: "nb" text: "Godkjenning av protokoll" })",
       "areas/asker/bodies/council/meetings/2024-06-11/items/002"},
      {kMeetingsService,
       "Matter",
       "Matters",
       "areas/asker",
       "areas/-",
       {"areas/asker/matters/m1"},
       R"(titles { language: "nb" text: "Sak" })",
       "areas/asker/matters/new"},
      {kMeetingsService,
       "FollowUpEvent",
       "FollowUpEvents",
       "areas/asker/resolutions/r1",
       "areas/-/resolutions/-",
       {"areas/asker/resolutions/r1/events/e1"},
       R"(kind: FOLLOW_UP_EVENT_KIND_DONE date: "2024-11")",
       "areas/asker/resolutions/r1/events/e2"},
      {kExemptService,
       "ExemptContent",
       "ExemptContents",
       kExemptCase,
       "areas/-/cases/-",
       {kExemptContent},
       R"(case_handler: "Ola")",
       "areas/asker/cases/silent/exemptContents/delny"}};
  return kinds;
}

// Names that no question about `kind` is valid without, and those that must tell nothing.
std::vector<std::string> NamesAskedOf(const Kind& kind) {
  std::vector<std::string> names = kind.names;
  names.push_back(kind.free_name);
  return names;
}

std::string MethodOf(const Kind& kind, absl::string_view verb) {
  const bool of_many = verb == "List" || verb == "BatchGet";
  return absl::StrCat(kind.contract, ".", verb, of_many ? kind.plural : kind.message);
}

// The field of a request that holds the resource.
std::string FieldOf(const Kind& kind) {
  const auto* request = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
      absl::StrCat("tertial.politics.v1.Create", kind.message, "Request"));
  for (int i = 0; request != nullptr && i < request->field_count(); ++i) {
    const auto* message = request->field(i)->message_type();
    if (message != nullptr && message->name() == kind.message) return request->field(i)->name();
  }
  return "none";
}

// "key: "value"", with whatever bytes.
std::string Text(absl::string_view key, absl::string_view value) {
  return absl::StrCat(key, ": \"", absl::CEscape(value), "\" ");
}

std::string AtRevision(int64_t revision) {
  return absl::StrCat(" as_of { revision: ", revision, " }");
}

// What every text is searched for: each word of exempt content, its beginning, and others.
std::vector<std::string> SearchedTexts() {
  std::vector<std::string> texts = {"sak", "32/24", "32/2024", "vedtak"};
  for (const ExemptWords& words : {SomeWords(), OtherWords()}) {
    for (const std::string& word : words.All()) {
      texts.push_back(word);
      texts.push_back(word.substr(0, 4));
    }
  }
  return texts;
}

void AddStandardReads(const Kind& kind, int64_t head, const Tokens& tokens,
                      std::vector<Question>& questions) {
  std::string batch;
  for (const std::string& name : NamesAskedOf(kind)) {
    questions.push_back({MethodOf(kind, "Get"), {Text("name", name)}});
    for (int64_t at = 1; at <= head; at += 3) {
      questions.push_back({MethodOf(kind, "Get"), {Text("name", name) + AtRevision(at)}});
    }
    absl::StrAppend(&batch, Text("names", name));
  }
  absl::StrAppend(&batch, Text("names", kExemptContent));
  questions.push_back({MethodOf(kind, "BatchGet"), {batch}});
  questions.push_back({MethodOf(kind, "BatchGet"), {batch + AtRevision(head)}});
  for (const std::string& parent : {kind.parent, kind.parent_of_all}) {
    for (const int size : {0, 1, 2}) {
      questions.push_back(
          {MethodOf(kind, "List"), {absl::StrCat(Text("parent", parent), "page_size: ", size)}});
    }
  }
  for (int64_t at = 1; at <= head; at += 5) {
    questions.push_back({MethodOf(kind, "List"), {Text("parent", kind.parent) + AtRevision(at)}});
  }
  for (const std::string& token : tokens.pages) {
    questions.push_back(
        {MethodOf(kind, "List"), {Text("parent", kind.parent) + Text("page_token", token)}});
  }
}

void AddSearches(const Tokens& tokens, std::vector<Question>& questions) {
  const std::string search = absl::StrCat(kAnalyses, ".SearchTexts");
  const std::string search_exempt = absl::StrCat(kExemptService, ".SearchExemptContents");
  for (const std::string& text : SearchedTexts()) {
    const std::string asked = Text("area", "areas/asker") + Text("text", text);
    questions.push_back({search_exempt, {asked}});
    questions.push_back({search, {asked}});
    questions.push_back({search, {asked + "page_size: 1 kinds: SEARCH_KIND_CASE"}});
    for (const std::string& token : tokens.pages) {
      questions.push_back({search, {asked + Text("page_token", token)}});
    }
  }
}

void AddAnalyses(int64_t head, const Tokens& tokens, std::vector<Question>& questions) {
  const auto add = [&](absl::string_view method, const std::string& text) {
    const std::string full = absl::StrCat(kAnalyses, ".", method);
    questions.push_back({full, {text}});
    questions.push_back({full, {text + AtRevision(head)}});
    if (!absl::StartsWith(method, "List")) return;
    questions.push_back({full, {text + " page_size: 1"}});
    for (const std::string& token : tokens.pages) {
      questions.push_back({full, {text + Text("page_token", token)}});
    }
  };
  const std::string area = Text("area", "areas/asker");
  for (const char* span : {R"(period: "2024" )", R"(term: "areas/asker/terms/2023-2027" )",
                           R"(days { first_day: "2024-06-11" last_day: "2024-06-11" } )"}) {
    add("GetActivity", area + span);
    add("ListBodyCases", area + Text("body", "areas/asker/bodies/council") + span);
  }
  for (const char* number : {"32/24", "32/2024", "31/24"}) {
    add("FindCases", area + Text("number", number));
  }
  add("GetMatterHistory", Text("name", "areas/asker/matters/m1"));
  add("ListNumberFindings", area);
  add("ListFollowUps", area);
  add("ListFollowUps",
      area + Text("body", "areas/asker/bodies/council") + Text("day", "2025-01-01"));
}

void AddChanges(int64_t head, const Tokens& tokens, std::vector<Question>& questions) {
  const auto add = [&](absl::string_view method, const std::string& text) {
    questions.push_back({absl::StrCat(kChangeService, ".", method), {text}});
  };
  std::vector<std::string> names = {kExemptContent};
  for (const Kind& kind : Kinds()) {
    names.insert(names.end(), kind.names.begin(), kind.names.end());
    const std::string full = absl::StrCat("tertial.politics.v1.", kind.message);
    add("ListChanges", absl::StrCat("filter { ", Text("kinds", full), " }"));
    add("ExportResources", Text("kinds", full));
    add("WatchChanges", absl::StrCat("filter { ", Text("kinds", full), " }"));
  }
  for (const char* size : {"", "page_size: 1", "page_size: 1000"}) add("ListChanges", size);
  add("ListChanges", R"(filter { area: "areas/asker" })");
  add("WatchChanges", "");
  add("ExportResources", "");
  add("ExportResources", Text("area", "areas/asker") + AtRevision(head));
  for (const std::string& token : tokens.feeds) {
    add("ListChanges", Text("resume_token", token));
    add("WatchChanges", Text("resume_token", token));
  }
  for (const std::string& token : tokens.exports) {
    add("ExportResources", Text("resume_token", token));
    add("ExportResources", Text("resume_token", token) + Text("kinds", kExemptKind));
  }
  for (const std::string& name : names) {
    add("BatchGetResources", Text("names", name));
    add("BatchGetResources", Text("names", name) + AtRevision(head));
    add("ListRevisions", Text("name", name));
    add("ListRevisions", Text("name", name) + "page_size: 1");
    for (const std::string& token : tokens.pages) {
      add("ListRevisions", Text("name", name) + Text("page_token", token));
    }
  }
}

// The questions about writing one kind, with these options.
void AddStandardWrites(const Kind& kind, const std::string& options,
                       std::vector<Question>& questions) {
  const std::string field = FieldOf(kind);
  const auto of = [&](const std::string& name) {
    return absl::StrCat(field, " { ", Text("name", name), kind.fields, " } ", options);
  };
  for (const std::string& name : NamesAskedOf(kind)) {
    questions.push_back({MethodOf(kind, "Create"), {of(name)}});
    questions.push_back({MethodOf(kind, "Update"),
                         {absl::StrCat(field, " { ", Text("name", name), " } ", options)}});
    questions.push_back({MethodOf(kind, "Delete"), {Text("name", name) + options}});
  }
}

// What a recorder may try on an exempt case to learn what it says.
void AddCaseWrites(const std::string& options, std::vector<Question>& questions) {
  const std::string update = absl::StrCat(kPoliticsService, ".UpdateCase");
  const std::string of = absl::StrCat("political_case { ", Text("name", kExemptCase));
  questions.push_back(
      {update, {absl::StrCat(of, "} update_mask { paths: \"exemption\" } ", options)}});
  questions.push_back(
      {update, {absl::StrCat(of, kCaseFields, "} update_mask { paths: \"*\" } ", options)}});
  questions.push_back(
      {update, {absl::StrCat(of, R"(decisions { language: "nb" text: "Vedtatt" } } )", options)}});
  questions.push_back({update, {absl::StrCat(of, R"(kind: TREATMENT_KIND_NOTED } )", options)}});
  const std::string import = absl::StrCat(kPoliticsService, ".ImportRows");
  const bool validate_only = absl::StrContains(options, "validate_only");
  for (const char* mode : {"IMPORT_MODE_WHOLE", "IMPORT_MODE_ROW_BY_ROW"}) {
    questions.push_back({import,
                         {absl::StrCat("options { mode: ", mode,
                                       " validate_only: ", validate_only ? "true" : "false", " }"),
                          absl::StrCat("rows { ", of, kCaseFields, " } }"), "end_of_rows: true"}});
    questions.push_back(
        {import,
         {absl::StrCat("options { mode: ", mode,
                       " validate_only: ", validate_only ? "true" : "false", " }"),
          absl::StrCat("rows { political_case { ", Text("name", "areas/asker/cases/imported"),
                       kCaseFields, " } }"),
          "end_of_rows: true"}});
  }
}

void AddAdminWrites(int64_t head, const std::string& options, std::vector<Question>& questions) {
  for (const std::string& name : {std::string(kExemptContent), std::string(kExemptCase),
                                  std::string("areas/asker/cases/never")}) {
    for (int64_t at = 1; at <= head; at += 4) {
      questions.push_back({absl::StrCat(kAdmin, ".RestoreRevision"),
                           {absl::StrCat(Text("name", name), "revision: ", at, " ", options)}});
    }
  }
  questions.push_back(
      {absl::StrCat(kAdmin, ".RestoreRevision"),
       {absl::StrCat(Text("name", "areas/asker/bodies/council"), "revision: 1 ", options)}});
}

}  // namespace

const std::vector<std::string>& OwnContracts() {
  static const auto& contracts =
      *new std::vector<std::string>{kPoliticsService, kMeetingsService, kExemptService, kAnalyses};
  return contracts;
}

const std::vector<std::string>& SharedContracts() {
  static const auto& contracts = *new std::vector<std::string>{kChangeService, kAdmin, kAudit};
  return contracts;
}

std::vector<Question> ReadQuestions(int64_t head, const Tokens& tokens) {
  std::vector<Question> questions;
  for (const Kind& kind : Kinds()) AddStandardReads(kind, head, tokens, questions);
  questions.push_back({absl::StrCat(kPoliticsService, ".GetPoliticsSection"),
                       {R"(area: "areas/asker" period: "2024")"}});
  AddSearches(tokens, questions);
  AddAnalyses(head, tokens, questions);
  AddChanges(head, tokens, questions);
  questions.push_back({absl::StrCat(kExemptService, ".ListExemptAccesses"), {"page_size: 1000"}});
  for (int64_t at = 1; at <= head; ++at) {
    questions.push_back({absl::StrCat(kAdmin, ".GetContentHash"), {AtRevision(at)}});
  }
  questions.push_back({absl::StrCat(kAdmin, ".ListPendingReleases"), {""}});
  questions.push_back({absl::StrCat(kAdmin, ".CheckStore"), {""}});
  questions.push_back({absl::StrCat(kAudit, ".ExportAudit"), {""}});
  return questions;
}

std::vector<Question> WriteQuestions(int64_t head, const std::string& backup_directory) {
  std::vector<Question> questions;
  const std::string admin = absl::StrCat(kAdmin, ".");
  for (const std::string options : {"options { validate_only: true }", ""}) {
    AddCaseWrites(options, questions);
    AddAdminWrites(head, options, questions);
    for (const Kind& kind : Kinds()) AddStandardWrites(kind, options, questions);
  }
  // What waits: a public version of the case, and the deletion of it.
  const std::string waits = "options { publish_at { seconds: 4102444800 } }";
  questions.push_back(
      {absl::StrCat(kPoliticsService, ".DeleteCase"), {Text("name", kExemptCase) + waits}});
  questions.push_back({absl::StrCat(kPoliticsService, ".UpdateCase"),
                       {absl::StrCat("political_case { ", Text("name", kExemptCase),
                                     "kind: TREATMENT_KIND_NOTED } ", waits)}});
  questions.push_back({absl::StrCat(kExemptService, ".DeleteExemptContent"),
                       {Text("name", kExemptContent) + waits}});
  questions.push_back({absl::StrCat(kMeetingsService, ".CreateMatter"),
                       {absl::StrCat("matter { ", Text("name", "areas/asker/matters/later"),
                                     R"(titles { language: "nb" text: "Sak" } } )", waits)}});
  questions.push_back({admin + "ListPendingReleases", {""}});
  for (const char* id : {"1", "2", "0000000000000001"}) {
    questions.push_back({admin + "CancelPendingRelease", {Text("id", id)}});
  }
  questions.push_back({admin + "CreateBackup", {Text("directory", backup_directory)}});
  for (const std::string options : {R"(options { reason: "it had to go" validate_only: true })",
                                    R"(options { reason: "it had to go" })"}) {
    for (const char* name : {kExemptContent, kExemptCase, "areas/asker/cases/never"}) {
      questions.push_back({admin + "RedactResource", {Text("name", name) + options}});
    }
  }
  questions.push_back({admin + "CheckStore", {""}});
  return questions;
}

}  // namespace tertial::politics
