"""The alerts for Prometheus: they are rules, each fires when it should, they are over metrics that there are, and
the runbook tells of each."""

import pathlib
import re
import subprocess
import unittest

from harness import PATIENCE_SECONDS, SOURCE

RULES = SOURCE / "deploy" / "monitoring" / "alerts.yaml"
TESTS = SOURCE / "tests" / "e2e" / "monitoring" / "alerts_test.yaml"
README = SOURCE / "deploy" / "README.md"
FAMILIES = SOURCE / "common" / "observability" / "metric_families.h"

ALERT = re.compile(r"^ +- alert: (\w+)\n +expr: (?:\|\n)?(.*?)\n +(?:for|labels):", re.MULTILINE | re.DOTALL)
# With what it is to tell behind it.
FIRED = re.compile(r"- alertname: (\w+)\n +eval_time: \w+\n +exp_alerts:\n +- exp_labels")
ROW = re.compile(r"^\| (`Tertial\w+`(?:, `Tertial\w+`)*) \| (page|ticket) \|", re.MULTILINE)
FAMILY = re.compile(r'"((?:tertial|process)_\w+)",\s*((?:"[^"]*"\s*)+)(?:,\s*\{([^}]*)\})?', re.DOTALL)
METRIC = re.compile(r"\b((?:tertial|process)_\w+)\b(?:\{([^}]*)\})?")
SUFFIX = re.compile(r"_(?:bucket|count|sum)$")


def promtool(*arguments):
    return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True,
                          timeout=PATIENCE_SECONDS, check=False)


def alerts():
    """{name: expression}"""
    return dict(ALERT.findall(RULES.read_text()))


class Alerts(unittest.TestCase):
    def test_are_rules(self):
        result = promtool("check", "rules", RULES)
        self.assertEqual(0, result.returncode, result.stdout + result.stderr)
        self.assertEqual(RULES.read_text().count("- alert:"), len(alerts()))
        self.assertGreater(len(alerts()), 15)

    def test_fire_when_they_should_and_not_when_they_should_not(self):
        result = promtool("test", "rules", TESTS)
        self.assertEqual(0, result.returncode, result.stdout + result.stderr)

    def test_are_all_seen_to_fire(self):
        self.assertEqual(set(alerts()), set(FIRED.findall(TESTS.read_text())))

    def test_are_over_metrics_and_labels_that_there_are(self):
        families = {name: set(re.findall(r'"(\w+)"', labels)) for name, _, labels
                    in FAMILY.findall(FAMILIES.read_text())}
        self.assertIn("tertial_store_writable", families)
        self.assertEqual({"service", "method", "code"}, families["tertial_rpc_requests_total"])
        for alert, expression in alerts().items():
            with self.subTest(alert):
                used = METRIC.findall(expression)
                self.assertTrue(used or "up{" in expression, expression)
                for name, matchers in used:
                    self.assertIn(SUFFIX.sub("", name), families)
                    labels = set(re.findall(r"(\w+)[=!]~?", matchers)) - {"job", "instance"}
                    self.assertEqual(set(), labels - families[SUFFIX.sub("", name)])

    def test_are_told_of_in_the_runbook_with_their_severity(self):
        text = RULES.read_text()
        severity = dict(re.findall(r"- alert: (\w+)\n.*?severity: (\w+)", text, re.DOTALL))
        told = {name: told for names, told in ROW.findall(README.read_text())
                for name in re.findall(r"\w+", names)}
        self.assertEqual(severity, told)

    def test_lead_to_places_in_the_runbook_that_there_are(self):
        text = README.read_text()
        places = {re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-")
                  for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
        links = set(re.findall(r"\]\(#([\w-]+)\)", text))
        self.assertGreater(len(links), 5)
        self.assertEqual(set(), links - places)


if __name__ == "__main__":
    unittest.main()
