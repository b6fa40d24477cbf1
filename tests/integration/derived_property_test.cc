// Whatever order facts come in, what is recorded of them is what they give in the end.
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/climate/derived/derived_progress.h"
#include "services/climate/derived/follower.h"
#include "services/climate/store/derived_place.h"
#include "tests/unit/services/climate/derived_ledger.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ContainerEq;

// The facts as they should be, and what follows from them, by rules told once more.
class Model {
 public:
  struct Target {
    int percent = 0;
    std::string base_period;
  };
  struct Activity {
    int kwh = 0;
    std::set<std::string> factors;
  };
  // "asker/r1", "asker/r1/2009", "mix~2024": the values are in hundreds of tonnes, and grams per
  // kWh.
  std::map<std::string, Target> targets;
  std::set<std::string> releases;
  std::map<std::string, int> bases;
  std::map<std::string, int> factors;
  std::map<std::string, Activity> activities;

  // Names with levels and emissions.
  std::map<std::string, std::string> Derived() const {
    std::map<std::string, std::string> rows;
    for (const auto& [target, meant] : targets) {
      for (const std::string& release : releases) {
        const auto base = bases.find(absl::StrCat(release, "/", meant.base_period));
        if (AreaOf(target) != AreaOf(release) || base == bases.end()) continue;
        rows[absl::StrCat(NameOf("climateTargets", target), "/levels/", IdOf(release))] =
            absl::StrCat(base->second * (100 - meant.percent));
      }
    }
    for (const auto& [activity, amount] : activities) {
      for (const auto& [version, grams] : factors) {
        if (amount.factors.count(version.substr(0, version.find('~'))) == 0) continue;
        const int64_t millionths = int64_t{amount.kwh} * grams;
        rows[absl::StrCat(NameOf("activities", activity), "/calculatedEmissions/", version)] =
            absl::StrFormat("%d.%06d", millionths / 1000000, millionths % 1000000);
      }
    }
    return rows;
  }

  static std::string AreaOf(const std::string& key) { return key.substr(0, key.find('/')); }
  static std::string IdOf(const std::string& key) { return key.substr(key.rfind('/') + 1); }
  static std::string NameOf(const std::string& collection, const std::string& key) {
    return absl::StrCat("areas/", AreaOf(key), "/", collection, "/", IdOf(key));
  }
};

