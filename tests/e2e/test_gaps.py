"""A gap is never 0: in no sum, no change, no share, no count, of no service.

Gaps are planted in every service. What a file can say is written into the files (a status, a row
that is not there); what no file can say (a reason for a missing count) is imported over gRPC by the
client in node/. The truth says the same, and every aggregate of the answer is held against it.
"""

import copy
import json
import unittest
from fractions import Fraction

from dataset import DataSet
from expected import differences, expected_figures, round_half_away
from facts import Cell, Facts, activity_name, emission_name, figure_name, observation_name
from harness import DATA_SET, System, node, temporary_directory
from properties import Check, aggregates, cell_counts, has_gap, show_path, walk
from reported import reported_figures

RELEASE = "miljodirektoratet-2025"

# One gap in each service: the resource, its kind, the field, and the reason. That of climate is of a
# figure that no indicator shows as well.
GAPS = {
    "indicators": (observation_name("economy.net-loan-debt", "2024"), "observation", "cell", "PENDING"),
    "workforce": (figure_name("FTE", "2024", "welfare"), "workforceFigure", "cell", "SUPPRESSED"),
    "politics": (activity_name("youth-council", "2024"), "bodyActivity", "meetings", "DATA_LACKING"),
    "climate": (emission_name(RELEASE, "building-and-construction", "2022"), "emissionFigure", "cell", "DATA_LACKING"),
}


def plant(system, service, cell):
    """States another cell for the gap of a service, through the service itself."""
    name, kind, field, _ = GAPS[service]
    order = {"service": service, "address": system.addresses[service], "kind": kind, "name": name,
             "field": field, "cell": cell}
    result = node("plant.mjs", stdin=json.dumps([order]))
    if result.code != 0:
        raise AssertionError(f"{name} cannot be planted: {result!r}")


def plant_gap(system, service):
    plant(system, service, {"missing": f"MISSING_REASON_{GAPS[service][3]}"})


def data_with_gaps():
    """The example with gaps that its files can state, and a base year to measure the target from."""
    data = DataSet.read(DATA_SET)
    data.keep("fte.csv", lambda row: (row["service_area"], row["year"]) != ("governance", "2022"))
    data.keep("political_activity.csv", lambda row: row["body"] != "election-board")
    row = data["observations.csv"].one(indicator="education.kindergarten-teacher-share", year="2023")
    row.update(value="", status="not_measured")
    emissions = data["emissions.csv"]
    latest = emissions.one(release=RELEASE, sector="all", year="2023")
    emissions.rows.append({**latest, "year": "2009", "value": "373141.0"})
    return data


