// Facts of several services, by name, as they were at one state of each: what checks, claims,
// manifests and explanations work on.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_FACT_SET_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_FACT_SET_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::gateway {

// One resource of a data service.
struct Fact {
  // The service that owns it, "workforce".
  std::string service;
  std::string name;
  // "tertial.workforce.v1.WorkforceFigure".
  std::string kind;
  // Its bytes as they are stored.
  std::string body;
  // The revision of the commit that made it what it is.
  int64_t revision = 0;
  // The same, parsed; nullptr where this program does not know the kind, or the bytes do not parse.
  std::shared_ptr<const google::protobuf::Message> message;
};

// A fact of `body`, parsed.
Fact MakeFact(absl::string_view service, absl::string_view name, absl::string_view kind,
              std::string body, int64_t revision);

// The same of a message, for whoever has one.
Fact MakeFact(absl::string_view service, const google::protobuf::Message& message,
              int64_t revision = 1);

// A number of a resource, by the name of its field.
struct FactNumber {
  // What stands there; nullptr where the field holds nothing.
  std::shared_ptr<const common::v1::Cell> cell;
  // The unit that the resource tells. Empty: none.
  std::string unit;
};

class FactSet {
 public:
  // Puts a fact in the place of one of its name, if there is one.
  void Add(Fact fact);
  // The state that the facts of a service were read at.
  void SetReadAt(absl::string_view service, const common::v1::ReadPoint& at);
  // nullptr when none of its facts were read.
  const common::v1::ReadPoint* ReadAt(absl::string_view service) const;

  // nullptr when there is none.
  const Fact* Find(absl::string_view name) const;
  // All, in the order of their names.
  const std::map<std::string, Fact, std::less<>>& facts() const { return facts_; }
  // Calls `visitor` for those whose names begin with `prefix`, in the order of their names.
  void VisitBelow(absl::string_view prefix, absl::FunctionRef<void(const Fact&)> visitor) const;
  // Calls `visitor` for those of `kind`, in the order of their names.
  void VisitKind(absl::string_view kind, absl::FunctionRef<void(const Fact&)> visitor) const;

 private:
  std::map<std::string, Fact, std::less<>> facts_;
  std::map<std::string, common::v1::ReadPoint, std::less<>> read_at_;
};

// The number that `field` of a resource holds: a cell, an exact decimal, or a whole number; a path
// with dots may lead to it. Empty `field`: its only cell. No value when there is no such field, it
// is none of these, or `field` is empty and the resource has no cell or several.
std::optional<FactNumber> NumberOf(const google::protobuf::Message& resource,
                                   absl::string_view field);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_FACT_SET_H_
