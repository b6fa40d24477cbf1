#include "services/politics/store/search_reads.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/search_words.h"
#include "services/politics/domain/search_texts.h"
#include "services/politics/store/case_parts.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Entries gathered before their rows are read together: as many as the page may still tell and one
// more, which tells whether there is another page. When some were passed over, twice as many.
constexpr size_t kFewGathered = 16;
constexpr size_t kMostGathered = 512;
// Entries of each word that are counted to choose one of several words by: few first.
constexpr size_t kCounts[] = {64, 512, 4096};

absl::Status Decode(TableId table, absl::string_view pk, absl::string_view body,
                    SearchedResource& resource) {
  switch (table) {
    case CaseTable::kId:
      return DecodeCaseWithoutVotes(pk, body, resource.emplace<v1::Case>());
    case ThematicPlanTable::kId:
      return DecodeBody(table, pk, body, resource.emplace<v1::ThematicPlan>());
    case ResolutionFollowUpTable::kId:
      return DecodeBody(table, pk, body, resource.emplace<v1::ResolutionFollowUp>());
    case MatterTable::kId:
      return DecodeBody(table, pk, body, resource.emplace<v1::Matter>());
    case ExemptContentTable::kId:
      return DecodeBody(table, pk, body, resource.emplace<v1::ExemptContent>());
    default:
      return InternalError("A table that is not searched was.");
  }
}

class PageReader {
 public:
  PageReader(const ReadView& view, const SearchQuery& query, const SearchLimits& limits)
      : view_(view),
        query_(query),
        limits_(limits),
        entries_of_area_(WordEntriesOf(query.area_id)) {}

  absl::StatusOr<SearchPage> Read(SearchPosition from) {
    for (const TableId table : query_.tables) {
      if (table < from.table) continue;
      if (table > from.table || from.after.empty() || from.word >= query_.words.size()) {
        TERTIAL_ASSIGN_OR_RETURN(const size_t word, ChooseWord(table));
        from = {.table = table, .word = word, .after = ""};
      }
      page_.reached = from;
      TERTIAL_ASSIGN_OR_RETURN(const bool whole, ReadTable());
      if (!whole) return std::move(page_);
    }
    page_.complete = true;
    return std::move(page_);
  }

 private:
  struct Entry {
    std::string word;
    std::string pk;
  };
  // A row that was looked at.
  struct Row {
    // The word under which it is told. Empty: it is not found.
    std::string word;
    // What is told, until it is, and how many bytes it has.
    std::optional<SearchedResource> resource;
    size_t size = 0;
  };

