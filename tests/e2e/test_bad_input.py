"""Bad data sets: each is refused with a sentence that says where and why, and nothing is stored.

Every case is a small valid data set with one thing wrong. It is imported into services that hold
nothing, so that a single row that slipped in would show.
"""

import dataclasses
import json
import pathlib
import re
import typing
import unittest

from dataset import DataSet, small
from harness import DATA_SET, System, revisions_of, temporary_directory

TEN_MEGABYTES = 10 * 1024 * 1024


@dataclasses.dataclass
class Bad:
    """A data set with one thing wrong, and what must be said of it."""

    name: str
    file: str
    reason: str
    # Alters the data set; returns the row at fault, if it is one.
    alter: typing.Callable = lambda data: None
    # Alters the file's bytes, once it is written.
    alter_bytes: typing.Callable = None
    # Texts that standard error must hold: the field, the value.
    says: tuple = ()
    # The line to be named where no row is at fault; None: the file as a whole.
    line: int = None


def cell(name, file, column, text, reason, /, says=(), **more):
    """One cell of the file's last row says something else; `more` are other cells of that row."""
    def alter(data):
        row = data[file].rows[-1]
        row.update({column: text, **more})
        return row

    return Bad(name, file, reason, alter, says=(says or (column, text)))


def twice(name, file, reason="DUPLICATE_KEY"):
    """The file's first row stands at its end once more."""
    def alter(data):
        rows = data[file].rows
        rows.append(dict(rows[0]))
        return rows[-1]

    return Bad(f"two rows of one key in {name}", file, reason, alter)


def without_column(file, column):
    def alter(data):
        data[file].columns.remove(column)
        for row in data[file].rows:
            del row[column]

    return Bad(f"{file} without its column {column}", file, "INVALID_TEXT", alter, says=(column,), line=1)


def with_column(file, column):
    def alter(data):
        data[file].columns.append(column)
        for row in data[file].rows:
            row[column] = "x"

    return Bad(f"{file} with a column nobody knows", file, "INVALID_TEXT", alter, says=(column,), line=1)


def of_bytes(name, file, reason, alter_bytes, line, says=()):
    return Bad(name, file, reason, alter_bytes=alter_bytes, says=says, line=line)


def in_line_three(change):
    """Changes the third line of a file."""
    def alter(content):
        lines = content.split(b"\n")
        lines[2] = change(lines[2])
        return b"\n".join(lines)

    return alter


OBSERVATIONS, FTE, ACTIVITY, EMISSIONS = "observations.csv", "fte.csv", "political_activity.csv", "emissions.csv"

BAD_NUMBERS = [
    cell("a decimal comma", OBSERVATIONS, "value", "12,5", "INVALID_DECIMAL", status="measured"),
    cell("a decimal comma of the workforce", FTE, "fte", "12,5", "INVALID_DECIMAL", says=("12,5",)),
    cell("a decimal comma of the politics", ACTIVITY, "meetings", "1,5", "INVALID_DECIMAL"),
    cell("a decimal comma of the climate", EMISSIONS, "value", "39,7", "INVALID_DECIMAL"),
    cell("an exponent", OBSERVATIONS, "value", "1e400", "INVALID_DECIMAL", status="measured"),
    cell("a negative zero", OBSERVATIONS, "value", "-0", "INVALID_DECIMAL", status="measured"),
    cell("a minus sign that is none", OBSERVATIONS, "value", "\u22122.5", "INVALID_DECIMAL", status="measured"),
    cell("a no-break space as thousands mark", OBSERVATIONS, "value", "203\u00a0735", "INVALID_DECIMAL",
         says=("value", "203"), status="measured"),
    cell("a narrow no-break space as thousands mark", EMISSIONS, "value", "203\u202f735", "INVALID_DECIMAL",
         says=("value", "203")),
    cell("a word for a number", FTE, "fte", "NaN", "INVALID_DECIMAL", says=("NaN",)),
    cell("half a meeting", ACTIVITY, "meetings", "1.5", "VALUE_OUT_OF_RANGE"),
    cell("fewer people than none", FTE, "fte", "-1.0", "VALUE_OUT_OF_RANGE", says=("-1.0",)),
    cell("an order that is no number", "service_areas.csv", "order", "first", "VALUE_OUT_OF_RANGE"),
]

BAD_PERIODS = [
    cell("a fourth third of a year", OBSERVATIONS, "year", "2024-T4", "INVALID_PERIOD", says=("2024-T4",)),
    cell("a fourth third of a year of the workforce", FTE, "year", "2024-T4", "INVALID_PERIOD", says=("2024-T4",)),
    cell("a fourth third of a year of the politics", ACTIVITY, "year", "2024-T4", "INVALID_PERIOD", says=("2024-T4",)),
    cell("a fourth third of a year of the climate", EMISSIONS, "year", "2024-T4", "INVALID_PERIOD", says=("2024-T4",)),
    cell("a year of two digits", FTE, "year", "24", "INVALID_PERIOD", says=("24",)),
    cell("a date that never was", "cases.csv", "date", "2024-02-30", "INVALID_DATE", says=("2024-02-30",),
         date_precision="day"),
]