class DerivedInAnyOrder : public ::testing::TestWithParam<uint32_t> {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    ledger_ = *Ledger::Open(*OpenRocksDbStore(directory_.path()), clock_,
                            {.service_name = "climate", .tables = TablesWithoutRules()});
  }
  void Restart() {
    follower_.reset();
    ledger_.reset();
    Open();
  }
  void Follow() {
    if (follower_ != nullptr) return;
    progress_ = std::make_unique<DerivedProgress>();
    follower_ = std::make_unique<DerivedFollower>(*ledger_, *progress_);
  }
  void Settle() {
    Follow();
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (progress_->state().followed != ledger_->Read()->at().revision) {
      ASSERT_LT(absl::Now(), end);
      absl::SleepFor(absl::Milliseconds(2));
    }
  }

  bool Chance(int percent) { return Below(100) < percent; }
  int Below(int end) { return static_cast<int>(random_() % static_cast<uint32_t>(end)); }
  std::string OneOf(const std::vector<std::string>& words) {
    return words[static_cast<size_t>(Below(static_cast<int>(words.size())))];
  }
  std::string AnArea() { return OneOf({"asker", "baerum"}); }

  // Each changes one fact, in the model and in the commit.
  absl::Status ChangeTarget(Txn& txn) {
    const std::string key = absl::StrCat(AnArea(), "/", OneOf({"t1", "t2"}));
    v1::ClimateTarget target = ReductionTarget();
    target.set_name(Model::NameOf("climateTargets", key));
    if (Chance(25)) {
      model_.targets.erase(key);
      return DeleteResource<ClimateTargetTable>(txn, target.name()).status();
    }
    const Model::Target meant{.percent = 1 + Below(99), .base_period = OneOf({"2009", "2010"})};
    model_.targets[key] = meant;
    target.set_value(absl::StrCat(meant.percent));
    target.set_base_period(meant.base_period);
    return PutResource<ClimateTargetTable>(txn, target).status();
  }
  absl::Status ChangeRelease(Txn& txn) {
    const std::string key = absl::StrCat(AnArea(), "/", OneOf({"r1", "r2"}));
    const std::string name = Model::NameOf("inventoryReleases", key);
    if (Chance(25)) {
      model_.releases.erase(key);
      return DeleteResource<InventoryReleaseTable>(txn, name).status();
    }
    model_.releases.insert(key);
    return PutResource<InventoryReleaseTable>(txn, CommunityRelease(name)).status();
  }
  absl::Status ChangeBase(Txn& txn) {
    const std::string release = absl::StrCat(AnArea(), "/", OneOf({"r1", "r2"}));
    const std::string year = OneOf({"2009", "2010"});
    const std::string key = absl::StrCat(release, "/", year);
    const int hundreds = Below(4000);
    const v1::EmissionFigure figure = Emission("all", year, Value(absl::StrCat(hundreds * 100)), "",
                                               Model::NameOf("inventoryReleases", release));
    if (Chance(25)) {
      model_.bases.erase(key);
      return DeleteResource<EmissionFigureTable>(txn, figure.name()).status();
    }
    model_.bases[key] = hundreds;
    return PutResource<EmissionFigureTable>(txn, figure).status();
  }
  absl::Status ChangeFactor(Txn& txn) {
    const std::string code = OneOf({"mix", "heat"});
    const std::string version = OneOf({"2024", "2025"});
    const std::string key = absl::StrCat(code, "~", version);
    if (Chance(25)) {
      model_.factors.erase(key);
      return DeleteResource<EmissionFactorTable>(txn, absl::StrCat("emissionFactors/", key))
          .status();
    }
    const int grams = Below(900);
    model_.factors[key] = grams;
    return PutResource<EmissionFactorTable>(
               txn, Factor(code, version, absl::StrFormat("0.%03d", grams), "kg_co2e_per_kwh"))
        .status();
  }
  absl::Status ChangeActivity(Txn& txn) {
    Model::Activity amount{.kwh = Below(100000), .factors = {}};
    for (const char* code : {"mix", "heat"}) {
      if (Chance(50)) amount.factors.insert(code);
    }
    v1::ActivityFigure figure =
        Emitting(OneOf({"use", "loss", "pump"}), "2024", absl::StrCat(amount.kwh), "kwh", {});
    for (const std::string& code : amount.factors) figure.add_emission_factors(code);
    const std::string key = absl::StrCat(AnArea(), "/", Model::IdOf(figure.name()));
    figure.set_name(Model::NameOf("activities", key));
    if (Chance(25)) {
      model_.activities.erase(key);
      return DeleteResource<ActivityFigureTable>(txn, figure.name()).status();
    }
    model_.activities[key] = amount;
    return PutResource<ActivityFigureTable>(txn, figure).status();
  }
  absl::Status ChangeOne(Txn& txn) {
    switch (Below(5)) {
      case 0:
        return ChangeTarget(txn);
      case 1:
        return ChangeRelease(txn);
      case 2:
        return ChangeBase(txn);
      case 3:
        return ChangeFactor(txn);
      default:
        return ChangeActivity(txn);
    }
  }
  void ChangeSome(int count) {
    EXPECT_THAT(ledger_->Commit({.actor = "tester"},
                                [&](Txn& txn) -> absl::Status {
                                  for (int i = 0; i < count; ++i) {
                                    const absl::Status changed = ChangeOne(txn);
                                    if (!changed.ok()) return changed;
                                  }
                                  return absl::OkStatus();
                                }),
                IsOk());
  }
  // Redacts one of the facts that others follow from.
  void RedactOne() {
    if (Chance(50) && !model_.bases.empty()) {
      const std::string key = model_.bases.begin()->first;
      const std::string release = key.substr(0, key.rfind('/'));
      Redact(EmissionFigureTable::kId, *PrimaryKey<EmissionFigureTable>(
                                           EmissionName(Model::NameOf("inventoryReleases", release),
                                                        "all", *Period::Parse(Model::IdOf(key)))));
      model_.bases.erase(key);
    } else if (!model_.activities.empty()) {
      const std::string key = model_.activities.begin()->first;
      Redact(ActivityFigureTable::kId,
             *PrimaryKey<ActivityFigureTable>(Model::NameOf("activities", key)));
      model_.activities.erase(key);
    }
  }
  void Redact(TableId table, const std::string& pk) {
    EXPECT_THAT(ledger_->Redact({.actor = "admin"}, table, pk, absl::NotFoundError("it never was")),
                IsOk());
  }

  std::map<std::string, std::string> Recorded() {
    const absl::StatusOr<ReadView> view = ledger_->Read();
    std::map<std::string, std::string> rows;
    const auto levels = ReadBelow<ClimateTargetLevelTable>(*view, {});
    EXPECT_THAT(levels, IsOk());
    for (const v1::ClimateTargetLevel& level : *levels) rows[level.name()] = level.level();
    const auto emissions = ReadBelow<CalculatedEmissionTable>(*view, {});
    EXPECT_THAT(emissions, IsOk());
    for (const v1::CalculatedEmission& emission : *emissions) {
      rows[emission.name()] = emission.cell().value();
    }
    return rows;
  }

  TempDir directory_;
  FakeClock clock_;
  std::mt19937 random_{GetParam()};
  Model model_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<DerivedProgress> progress_;
  std::unique_ptr<DerivedFollower> follower_;
};

TEST_P(DerivedInAnyOrder, IsWhatTheFactsGive) {
  Follow();
  for (int step = 1; step <= 80; ++step) {
    if (Chance(6)) {
      RedactOne();
    } else {
      ChangeSome(Chance(20) ? 20 : 1 + Below(3));
    }
    if (Chance(4)) Restart();
    if (Chance(30)) Follow();
    if (!Chance(8)) continue;
    Settle();
    ASSERT_THAT(Recorded(), ContainerEq(model_.Derived())) << "after step " << step;
  }
  Settle();
  EXPECT_THAT(Recorded(), ContainerEq(model_.Derived()));
  // Whoever has no place and looks at everything finds the same.
  const Revision head = ledger_->Read()->at().revision;
  Restart();
  ASSERT_THAT(ledger_->Commit({.actor = "tester"},
                              [](Txn& txn) {
                                txn.ErasePrivate(kDerivedPlaceTable, "");
                                return absl::OkStatus();
                              }),
              IsOk());
  Settle();
  EXPECT_EQ(ledger_->Read()->at().revision, head);
}

INSTANTIATE_TEST_SUITE_P(Seeds, DerivedInAnyOrder, ::testing::Range(1U, 9U));

}  // namespace
}  // namespace tertial::climate
