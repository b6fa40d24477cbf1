#include "clients/cli/analysis/classify_command.h"

#include <iostream>

#include "clients/cli/analysis/classify_document.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/console.h"
#include "common/server/options.h"

namespace tertial::cli {

namespace v1 = indicators::v1;

v1::ClassifyIndicatorsRequest MakeClassifyRequest(const ClassifyCommand& command) {
  v1::ClassifyIndicatorsRequest request;
  request.set_area(AreaName(command.area));
  request.set_framework(FrameworkName(command.area, command.framework));
  request.set_collection(command.collection);
  for (const v1::ClassificationScheme scheme : command.schemes) request.add_schemes(scheme);
  SetAsOf(command.options, request);
  return request;
}

int RunClassify(const GatewayClient& gateway, const ClassifyCommand& command) {
  const v1::ClassifyIndicatorsRequest request = MakeClassifyRequest(command);
  const auto answer = AskAnalysis(gateway, &AnalysisStub::ClassifyIndicators, request);
  if (!answer.ok()) return ComplainOfCall("classifying the indicators", answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer,
      [&] { return MakeClassifyDocument(request, *answer, command.list); },
      [&] { return ClassifyRows(*answer); });
  return kExitOk;
}

}  // namespace tertial::cli
