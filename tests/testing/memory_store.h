// A store in memory: for inputs by the hundred thousand, and for what is left of a store that
// fails.
#ifndef TERTIAL_TESTS_TESTING_MEMORY_STORE_H_
#define TERTIAL_TESTS_TESTING_MEMORY_STORE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/status/errors.h"
#include "common/store/key_value_store.h"

namespace tertial {

using StoreContent = std::map<std::string, std::string, std::less<>>;

class MemorySnapshot : public StoreSnapshot {
 public:
  explicit MemorySnapshot(std::shared_ptr<const StoreContent> content)
      : content_(std::move(content)) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    const auto found = content_->find(key);
    return found == content_->end() ? std::nullopt : std::optional<std::string>(found->second);
  }
  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    std::vector<std::optional<std::string>> values;
    for (const std::string& key : keys) values.push_back(*Get(key));
    return values;
  }
  absl::Status Scan(const ScanRange& range, ScanDirection direction,
                    ScanVisitor visitor) const override {
    if (range.empty()) return absl::OkStatus();
    auto begin = content_->lower_bound(range.begin);
    auto end = range.end.empty() ? content_->end() : content_->lower_bound(range.end);
    if (direction == ScanDirection::kForward) {
      for (; begin != end; ++begin) {
        if (!visitor(begin->first, begin->second)) break;
      }
      return absl::OkStatus();
    }
    while (end != begin) {
      --end;
      if (!visitor(end->first, end->second)) break;
    }
    return absl::OkStatus();
  }
  absl::Status MultiSeek(absl::Span<const ScanRange> ranges, SeekVisitor visitor) const override {
    for (size_t i = 0; i < ranges.size(); ++i) {
      const auto visit = [&](absl::string_view key, absl::string_view value) {
        visitor(i, key, value);
        return false;
      };
      if (absl::Status failed = Scan(ranges[i], ScanDirection::kForward, visit); !failed.ok()) {
        return failed;
      }
    }
    return absl::OkStatus();
  }

 private:
  const std::shared_ptr<const StoreContent> content_;
};

// Copies its content at every write: for a few dozen rows, and one thread.
class MemoryStore : public KeyValueStore {
 public:
  explicit MemoryStore(StoreContent content = {})
      : content_(std::make_shared<const StoreContent>(std::move(content))) {}

  const StoreContent& content() const { return *content_; }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return MemorySnapshot(content_).Get(key);
  }
  std::unique_ptr<StoreSnapshot> Snapshot() const override {
    return std::make_unique<MemorySnapshot>(content_);
  }
  absl::Status Write(const WriteBatch& batch, Durability /*durability*/) override {
    auto changed = std::make_shared<StoreContent>(*content_);
    for (const WriteBatch::Change& change : batch.changes()) {
      switch (change.kind) {
        case WriteBatch::Kind::kPut:
          (*changed)[change.key] = change.value;
          break;
        case WriteBatch::Kind::kDelete:
          changed->erase(change.key);
          break;
        case WriteBatch::Kind::kDeleteRange:
          if (change.value.empty()) return absl::InvalidArgumentError("a range without an end");
          if (change.key < change.value) {
            changed->erase(changed->lower_bound(change.key), changed->lower_bound(change.value));
          }
      }
    }
    content_ = std::move(changed);
    return absl::OkStatus();
  }
  absl::Status Expunge(const ScanRange& /*range*/) override { return absl::OkStatus(); }
  absl::Status Backup(const std::string& /*directory*/) override {
    return ServiceUnavailable("There are no backups of it.");
  }
  absl::StatusOr<uint64_t> DiskBytes() const override { return 0; }
  absl::Status Health() const override { return absl::OkStatus(); }

 private:
  std::shared_ptr<const StoreContent> content_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_MEMORY_STORE_H_
