// What the conformance suite of the standard methods is told of a service and of each of its
// resources. The facts themselves (standard_methods_*_test.cc) know neither: they reach messages
// and methods by their names in the contract, so that they are written and compiled once.
#ifndef TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_RESOURCE_H_
#define TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_RESOURCE_H_

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::conformance {

// A resource of any kind, as a value. Two are equal when all their fields are.
class Resource {
 public:
  // None at all: the name and the etag of it are empty.
  Resource() = default;
  // Copies `message`, one of a resource.
  explicit Resource(const google::protobuf::Message& message) { Assign(&message); }
  Resource(const Resource& other) { Assign(other.message_.get()); }
  Resource& operator=(const Resource& other) {
    Assign(other.message_.get());
    return *this;
  }
  Resource(Resource&&) = default;
  Resource& operator=(Resource&&) = default;

  bool has_value() const { return message_ != nullptr; }
  const google::protobuf::Message& message() const { return *message_; }
  google::protobuf::Message& message() { return *message_; }
  // "Goal", and "tertial.indicators.v1.Goal".
  const std::string& kind() const { return message_->GetDescriptor()->name(); }
  const std::string& full_kind() const { return message_->GetDescriptor()->full_name(); }

  std::string name() const { return Text("name"); }
  std::string etag() const { return Text("etag"); }
  void set_name(const std::string& name) { SetText("name", name); }
  void set_etag(const std::string& etag) { SetText("etag", etag); }
  Resource WithoutEtag() const;
  // A resource of the same kind and name that holds nothing else.
  Resource NameOnly() const;

  friend bool operator==(const Resource& a, const Resource& b);
  friend std::ostream& operator<<(std::ostream& out, const Resource& resource);

 private:
  void Assign(const google::protobuf::Message* message);
  std::string Text(const std::string& field) const;
  void SetText(const std::string& field, const std::string& value);

  std::unique_ptr<google::protobuf::Message> message_;
};

// Where the resources of one test stand, apart from those of every other.
struct Place {
  // An area, and the official number that it bears now and in 2024.
  std::string area;
  std::string number;
  // Begins every id that is free to choose: "t17".
  std::string id;

  // "areas/asker/goals" for "goals".
  std::string In(absl::string_view collection) const;
  // "t17-0042" for 42; "t17-0042" stands before "t17-0043".
  std::string Id(int n) const;
};

// A field that is wrong, by its path inside the resource, and why.
struct BadField {
  std::string field;
  ErrorReason reason;
};

// One kind of resource. What is nullptr or empty by default may be left so.
struct ResourceKind {
  // The service of the contract that has its methods. Empty: that of the service under test.
  std::string contract = {};
  // The name of the message, as the methods GetGoal, CreateGoal, … have it; and that of many, as
  // ListGoals and BatchGetGoals have it.
  std::string message;
  std::string plural;
  ErrorReason not_found;
  // Whose resources List is asked for. Empty: there is no parent.
  std::string (*parent)(const Place&) = nullptr;
  // The same, of all areas and all resources between.
  std::string parent_of_all;
  // The resource `n`, 0 to 1999, in the order of their names; right as it is.
  Resource (*make)(const Place&, int n);
  // What resource `n` refers to, in the order in which it can be recorded, and what Create answers
  // when the first of it is not.
  std::vector<Resource> (*needs)(const Place&, int n) = nullptr;
  ErrorReason needed = common::v1::ERROR_REASON_UNSPECIFIED;
  // Gives one field the value number `to`, 0 to 39, which no other function here gives it; and the
  // field.
  void (*change)(Resource&, int to);
  std::string changed;
  // Gives another field a value that `make` does not give it; and that field.
  void (*change_other)(Resource&);
  std::string other;
  // Makes some fields of a resource but the first wrong on their own; and what Create says of them.
  void (*spoil)(Resource&);
  std::vector<BadField> spoiled;
  // A resource whose name begins with that of resource 0.
  Resource (*make_below)(const Place&) = nullptr;
  // Fields that are computed at every read and answered by no write. The client leaves them out.
  std::vector<std::string> derived = {};
  // Who writes it: a caller of the test policy with ROLE_RECORDER, and the role that its methods
  // ask for where that is another.
  std::string writer = "recorder";
  // For facts: a name about something that is not known, once resource 0 is recorded.
  std::string (*unknown)(const Place&) = nullptr;
};

class RunningService;

// One data service.
struct ServiceUnderTest {
  // "indicators": as its binary has it.
  std::string name;
  // "tertial.indicators.v1.IndicatorsService".
  std::string contract;
  // Of the binary, beside those of every service.
  std::vector<std::string> flags = {};
  std::unique_ptr<RunningService> (*start_in_process)();
  // The token of the second page of some list of another service.
  std::string (*page_token_of_another)();
  std::vector<ResourceKind> kinds;
};

// The service that this binary tests; every such binary defines it.
const ServiceUnderTest& TheService();

// For the traits: the message as it is generated.
template <typename Message>
Message& As(Resource& resource) {
  return static_cast<Message&>(resource.message());
}

// Adds a text in Norwegian.
void AddText(const std::string& text,
             google::protobuf::RepeatedPtrField<common::v1::LocalizedText>* texts);

// ResourceKind::change_other of the resources that have a provenance.
void ChangeProvenance(Resource& resource);

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_RESOURCE_H_
