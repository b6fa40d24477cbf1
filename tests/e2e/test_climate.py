"""Climate accounts as a person at a terminal sees them: the figures of the example; the target with the
base that the example only implies, and what becomes of it by a second release; a second municipality
whose accounts have the same names.
"""

import csv
import hashlib
import io
import json
import pathlib
import unittest

from dataset import DataSet, Table
from harness import DATA_SET, SOURCE, System, await_that, temporary_directory
from history import changes, now, wait_until

EXIT_USAGE = 2
FIRST = "miljodirektoratet-2025"
SECOND = "miljodirektoratet-2026"
TARGET = "climate.direct-emissions~theme_plan~2030"
RELEASES = "areas/asker/inventoryReleases"
IMPLIED = ("implied_from", "implied_percent", "implied_rounded_to")


def rounded(computed):
    """The number, and the ends of its interval where it has one."""
    if "value" not in computed:
        return computed["notComputable"]["reason"].removeprefix("NOT_COMPUTABLE_REASON_")
    interval = computed.get("interval")
    return (computed["value"], interval["low"], interval["high"]) if interval else computed["value"]


def reason(computed):
    return computed["notComputable"]["reason"].removeprefix("NOT_COMPUTABLE_REASON_")


class ClimateAtTheTerminal(unittest.TestCase):
    """Asks one system that no test writes to."""

    system = None

    @classmethod
    def start(cls, load=DATA_SET):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.system = cls.enterClassContext(System(cls.folder / "data", load=load))

    @classmethod
    def load(cls, data, name, *arguments):
        result = cls.system.run("import", data.write(cls.folder / name), *arguments)
        if result.code != 0:
            raise AssertionError(f"the data set {name} is not imported: {result!r}")

    def climate(self, *arguments):
        result = self.system.run("climate", *arguments)
        self.assertEqual(0, result.code, result)
        self.assertEqual("", result.err)
        return result.out

    def answer(self, *arguments, area="3203"):
        return json.loads(self.climate(*arguments, "--area", area, "--format", "json"))

    def rows(self, *arguments, area="3203"):
        text = self.climate(*arguments, "--area", area, "--format", "csv")
        return list(csv.DictReader(io.StringIO(text)))

    def assessment(self, *arguments, area="3203"):
        return self.answer("target", TARGET, *arguments, area=area)["assessment"]

    @classmethod
    def wait_for_levels(cls, releases, area="3203"):
        """The levels of the target, once there is one for each of the releases."""
        def levels():
            result = cls.system.run("climate", "levels", TARGET, "--area", area, "--format", "csv")
            return {row["inventory_release"].split("/")[-1]: row for row in csv.DictReader(io.StringIO(result.out))}
        return await_that(levels, lambda found: set(found) == set(releases))


