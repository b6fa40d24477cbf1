// A program with the reader's role asks a real server for all there is, and hands what it was told
// to a solver.
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/attack/cube_attacker.h"
#include "tests/attack/published_register.h"
#include "tests/attack/reader.h"
#include "tests/attack/served_register.h"
#include "tests/testing/generated_register.h"
#include "tests/testing/temp_dir.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;
using testing::GeneratedRegister;
using workforce::Suppression;

// Whether the attack is on all cubes of two years, which takes minutes, or on some that overlap.
bool attack_all = false;

const std::vector<std::string>& AllPeriods() {
  static const auto& periods =
      *new std::vector<std::string>{"2023",    "2024-M11", "2024-M12",   "2024-T1",   "2024-T2",
                                    "2024-T3", "2024",     "2024-12-01", "2024-12-31"};
  return periods;
}

const std::vector<std::string>& AttackedPeriods() {
  static const auto& some = *new std::vector<std::string>{"2024-M12", "2024-T3", "2024-12-31"};
  return attack_all ? AllPeriods() : some;
}

bool IsHidden(const v1::PublishedFigure& figure) {
  return figure.cell().missing() == common::v1::MISSING_REASON_SUPPRESSED;
}

// What is said of those who work in several units, and of units without people of their own.
class Outsider {
 public:
  Outsider(const GeneratedRegister& of, const std::vector<std::string>& periods)
      : register_(of, /*complementary=*/true) {
    register_.Publish(periods);
  }
  Knowledge knowledge() const { return register_.knowledge(); }

 private:
  PublishedRegister register_;
};

void ExpectToldOneWay(const Reader& reader) {
  EXPECT_TRUE(reader.differing().empty()) << absl::StrJoin(reader.differing(), "\n");
  for (const v1::PublishedFigure& figure : reader.recorded().figures) {
    // Twice in lists of its cube, in that of all, as the feed was read and watched, two exports.
    EXPECT_GE(reader.seen().at(figure.name()), 7) << figure.name();
    if (!IsHidden(figure)) continue;
    EXPECT_EQ(figure.numerator().missing(), common::v1::MISSING_REASON_SUPPRESSED);
    if (!figure.has_denominator()) continue;
    EXPECT_EQ(figure.denominator().missing(), common::v1::MISSING_REASON_SUPPRESSED);
  }
}

// Whether no number of the unit of five is told.
bool HidesSmallUnit(const Recorded& recorded, const std::string& period) {
  int figures = 0;
  for (const v1::PublishedFigure& figure : recorded.figures) {
    if (figure.period() != period) continue;
    if (!absl::EndsWith(figure.subject().unit(), absl::StrCat("/", testing::kSmallUnit))) continue;
    ++figures;
    if (!IsHidden(figure)) return false;
  }
  return figures > 0;
}

TEST(ReaderAttack, DeterminesNoHiddenNumber) {
  const GeneratedRegister of = testing::GenerateRegister();
  const TempDir directory;
  ServedRegister served(directory.path() + "/data", Suppression::kComplementary);
  served.RecordUnits(of);
  served.Upload(of);
  served.Publish(AttackedPeriods());
  Reader reader(served.channel());
  reader.AskEverything();
  ASSERT_EQ(reader.recorded().cubes.size(), AttackedPeriods().size());
  ExpectToldOneWay(reader);
  for (const auto& [call, status] : reader.AskWhatIsNotForReaders()) {
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << call << " " << status;
  }

  // Of the five in it one left in the middle of December.
  EXPECT_TRUE(HidesSmallUnit(reader.recorded(), "2024-12-31"));
  EXPECT_TRUE(HidesSmallUnit(reader.recorded(), "2024-M12"));

  const Outsider outsider(of, AttackedPeriods());
  const Findings findings = AttackCubes(reader.recorded(), outsider.knowledge(), Attack::kAll);
  EXPECT_EQ(findings.contradictions, 0);
  EXPECT_GT(findings.hidden, attack_all ? 1000 : 100);
  EXPECT_TRUE(findings.determined.empty()) << absl::StrJoin(findings.determined, "\n");
  EXPECT_TRUE(findings.undecided.empty()) << absl::StrJoin(findings.undecided, "\n");
  EXPECT_TRUE(findings.passed_over.empty()) << absl::StrJoin(findings.passed_over, "\n");
}

// The control: an attack that finds nothing anywhere would prove nothing.
TEST(ReaderAttack, DeterminesAHundredNumbersBehindPrimarySuppression) {
  const GeneratedRegister of = testing::GenerateRegister();
  const TempDir directory;
  ServedRegister served(directory.path() + "/data", Suppression::kPrimaryOnly);
  served.RecordUnits(of);
  served.Upload(of);
  served.Publish(AllPeriods());
  Reader reader(served.channel());
  reader.AskEverything();
  const Outsider outsider(of, AllPeriods());
  const Findings findings = AttackCubes(reader.recorded(), outsider.knowledge(), Attack::kQuick);
  EXPECT_EQ(findings.contradictions, 0);
  EXPECT_GE(findings.determined.size(), 100u) << findings.hidden;
}

}  // namespace
}  // namespace tertial::attack

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  tertial::attack::attack_all = argc == 2 && absl::string_view(argv[1]) == "--all";
  if (argc != 1 && !tertial::attack::attack_all) {
    std::cerr << "usage: " << argv[0] << " [--all]\n";
    return 2;
  }
  return RUN_ALL_TESTS();
}
