// Damages one record of a store in a way that the engine below cannot see: flips the last byte of
// the newest version of the first resource whose key holds a text.
#include <iostream>
#include <string>

#include "absl/strings/match.h"
#include "common/store/rocksdb_store.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: tertial_damage_store DIRECTORY TEXT\n";
    return 2;
  }
  const auto store = tertial::OpenRocksDbStore(argv[1]);
  if (!store.ok()) {
    std::cerr << store.status() << "\n";
    return 1;
  }
  const std::string wanted = argv[2];
  std::string key;
  std::string value;
  // 01 table pk: the present versions (common/ledger/ledger_keys.h).
  const absl::Status scanned =
      (*store)->Snapshot()->Scan({.begin = "\x01", .end = "\x02"}, tertial::ScanDirection::kForward,
                                 [&](absl::string_view found, absl::string_view bytes) {
                                   if (!absl::StrContains(found, wanted)) return true;
                                   key = std::string(found);
                                   value = std::string(bytes);
                                   return false;
                                 });
  if (!scanned.ok() || value.empty()) {
    std::cerr << "no record holds " << wanted << "\n";
    return 1;
  }
  value.back() = static_cast<char>(value.back() ^ 1);
  tertial::WriteBatch batch;
  batch.Put(key, value);
  if (const absl::Status written = (*store)->Write(batch); !written.ok()) {
    std::cerr << written << "\n";
    return 1;
  }
  return 0;
}
