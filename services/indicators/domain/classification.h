// Indicators by the fields of their definitions.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_CLASSIFICATION_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_CLASSIFICATION_H_

#include <vector>

#include "tertial/indicators/v1/analysis_classification.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// The classes of `indicators`, each of which stands once. Pure.
v1::Classification Classify(v1::ClassificationScheme scheme,
                            const std::vector<v1::Indicator>& indicators);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_CLASSIFICATION_H_
