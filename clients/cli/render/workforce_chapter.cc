#include "clients/cli/render/report_document.h"

namespace tertial::cli {

void AddWorkforceChapter(const workforce::v1::WorkforceSection& /*section*/,
                         const std::string& /*language*/, Document& /*document*/) {}

}  // namespace tertial::cli
