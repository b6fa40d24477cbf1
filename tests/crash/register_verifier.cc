#include "tests/crash/register_verifier.h"

#include <bitset>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <ostream>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/store_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/store/register_rows.h"
#include "services/workforce/store/register_store.h"
#include "tests/testing/status_matchers.h"

namespace tertial::crash {
namespace {

namespace fs = std::filesystem;

// What the rows of registers are, all of them.
struct Stored {
  // Of the head; all 0 when there is none.
  int64_t generation = 0;
  int64_t changes = 0;
  int64_t persons = 0;
  int64_t positions = 0;
  int64_t absences = 0;
  int keys = 0;
  // By hash, whatever the generation.
  std::multimap<std::string, std::string> records;
  int64_t rows_out_of_force = 0;
  int64_t staged = 0;

  friend bool operator==(const Stored&, const Stored&) = default;
};

std::ostream& operator<<(std::ostream& out, const Stored& stored) {
  return out << "generation " << stored.generation << ", changes " << stored.changes << ", "
             << stored.persons << " persons, " << stored.positions << " positions, "
             << stored.absences << " absences, " << stored.keys << " keys, "
             << stored.records.size() << " records, of them not in force "
             << stored.rows_out_of_force << ", staged " << stored.staged;
}

Stored ExpectedOf(const RegisterModel& model) {
  Stored stored{.generation = model.generation, .changes = model.changes};
  if (model.made == 0) return stored;
  const workforce::PersonKeys keys = KeysAt(model.made);
  stored.keys = static_cast<int>(keys.count());
  std::map<int64_t, std::string> records;
  for (const auto& [key, number] : model.persons) {
    std::string& record = records[number];
    const workforce::Person person = PersonPutBy(number);
    if (record.empty()) record = workforce::EncodePerson(person);
    stored.records.emplace(keys.Hash("asker", key, keys.count()), record);
    ++stored.persons;
    stored.positions += static_cast<int64_t>(person.positions.size());
    stored.absences += static_cast<int64_t>(person.absences.size());
  }
  return stored;
}

Stored ReadStored(const Ledger& ledger) {
  Stored stored;
  const auto present = workforce::OpenRegister(ledger, "asker");
  EXPECT_THAT(present, IsOk());
  uint64_t in_force = 0;
  if (present.ok() && present->has_value()) {
    const auto& head = (*present)->head;
    in_force = head.rows_generation();
    stored.generation = head.state().generation();
    stored.changes = head.state().changes();
    stored.persons = head.state().persons();
    stored.positions = head.state().positions();
    stored.absences = head.state().absences();
    stored.keys = head.key_fingerprints_size();
  }
  const auto view = ledger.Read();
  EXPECT_THAT(view, IsOk());
  if (!view.ok()) return stored;
  const auto add = [&](absl::string_view pk, absl::string_view record) {
    const auto place = workforce::DecodeRowPlace(pk);
    EXPECT_TRUE(place.has_value());
    if (!place.has_value()) return false;
    stored.records.emplace(place->hash, record);
    stored.rows_out_of_force += place->generation == in_force ? 0 : 1;
    return true;
  };
  EXPECT_THAT(view->ScanPrivate(workforce::kPersonTable, "", "", absl::InfinitePast(), add),
              IsOk());
  EXPECT_THAT(view->ScanPrivate(workforce::kStagedTable, "", "", absl::InfinitePast(),
                                [&](absl::string_view, absl::string_view) {
                                  ++stored.staged;
                                  return true;
                                }),
              IsOk());
  return stored;
}

// Texts of one length that are looked for in bytes.
class Wanted {
 public:
  explicit Wanted(size_t size) : size_(size) {}

  void Add(const std::string& text) {
    texts_.insert(text);
    begins_.set(BeginOf(text));
  }
  bool IsIn(absl::string_view bytes) const {
    for (size_t i = 0; i + size_ <= bytes.size(); ++i) {
      const absl::string_view here = bytes.substr(i, size_);
      if (begins_.test(BeginOf(here)) && texts_.contains(here)) return true;
    }
    return false;
  }

 private:
  static size_t BeginOf(absl::string_view text) {
    return static_cast<size_t>(static_cast<uint8_t>(text[0])) << 8 | static_cast<uint8_t>(text[1]);
  }

  const size_t size_;
  absl::flat_hash_set<std::string> texts_;
  std::bitset<0x10000> begins_;
};

void ExpectNoTraceOf(const RegisterModel& model, const Ledger& ledger,
                     const std::string& directory) {
  // Keys in files are told by how they differ from the one before: their beginning may be left out.
  constexpr size_t kLeftOut = 4;
  Wanted in_keys(workforce::kPersonHashBytes);
  Wanted in_files(workforce::kPersonHashBytes - kLeftOut);
  const workforce::PersonKeys keys = KeysAt(model.made);
  for (const std::string& key : model.erased) {
    for (const workforce::PersonHash& hash : keys.EveryHash("asker", key)) {
      in_keys.Add(hash);
      in_files.Add(hash.substr(kLeftOut));
    }
  }
  const auto view = ledger.Read();
  ASSERT_THAT(view, IsOk());
  int rows = 0;
  EXPECT_THAT(view->snapshot().Scan({"", ""}, ScanDirection::kForward,
                                    [&](absl::string_view key, absl::string_view value) {
                                      rows += in_keys.IsIn(key) || in_keys.IsIn(value) ? 1 : 0;
                                      return true;
                                    }),
              IsOk());
  EXPECT_EQ(rows, 0) << "hold the hash of who was erased";
  if (directory.empty()) return;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    EXPECT_FALSE(in_files.IsIn(content)) << entry.path() << " holds the hash of who was erased";
  }
}

void ExpectWhole(Ledger& ledger) {
  const auto check = CheckStore(ledger, 10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  for (const StoreFinding& finding : check->findings) {
    ADD_FAILURE() << finding.name << ": " << finding.description;
  }
}

}  // namespace

int64_t VerifyRegister(RegisterService& service, const std::string& directory,
                       int64_t acknowledged) {
  const RegisterModel before = ModelAfter(acknowledged);
  RegisterModel after = before;
  after.MakeNext();
  const Stored stored = ReadStored(service.ledger());
  const bool is_made = stored == ExpectedOf(after);
  if (!is_made) {
    EXPECT_TRUE(stored == ExpectedOf(before))
        << "change " << acknowledged << " is acknowledged, and there is: " << stored
        << "\nbefore the next: " << ExpectedOf(before) << "\nafter it: " << ExpectedOf(after);
  }
  ExpectNoTraceOf(is_made ? after : before, service.ledger(), directory);
  ExpectWhole(service.ledger());
  return is_made ? after.made : acknowledged;
}

int64_t RepeatUnderWay(RegisterService& service, int64_t acknowledged, int64_t made) {
  const int64_t number = acknowledged + 1;
  if (!IsUpload(number)) return made;
  EXPECT_THAT(service.Make(ModelAfter(acknowledged)), IsOk()) << "change " << number;
  EXPECT_EQ(service.replayed(), made == number) << "change " << number;
  EXPECT_TRUE(ReadStored(service.ledger()) == ExpectedOf(ModelAfter(number)))
      << "change " << number;
  return number;
}

}  // namespace tertial::crash
