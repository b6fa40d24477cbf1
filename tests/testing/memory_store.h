// A store in memory: for inputs by the hundred thousand, and for what is left of a store that
// fails.
#ifndef TERTIAL_TESTS_TESTING_MEMORY_STORE_H_
#define TERTIAL_TESTS_TESTING_MEMORY_STORE_H_

#include <functional>
#include <iterator>
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

// What was put over the content of a store; nothing: it was deleted.
using StoreChanges = std::map<std::string, std::optional<std::string>, std::less<>>;

class MemorySnapshot : public StoreSnapshot {
 public:
  MemorySnapshot(std::shared_ptr<const StoreContent> content,
                 std::shared_ptr<const StoreChanges> changes)
      : content_(std::move(content)), changes_(std::move(changes)) {}

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    const auto changed = changes_->find(key);
    if (changed != changes_->end()) return changed->second;
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
    const auto between = [&](const auto& map) {
      return std::pair(map.lower_bound(range.begin),
                       range.end.empty() ? map.end() : map.lower_bound(range.end));
    };
    auto [content, content_end] = between(*content_);
    auto [change, change_end] = between(*changes_);
    if (direction == ScanDirection::kForward) {
      Merge(content, content_end, change, change_end, std::less<>(), visitor);
    } else {
      Merge(std::reverse_iterator(content_end), std::reverse_iterator(content),
            std::reverse_iterator(change_end), std::reverse_iterator(change), std::greater<>(),
            visitor);
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
  // Visits both as one, in the order of `before`.
  template <typename Content, typename Changes, typename Before>
  static void Merge(Content content, Content content_end, Changes change, Changes change_end,
                    Before before, ScanVisitor visitor) {
    while (content != content_end || change != change_end) {
      if (change == change_end ||
          (content != content_end && before(content->first, change->first))) {
        if (!visitor(content->first, content->second)) return;
        ++content;
        continue;
      }
      if (content != content_end && content->first == change->first) ++content;
      if (change->second.has_value() && !visitor(change->first, *change->second)) return;
      ++change;
    }
  }

  const std::shared_ptr<const StoreContent> content_;
  const std::shared_ptr<const StoreChanges> changes_;
};

// A write costs what has changed since a while, however large the store is. For one thread that
// writes, and none that reads meanwhile but from snapshots.
class MemoryStore : public KeyValueStore {
 public:
  explicit MemoryStore(StoreContent content = {})
      : MemoryStore(std::make_shared<const StoreContent>(std::move(content))) {}
  // Begins with what others may begin with as well.
  explicit MemoryStore(std::shared_ptr<const StoreContent> content)
      : content_(std::move(content)), changes_(std::make_shared<const StoreChanges>()) {}

  // Until the next write.
  const StoreContent& content() const { return *shared_content(); }
  const std::shared_ptr<const StoreContent>& shared_content() const {
    if (!changes_->empty()) TakeIn(*changes_);
    return content_;
  }

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override {
    return MemorySnapshot(content_, changes_).Get(key);
  }
  std::unique_ptr<StoreSnapshot> Snapshot() const override {
    return std::make_unique<MemorySnapshot>(content_, changes_);
  }
  absl::Status Write(const WriteBatch& batch, Durability /*durability*/) override {
    auto changed = std::make_shared<StoreChanges>(*changes_);
    for (const WriteBatch::Change& change : batch.changes()) {
      switch (change.kind) {
        case WriteBatch::Kind::kPut:
          (*changed)[change.key] = change.value;
          break;
        case WriteBatch::Kind::kDelete:
          (*changed)[change.key] = std::nullopt;
          break;
        case WriteBatch::Kind::kDeleteRange:
          if (change.value.empty()) return absl::InvalidArgumentError("a range without an end");
          if (change.key < change.value) DeleteRange(change.key, change.value, *changed);
      }
    }
    if (changed->size() > kMostChanges) {
      TakeIn(*changed);
    } else {
      changes_ = std::move(changed);
    }
    return absl::OkStatus();
  }
  absl::Status Expunge(const ScanRange& /*range*/) override { return absl::OkStatus(); }
  absl::Status Backup(const std::string& /*directory*/) override {
    return ServiceUnavailable("There are no backups of it.");
  }
  absl::StatusOr<uint64_t> DiskBytes() const override { return 0; }
  absl::Status Health() const override { return absl::OkStatus(); }

 private:
  static constexpr size_t kMostChanges = 500;

  void DeleteRange(const std::string& begin, const std::string& end, StoreChanges& changed) const {
    for (auto& [key, value] : changed) {
      if (key >= begin && key < end) value = std::nullopt;
    }
    for (auto it = content_->lower_bound(begin); it != content_->lower_bound(end); ++it) {
      changed[it->first] = std::nullopt;
    }
  }
  void TakeIn(const StoreChanges& changes) const {
    auto content = std::make_shared<StoreContent>(*content_);
    for (const auto& [key, value] : changes) {
      if (value.has_value()) {
        (*content)[key] = *value;
      } else {
        content->erase(key);
      }
    }
    content_ = std::move(content);
    changes_ = std::make_shared<const StoreChanges>();
  }

  mutable std::shared_ptr<const StoreContent> content_;
  mutable std::shared_ptr<const StoreChanges> changes_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_MEMORY_STORE_H_
