// Two registers that differ in hidden numbers alone look the same to a reader, byte for byte.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
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

const std::vector<std::string>& Periods() {
  static const auto& periods = *new std::vector<std::string>{"2024-12-31", "2024-M12", "2024-T3"};
  return periods;
}

// The register, with the first person of the small unit, and all that is theirs, in another.
GeneratedRegister MoveOne(GeneratedRegister of, const std::string& unit) {
  std::string moved;
  for (v1::RegisterRow& row : of.rows) {
    if (!row.has_position()) continue;
    v1::PositionRow& position = *row.mutable_position();
    if (moved.empty() && absl::EndsWith(position.unit(), absl::StrCat("/", testing::kSmallUnit))) {
      moved = position.person_key();
    }
    if (position.person_key() == moved) position.set_unit(unit);
  }
  return of;
}

std::vector<std::string> PublishedOf(const GeneratedRegister& of) {
  PublishedRegister published(of, /*complementary=*/true);
  published.Publish(Periods());
  std::vector<std::string> told;
  for (const v1::PublishedFigure& figure : published.recorded().figures) {
    told.push_back(figure.SerializeAsString());
  }
  return told;
}

// Another register of which the same is published.
std::optional<GeneratedRegister> TwinOf(const GeneratedRegister& of) {
  const std::vector<std::string> published = PublishedOf(of);
  for (const v1::Unit& unit : of.units) {
    if (absl::EndsWith(unit.name(), absl::StrCat("/", testing::kSmallUnit))) continue;
    GeneratedRegister twin = MoveOne(of, unit.name());
    if (PublishedOf(twin) == published) return twin;
  }
  return std::nullopt;
}

std::vector<Exchange> Attacked(const std::string& data, const GeneratedRegister& of) {
  ServedRegister served(data, Suppression::kComplementary);
  served.Upload(of);
  served.Publish(Periods());
  Reader reader(served.channel());
  reader.AskEverything();
  reader.AskWhatIsNotForReaders();
  return reader.exchanges();
}

TEST(TwinRegisters, AreToldApartByNoAnswer) {
  const GeneratedRegister of = testing::GenerateRegister({.persons = 1500, .units = 40});
  const std::optional<GeneratedRegister> twin = TwinOf(of);
  ASSERT_TRUE(twin.has_value());
  const TempDir directory;
  const std::string base = directory.path() + "/base/data";
  // One store, twice, since names of stores and their epochs are drawn by lot.
  std::filesystem::create_directory(directory.path() + "/base");
  {
    ServedRegister served(base, Suppression::kComplementary);
    served.RecordUnits(of);
  }
  std::filesystem::copy(directory.path() + "/base", directory.path() + "/twin",
                        std::filesystem::copy_options::recursive);
  const std::vector<Exchange> one = Attacked(base, of);
  const std::vector<Exchange> other = Attacked(directory.path() + "/twin/data", *twin);
  ASSERT_EQ(one.size(), other.size());
  EXPECT_GT(one.size(), 500u);
  for (size_t i = 0; i < one.size(); ++i) {
    ASSERT_EQ(one[i].question, other[i].question);
    ASSERT_EQ(one[i].answer, other[i].answer) << one[i].question;
  }
}

}  // namespace
}  // namespace tertial::attack
