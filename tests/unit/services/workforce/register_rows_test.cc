#include "services/workforce/store/register_rows.h"

#include <random>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/workforce/internal/v1/register_rows.pb.h"

namespace tertial::workforce {
namespace {

const std::string kHash = "0123456789abcdef";

Person SomePerson(uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&](uint32_t bound) { return static_cast<uint32_t>(random()) % bound; };
  Person person{.woman = below(2) == 0, .birth_year = static_cast<int>(1900 + 5 * below(20))};
  for (uint32_t i = below(4); i > 0; --i) {
    person.positions.push_back({.unit = below(70'000),
                                .percent = below(10'001),
                                .from = below(73'000),
                                .to = below(3) == 0 ? kNoLastDay : below(73'000),
                                .kind = static_cast<uint8_t>(below(5)),
                                .occupation = below(300),
                                .education = static_cast<uint8_t>(below(5))});
  }
  for (uint32_t i = below(4); i > 0; --i) {
    person.absences.push_back({.from = below(73'000),
                               .to = below(3) == 0 ? kNoLastDay : below(73'000),
                               .degree = below(10'001),
                               .basis = static_cast<uint8_t>(below(3)),
                               .kind = static_cast<uint8_t>(below(4)),
                               .unit_plus_1 = below(100)});
  }
  return person;
}

TEST(RegisterRows, HaveGoldenKeys) {
  EXPECT_EQ(absl::BytesToHexString(PersonKey("a", kHash, 0x0102)),
            "610030313233343536373839616263646566"
            "0000000000000102");
  EXPECT_EQ(absl::BytesToHexString(StagedKeyOf("a", kHash, 1, 2)),
            "610030313233343536373839616263646566"
            "00000000000000010000000000000002");
  EXPECT_EQ(absl::BytesToHexString(AreaKey("a")), "6100");
}

TEST(RegisterRows, TellWhereTheyStand) {
  const std::string person = PersonKey("asker", kHash, 7);
  const auto place = DecodeRowPlace(person);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->area_id, "asker");
  EXPECT_EQ(place->hash, kHash);
  EXPECT_EQ(place->generation, 7u);
  EXPECT_EQ(place->row, 0);
  const std::string staged = StagedKeyOf("asker", kHash, 7, 9);
  EXPECT_EQ(DecodeRowPlace(staged)->row, 9);
  for (size_t size = 0; size < staged.size(); ++size) {
    EXPECT_EQ(DecodeRowPlace(staged.substr(0, size)).has_value(), size == person.size());
  }
  EXPECT_FALSE(DecodeRowPlace(staged + "x").has_value());
}

TEST(RegisterRows, AreReadAsTheyWereWritten) {
  Person reused;
  for (uint32_t seed = 0; seed < 2'000; ++seed) {
    const Person person = SomePerson(seed);
    ASSERT_TRUE(DecodePerson(EncodePerson(person), reused));
    ASSERT_EQ(reused, person) << seed;
  }
}

TEST(RegisterRows, AreMessagesOfTheContract) {
  const Person person = SomePerson(11);
  internal::v1::PersonRecord record;
  ASSERT_TRUE(record.ParseFromString(EncodePerson(person)));
  EXPECT_EQ(record.positions_size(), static_cast<int>(person.positions.size()));
  EXPECT_EQ(record.birth_year(), person.birth_year);
}

TEST(RegisterRows, OfALaterContractAreReadAsFarAsTheyAreKnown) {
  const Person person = SomePerson(3);
  internal::v1::PersonRecord record;
  ASSERT_TRUE(record.ParseFromString(EncodePerson(person)));
  const auto add = [](auto& message) {
    auto& unknown = *message.GetReflection()->MutableUnknownFields(&message);
    unknown.AddVarint(100, 7);
    unknown.AddFixed32(101, 7);
    unknown.AddFixed64(102, 7);
    unknown.AddLengthDelimited(103)->assign("seven");
  };
  add(record);
  for (auto& position : *record.mutable_positions()) add(position);
  Person read;
  ASSERT_TRUE(DecodePerson(record.SerializeAsString(), read));
  EXPECT_EQ(read, person);
}

TEST(RegisterRows, DoNotReadBeyondTheirBytes) {
  Person read;
  std::mt19937 random(1);
  for (uint32_t seed = 0; seed < 200; ++seed) {
    const std::string bytes = EncodePerson(SomePerson(seed));
    for (size_t size = 0; size < bytes.size(); ++size) {
      // Its own piece of memory, so that a sanitizer sees what is read after it.
      const std::string cut(bytes.data(), size);
      DecodePerson(cut, read);
      std::string flipped = bytes;
      flipped[size] = static_cast<char>(random());
      DecodePerson(flipped, read);
    }
  }
  EXPECT_FALSE(DecodePerson("\x1a\x05\x08", read));
  EXPECT_FALSE(DecodePerson("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", read));
  EXPECT_FALSE(DecodePerson("\x0b", read));
}

TEST(RegisterRows, AreKeptSomeMonths) {
  const auto at = [](absl::CivilDay day) { return absl::FromCivil(day, absl::UTCTimeZone()); };
  EXPECT_EQ(MonthsAfter(at(absl::CivilDay(2024, 1, 15)), 24), at(absl::CivilDay(2026, 1, 15)));
  EXPECT_EQ(MonthsAfter(at(absl::CivilDay(2024, 12, 1)), 1), at(absl::CivilDay(2025, 1, 1)));
  EXPECT_EQ(MonthsAfter(at(absl::CivilDay(2025, 1, 31)), 1), at(absl::CivilDay(2025, 3, 3)));
}

}  // namespace
}  // namespace tertial::workforce
