"""Tables in JSON-stat 2, as Statistics Norway gives them: what is stored of them, and what is refused."""

import copy
import json
import pathlib
import unittest

from harness import System, imported, temporary_directory
from history import rows

# Region x sex x contents x year. 3203 was not in use in 2022, and 3025 not in 2024.
TABLE = {
    "version": "2.0", "class": "dataset", "label": "07459: Befolkning", "source": "Statistisk sentralbyrå",
    "updated": "2026-02-25T07:00:00Z",
    "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
    "id": ["Region", "Kjonn", "ContentsCode", "Tid"], "size": [2, 3, 1, 2],
    "dimension": {
        "Region": {"category": {"index": {"3203": 0, "3025": 1}}},
        "Kjonn": {"label": "kjønn", "category": {"index": ["0", "1", "2"],
                                                "label": {"1": "Menn", "2": "Kvinner"}}},
        "ContentsCode": {"category": {"index": {"P": 0}, "label": {"P": "Personer"},
                                      "unit": {"P": {"base": "personer", "decimals": 1}}}},
        "Tid": {"category": {"index": {"2022": 0, "2024": 1}}}},
    "extension": {"px": {"language": "no"}},
    "value": [0, 98815, None, 49000.5, None, None, 96088, 0, 47900, None, 48188, None],
    "status": {"2": ".", "4": ".", "5": ":", "9": ".", "11": ".", "3": "*"}}
MAP = {
    "contents": {"codes": {"P": {"indicator": "population.residents", "source_unit": "personer",
                                 "definition": {"unit": "count", "collection": "COLLECTION_POPULATION"}}}},
    "dimensions": {"Kjonn": {"whole": "0", "dimension": "sex", "members": {"1": "men", "2": "women"}}}}

ASKER = "areas/asker/indicators/population.residents/observations/"
STORED = {ASKER + "2024": "98815.0", ASKER + "2024~sex.men": "49000.5",
          ASKER + "2024~sex.women": "MISSING_REASON_SUPPRESSED", ASKER + "2022": "96088.0",
          ASKER + "2022~sex.men": "47900.0", ASKER + "2022~sex.women": "48188.0"}


class ATableInJsonStat(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))
        self.system = self.enterContext(System(self.folder / "data"))
        self.table = copy.deepcopy(TABLE)
        self.map = copy.deepcopy(MAP)

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def import_table(self, *arguments, table=None):
        return self.system.run("import-json-stat", self.write("table.json", table or self.table),
                               "--map", self.write("map.json", self.map), *arguments)

    def observations(self):
        told = {}
        for row in rows(self.system.run("export", "--kind", "Observation")):
            cell = row["resource"]["cell"]
            told[row["name"]] = cell.get("value") or cell["missing"]
        return told

    def assert_refused(self, code, reason, *texts, table=None):
        result = self.import_table(table=table)
        self.assertEqual(code, result.code, result)
        self.assertEqual("", result.out)
        self.assertIn(f"[{reason}]", result.err)
        for text in texts:
            self.assertIn(text, result.err)
        self.assertEqual({}, self.observations())
        self.assertEqual({0}, set(self.system.revisions().values()))

    def test_is_stored_exactly_and_twice_is_once(self):
        result = self.import_table("--validate-only")
        self.assertEqual(0, result.code, result)
        self.assertIn("checked", result.out)
        self.assertEqual({}, self.observations())
        result = self.import_table()
        self.assertEqual(0, result.code, result)
        self.assertEqual({"indicators": (7, 7, 0, 0)}, imported(result.out))
        self.assertIn("not imported: 6 empty cells of numbers that no area bore in the period", result.out)
        self.assertEqual(STORED, self.observations())
        self.assertEqual({"indicators": (7, 0, 0, 7)}, imported(self.import_table().out))

    def test_is_refused_when_a_file_is_not_of_its_form(self):
        self.assert_refused(2, "INVALID_TEXT", "table.json:1:", table="{'version'")
        self.assert_refused(2, "DUPLICATE_KEY", "table.json", table='{"a": 1, "a": 2}')
        self.table["value"].pop()
        self.assert_refused(2, "INCONSISTENT_FIELDS", "table.json: $.value: ")
        self.map["colour"] = "red"
        self.assert_refused(2, "UNKNOWN_FIELD", "map.json: $.colour: ")

    def test_is_refused_when_the_map_does_not_tell(self):
        self.table["dimension"]["Region"]["category"]["index"] = {"9999": 0, "3025": 1}
        del self.map["dimensions"]["Kjonn"]["members"]["2"]
        self.assert_refused(2, "AREA_NOT_FOUND", "table.json: $.dimension.Region.category.index.9999: ",
                            "table.json: $.dimension.Kjonn.category.index.2: ")

    def test_is_refused_by_the_service_with_the_coordinates_of_the_cell(self):
        del self.map["contents"]["codes"]["P"]["definition"]
        self.assert_refused(1, "INDICATOR_NOT_FOUND",
                            "table.json: Region=3203, Kjonn=0, ContentsCode=P, Tid=2024: ")


if __name__ == "__main__":
    unittest.main()
