"""Reports of tertials and of parts, and explanations of numbers, as the command prints them."""

import json
import unittest

from harness import DATA_SET, System, temporary_directory


class ReportKinds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(temporary_directory())
        cls.system = cls.enterClassContext(System(f"{folder}/data", load=DATA_SET))

    def printed(self, command, *arguments, code=0):
        result = self.system.run(command, *arguments)
        self.assertEqual(code, result.code, repr(result))
        return result

    def report(self, *arguments):
        return json.loads(self.printed("report", "--area", "3203", "--format", "json", *arguments).out)

    def test_a_tertial_of_which_nothing_is_recorded_says_so_and_never_0(self):
        report = self.report("--period", "2024-T2")
        self.assertEqual("REPORT_KIND_TERTIAL", report["kind"])
        self.assertEqual(["2023-T2", "2024-T2"], report["workforce"]["periods"])
        self.assertEqual(["COMPLETENESS_COMPLETE"] * 5, [state["completeness"] for state in report["states"]])
        for unit in report["workforce"]["units"]:
            figures = unit["fteTertial"]
            self.assertEqual("OUTCOME_NO_OBSERVATION", figures["value"]["outcome"])
            self.assertNotIn("cell", figures["value"])
            self.assertEqual("NOT_COMPUTABLE_REASON_NO_OBSERVATION",
                             figures["yearToDate"]["notComputable"]["reason"])
        self.assertEqual(["2021", "2022", "2023", "2024"], report["climate"]["emissionPeriods"])
        text = self.printed("report", "--area", "3203", "--period", "2024-T2").out
        self.assertIn("tertial report 2024-T2", text)
        self.assertIn("year to date", text)
        self.assertIn("Put together by Tertial", text)

    def test_a_focus_area_has_its_indicators_and_its_plan(self):
        report = self.report("--period", "2024", "--focus-area", "climate")
        self.assertEqual(13, report["indicators"]["indicatorCount"])
        self.assertEqual(["areas/asker/plans/climate-action"],
                         [plan["name"] for plan in report["politics"]["plans"]])
        self.assertNotIn("workforce", report)
        self.printed("report", "--area", "3203", "--period", "2024", "--focus-area", "nothing", code=2)

    def test_a_service_area_has_its_fte_its_kostra_figures_and_its_plans(self):
        report = self.report("--period", "2024", "--service-area", "welfare", "--language", "en")
        self.assertEqual(["areas/asker/units/welfare"],
                         [unit["unit"]["name"] for unit in report["workforce"]["units"]])
        self.assertEqual(["en"], [title["language"] for title in report["workforce"]["units"][0]["unit"]["titles"]])
        self.assertEqual(13, len(report["statistics"]["collections"][0]["series"]))
        self.assertEqual(3, report["politics"]["planCount"])

    def test_a_number_is_explained_by_its_path(self):
        answer = json.loads(self.printed("explain", "workforce.fte_total_change", "--area", "3203", "--period", "2024",
                                         "--format", "json").out)
        number = answer["number"]
        self.assertEqual("-1.6", number["computed"]["value"])
        self.assertEqual("(x2 - x1) / x1 * 100", number["formulaText"])
        self.assertEqual({"cli"}, {fact["actor"] for fact in number["facts"]})
        self.assertEqual({"workforce"}, {fact["service"] for fact in number["facts"]})
        table = self.printed("explain", "workforce.fte_total_change", "--area", "3203", "--period", "2024").out
        self.assertIn("areas/asker/figures/fte~2024~unit.welfare", table)

    def test_a_fact_is_explained_by_its_name_and_an_owned_figure_by_its_owner(self):
        answer = json.loads(self.printed("explain", "areas/3203/bodies/municipal-council/activities/2024",
                                         "--format", "json").out)
        self.assertEqual(["meetings", "cases"], [fact["field"] for fact in answer["number"]["facts"]])
        report = self.report("--period", "2024")
        owned = next(series for focus_area in report["indicators"]["focusAreas"]
                     for goal in focus_area["goals"] for series in goal.get("indicators", [])
                     if "owner" in series["indicator"])
        cell = next(cell for cell in owned["cells"] if "cell" in cell)
        name = f"areas/asker/{owned['indicator']['name']}/observations/{cell['period']}"
        fact = json.loads(self.printed("explain", name, "--format", "json").out)["number"]["facts"][0]
        self.assertEqual("indicators", fact["service"])
        self.assertEqual(owned["indicator"]["owner"]["service"], fact["owned"]["service"])
        self.assertEqual(fact["cell"]["value"], fact["owned"]["cell"]["value"])
        self.assertEqual("cli", fact["owned"]["actor"])

    def test_what_is_no_number_is_refused(self):
        wrong = self.printed("explain", "workforce.fte_totl", "--area", "3203", "--period", "2024", code=2)
        self.assertIn("fte_total_change", wrong.err)
        self.printed("explain", "workforce.fte_total_change", code=2)
        self.printed("report", "--area", "3203", "--period", "2024-T4", code=2)


if __name__ == "__main__":
    unittest.main()
