#include "tests/bench/report_sql_load.h"

#include <grpcpp/grpcpp.h>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "services/climate/handler/rules.h"
#include "services/indicators/handler/rules.h"
#include "services/politics/handler/rules.h"
#include "services/workforce/handler/rules.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/common/internal/v1/ledger.pb.h"
#include "tests/bench/pg_connection.h"
#include "tests/bench/pg_tuples.h"
#include "tests/bench/report_sql_tables.h"

namespace tertial::bench {
namespace {

using changes::v1::ExportedResource;

// No report looks for words: entries of that index are left out.
constexpr char kWordIndex = 4;

// Rows of one table and area: values by key.
using KeyedRows = std::map<std::string, std::string>;

const TableCatalog& CatalogOf(const std::string& service) {
  static const auto& catalogs =
      *new std::map<std::string, TableCatalog>{{"indicators", indicators::IndicatorsTables()},
                                               {"workforce", workforce::WorkforceTables()},
                                               {"politics", politics::PoliticsTables()},
                                               {"climate", climate::ClimateTables()}};
  return catalogs.at(service);
}

absl::StatusOr<std::vector<ExportedResource>> Export(const std::string& address,
                                                     const SqlTable& table,
                                                     const std::string& area) {
  const auto stub = changes::v1::ChangeService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  changes::v1::ExportResourcesRequest request;
  request.add_kinds(table.kind);
  if (!table.shared) request.set_area(absl::StrCat("areas/", area));
  grpc::ClientContext context;
  context.AddMetadata(kCallerMetadata, "cli");
  const auto stream = stub->ExportResources(&context, request);
  std::vector<ExportedResource> resources;
  for (changes::v1::ExportResourcesResponse some; stream->Read(&some);) {
    for (ExportedResource& one : *some.mutable_resources()) resources.push_back(std::move(one));
  }
  TERTIAL_RETURN_IF_ERROR(FromGrpcStatus(stream->Finish()));
  return resources;
}

// The bytes of the commit that wrote it.
std::string CommitOf(const ExportedResource& resource) {
  common::internal::v1::Commit commit;
  *commit.mutable_commit_time() = resource.commit_time();
  commit.set_actor("cli");
  return commit.SerializeAsString();
}

std::string SizeOf(absl::string_view entry) {
  std::string size;
  AppendUint32(static_cast<uint32_t>(entry.size()), size);
  return size;
}

// Adds what `table` has of the resource, under the name that it would have in `area`.
absl::Status AddRows(const SqlTable& table, const TableCatalog& catalog,
                     const ExportedResource& resource, const std::string& area, KeyedRows& rows) {
  const TableDefinition& definition = *catalog.FindKind(table.kind);
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::string> ids, definition.pattern.Parse(resource.name()));
  if (!table.shared) ids.front() = area;
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, EncodePrimaryKey(ids));
  const std::string& body = resource.resource().value();
  switch (table.holds) {
    case SqlRows::kResources:
      rows[CurrentKey(definition.id, pk)] =
          EncodeEnvelope({.state = RowState::kLive, .revision = resource.revision(), .body = body});
      break;
    case SqlRows::kIndexEntries:
      for (const std::string& entry : catalog.IndexEntries(definition.id, pk, body)) {
        if (entry.front() == kWordIndex) continue;
        rows[IndexKey(definition.id, entry, pk)] = SizeOf(entry);
      }
      break;
    case SqlRows::kCommits:
      rows[CommitKey(resource.revision())] = CommitOf(resource);
      break;
  }
  return absl::OkStatus();
}

class Loading {
 public:
  Loading(const SqlLoad& load, PgConnection& connection) : load_(load), connection_(connection) {
    areas_.push_back(load.area);
    for (int i = 0; i < load.other_areas; ++i) areas_.push_back(absl::StrCat("other-", i));
  }

  absl::StatusOr<int64_t> Fill() {
    TERTIAL_RETURN_IF_ERROR(
        connection_
            .Execute(absl::StrCat("CREATE EXTENSION IF NOT EXISTS pg_prewarm; CREATE SCHEMA ",
                                  load_.schema))
            .status());
    for (const SqlService& service : SqlServices()) {
      for (const SqlTable& table : service.tables) {
        TERTIAL_RETURN_IF_ERROR(FillTable(service, table));
      }
    }
    return rows_;
  }

 private:
  absl::Status FillTable(const SqlService& service, const SqlTable& table) {
    const std::string name = absl::StrCat(load_.schema, ".", table.name);
    // Values are neither compressed nor, if they fit into a page, put elsewhere: that costs readers
    // more than the bytes do.
    TERTIAL_RETURN_IF_ERROR(
        connection_
            .Execute(absl::StrCat("CREATE TABLE ", name,
                                  " (area text NOT NULL, key bytea NOT NULL, value bytea NOT NULL, "
                                  "PRIMARY KEY (area, key)) WITH (toast_tuple_target = 8160); "
                                  "ALTER TABLE ",
                                  name, " ALTER value SET STORAGE EXTERNAL"))
            .status());
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<ExportedResource> resources,
                             Export(load_.services.at(service.name), table, load_.area));
    PgTuples tuples;
    for (const std::string& area : areas_) {
      KeyedRows rows;
      for (const ExportedResource& resource : resources) {
        TERTIAL_RETURN_IF_ERROR(AddRows(table, CatalogOf(service.name), resource, area, rows));
      }
      for (const auto& [key, value] : rows) {
        constexpr int16_t kFields = 3;
        tuples.Begin(kFields);
        tuples.Add(table.shared ? "" : area);
        tuples.Add(key);
        tuples.Add(value);
        tuples.End();
      }
      rows_ += static_cast<int64_t>(rows.size());
      if (table.shared) break;
    }
    TERTIAL_RETURN_IF_ERROR(connection_.Copy(
        absl::StrCat("COPY ", name, " FROM STDIN (FORMAT binary)"), tuples.Finish()));
    // VACUUM wants to be alone in its message.
    TERTIAL_RETURN_IF_ERROR(
        connection_.Execute(absl::StrCat("VACUUM (FREEZE, ANALYZE) ", name)).status());
    return connection_
        .Execute(absl::StrCat("SELECT pg_prewarm('", name, "'), pg_prewarm('", name, "_pkey')"))
        .status();
  }

  const SqlLoad& load_;
  PgConnection& connection_;
  std::vector<std::string> areas_;
  int64_t rows_ = 0;
};

}  // namespace

absl::StatusOr<int64_t> LoadSqlTables(const SqlLoad& load) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PgConnection> connection,
                           PgConnection::Open(load.conninfo));
  return Loading(load, *connection).Fill();
}

}  // namespace tertial::bench
