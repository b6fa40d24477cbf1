"""The figures of the annual report: those of the issue, and those that the data set gives."""

import unittest
from fractions import Fraction

from dataset import DataSet, ID_COLUMNS, LEFT_OUT, seeded
from expected import differences, expected_figures
from facts import Facts
from harness import DATA_SET, System, state_of, temporary_directory
from properties import Check, aggregates
from reported import last_id, reported_figures
from variant import CHANGES, make_variant

VARIANT_SEED = 20240604

FOCUS_AREAS = {"economy": 4, "employees": 7, "cooperation": 14, "communities": 21, "climate": 13,
               "health": 15, "education": 17, "innovation": 9}

# Every row of totals.csv about a file that is imported, and the figure of the report that it checks.
TOTALS = {
    ("political_activity.csv", "sum over bodies, year=2024", "meetings"): "meetings total",
    ("political_activity.csv", "sum over bodies, year=2024", "cases"): "cases total",
    ("fte.csv", "sum over service areas, year=2021", "fte"): "FTE total 2021",
    ("fte.csv", "sum over service areas, year=2022", "fte"): "FTE total 2022",
    ("fte.csv", "sum over service areas, year=2023", "fte"): "FTE total 2023",
    ("fte.csv", "sum over service areas, year=2024", "fte"): "FTE total 2024",
    ("fte.csv", "total change 2023 to 2024", "change_pct_from_2023"): "FTE total change",
    ("indicators.csv", "number of rows", "id"): "indicators",
    ("indicators.csv", "number of rows, focus_area=cooperation", "id"): "cooperation indicators",
    ("theme_plans.csv", "number of rows", "id"): "plans",
    ("political_bodies.csv", "main committees", "id"): "main committees",
    ("focus_areas.csv", "number of rows", "id"): "focus areas",
}
# Figures that list what they count.
LISTS = ("plans", "focus areas")


class ReportOfADataSet(unittest.TestCase):
    """One system with one data set; no test writes to it."""

    data = None

    @classmethod
    def load(cls, data):
        cls.data = data
        folder = cls.enterClassContext(temporary_directory())
        system = cls.enterClassContext(System(f"{folder}/data", load=data.write(f"{folder}/load")))
        cls.reports = {period: system.report(period) for period in ("2023", "2024")}
        cls.figures = {period: reported_figures(report) for period, report in cls.reports.items()}

    def assert_figures_follow_from_the_files(self, period):
        expected = expected_figures(Facts(self.data), period)
        self.assertGreater(len(expected), 1000)
        self.assertEqual([], differences(expected, self.figures[period]))

    def assert_aggregates_follow_from_their_operands(self):
        for period, report in self.reports.items():
            with self.subTest(period):
                self.assertGreater(len(aggregates(report)), 100)
                self.assertEqual([], Check(report, Facts(self.data)).violations())


class OriginalDataSet(ReportOfADataSet):
    @classmethod
    def setUpClass(cls):
        cls.load(DataSet.read(DATA_SET))

    def check(self, figures, period="2024"):
        for what, text in figures.items():
            with self.subTest(what):
                self.assertEqual(text, self.figures[period].get(what))

    def test_indicators_and_goals_are_counted(self):
        self.check({"indicators": "100", "cells": "400 cells, 282 measured, 87 NOT_MEASURED, 31 PENDING",
                    "focus areas": " ".join(FOCUS_AREAS), "goals": "28",
                    "goals INDICATOR_UNDER_DEVELOPMENT": "3", "goals REPORTED_QUALITATIVELY": "1"})
        self.check({f"{area} indicators": str(count) for area, count in FOCUS_AREAS.items()})

    def test_political_activity_is_summed(self):
        self.check({"meetings total": "136 count", "cases total": "792 count", "political activity": "FOUND"})
        self.assertEqual(18, len(self.figures["2024"]["bodies"].split()))

    def test_ftes_are_summed_and_compared(self):
        self.check({"FTE total 2021": "5465.2 fte", "FTE total 2022": "5511.2 fte",
                    "FTE total 2023": "5502.5 fte", "FTE total 2024": "5414.3 fte",
                    "FTE total change": "-1.6 percent"})

    def test_the_workforce_is_stated(self):
        self.check({"SICK_LEAVE_RATE TOTAL 2024": "9.3", "SICK_LEAVE_RATE WOMEN 2024": "10.4",
                    "SICK_LEAVE_RATE MEN 2024": "6.2", "FULL_TIME_SHARE TOTAL 2024": "64.2"})

    def test_emissions_are_compared_between_the_latest_years(self):
        own, road = "emissions miljodirektoratet-2025 all", "emissions miljodirektoratet-2025 road-traffic"
        self.check({f"{own} 2021": "216713", f"{own} 2022": "219716", f"{own} 2023": "203735",
                    f"{own} 2024": "PENDING", f"{own} change of": "2022 to 2023",
                    f"{own} change": "-7.3 percent", f"{road} 2024": "PENDING",
                    f"{road} change of": "2022 to 2023", f"{road} change": "-9.7 percent"})

    def test_the_change_of_road_traffic_is_stated_before_rounding(self):
        [series] = [series for inventory in self.reports["2024"]["climate"]["inventories"]
                    for series in inventory["series"] if series["sector"] == "road-traffic"]
        exact = Fraction(112787 - 124968, 124968) * 100
        self.assertTrue(series["change"]["unrounded"].startswith("-9.747"))
        self.assertLess(abs(Fraction(series["change"]["unrounded"]) - exact), Fraction(1, 10 ** 30))

    def test_targets_of_the_tables_are_assessed(self):
        self.check({"economy.disposition-fund-share 2024": "14.3",
                    "economy.disposition-fund-share gt 10 2024": "MET",
                    "economy.net-operating-result 2024": "2.5",
                    "economy.net-operating-result gt 3 2024": "NOT_MET",
                    "economy.net-loan-debt 2024": "94.7",
                    "economy.net-loan-debt lt 80 2024": "NOT_MET",
                    "economy.building-maintenance-per-m2 2024": "150",
                    "economy.building-maintenance-per-m2 gt 140 2024": "MET",
                    "communities.sewage-overflow-pollution 2024": "PENDING",
                    "communities.sewage-overflow-pollution lt 5 2024": "NOT_COMPUTABLE",
                    "communities.sewage-overflow-pollution 2023": "0.06",
                    "communities.sewage-overflow-pollution lt 5 2023": "MET"})

    def test_another_period_is_reported_as_well(self):
        self.check({"FTE total 2023": "5502.5 fte", "FTE total change": "-0.2 percent",
                    "political activity": "NO_OBSERVATION",
                    "meetings total": "not computable: NO_OBSERVATION"}, period="2023")
        self.assertEqual("COMPLETENESS_COMPLETE", state_of(self.reports["2023"], "POLITICS")["completeness"])

    def test_every_section_is_complete(self):
        for period, report in self.reports.items():
            for state in report["states"]:
                with self.subTest(period=period, section=state["section"]):
                    self.assertEqual("COMPLETENESS_COMPLETE", state["completeness"])

    def test_printed_totals_of_imported_files_agree(self):
        figures = dict(self.figures["2024"])
        kinds = [one["body"]["kind"] for one in self.reports["2024"]["politics"]["activities"]]
        figures["main committees"] = str(kinds.count("BODY_KIND_MAIN_COMMITTEE"))
        rows = [row for row in self.data["totals.csv"].rows if row["file"] not in LEFT_OUT]
        self.assertEqual(TOTALS.keys(), {(row["file"], row["key"], row["column"]) for row in rows})
        for row in rows:
            what = TOTALS[row["file"], row["key"], row["column"]]
            words = figures[what].split()
            with self.subTest(what):
                self.assertEqual(row["value"], str(len(words)) if what in LISTS else words[0])

    def test_aggregates_follow_from_their_operands(self):
        self.assert_aggregates_follow_from_their_operands()

    def test_all_figures_of_2024_follow_from_the_files(self):
        self.assert_figures_follow_from_the_files("2024")

    def test_all_figures_of_2023_follow_from_the_files(self):
        self.assert_figures_follow_from_the_files("2023")


