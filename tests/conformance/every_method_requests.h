// A request of any method, made from its descriptor and its row in the table of permissions.
#ifndef TERTIAL_TESTS_CONFORMANCE_EVERY_METHOD_REQUESTS_H_
#define TERTIAL_TESTS_CONFORMANCE_EVERY_METHOD_REQUESTS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/security/permissions.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace tertial::conformance {

// What stands at a place: the id of an area, whose name or a resource of which is put there; or
// text that is put there as it is.
struct AtPlace {
  std::string area;
  std::string text;
};

// The places that a request names areas at: those of the row, but for those that mean all areas.
std::vector<std::string> NamingPlaces(const Permission& permission);

// A request in text form that is about `area` wherever it can name one, and about what `otherwise`
// says at some places. A row of each kind where there are rows, but for those that ask for another
// role; with `more`, those alone.
std::string RequestAbout(const google::protobuf::MethodDescriptor& method,
                         const Permission& permission, const std::string& area,
                         const std::map<std::string, AtPlace>& otherwise = {}, bool more = false);

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_EVERY_METHOD_REQUESTS_H_
