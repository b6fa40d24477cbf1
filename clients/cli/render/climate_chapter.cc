#include "clients/cli/render/report_document.h"

namespace tertial::cli {

void AddClimateChapter(const climate::v1::ClimateSection& /*section*/,
                       const std::string& /*language*/, Document& /*document*/) {}

}  // namespace tertial::cli
