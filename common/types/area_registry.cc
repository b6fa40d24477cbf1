#include "common/types/area_registry.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/csv/csv_reader.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"
#include "common/types/partial_date.h"

namespace tertial {
namespace {

using common::v1::Area;

constexpr char kCollection[] = "areas/";
constexpr size_t kLongestId = 64;
constexpr size_t kLongestNumber = 32;
// Stand for "since before the registry begins" and "still".
constexpr absl::CivilDay kEver = absl::CivilDay(1, 1, 1);
constexpr absl::CivilDay kForever = absl::CivilDay(9999, 12, 31);

bool IsAreaId(absl::string_view id) {
  return !id.empty() && id.size() <= kLongestId && id.front() != '-' &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

bool IsAreaNumber(absl::string_view number) {
  return !number.empty() && number.size() <= kLongestNumber &&
         std::all_of(number.begin(), number.end(), [](char c) { return absl::ascii_isalnum(c); });
}

common::v1::AreaLevel ParseLevel(absl::string_view text) {
  common::v1::AreaLevel level = common::v1::AREA_LEVEL_UNSPECIFIED;
  if (text == absl::AsciiStrToLower(text)) {
    common::v1::AreaLevel_Parse(absl::StrCat("AREA_LEVEL_", absl::AsciiStrToUpper(text)), &level);
  }
  return level;
}

}  // namespace

// Builds a registry from its files, one after the other.
class AreaRegistry::Loader {
 public:
  explicit Loader(const std::string& directory) : directory_(directory) {}

  absl::StatusOr<AreaRegistry> Load() {
    TERTIAL_RETURN_IF_ERROR(LoadAreas());
    TERTIAL_RETURN_IF_ERROR(LoadNumbers());
    TERTIAL_RETURN_IF_ERROR(LoadPredecessors());
    return std::move(registry_);
  }

 private:
  struct Days {
    absl::CivilDay first_day = kEver;
    absl::CivilDay last_day = kForever;
  };

  absl::Status LoadAreas() {
    TERTIAL_ASSIGN_OR_RETURN(
        file_, ReadCsv(absl::StrCat(directory_, "/areas.csv"),
                       {"id", "level", "name_nb", "valid_from", "valid_to", "parent"}));
    for (const CsvRow& row : file_.rows) {
      const std::string& id = row.Get("id");
      if (!IsAreaId(id)) {
        return Error(row, "id", common::v1::ERROR_REASON_INVALID_TEXT, id,
                     "is no id of an area; write lower-case letters, digits and \"-\".");
      }
      if (!registry_.by_id_.emplace(id, registry_.areas_.size()).second) {
        return Error(row, "id", common::v1::ERROR_REASON_DUPLICATE_KEY, id,
                     "stands twice; every area has an id of its own.");
      }
      const std::string& level = row.Get("level");
      const std::string& name = row.Get("name_nb");
      Area area;
      area.set_name(absl::StrCat(kCollection, id));
      area.set_level(ParseLevel(level));
      if (area.level() == common::v1::AREA_LEVEL_UNSPECIFIED) {
        return Error(row, "level", common::v1::ERROR_REASON_INVALID_ENUM, level,
                     "is no level; write municipality, county, country, peer_group, region or "
                     "sample.");
      }
      if (name.empty()) {
        return Error(row, "name_nb", common::v1::ERROR_REASON_FIELD_REQUIRED, id,
                     "has no name; write its Norwegian name.");
      }
      common::v1::LocalizedText& display_name = *area.add_display_names();
      display_name.set_language("nb");
      display_name.set_text(name);
      TERTIAL_RETURN_IF_ERROR(CheckDays(row).status());
      area.set_valid_from(row.Get("valid_from"));
      area.set_valid_to(row.Get("valid_to"));
      registry_.areas_.push_back(std::move(area));
      registry_.ids_.push_back(id);
    }
    return LinkParents();
  }

