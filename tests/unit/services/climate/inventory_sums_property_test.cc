// Sums of generated inventories beside a model: what is missing is never silently left out.
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/inventory_sums.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

const Period kYear = Period::OfYear(2023);

enum class CellKind { kValue, kNotOccurring, kGap, kAbsent, kIncluded };

// A cell of an inventory in which every sector is told in one way only.
struct ModelCell {
  SeriesId id;
  CellKind kind = CellKind::kValue;
  int64_t value = 0;
  common::v1::MissingReason gap = common::v1::MISSING_REASON_NOT_ESTIMATED;
  // The cell that holds the emissions of one that is included elsewhere: a later one, so there are
  // no circles.
  size_t holder = 0;
};

class Generated {
 public:
  explicit Generated(uint64_t seed) : random_(seed) {
    const int sectors = 2 + Below(5);
    for (int i = 0; i < sectors; ++i) AddSector(absl::StrCat("sector-", i));
    for (size_t i = 0; i < cells.size(); ++i) Fill(i);
  }

  std::vector<v1::EmissionFigure> Figures() const {
    std::vector<v1::EmissionFigure> figures;
    for (const ModelCell& cell : cells) figures.push_back(FigureOfCell(cell));
    return figures;
  }

  // What a sum over the cells for which `is_part` holds must be.
  struct Expected {
    Rational known;
    bool has_known = false;
    int gaps = 0;
    int left_out = 0;
  };
  template <typename IsPart>
  Expected Expect(IsPart is_part) const {
    Expected expected;
    for (const ModelCell& cell : cells) {
      if (!is_part(cell)) continue;
      switch (cell.kind) {
        case CellKind::kValue:
          expected.known += Rational::FromInt(cell.value);
          expected.has_known = true;
          break;
        case CellKind::kNotOccurring:
          ++expected.left_out;
          break;
        case CellKind::kGap:
        case CellKind::kAbsent:
          ++expected.gaps;
          break;
        case CellKind::kIncluded: {
          const ModelCell* holder = &cell;
          while (holder->kind == CellKind::kIncluded) holder = &cells[holder->holder];
          // A holder that is recorded, and a part: told there, or a gap that is counted there.
          ++(is_part(*holder) && holder->kind != CellKind::kAbsent ? expected.left_out
                                                                   : expected.gaps);
          break;
        }
      }
    }
    return expected;
  }

  std::vector<ModelCell> cells;

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

  void AddSector(const std::string& sector) {
    const std::vector<std::string> sources = {"a", "b", "c"};
    const std::vector<std::string> gases = {"ch4", "co2"};
    switch (Below(4)) {
      case 0:
        cells.push_back({.id = {.sector = sector}});
        break;
      case 1:
        for (const auto& source : sources) cells.push_back({.id = {sector, source}});
        break;
      case 2:
        for (const auto& gas : gases) cells.push_back({.id = {sector, "", gas}});
        break;
      default:
        for (const auto& source : sources) {
          for (const auto& gas : gases) cells.push_back({.id = {sector, source, gas}});
        }
    }
  }

  void Fill(size_t i) {
    ModelCell& cell = cells[i];
    cell.value = Below(1000);
    const int kind = Below(12);
    if (kind == 0) {
      cell.kind = CellKind::kNotOccurring;
    } else if (kind == 1) {
      cell.kind = CellKind::kGap;
      if (Below(2) == 0) cell.gap = common::v1::MISSING_REASON_SUPPRESSED;
    } else if (kind == 2) {
      cell.kind = CellKind::kAbsent;
    } else if (kind <= 4 && i + 1 < cells.size()) {
      cell.kind = CellKind::kIncluded;
      cell.holder = i + 1 + static_cast<size_t>(Below(static_cast<int>(cells.size() - i - 1)));
    }
  }

