"""Data sets that look unusual and are right: what a text holds is data, and never more than that."""

import pathlib
import unittest

from dataset import DataSet, small
from harness import DATA_SERVICES, DATA_SET, System, imported, temporary_directory
from properties import walk

BOM = b"\xef\xbb\xbf"

# Texts that a spreadsheet, a browser, a terminal, Markdown or a shell would take for more.
# The first stand in every file, since some have few rows.
HOSTILE = ("<script>alert(1)</script>", "\x1b[31mred\x1b[0m", '=HYPERLINK("http://localhost/?"&A1;"click")',
           "<img src=x onerror=alert(1)>", "\x07bell", "\u009b2Jcleared", "| cell | of | a | table |",
           "**bold** `code` [a](b)", "first line\nsecond line", "# heading", "$(id) %s {{x}} \\x00",
           "\u202eright to left", '"quoted", with comma')

# Where a person's text stands: file and column, and the chapter that shows it.
TEXTS = (("indicators.csv", "name_en", "indicators"), ("focus_areas.csv", "name_en", "indicators"),
         ("kostra.csv", "name_en", "statistics"), ("service_areas.csv", "name_en", "workforce"),
         ("political_bodies.csv", "name_en", "politics"), ("theme_plans.csv", "name_en", "politics"),
         ("resolutions.csv", "title_en", "politics"), ("cases.csv", "title_en", "politics"),
         ("climate_measures.csv", "description_en", "climate"))

CONTROL_CHARACTERS = {chr(code) for code in (*range(0x00, 0x20), 0x7F, *range(0x80, 0xA0))} - {"\n"}


class AnUnusualFile(unittest.TestCase):
    """Each is the valid data set in another dress: importing it again changes nothing."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.valid = small(DataSet.read(DATA_SET))
        # The name of the directory is recorded with every row, so all of them have one.
        load = cls.valid.write(cls.folder / "plain" / "load")
        cls.system = cls.enterClassContext(System(cls.folder / "data", load=load))

    def assert_says_the_same(self, name, data, dress=lambda content: content, line_end="\n"):
        load = data.write(self.folder / name / "load", line_end)
        for path in load.iterdir():
            path.write_bytes(dress(path.read_bytes()))
        result = self.system.run("import", load)
        self.assertEqual(0, result.code, result)
        told = imported(result.out)
        self.assertEqual(set(DATA_SERVICES), set(told))
        for service, (rows, inserted, revised, unchanged) in told.items():
            with self.subTest(name, service=service):
                self.assertEqual((0, 0, rows), (inserted, revised, unchanged))

    def test_may_begin_with_a_byte_order_mark(self):
        self.assert_says_the_same("bom", self.valid, lambda content: BOM + content)

    def test_may_end_its_lines_with_crlf(self):
        self.assert_says_the_same("crlf", self.valid, line_end="\r\n")

    def test_may_lack_the_last_line_end(self):
        self.assert_says_the_same("no-end", self.valid, lambda content: content.rstrip(b"\n"))

    def test_may_have_its_columns_in_another_order(self):
        data = self.valid.copy()
        for table in data.tables.values():
            table.columns.reverse()
        self.assert_says_the_same("columns", data)


class TextIsData(unittest.TestCase):
    """Every hostile text in every place where a text may stand, one place after the other."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        data = small(DataSet.read(DATA_SET))
        cls.stored = []
        for file, column, chapter in TEXTS:
            # A text for each row; KOSTRA states a name once more on each row of its figure.
            names = dict.fromkeys(row[data[file].columns[0]] for row in data[file].rows)
            texts = dict(zip(names, HOSTILE))
            for row in data[file].rows:
                row[column] = texts.get(row[data[file].columns[0]], row[column])
            cls.stored += [(chapter, text) for text in texts.values()]
        row = data["political_bodies.csv"].rows[0]
        row["members_source"] = "\r\n".join(HOSTILE)
        cls.stored.append(("politics", row["members_source"]))
        cls.system = cls.enterClassContext(System(folder / "data", load=data.write(folder / "load")))

    def test_stored_as_it_is(self):
        report = self.system.report()
        texts = {chapter: {text for _, node in walk(report[chapter]) for text in node.values()
                           if isinstance(text, str)}
                 for chapter in ("indicators", "statistics", "workforce", "politics", "climate")}
        for chapter, text in self.stored:
            with self.subTest(chapter=chapter, text=text):
                self.assertIn(text, texts[chapter])

    def test_escaped_in_markdown(self):
        shown = self.system.report_text(form="markdown")
        self.assertNotIn("<script", shown)
        self.assertNotIn("<img", shown)
        self.assertIn("&lt;script&gt;", shown)
        self.assertIn("\\*\\*bold\\*\\*", shown)
        self.assertIn("\\| cell \\|", shown)
        self.assertEqual(set(), CONTROL_CHARACTERS & set(shown))
        for line in shown.splitlines():
            self.assertFalse(line.startswith("second line"), line)

    def test_escaped_on_the_terminal(self):
        shown = self.system.report_text(form="table")
        self.assertEqual(set(), CONTROL_CHARACTERS & set(shown))
        for escaped in ("\\x1b[31mred", "\\x07bell", "\\x9b2Jcleared"):
            self.assertIn(escaped, shown)
        self.assertIn("<script>alert(1)</script>", shown)
        self.assertIn("=HYPERLINK(", shown)
        for line in shown.splitlines():
            self.assertFalse(line.startswith("second line"), line)


if __name__ == "__main__":
    unittest.main()
