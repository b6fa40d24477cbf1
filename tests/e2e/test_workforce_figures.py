"""Figures of a generated register, computed by the service and by workforce_reference.py: every one
of every unit, of a day, a month, a tertial and a year, by sex and age, equal to the last digit."""

import csv
import datetime
import fractions
import io
import pathlib
import unittest

from generated_register import AREA, generate, rows_of, units_of, upload
from harness import System, temporary_directory
from workforce_reference import Key, Register

PERIODS = {
    "2024-06-15": (datetime.date(2024, 6, 15), datetime.date(2024, 6, 15), False),
    "2024-M05": (datetime.date(2024, 5, 1), datetime.date(2024, 5, 31), False),
    "2024-T2": (datetime.date(2024, 5, 1), datetime.date(2024, 8, 31), False),
    "2024": (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31), True),
}


def word(text):
    """"30 to 39" as the contract has it: "30_TO_39"."""
    return text.upper().replace(" ", "_").replace("-", "_")


def key_of(row):
    return Key(row["unit"], word(row["measure"]), word(row["sex"]), word(row["age"]),
               word(row["basis"]), word(row["band"]))


def number(text):
    return fractions.Fraction(text) if text else None


class FiguresOfAGeneratedRegister(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = temporary_directory()
        cls.addClassCleanup(cls.directory.cleanup)
        folder = pathlib.Path(cls.directory.name)
        cls.files = folder / "register"
        generate(cls.files)
        units = units_of(rows_of(cls.files / "units.csv"))
        cls.register = Register(units, rows_of(cls.files / "positions.csv"),
                                rows_of(cls.files / "absences.csv"))
        cls.system = System(folder / "data")
        cls.addClassCleanup(cls.system.end)
        upload(cls.system, cls.files, units)

    def computed(self, period, *more):
        """What the service says: {Key: row}."""
        result = self.system.run("figures", "--area", AREA, "--period", period, "--format", "csv",
                                 *more)
        self.assertEqual(result.code, 0, result)
        rows = list(csv.DictReader(io.StringIO(result.out)))
        found = {key_of(row): row for row in rows}
        self.assertEqual(len(found), len(rows), "a figure stands twice")
        return found

    def check(self, period):
        expected = self.register.figures(*PERIODS[period])
        found = self.computed(period, "--every-unit", "--by-sex", "--by-age")
        self.assertEqual(found.keys(), expected.keys())
        wrong = [f"{key}: {row} beside {expected[key]}" for key, row in found.items()
                 if (row["value"] or None) != expected[key].text
                 or number(row["numerator"]) != expected[key].numerator
                 or number(row["denominator"]) != expected[key].denominator]
        self.assertEqual(wrong[:5], [], f"{len(wrong)} of {len(found)} figures differ")

    def test_of_a_day(self):
        self.check("2024-06-15")

    def test_of_a_month(self):
        self.check("2024-M05")

    def test_of_a_tertial(self):
        self.check("2024-T2")

    def test_of_a_year(self):
        self.check("2024")

    def test_the_shape_is_near_that_of_asker(self):
        found = self.computed("2024")

        def value(measure, basis=""):
            return float(found[Key("", measure, "TOTAL", "", basis, "")]["value"])

        self.assertAlmostEqual(value("FULL_TIME_SHARE_PERSON_SUM"), 64, delta=3)
        self.assertAlmostEqual(value("AVERAGE_POSITION_SIZE"), 83, delta=3)
        self.assertAlmostEqual(value("SICK_LEAVE_RATE", "TOTAL_REGISTERED"), 9, delta=1.5)
        self.assertAlmostEqual(value("WOMEN_SHARE"), 74.5, delta=2)
        self.assertAlmostEqual(value("APPRENTICES"), 73, delta=8)
        self.assertAlmostEqual(value("HEAD_COUNT"), 6400, delta=100)

    def test_a_plain_reader_is_refused(self):
        for caller in ("cli", "gateway", "nobody"):
            result = self.system.run("figures", "--area", AREA, "--period", "2024", "--caller",
                                     caller)
            self.assertNotEqual(result.code, 0)
            self.assertIn("ROLE_MISSING" if caller != "nobody" else "CALLER_UNKNOWN", result.err)
            self.assertEqual(result.out, "")


if __name__ == "__main__":
    unittest.main()
