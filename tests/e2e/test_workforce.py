"""The workforce as it was reported, as a person at a terminal sees it: how FTEs changed, what a unit came
from, and what is computed beside the figures. Changes that the files state are held against those shown.
"""

import csv
import io
import json
import unittest
from fractions import Fraction

from dataset import DataSet
from expected import round_half_away
from harness import DATA_SET, System, temporary_directory

EXIT_USAGE = 2


class ReportedWorkforce(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(temporary_directory())
        cls.data = DataSet.read(DATA_SET)
        cls.system = cls.enterClassContext(System(f"{folder}/data", load=DATA_SET))

    def workforce(self, *arguments):
        result = self.system.run("workforce", *arguments)
        self.assertEqual(0, result.code, result)
        self.assertEqual("", result.err)
        return result.out

    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.workforce(*arguments, "--format", "csv"))))

    def units(self, period):
        section = self.system.report(period)["workforce"]
        return section, {one["unit"]["name"].split("/")[-1]: one for one in section["units"]}

    def fte(self, unit, year):
        return Fraction(self.data["fte.csv"].one(service_area=unit, year=year)["fte"])

    # FTEs.

    def test_changes_per_service_area_are_those_printed(self):
        section, units = self.units("2024")
        printed = {row["service_area"]: row["change_pct_from_2023"]
                   for row in self.data["fte.csv"].find(year="2024")}
        self.assertEqual(["-4.0", "0.8", "-4.3", "-1.9", "2.0", "-3.4"], list(printed.values()))
        self.assertEqual(printed, {unit: one["fteChange"]["value"] for unit, one in units.items()})
        self.assertEqual("-1.6", section["fteTotalChange"]["value"])
        self.assertEqual("-88.2", section["fteTotalDifference"]["value"])

    def test_a_growth_of_2023_has_its_footnote_and_what_the_unit_came_from(self):
        _, units = self.units("2023")
        for unit, one in units.items():
            earlier, later = self.fte(unit, "2022"), self.fte(unit, "2023")
            self.assertEqual(round_half_away((later - earlier) / earlier * 100, 1), one["fteChange"]["value"])
            self.assertEqual(round_half_away(later - earlier, 1), one["fteDifference"]["value"])
        citizenship = units["citizenship"]
        self.assertEqual("10.5", citizenship["fteChange"]["value"])
        self.assertEqual("25.9", citizenship["fteDifference"]["value"])
        cell = next(one["cell"] for one in citizenship["fte"] if one["period"] == "2023")
        self.assertIn("Røykenbadet", cell["footnotes"][0]["texts"][0]["text"])
        origin = citizenship["unit"]["origins"][0]
        self.assertEqual("UNIT_ORIGIN_KIND_TAKEN_IN", origin["kind"])
        self.assertEqual("2023-01-01", origin["date"])
        text = self.system.report_text(period="2023", form="table")
        self.assertIn("2023-01-01: Røykenbadet (Askerbadet KF) taken in.", text)

    # Analyses.

    def test_ftes_per_head_stand_beside_the_printed_position_size(self):
        heads = sum(int(row["headcount"]) for row in self.data["employees.csv"].find(year="2024"))
        ftes = sum(Fraction(row["fte"]) for row in self.data["fte.csv"].find(year="2024"))
        per_head = self.rows("reported", "--area", "3203", "--period", "2024")[-1]
        self.assertEqual("FTE_PER_HEAD", per_head["row"])
        self.assertEqual(round_half_away(ftes / heads * 100, 1), per_head["computed"])
        self.assertEqual(("84.2", "83.2", "1.0"),
                         (per_head["computed"], per_head["reported"], per_head["difference"]))
        self.assertEqual("OTHER_DATE DOUBLE_COUNTED_HEADS", per_head["reasons"])
        shown = self.workforce("reported", "--area", "asker", "--period", "2024")
        self.assertIn("FTEs per head: 84.2 %", shown)
        self.assertIn("other date, double counted heads", shown)

    def test_rates_of_women_and_men_are_weighted(self):
        check, = self.rows("weighting", "--area", "3203", "--period", "2024")
        self.assertEqual(("UNKNOWN", "EMPLOYEES", "9.329", "9.3", "true", "true"),
                         tuple(check[name] for name in ("basis", "weight", "unrounded", "total", "agrees",
                                                        "indicative")))
        self.assertIn("indicative", self.workforce("weighting", "--area", "3203", "--period", "2024"))

    def test_sick_leave_on_unknown_bases_is_not_compared(self):
        order = ("compare", "--measure", "sick-leave-rate", "--period", "2024", "--areas", "3203,3205,3201")
        refused = self.system.run("workforce", *order)
        self.assertEqual(EXIT_USAGE, refused.code, refused)
        self.assertEqual("", refused.out)
        self.assertIn("NOT_COMPARABLE", refused.err)
        self.assertIn("--accept unknown-basis", refused.err)
        rows = self.rows(*order, "--accept", "unknown-basis")
        self.assertEqual([("1", "lillestrom", "10.0"), ("2", "baerum", "9.6"), ("3", "asker", "9.3")],
                         [(row["rank"], row["area"], row["value"]) for row in rows])
        self.assertEqual({"unknown-basis"}, {row["issues"] for row in rows})

    def test_the_equality_statement_says_what_is_missing(self):
        rows = self.rows("equality", "--area", "3203", "--period", "2024")
        women = self.data["workforce_metrics.csv"].one(metric="women-share", region="3203", year="2024")
        self.assertEqual([women["value"]], [row["value"] for row in rows if row["topic"] == "sex_balance"])
        missing = {row["topic"]: row["missing_because"] for row in rows if row["missing_because"]}
        self.assertEqual({"temporary", "part_time", "parental_leave_weeks", "pay_gap", "sex_by_level",
                          "involuntary_part_time"}, set(missing))
        answer = json.loads(self.workforce("equality", "--area", "3203", "--period", "2024",
                                           "--format", "json"))
        self.assertTrue(answer["payGap"]["due"])

    def test_a_wrong_question_is_told_so(self):
        for arguments in (("equality", "--area", "3203", "--period", "2024-T1"),
                          ("reported", "--area", "nowhere", "--period", "2024"),
                          ("weighting", "--area", "3203", "--period", "soon"),
                          ("weighting", "--area", "3203"),
                          ("compare", "--measure", "luck", "--period", "2024", "--areas", "3203,3201"),
                          ()):
            result = self.system.run("workforce", *arguments)
            self.assertEqual(EXIT_USAGE, result.code, (arguments, result))
            self.assertEqual("", result.out)
            self.assertNotEqual("", result.err)


if __name__ == "__main__":
    unittest.main()
