"""Figures that one service owns and another shows: the same number in both places."""

import pathlib
import subprocess
import unittest

from dataset import DataSet
from harness import BIN, DATA_SET, SOURCE, Lines, System, compared, state_of, temporary_directory
from reported import last_id

SICK_LEAVE = "employees.sick-leave"
OWNED = {"employees.sick-leave": "workforce", "employees.full-time-share": "workforce",
         "employees.average-position-size": "workforce",
         "employees.trade-certificate-or-higher-education": "workforce",
         "climate.direct-emissions": "climate", "climate.road-traffic-emissions": "climate",
         "climate.municipal-construction-emissions": "climate", "climate.municipal-buildings-energy": "climate",
         "climate.household-electricity": "climate"}


def series_of(report):
    """{indicator: IndicatorSeries}"""
    return {last_id(series["indicator"]["name"]): series
            for focus_area in report["indicators"]["focusAreas"]
            for goal in focus_area["goals"] for series in goal.get("indicators", [])}


def value_of(series, period):
    [cell] = [cell for cell in series["cells"] if cell["period"] == period]
    return cell["cell"].get("value", cell["cell"].get("missing"))


def sick_leave_at_its_owner(report, period):
    [series] = [series for series in report["workforce"]["figures"]
                if series["measure"] == "MEASURE_SICK_LEAVE_RATE" and series["sex"] == "SEX_TOTAL"]
    return value_of(series, period)


class OwnedFigures(unittest.TestCase):
    """One system with the example; the tests go on from each other, in the order of their names."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.folder = folder
        cls.data = DataSet.read(DATA_SET)
        cls.system = cls.enterClassContext(System(folder / "data", load=DATA_SET))

    def test_1_are_those_that_the_data_set_says(self):
        series = series_of(self.system.report())
        owned = {name: one["owned"]["service"] for name, one in series.items() if "owned" in one}
        self.assertEqual(OWNED, owned)
        for name in OWNED:
            self.assertEqual({"service": OWNED[name]}, series[name]["owned"])
        self.assertEqual({"equal": 36}, compared(self.system.out.text()))

    def test_2_follow_a_correction_at_the_owner(self):
        data = self.data.copy()
        data["workforce_metrics.csv"].one(metric="sick-leave", region="3203", sex="", year="2024")["value"] = "9.35"
        for name in list(data.tables):
            if name != "workforce_metrics.csv":
                del data.tables[name]
        result = self.system.run("import", data.write(self.folder / "corrected"), "--area", "3203")
        self.assertEqual(0, result.code, result)
        report = self.system.report()
        self.assertEqual("9.35", value_of(series_of(report)[SICK_LEAVE], "2024"))
        self.assertEqual("9.35", sick_leave_at_its_owner(report, "2024"))

    def test_3_are_not_overruled_by_observations(self):
        data = self.data.copy()
        del data.tables["workforce_metrics.csv"]
        load = data.write(self.folder / "observed")
        result = self.system.run("import", load)
        self.assertEqual(0, result.code, result)
        self.assertEqual({"equal": 35, "different": 1}, compared(result.out))
        line = data["observations.csv"].line_of(data["observations.csv"].one(indicator=SICK_LEAVE, year="2024"))
        self.assertRegex(result.out, rf"observations\.csv:{line}: .*: 9\.3, but 9\.35 at workforce "
                                     r"\(areas/asker/figures/sick-leave-rate~2024~basis\.unknown, revision \d+\)")
        self.assertEqual("9.35", value_of(series_of(self.system.report())[SICK_LEAVE], "2024"))

    def test_4_are_stale_when_the_owner_is_gone(self):
        self.system.processes["workforce"].kill()
        self.assertTrue(self.system.processes["workforce"].wait_gone())
        text = ""
        for _ in range(1000):
            text = self.system.report_text(form="table")
            if "may be outdated" in text:
                break
        self.assertRegex(text, r"Figures that workforce owns may be outdated: the service was last heard of at \d{4}")
        report = self.system.report()
        self.assertEqual("COMPLETENESS_COMPLETE", state_of(report, "INDICATORS")["completeness"])
        series = series_of(report)
        self.assertEqual("9.35", value_of(series[SICK_LEAVE], "2024"))
        self.assertTrue(series[SICK_LEAVE]["owned"]["stale"])
        self.assertEqual({"service": "climate"}, series["climate.direct-emissions"]["owned"])
        # All owners are asked again when the services start, and none is there before.
        self.assertEqual(0, self.system.stop())
        with System(self.folder / "data") as system:
            self.assertEqual("9.35", value_of(series_of(system.report())[SICK_LEAVE], "2024"))


class OwnersThatAreNotThere(unittest.TestCase):
    def test_are_waited_for_neither_at_the_start_nor_at_the_end(self):
        folder = self.enterContext(temporary_directory())
        # Nobody listens on these ports: reserved, and not for programs of users.
        nowhere = [f"--{owner}=127.0.0.1:{port}" for owner, port in (("workforce", 1), ("politics", 2), ("climate", 3))]
        process = subprocess.Popen(
            [BIN / "tertial-indicators", "--port=0", "--http-port=0", f"--data={folder}/data", f"--areas={SOURCE}/data/areas",
             f"--policy={SOURCE}/deploy/config/policy.json", *nowhere],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        lines = Lines(process.stderr)
        self.assertIsNotNone(lines.wait_for(r"serving service=\"indicators\""), lines.text())
        process.terminate()
        self.assertEqual(0, process.wait(10))
        lines.close()


if __name__ == "__main__":
    unittest.main()
