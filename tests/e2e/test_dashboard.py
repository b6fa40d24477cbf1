"""The dashboard for Grafana: it is over metrics and labels that there are, and shows all of them; and a Prometheus that
scrapes the real services answers each of its queries, and evaluates each rule."""

import http.client
import json
import pathlib
import re
import subprocess
import time
import unittest
import urllib.parse

import monitored
from harness import (DATA_SERVICES, DATA_SET, HTTP_LINE, PATIENCE_SECONDS, SERVICES, SOURCE, Lines, System, context_of,
                     temporary_directory)
from test_tls import make_certificates

BROKEN = SOURCE / "tests" / "e2e" / "monitoring" / "broken"
ROWS = ["Objectives and what is left of their budgets", "Calls", "Limits", "Stores", "Reports and feeds",
        "Certificates, files and backups", "Processes"]
LISTENING = re.compile(r'msg="Listening on" address=127\.0\.0\.1:(\d+)')
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? \S+$")
LABEL = re.compile(r'(\w+)="')
# What only happens to a system in need: such counters begin when it has.
OF_NEED = {"Refusals that the audit trail counts together"}


class Dashboard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rules = monitored.Rules()
        cls.board = monitored.dashboard()

    def test_has_its_rows_and_variables(self):
        self.assertEqual(ROWS, [panel["title"] for panel in self.board["panels"] if panel["type"] == "row"])
        self.assertEqual(["datasource", "namespace", "service", "instance"],
                         [one["name"] for one in self.board["templating"]["list"]])
        self.assertGreater(len(list(monitored.panels(self.board))), 40)

    def test_shows_all_where_there_are_no_namespaces(self):
        namespace = next(one for one in self.board["templating"]["list"] if one["name"] == "namespace")
        self.assertEqual((True, ".*", ["$__all"]),
                         (namespace["includeAll"], namespace["allValue"], namespace["current"]["value"]))

    def test_is_over_metrics_and_labels_that_there_are(self):
        self.assertEqual([], monitored.dashboard_findings(self.board, self.rules))

    def test_shows_every_metric_that_there_is(self):
        shown = set()
        for panel in monitored.panels(self.board):
            for target in panel["targets"]:
                shown |= monitored.promql.findings(monitored.filled(target["expr"]), self.rules.labels_of)[2]
        # Of a histogram any of its three.
        families = {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in shown}
        missing = {name for name in monitored.declared()
                   if re.sub(r"_(?:bucket|sum|count)$", "", name) not in families}
        self.assertEqual(set(), missing)

    def test_broken_ones_are_found(self):
        files = sorted(BROKEN.glob("*.json"))
        self.assertGreater(len(files), 8)
        for file in files:
            with self.subTest(file.name):
                board = monitored.dashboard(file)
                found = monitored.dashboard_findings(board, self.rules)
                self.assertEqual(1, len(found), found)
                self.assertIn(board["description"], found[0])


