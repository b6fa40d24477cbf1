#include "services/politics/store/keys.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/ledger/table.h"
#include "common/store/key_encoding.h"
#include "common/types/resource_name.h"
#include "common/types/search_words.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/domain/case_days.h"
#include "services/politics/domain/search_texts.h"

namespace tertial::politics {
namespace {

constexpr uint8_t kDayIndex = 2;
constexpr uint8_t kNumberIndex = 3;
constexpr uint8_t kWordIndex = 4;
constexpr absl::string_view kEnd("\0", 1);

std::string EntriesOf(uint8_t index, absl::string_view area_id) {
  std::string entry;
  AppendUint8(index, entry);
  return absl::StrCat(entry, area_id, kEnd);
}

// The entries of a row whose texts these are.
void AddWordEntries(absl::string_view pk, const SearchTexts& texts,
                    std::vector<std::string>& entries) {
  absl::string_view rest = pk;
  const std::string begin = WordEntriesOf(ConsumeTextId(rest).value_or(""));
  for (const std::string& word : SearchWordsOf(texts.texts, texts.numbers)) {
    entries.push_back(absl::StrCat(begin, word, kEnd));
  }
}

}  // namespace

std::string DayEntriesOf(absl::string_view area_id, absl::string_view body_id) {
  return absl::StrCat(EntriesOf(kDayIndex, area_id), body_id, kEnd);
}

std::string DayEntryOf(const v1::Case& political_case) {
  const std::optional<DayRange> days = DaysOf(political_case);
  if (days.has_value()) return absl::FormatCivilTime(days->first);
  return absl::StrCat("~", political_case.number().year());
}

std::string NumberEntryOf(absl::string_view area_id, int32_t year, int32_t sequence) {
  return absl::StrCat(NumberEntriesOf(area_id, year), absl::StrFormat("%05d", sequence), kEnd);
}

std::string NumberEntriesOf(absl::string_view area_id, int32_t year) {
  return absl::StrCat(EntriesOf(kNumberIndex, area_id), year, "-");
}

std::string WordEntriesOf(absl::string_view area_id) { return EntriesOf(kWordIndex, area_id); }

void CaseTable::AddIndexEntries(absl::string_view pk, const Message& political_case,
                                std::vector<std::string>& entries) {
  absl::string_view rest = pk;
  const std::string area_id(ConsumeTextId(rest).value_or(""));
  entries.push_back(absl::StrCat(
      DayEntriesOf(area_id, political_case.body().empty() ? "" : LastIdOf(political_case.body())),
      DayEntryOf(political_case), kEnd));
  entries.push_back(
      NumberEntryOf(area_id, political_case.number().year(), political_case.number().sequence()));
  AddWordEntries(pk, SearchTextsOf(political_case), entries);
}

void MatterTable::AddIndexEntries(absl::string_view pk, const Message& matter,
                                  std::vector<std::string>& entries) {
  AddWordEntries(pk, SearchTextsOf(matter), entries);
}

void ExemptContentTable::AddIndexEntries(absl::string_view pk, const Message& content,
                                         std::vector<std::string>& entries) {
  AddWordEntries(pk, SearchTextsOf(content), entries);
}

void ThematicPlanTable::AddIndexEntries(absl::string_view pk, const Message& plan,
                                        std::vector<std::string>& entries) {
  AddWordEntries(pk, SearchTextsOf(plan), entries);
}

void ResolutionFollowUpTable::AddIndexEntries(absl::string_view pk, const Message& resolution,
                                              std::vector<std::string>& entries) {
  AddWordEntries(pk, SearchTextsOf(resolution), entries);
}

std::optional<Period> BodyActivityTable::PeriodOf(absl::Span<const std::string> ids) {
  return PeriodOfActivityId(ids[2]);
}

absl::StatusOr<bool> BodyActivityTable::IsKnown(const RecordReader& reader,
                                                absl::Span<const std::string> ids) {
  TERTIAL_ASSIGN_OR_RETURN(
      const std::optional<v1::Body> body,
      FindResource<BodyTable>(reader, PatternOf<BodyTable>().Format(ids.first(2))));
  return body.has_value();
}

}  // namespace tertial::politics
