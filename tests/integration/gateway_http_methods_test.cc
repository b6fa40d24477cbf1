// Every method of the gateway over HTTP: what it is asked, and what it answers.
#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "tertial/gateway/v1/report_service.pb.h"
#include "tests/integration/gateway_http_fixture.h"
#include "tests/testing/filled_message.h"
#include "tests/testing/method_caller.h"

namespace tertial::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using testing::Escaped;
using testing::FilledMessage;

constexpr const char* kContracts[] = {
    "tertial.gateway.v1.GatewayService", "tertial.gateway.v1.ReportService",
    "tertial.gateway.v1.EditionsService", "tertial.gateway.v1.ChecksService"};

std::string JsonOf(const Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

std::unique_ptr<Message> NewOf(const google::protobuf::Descriptor& type) {
  return FilledMessage(type, -1);
}

// Sets the string field at a dotted path.
void SetString(Message& root, const std::string& path, const std::string& value) {
  Message* message = &root;
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < steps.size(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(steps[i]);
    message = message->GetReflection()->MutableMessage(message, field);
  }
  message->GetReflection()->SetString(
      message, message->GetDescriptor()->FindFieldByName(steps.back()), value);
}

// A request and how it is sent: by path, parameters and body.
struct Sent {
  std::unique_ptr<Message> message;
  std::string target;
  std::string body;
};

class Sender {
 public:
  Sender(const Route& route, int turn)
      : route_(route), message_(FilledMessage(*route.method->input_type(), 3, turn)) {}

  Sent Send() && {
    PathVariables variables;
    std::string path = route_.path;
    for (const std::string& name : VariablesOf(route_.path)) {
      variables[name] = name + " \"æ\" &=+%2F:?#";
      path = absl::StrReplaceAll(path, {{absl::StrCat("{", name, "}"), Escaped(variables[name])}});
    }
    ClearShadowed();
    for (const auto& [field, pattern] : route_.fields) {
      SetString(*message_, field, Filled(pattern, variables));
    }
    if (!route_.member.empty()) {
      SetString(*message_, route_.member,
                absl::StrCat(Filled(route_.path.substr(4), variables), "/new one"));
    }
    if (route_.body == "*") {
      body_ = JsonOf(*message_);
    } else {
      AddParameters(*message_, "");
    }
    return {.message = std::move(message_),
            .target = absl::StrCat(path, "?", absl::StrJoin(parameters_, "&")),
            .body = body_};
  }

 private:
  // What a parameter cannot name, because a field of `query` has that name: the language that an
  // edition is shown in, where a report is asked for.
  void ClearShadowed() {
    const auto& type = *message_->GetDescriptor();
    const FieldDescriptor* spread = type.FindFieldByName(route_.spread);
    if (spread == nullptr) return;
    for (int i = 0; i < spread->message_type()->field_count(); ++i) {
      const FieldDescriptor* same = type.FindFieldByName(spread->message_type()->field(i)->name());
      if (same != nullptr) message_->GetReflection()->ClearField(message_.get(), same);
    }
  }

  void AddParameters(const Message& message, const std::string& prefix) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const std::string path = prefix + field->name();
      const bool in_path = std::any_of(route_.fields.begin(), route_.fields.end(),
                                       [&](const auto& bound) { return bound.first == path; });
      if (in_path) continue;
      if (path == route_.body) {
        body_ = JsonOf(message.GetReflection()->GetMessage(message, field));
      } else if (field->is_repeated()) {
        for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
          Add(path, ValueOf(message, field, i));
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                 ValueOf(message, field, -1).front() == '{') {
        AddParameters(message.GetReflection()->GetMessage(message, field), path + ".");
      } else {
        Add(path, ValueOf(message, field, -1));
      }
    }
  }

  void Add(const std::string& path, const std::string& value) {
    parameters_.push_back(absl::StrCat(path, "=", Escaped(value)));
  }

  // As protobuf's JSON writes it, of what is a string there the string.
  static std::string ValueOf(const Message& message, const FieldDescriptor* field, int index) {
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    std::unique_ptr<Message> alone(message.New());
    alone->CopyFrom(message);
    for (const FieldDescriptor* other : fields) {
      if (other != field) alone->GetReflection()->ClearField(alone.get(), other);
    }
    nlohmann::json value = nlohmann::json::parse(JsonOf(*alone))[field->json_name()];
    if (index >= 0) value = value[static_cast<size_t>(index)];
    return value.is_string() ? value.get<std::string>() : value.dump();
  }
  const Route& route_;
  std::unique_ptr<Message> message_;
  std::vector<std::string> parameters_;
  std::string body_;
};

class Methods : public GatewayHttpTest {
 protected:
  // The method's answer as the server sent it, by a client of gRPC.
  std::unique_ptr<Message> AskOverGrpc(const google::protobuf::MethodDescriptor& method) {
    testing::Answer answer =
        testing::MethodCaller(grpc_->TcpChannel()).Ask({method.full_name(), {""}}, "reader");
    EXPECT_TRUE(answer.ok()) << method.full_name();
    EXPECT_EQ(answer.messages.size(), 1U) << method.full_name();
    return answer.messages.empty() ? NewOf(*method.output_type())
                                   : std::move(answer.messages.front());
  }
};

