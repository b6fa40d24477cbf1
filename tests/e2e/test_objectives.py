"""The objectives: each burn-rate alert of each of them is silent just below its rate and fires just above it, and
deploy/README.md promises what the rules measure."""

import itertools
import math
import pathlib
import re
import unittest

import yaml

import monitored
from harness import SOURCE, temporary_directory
from test_alerts import promtool

OBJECTIVES = monitored.MONITORING / "objectives.yaml"
README = SOURCE / "deploy" / "README.md"
# Of the Google SRE workbook, for 30 days: how fast, over which windows, how urgent.
BURNS = {"TertialBudgetBurnsFast": ("14.4", "1h", "5m", "page"),
         "TertialBudgetBurns": ("6", "6h", "30m", "page"),
         "TertialBudgetBurnsSlowly": ("3", "1d", "2h", "ticket"),
         "TertialBudgetLeaks": ("1", "3d", "6h", "ticket")}
WINDOWS = {"1h": 60, "6h": 360, "1d": 1440, "3d": 4320}
MINUTES = 20
PROMISE = re.compile(r"^\| `(\w+)` \| ([\d.]+) % \|", re.MULTILINE)


def rules():
    """(what its group says, the rule)"""
    for group in yaml.safe_load(OBJECTIVES.read_text())["groups"]:
        for rule in group["rules"]:
            yield group, rule


def budgets():
    """{objective: the share that may be bad}"""
    return {rule["labels"]["objective"]: float(re.fullmatch(r"vector\(([\d.]+)\)", rule["expr"])[1])
            for _, rule in rules() if rule.get("record") == "tertial:objective_budget:ratio"}


def counter(labels, per_minute, metric="tertial_rpc_requests_total"):
    return {"series": f"{metric}{{{labels}}}", "values": f"0+{per_minute}x{MINUTES}"}


def calls(namespace, method, code, good, bad):
    of = f'namespace="{namespace}",instance="a",service="tertial.politics.v1.PoliticsService",method="{method}"'
    return [counter(f'{of},code="OK"', good), counter(f'{of},code="{code}"', bad)]


def reports(namespace, good, bad):
    of = f'namespace="{namespace}",instance="a",service="tertial.gateway.v1.ReportService",method="GetReport"'
    return [counter(of, good + bad, "tertial_rpc_duration_seconds_count"),
            counter(f'{of},le="2.5"', good, "tertial_rpc_duration_seconds_bucket"),
            counter(f'{of},le="5"', good + bad, "tertial_rpc_duration_seconds_bucket")]


# How a share of calls is made bad, from first to last.
MADE = {"reads": lambda *of: calls(of[0], "GetBody", "INTERNAL", *of[1:]),
        "writes": lambda *of: calls(of[0], "UpdateBody", "UNAVAILABLE", *of[1:]),
        "promptness": reports}
# Of time: what a Prometheus sees that knows of nothing before, and all that it sees is bad, but for the first minute.
# Whether a component is there is bad when it was, so that is seen first.
BAD_TIME = {
    "presence": ('tertial_build_info{namespace="n",instance="a",service="politics",version="1"}', "1 stale"),
    "completeness": ('tertial_gateway_report_sections{namespace="n",instance="a",service="politics",'
                     'completeness="STALE"}', "_ 5x60"),
    "freshness": ('tertial_feed_up{namespace="n",instance="a",service="politics",purpose="reports"}', "_ 0x60")}


def fires_after(name, objective):
    """How many minutes must be bad."""
    factor, window, *_ = BURNS[name]
    return math.floor(round(WINDOWS[window] * float(factor) * budgets()[objective], 6)) + 1


def promtool_test(test):
    """What promtool finds wrong."""
    with temporary_directory() as folder:
        file = pathlib.Path(folder) / "test.yaml"
        file.write_text(yaml.safe_dump({"rule_files": [str(OBJECTIVES)], "evaluation_interval": "1m",
                                        "tests": [{"interval": "1m", **test}]}))
        result = promtool("test", "rules", file)
        return "" if result.returncode == 0 else result.stdout + result.stderr


