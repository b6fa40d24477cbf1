#include <google/protobuf/util/json_util.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/import/dataset_files.h"
#include "clients/cli/import/json_value.h"
#include "common/status/errors.h"
#include "common/status/json_fault.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

using gateway::v1::ChecksRow;
using google::protobuf::Message;

// Reads the resource that a line holds into `resource`; false with a problem where it holds none.
bool ReadLine(const std::string& line, const Origin& origin, Message& resource,
              std::vector<Problem>& problems) {
  const absl::StatusOr<JsonValue> value = ParseJson(line, origin.file);
  if (!value.ok()) {
    absl::string_view sentence = value.status().message();
    absl::ConsumePrefix(&sentence, absl::StrCat(origin.file, ": "));
    problems.push_back({.origin = origin,
                        .field = "",
                        .reason = ReasonName(ReasonOf(value.status())),
                        .sentence = std::string(sentence)});
    return false;
  }
  // FormatJson writes what protobuf's parser, which lets a key stand twice, reads in one way.
  const auto parsed = google::protobuf::util::JsonStringToMessage(FormatJson(*value), &resource);
  if (parsed.ok()) return true;
  const std::string fault(parsed.message());
  const std::vector<std::string> lines = absl::StrSplit(fault, '\n');
  problems.push_back(
      {.origin = origin,
       .field = FieldOfJsonFault(fault),
       .reason = ReasonName(common::v1::ERROR_REASON_INVALID_JSON),
       .sentence = absl::StrCat("It is no ", resource.GetDescriptor()->name(),
                                " in the JSON form of protobuf: ", Quoted(lines.front()), ".")});
  return false;
}

// Adds a row for each line of `file`; `resource_of` gives the resource in a row.
template <typename Resource>
void ReadFile(DatasetFiles& files, const std::string& file, Resource* (ChecksRow::*resource_of)()) {
  const std::string path = absl::StrCat(files.directory(), "/", file);
  std::error_code unknown;
  if (std::filesystem::status(path, unknown).type() == std::filesystem::file_type::not_found)
    return;
  std::ifstream lines(path);
  Dataset& dataset = files.dataset();
  std::string line;
  for (int64_t number = 1; std::getline(lines, line); ++number) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    const Origin origin{.file = file, .line = number};
    ChecksRow row;
    if (ReadLine(line, origin, *(row.*resource_of)(), dataset.problems)) {
      dataset.checks.Add(origin) = std::move(row);
    }
  }
  if (lines.eof()) return;
  dataset.problems.push_back({.origin = {.file = file, .line = 0},
                              .field = "",
                              .reason = ReasonName(common::v1::ERROR_REASON_INVALID_TEXT),
                              .sentence = absl::StrCat(Quoted(file), " cannot be read.")});
}

}  // namespace

void ReadClaimsFiles(DatasetFiles& files) {
  ReadFile(files, "claims.jsonl", &ChecksRow::mutable_claim);
  ReadFile(files, "check_rules.jsonl", &ChecksRow::mutable_check_rule);
  ReadFile(files, "accepted_findings.jsonl", &ChecksRow::mutable_accepted_finding);
}

}  // namespace tertial::cli
