"""What those who operate the services see: metrics, readiness, traces in logs, `tertial status`, limits and levels
of logs. The real binaries."""

import csv
import http.client
import io
import json
import pathlib
import re
import subprocess
import unittest

from harness import (DATA_SET, PATIENCE_SECONDS, SERVICES, SOURCE, System, await_that, temporary_directory)

HTTP_LINE = re.compile(r"^(\w+) +http://127\.0\.0\.1:(\d+)$")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
# Of the constants in limits.h.
LIMIT = re.compile(r"^inline constexpr .* k(\w+) =", re.MULTILINE)
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'(\w+)="([^"]*)"')

# Families that every process has, and those of some.
FAMILIES = ("tertial_build_info", "tertial_rpc_in_flight", "tertial_rpc_requests_total",
            "tertial_rpc_duration_seconds_bucket", "tertial_executor_queue_length", "tertial_executor_threads_busy",
            "tertial_streams", "tertial_ledger_revision", "tertial_store_disk_bytes", "tertial_store_log_bytes",
            "tertial_store_writable", "tertial_store_background_errors_total",
            "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds",
            "process_start_time_seconds")
FAMILIES_OF = {"gateway": ("tertial_feed_up", "tertial_feed_lag_seconds", "tertial_gateway_reports",
                           "tertial_gateway_report_sections", "tertial_gateway_report_pulls_total"),
               "indicators": ("tertial_feed_up", "tertial_feed_lag_seconds", "tertial_ledger_commits_total"),
               "politics": ("tertial_ledger_commits_total", "tertial_ledger_commit_duration_seconds_bucket",
                            "tertial_ledger_sync_group_commits_bucket")}


