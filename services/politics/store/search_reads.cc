#include "services/politics/store/search_reads.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/search_words.h"
#include "services/politics/domain/search_texts.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Entries gathered before their rows are read together.
constexpr size_t kFewGathered = 64;
constexpr size_t kMostGathered = 512;
// Entries of each word that are counted to choose one of several words by: few first.
constexpr size_t kCounts[] = {64, 512, 4096};

using WordsOf = absl::StatusOr<std::vector<std::string>> (*)(absl::string_view pk,
                                                             absl::string_view body);

template <typename T>
absl::StatusOr<std::vector<std::string>> WordsOfRow(absl::string_view pk, absl::string_view body) {
  typename T::Message message;
  TERTIAL_RETURN_IF_ERROR(DecodeBody(T::kId, pk, body, message));
  const SearchTexts texts = SearchTextsOf(message);
  return SearchWordsOf(texts.texts, texts.numbers);
}

const std::map<TableId, WordsOf>& Searched() {
  static const auto& searched = *new std::map<TableId, WordsOf>{
      {CaseTable::kId, WordsOfRow<CaseTable>},
      {ThematicPlanTable::kId, WordsOfRow<ThematicPlanTable>},
      {ResolutionFollowUpTable::kId, WordsOfRow<ResolutionFollowUpTable>},
      {MatterTable::kId, WordsOfRow<MatterTable>},
      {ExemptContentTable::kId, WordsOfRow<ExemptContentTable>}};
  return searched;
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
    // Until it is told.
    std::optional<Record> record;
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
    for (size_t most = kFewGathered;; most = std::min(most * 2, kMostGathered)) {
      TERTIAL_ASSIGN_OR_RETURN(const std::vector<Entry> entries, Gather(most));
      TERTIAL_RETURN_IF_ERROR(LookAtRows(entries));
      for (const Entry& entry : entries) {
        const auto row = rows_.find(entry.pk);
        // Not looked at: there was no time for it.
        if (row == rows_.end()) return false;
        if (row->second.word == entry.word && row->second.record.has_value()) {
          if (IsFull()) return false;
          Tell(entry.pk, *std::exchange(row->second.record, std::nullopt));
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
      TERTIAL_ASSIGN_OR_RETURN(row.word, WordOf(pks[i], records[i]->body));
      if (!row.word.empty()) row.record = std::move(records[i]);
    }
    return absl::OkStatus();
  }

  // The word under which the row is told; empty when it lacks one of the query's.
  absl::StatusOr<std::string> WordOf(absl::string_view pk, absl::string_view body) const {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> words,
                             Searched().at(page_.reached.table)(pk, body));
    for (const std::string& word : query_.words) {
      if (FirstWithBeginning(words, word) == nullptr) return std::string();
    }
    return *FirstWithBeginning(words, query_.words[page_.reached.word]);
  }

  bool IsFull() const {
    return page_.rows.size() >= limits_.rows_told || bytes_told_ >= limits_.bytes_told;
  }

  void Tell(const std::string& pk, Record record) {
    bytes_told_ += record.body.size();
    page_.rows.push_back({page_.reached.table, pk, record.revision, std::move(record.body)});
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
