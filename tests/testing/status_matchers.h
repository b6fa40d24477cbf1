// GoogleTest matchers for absl::Status and absl::StatusOr. They compare codes and reasons; a text
// is looked at only for whether it names the value at fault (MessageNames).
#ifndef TERTIAL_TESTS_TESTING_STATUS_MATCHERS_H_
#define TERTIAL_TESTS_TESTING_STATUS_MATCHERS_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace tertial {
namespace testing_internal {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

template <typename ValueMatcher>
class OkAndHolds {
 public:
  explicit OkAndHolds(ValueMatcher matcher) : matcher_(std::move(matcher)) {}

  template <typename Result>
  operator ::testing::Matcher<Result>() const {  // NOLINT: as GoogleTest's own matchers do
    return ::testing::Matcher<Result>(new Implementation<Result>(matcher_));
  }

 private:
  template <typename Result>
  class Implementation : public ::testing::MatcherInterface<Result> {
   public:
    using Value = typename std::remove_cvref_t<Result>::value_type;
    explicit Implementation(const ValueMatcher& matcher)
        : matcher_(::testing::SafeMatcherCast<const Value&>(matcher)) {}

    void DescribeTo(std::ostream* out) const override {
      *out << "is OK and holds a value that ";
      matcher_.DescribeTo(out);
    }
    void DescribeNegationTo(std::ostream* out) const override {
      *out << "is not OK or holds a value that ";
      matcher_.DescribeNegationTo(out);
    }
    bool MatchAndExplain(Result result, ::testing::MatchResultListener* listener) const override {
      if (!result.ok()) {
        *listener << "whose status is " << result.status();
        return false;
      }
      return matcher_.MatchAndExplain(*result, listener);
    }

   private:
    const ::testing::Matcher<const Value&> matcher_;
  };

  ValueMatcher matcher_;
};

}  // namespace testing_internal

// OK, whatever the value.
MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  const absl::Status& status = testing_internal::StatusOf(arg);
  *result_listener << "whose status is " << status;
  return status.ok();
}

// A StatusOr that is OK and whose value matches `matcher` (a value means equality).
template <typename ValueMatcher>
testing_internal::OkAndHolds<ValueMatcher> IsOkAndHolds(ValueMatcher matcher) {
  return testing_internal::OkAndHolds<ValueMatcher>(std::move(matcher));
}

// Has this code.
MATCHER_P(StatusIs, code, absl::StatusCodeToString(code)) {
  const absl::Status& status = testing_internal::StatusOf(arg);
  *result_listener << "whose status is " << status;
  return status.code() == code;
}

// Is an error with this reason.
MATCHER_P(HasReason, reason, "has the reason " + ReasonName(reason)) {
  const absl::Status& status = testing_internal::StatusOf(arg);
  *result_listener << "whose reason is " << ReasonName(ReasonOf(status)) << ", status " << status;
  return !status.ok() && ReasonOf(status) == reason;
}

// Names `field` as wrong, in the BadRequest that a client of another language reads.
MATCHER_P(NamesField, field, std::string("names the field ") + field) {
  const absl::Status& status = testing_internal::StatusOf(arg);
  *result_listener << "whose status is " << status;
  google::rpc::Status details;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.Status");
  if (!payload.has_value() || !details.ParseFromString(std::string(*payload))) return false;
  for (const auto& detail : details.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      if (violation.field() == field) return true;
    }
  }
  return false;
}

// Has a message in which `value` stands.
MATCHER_P(MessageNames, value, "has a message that names " + ::testing::PrintToString(value)) {
  const absl::Status& status = testing_internal::StatusOf(arg);
  *result_listener << "whose status is " << status;
  return absl::StrContains(status.message(), value);
}

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_STATUS_MATCHERS_H_
