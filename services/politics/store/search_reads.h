// Resources found by words of their texts.
//
// The words of a row are in index 4 of its table (keys.h), written in the commit that writes the
// row. Entries of words that a row has no longer stay (record_reader.h), and one row stands under
// all of its words that begin with what is searched for. So a row is told where it stands under the
// first of those words that it has in the state read, and nowhere else: pages need no memory of
// what was told before, and are the same however many commits are made meanwhile.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_SEARCH_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_SEARCH_READS_H_

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"
#include "tertial/politics/v1/exempt_content_resources.pb.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

struct SearchQuery {
  std::string area_id;
  // From QueryWordsOf: at least one.
  std::vector<std::string> words;
  // Which tables, in the order of their numbers: cases, plans, follow-ups, matters, or exempt
  // contents, whose reader must have the right to them.
  std::vector<TableId> tables;
};

// Where a search stands.
struct SearchPosition {
  // 0: at the beginning.
  TableId table = 0;
  // Which of the query's words is looked up in the table's index.
  size_t word = 0;
  // The entry and the pk that were looked at last. Empty: none yet.
  std::string after;
};

// What is searched: one kind of it stands in each table.
using SearchedResource =
    std::variant<v1::Case, v1::ThematicPlan, v1::ResolutionFollowUp, v1::Matter, v1::ExemptContent>;

struct FoundRow {
  TableId table = 0;
  std::string pk;
  // Of a case, all but its votes.
  SearchedResource resource;
};

struct SearchPage {
  // By table, then by the word found in the bytes' order (so a word that is what was asked for
  // stands before longer ones), then by pk.
  std::vector<FoundRow> rows;
  // Go on from here, unless `complete`.
  SearchPosition reached;
  bool complete = false;
};

// What a page may hold and cost at most, whatever is searched for: then it ends, though it may have
// few rows or none, and the next one goes on.
struct SearchLimits {
  size_t rows_told = 100;
  size_t bytes_told = size_t{4} << 20;
  // Rows looked at. One costs some ten microseconds.
  size_t rows_read = 2000;
  // Index entries passed over.
  size_t entries = 20'000;
};

// The rows behind `from`, of the state of `view`. A `from` that no page gave yields some rows of
// the query or none.
absl::StatusOr<SearchPage> ReadSearchPage(const ReadView& view, const SearchQuery& query,
                                          const SearchPosition& from, const SearchLimits& limits);

// The position as bytes, for a page token, and back. A text that is none is the beginning.
std::string EncodeSearchPosition(const SearchPosition& position);
SearchPosition DecodeSearchPosition(absl::string_view bytes);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_SEARCH_READS_H_
