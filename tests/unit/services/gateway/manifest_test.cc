#include "services/gateway/domain/manifest.h"

#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/types/resource_name.h"
#include "common/types/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Fact FactOf(const std::string& service, const std::string& name, const std::string& body = "x") {
  return {.service = service, .name = name, .kind = "a.Kind", .body = body, .revision = 7};
}

std::vector<std::string> NamesOf(const Manifest& manifest) {
  std::vector<std::string> names;
  for (const auto& fact : manifest) names.push_back(absl::StrCat(fact.service(), " ", fact.name()));
  return names;
}

TEST(Manifest, IsByServiceAndName) {
  FactSet facts;
  facts.Add(FactOf("workforce", "areas/asker/a"));
  facts.Add(FactOf("climate", "areas/asker/b"));
  facts.Add(FactOf("climate", "areas/asker/a1"));
  facts.Add(FactOf("politics", "areas/asker/c"));
  EXPECT_THAT(
      NamesOf(MakeManifest(facts, {"workforce", "climate"})),
      ElementsAre("climate areas/asker/a1", "climate areas/asker/b", "workforce areas/asker/a"));
}

TEST(Manifest, TellsTheHashOfTheStoredBytes) {
  FactSet facts;
  facts.Add(FactOf("climate", "areas/asker/a", "the bytes"));
  const Manifest manifest = MakeManifest(facts, {"climate"});
  const v1::ManifestEntry entry = EntryOf(manifest.at(0));
  EXPECT_EQ(entry.sha256(), absl::BytesToHexString(Sha256Of("the bytes")));
  EXPECT_EQ(entry.revision(), 7);
  EXPECT_EQ(entry.kind(), "a.Kind");
  EXPECT_EQ(HashManifest(manifest), absl::BytesToHexString(Sha256Of(absl::StrCat(
                                        "climate areas/asker/a 7 ", entry.sha256(), "\n"))));
}

TEST(Manifest, FindsByServiceAndName) {
  FactSet facts;
  for (const char* const name : {"a", "b", "c"}) facts.Add(FactOf("climate", name));
  const Manifest manifest = MakeManifest(facts, {"climate"});
  ASSERT_NE(FindInManifest(manifest, "climate", "b"), nullptr);
  EXPECT_EQ(FindInManifest(manifest, "climate", "b")->name(), "b");
  EXPECT_EQ(FindInManifest(manifest, "climate", "bb"), nullptr);
  EXPECT_EQ(FindInManifest(manifest, "politics", "b"), nullptr);
}

TEST(Manifest, PiecesOfAReportGiveItAgain) {
  std::string report(kMostPartBytes * 2 + 17, 'r');
  report[kMostPartBytes] = 's';
  const auto parts = CutReport("areas/asker/editions/e", report);
  ASSERT_THAT(parts, SizeIs(3));
  EXPECT_EQ(parts[1].name(), "areas/asker/editions/e/parts/report~000001");
  std::string joined;
  for (const auto& part : parts) {
    EXPECT_TRUE(IsReportPart(part.name()));
    joined += part.content();
  }
  EXPECT_TRUE(joined == report);
}

TEST(Manifest, EveryFactIsAPieceThatIsFoundByServiceAndName) {
  FactSet facts;
  for (int i = 0; i < 1200; ++i) {
    facts.Add(FactOf("climate", absl::StrCat("areas/asker/emissions/", 100000 + i)));
  }
  const Manifest manifest = MakeManifest(facts, {"climate"});
  const auto parts = CutManifest("areas/asker/editions/e", manifest);
  ASSERT_THAT(parts, SizeIs(1200));
  std::set<std::string> names;
  Manifest joined;
  for (const auto& part : parts) {
    EXPECT_FALSE(IsReportPart(part.name()));
    names.insert(part.name());
    const auto& fact = joined.emplace_back();
    ASSERT_TRUE(joined.back().ParseFromString(part.content()));
    EXPECT_EQ(part.name(), ManifestPartName("areas/asker/editions/e", "climate", fact.name()));
  }
  EXPECT_THAT(names, SizeIs(1200));
  EXPECT_EQ(HashManifest(joined), HashManifest(manifest));
}

TEST(Manifest, AFactOfAnotherServiceOrALongNameIsAnotherPiece) {
  const std::string edition = "areas/asker/editions/e";
  const std::string longest =
      absl::StrCat("areas/asker/indicators/", std::string(128, 'i'), "/observations/2024");
  EXPECT_NE(ManifestPartName(edition, "climate", longest),
            ManifestPartName(edition, "politics", longest));
  const std::string name = ManifestPartName(edition, "indicators", longest);
  EXPECT_TRUE(IsResourceId(LastIdOf(name))) << name;
  // Facts stand before the report.
  EXPECT_LT(name, CutReport(edition, "r").front().name());
}

TEST(Manifest, OtherAreasAreFoundWhereverTheReportNamesThem) {
  v1::Report report;
  report.mutable_area()->set_name("areas/asker");
  report.set_focus_area("areas/baerum/focusAreas/climate");
  report.add_states()->set_reason("areas/drammen/units/u");
  report.set_service_area("areas/asker/units/welfare");
  EXPECT_THAT(NamesInReportOfOtherAreas(report, "asker"),
              ElementsAre("areas/baerum/focusAreas/climate", "areas/drammen/units/u"));
  EXPECT_THAT(NamesInReportOfOtherAreas(v1::Report(), "asker"), IsEmpty());
}

}  // namespace
}  // namespace tertial::gateway
