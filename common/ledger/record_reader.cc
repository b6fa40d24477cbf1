#include "common/ledger/record_reader.h"

#include <utility>

#include "common/status/status_macros.h"

namespace tertial {
namespace {

std::optional<Record> ToRecord(std::optional<Version> version) {
  if (!version.has_value() || !version->live()) return std::nullopt;
  return Record{version->revision, std::move(version->body)};
}

}  // namespace

absl::StatusOr<std::optional<Record>> RecordReader::Find(TableId table,
                                                         absl::string_view pk) const {
  TERTIAL_ASSIGN_OR_RETURN(std::optional<Version> version, FindVersion(table, pk));
  return ToRecord(std::move(version));
}

absl::StatusOr<std::vector<std::optional<Record>>> RecordReader::MultiFind(
    TableId table, absl::Span<const std::string> pks) const {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Version>> versions,
                           MultiFindVersions(table, pks));
  std::vector<std::optional<Record>> records;
  records.reserve(versions.size());
  for (std::optional<Version>& version : versions) records.push_back(ToRecord(std::move(version)));
  return records;
}

}  // namespace tertial
