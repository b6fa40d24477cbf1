// Nothing that is exempt leaks: whoever lacks the role asks every method of every contract of the
// service, by valid requests, and is told no word of it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/ledger/table.h"
#include "common/observability/log.h"
#include "common/rpc/resume_token.h"
#include "common/types/search_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/store/keys.h"
#include "tertial/changes/v1/changes_service.pb.h"
#include "tertial/politics/v1/exempt_content_service.pb.h"
#include "tests/integration/exempt_area.h"
#include "tests/integration/exempt_questions.h"
#include "tests/integration/served_politics.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::politics {
namespace {

using testing::Answer;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Question;

// Callers who may not know, and those who may.
const std::vector<std::string>& Outsiders() {
  static const auto& outsiders = *new std::vector<std::string>{"reader",    "gateway", "indicators",
                                                               "publisher", "admin",   "recorder"};
  return outsiders;
}
const std::vector<std::string>& Insiders() {
  static const auto& insiders =
      *new std::vector<std::string>{"secretary", "custodian", "auditor", "personnel"};
  return insiders;
}

// A watch never ends; whoever has heard all that there is has heard enough.
bool IsUpToDate(const google::protobuf::Message& message) {
  const auto* watched = dynamic_cast<const changes::v1::WatchChangesResponse*>(&message);
  return watched != nullptr && watched->up_to_date();
}

Answer Ask(const ServedPolitics& served, const Question& question, const std::string& caller) {
  return served.caller().Ask(question, caller, IsUpToDate);
}

void Record(const ServedPolitics& served, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    const Answer answer = Ask(served, step.question, step.caller);
    ASSERT_TRUE(answer.ok()) << step.question.method << " " << step.question.messages[0] << " "
                             << answer.status.error_message();
  }
}

int64_t Head(ServedPolitics& served) { return served.ledger().Read()->at().revision; }

// All texts in `bytes` that read "key" of the answers to `question`, asked by a caller who may.
template <typename Response>
std::vector<Response> AskAs(const ServedPolitics& served, const std::string& caller,
                            const Question& question) {
  const Answer answer = Ask(served, question, caller);
  EXPECT_TRUE(answer.ok()) << question.method << " " << answer.status.error_message();
  std::vector<Response> responses;
  for (const auto& message : answer.messages) {
    responses.push_back(dynamic_cast<const Response&>(*message));
  }
  return responses;
}

// Tokens that the secretary was given, and others that are made up.
Tokens TokensOfOthers(ServedPolitics& served) {
  Tokens tokens;
  const auto contents =
      AskAs<v1::ListExemptContentsResponse>(served, "secretary",
                                            {absl::StrCat(kExemptService, ".ListExemptContents"),
                                             {R"(parent: "areas/-/cases/-" page_size: 1)"}});
  for (const auto& page : contents) tokens.pages.push_back(page.next_page_token());
  const auto versions = AskAs<changes::v1::ListRevisionsResponse>(
      served, "secretary",
      {absl::StrCat(kChangeService, ".ListRevisions"),
       {absl::StrCat("name: \"", kExemptContent, "\" page_size: 1")}});
  for (const auto& page : versions) tokens.pages.push_back(page.next_page_token());
  const auto changes = AskAs<changes::v1::ListChangesResponse>(
      served, "secretary",
      {absl::StrCat(kChangeService, ".ListChanges"),
       {absl::StrCat("filter { kinds: \"", kExemptKind, "\" } page_size: 1")}});
  for (const auto& page : changes) tokens.feeds.push_back(page.resume_token());
  const auto exported =
      AskAs<changes::v1::ExportResourcesResponse>(served, "secretary",
                                                  {absl::StrCat(kChangeService, ".ExportResources"),
                                                   {absl::StrCat("kinds: \"", kExemptKind, "\"")}});
  for (const auto& part : exported) tokens.exports.push_back(part.resume_token());
  for (int64_t revision = 1; revision <= Head(served); ++revision) {
    for (const int32_t sequence : {0, 1}) {
      tokens.feeds.push_back(
          EncodeFeedToken(served.ledger(), {.revision = revision, .sequence = sequence}));
    }
  }
  for (const std::string& pk : {std::string(), *PrimaryKey<ExemptContentTable>(kExemptContent)}) {
    tokens.exports.push_back(
        EncodeExportToken(served.ledger(), "export of  of ",
                          {.revision = Head(served), .table = ExemptContentTable::kId, .pk = pk}));
  }
  tokens.pages.erase(std::remove(tokens.pages.begin(), tokens.pages.end(), ""), tokens.pages.end());
  return tokens;
}

