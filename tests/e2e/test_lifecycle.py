"""How `tertial up` and its services live and die."""

import pathlib
import re
import signal
import socket
import unittest

from dataset import DataSet, small
from harness import (DATA_SERVICES, DATA_SET, SERVICES, SOURCE, System, can_listen, compared, imported, run,
                     state_of, temporary_directory, tertial, up_arguments)

# A line of the report's first table: section, state, service, revision.
STATE = re.compile(r"^ +(\w[\w ]*\w) +(COMPLETE|PARTIAL|UNAVAILABLE) +(\w+) +(\d*)", re.MULTILINE)
PRINTED_PROCESS = re.compile(r"process (\d+)$", re.MULTILINE)


def is_running(pid):
    """Whether a process of this number runs a program of ours."""
    try:
        command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"tertial" in command


def listening(system):
    """The services whose ports are taken."""
    ports = {name: int(address.rpartition(":")[2]) for name, address in system.addresses.items()}
    return {name for name, port in ports.items() if not can_listen(port)}


def free_ports(count):
    """The first of `count` ports in a row that nothing listens on."""
    for first in range(20000, 60000, count):
        if all(can_listen(first + i) for i in range(count)):
            return first
    raise AssertionError("no ports are free")


class InATemporaryDirectory(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))
        self.data = self.folder / "data"
        self.load = small(DataSet.read(DATA_SET)).write(self.folder / "load")

    def start(self, **more):
        return self.enterContext(System(self.data, **more))

    def assert_nothing_is_left(self, result):
        pids = PRINTED_PROCESS.findall(result.out)
        self.assertEqual([], [pid for pid in pids if is_running(pid)])


class RunOnce(InATemporaryDirectory):
    def run_once(self, load):
        return tertial(*up_arguments(self.data, "--load", load, "--once"))

    def test_the_report_is_printed_and_all_stop(self):
        result = self.run_once(DATA_SET)
        self.assertEqual(0, result.code, result)
        self.assertEqual(5, len(PRINTED_PROCESS.findall(result.out)))
        self.assertEqual(["COMPLETE"] * 5, [state for _, state, _, _ in STATE.findall(result.out)])
        for figure in ("Asker, annual report 2024", "100 indicators", "400 cells", "5414.3", "203 735", "792"):
            self.assertIn(figure, result.out)
        self.assertEqual("", result.err)
        self.assert_nothing_is_left(result)

    def test_a_second_run_on_the_same_data_changes_nothing(self):
        first, second = self.run_once(DATA_SET), self.run_once(DATA_SET)
        self.assertEqual(0, second.code, second)
        # The gateway keeps the claims.
        self.assertEqual(set(SERVICES), set(imported(first.out)))
        for service, (rows, inserted, revised, unchanged) in imported(second.out).items():
            with self.subTest(service):
                # Figures that other services own are compared, and not stored by the import.
                stored = rows - (36 if service == "indicators" else 0)
                self.assertGreater(stored, 0)
                self.assertEqual((rows, stored, 0, 0), imported(first.out)[service])
                self.assertEqual((0, 0, stored), (inserted, revised, unchanged))
        for result in (first, second):
            self.assertEqual({"equal": 36}, compared(result.out))
            # One commit of the import, and one of the figures of each of two owners.
            self.assertEqual(["3", "3", "1", "1", "1"],
                             [revision for _, _, _, revision in STATE.findall(result.out)])
        self.assertEqual(first.out.partition("annual report")[2], second.out.partition("annual report")[2])

    def test_a_bad_data_set_ends_it_with_findings(self):
        (self.load / "fte.csv").write_text("")
        result = self.run_once(self.load)
        self.assertEqual(1, result.code, result)
        self.assertIn("fte.csv", result.err)
        self.assert_nothing_is_left(result)

    def test_a_data_set_that_is_not_there_ends_it_as_wrong_usage(self):
        result = self.run_once(self.folder / "nowhere")
        self.assertEqual(2, result.code, result)
        self.assertIn("nowhere", result.err)
        self.assert_nothing_is_left(result)


