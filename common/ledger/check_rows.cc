// Rows: their versions, which must follow each other, and their index entries.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/check_run.h"
#include "common/ledger/envelope.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "google/protobuf/message.h"

namespace tertial {
namespace {

using Side = CollectionComparison::Side;
using Counted = RecordCursor::Counted;

// What a version and its entry in the feed have in common.
std::string VersionElement(TableId table, absl::string_view pk, Revision revision) {
  return SupersededKey(table, pk, revision);
}

// The part of a key of 01 or 02 that names the row.
absl::string_view RowOf(absl::string_view key) {
  const bool superseded = !key.empty() && static_cast<uint8_t>(key.front()) == kSupersededTag;
  const size_t end = superseded ? sizeof(uint64_t) : 0;
  return key.size() < 1 + end ? absl::string_view() : key.substr(1, key.size() - 1 - end);
}

// The revision that stands in a version, though its checksum may be wrong.
std::optional<Revision> PresumedRevision(absl::string_view value) {
  if (!ConsumeUint8(value).has_value() || !ConsumeUint8(value).has_value()) return std::nullopt;
  const std::optional<uint64_t> revision = ConsumeUint64(value);
  if (!revision.has_value() || *revision > uint64_t{INT64_MAX}) return std::nullopt;
  return static_cast<Revision>(*revision);
}

// The versions of one row, told from the oldest on.
class RowChecker {
 public:
  RowChecker(CheckRun& run, CollectionComparison& versions, CollectionComparison& indexes)
      : run_(run), versions_(versions), indexes_(indexes) {}

  void Begin(TableId table, absl::string_view pk) {
    table_ = table;
    pk_ = std::string(pk);
    definition_ = run_.tables().Find(table);
    entries_.clear();
    previous_end_.reset();
    live_key_.clear();
  }

  // `end`: the commit that replaced it; empty for the present one.
  void Add(absl::string_view key, absl::string_view value, std::optional<Revision> end) {
    const absl::StatusOr<Envelope> version = DecodeEnvelope(key, value);
    const std::optional<Revision> revision = PresumedRevision(value);
    if (!version.ok()) {
      Find(key, "The version is damaged: its bytes do not agree with their checksum.");
    } else {
      CheckState(key, *version, !end.has_value());
    }
    if (revision.has_value()) {
      CheckPlace(key, *revision, end);
      versions_.Add(Side::kLeft, VersionElement(table_, pk_, *revision));
    }
    previous_end_ = end;
    if (version.ok() && version->state == RowState::kLive) CheckContent(key, *version, !end);
  }

  void End() {
    for (const std::string& entry : entries_) {
      indexes_.Add(Side::kLeft, IndexKey(table_, entry, pk_));
    }
  }

  void FindOrphan(absl::string_view key) {
    Find(key, "The version is superseded, but the row has no present version.");
  }

 private:
  void Find(absl::string_view key, absl::string_view description) {
    run_.FindOfRow(key, table_, pk_, description);
  }

  void CheckState(absl::string_view key, const Envelope& version, bool present) {
    if (version.state != RowState::kLive && !version.body.empty()) {
      Find(key, "The version is not live, but has content.");
    }
    if (version.state == RowState::kBlanked && present) {
      Find(key, "The present version is blanked without a commit that redacted the row.");
    }
    if (version.state == RowState::kRedaction && !live_key_.empty()) {
      Find(live_key_, "The row was redacted later, but this version still has its content.");
    }
    if (version.state == RowState::kLive) live_key_ = std::string(key);
  }

  void CheckPlace(absl::string_view key, Revision revision, std::optional<Revision> end) {
    if (revision < 1 || revision > run_.head()) {
      Find(key, absl::StrCat("The version is of revision ", revision, "; there are 1 to ",
                             run_.head(), "."));
    }
    if (end.has_value() && *end <= revision) {
      Find(key, absl::StrCat("The version of revision ", revision, " was replaced by revision ",
                             *end, ", which is not later."));
    }
    if (end.has_value() && *end > run_.head()) {
      Find(key, absl::StrCat("The version was replaced by revision ", *end, "; there are 1 to ",
                             run_.head(), "."));
    }
    if (previous_end_.has_value() && *previous_end_ != revision) {
      Find(key, absl::StrCat("The version before this one was replaced by revision ",
                             *previous_end_, ", but this one is of revision ", revision, "."));
    }
  }