class BurnRates(unittest.TestCase):
    def test_are_those_of_the_workbook(self):
        found = {}
        for _, rule in rules():
            if "alert" in rule:
                expression = " ".join(rule["expr"].split())
                long, factor = re.match(r"tertial:objective_bad:ratio(\w+) > on \(objective\) group_left \(\) ([\d.]+) "
                                        r"\* tertial:objective_budget:ratio", expression).groups()
                short, same = re.search(r"and tertial:objective_bad:ratio(\w+) > on \(objective\) group_left \(\) "
                                        r"([\d.]+) \*", expression).groups()
                self.assertEqual(factor, same)
                self.assertIn('and ( sum_over_time(tertial:objective_bad:per_second{objective=~"reads|writes|promptness"}'
                              f"[{long}]) * 60 > 5 or sum_over_time(tertial:objective_bad:per_second{{"
                              f'objective!~"reads|writes|promptness"}}[{long}]) > on (objective) group_left () '
                              f"{WINDOWS[long]} * {factor} * tertial:objective_budget:ratio)", expression)
                found[rule["alert"]] = factor, long, short, rule["labels"]["severity"]
        self.assertEqual(BURNS, found)

    def test_are_over_windows_of_their_names(self):
        windows = {rule["record"].removeprefix("tertial:objective_bad:ratio"): rule["expr"] for _, rule in rules()
                   if rule.get("record", "").startswith("tertial:objective_bad:ratio")}
        self.assertEqual({window for _, *both, _ in BURNS.values() for window in both} | {"30d"}, set(windows))
        for window, expression in windows.items():
            self.assertEqual([window] * 2, re.findall(r"\[(\w+)\]", expression), window)

    def test_the_interval_makes_seconds_of_sums(self):
        intervals = {group["name"]: group["interval"] for group, _ in rules()}
        self.assertEqual({"tertial-objectives": "1m", "tertial-budgets": "3m"}, intervals)

    def test_each_objective_has_its_three_rules(self):
        of = {}
        for _, rule in rules():
            if "objective" in rule.get("labels", {}):
                of.setdefault(rule["labels"]["objective"], []).append(rule["record"])
        self.assertEqual(set(budgets()), set(of))
        for objective, records in of.items():
            self.assertEqual(["tertial:objective_budget:ratio", "tertial:objective_all:per_second",
                              "tertial:objective_bad:per_second"], records, objective)

    def test_are_told_just_above_and_not_just_below(self):
        # All of it at once: an installation, in a namespace of its own, for each share.
        series, firing = [], []
        for (objective, make), (name, (factor, *_)), by in itertools.product(MADE.items(), BURNS.items(), (0.97, 1.03)):
            namespace = f"{objective}-{name}-{by}"
            bad = round(float(factor) * budgets()[objective] * by * 100_000)
            series += make(namespace, 100_000 - bad, bad)
            firing += [{"labels": f'{{namespace="{namespace}",objective="{objective}",alertname="{other}"}}',
                        "value": 1} for other, (rate, *_) in BURNS.items() if float(rate) < float(factor) * by]
        self.assertEqual(len(MADE) * 2 * 10 - len(MADE) * 4, len(firing))
        self.assertEqual("", promtool_test({"input_series": series, "promql_expr_test": [{
            "expr": "count by (namespace, objective, alertname) (ALERTS)", "eval_time": f"{MINUTES}m",
            "exp_samples": firing}]}))

    def test_time_is_of_full_windows_whatever_was_seen_of_them(self):
        self.assertEqual(set(budgets()), {*MADE, *BAD_TIME})
        series = [{"series": of, "values": values} for of, values in BAD_TIME.values()]
        after = {(objective, name): fires_after(name, objective) for objective in BAD_TIME for name in BURNS}
        # As many minutes bad as the number of the minute.
        tests = [{"expr": "count by (objective, alertname) (ALERTS)", "eval_time": f"{minute}m",
                  "exp_samples": [{"labels": f'{{objective="{objective}",alertname="{name}"}}', "value": 1}
                                  for (objective, name), first in after.items() if first <= minute]}
                 for minute in sorted({first + by for first in after.values() for by in (-1, 0)})]
        self.assertLess(4, min(after.values()))
        self.assertEqual("", promtool_test({"input_series": series, "promql_expr_test": tests}))


class Promises(unittest.TestCase):
    def test_are_those_of_the_rules(self):
        told = {name: round(1 - float(target) / 100, 6) for name, target in PROMISE.findall(README.read_text())}
        self.assertEqual(budgets(), told)
        self.assertEqual(monitored.Rules().objectives(), set(told))

    def test_writes_are_those_of_the_table_of_permissions(self):
        """What is a read and what a write is told by names in the rules; the table of permissions knows it of every
        method by the role that it asks for."""
        reads, writes = (re.compile(re.search(r'method(=~|!~)"(.*)"', rule["expr"])[2]) for _, rule in rules()
                         if rule.get("record") == "tertial:calls:rate5m")
        table = (SOURCE / "common" / "security" / "permission_table.cc").read_text()
        methods = re.findall(r'\{"(tertial\.(\w+)\.v1\.\w+)"|\{"(\w+)", (k\w+)', table)
        package, seen = None, 0
        for _, of, method, role in methods:
            package = of or package
            if not method or package == "admin":
                continue
            with self.subTest(method):
                seen += 1
                changes = role in ("kRecorder", "kPublisher", "kAdmin")
                self.assertEqual(changes, bool(writes.fullmatch(method)))
                # The rule of reads names what it is not for.
                self.assertEqual(changes or method.startswith("Watch"), bool(reads.fullmatch(method)))
        self.assertGreater(seen, 150)


if __name__ == "__main__":
    unittest.main()