class StopsTogether(InATemporaryDirectory):
    def assert_stops(self, number):
        system = self.start(load=self.load)
        self.assertEqual(set(SERVICES), set(system.wait_gone(0)))
        self.assertEqual(set(SERVICES), listening(system))
        self.assertEqual(0, system.stop(number))
        self.assertEqual([], system.wait_gone(0))
        self.assertEqual(set(), listening(system))
        self.assertEqual("", system.err.text())

    def test_on_sigint(self):
        self.assert_stops(signal.SIGINT)

    def test_on_sigterm(self):
        self.assert_stops(signal.SIGTERM)

    def test_when_tertial_up_is_killed(self):
        system = self.start()
        system.up.kill()
        self.assertEqual(-signal.SIGKILL, system.up.wait(10))
        self.assertEqual([], system.wait_gone())
        self.assertEqual(set(), listening(system))

    def test_and_the_data_is_there_again(self):
        with System(self.data, load=self.load) as system:
            before = system.report()
        with System(self.data) as system:
            self.assertEqual(before, system.report())
            self.assertEqual({1}, set(system.revisions().values()))


class ADeadService(InATemporaryDirectory):
    def test_is_told_and_leaves_the_others_unharmed(self):
        system = self.start(load=self.load)
        self.assertEqual(0, system.run("status").code)
        whole = system.report()
        victim = system.processes["workforce"]
        victim.kill()
        told = system.err.wait_for(rf"workforce.*\(process {victim.pid}\).*signal 9")
        self.assertIsNotNone(told, system.err.text())

        report = system.report_where(
            lambda shown: state_of(shown, "WORKFORCE")["completeness"] != "COMPLETENESS_COMPLETE")
        state = state_of(report, "WORKFORCE")
        self.assertEqual("COMPLETENESS_STALE", state["completeness"])
        self.assertIn("workforce", state["reason"])
        self.assertEqual(state_of(whole, "WORKFORCE")["readAt"], state["readAt"])
        self.assertEqual(whole["workforce"], report["workforce"])
        for section in ("INDICATORS", "STATISTICS", "POLITICS", "CLIMATE"):
            self.assertEqual(state_of(whole, section), state_of(report, section))
            self.assertEqual(whole[section.lower()], report[section.lower()])
        for form in ("table", "markdown"):
            # In a form that nobody asked for before, no good section was seen.
            self.assertRegex(system.report_text(form=form), "STALE|UNAVAILABLE")

        status = system.run("status")
        self.assertEqual(3, status.code, status)
        states = dict(re.findall(r"^ +(\w+) +127\.0\.0\.1:\d+ +(\w+)", status.out, re.MULTILINE))
        self.assertEqual({name: "UNREACHABLE" if name == "workforce" else "SERVING" for name in SERVICES}, states)

        self.assertEqual(0, system.stop())
        self.assertEqual([], system.wait_gone(0))

    def test_refuses_an_import_as_a_whole(self):
        system = self.start()
        system.processes["climate"].kill()
        self.assertTrue(system.processes["climate"].wait_gone())
        result = system.run("import", self.load)
        self.assertEqual(3, result.code, result)
        self.assertIn("climate", result.err)
        revisions = {state["service"]: int(state.get("readAt", {}).get("revision", 0))
                     for state in system.report()["states"]}
        self.assertEqual({0}, set(revisions.values()))

    def test_is_told_when_it_is_the_gateway(self):
        system = self.start()
        system.processes["gateway"].kill()
        self.assertIsNotNone(system.err.wait_for(r"the gateway service .* signal 9"))
        for command in (["status"], ["report", "--area", "3203", "--period", "2024"], ["import", self.load]):
            with self.subTest(command[0]):
                result = system.run(*command)
                self.assertEqual(3, result.code, result)
                self.assertIn("UNAVAILABLE", result.err)
        self.assertEqual(0, system.stop())