  void CheckContent(absl::string_view key, const Envelope& version, bool present) {
    if (definition_ == nullptr) return;
    for (std::string& entry : run_.tables().IndexEntries(table_, pk_, version.body)) {
      entries_.insert(std::move(entry));
    }
    if (!present) return;
    const std::unique_ptr<google::protobuf::Message> resource(definition_->prototype->New());
    if (!DecodeBody(table_, pk_, version.body, *resource).ok()) {
      Find(key, absl::StrCat("The content is no ", definition_->kind(), "."));
      return;
    }
    CheckName(key, *resource);
    if (!definition_->check) return;
    Violations violations;
    const absl::Status checked = definition_->check(run_.view(), *resource, violations);
    for (const common::v1::FieldViolation& violation : violations.list()) {
      Find(key, absl::StrCat(violation.field(), ": ", violation.description()));
    }
    if (absl::IsDataLoss(checked)) {
      Find(key, "What the resource refers to cannot be read.");
    } else {
      run_.Fail(checked);
    }
  }

  void CheckName(absl::string_view key, const google::protobuf::Message& resource) {
    const google::protobuf::FieldDescriptor* field =
        resource.GetDescriptor()->FindFieldByName("name");
    if (field == nullptr) return;
    const std::string name = resource.GetReflection()->GetString(resource, field);
    if (name != run_.tables().NameOf(table_, pk_)) {
      Find(key, absl::StrCat("The content is that of ", Quoted(name), "."));
    }
  }

  CheckRun& run_;
  CollectionComparison& versions_;
  CollectionComparison& indexes_;
  TableId table_ = 0;
  std::string pk_;
  const TableDefinition* definition_ = nullptr;
  // Of all live versions.
  std::set<std::string> entries_;
  std::optional<Revision> previous_end_;
  // Of the newest live version so far.
  std::string live_key_;
};

void CheckRowKey(CheckRun& run, absl::string_view key, TableId table, absl::string_view pk) {
  const TableDefinition* definition = run.tables().Find(table);
  const auto ids = TableCatalog::IdsOf(pk);
  if (!ids.has_value() || ids->empty()) {
    run.Find(key, "The key is not made of ids.");
  } else if (definition == nullptr && !run.tables().tables().empty()) {
    run.Find(key, absl::StrCat("The service has no table ", static_cast<int>(table), "."));
  } else if (definition != nullptr && ids->size() != definition->pattern.id_count()) {
    run.Find(key, absl::StrCat("The key has ", ids->size(), " ids; those of ", definition->kind(),
                               " have ", definition->pattern.id_count(), "."));
  }
}

// Goes through 01 and 02 side by side: rows in their order, and the versions of each.
class RowWalk {
 public:
  RowWalk(CheckRun& run, Counted counted)
      : present_(run, TagRange(kCurrentTag), counted),
        superseded_(run, TagRange(kSupersededTag), counted) {}

  // Calls `begin` for each row (telling whether it has a present version), `version` for each of
  // its versions (with the commit that replaced it) and `end`; `stray` for the keys that are none.
  template <typename Begin, typename Visit, typename End, typename Stray>
  void Run(Begin begin, Visit version, End end, Stray stray) {
    while (present_.valid() || superseded_.valid()) {
      std::string row(NextRow());
      absl::string_view rest = row;
      const std::optional<uint8_t> table = ConsumeUint8(rest);
      const bool is_row = table.has_value();
      if (is_row) begin(*table, rest, present_.valid() && RowOf(present_.key()) == row);
      while (superseded_.valid() && RowOf(superseded_.key()) == row) {
        const std::optional<SupersededRow> key = DecodeSupersededKey(superseded_.key());
        if (is_row && key.has_value()) {
          version(superseded_.key(), superseded_.value(), std::optional(key->end_revision));
        } else {
          stray(superseded_.key());
        }
        superseded_.Next();
      }
      while (present_.valid() && RowOf(present_.key()) == row) {
        if (is_row) {
          version(present_.key(), present_.value(), std::optional<Revision>());
        } else {
          stray(present_.key());
        }
        present_.Next();
      }
      if (is_row) end();
    }
  }

 private:
  absl::string_view NextRow() const {
    if (!present_.valid()) return RowOf(superseded_.key());
    if (!superseded_.valid()) return RowOf(present_.key());
    return std::min(RowOf(present_.key()), RowOf(superseded_.key()));
  }