class Prometheus:
    """A Prometheus that scrapes the services of a system each second, with the rules of deploy/monitoring that are for
    any place."""

    def __init__(self, folder, ports, tls):
        for file in monitored.GENERAL_RULES:
            # Evaluated each second too, so that there is something within seconds.
            (folder / file.name).write_text(re.sub(r"interval: \d+m", "interval: 1s", file.read_text()))
        config = {"global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
                  "rule_files": [str(folder / file.name) for file in monitored.GENERAL_RULES],
                  "scrape_configs": [{
                      "job_name": "tertial", "scheme": "https", "honor_labels": True,
                      "tls_config": {"ca_file": str(tls / "ca.pem"), "cert_file": str(tls / "cli.pem"),
                                     "key_file": str(tls / "cli.key"), "server_name": "localhost"},
                      # With the labels that discovery in Kubernetes gives to targets.
                      "static_configs": [{"targets": [f"127.0.0.1:{port}"],
                                          "labels": {"namespace": "tertial", "service": service, "endpoint": "http",
                                                     "pod": f"{service}-0", "container": service}}
                                         for service, port in ports.items()]}]}
        (folder / "prometheus.yml").write_text(json.dumps(config))
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "prometheus", f"--config.file={folder / 'prometheus.yml'}",
             "--web.listen-address=127.0.0.1:0", f"--storage.tsdb.path={folder / 'tsdb'}"],
            text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._log = Lines(self._process.stderr)
        listening = self._log.wait_for(LISTENING)
        if listening is None:
            self.end()
            raise AssertionError(f"prometheus does not start:\n{self._log.text()[-3000:]}")
        self._port = int(listening[1])

    def get(self, path, **parameters):
        """The data of an answer. What is refused is an error of the test."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", f"/api/v1/{path}?{urllib.parse.urlencode(parameters)}")
            response = connection.getresponse()
            answer = json.loads(response.read())
            if response.status != 200 or answer["status"] != "success" or answer.get("warnings"):
                raise AssertionError(f"{path} {parameters}: {answer}")
            return answer["data"]
        finally:
            connection.close()

    def end(self):
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)
        self._log.close()


class DashboardOfTheExample(unittest.TestCase):
    """All of it over real services with the example, which are scraped for some seconds."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.tls = make_certificates(cls.folder / "tls")
        cls.system = cls.enterClassContext(System(cls.folder / "data", load=DATA_SET, tls=cls.tls))
        cls.ports = {match[1]: int(match[2]) for match in cls.system.out.matches(HTTP_LINE)}
        (cls.folder / "prometheus").mkdir()
        cls.prometheus = Prometheus(cls.folder / "prometheus", cls.ports, cls.tls)
        cls.addClassCleanup(cls.prometheus.end)
        cls.rules = monitored.Rules(monitored.GENERAL_RULES)
        cls.years = iter(range(1900, 2020))

    def ask(self, path, method="GET", holder="cli"):
        """The status of the gateway's answer over HTTP; None where it ends the connection."""
        connection = http.client.HTTPSConnection("localhost", self.ports["gateway"], timeout=PATIENCE_SECONDS,
                                                 context=context_of(self.tls, holder))
        try:
            connection.request(method, path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError:
            return None, ""
        finally:
            connection.close()

    def call(self):
        """What does not happen by itself: reports, a write, calls that are wrong or not permitted, a client without a
        certificate."""
        # One that is not kept, so that the data services are asked.
        self.assertEqual(200, self.ask(f"/v1/areas/3203/reports/{next(self.years)}")[0])
        self.assertEqual(404, self.ask("/v1/areas/9999/reports/2024")[0])
        self.assertEqual(404, self.ask("/v1/areas/asker/editions/2024:publish", "POST")[0])
        self.assertEqual(403, self.ask("/v1/areas/asker/editions/2024:publish", "POST", "indicators")[0])
        self.assertEqual(None, self.ask("/v1/areas/3203/reports/2024", holder=None)[0])

    def budgets_left(self):
        """{objective: {component: what is left of its budget}}"""
        left = {}
        for one in self.prometheus.get("query", query="tertial:objective_budget_left:ratio")["result"]:
            left.setdefault(one["metric"]["objective"], {})[one["metric"]["component"]] = float(one["value"][1])
        return left

    def measured(self):
        """Whether there is something of each objective, and reads of each component."""
        left = self.budgets_left()
        return set(left) >= self.rules.objectives() and set(left["reads"]) >= {*DATA_SERVICES, "gateway"}

    def test_metrics_are_those_that_are_declared(self):
        """What the sources declare is read out of their text elsewhere; here it is held against what services say."""
        declared = monitored.declared()
        for service, port in self.ports.items():
            connection = http.client.HTTPSConnection("localhost", port, timeout=PATIENCE_SECONDS,
                                                     context=context_of(self.tls, "cli"))
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()
            connection.close()
            samples = [match for line in text.splitlines() if (match := SAMPLE.match(line))]
            self.assertGreater(len(samples), 50)
            for match in samples:
                with self.subTest(service, metric=match[1]):
                    self.assertEqual(declared[match[1]] - monitored.OF_TARGETS, set(LABEL.findall(match[2] or "")))

    def test_each_panel_has_data_and_each_rule_is_evaluated(self):
        board = monitored.dashboard()
        waiting = {(panel["title"], target["refId"]): monitored.filled(target["expr"], namespace=".*", service=".+",
                                                                                instance=".+")
                   for panel in monitored.panels(board) for target in panel["targets"]}
        self.assertGreater(len(waiting), 50)
        backed_up = False
        end = time.monotonic() + PATIENCE_SECONDS
        while {title for title, _ in waiting} - OF_NEED or not self.measured():
            self.assertLess(time.monotonic(), end, f"no data: {waiting}, {self.budgets_left()}")
            self.call()
            for key, expression in list(waiting.items()):
                if self.prometheus.get("query", query=expression)["result"]:
                    del waiting[key]
            # Without a backup there is an alert that waits for its time, which is to be seen first.
            if not backed_up and "Alerts" not in {title for title, _ in waiting}:
                made = self.system.run("backup", "--all", "--to", self.folder / "backups")
                self.assertEqual(0, made.code, made)
                backed_up = True
            time.sleep(0.2)

        services = self.prometheus.get("label/service/values", **{"match[]": "tertial_build_info"})
        self.assertEqual(sorted(SERVICES), services)
        self.assert_rules_are_evaluated()
        self.assert_objectives_are_measured()

    def assert_rules_are_evaluated(self):
        rules = [rule for group in self.prometheus.get("rules")["groups"] for rule in group["rules"]]
        self.assertEqual(set(self.rules.alerts) | set(self.rules.recorded), {rule["name"] for rule in rules})
        for rule in rules:
            with self.subTest(rule["name"]):
                self.assertEqual(("ok", None), (rule["health"], rule.get("lastError")))
        firing = [alert["labels"]["alertname"] for alert in self.prometheus.get("alerts")["alerts"]
                  if alert["state"] == "firing"]
        self.assertEqual([], firing)

    def assert_objectives_are_measured(self):
        """Of the components that they are about, and nothing of it is bad."""
        left = self.budgets_left()
        self.assertEqual(self.rules.objectives(), set(left))
        # The gateway of `tertial up` is the one that keeps editions.
        self.assertEqual({*DATA_SERVICES, "editions"}, set(left["presence"]))
        self.assertEqual(set(DATA_SERVICES), set(left["freshness"]))
        self.assertEqual(set(DATA_SERVICES), set(left["completeness"]))
        for objective in ("reads", "writes", "presence"):
            self.assertEqual({1.0}, set(left[objective].values()), objective)


if __name__ == "__main__":
    unittest.main()
