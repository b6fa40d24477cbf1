// Resources of MeetingsService, which the politics service serves as well.
#ifndef TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_MEETINGS_H_
#define TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_MEETINGS_H_

#include <string>
#include <vector>

#include "tests/conformance/standard_methods_resource.h"

namespace tertial::conformance {

inline constexpr char kMeetingsService[] = "tertial.politics.v1.MeetingsService";

// The area of the place, as a parent.
std::string Area(const Place& place);
// A body.
Resource BodyWithId(const Place& place, const std::string& id);
// The body that the other resources of a test refer to, by its name and as what they need.
std::string OneBody(const Place& place);
std::vector<Resource> NeedsOneBody(const Place& place, int n);

std::vector<ResourceKind> KindsOfMeetings();

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_MEETINGS_H_
