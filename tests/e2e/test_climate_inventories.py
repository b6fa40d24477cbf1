"""Generated inventories by source and gas: what the service sums beside climate_reference.py."""

import json
import pathlib
import unittest
from fractions import Fraction

from climate_reference import Inventories
from harness import System, node, run, temporary_directory
from properties import is_close

AREA = "asker"


class GeneratedInventories(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        path = folder / "inventories.jsonl"
        made = run("tertial_generate_inventory", path, "--releases", 2)
        if made.code != 0:
            raise AssertionError(f"the inventories are not made: {made!r}")
        cls.system = cls.enterClassContext(System(folder / "data"))
        recorded = node("import.mjs", stdin=json.dumps(
            {"service": "climate", "address": cls.system.addresses["climate"], "file": str(path)}))
        if recorded.code != 0:
            raise AssertionError(f"the inventories are not recorded: {recorded!r}")
        cls.inventories = Inventories(path)
        cls.names = [release["name"] for release in cls.inventories.releases]

    def report(self, release, *more):
        years = self.inventories.years(release)
        result = self.system.run("climate", "inventory", release, "--area", AREA, "--period",
                                 f"{years[0]}..{years[-1]}", "--format", "json", *more)
        self.assertEqual(0, result.code, result)
        return json.loads(result.out)

    def assert_total(self, expected, found, what):
        total = found["total"]
        self.assertEqual(expected.gaps, found.get("gapCount", 0), what)
        self.assertEqual(expected.left_out, found.get("leftOutCount", 0), what)
        if expected.value is None:
            self.assertNotIn("value", total, f"{what}: a total over a gap")
            self.assertEqual("COMPLETENESS_INCOMPLETE", found["completeness"], what)
            self.assertEqual("NOT_COMPUTABLE_REASON_INCOMPLETE", total["notComputable"]["reason"], what)
            self.assertTrue(is_close(Fraction(found["recordedPart"]["unrounded"]), expected.recorded), what)
        else:
            self.assertTrue(is_close(Fraction(total["unrounded"]), expected.value), what)
            self.assertEqual("COMPLETENESS_COMPLETE", found["completeness"], what)
            self.assertNotIn("recordedPart", found, what)

    def assert_totals(self, release, table, report):
        for sector in report["sectors"]:
            for year, found in zip(report["periods"], sector["totals"]):
                expected = self.inventories.total(release, year, sector["sector"], table)
                self.assert_total(expected, found, f"{release} {sector['sector']} {year} {table}")

    def test_it_has_gaps_of_every_kind(self):
        reasons = {figure["cell"].get("missing") for years in self.inventories.figures.values()
                   for figures in years.values() for figure in figures.values()}
        self.assertEqual(5, len(reasons))
        self.assertEqual(34 * 4, len(self.inventories.recorded(self.names[0])))

    def test_totals_of_sectors_are_those_of_the_reference(self):
        for release in self.names:
            report = self.report(release)
            self.assertEqual(self.inventories.sectors(release), [one["sector"] for one in report["sectors"]])
            self.assert_totals(release, "gwpTables/ar5", report)

    def test_other_potentials_scale_gases_and_nothing_else(self):
        report = self.report(self.names[0], "--gwp-table", "ar4")
        self.assert_totals(self.names[0], "gwpTables/ar4", report)

    def test_the_sum_of_sectors_is_that_of_all_figures(self):
        computable = 0
        for release in self.names:
            report = self.report(release)
            for year, found in zip(report["periods"], report["sums"]):
                expected = self.inventories.total(release, year)
                computable += expected.value is not None
                with self.subTest(f"{release} {year}"):
                    if expected.value is None:
                        self.assertNotIn("value", found["total"])
                        self.assertEqual("COMPLETENESS_INCOMPLETE", found["completeness"])
                    else:
                        self.assertTrue(is_close(Fraction(found["total"]["unrounded"]), expected.value))
        self.assertGreater(computable, 5)

    def test_published_totals_stay_beside_the_sums(self):
        for release in self.names:
            found = {one["period"]: one["cell"]["value"] for one in self.report(release)["publishedTotals"]}
            self.assertEqual(self.inventories.published[release], found)

    def test_sums_that_differ_from_the_published_total_are_told(self):
        for release in self.names:
            told = {(one["kind"].removeprefix("INVENTORY_FINDING_KIND_"), one.get("period", ""))
                    for one in self.report(release)["findings"]}
            for year in self.inventories.years(release):
                whole = self.inventories.total(release, year).value is not None
                self.assertIn(("SECTORS_DIFFER_FROM_TOTAL" if whole else "TOTAL_INCOMPLETE", year), told)


if __name__ == "__main__":
    unittest.main()