  // A parent may stand below its parts in the file: they are linked when all are known.
  absl::Status LinkParents() {
    for (size_t i = 0; i < file_.rows.size(); ++i) {
      const CsvRow& row = file_.rows[i];
      if (row.Get("parent").empty()) continue;
      TERTIAL_ASSIGN_OR_RETURN(const size_t parent, KnownArea(row, "parent"));
      registry_.areas_[i].set_parent(registry_.areas_[parent].name());
    }
    for (size_t i = 0; i < file_.rows.size(); ++i) {
      size_t above = i;
      for (size_t steps = 0; !file_.rows[above].Get("parent").empty(); ++steps) {
        above = registry_.by_id_.at(file_.rows[above].Get("parent"));
        if (above == i) {
          return Error(file_.rows[i], "parent", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                       registry_.ids_[i], "lies within itself; correct its parent.");
        }
        // A circle further up, which is reported for an area that is part of it.
        if (steps > file_.rows.size()) break;
      }
    }
    return absl::OkStatus();
  }

  absl::Status LoadNumbers() {
    TERTIAL_ASSIGN_OR_RETURN(file_, ReadCsv(absl::StrCat(directory_, "/area_numbers.csv"),
                                            {"area", "number", "valid_from", "valid_to"}));
    for (const CsvRow& row : file_.rows) {
      TERTIAL_ASSIGN_OR_RETURN(const size_t area, KnownArea(row, "area"));
      TERTIAL_ASSIGN_OR_RETURN(const Days days, CheckDays(row));
      const std::string& number = row.Get("number");
      if (!IsAreaNumber(number)) {
        return Error(row, "number", common::v1::ERROR_REASON_INVALID_TEXT, number,
                     "is no number of an area; write digits and letters.");
      }
      if (const auto other = registry_.by_id_.find(number);
          other != registry_.by_id_.end() && other->second != area) {
        return Error(row, "number", common::v1::ERROR_REASON_INCONSISTENT_FIELDS, number,
                     "is the id of another area; change one of the two.");
      }
      std::vector<Bearing>& bearings = registry_.by_number_[number];
      for (const Bearing& other : bearings) {
        if (days.first_day > other.last_day || other.first_day > days.last_day) continue;
        return Error(row, "number", common::v1::ERROR_REASON_INCONSISTENT_FIELDS, number,
                     absl::StrCat("is borne on the same day by ", registry_.ids_[other.area],
                                  " (line ", other.line, "); correct the days of one of them."));
      }
      bearings.push_back(Bearing{days.first_day, days.last_day, area, row.line()});
      common::v1::AreaNumber& borne = *registry_.areas_[area].add_numbers();
      borne.set_number(number);
      borne.set_valid_from(row.Get("valid_from"));
      borne.set_valid_to(row.Get("valid_to"));
    }
    for (auto& [number, bearings] : registry_.by_number_) {
      std::sort(bearings.begin(), bearings.end(),
                [](const Bearing& a, const Bearing& b) { return a.first_day < b.first_day; });
    }
    for (Area& area : registry_.areas_) {
      // As texts, days of four-digit years stand in the order of time, and an empty one first.
      std::stable_sort(
          area.mutable_numbers()->begin(), area.mutable_numbers()->end(),
          [](const auto& a, const auto& b) { return a.valid_from() < b.valid_from(); });
    }
    return absl::OkStatus();
  }

