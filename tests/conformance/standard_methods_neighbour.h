// Services beside the one that is tested, whose tokens are none of its business.
#ifndef TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_NEIGHBOUR_H_
#define TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_NEIGHBOUR_H_

#include <string>

namespace tertial::conformance {

// The token of the second page of a list of bodies, and of one of units.
std::string PageTokenOfPolitics();
std::string PageTokenOfWorkforce();

}  // namespace tertial::conformance

#endif  // TERTIAL_TESTS_CONFORMANCE_STANDARD_METHODS_NEIGHBOUR_H_
