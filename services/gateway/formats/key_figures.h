// The few figures that stand at the head of a report.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_KEY_FIGURES_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_KEY_FIGURES_H_

#include <string>
#include <vector>

#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

struct KeyFigure {
  std::string label;
  std::string value;  // with its unit
  std::string note;   // may be empty
};

// Of each section that is there at most one; what is not computable is left to the chapter.
std::vector<KeyFigure> KeyFiguresOf(const v1::Report& report);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_KEY_FIGURES_H_
