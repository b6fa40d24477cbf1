// What every fact of the suite begins with: a resource of one kind, served in one form, and a place
// in the store that no other test touches.
#ifndef TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_FIXTURE_H_
#define TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_FIXTURE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/standard_methods_client.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"
#include "tests/testing/status_matchers.h"

namespace tertial::conformance {

struct Setup {
  Form form;
  const ResourceKind* kind;
};

// An error with this code and reason.
inline auto IsError(absl::StatusCode code, ErrorReason reason) {
  return ::testing::AllOf(StatusIs(code), HasReason(reason));
}
inline auto IsInvalid(ErrorReason reason) {
  return IsError(absl::StatusCode::kInvalidArgument, reason);
}
inline auto IsNotFound(ErrorReason reason) { return IsError(absl::StatusCode::kNotFound, reason); }

// The fields that an error names as bad, in its order.
std::vector<std::string> BadFieldsIn(const absl::Status& status);

// The names, in their order.
std::vector<std::string> NamesOf(const std::vector<Resource>& resources);
// In the order of lists: by the ids of the names, the first one first.
std::vector<std::string> InListOrder(std::vector<std::string> names);

class StandardMethods : public ::testing::TestWithParam<Setup> {
 protected:
  StandardMethods();

  const ResourceKind& kind() const { return *GetParam().kind; }
  const ServiceUnderTest& service() const { return TheService(); }
  const StandardClient& client() const { return client_; }
  // This test's own, and another one of this test in another area.
  const Place& place() const { return place_; }
  const Place& other_place() const { return other_place_; }

  // Resource `n` of this test, what it refers to being recorded: ready to be created.
  Resource Ready(int n) { return ReadyIn(place_, n); }
  Resource ReadyIn(const Place& place, int n);
  // The same, created: as it was answered, with its etag.
  Resource Recorded(int n) { return RecordedIn(place_, n); }
  Resource RecordedIn(const Place& place, int n);
  // `resource` with the field kind().changed set to value number `to`.
  Resource Changed(Resource resource, int to) const {
    kind().change(resource, to);
    return resource;
  }
  // `resource` with kind().other changed.
  Resource OtherChanged(Resource resource) const {
    kind().change_other(resource);
    return resource;
  }
  // Changes `resource` in the store, whatever its etag; as it was answered.
  Resource RecordedChange(Resource resource, int to);

  // What the store holds under the name of `resource`; a failure, and none, if that is nothing.
  Resource Stored(const Resource& resource) const;
  // The present state.
  ReadPoint Head() const;
  // A state as it is asked for.
  static AsOf At(int64_t revision);
  static AsOf At(const ReadPoint& point) { return At(point.revision()); }

  // Whose resources a list of this test's is about.
  std::string Parent() const { return kind().parent == nullptr ? "" : kind().parent(place_); }
  bool HasParent() const { return kind().parent != nullptr; }
  // Everything below Parent(), at one state, by pages of `page_size`; no page has more.
  absl::StatusOr<std::vector<Resource>> ListAll(int32_t page_size = 1000,
                                                const AsOf& as_of = {}) const;
  // The names of that.
  std::vector<std::string> ListedNames(const AsOf& as_of = {}) const;
  // Asks for the second page of a list of at least three.
  ListRequest SecondPage();

 private:
  static Place NextPlace();

  const Place place_ = NextPlace();
  const Place other_place_ = NextPlace();
  const StandardClient client_;
  // Names of what Ready has recorded.
  std::set<std::string> needed_;
};

// Facts about some resources only.
class StandardMethodsOfAreas : public StandardMethods {};      // those that stand under an area
class StandardMethodsOfFacts : public StandardMethods {};      // those that have NO_OBSERVATION
class StandardMethodsOfParents : public StandardMethods {};    // those that others stand below
class StandardMethodsOfReferrers : public StandardMethods {};  // those that refer to others

// Facts about a service whose store fails: in process only.
class StandardMethodsUnderFaults : public StandardMethods {
 protected:
  ~StandardMethodsUnderFaults() override { faults().Heal(); }
  StoreFaults& faults() const { return *Running(service(), GetParam().form).faults(); }
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StandardMethodsOfParents);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StandardMethodsOfReferrers);

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_FIXTURE_H_
