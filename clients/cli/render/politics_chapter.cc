#include "clients/cli/render/report_document.h"

namespace tertial::cli {

void AddPoliticsChapter(const politics::v1::PoliticsSection& /*section*/,
                        const std::string& /*language*/, Document& /*document*/) {}

}  // namespace tertial::cli