class ChangedDataSet(ReportOfADataSet):
    @classmethod
    def setUpClass(cls):
        cls.original = DataSet.read(DATA_SET)
        cls.variant = make_variant(cls.original, seeded(VARIANT_SEED))
        cls.load(cls.variant.data)

    def test_the_ids_are_others(self):
        for kind, places in ID_COLUMNS.items():
            for file, column, separator in places:
                old, new = (ids_in(data[file], column, separator) for data in (self.original, self.data))
                with self.subTest(file=file, column=column):
                    self.assertFalse(old & new)
                    self.assertEqual({self.variant.renamed[kind, one] for one in old}, new)

    def test_the_rows_stand_in_another_order(self):
        # source_line, id or value: what is left of a row when its ids are others.
        for file, table in self.original.tables.items():
            renamed = {column for places in ID_COLUMNS.values() for name, column, _ in places if name == file}
            kept = [column for column in table.columns if column not in renamed | {"value", "status"}]
            before, after = ([[row[column] for column in kept] for row in one.rows]
                             for one in (table, self.data[file]))
            with self.subTest(file):
                self.assertEqual(len(before), len(after))
                if len(before) > 1:  # One row alone has no order.
                    self.assertNotEqual(before, after)

    def test_twenty_values_are_others(self):
        self.assertEqual(CHANGES, len(set(self.variant.changes)), self.variant.changes)
        files = {change.split(" ")[0] for change in self.variant.changes}
        self.assertLessEqual({"fte.csv", "political_activity.csv", "emissions.csv", "observations.csv"}, files)

    def test_the_report_differs_from_that_of_the_original(self):
        back = {new: old for (_, old), new in self.variant.renamed.items()}

        def under_old_ids(text):
            return " ".join(back.get(word, word) for word in text.split(" "))

        original = expected_figures(Facts(self.original), "2024")
        ours = {under_old_ids(what): under_old_ids(text) for what, text in self.figures["2024"].items()}
        self.assertEqual(original.keys(), ours.keys())
        differing = [what for what in original if original[what] != ours[what]]
        for what in ("cells", "FTE total change", "meetings total", "cases total", "emission cells"):
            self.assertIn(what, differing)
        self.assertNotIn("named cases", differing)
        self.assertGreater(len(differing), CHANGES)

    def test_aggregates_follow_from_their_operands(self):
        self.assert_aggregates_follow_from_their_operands()

    def test_all_figures_of_2024_follow_from_the_files(self):
        self.assert_figures_follow_from_the_files("2024")

    def test_all_figures_of_2023_follow_from_the_files(self):
        self.assert_figures_follow_from_the_files("2023")

    def test_no_id_of_the_original_is_left_in_the_report(self):
        indicators = {row["id"] for row in self.original["indicators.csv"].rows}
        shown = {last_id(series["indicator"]["name"])
                 for focus_area in self.reports["2024"]["indicators"]["focusAreas"]
                 for goal in focus_area["goals"] for series in goal.get("indicators", [])}
        self.assertEqual(len(indicators), len(shown))
        self.assertFalse(indicators & shown)


def ids_in(table, column, separator):
    texts = [row[column] for row in table.rows]
    parts = [part for text in texts for part in (text.split(separator) if separator else [text])]
    return {part for part in parts if part}


if __name__ == "__main__":
    unittest.main()