  absl::Status LoadPredecessors() {
    TERTIAL_ASSIGN_OR_RETURN(file_, ReadCsv(absl::StrCat(directory_, "/area_predecessors.csv"),
                                            {"area", "predecessor", "date"}));
    for (const CsvRow& row : file_.rows) {
      TERTIAL_ASSIGN_OR_RETURN(const size_t area, KnownArea(row, "area"));
      TERTIAL_ASSIGN_OR_RETURN(const size_t predecessor, KnownArea(row, "predecessor"));
      TERTIAL_RETURN_IF_ERROR(CheckDay(row, "date").status());
      const std::string& name = registry_.areas_[predecessor].name();
      if (area == predecessor) {
        return Error(row, "predecessor", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     registry_.ids_[area], "is made from itself; name another area.");
      }
      for (const common::v1::AreaPredecessor& other : registry_.areas_[area].predecessors()) {
        if (other.area() == name) {
          return Error(row, "predecessor", common::v1::ERROR_REASON_DUPLICATE_KEY,
                       registry_.ids_[predecessor], "stands twice; name a predecessor once.");
        }
      }
      common::v1::AreaPredecessor& added = *registry_.areas_[area].add_predecessors();
      added.set_area(name);
      added.set_date(row.Get("date"));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<size_t> KnownArea(const CsvRow& row, absl::string_view column) const {
    const auto found = registry_.by_id_.find(row.Get(column));
    if (found != registry_.by_id_.end()) return found->second;
    return Error(row, column, common::v1::ERROR_REASON_AREA_NOT_FOUND, row.Get(column),
                 "is no id in areas.csv; add the area or correct the id.");
  }

  absl::StatusOr<absl::CivilDay> CheckDay(const CsvRow& row, absl::string_view column) const {
    const absl::StatusOr<PartialDate> date = PartialDate::Parse(row.Get(column));
    if (date.ok() && date->precision() == DatePrecision::kDay) return date->earliest();
    return Error(row, column, common::v1::ERROR_REASON_INVALID_DATE, row.Get(column),
                 absl::StrCat("is no day; write ", column, " as 2024-01-31."));
  }

  // Of valid_from and valid_to, either of which may be empty.
  absl::StatusOr<Days> CheckDays(const CsvRow& row) const {
    Days days;
    if (!row.Get("valid_from").empty()) {
      TERTIAL_ASSIGN_OR_RETURN(days.first_day, CheckDay(row, "valid_from"));
    }
    if (!row.Get("valid_to").empty()) {
      TERTIAL_ASSIGN_OR_RETURN(days.last_day, CheckDay(row, "valid_to"));
    }
    if (days.last_day < days.first_day) {
      return Error(row, "valid_to", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   row.Get("valid_to"),
                   absl::StrCat("lies before valid_from, ", row.Get("valid_from"),
                                "; correct one of them."));
    }
    return days;
  }

  // `rest` follows the value, in quotes.
  absl::Status Error(const CsvRow& row, absl::string_view column, ErrorReason reason,
                     absl::string_view value, absl::string_view rest) const {
    return CsvError(file_.path, row.line(), column, reason, absl::StrCat(Quoted(value), " ", rest));
  }

  const std::string directory_;
  CsvFile file_;  // The one being read.
  AreaRegistry registry_;
};

absl::StatusOr<AreaRegistry> AreaRegistry::Load(const std::string& directory) {
  return Loader(directory).Load();
}

const Area* AreaRegistry::Find(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &areas_[found->second];
}

const std::string* AreaRegistry::BearerOn(const std::vector<Bearing>& bearings,
                                          absl::CivilDay day) const {
  for (const Bearing& bearing : bearings) {
    if (bearing.first_day <= day && day <= bearing.last_day) return &ids_[bearing.area];
  }
  return nullptr;
}

absl::StatusOr<std::string> AreaRegistry::Resolve(absl::string_view id_or_number,
                                                  std::optional<Period> period) const {
  if (by_id_.contains(id_or_number)) return std::string(id_or_number);
  const auto found = by_number_.find(id_or_number);
  if (found == by_number_.end()) return AreaNotFound(id_or_number);
  const std::vector<Bearing>& bearings = found->second;
  if (period.has_value()) {
    if (const std::string* id = BearerOn(bearings, period->last_day()); id != nullptr) return *id;
    if (const std::string* id = BearerOn(bearings, period->first_day()); id != nullptr) return *id;
  }
  // Bearings do not overlap, so the latest is the one without an end, if there is one.
  return ids_[bearings.back().area];
}

std::vector<std::string> AreaRegistry::Bearers(absl::string_view id_or_number) const {
  if (by_id_.contains(id_or_number)) return {std::string(id_or_number)};
  std::vector<std::string> ids;
  const auto found = by_number_.find(id_or_number);
  if (found == by_number_.end()) return ids;
  for (const Bearing& bearing : found->second) {
    const std::string& id = ids_[bearing.area];
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

}  // namespace tertial