class ClimateOfTheExample(ClimateAtTheTerminal):
    @classmethod
    def setUpClass(cls):
        cls.start()

    def sector(self, report, code):
        [found] = [one for one in report["sectors"] if one["sector"] == code]
        return found

    def test_emissions_fell_by_7_273_per_cent_and_those_of_road_traffic_by_9_747(self):
        report = self.answer("inventory", FIRST, "--period", "2021..2023")
        self.assertEqual("-7.273", report["change"]["value"])
        self.assertEqual("-9.747", self.sector(report, "road-traffic")["change"]["value"])
        self.assertEqual(["216713", "219716", "203735"],
                         [one["cell"]["value"] for one in report["publishedTotals"]])

    def test_construction_is_a_part_of_other_mobile_combustion(self):
        report = self.answer("inventory", FIRST, "--period", "2022..2023")
        construction = self.sector(report, "building-and-construction")
        self.assertEqual("other-mobile-combustion", construction["partOf"])
        self.assertFalse(construction.get("summed", False))
        self.assertEqual(["16219", "13619"], [one["total"]["value"] for one in construction["totals"]])
        for total in report["sums"]:
            self.assertNotIn("building-and-construction",
                             [operand.get("field") for operand in total["total"].get("operands", [])])

    def test_one_school_is_a_part_of_814_tonnes_and_no_contradiction(self):
        report = self.answer("inventory", "asker-own-2024", "--period", "2024")
        sites = self.sector(report, "building-and-construction-sites")
        self.assertEqual("814", sites["totals"][0]["total"]["value"])
        [school] = sites["objects"]
        self.assertEqual("260", school["cells"][0]["cell"]["value"])
        self.assertEqual("31.94", school["share"]["value"])
        self.assertEqual("814", report["sums"][0]["total"]["value"])

    def test_nothing_is_odd_in_the_accounts(self):
        self.assertEqual([], [row for row in self.rows("findings") if row["severity"] != "INFO"])

    def test_a_total_that_is_pending_is_none(self):
        report = self.answer("inventory", FIRST, "--period", "2024")
        self.assertEqual("MISSING_REASON_PENDING", report["publishedTotals"][0]["cell"]["missing"])
        self.assertNotIn("value", report["sums"][0]["total"])
        self.assertNotIn("value", report["change"])

    def test_without_its_base_the_target_has_no_level(self):
        assessment = self.assessment()
        self.assertEqual("2023", assessment["currentPeriod"])
        self.assertEqual("NO_OBSERVATION", reason(assessment["targetLevel"]))
        self.assertEqual("NO_OBSERVATION", reason(assessment["milestoneGap"]))
        self.assertEqual([], self.rows("levels"))

    def test_90_measures_have_no_effect_that_is_quantified(self):
        budget = self.answer("budget", TARGET)["budget"]
        self.assertEqual(90, budget["measureCount"])
        self.assertEqual(0, budget.get("quantifiedMeasureCount", 0))
        self.assertEqual("NOT_QUANTIFIED", reason(budget["effectLeast"]))
        self.assertEqual("NOT_QUANTIFIED", reason(budget["effectMost"]))
        self.assertEqual("COMPLETENESS_INCOMPLETE", budget["completeness"])
        self.assertNotIn("value", budget["gapLeast"])
        self.assertIn("90 measures, none with an effect on emissions in 2030: no gap to the target can be told",
                      self.climate("budget", TARGET, "--area", "asker"))

    def test_the_report_says_why_there_is_no_gap(self):
        self.assertIn("90 measures, none with an effect on emissions in 2030",
                      self.system.report_text(form="markdown"))

    def test_activity_series_are_listed(self):
        rows = [row for row in self.rows("series", "--period", "2021..2024", "--metric", "energy-use")]
        self.assertEqual(["80.8", "78.7", "81.4", "79.2"], [row["value"] for row in rows])
        self.assertEqual({"municipal-buildings"}, {row["boundary"] for row in rows})

    def test_releases_are_listed(self):
        self.assertEqual(["COMMUNITY DIRECT", "OWN_OPERATIONS DIRECT"],
                         sorted(f"{row['boundary']} {row['scope']}" for row in self.rows("releases")))

    def test_no_activity_names_an_emission_factor(self):
        self.assertIn("No activity of the year names an emission factor.",
                      self.climate("operations", "--area", "3203", "--period", "2024"))

    def test_commands_say_what_they_take(self):
        result = self.system.run("climate", "--help")
        self.assertEqual(0, result.code)
        for command in ("inventory", "target", "levels", "budget", "operations", "series", "findings",
                        "releases"):
            self.assertIn(command, result.out)
        self.assertNotEqual(0, self.system.run("climate").code)

    def test_what_is_not_there_is_told(self):
        result = self.system.run("climate", "inventory", "no-such", "--area", "3203", "--period", "2023")
        self.assertNotEqual(0, result.code)
        self.assertIn("INVENTORY_RELEASE_NOT_FOUND", result.err)


def with_base(original):
    """The example with the base that -45.4 per cent since 2009 implies, as an estimated entry."""
    data = original.copy()
    table = data["emissions.csv"]
    table.columns += IMPLIED
    for row in table.rows:
        row.update(dict.fromkeys(IMPLIED, ""))
    base = dict(table.one(release=FIRST, sector="all", year="2023"))
    base.update({"year": "2009", "value": "373141", "status": "estimated", "printed": "",
                 "note": "implied by -45.4 per cent since 2009", "implied_from": "2023",
                 "implied_percent": "-45.4", "implied_rounded_to": "0.1"})
    table.rows.append(base)
    return data


