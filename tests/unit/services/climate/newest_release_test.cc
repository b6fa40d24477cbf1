#include "services/climate/domain/newest_release.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {
namespace {

constexpr absl::string_view kIn = "areas/asker/inventoryReleases/";

v1::InventoryRelease Release(absl::string_view id, absl::string_view date,
                             absl::string_view supersedes = "") {
  v1::InventoryRelease release = CommunityRelease(absl::StrCat(kIn, id));
  release.set_release_date(std::string(date));
  if (!supersedes.empty()) release.set_supersedes(absl::StrCat(kIn, supersedes));
  return release;
}

// The id of the newest one; "" where there is none.
std::string Newest(const std::vector<v1::InventoryRelease>& releases) {
  const auto newest = NewestRelease(releases, v1::BOUNDARY_COMMUNITY, v1::SCOPE_DIRECT);
  EXPECT_THAT(newest, IsOk());
  if (!newest.ok() || *newest == nullptr) return "";
  return (*newest)->name().substr(kIn.size());
}

void ExpectAmbiguous(const std::vector<v1::InventoryRelease>& releases, const char* names) {
  const auto newest = NewestRelease(releases, v1::BOUNDARY_COMMUNITY, v1::SCOPE_DIRECT);
  EXPECT_THAT(newest, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(newest, HasReason(common::v1::ERROR_REASON_INVENTORY_RELEASE_AMBIGUOUS));
  EXPECT_EQ(ErrorMetadataOf(newest.status(), "inventory_releases"), names);
}

TEST(NewestRelease, IsTheOneOfTheLatestDate) {
  EXPECT_EQ(Newest({Release("a", "2024-12"), Release("b", "2025-01-15"), Release("c", "2023")}),
            "b");
  EXPECT_EQ(Newest({Release("a", "2025"), Release("b", "2024-12-31")}), "a");
  EXPECT_EQ(Newest({Release("a", "")}), "a");
}

TEST(NewestRelease, TakesAnUnknownDateAsTheEarliest) {
  EXPECT_EQ(Newest({Release("a", ""), Release("b", "1990")}), "b");
}

TEST(NewestRelease, IsNotOneThatIsSupersededWhateverItsDate) {
  EXPECT_EQ(Newest({Release("a", "2026"), Release("b", "", "a")}), "b");
  EXPECT_EQ(Newest({Release("a", "2024"), Release("b", "", "a"), Release("c", "", "b")}), "c");
}

TEST(NewestRelease, IsOfTheBoundaryAndScope) {
  v1::InventoryRelease indirect = Release("c", "2026");
  indirect.set_scope(v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_EQ(Newest({Release("a", "2024"), OwnRelease(), indirect}), "a");
  EXPECT_EQ(Newest({OwnRelease(), indirect}), "");
  EXPECT_EQ(Newest({}), "");
}

TEST(NewestRelease, IsRefusedWhereDatesDoNotTell) {
  const std::string a = absl::StrCat(kIn, "a");
  const std::string b = absl::StrCat(kIn, "b");
  const std::string both = absl::StrCat(a, ",", b);
  ExpectAmbiguous({Release("a", ""), Release("b", "")}, both.c_str());
  ExpectAmbiguous({Release("a", "2025-01-15"), Release("b", "2025-01-15"), Release("c", "2024")},
                  both.c_str());
  // Either may have been first.
  ExpectAmbiguous({Release("a", "2025"), Release("b", "2025-06")}, both.c_str());
}

}  // namespace
}  // namespace tertial::climate
