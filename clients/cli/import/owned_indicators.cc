// Indicators whose figures another service owns.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/cli/import/dataset_files.h"
#include "common/status/violations.h"
#include "google/protobuf/message.h"

namespace tertial::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using indicators::v1::FigureOwner;
using indicators::v1::Indicator;
using indicators::v1::IndicatorsRow;
using indicators::v1::Observation;

const FieldDescriptor* FieldOf(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

std::string TextOf(const Message& message, const char* field) {
  const FieldDescriptor* const descriptor = FieldOf(message, field);
  return descriptor == nullptr ? "" : message.GetReflection()->GetString(message, descriptor);
}

// The resource in a row; nullptr where there is none.
const FieldDescriptor* CaseOf(const Message& row) {
  return row.GetReflection()->GetOneofFieldDescriptor(row, row.GetDescriptor()->oneof_decl(0));
}

Indicator* FindDefinition(Dataset& dataset, const std::string& id) {
  for (IndicatorsRow& row : dataset.indicators.rows) {
    if (row.has_indicator() && row.indicator().name() == absl::StrCat("indicators/", id)) {
      return row.mutable_indicator();
    }
  }
  return nullptr;
}

// The name of the owner's figure of an area and a period, as files name them.
std::string NameFor(const FigureOwner& owner, absl::string_view area, absl::string_view period_id) {
  return absl::StrReplaceAll(owner.resource(), {{kAnyArea, area}, {kAnyPeriod, period_id}});
}

void ReadOwner(const RowFields& row, Dataset& dataset) {
  Indicator* const indicator = FindDefinition(dataset, row.Text("indicator"));
  if (indicator == nullptr) {
    row.AddProblem("indicator", common::v1::ERROR_REASON_INDICATOR_NOT_FOUND,
                   absl::StrCat(Quoted(row.Text("indicator")),
                                " is defined in no file; name one of indicators.csv."));
    return;
  }
  if (indicator->has_owner()) {
    row.AddProblem("indicator", common::v1::ERROR_REASON_DUPLICATE_KEY,
                   absl::StrCat(Quoted(row.Text("indicator")), " has a row before this one."));
    return;
  }
  FigureOwner& owner = *indicator->mutable_owner();
  owner.set_service(row.Text("owner"));
  if (owner.service() == "workforce") {
    owner.set_resource(WorkforceFigureOf(row, dataset, *indicator));
  } else if (owner.service() == "climate") {
    owner.set_resource(ClimateFigureOf(row, dataset));
  } else if (owner.service() == "politics") {
    owner.set_resource(BodyActivityOf(row));
    owner.set_field(row.Text("metric"));
  } else {
    row.AddProblem("owner", common::v1::ERROR_REASON_INVALID_ENUM,
                   absl::StrCat(Quoted(owner.service()),
                                " is no service that owns figures; use workforce, politics or "
                                "climate."));
  }
}

// The rows of one owner, by the names of what they hold.
template <typename Row>
class OwnerRows {
 public:
  explicit OwnerRows(RowSet<Row>& rows) : rows_(rows) {
    for (size_t i = 0; i < rows.rows.size(); ++i) {
      const FieldDescriptor* const field = CaseOf(rows.rows[i]);
      if (field == nullptr) continue;
      const Message& resource = rows.rows[i].GetReflection()->GetMessage(rows.rows[i], field);
      names_.emplace(TextOf(resource, "name"), i);
    }
  }

  // Has the owner told the cell of `observation`, whose figure is the owner's, where the data set
  // holds others of the same series and this one stands in observations.csv alone. A data set that
  // holds nothing of the series says nothing to its owner.
  void FillGap(const FigureOwner& owner, const Observation& observation, const Origin& origin) {
    const std::vector<std::string> parts = absl::StrSplit(observation.name(), '/');
    const std::string name = NameFor(owner, parts[1], PeriodId(observation.period()));
    if (names_.count(name) > 0) return;
    const auto sample = FindOther(owner, parts[1]);
    if (sample == names_.end()) return;
    Row row = rows_.rows[sample->second];
    Message& resource = *row.GetReflection()->MutableMessage(&row, CaseOf(row));
    const google::protobuf::Reflection& fields = *resource.GetReflection();
    fields.SetString(&resource, FieldOf(resource, "name"), name);
    fields.SetString(&resource, FieldOf(resource, "period"), observation.period());
    fields.MutableMessage(&resource, FieldOf(resource, CellField(owner).c_str()))
        ->CopyFrom(observation.cell());
    fields.MutableMessage(&resource, FieldOf(resource, "provenance"))
        ->CopyFrom(observation.provenance());
    names_.emplace(name, rows_.rows.size());
    rows_.Add(origin) = std::move(row);
  }

 private:
  using Names = std::map<std::string, size_t>;

  static std::string CellField(const FigureOwner& owner) {
    return owner.field().empty() ? "cell" : owner.field();
  }

  // Any figure of the series.
  Names::const_iterator FindOther(const FigureOwner& owner, absl::string_view area) const {
    for (auto it = names_.begin(); it != names_.end(); ++it) {
      const Row& row = rows_.rows[it->second];
      const Message& resource = row.GetReflection()->GetMessage(row, CaseOf(row));
      const std::string period = TextOf(resource, "period");
      if (!period.empty() && it->first == NameFor(owner, area, PeriodId(period))) return it;
    }
    return names_.end();
  }

  RowSet<Row>& rows_;
  Names names_;
};

}  // namespace

std::vector<std::string> KeyParts(const RowFields& row) {
  std::vector<std::string> parts;
  for (absl::string_view part : absl::StrSplit(row.Text("key"), ',', absl::SkipWhitespace())) {
    parts.emplace_back(absl::StripAsciiWhitespace(part));
  }
  return parts;
}

void ReadOwnedIndicators(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  const size_t problems = dataset.problems.size();
  files.ForEachRow("owned_indicators.csv", {"indicator", "owner", "metric", "key", "note"},
                   [&](const RowFields& row) { ReadOwner(row, dataset); });
  if (dataset.problems.size() > problems) return;

  std::map<std::string, FigureOwner> owners;
  for (const IndicatorsRow& row : dataset.indicators.rows) {
    if (row.indicator().has_owner())
      owners.emplace(row.indicator().name(), row.indicator().owner());
  }
  OwnerRows workforce(dataset.workforce);
  OwnerRows climate(dataset.climate);
  for (size_t i = 0; i < dataset.indicators.rows.size(); ++i) {
    const Observation& observation = dataset.indicators.rows[i].observation();
    if (!dataset.indicators.rows[i].has_observation()) continue;
    const std::vector<std::string> parts = absl::StrSplit(observation.name(), '/');
    const auto owner = owners.find(absl::StrCat(parts[2], "/", parts[3]));
    if (owner == owners.end() || !observation.dimensions().empty()) continue;
    const Origin& origin = dataset.indicators.origins[i];
    if (owner->second.service() == "workforce") {
      workforce.FillGap(owner->second, observation, origin);
    } else if (owner->second.service() == "climate") {
      climate.FillGap(owner->second, observation, origin);
    }
  }
}

}  // namespace tertial::cli