def second_release(original):
    """A later release of the same account, which has calculated history anew."""
    releases, emissions = original["inventory_releases.csv"], original["emissions.csv"]
    release = dict(releases.one(id=FIRST))
    release.update({"id": SECOND, "release_date": "2026-01", "supersedes": FIRST})
    rows = []
    for year, value in (("2009", "380000"), ("2023", "205000")):
        row = dict(emissions.one(release=FIRST, sector="all", year="2023"))
        row.update({"release": SECOND, "year": year, "value": value, "printed": ""})
        rows.append(row)
    return DataSet({"inventory_releases.csv": Table([*releases.columns, "supersedes"], [release]),
                    "emissions.csv": Table(list(emissions.columns), rows)})


class ATargetByTwoReleases(ClimateAtTheTerminal):
    @classmethod
    def setUpClass(cls):
        original = DataSet.read(DATA_SET)
        folder = cls.enterClassContext(temporary_directory())
        cls.start(with_base(original).write(f"{folder}/asker-2024"))
        cls.first_levels = cls.wait_for_levels([FIRST])
        cls.before = now()
        wait_until(cls.before)
        cls.load(second_release(original), "asker-second-release", "--area", "3203")
        cls.levels = cls.wait_for_levels([FIRST, SECOND])

    def figures(self, assessment):
        return {name: rounded(assessment[name])
                for name in ("targetLevel", "changeFromBase", "shareReached", "milestoneGap", "rateNeeded",
                             "projection", "linearProjection")}

    def check_first(self, assessment):
        figures = self.figures(assessment)
        self.assertEqual(f"{RELEASES}/{FIRST}", assessment["inventoryRelease"])
        self.assertEqual(("123137", "123024", "123249"), figures["targetLevel"])
        self.assertEqual("-45.4", figures["changeFromBase"][0])
        self.assertEqual(("67.8", "67.7", "67.8"), figures["shareReached"])
        self.assertEqual(("-2736", "-2926", "-2547"), figures["milestoneGap"])
        self.assertEqual("6.94", figures["rateNeeded"][0])
        self.assertEqual("150543", figures["projection"][0])
        self.assertEqual("119032", figures["linearProjection"][0])
        self.assertEqual("MILESTONE_STANDING_AHEAD", assessment["standing"])

    def test_by_the_implied_base_two_thirds_are_reached_ahead_of_the_line(self):
        self.check_first(self.assessment("--release", FIRST))

    def test_the_newest_release_measures_anew(self):
        assessment = self.assessment()
        self.assertEqual(f"{RELEASES}/{SECOND}", assessment["inventoryRelease"])
        figures = self.figures(assessment)
        self.assertEqual("125400", figures["targetLevel"])
        self.assertEqual("68.7", figures["shareReached"])
        self.assertEqual("-5267", figures["milestoneGap"])
        self.assertEqual("6.78", figures["rateNeeded"])
        self.assertEqual("MILESTONE_STANDING_AHEAD", assessment["standing"])

    def test_what_was_told_before_it_is_told_as_of_then(self):
        self.check_first(self.assessment("--as-of", self.before))
        result = self.system.run("climate", "target", TARGET, "--area", "3203", "--as-of", self.before,
                                 "--release", SECOND)
        self.assertIn("INVENTORY_RELEASE_NOT_FOUND", result.err)

    def test_base_and_current_of_two_releases_are_an_error_that_names_both(self):
        result = self.system.run("climate", "target", TARGET, "--area", "3203", "--base-release", FIRST,
                                 "--current-release", SECOND)
        self.assertEqual(EXIT_USAGE, result.code, result)
        self.assertIn("DIFFERENT_RELEASES", result.err)
        for release in (FIRST, SECOND):
            self.assertIn(release, result.err)

    def test_the_target_in_tonnes_is_kept_for_each_release(self):
        self.assertEqual(self.first_levels[FIRST], self.levels[FIRST])
        self.assertEqual(("123137", "123024", "123249"),
                         tuple(self.levels[FIRST][name] for name in ("level", "level_low", "level_high")))
        self.assertEqual(("380000", "125400", ""),
                         tuple(self.levels[SECOND][name] for name in ("base", "level", "level_low")))

    def test_the_feed_tells_that_it_was_computed_anew(self):
        told = [change for change in changes(self.system, "--service", "climate")
                if change["kind"] == "tertial.climate.v1.ClimateTargetLevel"]
        self.assertEqual([FIRST, SECOND], [change["name"].split("/")[-1] for change in told])

    def test_a_person_reads_where_it_stands(self):
        text = self.climate("target", TARGET, "--area", "3203", "--release", FIRST)
        self.assertIn("ahead of the path (2547 to 2926)", text)
        self.assertIn("2736 t CO2e ahead of the path", text)
        self.assertIn("123 137 t CO2e", text)
        report = self.system.report_text(form="markdown")
        self.assertIn("2736 t CO2e ahead of the path", report)
        self.assertIn("5267 t CO2e ahead of the path", report)