BAD_CELLS = [
    cell("a value beside a missing reason", OBSERVATIONS, "value", "12.5", "VALUE_BESIDE_MISSING_REASON",
         status="pending"),
    cell("a value beside a missing reason of the climate", EMISSIONS, "value", "12.5",
         "VALUE_BESIDE_MISSING_REASON", status="pending"),
    cell("neither a value nor a reason", OBSERVATIONS, "value", "", "CELL_EMPTY", says=("cell",), status="measured"),
    cell("neither a value nor a reason of the workforce", FTE, "fte", "", "CELL_EMPTY", says=("cell",)),
    cell("neither a value nor a reason of the politics", ACTIVITY, "cases", "", "CELL_EMPTY", says=("cases",)),
    cell("neither a value nor a reason of the climate", EMISSIONS, "value", "", "CELL_EMPTY", says=("cell",)),
    cell("a reason that is none", OBSERVATIONS, "status", "forgotten", "INVALID_ENUM", value=""),
]

UNKNOWN_REFERENCES = [
    cell("an unknown indicator", OBSERVATIONS, "indicator", "economy.nothing", "INDICATOR_NOT_FOUND",
         says=("economy.nothing",)),
    cell("an unknown area of an observation", "kostra.csv", "region", "9999", "AREA_NOT_FOUND", says=("9999",)),
    cell("an unknown area of a figure", "workforce_metrics.csv", "region", "9999", "AREA_NOT_FOUND", says=("9999",)),
    cell("an unknown unit", FTE, "service_area", "nowhere", "UNIT_NOT_FOUND", says=("nowhere",)),
    cell("an unknown body", ACTIVITY, "body", "nobody", "BODY_NOT_FOUND", says=("nobody",)),
    cell("an unknown body of a case", "cases.csv", "body", "nobody", "BODY_NOT_FOUND", says=("nobody",)),
    cell("an unknown goal", "indicators.csv", "goal", "economy.g99", "GOAL_NOT_FOUND", says=("economy.g99",)),
    cell("an unknown focus area", "goals.csv", "focus_area", "nothing", "FOCUS_AREA_NOT_FOUND", says=("nothing",)),
    cell("an unknown release", EMISSIONS, "release", "nobody-1999", "INVENTORY_RELEASE_NOT_FOUND",
         says=("nobody-1999",), account="inventory", metric="emissions", scope="direct", boundary="community",
         sector="all", part_of="", object="", year="2020", unit="tonnes_co2e", value="1", status="measured"),
    cell("an unknown plan", "theme_plan_areas.csv", "theme_plan", "nothing", "THEMATIC_PLAN_NOT_FOUND"),
]

DUPLICATES = [twice("the observations", OBSERVATIONS), twice("the FTEs", FTE), twice("the activities", ACTIVITY),
              twice("the emissions", EMISSIONS), twice("the units", "service_areas.csv"),
              twice("the indicators", "indicators.csv")]

BROKEN_FILES = [
    without_column(FTE, "year"), without_column(OBSERVATIONS, "status"),
    with_column(FTE, "surprise"), with_column(EMISSIONS, "surprise"),
    of_bytes("a file that is not UTF-8", "service_areas.csv", "INVALID_TEXT",
             in_line_three(lambda line: line.replace(b",", b",\xe6\xf8\xe5", 1)), 3, ("UTF-8",)),
    of_bytes("a file in UTF-16", FTE, "INVALID_TEXT",
             lambda content: content.decode().encode("utf-16"), 1, ("UTF-8",)),
    of_bytes("a line of ten megabytes", FTE, "INVALID_TEXT",
             in_line_three(lambda line: line + b"x" * TEN_MEGABYTES), 3, ("longer",)),
    of_bytes("a row with a field too few", FTE, "INVALID_TEXT",
             in_line_three(lambda line: line.rpartition(b",")[0]), 3, ("fields",)),
    of_bytes("a quote that is not closed", "employees.csv", "INVALID_TEXT",
             lambda content: content[:content.rstrip().rindex(b"\n") + 1] + b'"' + content.splitlines()[-1],
             13, ("quote",)),
    of_bytes("an empty line", FTE, "INVALID_TEXT", in_line_three(lambda line: b""), 3, ("empty",)),
    of_bytes("an empty file", FTE, "INVALID_TEXT", lambda content: b"", None, ("empty",)),
    of_bytes("an empty file of observations", OBSERVATIONS, "INVALID_TEXT", lambda content: b"", None, ("empty",)),
    Bad("a file nobody knows", "surprise.csv", "UNKNOWN_FIELD",
        lambda data: data.tables.update({"surprise.csv": data["fte.csv"]}), says=("surprise.csv",)),
]


