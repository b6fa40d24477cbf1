"""What is published of a generated register, as people at a terminal publish and read it: fixed once,
hidden in every place or in none, told to everybody, and there when a person is not any more."""

import csv
import io
import json
import pathlib
import unittest

from generated_register import AREA, EXTRACT_DATE, generate, record, rows_of, unit_name, units_of, upload
from harness import System, run, temporary_directory
from history import now, rows

EXIT_FINDINGS, EXIT_USAGE, EXIT_SERVICE = 1, 2, 3

PERIODS = ["2024-M10", "2024-M11", "2024-M12", "2024-T1", "2024-T2", "2024-T3", "2024"]
SUPPRESSED = {"missing": "MISSING_REASON_SUPPRESSED"}
# Five persons, one of whom leaves in December.
SMALL = "small"
TELLS_WHAT_IS_HIDDEN = f"areas/{AREA}/figures/head-count~2024~unit.{SMALL}"


def reported(measure, unit_of_measure, value, unit=""):
    figure_id = f"{measure.lower().replace('_', '-')}~2024" + (f"~unit.{unit}" if unit else "")
    return {"workforceFigure": {
        "name": f"areas/{AREA}/figures/{figure_id}", "measure": f"MEASURE_{measure}", "period": "2024",
        "unit": unit_name(unit), "sex": "SEX_TOTAL", "unitOfMeasure": unit_of_measure,
        "cell": {"value": value}}}


def csv_of(result):
    if result.code != 0:
        raise AssertionError(f"{result!r}")
    return list(csv.DictReader(io.StringIO(result.out)))


def subject_of(row):
    return tuple(row[name] for name in ("unit", "measure", "sex", "age", "basis", "band"))


def is_hidden(figure):
    """Whether a published figure in JSON is hidden; nothing of a hidden one has a number."""
    cells = [figure[name] for name in ("cell", "numerator", "denominator") if name in figure]
    hidden = [cell == SUPPRESSED for cell in cells]
    if len(set(hidden)) != 1:
        raise AssertionError(f"half of it is hidden: {figure}")
    return hidden[0]