def second_municipality(original):
    """The climate accounts of Bærum: the same names of releases, with other figures."""
    names = ("inventory_releases.csv", "emissions.csv", "targets.csv", "climate_measures.csv")
    data = DataSet({name: original.copy()[name] for name in names})
    data.keep("emissions.csv", lambda row: row["release"] == FIRST)
    for row in data["emissions.csv"].rows:
        if row["value"]:
            row["value"] = str(2 * int(row["value"]))
    data.keep("targets.csv", lambda row: row["operator"] == "reduce_by")
    for row in data["targets.csv"].rows:
        row["scope"] = "Baerum"
    return data


class TwoMunicipalities(ClimateAtTheTerminal):
    @classmethod
    def setUpClass(cls):
        cls.start()
        cls.before = cls.told_of_asker()
        cls.load(second_municipality(DataSet.read(DATA_SET)), "second", "--area", "3201")
        cls.after = cls.told_of_asker()

    @classmethod
    def told_of_asker(cls):
        """A hash of all resources of the area with their etags, and all that is computed of them."""
        exported = cls.system.run("export", "--service", "climate", "--area", "3203")
        assert exported.code == 0, exported
        target = cls.system.run("climate", "target", TARGET, "--area", "3203", "--format", "csv")
        assert target.code == 0, target
        return {"hash": hashlib.sha256(exported.out.encode()).hexdigest(),
                "section": cls.system.report()["climate"], "target": target.out}

    def test_nothing_of_the_first_changes(self):
        self.assertEqual(self.before, self.after)

    def test_the_second_has_figures_of_its_own(self):
        report = self.answer("inventory", FIRST, "--period", "2022..2023", area="3201")
        self.assertTrue(report["release"]["name"].startswith("areas/baerum/"))
        self.assertEqual(["439432", "407470"], [one["cell"]["value"] for one in report["publishedTotals"]])
        self.assertEqual("-7.273", report["change"]["value"])
        self.assertEqual("areas/baerum/inventoryReleases/" + FIRST,
                         self.assessment(area="3201")["inventoryRelease"])


class ConversionsOfTheProject(ClimateAtTheTerminal):
    @classmethod
    def setUpClass(cls):
        cls.start()
        cls.load(DataSet.read(SOURCE / "data" / "climate"), "climate")
        emissions = DataSet.read(DATA_SET)["emissions.csv"]
        heating = dict(emissions.one(release=FIRST, sector="road-traffic", year="2023"))
        heating.update({"sector": "heating", "value": "1000", "printed": ""})
        cls.load(DataSet({"emissions.csv": Table(list(emissions.columns), [heating])}), "heating",
                 "--area", "3203")

    def test_a_share_that_no_source_tells_leaves_its_sector_open(self):
        report = self.answer("inventory", FIRST, "--period", "2023", "--crosswalk",
                             "miljodirektoratet~gpc-1.1~2021")
        self.assertEqual("gpc-1.1", report["sectorStandard"])
        totals = {one["sector"]: one["totals"][0]["total"] for one in report["sectors"]}
        self.assertEqual("SHARE_UNKNOWN", reason(totals["i"]))
        self.assertEqual("112787", totals["ii"]["value"])
        self.assertNotIn("value", report["sums"][0]["total"])

    def test_importing_them_again_changes_nothing(self):
        result = self.system.run("import", self.folder / "climate")
        self.assertEqual(0, result.code, result)
        self.assertRegex(result.out, r"climate +3 +0 +0 +3")


if __name__ == "__main__":
    unittest.main()