class GapsAreNeverValues(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(temporary_directory())
        data = data_with_gaps()
        cls.system = cls.enterClassContext(System(f"{folder}/data", load=data.write(f"{folder}/load")))
        cls.truth = Facts(data)
        for service, (name, _, field, reason) in GAPS.items():
            plant_gap(cls.system, service)
            cls.truth.plant(name, Cell(None, reason), field)
        cls.reports = {period: cls.system.report(period) for period in ("2023", "2024")}

    def violations(self, report):
        return Check(report, self.truth).violations()

    def differences(self, report):
        return differences(expected_figures(self.truth, report["period"]), reported_figures(report))

    def test_every_aggregate_holds_over_the_gaps(self):
        for period, report in self.reports.items():
            with self.subTest(period):
                self.assertEqual([], self.violations(report))

    def test_every_figure_follows_from_the_gaps(self):
        for period, report in self.reports.items():
            with self.subTest(period):
                self.assertEqual([], self.differences(report))

    def test_the_gaps_reach_aggregates_of_every_service(self):
        over_gaps = [path[0] for path, node in aggregates(self.reports["2024"]) if has_gap(node)]
        counting = [path[0] for path, node in cell_counts(self.reports["2024"]) if "missing" in node]
        for service, (name, _, _, _) in GAPS.items():
            with self.subTest(service):
                self.assertIn(service, over_gaps)
                named = [node for path, node in aggregates(self.reports["2024"])
                         if any(operand["name"] == name for operand in node.get("operands", []))]
                self.assertTrue(any("notComputable" in node for node in named))
        for service in ("indicators", "workforce", "climate"):
            self.assertIn(service, counting)

    def assert_a_zero_is_found_in(self, service):
        name = GAPS[service][0]
        plant(self.system, service, {"value": "0"})
        try:
            report = self.system.report_where(self.violations)
        finally:
            plant_gap(self.system, service)
        found = self.violations(report)
        self.assertTrue(found)
        self.assertTrue(all(violation.startswith(f"{service}/") for violation in found), found)
        self.assertTrue(any(f"the operand {name} is 0" in violation for violation in found), found)
        self.assertTrue(self.differences(report))
        again = self.system.report_where(lambda report: not self.violations(report))
        self.assertEqual([], self.violations(again))

    def test_a_zero_for_a_gap_of_the_indicators_is_found(self):
        self.assert_a_zero_is_found_in("indicators")

    def test_a_zero_for_a_gap_of_the_workforce_is_found(self):
        self.assert_a_zero_is_found_in("workforce")

    def test_a_zero_for_a_gap_of_the_politics_is_found(self):
        self.assert_a_zero_is_found_in("politics")

    def test_a_zero_for_a_gap_of_the_climate_is_found(self):
        self.assert_a_zero_is_found_in("climate")

    def test_an_answer_that_computes_over_a_gap_is_found(self):
        check = Check(self.reports["2024"], self.truth)
        over_gaps = [(path, node) for path, node in aggregates(self.reports["2024"]) if has_gap(node)]
        self.assertGreater(len(over_gaps), 10)
        for path, computed in over_gaps:
            with self.subTest(show_path(path)):
                found = check.of_computed(path, with_zeros_for_gaps(computed))
                self.assertEqual(1, len(found))
                self.assertIn("over the gap", found[0])

    def test_an_answer_that_leaves_a_gap_out_is_found(self):
        report = copy.deepcopy(self.reports["2024"])
        computed = with_zeros_for_gaps(report["politics"]["meetingsTotal"])
        computed["operands"] = [operand for operand in computed["operands"]
                                if "value" in operand.get("cell", {})]
        report["politics"]["meetingsTotal"] = computed
        self.assertEqual(1, len(self.differences(report)))

    def test_an_answer_that_counts_a_gap_as_measured_is_found(self):
        check = Check(self.reports["2024"], self.truth)
        for path, counts in cell_counts(self.reports["2024"]):
            if "missing" not in counts:
                continue
            altered = copy.deepcopy(counts)
            altered["measured"] = altered.get("measured", 0) + 1
            altered["missing"][0]["count"] -= 1
            with self.subTest(show_path(path)):
                self.assertEqual([], check.of_counts(path, counts))
                self.assertEqual(1, len(check.of_counts(path, altered)))

    def test_an_answer_that_rounds_wrongly_is_found(self):
        check = Check(self.reports["2024"], self.truth)
        computed = self.reports["2024"]["workforce"]["units"][1]["fteChange"]
        path = ("workforce", "units", 1, "fteChange")
        self.assertEqual("0.8", computed["value"])
        self.assertEqual(["it is 0.7 where the operands give 0.8"],
                         check.of_computed(path, {**computed, "value": "0.7"}))

    def test_no_cell_holds_both_a_value_and_a_reason(self):
        for period, report in self.reports.items():
            for path, node in walk(report):
                if path and path[-1] in ("cell", "meetings", "cases", "quantity") and isinstance(node, dict):
                    with self.subTest(period=period, path=show_path(path)):
                        self.assertNotEqual("value" in node, "missing" in node)


def with_zeros_for_gaps(computed):
    """What a service would answer that took gaps for 0: the sum of the other operands."""
    values = [Fraction(operand["cell"]["value"]) for operand in computed["operands"]
              if "value" in operand.get("cell", {})]
    result = round_half_away(sum(values), computed.get("decimals", 0))
    doctored = {key: value for key, value in computed.items() if key != "notComputable"}
    return {**doctored, "value": result, "unrounded": result}


if __name__ == "__main__":
    unittest.main()
