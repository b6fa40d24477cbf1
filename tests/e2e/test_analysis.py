"""What is computed from indicators, as a person at a terminal sees it: series, progress, rank, classify.

The numbers are computed here from the CSV files. What no file can state (a derived indicator, a peer
group, a target with a base, figures of municipalities that are gone) is recorded over gRPC.
"""

import csv
import io
import json
import statistics
import unittest
from fractions import Fraction

from dataset import DataSet
from expected import round_half_away
from harness import DATA_SET, System, node, temporary_directory, tertial

SATISFACTION = "cooperation.voluntary-organisations-satisfaction"
INSTITUTION = "health.institution-80-plus"
DEBT = "economy.net-loan-debt"
FIRES = "kostra.community-services.building-fires"
HOME_SERVICES = "kostra.welfare.home-services-80-plus"
PLACES = {"3203": "asker", "3201": "baerum", "3301": "drammen", "3205": "lillestrom"}
GROUP = "KG12"


def label(text):
    return [{"language": "nb", "text": text}]


def indicator(name, unit, **more):
    return {"indicator": {"name": f"indicators/{name}", "labels": label(name), "unit": unit,
                          "collection": "COLLECTION_FRAMEWORK", **more}}


def observation(area, name, period, **cell):
    return {"observation": {"name": f"areas/{area}/indicators/{name}/observations/{period}",
                            "period": period, "cell": cell}}


RESIDENTS = {("0220", "2019"): 61523, ("0627", "2019"): 23126, ("0628", "2019"): 9579,
             ("3025", "2020"): 94441}
EMISSIONS = {"2020": 40000, "2023": 34060}
DUE = "2030"
REDUCTION = 50  # Per cent.
RECORDED = [
    indicator("test.residents", "count", additivity="ADDITIVITY_ADDITIVE"),
    indicator("test.coverage", "percent", decimals=1,
              formula="[employment.jobs] / [employment.employed-residents] * 100"),
    indicator("test.emissions", "tonnes_co2e", direction="DIRECTION_LOWER_IS_BETTER"),
    indicator("test.rate", "percent"),
    *[observation(area, "test.residents", year, value=str(value))
      for (area, year), value in RESIDENTS.items()],
    *[observation("3025", "test.emissions", year, value=str(value)) for year, value in EMISSIONS.items()],
    observation("3203", "test.rate", "2024", missing="MISSING_REASON_PENDING", expected="2025-03"),
    {"target": {"name": "areas/asker/targets/halved", "indicator": "indicators/test.emissions",
                "comparator": "COMPARATOR_LE", "changePercent": f"-{REDUCTION}", "unit": "percent",
                "basePeriod": "2020", "duePeriod": DUE, "basis": "TARGET_BASIS_MUNICIPAL_PLAN"}},
    {"peerGroup": {"name": "peerGroups/neighbours", "titles": label("Naboer"),
                   "members": [{"area": f"areas/{number}"} for number in PLACES],
                   "publishedArea": f"areas/{GROUP}"}},
]


def slope_of(values):
    """Of the straight line with the least squares through values of consecutive periods."""
    middle = Fraction(len(values) - 1, 2)
    return (sum((x - middle) * y for x, y in enumerate(values))
            / sum((x - middle) ** 2 for x in range(len(values))))


class AnalysesAtTheTerminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(temporary_directory())
        cls.data = DataSet.read(DATA_SET)
        cls.system = cls.enterClassContext(System(f"{folder}/data", load=DATA_SET))
        order = {"service": "indicators", "address": cls.system.addresses["indicators"], "rows": RECORDED}
        recorded = node("record.mjs", stdin=json.dumps(order))
        assert recorded.code == 0, recorded

    def shown(self, *arguments):
        result = self.system.run(*arguments)
        self.assertEqual(0, result.code, result)
        self.assertEqual("", result.err)
        return result.out

    def cells(self, *arguments):
        """The rows of the CSV form."""
        return list(csv.DictReader(io.StringIO(self.shown(*arguments, "--format", "csv"))))

    def answer(self, *arguments):
        return json.loads(self.shown(*arguments, "--format", "json"))

    def assert_line(self, text, *parts):
        """A line of `text` holds all `parts`, in this order."""
        lines = [" ".join(line.split()) for line in text.splitlines()]
        self.assertTrue(any(_in_order(line, parts) for line in lines), f"{parts} in no line of\n{text}")

    def observed(self, name, year):
        return self.data["observations.csv"].one(indicator=name, year=year)["value"]

    def kostra(self, name, region, year="2024"):
        return self.data["kostra.csv"].one(indicator=name, region=region, year=year)["value"]

    # Series.

    def test_a_series_is_what_is_recorded(self):
        facts = self.data["observations.csv"].find(indicator=SATISFACTION)
        cells = self.cells("series", "--area", "3203", SATISFACTION)
        self.assertEqual([(row["year"], row["value"], row["status"]) for row in facts],
                         [(cell["period"], cell["value"], cell["missing"].lower() or "measured")
                          for cell in cells])
        shown = self.shown("series", "--area", "asker", f"indicators/{SATISFACTION}")
        self.assert_line(shown, *(row["value"] or "not measured" for row in facts))
        measured = [row["year"] for row in facts if row["value"]]
        self.assert_line(shown, SATISFACTION, measured[0], measured[-1])
        self.assertIn("(3203), series", shown)
        last = self.cells("series", "--area", "asker", SATISFACTION, "--last", "2", "--to", "2023")
        self.assertEqual(["2022", "2023"], [cell["period"] for cell in last])

    def test_a_series_is_labelled_in_the_language_asked_for(self):
        row = self.data["indicators.csv"].one(id=SATISFACTION)
        for language, column in (("nb", "label_nb"), ("en", "name_en")):
            shown = self.shown("series", "--area", "asker", SATISFACTION, "--language", language)
            self.assertIn(row[column][:40], shown)

    def test_numbers_and_borders_that_changed_are_marked(self):
        shown = self.shown("series", "--area", "asker", SATISFACTION)
        self.assert_line(shown, f"{self.observed(SATISFACTION, '2024')} (n)")
        self.assert_line(shown, "2024", "official number 3203; in 2023 it was 3025")
        cells = self.cells("series", "--area", "asker", "test.residents", "--predecessors")
        before = sum(value for (_, year), value in RESIDENTS.items() if year == "2019")
        self.assertEqual([("2019", str(before), ""), ("2020", "94441", "BORDER_CHANGED")],
                         [(cell["period"], cell["value"], cell["marks"]) for cell in cells])
        shown = self.shown("series", "--area", "asker", "test.residents", "--predecessors")
        self.assert_line(shown, "2019", "sum of asker-1, royken, hurum")
        self.assertEqual(["2020"], [cell["period"] for cell in
                                    self.cells("series", "--area", "asker", "test.residents")])

    def test_a_figure_that_should_be_there_is_overdue(self):
        shown = self.shown("series", "--area", "asker", "test.rate")
        self.assert_line(shown, "pending (overdue)")
        self.assert_line(shown, "2024", "overdue: was expected by 2025-03")

    def test_a_derived_indicator_is_computed_by_its_formula(self):
        def employed(metric):
            return Fraction(self.data["employment.csv"].one(metric=f"employment.{metric}", region="3203",
                                                            year="2024")["value"])

        value = round_half_away(employed("jobs") / employed("employed-residents") * 100, 1)
        cells = self.cells("series", "--area", "asker", "test.coverage")
        self.assertEqual([value], [cell["value"] for cell in cells if cell["period"] == "2024"])
        self.assertIn("computed: [employment.jobs] / [employment.employed-residents] * 100",
                      self.shown("series", "--area", "asker", "test.coverage"))

    def test_a_series_is_of_the_member_asked_for(self):
        rows = self.data["housing.csv"].find(metric="housing.completed-by-type", dwelling_type="apartment",
                                             region="3203")
        cells = self.cells("series", "--area", "asker", "housing.completed-by-type", "--dimension",
                           "dwelling-type=apartment")
        self.assertEqual([(row["year"], row["value"]) for row in rows],
                         [(cell["period"], cell["value"]) for cell in cells])

    # Progress.

    def test_progress_tells_change_and_trend_and_what_they_mean(self):
        values = [Fraction(self.observed(INSTITUTION, year)) for year in ("2021", "2022", "2023", "2024")]
        change, since_2021 = (round_half_away(values[-1] - values[i], 1) for i in (2, 0))
        slope = slope_of(values)
        shown = self.shown("progress", "--area", "asker", INSTITUTION, "--period", "2024")
        self.assert_line(shown, "change", "2023 to 2024", f"{change} pp", "better")
        self.assert_line(shown, "trend", "2021 to 2024", round_half_away(slope, 3), "better")
        shown = self.shown("progress", "--area", "asker", INSTITUTION, "--period", "2024", "--change-from",
                           "2021", "--trend-from", "2022")
        self.assert_line(shown, "change", "2021 to 2024", f"{since_2021} pp", "better")
        self.assert_line(shown, "trend", "2022 to 2024")

    def test_progress_tells_whether_a_target_is_met(self):
        target = self.data["targets.csv"].one(indicator=DEBT)
        value = self.observed(DEBT, "2024")
        shown = self.shown("progress", "--area", "3203", DEBT, "--period", "2024")
        met = "met" if Fraction(value) < Fraction(target["value"]) else "not met"
        self.assertIn(f"Target < {target['value']} %", shown)
        self.assert_line(shown, "distance", round_half_away(Fraction(value) - Fraction(target["value"]), 1), met)

    def test_progress_is_measured_by_every_method(self):
        base, now = (Fraction(EMISSIONS[year]) for year in ("2020", "2023"))
        level = base * (100 - REDUCTION) / 100
        line = base + (level - base) * 3 / (int(DUE) - 2020)
        share = round_half_away((base - now) / (base - level) * 100, 1)
        ratio = ((float(now / base) ** (1 / 3) - 1)
                 / (float(level / base) ** (1 / (int(DUE) - 2020)) - 1))
        numbers = {row["what"]: row for row in
                   self.cells("progress", "--area", "asker", "test.emissions", "--period", "2023")
                   if row["target"] == "halved"}
        self.assertEqual({"level": str(int(level)), "distance": str(int(now - level)),
                          "share of reduction": share, "linear milestone": str(int(line)),
                          "milestone gap": str(int(now - line))},
                         {what: numbers[what]["value"] for what in
                          ("level", "distance", "share of reduction", "linear milestone", "milestone gap")})
        self.assertEqual(f"{ratio:.2f}", numbers["cagr ratio"]["value"])
        self.assertTrue(0.6 <= ratio < 0.95 and now > line)
        self.assertEqual(("MODERATE", "BEHIND_MILESTONE"),
                         (numbers["cagr ratio"]["meaning"], numbers["milestone gap"]["meaning"]))

    def test_progress_explains_itself(self):
        shown = self.shown("progress", "--area", "asker", INSTITUTION, "--period", "2024", "--explain")
        self.assert_line(shown, "change", "x2 - x1")
        for operand, year in (("x1", "2023"), ("x2", "2024")):
            self.assert_line(shown, operand, self.observed(INSTITUTION, year), "1",
                             f"areas/asker/indicators/{INSTITUTION}/observations/{year}")
        plain = self.shown("progress", "--area", "asker", INSTITUTION, "--period", "2024")
        self.assertNotIn("x2 - x1", plain)

    def test_progress_over_a_gap_says_why_there_is_none(self):
        shown = self.shown("progress", "--area", "asker", SATISFACTION, "--period", "2022")
        self.assert_line(shown, "change", "not computable", "NOT_MEASURED")
        self.assert_line(shown, "trend", "not computable")

    # Comparisons.

    def test_fires_of_a_group_are_not_compared_with_those_of_a_place(self):
        areas = ",".join([*PLACES, GROUP])
        refused = self.system.run("rank", FIRES, "--period", "2024", "--areas", areas)
        self.assertEqual(2, refused.code, refused)
        self.assertEqual("", refused.out)
        self.assertIn("[FAILED_PRECONDITION NOT_COMPARABLE]", refused.err)
        self.assert_line(refused.err, "kostra-group-12", "--accept sum-beside-places")
        self.assertNotIn("--accept unknown-basis", refused.err)

        shown = self.shown("rank", FIRES, "--period", "2024", "--areas", areas, "--accept",
                           "sum-beside-places", "--statistic", "median")
        fires = {number: Fraction(self.kostra(FIRES, number)) for number in PLACES}
        for place, number in enumerate(sorted(fires, key=fires.get, reverse=True), 1):
            self.assert_line(shown, str(place), self.title(number), str(fires[number]))
        self.assert_line(shown, self.title(GROUP), self.kostra(FIRES, GROUP), "sum-beside-places",
                         "It is a group of places")
        median = round_half_away(statistics.median(fires.values()), 0)
        self.assert_line(shown, f"Median: {median}, over {len(PLACES)} of {len(PLACES) + 1} areas.")
        self.assert_line(shown, "sum-beside-places", "kostra-group-12", "sums over groups")

    def title(self, number):
        return {GROUP: "KOSTRA-gruppe 12"}.get(number, self.data["regions.csv"].one(code=number)["name_nb"])

    def test_a_peer_group_is_ranked_beside_what_is_published_for_it(self):
        values = {PLACES[number]: self.kostra(HOME_SERVICES, number) for number in PLACES}
        rank = ("rank", HOME_SERVICES, "--period", "2024", "--peer-group", "neighbours", "--statistic")
        rows = self.cells(*rank, "published")
        self.assertEqual(sorted(values, key=lambda area: Fraction(values[area]), reverse=True),
                         [row["area"] for row in rows if row["what"] == "AREA"])
        self.assertEqual({**values, "": self.kostra(HOME_SERVICES, GROUP)},
                         {row["area"]: row["value"] for row in rows})
        mean = round_half_away(sum(map(Fraction, values.values())) / len(values), 1)
        self.assertIn(f"Mean: {mean} %, over 4 of 4 areas.", self.shown(*rank, "mean"))

    def test_a_weighted_mean_leaves_out_who_has_no_weight(self):
        shown = self.shown("rank", HOME_SERVICES, "--period", "2024", "--areas", "asker,3201", "--statistic",
                           "weighted", "--weight", "population.at-start-of-year")
        self.assertIn(f"Weighted mean: {self.kostra(HOME_SERVICES, '3203')} %, over 1 of 2 areas.", shown)
        self.assert_line(shown, "Bærum", self.kostra(HOME_SERVICES, "3201"), "No figure of")

    # Classes.

    def test_the_example_classifies_no_indicator(self):
        count = len(self.data["indicators.csv"].rows)
        shown = self.shown("classify", "--area", "asker", "--scheme", "result-chain-step,SDG_GOAL")
        self.assertIn(f"{count} indicators", shown)
        for scheme in ("result chain step", "sdg goal"):
            self.assert_line(shown, scheme, "unclassified", str(count), "100.0 %")
        self.assertNotIn("challenge", shown)
        kostra = self.cells("classify", "--collection", "kostra", "--scheme", "kind")
        self.assertEqual([len({row["indicator"] for row in self.data["kostra.csv"].rows})],
                         [int(row["count"]) for row in kostra])
        self.assertIn(FIRES, kostra[0]["indicators"].split())

    # Forms and refusals.

    def test_json_is_the_answer_of_the_service(self):
        series = self.answer("series", "--area", "3203", SATISFACTION)["series"][0]
        self.assertEqual((f"indicators/{SATISFACTION}", "2024"),
                         (series["indicator"]["name"], series["latestMeasured"]))
        progress = self.answer("progress", "--area", "3203", DEBT, "--period", "2024")
        self.assertEqual("TARGET_STATE_NOT_MET", progress["targets"][0]["threshold"]["state"])
        self.assertEqual(2, len(self.answer("rank", HOME_SERVICES, "--period", "2024", "--areas",
                                            "asker,3201")["areas"]))
        self.assertEqual(8, len(self.answer("classify")["classifications"]))

    def test_markdown_has_the_same_tables(self):
        row = f"| {self.observed(SATISFACTION, '2022')} | {self.observed(SATISFACTION, '2023')} |"
        self.assertIn(row, self.shown("series", "--area", "asker", SATISFACTION, "--format", "markdown"))
        self.assertIn("| rank | area | figure |", self.shown("rank", HOME_SERVICES, "--period", "2024",
                                                            "--areas", "asker", "--format", "markdown")
                      .replace("---: ", ""))

    def test_a_wrong_question_is_refused_with_a_reason(self):
        series = ("series", "--area", "asker")
        for reason, arguments in (
                ("INDICATOR_NOT_FOUND", (*series, "population.none")),
                ("AREA_NOT_FOUND", ("series", "--area", "9999", SATISFACTION)),
                ("INVALID_PERIOD", (*series, SATISFACTION, "--from", "lately")),
                ("DIMENSION_NOT_DECLARED", (*series, SATISFACTION, "--dimension", "sex=women")),
                ("sex=women", (*series, SATISFACTION, "--dimension", "women")),
                ("--last", (*series, SATISFACTION, "--first", "1", "--last", "1")),
                ("AS_OF_BEFORE_FIRST_COMMIT", (*series, SATISFACTION, "--as-of", "2020-02-29")),
                ("INCONSISTENT_FIELDS", ("progress", "--area", "asker", DEBT, "--period", "2024",
                                         "--change-from", "2025")),
                ("--period", ("progress", "--area", "asker", DEBT)),
                ("FIELD_REQUIRED", ("rank", DEBT, "--period", "2024")),
                ("PEER_GROUP_NOT_FOUND", ("rank", DEBT, "--period", "2024", "--peer-group", "none")),
                ("WEIGHT_MISSING", ("rank", DEBT, "--period", "2024", "--areas", "asker", "--statistic",
                                    "weighted")),
                ("--accept", ("rank", DEBT, "--period", "2024", "--areas", "asker", "--accept", "everything")),
                ("FRAMEWORK_NOT_FOUND", ("classify", "--area", "asker", "--framework", "none")),
                ("--area", ("classify", "--framework", "none"))):
            with self.subTest(reason):
                result = self.system.run(*arguments)
                self.assertEqual((2, ""), (result.code, result.out), result)
                self.assertIn(reason, result.err)


class AnalysesWithoutTheirService(unittest.TestCase):
    def test_are_no_fault_of_the_question(self):
        folder = self.enterContext(temporary_directory())
        system = self.enterContext(System(f"{folder}/data"))
        system.processes["indicators"].kill()
        self.assertTrue(system.processes["indicators"].wait_gone())
        for gateway in (system.gateway, "127.0.0.1:1"):
            with self.subTest(gateway):
                result = tertial("series", "--area", "asker", SATISFACTION, gateway=gateway)
                self.assertEqual((3, ""), (result.code, result.out), result)
                self.assertIn("[UNAVAILABLE", result.err)


def _in_order(line, parts):
    at = 0
    for part in parts:
        at = line.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


if __name__ == "__main__":
    unittest.main()
