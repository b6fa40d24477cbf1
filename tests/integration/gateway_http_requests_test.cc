// What is told over HTTP of a request that is not as it should be, of errors, and of what callers
// state beside their requests.
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/http/error_answer.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "tertial/gateway/v1/gateway_service.pb.h"
#include "tertial/gateway/v1/report_service.pb.h"
#include "tests/integration/gateway_http_fixture.h"

namespace tertial::gateway {
namespace {

using testing::ErrorIn;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kClaim[] = "/v1/areas/asker/claims/one";
constexpr char kReport[] = "/v1/areas/asker/reports/2024";

class Requests : public GatewayHttpTest {
 protected:
  Requests() { Reply({.messages = {""}}); }

  // A message of a watch that is long enough to fill what a connection buffers, if it comes often.
  static std::string FilledStream() {
    v1::WatchReportResponse message;
    message.set_etag(std::string(10'000, 'x'));
    return message.SerializeAsString();
  }

  std::string ErrorOf(const std::string& target) { return ErrorIn(Get(target)); }
  std::string ErrorOfBody(const std::string& method, const std::string& target,
                          const std::string& body, const httplib::Headers& headers = {}) {
    return ErrorIn(Send(method, target, body, headers));
  }
};

TEST_F(Requests, WithJsonThatIsNoneOfTheMessageAreRefused) {
  EXPECT_EQ(ErrorOfBody("PATCH", kClaim, R"({"bogus": 1})"), "400 INVALID_JSON claim.bogus");
  EXPECT_EQ(ErrorOfBody("PATCH", kClaim, R"({"title": [)"), "400 INVALID_JSON claim");
  EXPECT_EQ(ErrorOfBody("PATCH", kClaim, "[]"), "400 INVALID_JSON claim");
  EXPECT_EQ(ErrorOfBody("PATCH", kClaim, R"({"name": 7})"), "400 INVALID_JSON claim.name");
  EXPECT_EQ(ErrorOfBody("POST", "/v1/areas/asker/editions/2024:freeze",
                        R"({"options": {"bogus": true}})"),
            "400 INVALID_JSON options.bogus");
  EXPECT_EQ(ErrorOfBody("DELETE", kClaim, "{}"), "400 INVALID_JSON body");
  EXPECT_THAT(TakeCalls(), IsEmpty());
}

TEST_F(Requests, OfManyLinesAreReadLineByLine) {
  const auto error_of = [&](const std::string& lines) {
    return ErrorOfBody("POST", "/v1/checks:importRows", lines,
                       {{"Content-Type", "application/x-ndjson"}});
  };
  Reply({.messages = {}, .hangs = true});
  EXPECT_EQ(error_of("{}\n \n{\"rows\":[{\"bogus\":1}]}\n{}"),
            "400 INVALID_JSON line[3].rows[0].bogus");
  // The lines before it had gone out, in a call that has been cancelled.
  ASSERT_TRUE(grpc_->WaitForHanging(1));
  EXPECT_TRUE(grpc_->WaitForCancelled(1));
  EXPECT_THAT(TakeCalls().at(0).messages, ::testing::ElementsAre(""));
  EXPECT_EQ(error_of("[]\n{}"), "400 INVALID_JSON line[1]");
}

TEST_F(Requests, WithABodyAboveTheLimitAreRefused) {
  EXPECT_EQ(ErrorOfBody("PATCH", kClaim, std::string(kLargestHttpBodyBytes + 1, ' ')),
            "413 BODY_TOO_LARGE");
  EXPECT_THAT(TakeCalls(), IsEmpty());
}

TEST_F(Requests, WithAnotherMethodAreToldWhichAreServed) {
  const auto of_areas = Send("PUT", "/v1/areas");
  EXPECT_EQ(ErrorIn(of_areas), "405 METHOD_NOT_ALLOWED");
  EXPECT_EQ(of_areas.get_header_value("Allow"), "GET, HEAD");
  EXPECT_EQ(Send("POST", kClaim).get_header_value("Allow"), "DELETE, GET, HEAD, PATCH");
  EXPECT_EQ(Send("OPTIONS", "/openapi.json").get_header_value("Allow"), "GET, HEAD");
}

TEST_F(Requests, WithABodyOfAnotherTypeAreRefused) {
  const auto refused = [&](const std::string& target, const httplib::Headers& headers) {
    return ErrorOfBody(target == kClaim ? "PATCH" : "POST", target, "{}", headers);
  };
  EXPECT_EQ(refused(kClaim, {{"Content-Type", "text/plain"}}), "415 CONTENT_TYPE_NOT_READ");
  EXPECT_EQ(refused(kClaim, {{"Content-Type", "application/x-ndjson"}}),
            "415 CONTENT_TYPE_NOT_READ");
  EXPECT_EQ(refused("/v1/checks:importRows", {}), "415 CONTENT_TYPE_NOT_READ");
  // Compressed bodies are not read, be they well-formed or not.
  EXPECT_EQ(refused(kClaim, {{"Content-Encoding", "gzip"}}), "415 CONTENT_TYPE_NOT_READ");
  EXPECT_EQ(
      Send("PATCH", kClaim, "{}", {{"Content-Type", "application/json; charset=utf-8"}}).status,
      200);
}

TEST_F(Requests, ForAPathThatIsNotServedAreRefused) {
  for (const char* path : {"/", "/v1", "/v2/areas", "/v1/areas/", "/v1/areas/asker/", "/v1/areas//",
                           "/v1/areas/asker:freeze", "/v1/areas/asker:", "/v1/checks:importrows",
                           "/v1/areas/asker/editions/2024:freeze:freeze", "/healthz/"}) {
    EXPECT_EQ(ErrorOf(path), "404 PATH_NOT_FOUND") << path;
  }
}

TEST_F(Requests, WithParametersThatCannotBeAreRefused) {
  const auto refused = [&](const std::string& parameters) {
    return ErrorOf(absl::StrCat(kReport, parameters));
  };
  EXPECT_EQ(refused("?bogus=1"), "400 UNKNOWN_FIELD \"bogus\"");
  EXPECT_EQ(refused("?query.bogus=1"), "400 UNKNOWN_FIELD \"query.bogus\"");
  EXPECT_EQ(refused("?language.x=1"), "400 UNKNOWN_FIELD \"language.x\"");
  EXPECT_EQ(refused("?as_of=yesterday"), "400 INVALID_JSON as_of");
  EXPECT_EQ(refused("?min_revisions=%7B%22bogus%22:1%7D"), "400 INVALID_JSON min_revisions.bogus");
  EXPECT_EQ(refused("?language=nb&language=nn"), "400 DUPLICATE_ELEMENT language");
  EXPECT_EQ(refused("?language=nb&query.language=nn"), "400 DUPLICATE_ELEMENT query.language");
  EXPECT_EQ(refused("?language=%FF"), "400 INVALID_TEXT language");
  EXPECT_EQ(refused("?query.area=areas/oslo"), "400 NAME_FIELD_MISMATCH query.area");
  EXPECT_EQ(refused(":export?format=pdf"), "400 INVALID_ENUM format");
  EXPECT_EQ(ErrorOf("/v1/areas?page_size=ten"), "400 VALUE_OUT_OF_RANGE page_size");
  EXPECT_EQ(ErrorOf("/v1/areas?page_size=4294967297"), "400 VALUE_OUT_OF_RANGE page_size");
  EXPECT_EQ(ErrorOf(absl::StrCat(kClaim, "?as_of.revision=1&as_of.time=2024-01-01T00:00:00Z")),
            "400 INCONSISTENT_FIELDS as_of.time");
  EXPECT_EQ(ErrorOfBody("DELETE", absl::StrCat(kClaim, "?options.validate_only=yes"), ""),
            "400 VALUE_OUT_OF_RANGE options.validate_only");
  // What stands in the body is no parameter as well.
  EXPECT_EQ(ErrorOfBody("PATCH", absl::StrCat(kClaim, "?claim.name=x"), "{}"),
            "400 UNKNOWN_FIELD claim.name");
  EXPECT_EQ(ErrorOfBody("POST", "/v1/areas/asker/editions/2024:freeze?etag=x", "{}"),
            "400 UNKNOWN_FIELD etag");
  EXPECT_THAT(TakeCalls(), IsEmpty());
}

TEST_F(Requests, MayNameParametersInBothSpellingsAndLeaveThemEmpty) {
  EXPECT_EQ(ErrorOf(absl::StrCat(kReport, "?etag=")), "400 UNKNOWN_FIELD \"etag\"");
  EXPECT_EQ(Get(absl::StrCat(kReport, "?focusArea=areas/asker/focusAreas/a&language=")).status,
            200);
  v1::GetReportRequest asked;
  ASSERT_TRUE(asked.ParseFromString(TakeCalls().at(0).messages.at(0)));
  EXPECT_EQ(asked.query().focus_area(), "areas/asker/focusAreas/a");
  EXPECT_EQ(asked.query().area(), "areas/asker");
}

TEST_F(Requests, WhoseBodyNamesAnotherResourceThanThePathAreRefused) {
  EXPECT_EQ(ErrorOfBody("PATCH", kClaim, R"({"name": "areas/asker/claims/two"})"),
            "400 NAME_FIELD_MISMATCH claim.name");
  EXPECT_EQ(Send("PATCH", kClaim, R"({"name": "areas/asker/claims/one"})").status, 200);
  const std::string claims = "/v1/areas/asker/claims";
  EXPECT_EQ(ErrorOfBody("POST", claims, R"({"name": "areas/oslo/claims/one"})"),
            "400 NAME_FIELD_MISMATCH claim.name");
  EXPECT_EQ(ErrorOfBody("POST", claims, R"({"name": "areas/asker/claims/one/two"})"),
            "400 NAME_FIELD_MISMATCH claim.name");
  EXPECT_EQ(Send("POST", claims, R"({"name": "areas/asker/claims/one"})").status, 200);
}

TEST_F(Requests, StateWhoCallsTheirIdAndHowLongTheyWait) {
  const absl::Time before = absl::Now();
  EXPECT_EQ(Get("/v1/areas?timeout=90s",
                {{"Tertial-Caller", "recorder"}, {"tertial-request-id", "abc-1"}})
                .status,
            200);
  EXPECT_EQ(Get("/v1/areas", {{"tertial-timeout", "2m"}}).status, 200);
  EXPECT_EQ(Get("/v1/areas").status, 200);
  const auto calls = TakeCalls();
  EXPECT_EQ(calls.at(0).metadata.at("tertial-caller"), "recorder");
  EXPECT_EQ(calls.at(0).metadata.at("tertial-request-id"), "abc-1");
  EXPECT_EQ(calls.at(2).metadata.count("tertial-caller"), 0U);
  const absl::Duration waits[] = {absl::Seconds(90), absl::Minutes(2), kDefaultDeadline};
  for (size_t i = 0; i < 3; ++i) {
    // gRPC keeps it to the millisecond.
    EXPECT_GE(calls.at(i).deadline, before + waits[i] - absl::Milliseconds(10));
    EXPECT_LE(calls.at(i).deadline, absl::Now() + waits[i] + absl::Milliseconds(10));
  }
}

TEST_F(Requests, WithTermsThatCannotBeAreRefused) {
  for (const char* timeout : {"0s", "-1s", "2h", "soon", "5"}) {
    EXPECT_EQ(ErrorOf(absl::StrCat("/v1/areas?timeout=", timeout)),
              "400 VALUE_OUT_OF_RANGE timeout")
        << timeout;
  }
  EXPECT_THAT(TakeCalls(), IsEmpty());
}

TEST_F(Requests, ThatStateWhatCannotBeReadAreCallsOfNobody) {
  const httplib::Headers unreadable[] = {
      {{"tertial-caller", "\xc3\xa6"}},
      {{"tertial-caller", "cli"}, {"authorization", "Bearer \xc3\xa6"}}};
  for (const httplib::Headers& headers : unreadable) {
    EXPECT_EQ(Get("/v1/areas", headers).status, 200);
    const auto calls = TakeCalls();
    ASSERT_EQ(calls.size(), 1U);
    // Whatever it is, it is no token, and nothing else is looked at beside it.
    EXPECT_EQ(calls[0].metadata.at("authorization"), "unreadable");
    EXPECT_EQ(calls[0].metadata.count("tertial-caller"), 0U);
  }
}

TEST_F(Requests, ThatAreNotAnsweredInTimeEnd) {
  Reply({.messages = {}, .hangs = true});
  const auto response = Get("/v1/areas?timeout=200ms");
  EXPECT_EQ(response.status, 504);
  EXPECT_TRUE(grpc_->WaitForCancelled(1));
}

TEST_F(Requests, AreAnsweredWithTheErrorOfTheirCall) {
  Reply({.messages = {},
         .status = ToGrpcStatus(ResourceNotFound(common::v1::ERROR_REASON_CLAIM_NOT_FOUND,
                                                 "areas/asker/claims/one"))});
  const auto not_found = Get(kClaim);
  EXPECT_EQ(ErrorIn(not_found), "404 CLAIM_NOT_FOUND");
  EXPECT_EQ(not_found.get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(nlohmann::json::parse(not_found.body)["code"], 5);
  EXPECT_FALSE(not_found.has_header("ETag"));
  Reply({.messages = {}, .status = ToGrpcStatus(TooManyCalls(absl::Milliseconds(200)))});
  const auto too_many = Get(kClaim);
  EXPECT_EQ(ErrorIn(too_many), "429 TOO_MANY_CALLS");
  EXPECT_EQ(too_many.get_header_value("Retry-After"), "1");
  // What gRPC says itself has no details.
  Reply({.messages = {}, .status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone")});
  EXPECT_EQ(ErrorOf(kClaim), "503 {\"code\":14,\"message\":\"gone\"}");
  Reply({.messages = {"no message"}});
  EXPECT_EQ(Get(kClaim).status, 500);
}

TEST_F(Requests, ForAStreamThatFailsAreToldWhereItDoes) {
  const grpc::Status fails = ToGrpcStatus(ServiceUnavailable("The service stops."));
  const std::string watch = absl::StrCat(kReport, ":watch");
  Reply({.messages = {}, .status = fails});
  EXPECT_EQ(ErrorOf(watch), "503 SERVICE_UNAVAILABLE");
  Reply({.messages = {""}, .status = fails});
  const auto begun = Get(watch);
  EXPECT_EQ(begun.status, 200);
  EXPECT_EQ(begun.body, absl::StrCat("{}\n{\"error\":", ErrorJson(fails), "}\n"));
  Reply({.messages = {"", "no message", ""}});
  const std::vector<std::string> lines = absl::StrSplit(Get(watch).body, '\n');
  EXPECT_THAT(lines, ::testing::ElementsAre("{}", HasSubstr("\"code\":13"), ""));
}

TEST_F(Requests, ForAStreamEndWithTheClient) {
  Reply({.messages = std::vector<std::string>(2000, FilledStream()), .hangs = true});
  const httplib::Result left =
      client_.raw().Get(absl::StrCat(kReport, ":watch"), [](const char*, size_t) { return false; });
  EXPECT_FALSE(left);
  client_.raw().stop();
  EXPECT_TRUE(grpc_->WaitForCancelled(1));
  // A head is all that is asked for here.
  Reply({.messages = {""}, .hangs = true});
  EXPECT_EQ(Send("HEAD", absl::StrCat(kReport, ":watch")).status, 200);
  EXPECT_TRUE(grpc_->WaitForCancelled(2));
}

TEST_F(Requests, ForWhatTheClientHasAreAnswered304) {
  v1::ListAreasResponse areas;
  areas.set_next_page_token("one");
  Reply(areas);
  const std::string etag = Get("/v1/areas").get_header_value("ETag");
  const auto same = Get("/v1/areas", {{"If-None-Match", etag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_THAT(same.body, IsEmpty());
  areas.set_next_page_token("two");
  Reply(areas);
  EXPECT_EQ(Get("/v1/areas", {{"If-None-Match", etag}}).status, 200);
  // A write is answered whatever the client has.
  EXPECT_FALSE(Send("PATCH", kClaim, "{}").has_header("ETag"));
}

TEST_F(Requests, ForALargeAnswerGetItCompressedIfTheyAcceptThat) {
  v1::ListAreasResponse areas;
  areas.set_next_page_token(std::string(100'000, 'a'));
  Reply(areas);
  const auto compressed = Get("/v1/areas", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(compressed.get_header_value("Content-Encoding"), "gzip");
  EXPECT_LT(compressed.get_header_value<uint64_t>("Content-Length"), 1000U);
  EXPECT_EQ(compressed.body, Get("/v1/areas").body);
}

TEST_F(Requests, LearnWhatIsServed) {
  const auto document = Get("/openapi.json");
  EXPECT_EQ(document.status, 200);
  EXPECT_EQ(nlohmann::json::parse(document.body)["openapi"], "3.0.3");
  EXPECT_EQ(Get("/openapi.json", {{"If-None-Match", document.get_header_value("ETag")}}).status,
            304);
}

}  // namespace
}  // namespace tertial::gateway
