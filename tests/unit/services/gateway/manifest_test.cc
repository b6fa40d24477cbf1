#include "services/gateway/domain/manifest.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
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

TEST(Manifest, EveryFactIsAPieceAndTheyAreInOrder) {
  FactSet facts;
  for (int i = 0; i < 1200; ++i) {
    facts.Add(FactOf("climate", absl::StrCat("areas/asker/emissions/", 100000 + i)));
  }
  const Manifest manifest = MakeManifest(facts, {"climate"});
  const auto parts = CutManifest("areas/asker/editions/e", manifest);
  ASSERT_THAT(parts, SizeIs(1200));
  EXPECT_EQ(parts[7].name(), "areas/asker/editions/e/parts/manifest~000007");
  EXPECT_FALSE(IsReportPart(parts[7].name()));
  Manifest joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) EXPECT_LT(parts[i - 1].name(), parts[i].name());
    ASSERT_TRUE(joined.emplace_back().ParseFromString(parts[i].content()));
  }
  EXPECT_EQ(HashManifest(joined), HashManifest(manifest));
}

TEST(Manifest, OtherAreasAreFoundWhereverTheReportNamesThem) {
  v1::Report report;
  report.mutable_area()->set_name("areas/asker");
  report.set_focus_area("areas/baerum/focusAreas/climate");
  report.add_states()->set_reason("areas/drammen/units/u");
  report.set_service_area("areas/asker/units/welfare");
  EXPECT_THAT(NamesOfOtherAreas(report, "asker"),
              ElementsAre("areas/baerum/focusAreas/climate", "areas/drammen/units/u"));
  EXPECT_THAT(NamesOfOtherAreas(v1::Report(), "asker"), IsEmpty());
}

}  // namespace
}  // namespace tertial::gateway