  v1::EmissionFigure FigureOfCell(const ModelCell& cell) const {
    switch (cell.kind) {
      case CellKind::kNotOccurring:
        return FigureOf(cell.id, "2023", NotOccurring());
      case CellKind::kGap:
        return FigureOf(cell.id, "2023", Missing(cell.gap));
      case CellKind::kAbsent:
        return FigureOf(cell.id, "2022", Value("1"));
      case CellKind::kIncluded:
        return IncludedIn(FigureOf(cell.id, "2023", Pending()),
                          EmissionName(kRelease, cells[cell.holder].id, kYear));
      default:
        return FigureOf(cell.id, "2023", Value(absl::StrCat(cell.value)));
    }
  }

  std::mt19937_64 random_;
};

void ExpectTotal(const v1::InventoryTotal& total, const Generated::Expected& expected) {
  EXPECT_EQ(total.gap_count(), expected.gaps) << total.DebugString();
  EXPECT_EQ(total.left_out_count(), expected.left_out) << total.DebugString();
  EXPECT_EQ(total.completeness(),
            expected.gaps == 0 ? v1::COMPLETENESS_COMPLETE : v1::COMPLETENESS_INCOMPLETE);
  if (expected.gaps == 0) {
    ASSERT_TRUE(total.total().has_value()) << total.DebugString();
    EXPECT_EQ(*Rational::Parse(total.total().unrounded()), expected.known);
    EXPECT_FALSE(total.has_recorded_part());
    return;
  }
  EXPECT_EQ(total.total().not_computable().reason(), common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(total.has_recorded_part(), expected.has_known);
  if (expected.has_known) {
    EXPECT_EQ(*Rational::Parse(total.recorded_part().unrounded()), expected.known);
  }
}

// Whether anything of it is recorded for the year.
bool IsRecorded(const std::vector<ModelCell>& cells, const std::string& sector) {
  for (const ModelCell& cell : cells) {
    if ((sector.empty() || cell.id.sector == sector) && cell.kind != CellKind::kAbsent) return true;
  }
  return false;
}

TEST(InventorySumsProperty, SumsAreWhatTheModelSays) {
  for (uint64_t seed = 1; seed <= 600; ++seed) {
    SCOPED_TRACE(seed);
    const Generated generated(seed);
    const SampleInventory inventory(generated.Figures());
    if (!IsRecorded(generated.cells, "")) continue;
    // A sector of which nothing is recorded is one gap of the sum of all, not one for each part.
    std::map<std::string, int> absent_beyond_one;
    for (const ModelCell& cell : generated.cells) {
      if (!IsRecorded(generated.cells, cell.id.sector)) ++absent_beyond_one[cell.id.sector];
    }
    Generated::Expected all = generated.Expect([](const ModelCell&) { return true; });
    for (const auto& [sector, count] : absent_beyond_one) all.gaps -= count - 1;
    ExpectTotal(SumOfSectors(*inventory, kYear), all);
    for (const ModelCell& first : generated.cells) {
      if (!IsRecorded(generated.cells, first.id.sector)) continue;
      ExpectTotal(TotalOf(*inventory, first.id.sector, kYear),
                  generated.Expect(
                      [&](const ModelCell& cell) { return cell.id.sector == first.id.sector; }));
    }
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(InventorySumsProperty, ATotalThatStaysCompleteIsNeverLoweredByAGap) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    Generated generated(seed);
    std::optional<Rational> before;
    {
      const SampleInventory inventory(generated.Figures());
      const v1::InventoryTotal total = SumOfSectors(*inventory, kYear);
      if (total.total().has_value()) before = *Rational::Parse(total.total().unrounded());
    }
    if (!before.has_value()) continue;
    for (size_t i = 0; i < generated.cells.size(); ++i) {
      const ModelCell cell = generated.cells[i];
      generated.cells[i].kind = CellKind::kGap;
      const SampleInventory inventory(generated.Figures());
      const v1::InventoryTotal total = SumOfSectors(*inventory, kYear);
      EXPECT_FALSE(total.total().has_value());
      EXPECT_EQ(total.completeness(), v1::COMPLETENESS_INCOMPLETE);
      generated.cells[i] = cell;
    }
  }
}

}  // namespace
}  // namespace tertial::climate