class ADataSetIsRefused(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.system = cls.enterClassContext(System(cls.folder / "data"))
        cls.untouched = cls.system.report()
        assert set(revisions_of(cls.untouched).values()) == {0}
        cls.valid = small(DataSet.read(DATA_SET))

    def write(self, bad):
        """Writes the data set and returns the line that is at fault, None for the whole file."""
        data = self.valid.copy()
        row = bad.alter(data)
        line = bad.line if row is None else data[bad.file].line_of(row)
        self.load = data.write(self.folder / re.sub(r"\W+", "-", bad.name))
        if bad.alter_bytes is not None:
            path = self.load / bad.file
            path.write_bytes(bad.alter_bytes(path.read_bytes()))
        return line

    def assert_refused(self, bad):
        line = self.write(bad)
        result = self.system.run("import", self.load)
        self.assertEqual(1, result.code, result)
        self.assertEqual("", result.out)
        where = re.escape(bad.file) + (rf":{line}: " if line is not None else "")
        told = [told for told in result.err.splitlines()
                if re.search(where, told) and told.endswith(f" [{bad.reason}]")]
        self.assertTrue(told, result)
        for text in bad.says:
            self.assertIn(text, told[0])
        self.assertRegex(told[0], r"\. \[\w+\]$")
        self.assertIn("nothing is stored", result.err)
        self.assertEqual(self.untouched, self.system.report())

    def assert_all_refused(self, table):
        for bad in table:
            with self.subTest(bad.name):
                self.assert_refused(bad)

    def test_for_a_bad_number(self):
        self.assert_all_refused(BAD_NUMBERS)

    def test_for_a_bad_period(self):
        self.assert_all_refused(BAD_PERIODS)

    def test_for_a_cell_with_both_or_neither(self):
        self.assert_all_refused(BAD_CELLS)

    def test_for_an_unknown_reference(self):
        self.assert_all_refused(UNKNOWN_REFERENCES)

    def test_for_two_rows_of_one_key(self):
        self.assert_all_refused(DUPLICATES)

    def test_for_a_broken_file(self):
        self.assert_all_refused(BROKEN_FILES)

    def test_for_a_bad_claim(self):
        load = self.valid.write(self.folder / "bad-claims")

        def claim(expected):
            return json.dumps({
                "name": "areas/3203/claims/a", "period": "2024",
                "statements": [{"language": "nb", "text": "Det falt."}],
                "assertions": [{"left": {"formula": "FORMULA_VALUE", "operands": [{"constant": "1"}]},
                                "relation": "RELATION_EQUAL", "expected": expected}]}) + "\n"

        for text, told in ((claim("1") + '{"nmae": "b"}\n', r"claims\.jsonl:2: nmae: .* \[INVALID_JSON\]"),
                           (claim("1") + '{"name": \n', r"claims\.jsonl:2: .* \[INVALID_TEXT\]"),
                           (claim("1,5"), r"claims\.jsonl:1: \S+expected: .* \[INVALID_DECIMAL\]")):
            (load / "claims.jsonl").write_text(text, encoding="utf-8")
            for more in ((), ("--validate-only",)):
                with self.subTest(text, more=more):
                    result = self.system.run("import", load, *more)
                    self.assertEqual(1, result.code, result)
                    self.assertRegex(result.err, told)
        (load / "claims.jsonl").write_text(claim("1"), encoding="utf-8")
        result = self.system.run("import", load, "--validate-only")
        self.assertEqual(0, result.code, result)
        self.assertRegex(result.out, r"(?m)^gateway +1 ")
        self.assertEqual({0}, set(self.system.revisions().values()))

    def test_for_two_areas_in_its_observations(self):
        data = self.valid.copy()
        data[OBSERVATIONS].rows[-1]["region"] = "9999"
        load = data.write(self.folder / "two-areas")
        result = self.system.run("import", load)
        self.assertEqual(2, result.code, result)
        self.assertIn("--area", result.err)
        result = self.system.run("import", load, "--area", "3203")
        self.assertEqual(1, result.code, result)
        line = len(data[OBSERVATIONS].rows) + 1
        self.assertRegex(result.err, rf"observations\.csv:{line}: .*9999.* \[AREA_NOT_FOUND\]")
        self.assertEqual({0}, set(self.system.revisions().values()))

    def test_unless_it_is_right(self):
        with System(self.folder / "other-data") as system:
            result = system.run("import", self.valid.write(self.folder / "valid"))
            self.assertEqual(0, result.code, result)
            self.assertNotEqual(self.untouched, system.report())
            self.assertEqual({1}, set(system.revisions().values()))

    def test_with_every_fault_it_has(self):
        data = self.valid.copy()
        lines = []
        for file, column in ((OBSERVATIONS, "value"), (FTE, "fte"), (ACTIVITY, "meetings"), (EMISSIONS, "value")):
            row = data[file].rows[1]
            row[column] = "12,5"
            lines.append(f"{file}:{data[file].line_of(row)}: ")
        result = self.system.run("import", data.write(self.folder / "four-faults"))
        self.assertEqual(1, result.code, result)
        for line in lines:
            self.assertIn(line, result.err)
        self.assertEqual({0}, set(self.system.revisions().values()))


if __name__ == "__main__":
    unittest.main()