  // The word with the fewest entries, as far as that is known by counting few of them; else the
  // longest.
  absl::StatusOr<size_t> ChooseWord(TableId table) const {
    if (query_.words.size() == 1) return 0;
    for (const size_t most : kCounts) {
      size_t chosen = 0;
      size_t least = most;
      for (size_t i = 0; i < query_.words.size(); ++i) {
        size_t count = 0;
        TERTIAL_RETURN_IF_ERROR(
            view_.ScanIndex(table, absl::StrCat(entries_of_area_, query_.words[i]),
                            [&](absl::string_view, absl::string_view) { return ++count < least; }));
        if (count < least) {
          least = count;
          chosen = i;
        }
      }
      if (least < most) return chosen;
    }
    const auto longest = std::max_element(
        query_.words.begin(), query_.words.end(),
        [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
    return static_cast<size_t>(longest - query_.words.begin());
  }

  // Goes on in the table of page_.reached. False when the page ends before the table does.
  absl::StatusOr<bool> ReadTable() {
    rows_.clear();
    const size_t missing = limits_.rows_told - std::min(page_.rows.size(), limits_.rows_told);
    for (size_t most = std::clamp(missing + 1, kFewGathered, kMostGathered);;
         most = std::min(most * 2, kMostGathered)) {
      TERTIAL_ASSIGN_OR_RETURN(const std::vector<Entry> entries, Gather(most));
      TERTIAL_RETURN_IF_ERROR(LookAtRows(entries));
      for (const Entry& entry : entries) {
        const auto row = rows_.find(entry.pk);
        // Not looked at: there was no time for it.
        if (row == rows_.end()) return false;
        if (row->second.word == entry.word && row->second.resource.has_value()) {
          if (IsFull()) return false;
          Tell(entry.pk, row->second);
        }
        page_.reached.after = KeyOf(entry);
        ++passed_;
      }
      if (entries.size() < most) return true;
      if (passed_ >= limits_.entries) return false;
    }
  }

  // The next entries: fewer than `most` when there are no more.
  absl::StatusOr<std::vector<Entry>> Gather(size_t most) const {
    std::vector<Entry> entries;
    TERTIAL_RETURN_IF_ERROR(view_.ScanIndexAfter(
        page_.reached.table, absl::StrCat(entries_of_area_, query_.words[page_.reached.word]),
        page_.reached.after, [&](absl::string_view entry, absl::string_view pk) {
          // Without what all begin with, and without the 00 at the end.
          entry.remove_prefix(entries_of_area_.size());
          entry.remove_suffix(1);
          entries.push_back({std::string(entry), std::string(pk)});
          return entries.size() < most;
        }));
    return entries;
  }

  std::string KeyOf(const Entry& entry) const {
    return absl::StrCat(entries_of_area_, entry.word, absl::string_view("\0", 1), entry.pk);
  }

  // Reads the rows of the entries that were not read yet, as many as may be.
  absl::Status LookAtRows(const std::vector<Entry>& entries) {
    std::vector<std::string> pks;
    for (const Entry& entry : entries) {
      if (looked_at_ >= limits_.rows_read) break;
      if (!rows_.try_emplace(entry.pk).second) continue;
      pks.push_back(entry.pk);
      ++looked_at_;
    }
    TERTIAL_ASSIGN_OR_RETURN(std::vector<std::optional<Record>> records,
                             view_.MultiFind(page_.reached.table, pks));
    for (size_t i = 0; i < pks.size(); ++i) {
      if (!records[i].has_value()) continue;
      Row& row = rows_[pks[i]];
      row.size = records[i]->body.size();
      SearchedResource& resource = row.resource.emplace();
      TERTIAL_RETURN_IF_ERROR(Decode(page_.reached.table, pks[i], records[i]->body, resource));
      row.word = WordOf(resource);
      if (row.word.empty()) row.resource.reset();
    }
    return absl::OkStatus();
  }

  // The word under which the row is told; empty when it lacks one of the query's.
  std::string WordOf(const SearchedResource& resource) const {
    const SearchTexts texts =
        std::visit([](const auto& message) { return SearchTextsOf(message); }, resource);
    std::vector<std::string> words = FirstSearchWordsOf(texts.texts, texts.numbers, query_.words);
    if (absl::c_linear_search(words, "")) return std::string();
    return std::move(words[page_.reached.word]);
  }

  bool IsFull() const {
    return page_.rows.size() >= limits_.rows_told || bytes_told_ >= limits_.bytes_told;
  }

  void Tell(const std::string& pk, Row& row) {
    bytes_told_ += row.size;
    page_.rows.push_back({page_.reached.table, pk, *std::move(row.resource)});
    row.resource.reset();
  }

  const ReadView& view_;
  const SearchQuery& query_;
  const SearchLimits limits_;
  const std::string entries_of_area_;
  SearchPage page_;
  // Of the present table, by pk.
  std::unordered_map<std::string, Row> rows_;
  size_t bytes_told_ = 0;
  size_t looked_at_ = 0;
  size_t passed_ = 0;
};

}  // namespace

absl::StatusOr<SearchPage> ReadSearchPage(const ReadView& view, const SearchQuery& query,
                                          const SearchPosition& from, const SearchLimits& limits) {
  return PageReader(view, query, limits).Read(from);
}

std::string EncodeSearchPosition(const SearchPosition& position) {
  std::string bytes;
  AppendUint8(position.table, bytes);
  AppendUint8(static_cast<uint8_t>(position.word), bytes);
  return absl::StrCat(bytes, position.after);
}

SearchPosition DecodeSearchPosition(absl::string_view bytes) {
  const std::optional<uint8_t> table = ConsumeUint8(bytes);
  const std::optional<uint8_t> word = ConsumeUint8(bytes);
  if (!table.has_value() || !word.has_value()) return {};
  return {.table = *table, .word = *word, .after = std::string(bytes)};
}

}  // namespace tertial::politics