class PublishedCubes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        files = folder / "register"
        generate(files)
        cls.positions = rows_of(files / "positions.csv")
        cls.system = cls.enterClassContext(System(folder / "data"))
        upload(cls.system, files, units_of(rows_of(files / "units.csv")))
        figures = [reported("AVERAGE_POSITION_SIZE", "percent", "83.2"),
                   reported("HEAD_COUNT", "count", "4", SMALL)]
        recorded = record(cls.system, figures)
        assert recorded.code == 0, recorded
        cls.before = now()
        cls.refused = cls.cube("publish", "2024")
        blanked = cls.system.run("redact", TELLS_WHAT_IS_HIDDEN, "--reason", "too few", "--yes")
        assert blanked.code == 0, blanked
        cls.checked = cls.cube("publish", "2024", "--validate-only")
        cls.listed_before = cls.cube("list")
        cls.published = {period: cls.cube("publish", period, "--reason", "as every year", "--format", "csv")
                         for period in PERIODS}
        # Names of hidden figures, from what everybody may read.
        cls.cubes = {period: json.loads(cls.cube("show", period, "--format", "json").out)
                     for period in PERIODS}
        cls.computed = cls.compute()
        cls.hidden = {figure["name"] for period in PERIODS for figure in cls.figures_of(period)
                      if is_hidden(figure)}

    @classmethod
    def cube(cls, command, period=None, *more):
        return cls.system.run("cube", command, "--area", AREA,
                              *(() if period is None else ("--period", period)), *more)

    @classmethod
    def figures_of(cls, period):
        return cls.cubes[period]["figures"]["publishedFigures"]

    def shown(self, period, *more):
        return {subject_of(row): row for row in csv_of(self.cube("show", period, "--format", "csv", *more))}

    @classmethod
    def compute(cls):
        """The figures of the area, for those who may see all of them."""
        return {subject_of(row): row for row in csv_of(cls.system.run(
            "figures", "--area", AREA, "--period", "2024", "--by-sex", "--by-age", "--format", "csv"))}

    # Publishing.

    def test_a_reported_figure_that_tells_what_would_be_hidden_is_named(self):
        self.assertEqual(EXIT_FINDINGS, self.refused.code, self.refused)
        self.assertIn("DISCLOSURE_RISK", self.refused.err)
        self.assertIn(f"tertial redact {TELLS_WHAT_IS_HIDDEN} --reason", self.refused.err)

    def test_none_is_recorded_afterwards(self):
        refused = record(self.system, [reported("HEAD_COUNT", "count", "4", SMALL)])
        self.assertNotEqual(0, refused.code, refused)
        self.assertIn("FIGURE_SUPPRESSED", refused.err)

    def test_a_publication_can_be_tried(self):
        self.assertEqual(0, self.checked.code, self.checked)
        self.assertIn("Would be published: asker, 2024", self.checked.out)
        self.assertIn("Nothing is stored", self.checked.out)
        self.assertIn("Nothing is published.", self.listed_before.out)

    def test_is_told_with_how_much_is_hidden_of_it(self):
        for period, result in self.published.items():
            row, = csv_of(result)
            figures = self.figures_of(period)
            self.assertEqual((f"areas/{AREA}/cubes/{period}", str(len(figures)),
                              str(sum(map(is_hidden, figures)))),
                             (row["cube"], row["figures"], row["suppressed"]))
            self.assertEqual(("5", "10", "50", "tertial", "16"),
                             tuple(row[name] for name in ("fewest_persons", "fewest_ftes",
                                                          "largest_contribution_percent", "sick_leave_unit",
                                                          "short_term_days")))
        self.assertGreater(len(self.hidden), 100)

    def test_is_done_once(self):
        again = self.cube("publish", "2024")
        self.assertEqual(EXIT_USAGE, again.code, again)
        self.assertIn("CUBE_PUBLISHED", again.err)
        self.assertIn("tertial cube show", again.err)

    def test_is_for_publishers_and_for_what_the_register_covers(self):
        for arguments, code, reason, said in (
                (("2024-06-30", "--caller", "anonymous"), EXIT_SERVICE, "ROLE_MISSING", ""),
                (("2025",), EXIT_USAGE, "PERIOD_NOT_COVERED", "tertial register upload"),
                (("2024-Q1",), EXIT_USAGE, "INVALID_PERIOD", ""),
                (("2024-06-15",), EXIT_USAGE, "INVALID_PERIOD", "")):
            result = self.cube("publish", *arguments)
            self.assertEqual(code, result.code, result)
            self.assertIn(reason, result.err)
            self.assertIn(said, result.err)
            self.assertEqual("", result.out)

    # Reading.

    def test_cubes_are_listed(self):
        listed = csv_of(self.cube("list", None, "--format", "csv", "--caller", "anonymous"))
        self.assertEqual(sorted(PERIODS), sorted(row["period"] for row in listed))
        self.assertEqual({EXTRACT_DATE}, {row["extract_date"] for row in listed})
        for form in ("table", "markdown"):
            self.assertIn("2024-M10", self.cube("list", None, "--format", form).out.replace("\\", ""))

    def test_a_plain_reader_has_cubes_and_no_slices(self):
        refused = self.system.run("figures", "--area", AREA, "--period", "2024", "--caller", "anonymous")
        self.assertEqual(EXIT_SERVICE, refused.code, refused)
        self.assertIn("ROLE_MISSING", refused.err)
        answered = self.cube("show", "2024", "--caller", "anonymous")
        self.assertEqual(0, answered.code, answered)
        self.assertEqual(self.cube("show", "2024").out, answered.out)

    def test_units_stand_as_the_tree_does(self):
        units = self.cubes["2024"]["cube"]["cube"]["units"]
        depths = {"": 0}
        lines = self.cube("show", "2024", "--measure", "women-share").out.splitlines()
        for unit, line in zip(units, (line for line in lines if "\u00a0" in line)):
            # Each stands after its parent.
            depth = depths[unit["unit"]] = depths[unit.get("parent", "")] + 1
            title = unit["titles"][0]["text"]
            self.assertTrue(line.startswith("  " + "\u00a0\u00a0" * depth + title + " "), line)
        self.assertGreater(max(depths.values()), 2)

    def test_a_unit_and_a_measure_can_be_asked_for(self):
        only = self.shown("2024", "--unit", SMALL, "--measure", "head-count,women-share")
        self.assertEqual({(SMALL, "head-count"), (SMALL, "women-share")}, {key[:2] for key in only})
        of_area = self.shown("2024", "--unit", AREA)
        self.assertEqual({""}, {key[0] for key in of_area})
        unknown = self.cube("show", "2024", "--unit", "nowhere")
        self.assertEqual(EXIT_USAGE, unknown.code, unknown)
        self.assertIn("nowhere", unknown.err)

    def test_a_state_before_has_none(self):
        before = self.cube("show", "2024", "--as-of", self.before)
        self.assertEqual(EXIT_USAGE, before.code, before)
        self.assertIn("CUBE_NOT_FOUND", before.err)
        self.assertIn("Nothing is published.", self.cube("list", None, "--as-of", self.before).out)

    # Figures.

    def test_figures_of_the_area_are_those_computed(self):
        told = self.shown("2024", "--unit", AREA)
        self.assertGreater(len(told), 40)
        for key, row in told.items():
            if row["missing"] != "SUPPRESSED":
                self.assertEqual((self.computed[key]["value"], self.computed[key]["first_day"]),
                                 (row["value"], row["first_day"]), key)
        full_time = told["", "full-time-share-person-sum", "total", "", "", ""]
        self.assertAlmostEqual(64, float(full_time["value"]), delta=3)
        size = told["", "average-position-size", "total", "", "", ""]
        self.assertAlmostEqual(83, float(size["value"]), delta=3)

    def test_the_equality_statement_is_made_of_them(self):
        told = csv_of(self.system.run("workforce", "equality", "--area", AREA, "--period", "2024",
                                      "--format", "csv"))
        for topic in ("sex_balance", "temporary", "part_time", "parental_leave_weeks"):
            figures = [row for row in told if row["topic"] == topic]
            self.assertGreaterEqual(len(figures), 2, topic)
            for row in figures:
                self.assertRegex(row["value"], r"^\d+(\.\d)?$", row)

    def test_a_unit_that_becomes_too_small_is_hidden_with_another(self):
        key = (SMALL, "head-count", "total", "", "", "")
        self.assertEqual("5", self.shown("2024-M11")[key]["value"])
        december = self.shown("2024-M12")
        self.assertEqual("SUPPRESSED", december[key]["missing"])
        hidden = [subject for subject, row in december.items()
                  if subject[1:] == key[1:] and row["missing"] == "SUPPRESSED"]
        self.assertGreater(len(hidden), 1)

    def test_what_is_hidden_stands_nowhere(self):
        text = self.cube("show", "2024").out
        lines = [line for line in text.splitlines() if line.rstrip().endswith(" :")]
        self.assertEqual(sum(map(is_hidden, self.figures_of("2024"))), len(lines))
        exported = rows(self.system.run("export", "--service", "workforce"))
        self.assertLessEqual({row["resource"]["@type"].split(".")[-1] for row in exported},
                             {"Unit", "WorkforceFigure", "Cube", "PublishedFigure", "DisclosurePolicy"})
        told = rows(self.system.run("changes", "--service", "workforce", "--values", "--format", "json"))
        history = rows(self.system.run("revisions", "--format", "json", min(self.hidden)))
        self.assertEqual(1, len(history))
        report = self.system.report()["workforce"]["published"]
        published = {
            "exported": [row["resource"] for row in exported
                         if row["resource"]["@type"].endswith(".PublishedFigure")],
            "told": [row["after"] for row in told if row["kind"].endswith(".PublishedFigure")],
            "history": [row["resource"] for row in history],
            "report": report}
        for where, figures in published.items():
            self.assertTrue(figures, where)
            for figure in figures:
                self.assertEqual(figure["name"] in self.hidden, is_hidden(figure), (where, figure))
        everywhere = sum(len(self.figures_of(period)) for period in PERIODS)
        self.assertEqual((everywhere, everywhere), (len(published["exported"]), len(published["told"])))

    def test_the_report_has_what_is_published(self):
        text = self.system.report_text(form="table")
        self.assertIn("Published from the register", text)
        full_time = self.shown("2024", "--unit", AREA)["", "full-time-share-person-sum", "total", "", "", ""]
        line = next(line for line in text.splitlines() if line.strip().startswith("full time share person sum"))
        for number in (f"{full_time['value']} %", full_time["numerator"], full_time["denominator"]):
            self.assertIn(number, line)
        self.assertIn("Reported beside published", text)
        beside = next(line for line in text.splitlines() if "average position size   " in line and "83.2" in line)
        self.assertRegex(beside, r"equal as printed|other date")
        section = self.system.report()["workforce"]
        self.assertEqual([f"areas/{AREA}/figures/average-position-size~2024"],
                         [one["reported"]["name"] for one in section["comparisons"]])
        self.assertNotIn("published", self.system.report("2023")["workforce"])
        self.assertNotIn("Published from the register", self.system.report_text("2023", form="markdown"))

    def test_published_aggregates_stay_when_a_person_is_erased(self):
        heads = ("", "head-count", "total", "", "", "")
        shown = self.shown("2024")
        person = next(row["person_key"] for row in self.positions if not row["to"] and row["unit"] != SMALL)
        erased = run("tertial", "register", "erase", "--area", AREA, "--reason", "asked to be", "--gateway",
                     self.system.gateway, stdin=person + "\n")
        self.assertEqual(0, erased.code, erased)
        self.assertEqual(int(self.computed[heads]["value"]) - 1, int(self.compute()[heads]["value"]))
        self.assertEqual(shown, self.shown("2024"))

    # Thresholds.

    def test_thresholds_of_what_is_published_are_fixed(self):
        told, = csv_of(self.cube("policy", None, "--year", "2024", "--format", "csv"))
        self.assertEqual(("5", "10", "50", "tertial", "16", "false"),
                         tuple(told[name] for name in ("fewest_persons", "fewest_ftes",
                                                       "largest_contribution_percent", "sick_leave_unit",
                                                       "short_term_days", "recorded")))
        self.assertIn(f"areas/{AREA}/cubes/2024", told["fixed_by"])
        refused = self.cube("policy", None, "--year", "2024", "--set-fewest-persons", "3")
        self.assertEqual(EXIT_USAGE, refused.code, refused)
        self.assertIn("POLICY_IN_FORCE", refused.err)
        self.assertIn("nothing is published yet", refused.err)

    def test_thresholds_of_another_year_are_recorded_and_changed(self):
        order = ("policy", None, "--year", "2025")
        self.assertIn("defaults", self.cube(*order).out)
        checked = self.cube(*order, "--set-fewest-persons", "7", "--validate-only")
        self.assertEqual(0, checked.code, checked)
        self.assertIn("defaults", self.cube(*order).out)
        for arguments in (("--set-fewest-persons", "7", "--set-source", "KS"),
                          ("--set-sick-leave-unit", "month", "--reason", "decided")):
            recorded = self.cube(*order, *arguments)
            self.assertEqual(0, recorded.code, recorded)
        told, = csv_of(self.cube(*order, "--format", "csv"))
        self.assertEqual(("7", "10", "month", "KS", "true", ""),
                         tuple(told[name] for name in ("fewest_persons", "fewest_ftes", "sick_leave_unit",
                                                       "source", "recorded", "fixed_by")))
        for arguments, code, reason in ((("--set-fewest-persons", "2"), EXIT_USAGE, "VALUE_OUT_OF_RANGE"),
                                        (("--set-fewest-persons", "9", "--caller", "payroll"), EXIT_SERVICE,
                                         "ROLE_MISSING"),
                                        (("--validate-only",), EXIT_USAGE, "--set")):
            refused = self.cube(*order, *arguments)
            self.assertEqual(code, refused.code, refused)
            self.assertIn(reason, refused.err)


if __name__ == "__main__":
    unittest.main()