class RefusesToStart(InATemporaryDirectory):
    def test_where_a_port_is_in_use(self):
        for name, offset in (("gateway", 0), ("indicators", 1)):
            first = free_ports(5)
            with self.subTest(name), socket.socket() as taken:
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                taken.bind(("127.0.0.1", first + offset))
                taken.listen()
                result = tertial(*up_arguments(self.data, port_base=first))
                self.assertEqual(3, result.code, result)
                self.assertRegex(result.err, rf"{name}.*\bport {first + offset}\b.*another process uses it")
                self.assert_nothing_is_left(result)

    def test_where_the_data_directory_is_in_use(self):
        system = self.start(load=self.load)
        result = tertial(*up_arguments(self.data))
        self.assertEqual(3, result.code, result)
        self.assertRegex(result.err, r"workforce.*in use")
        self.assertIn(str(self.data), result.err)
        self.assert_nothing_is_left(result)
        self.assertEqual(0, system.run("status").code)

    def test_where_the_data_directory_cannot_be_made(self):
        self.data.write_text("a file")
        result = tertial(*up_arguments(self.data))
        self.assertEqual(3, result.code, result)
        self.assertIn(str(self.data), result.err)

    def assert_names(self, word, result):
        self.assertEqual(2, result.code, result)
        self.assertIn(word, result.err)
        self.assertEqual("", result.out)

    def test_at_an_unknown_flag(self):
        for command in (["up"], ["status"], ["import", self.load],
                        ["report", "--area", "3203", "--period", "2024"]):
            with self.subTest(command[0]):
                self.assert_names("--no-such-flag", tertial(*command, "--no-such-flag"))

    def test_at_a_mistyped_flag_that_is_required(self):
        self.assert_names("--aera", tertial("report", "--aera", "3203", "--period", "2024"))

    def test_at_an_unknown_flag_of_a_service(self):
        required = ["--areas", SOURCE / "data" / "areas", "--policy", SOURCE / "deploy/config/policy.json"]
        for service in SERVICES:
            of_service = [f"--{name}=127.0.0.1:1" for name in DATA_SERVICES]
            if service != "gateway":
                of_service = ["--data", self.data]
            with self.subTest(service):
                self.assert_names("--no-such-flag",
                                  run(f"tertial-{service}", *required, *of_service, "--no-such-flag"))

    def test_at_an_unknown_command(self):
        self.assert_names("frobnicate", tertial("frobnicate"))

    def test_without_a_command(self):
        self.assertEqual(2, tertial().code)

    def test_at_a_port_that_is_none(self):
        result = tertial(*up_arguments(self.data, port_base=70000))
        self.assertEqual(2, result.code, result)
        self.assertIn("--port-base", result.err)


class AReportOfNothing(unittest.TestCase):
    """Services without data."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(temporary_directory())
        cls.system = cls.enterClassContext(System(f"{folder}/data"))

    def test_is_refused_where_area_or_period_is_wrong(self):
        for area, period, reason in (("9999", "2024", "AREA_NOT_FOUND"), ("3203", "2024-T4", "INVALID_PERIOD"),
                                     ("3203", "2024-Q1", "INVALID_PERIOD"), ("3203", "", "--period"),
                                     ("å", "2024", "INVALID_RESOURCE_NAME")):
            with self.subTest(area=area, period=period):
                result = self.system.run("report", "--area", area, "--period", period)
                self.assertEqual(2, result.code, result)
                self.assertIn(reason, result.err)
                self.assertEqual("", result.out)

    def test_is_complete_and_says_that_nothing_is_recorded(self):
        for area in ("3203", "baerum"):
            report = self.system.report(area=area)
            self.assertEqual({"COMPLETENESS_COMPLETE"}, {state["completeness"] for state in report["states"]})
            self.assertEqual("OUTCOME_NO_OBSERVATION", report["politics"]["activityOutcome"])
            self.assertIn("notComputable", report["politics"]["meetingsTotal"])
            self.assertIn("notComputable", report["workforce"]["fteTotalChange"])


if __name__ == "__main__":
    unittest.main()
