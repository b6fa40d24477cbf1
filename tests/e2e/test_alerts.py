"""The alerts for Prometheus: they are rules, each fires when it should, they are over metrics that there are, and
the runbook tells of each."""

import re
import subprocess
import unittest

import yaml

import monitored
from harness import PATIENCE_SECONDS, SOURCE

TESTS = SOURCE / "tests" / "e2e" / "monitoring"
README = SOURCE / "deploy" / "README.md"
MONITORS = SOURCE / "deploy" / "k8s" / "components" / "monitoring" / "service-monitors.yaml"

# With what it is to tell behind it.
FIRED = re.compile(r"- alertname: (\w+)\n +eval_time: \w+\n +exp_alerts:\n +- exp_labels")
ROW = re.compile(r"^\| (`Tertial\w+`(?:, `Tertial\w+`)*) \| (page|ticket) \|", re.MULTILINE)


def promtool(*arguments):
    # Rules are evaluated for some days.
    return subprocess.run(["promtool", *map(str, arguments)], capture_output=True, text=True,
                          timeout=8 * PATIENCE_SECONDS, check=False)


class Alerts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rules = monitored.Rules()

    def test_are_rules(self):
        result = promtool("check", "rules", *monitored.RULE_FILES)
        self.assertEqual(0, result.returncode, result.stdout + result.stderr)
        self.assertEqual(sum(file.read_text().count("- alert:") for file in monitored.RULE_FILES),
                         len(self.rules.alerts))
        self.assertGreater(len(self.rules.alerts), 20)

    def test_fire_when_they_should_and_not_when_they_should_not(self):
        for file in sorted(TESTS.glob("*_test.yaml")):
            with self.subTest(file.name):
                result = promtool("test", "rules", file)
                self.assertEqual(0, result.returncode, result.stdout + result.stderr)

    def test_are_all_seen_to_fire(self):
        seen = {name for file in TESTS.glob("*_test.yaml") for name in FIRED.findall(file.read_text())}
        self.assertEqual(set(self.rules.alerts), seen)

    def test_miss_each_service_that_is_watched_in_kubernetes(self):
        monitors = yaml.safe_load_all(MONITORS.read_text())
        missed = re.findall(r'absent\(up\{job="tertial", namespace="tertial", instance=~"(\w+)-\.\+"\}\),\s+'
                            r'"service", "(\w+)"', self.rules.alerts["TertialServiceMissing"][0]["expr"])
        # tests/deploy sees to it that there is a monitor of each, and that it names processes so.
        self.assertEqual([(name, name) for name in (one["metadata"]["name"] for one in monitors)], missed)

    def test_are_over_metrics_and_labels_that_there_are(self):
        self.assertIn("tertial_store_writable", self.rules.labels_of)
        self.assertEqual({"service", "method", "code"} | monitored.OF_TARGETS,
                         self.rules.labels_of["tertial_rpc_requests_total"])
        self.assertEqual([], self.rules.findings)

    def test_are_told_of_in_the_runbook_with_their_severity(self):
        severity = {name: rule["labels"]["severity"] for name, (rule, _) in self.rules.alerts.items()}
        told = {name: told for names, told in ROW.findall(README.read_text())
                for name in re.findall(r"\w+", names)}
        self.assertEqual(severity, told)

    def test_are_grouped_and_inhibited_by_names_and_labels_that_there_are(self):
        told = yaml.safe_load(re.search(r"^```yaml\n(route:\n.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)[1])
        self.assertEqual({one["name"] for one in told["receivers"]},
                         {told["route"]["receiver"], *(one["receiver"] for one in told["route"]["routes"])})
        self.assertGreater(len(told["inhibit_rules"]), 2)
        for rule in told["inhibit_rules"]:
            sources, targets = (self.matched(rule[side]) for side in ("source_matchers", "target_matchers"))
            self.assertEqual(set(), sources & targets)
            # Where a page is silent another is not.
            self.assertEqual({"page"}, {self.rules.alerts[name][0]["labels"]["severity"] for name in sources})
            for name in targets:
                with self.subTest(name):
                    self.assertEqual(set(), set(rule["equal"]) - self.rules.alerts[name][1])

    def matched(self, matchers):
        """The names of alerts that a matcher of their names is for. Each of its names is one at least."""
        names = set()
        for pattern in re.fullmatch(r'alertname =~? "(.*)"', matchers[0])[1].split("|"):
            found = {name for name in self.rules.alerts if re.fullmatch(pattern, name)}
            self.assertTrue(found, pattern)
            names |= found
        return names

    def test_lead_to_places_in_the_runbook_that_there_are(self):
        text = README.read_text()
        places = {re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-")
                  for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
        links = set(re.findall(r"\]\(#([\w-]+)\)", text))
        self.assertGreater(len(links), 5)
        self.assertEqual(set(), links - places)


class BrokenRules(unittest.TestCase):
    """Every kind of mistake in a file of rules is found, and nothing else."""

    def test_are_found(self):
        files = sorted((TESTS / "broken").glob("*.yaml"))
        self.assertGreater(len(files), 8)
        for file in files:
            with self.subTest(file.name):
                expected = re.match(r"# (.*)\n", file.read_text())[1]
                # To the grammar they are rules, so that it is not promtool that finds them.
                if not file.name.startswith("grammar"):
                    self.assertEqual(0, promtool("check", "rules", file).returncode)
                found = monitored.Rules([file]).findings
                self.assertEqual(1, len(found), found)
                self.assertIn(expected, found[0])


if __name__ == "__main__":
    unittest.main()