// What a word looks like as it is, in other letters, in hex and in base64.
std::vector<std::string> FormsOf(const std::string& word) {
  std::vector<std::string> forms = {word, absl::AsciiStrToLower(word)};
  for (const std::string& folded : SearchWordsOf({word}, {})) forms.push_back(folded);
  const size_t plain = forms.size();
  for (size_t i = 0; i < plain; ++i) {
    const std::string of = forms[i];
    const std::string hex = absl::BytesToHexString(of);
    forms.push_back(hex);
    forms.push_back(absl::AsciiStrToUpper(hex));
    // Wherever it begins among the groups of three bytes; without what its neighbours decide.
    for (size_t before = 0; before < 3; ++before) {
      const std::string bytes = std::string(before, 'x') + of;
      const size_t whole = bytes.size() / 3 * 3;
      for (const std::string& base64 : {absl::Base64Escape(bytes.substr(0, whole)),
                                        absl::WebSafeBase64Escape(bytes.substr(0, whole))}) {
        forms.push_back(base64.substr(before == 0 ? 0 : 4));
      }
    }
  }
  // What is too short is found anywhere.
  constexpr size_t kShortest = 6;
  forms.erase(std::remove_if(forms.begin(), forms.end(),
                             [](const std::string& form) { return form.size() < kShortest; }),
              forms.end());
  return forms;
}

// The first form of a word that stands in what came back but not in what was asked; empty if none.
std::string Leaked(const Question& question, const Answer& answer,
                   const std::vector<std::string>& forms) {
  for (const std::string& form : forms) {
    if (!absl::StrContains(answer.bytes, form)) continue;
    const bool was_asked = std::any_of(
        question.messages.begin(), question.messages.end(), [&](const std::string& message) {
          std::string sent;
          return absl::CUnescape(message, &sent) && absl::StrContains(sent, form);
        });
    if (!was_asked) return form;
  }
  return "";
}

std::vector<std::string> FormsOf(const ExemptWords& words) {
  std::vector<std::string> forms;
  for (std::string word : words.All()) {
    for (std::string& form : FormsOf(word)) forms.push_back(std::move(form));
  }
  // The id of the part that is there.
  for (std::string& form : FormsOf("delzeta")) forms.push_back(std::move(form));
  return forms;
}

std::vector<std::string> ServedMethods() {
  std::vector<std::string> methods;
  for (const auto* contracts : {&OwnContracts(), &SharedContracts()}) {
    for (const std::string& contract : *contracts) {
      for (std::string& method : testing::MethodsOf(contract)) methods.push_back(std::move(method));
    }
  }
  std::sort(methods.begin(), methods.end());
  return methods;
}

TEST(ExemptQuestions, AreAskedOfEveryContractThatTheServiceServes) {
  std::ifstream source(std::string(TERTIAL_SOURCE_DIR) + "/services/politics/main.cc");
  const std::string main((std::istreambuf_iterator<char>(source)),
                         std::istreambuf_iterator<char>());
  const std::regex contract(R"re(\{"(tertial\.[a-z.0-9]+\.[A-Za-z]+)")re");
  std::set<std::string> served;
  for (std::sregex_iterator it(main.begin(), main.end(), contract), end; it != end; ++it) {
    served.insert((*it)[1]);
  }
  const std::set<std::string> asked(OwnContracts().begin(), OwnContracts().end());
  EXPECT_EQ(asked, served);
}

TEST(ExemptQuestions, AreAskedOfEveryMethodAndSomeOfEachAreAnswered) {
  const TempDir directory;
  ServedPolitics served;
  Record(served, PublicSteps());
  Record(served, ExemptSteps(SomeWords(), /*in_one=*/false));
  std::set<std::string> asked;
  std::set<std::string> answered;
  // Asks until somebody is answered.
  const auto ask = [&](const Question& question) {
    asked.insert(question.method);
    for (const auto* callers : {&Outsiders(), &Insiders()}) {
      for (const std::string& caller : *callers) {
        if (!Ask(served, question, caller).ok()) continue;
        answered.insert(question.method);
        return;
      }
    }
  };
  for (const Question& question : ReadQuestions(Head(served), {})) {
    if (answered.count(question.method) == 0) ask(question);
  }
  for (const Question& question : WriteQuestions(Head(served), directory.path() + "/backup")) {
    ask(question);
  }
  const auto waiting = served.ledger().ListPending(1);
  ASSERT_THAT(waiting, IsOkAndHolds(Not(IsEmpty())));
  ask({"tertial.admin.v1.AdminService.CancelPendingRelease",
       {absl::StrCat("id: \"", absl::CEscape(waiting->front().id), "\"")}});
  EXPECT_THAT(asked, ElementsAreArray(ServedMethods()));
  EXPECT_THAT(answered, ElementsAreArray(ServedMethods()));
}

// The positive control: what is looked for below is there to be found.
TEST(ExemptContent, IsToldToWhoMayKnowAndNamesIt) {
  ServedPolitics served;
  Record(served, PublicSteps());
  Record(served, ExemptSteps(SomeWords(), /*in_one=*/false));
  std::set<std::string> told;
  std::set<std::string> words;
  for (const Question& question : ReadQuestions(Head(served), {})) {
    const Answer answer = Ask(served, question, "secretary");
    for (const std::string& word : SomeWords().All()) {
      if (Leaked(question, answer, {word}).empty()) continue;
      told.insert(question.method);
      words.insert(word);
    }
  }
  EXPECT_THAT(told, ElementsAreArray(std::set<std::string>{
                        absl::StrCat(kChangeService, ".BatchGetResources"),
                        absl::StrCat(kChangeService, ".ExportResources"),
                        absl::StrCat(kChangeService, ".ListChanges"),
                        absl::StrCat(kChangeService, ".ListRevisions"),
                        absl::StrCat(kChangeService, ".WatchChanges"),
                        absl::StrCat(kExemptService, ".BatchGetExemptContents"),
                        absl::StrCat(kExemptService, ".GetExemptContent"),
                        absl::StrCat(kExemptService, ".ListExemptContents"),
                        absl::StrCat(kExemptService, ".SearchExemptContents")}));
  const std::vector<std::string> all = SomeWords().All();
  EXPECT_EQ(words, std::set<std::string>(all.begin(), all.end()));
}