def get(port, path, **headers):
    """Status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def samples(text):
    """{(name, {labels}): value}"""
    found = {}
    for line in text.splitlines():
        match = SAMPLE.match(line)
        if match:
            found[(match[1], frozenset(LABEL.findall(match[2] or "")))] = float(match[3])
    return found


class Observed(unittest.TestCase):
    """One system with the example in it."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.system = cls.enterClassContext(System(folder / "data", load=DATA_SET))
        cls.ports = {match[1]: int(match[2]) for match in cls.system.out.matches(HTTP_LINE)}

    def metrics(self, service):
        status, text = get(self.ports[service], "/metrics")
        self.assertEqual(200, status, text)
        return text

    def log_of(self, service):
        return (pathlib.Path(self.system.data) / "log" / f"{service}.log").read_text()

    def test_every_service_has_a_port_for_http(self):
        self.assertEqual(set(SERVICES), set(self.ports))
        for service, port in self.ports.items():
            with self.subTest(service):
                self.assertEqual((200, '{"status":"ALIVE"}'), get(port, "/healthz"))
                self.assertEqual((200, '{"status":"SERVING"}'), get(port, "/readyz"))
                self.assertEqual(404, get(port, "/nowhere")[0])

    def test_promtool_finds_nothing_wrong_with_the_metrics(self):
        for service in SERVICES:
            with self.subTest(service):
                text = self.metrics(service)
                checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True,
                                         timeout=PATIENCE_SECONDS, check=False)
                self.assertEqual((0, "", ""), (checked.returncode, checked.stdout, checked.stderr))
                names = {name for name, _ in samples(text)}
                self.assertEqual(set(), {*FAMILIES, *FAMILIES_OF.get(service, ())} - names)

    def test_a_call_is_counted_where_it_is_answered(self):
        def reports():
            return samples(self.metrics("gateway")).get(
                ("tertial_rpc_requests_total", frozenset({("service", "tertial.gateway.v1.ReportService"),
                                                          ("method", "GetReport"), ("code", "OK")})), 0)

        before = reports()
        self.system.report()
        self.assertEqual(before + 1, reports())

    def test_metrics_tell_what_the_stores_hold(self):
        revisions = {service: value for service in SERVICES
                     for (name, _), value in samples(self.metrics(service)).items()
                     if name == "tertial_ledger_revision"}
        told = json.loads(self.system.run("status", "--format", "json").out)["services"]
        self.assertEqual({one["service"]: int(one["status"]["store"]["head"].get("revision", 0)) for one in told},
                         revisions)

    def test_metrics_tell_nothing_of_callers_areas_and_facts(self):
        self.system.report()
        for service in SERVICES:
            for name, labels in samples(self.metrics(service)):
                for label, value in labels:
                    with self.subTest(service, name=name, label=label):
                        self.assertNotRegex(value, r"areas/|asker|3203|2024|^cli$|anonymous")

    def test_a_trace_is_found_in_the_log_of_a_data_service(self):
        self.assertEqual(0, self.system.run("log-level", "all", "debug").code)
        self.addCleanup(self.system.run, "log-level", "all", "info")
        # A report that nobody asked for before, so that its sections are pulled.
        status, _ = get(self.ports["gateway"], "/v1/areas/3205/reports/2023",
                        traceparent=f"00-{TRACE}-00f067aa0ba902b7-01", **{"tertial-request-id": "followed"})
        self.assertEqual(200, status)
        for service in SERVICES:
            with self.subTest(service):
                await_that(lambda service=service: self.log_of(service), lambda log: f'trace_id="{TRACE}"' in log)
                line = next(line for line in self.log_of(service).splitlines() if TRACE in line)
                self.assertIn('request_id="followed"', line)

    def test_status_tells_versions_stores_and_feeds(self):
        result = self.system.run("status", "--format", "json")
        self.assertEqual(0, result.code, result)
        told = {one["service"]: one for one in json.loads(result.out)["services"]}
        self.assertEqual(list(told), ["gateway", "indicators", "workforce", "politics", "climate"])
        for service, one in told.items():
            with self.subTest(service):
                self.assertEqual("SERVING_STATE_SERVING", one["state"])
                status = one["status"]
                self.assertTrue(status["serving"])
                self.assertRegex(status["version"], r"^\d+\.\d+\.\d+")
                self.assertRegex(status["store"]["storeId"], r"^[0-9a-f]{32}$")
                self.assertRegex(status["store"]["head"]["epoch"], r"^[0-9a-f]{16}$")
                self.assertTrue(status["store"]["writable"])
                self.assertGreater(float(status["uptime"].rstrip("s")), 0)
        feeds = {(feed["service"], feed["purpose"]) for feed in told["gateway"]["status"]["feeds"]}
        self.assertEqual({(service, purpose) for service in ("indicators", "workforce", "politics", "climate")
                          for purpose in ("reports", "withdrawals")}, feeds)

        table = self.system.run("status")
        self.assertEqual(0, table.code, table)
        for service in SERVICES:
            self.assertRegex(table.out, rf"(?m)^  {service} +127\.0\.0\.1:\d+ +SERVING +\d+\.\d+\.\d+")
        self.assertRegex(table.out, r"(?m)^  climate +gateway +reports +UP +\d+\.\ds$")

    def test_limits_are_those_of_the_source(self):
        result = self.system.run("limits", "--format", "csv")
        self.assertEqual(0, result.code, result)
        rows = list(csv.DictReader(io.StringIO(result.out)))
        source = (SOURCE / "common" / "rpc" / "limits.h").read_text()
        names = [re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in LIMIT.findall(source)]
        self.assertEqual(names, [row["limit"] for row in rows])
        self.assertIn(("largest_page_size", "1000", "rows"),
                      [(row["limit"], row["value"], row["unit"]) for row in rows])
        of_one = self.system.run("limits", "--service", "climate", "--format", "csv")
        self.assertEqual((0, result.out), (of_one.code, of_one.out))

    def test_a_gateway_that_keeps_editions_itself_tells_of_no_other(self):
        for asked in (["limits", "--service", "editions"], ["log-level", "editions", "debug"]):
            with self.subTest(asked):
                result = self.system.run(*asked)
                self.assertEqual(2, result.code, result)
                self.assertRegex(result.err, r"tells of no editions: it keeps editions itself")

    def test_a_level_is_set_for_one_service_and_for_a_while(self):
        self.addCleanup(self.system.run, "log-level", "all", "info")
        result = self.system.run("log-level", "workforce", "debug", "--for", "1h")
        self.assertEqual(0, result.code, result)
        self.assertRegex(result.out, r"^workforce +DEBUG \(was \w+\) until \d{4}-")
        told = {one["service"]: one["status"] for one in
                json.loads(self.system.run("status", "--format", "json").out)["services"]}
        self.assertEqual("LOG_LEVEL_DEBUG", told["workforce"]["logLevel"])
        self.assertIn("logLevelUntil", told["workforce"])
        self.assertNotIn("logLevelUntil", told["climate"])

    def test_a_level_that_is_none_is_refused(self):
        for wrong in (["workforce", "loud"], ["nobody", "debug"], ["workforce", "debug", "--for", "soon"],
                      ["workforce", "debug", "--for", "0s"], ["workforce"]):
            with self.subTest(wrong):
                self.assertEqual(2, self.system.run("log-level", *wrong).code)


if __name__ == "__main__":
    unittest.main()
