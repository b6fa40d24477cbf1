#include "clients/cli/editions/edition_commands.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/calls.h"
#include "clients/cli/console.h"
#include "clients/cli/editions/edition_documents.h"
#include "clients/cli/editions/edition_report.h"
#include "clients/cli/flags.h"
#include "common/ledger/read_point.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "tertial/gateway/v1/editions_service.grpc.pb.h"

namespace tertial::cli {
namespace {

namespace v1 = gateway::v1;
using Stub = v1::EditionsService::Stub;

// Every fact of four services is read.
constexpr absl::Duration kFreezePatience = absl::Minutes(5);
constexpr int kMostRows = 1'000'000;

// What the flags of all commands of editions are read into.
struct EditionCommand {
  std::string name;
  std::string reason;
  std::string etag;
  AnswerFormat format = AnswerFormat::kTable;
  // create
  std::vector<std::string> titles;
  v1::ReportQuery query;
  std::string focus_area;
  std::string service_area;
  std::optional<absl::Time> as_of;
  // freeze
  std::vector<v1::SectionKind> accepted;
  // correct
  std::string correction;
  std::vector<std::string> notices;
  // list
  std::string area;
  // compare
  std::string target;
  int limit = 1000;
};
using GivenEdition = Given<EditionCommand>;

std::unique_ptr<Stub> StubOf(const GivenEdition& given) {
  return v1::EditionsService::NewStub(OpenChannel(given.gateway));
}

// A text of a flag: "nn=Årsmelding", or "Årsrapport", which is in bokmål.
common::v1::LocalizedText TextOf(const std::string& given) {
  common::v1::LocalizedText text;
  constexpr size_t kTagSize = 2;
  const bool has_language = given.size() > kTagSize && given[kTagSize] == '=';
  text.set_language(has_language ? given.substr(0, kTagSize) : "nb");
  text.set_text(has_language ? given.substr(kTagSize + 1) : given);
  return text;
}

std::string BelowArea(const v1::Edition& edition, absl::string_view collection,
                      const std::string& id) {
  if (id.empty() || id.find('/') != std::string::npos) return id;
  return absl::StrCat(edition.name().substr(0, edition.name().find("/editions/")), "/", collection,
                      "/", id);
}

// Prints the edition in an answer.
template <typename Response>
int PrintEdition(const GivenEdition& given, const std::string& what,
                 const absl::StatusOr<Response>& answer) {
  if (!answer.ok()) return ComplainOfCall(what, answer.status());
  PrintAnswer(
      std::cout, given.command.format, answer->edition(),
      [&] { return MakeEditionDocument(answer->edition()); },
      [&] {
        google::protobuf::RepeatedPtrField<v1::Edition> one;
        *one.Add() = answer->edition();
        return EditionRows(one);
      });
  return kExitOk;
}

int RunCreate(const GivenEdition& given) {
  const EditionCommand& command = given.command;
  v1::CreateEditionRequest request;
  v1::Edition& edition = *request.mutable_edition();
  edition.set_name(command.name);
  for (const std::string& title : command.titles) *edition.add_titles() = TextOf(title);
  *edition.mutable_query() = command.query;
  edition.mutable_query()->set_focus_area(BelowArea(edition, "focusAreas", command.focus_area));
  edition.mutable_query()->set_service_area(BelowArea(edition, "units", command.service_area));
  if (command.as_of.has_value()) {
    *edition.mutable_query()->mutable_as_of() = EncodeTimestamp(*command.as_of);
  }
  request.mutable_options()->set_reason(command.reason);
  return PrintEdition(given, "beginning the edition",
                      Call(*StubOf(given), &Stub::CreateEdition, request));
}

int RunFreeze(const GivenEdition& given) {
  v1::FreezeEditionRequest request;
  request.set_name(given.command.name);
  request.set_etag(given.command.etag);
  for (const v1::SectionKind section : given.command.accepted) {
    request.add_accept_incomplete(section);
  }
  request.mutable_options()->set_reason(given.command.reason);
  return PrintEdition(given, "freezing the edition",
                      Call(*StubOf(given), &Stub::FreezeEdition, request, kFreezePatience));
}

int RunPublish(const GivenEdition& given) {
  v1::PublishEditionRequest request;
  request.set_name(given.command.name);
  request.set_etag(given.command.etag);
  request.mutable_options()->set_reason(given.command.reason);
  return PrintEdition(given, "publishing the edition",
                      Call(*StubOf(given), &Stub::PublishEdition, request));
}

int RunCorrect(const GivenEdition& given) {
  v1::CorrectEditionRequest request;
  request.set_name(given.command.name);
  request.set_correction(given.command.correction);
  for (const std::string& notice : given.command.notices) {
    *request.add_notices() = TextOf(notice);
  }
  request.mutable_options()->set_reason(given.command.reason);
  return PrintEdition(given, "beginning the correction",
                      Call(*StubOf(given), &Stub::CorrectEdition, request));
}

int RunDelete(const GivenEdition& given) {
  v1::DeleteEditionRequest request;
  request.set_name(given.command.name);
  request.set_etag(given.command.etag);
  request.mutable_options()->set_reason(given.command.reason);
  const auto answer = Call(*StubOf(given), &Stub::DeleteEdition, request);
  if (!answer.ok()) return ComplainOfCall("deleting the edition", answer.status());
  std::cout << given.command.name << " is deleted.\n";
  return kExitOk;
}

int RunShow(const GivenEdition& given) {
  v1::GetEditionRequest request;
  request.set_name(given.command.name);
  return PrintEdition(given, "reading the edition",
                      Call(*StubOf(given), &Stub::GetEdition, request));
}

// Prints rows that are all that there is to tell.
int PrintRows(const GivenEdition& given, const google::protobuf::Message& answer,
              const Table& rows) {
  PrintAnswer(
      std::cout, given.command.format, answer,
      [&] {
        Document document;
        document.AddTable(rows);
        return document;
      },
      [&] { return rows; });
  return kExitOk;
}

int RunList(const GivenEdition& given) {
  v1::ListEditionsRequest request;
  request.set_parent(AreaName(given.command.area));
  const auto answer =
      CallForPages(*StubOf(given), &Stub::ListEditions, request, kMostRows,
                   [](const v1::ListEditionsResponse& page) { return page.editions(); });
  if (!answer.ok()) return ComplainOfCall("listing the editions", answer.status());
  return PrintRows(given, *answer, EditionRows(answer->editions()));
}

int RunManifest(const GivenEdition& given) {
  v1::ListManifestRequest request;
  request.set_parent(given.command.name);
  const auto answer =
      CallForPages(*StubOf(given), &Stub::ListManifest, request, kMostRows,
                   [](const v1::ListManifestResponse& page) { return page.entries(); });
  if (!answer.ok()) return ComplainOfCall("reading the manifest", answer.status());
  return PrintRows(given, *answer, ManifestRows(*answer));
}

// The first differences as one answer: how many there are in all is told by every page.
absl::StatusOr<v1::DiffEditionsResponse> AskForDifferences(const GivenEdition& given) {
  const std::unique_ptr<Stub> stub = StubOf(given);
  v1::DiffEditionsRequest request;
  request.set_base(given.command.name);
  request.set_target(given.command.target);
  v1::DiffEditionsResponse last;
  google::protobuf::RepeatedPtrField<v1::FactDifference> differences;
  do {
    request.set_page_size(std::min(given.command.limit - differences.size(), kLargestPage));
    request.set_page_token(last.next_page_token());
    TERTIAL_ASSIGN_OR_RETURN(last, Call(*stub, &Stub::DiffEditions, request, kFreezePatience));
    differences.MergeFrom(last.differences());
  } while (!last.next_page_token().empty() && differences.size() < given.command.limit);
  last.mutable_differences()->Swap(&differences);
  return last;
}

int RunCompare(const GivenEdition& given) {
  const absl::StatusOr<v1::DiffEditionsResponse> answer = AskForDifferences(given);
  if (!answer.ok()) return ComplainOfCall("comparing", answer.status());
  PrintAnswer(
      std::cout, given.command.format, *answer,
      [&] { return MakeDifferenceDocument(given.command.name, given.command.target, *answer); },
      [&] { return DifferenceRows(*answer); });
  return kExitOk;
}

// Declares one command: what flags it has is told by `declare`.
void AddOne(CommandList& commands, const std::string& name, const std::string& purpose,
            int (*run)(const GivenEdition&),
            const std::function<void(CLI::App&, EditionCommand&)>& declare) {
  const auto given = std::make_shared<GivenEdition>();
  CLI::App& command = commands.Add(name, purpose, [given, run] { return run(*given); });
  AddGatewayFlag(command, given->gateway);
  declare(command, given->command);
}

void AddName(CLI::App& app, EditionCommand& command) {
  app.add_option("name", command.name, "Its name: areas/asker/editions/annual-report-2024")
      ->required();
}

void AddReason(CLI::App& app, EditionCommand& command) {
  app.add_option("--reason", command.reason, "Why, recorded with the commit");
}

void AddEtag(CLI::App& app, EditionCommand& command) {
  app.add_option("--etag", command.etag, "Only if that is still its version");
}

void AddCreate(CommandList& commands) {
  AddOne(commands, "create", "Begin an edition, as a draft", RunCreate,
         [](CLI::App& app, EditionCommand& command) {
           AddName(app, command);
           app.add_option("--title", command.titles,
                          "What it is called, in bokmål, or as nn=TEXT; may be given several times")
               ->required()
               ->allow_extra_args(false);
           app.add_option("--period", *command.query.mutable_period(),
                          "Year, 2024, or tertial, 2024-T2")
               ->required();
           app.add_option("--focus-area", command.focus_area, "Of a focus area alone");
           app.add_option("--service-area", command.service_area, "Of a unit alone");
           app.add_option("--language", *command.query.mutable_language(),
                          "Language that texts are chosen by; default: all");
           AddInstantFlag(app, "--as-of", command.as_of, "As recorded at");
           AddReason(app, command);
           AddAnswerFormatFlag(app, command.format);
         });
}

void AddFreeze(CommandList& commands) {
  AddOne(commands, "freeze", "Fix the bytes of a draft, and list its facts", RunFreeze,
         [](CLI::App& app, EditionCommand& command) {
           AddName(app, command);
           AddChoices(app, "--accept", command.accepted,
                      "Section that may be UNAVAILABLE, STALE or PARTIAL",
                      WordsOf<v1::SectionKind>("SECTION_KIND_"));
           AddEtag(app, command);
           AddReason(app, command);
           AddAnswerFormatFlag(app, command.format);
         });
}

void AddCorrect(CommandList& commands) {
  AddOne(commands, "correct", "Begin a correction of a published edition, as a draft", RunCorrect,
         [](CLI::App& app, EditionCommand& command) {
           AddName(app, command);
           app.add_option("--by", command.correction, "Name of the correction")->required();
           app.add_option("--notice", command.notices,
                          "What was wrong, in bokmål, or as en=TEXT; may be given several times")
               ->required()
               ->allow_extra_args(false);
           AddReason(app, command);
           AddAnswerFormatFlag(app, command.format);
         });
}

void AddOthers(CommandList& commands) {
  const auto with_reason = [](CLI::App& app, EditionCommand& command) {
    AddName(app, command);
    AddEtag(app, command);
    AddReason(app, command);
    AddAnswerFormatFlag(app, command.format);
  };
  const auto with_format = [](CLI::App& app, EditionCommand& command) {
    AddName(app, command);
    AddAnswerFormatFlag(app, command.format);
  };
  AddOne(commands, "publish", "Publish a frozen edition", RunPublish, with_reason);
  AddOne(commands, "delete", "Delete a draft; its name is not used again", RunDelete,
         [](CLI::App& app, EditionCommand& command) {
           AddName(app, command);
           AddEtag(app, command);
           AddReason(app, command);
         });
  AddOne(commands, "show", "Tell where an edition stands", RunShow, with_format);
  AddOne(commands, "manifest", "List the facts that an edition was frozen with", RunManifest,
         with_format);
  AddOne(commands, "list", "List the editions of an area", RunList,
         [](CLI::App& app, EditionCommand& command) {
           app.add_option("--area", command.area, "Area, by id or official number")->required();
           AddAnswerFormatFlag(app, command.format);
         });
}

// The report of an edition, in the forms that need nothing but the bytes; `tertial report
// --edition` has others.
struct EditionReportCommand {
  std::string name;
  EditionFormat format = EditionFormat::kTable;
  std::string language = "en";
};

int RunReport(const Given<EditionReportCommand>& given) {
  const auto edition = GetEditionReport(given.gateway, given.command.name);
  if (!edition.ok()) return ComplainOfCall("report", edition.status());
  const absl::StatusOr<std::string> content =
      RenderEdition(*edition, given.command.format, given.command.language);
  if (!content.ok()) return ComplainOfCall("report", content.status());
  std::cout << *content << std::flush;
  return kExitOk;
}

void AddReport(CommandList& commands) {
  const auto given = std::make_shared<Given<EditionReportCommand>>();
  CLI::App& command = commands.Add("report", "Print the report that was frozen",
                                   [given] { return RunReport(*given); });
  AddGatewayFlag(command, given->gateway);
  command
      .add_option("name", given->command.name, "Its name: areas/asker/editions/annual-report-2024")
      ->required();
  AddChoice(command, "--format", given->command.format, "Form of the report; bytes: as frozen",
            {{"table", EditionFormat::kTable},
             {"json", EditionFormat::kJson},
             {"markdown", EditionFormat::kMarkdown},
             {"bytes", EditionFormat::kBytes}});
  AddLanguageFlag(command, given->command.language);
}

void AddCompare(CommandList& commands) {
  AddOne(commands, "compare", "List the facts that differ between two editions, or since one",
         RunCompare, [](CLI::App& app, EditionCommand& command) {
           app.add_option("base", command.name, "The edition to begin with")->required();
           app.add_option("target", command.target,
                          "The edition to compare with; default: what is recorded now");
           app.add_option("--limit", command.limit, "How many differences to show at most")
               ->check(CLI::Range(1, kMostRows))
               ->capture_default_str();
           AddAnswerFormatFlag(app, command.format);
         });
}

}  // namespace

void AddEditionCommands(CommandList& commands) {
  const auto inner = std::make_shared<std::unique_ptr<CommandList>>();
  CLI::App& edition =
      commands.Add("edition", "Editions of reports: begin, freeze, publish, correct, read",
                   [inner] { return (*inner)->RunGiven(); });
  edition.require_subcommand(1);
  *inner = std::make_unique<CommandList>(edition);
  AddCreate(**inner);
  AddFreeze(**inner);
  AddCorrect(**inner);
  AddOthers(**inner);
  AddReport(**inner);
  AddCompare(commands);
}

}  // namespace tertial::cli