TEST(ExemptContent, IsToldToNobodyElse) {
  // The search of all that tests have written reads it.
  SetLogLevel(Severity::kDebug);
  const TempDir directory;
  ServedPolitics served;
  Record(served, PublicSteps());
  Record(served, ExemptSteps(SomeWords(), /*in_one=*/false));
  const std::vector<std::string> forms = FormsOf(SomeWords());
  const int64_t head = Head(served);
  const Tokens tokens = TokensOfOthers(served);
  EXPECT_THAT(tokens.pages, Not(IsEmpty()));
  EXPECT_THAT(tokens.exports, Not(IsEmpty()));
  std::vector<Question> questions = ReadQuestions(head, tokens);
  size_t exchanges = 0;
  const auto ask = [&](const std::string& caller) {
    for (const Question& question : questions) {
      const Answer answer = Ask(served, question, caller);
      ++exchanges;
      EXPECT_EQ(Leaked(question, answer, forms), "")
          << caller << " " << question.method << " " << question.messages[0];
      // Nobody's tokens end in an error that tells of damage.
      EXPECT_NE(answer.status.error_code(), grpc::StatusCode::DATA_LOSS) << question.method;
      EXPECT_NE(answer.status.error_code(), grpc::StatusCode::INTERNAL)
          << question.method << " " << question.messages[0];
    }
  };
  for (const std::string& caller : Outsiders()) ask(caller);
  questions = WriteQuestions(head, directory.path() + "/backup");
  for (const std::string& caller : Outsiders()) ask(caller);
  EXPECT_GT(exchanges, 5000u);
}

// What was put into messages of a watch depends on time; what was told does not.
std::string Told(const Answer& answer) {
  std::string told;
  for (const auto& message : answer.messages) {
    const auto* watched = dynamic_cast<const changes::v1::WatchChangesResponse*>(message.get());
    if (watched == nullptr) return answer.text;
    for (const changes::v1::Change& change : watched->changes()) {
      absl::StrAppend(&told, change.SerializeAsString());
    }
  }
  return told.empty() ? answer.text : told;
}

std::vector<std::string> Attacked(const std::string& data, const ExemptWords& words, bool in_one) {
  const TempDir directory;
  ServedPolitics served(data);
  Record(served, ExemptSteps(words, in_one));
  const int64_t head = Head(served);
  Tokens made_up;
  for (int64_t revision = 1; revision <= head; ++revision) {
    for (const int32_t sequence : {0, 1, 2}) {
      made_up.feeds.push_back(
          EncodeFeedToken(served.ledger(), {.revision = revision, .sequence = sequence}));
    }
  }
  std::vector<std::string> told;
  for (const Question& question : ReadQuestions(head, made_up)) {
    for (const std::string& caller : {"reader", "recorder"}) {
      told.push_back(absl::StrCat(caller, " ", question.method, " ", question.messages[0], " => ",
                                  Told(Ask(served, question, caller))));
    }
  }
  for (const Question& question : WriteQuestions(head, directory.path() + "/backup")) {
    // Only who operates the service is answered of the store's files.
    if (absl::EndsWith(question.method, ".CreateBackup")) continue;
    for (const std::string& caller : {"reader", "recorder"}) {
      told.push_back(absl::StrCat(caller, " ", question.method, " ", question.messages[0], " => ",
                                  Told(Ask(served, question, caller))));
    }
  }
  return told;
}

// Two stores with as many commits, that differ in exempt content alone, look the same byte for
// byte.
TEST(ExemptContent, TwinStoresAreToldApartByNoAnswer) {
  const TempDir directory;
  // One store, twice, since names of stores and their epochs are drawn by lot.
  std::filesystem::create_directory(directory.path() + "/one");
  {
    ServedPolitics served(directory.path() + "/one/data");
    Record(served, PublicSteps());
  }
  std::filesystem::copy(directory.path() + "/one", directory.path() + "/other",
                        std::filesystem::copy_options::recursive);
  const std::vector<std::string> one =
      Attacked(directory.path() + "/one/data", SomeWords(), /*in_one=*/false);
  const std::vector<std::string> other =
      Attacked(directory.path() + "/other/data", OtherWords(), /*in_one=*/true);
  ASSERT_EQ(one.size(), other.size());
  EXPECT_GT(one.size(), 1000u);
  for (size_t i = 0; i < one.size(); ++i) ASSERT_EQ(one[i], other[i]);
}

}  // namespace
}  // namespace tertial::politics