TEST_F(Methods, HaveARouteEach) {
  std::set<std::string> routed;
  for (const Route& route : Routes()) routed.insert(route.method->full_name());
  std::set<std::string> stated;
  for (const char* contract : kContracts) {
    for (const std::string& method : testing::MethodsOf(contract)) stated.insert(method);
  }
  EXPECT_EQ(routed, stated);
}

TEST_F(Methods, AreAskedWhatTheRequestSays) {
  for (const Route& route : Routes()) {
    if (route.method->client_streaming()) continue;
    Reply(*NewOf(*route.method->output_type()));
    for (const int turn : {0, 1}) {
      const Sent sent = Sender(route, turn).Send();
      SCOPED_TRACE(absl::StrCat(route.verb, " ", sent.target));
      const auto response = Send(route.verb, sent.target, sent.body);
      EXPECT_EQ(response.status, 200) << response.body;
      const auto calls = TakeCalls();
      ASSERT_EQ(calls.size(), 1U);
      EXPECT_EQ(calls[0].method,
                absl::StrCat("/", route.method->service()->full_name(), "/", route.method->name()));
      ASSERT_EQ(calls[0].messages.size(), 1U);
      const std::unique_ptr<Message> asked = NewOf(*route.method->input_type());
      ASSERT_TRUE(asked->ParseFromString(calls[0].messages[0]));
      std::string difference;
      MessageDifferencer differencer;
      differencer.ReportDifferencesToString(&difference);
      EXPECT_TRUE(differencer.Compare(*sent.message, *asked)) << difference;
    }
  }
}

TEST_F(Methods, AnswerInJsonWhatTheyAnswerOverGrpc) {
  for (const Route& route : Routes()) {
    if (route.method->client_streaming() || route.method->server_streaming()) continue;
    if (route.method->output_type() == v1::ExportReportResponse::descriptor()) continue;
    SCOPED_TRACE(route.path);
    Reply(*FilledMessage(*route.method->output_type(), 3));
    const std::unique_ptr<Message> answered = AskOverGrpc(*route.method);
    EXPECT_FALSE(JsonOf(*answered) == "{}");
    const Sent sent = Sender(route, 0).Send();
    const auto response = Send(route.verb, sent.target, sent.body);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.get_header_value("Content-Type"), "application/json");
    EXPECT_EQ(response.body, JsonOf(*answered));
  }
}

TEST_F(Methods, OfAnExportAnswerTheFile) {
  v1::ExportReportResponse exported;
  exported.set_content(std::string("<p>\0\xff</p>", 9));
  exported.set_content_type("text/html; charset=utf-8");
  exported.set_file_name("asker-2024.html");
  Reply(exported);
  for (const char* target : {"/v1/areas/asker/reports/2024:export?format=html",
                             "/v1/areas/asker/editions/2024:export?format=REPORT_FORMAT_HTML"}) {
    const auto response = Get(target);
    EXPECT_EQ(response.body, exported.content());
    EXPECT_EQ(response.get_header_value("Content-Type"), exported.content_type());
    EXPECT_EQ(response.get_header_value("Content-Disposition"),
              "inline; filename=\"asker-2024.html\"");
    v1::ExportReportRequest asked;
    ASSERT_TRUE(asked.ParseFromString(TakeCalls().at(0).messages.at(0)));
    EXPECT_EQ(asked.format(), v1::REPORT_FORMAT_HTML);
  }
}

TEST_F(Methods, WithAServerStreamAnswerALineForEachMessage) {
  v1::WatchReportResponse first;
  first.set_etag("one");
  v1::WatchReportResponse second;
  second.set_changes_left_out(7);
  Reply({.messages = {first.SerializeAsString(), "", second.SerializeAsString()}});
  const auto response = Get("/v1/areas/asker/reports/2024:watch?heartbeat=5s&language=nb");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(response.body, "{\"etag\":\"one\"}\n{}\n{\"changesLeftOut\":7}\n");
  v1::WatchReportRequest asked;
  ASSERT_TRUE(asked.ParseFromString(TakeCalls().at(0).messages.at(0)));
  EXPECT_EQ(asked.heartbeat().seconds(), 5);
  EXPECT_EQ(asked.query().language(), "nb");
}

TEST_F(Methods, WithAClientStreamTakeALineForEachMessage) {
  Reply({.messages = {""}});
  const auto response = Send("POST", "/v1/checks:importRows",
                             "{\"options\":{}}\n\r\n{\"rows\":[{\"claim\":{\"name\":\"a\"}}]}\n"
                             "{\"endOfRows\":true}",
                             {{"Content-Type", "application/x-ndjson"}});
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(TakeCalls().at(0).messages.size(), 3U);
}

}  // namespace
}  // namespace tertial::gateway