  RecordCursor present_;
  RecordCursor superseded_;
};

void CheckVersions(CheckRun& run, CollectionComparison& versions, CollectionComparison& indexes) {
  RowChecker row(run, versions, indexes);
  bool is_present = false;
  RowWalk(run, Counted::kYes)
      .Run(
          [&](TableId table, absl::string_view pk, bool has_present) {
            row.Begin(table, pk);
            is_present = has_present;
            if (has_present) CheckRowKey(run, CurrentKey(table, pk), table, pk);
          },
          [&](absl::string_view key, absl::string_view value, std::optional<Revision> end) {
            row.Add(key, value, end);
            if (!is_present) row.FindOrphan(key);
          },
          [&] { row.End(); },
          [&](absl::string_view key) { run.Find(key, "It is not the key of a version."); });
}

// The elements of the left side of `versions`, once more.
void WalkVersions(CheckRun& run, CollectionComparison::Adder add) {
  TableId table = 0;
  std::string pk;
  RowWalk(run, Counted::kNo)
      .Run(
          [&](TableId of_row, absl::string_view pk_of_row, bool) {
            table = of_row;
            pk = std::string(pk_of_row);
          },
          [&](absl::string_view key, absl::string_view value, std::optional<Revision>) {
            const std::optional<Revision> revision = PresumedRevision(value);
            if (revision.has_value()) add(VersionElement(table, pk, *revision), key);
          },
          [] {}, [](absl::string_view) {});
}

// The index entries that the versions of all rows have.
void WalkEntries(CheckRun& run, CollectionComparison::Adder add) {
  TableId table = 0;
  std::string pk;
  std::string row_key;
  std::set<std::string> entries;
  RowWalk(run, Counted::kNo)
      .Run(
          [&](TableId of_row, absl::string_view pk_of_row, bool) {
            table = of_row;
            pk = std::string(pk_of_row);
            row_key = CurrentKey(table, pk);
            entries.clear();
          },
          [&](absl::string_view key, absl::string_view value, std::optional<Revision>) {
            const absl::StatusOr<Envelope> version = DecodeEnvelope(key, value);
            if (!version.ok() || version->state != RowState::kLive) return;
            for (std::string& entry : run.tables().IndexEntries(table, pk, version->body)) {
              entries.insert(std::move(entry));
            }
          },
          [&] {
            for (const std::string& entry : entries) add(IndexKey(table, entry, pk), row_key);
          },
          [](absl::string_view) {});
}

void CheckIndexes(CheckRun& run, CollectionComparison& indexes) {
  for (RecordCursor cursor(run, TagRange(kIndexTag)); cursor.valid(); cursor.Next()) {
    indexes.Add(Side::kRight, cursor.key());
    absl::string_view value = cursor.value();
    const std::optional<uint32_t> size = ConsumeUint32(value);
    if (cursor.key().size() < 2 || !size.has_value() || !value.empty() ||
        *size > cursor.key().size() - 2) {
      run.Find(cursor.key(), "It is no index entry.");
    }
  }
  indexes.TellDifferences([&](CollectionComparison::Adder add) { WalkEntries(run, add); },
                          [&](CollectionComparison::Adder add) {
                            for (RecordCursor cursor(run, TagRange(kIndexTag), Counted::kNo);
                                 cursor.valid(); cursor.Next()) {
                              add(cursor.key(), cursor.key());
                            }
                          },
                          [&](Side more, absl::string_view element, absl::string_view key) {
                            if (more == Side::kLeft) {
                              const CurrentRow row = *DecodeCurrentKey(key);
                              run.FindOfRow(
                                  element, row.table, row.pk,
                                  "A version of the row has this index entry, which is not there.");
                            } else {
                              run.Find(element, "No version of any row has this index entry.");
                            }
                          });
}

}  // namespace

void CheckRows(CheckRun& run, CollectionComparison& versions) {
  const auto indexes = std::make_unique<CollectionComparison>();
  CheckVersions(run, versions, *indexes);
  CheckIndexes(run, *indexes);
}

void CompareVersionsAndFeed(CheckRun& run, const CollectionComparison& versions) {
  versions.TellDifferences(
      [&](CollectionComparison::Adder add) { WalkVersions(run, add); },
      [&](CollectionComparison::Adder add) {
        for (RecordCursor cursor(run, TagRange(kFeedTag), Counted::kNo); cursor.valid();
             cursor.Next()) {
          const std::optional<FeedPosition> position = DecodeFeedKey(cursor.key());
          const std::optional<FeedEntry> entry = DecodeFeedEntry(cursor.value());
          if (position.has_value() && entry.has_value()) {
            add(VersionElement(entry->table, entry->pk, position->revision), cursor.key());
          }
        }
      },
      [&](Side more, absl::string_view element, absl::string_view key) {
        const SupersededRow row = *DecodeSupersededKey(element);
        run.FindOfRow(
            key, row.table, row.pk,
            more == Side::kLeft
                ? absl::StrCat("The feed does not tell of this version, of revision ",
                               row.end_revision, ".")
                : absl::StrCat("The feed tells of a version of revision ", row.end_revision,
                               " which is not there, or tells of it twice."));
      });
}

}  // namespace tertial
