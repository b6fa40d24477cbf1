"""Where a service has its flags from, what it says when it cannot start, and how it heeds signals."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import unittest

from harness import BIN, SERVICES, SOURCE, Lines, Result, can_listen, environment, run, temporary_directory, tertial

AREAS = SOURCE / "data" / "areas"
POLICY = SOURCE / "deploy" / "config" / "policy.json"


def run_with(variables, program, *arguments):
    """Runs a program to its end, with these variables beside those of a user who has set nothing of ours."""
    return Result(subprocess.run([str(BIN / program), *map(str, arguments)], env={**environment(), **variables},
                                 capture_output=True, text=True, timeout=30, check=False))


def printed(result):
    """{flag: (value, source)} of what --print-config printed."""
    lines = re.findall(r'^(\S+) = "?(.*?)"?  # (.*)$', result.out, re.MULTILINE)
    return {flag: (value, source) for flag, value, source in lines}


class Configured(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def start(self, program, *arguments, variables=None):
        process = self.enterContext(subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", str(BIN / program), *map(str, arguments)],
            env={**environment(), **(variables or {})}, text=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE))
        self.addCleanup(process.kill)
        return process, Lines(process.stderr)

    def required(self):
        return ["--areas", AREAS, "--policy", POLICY, "--data", self.folder / "data", "--port", 0, "--http-port", 0]


class FlagsOfAService(Configured):
    def test_hold_by_one_precedence(self):
        file = self.file("flags", f'areas = "{AREAS}"\npolicy = "{POLICY}"\nport = 1\ndrain = 2\nnotice = 3\n')
        result = run_with({"TERTIAL_PORT": "4", "TERTIAL_DRAIN": "5", "TERTIAL_CLIMATE_DRAIN": "6",
                           "TERTIAL_POLITICS_DRAIN": "7", "TERTIAL_CONFIG": str(file)},
                          "tertial-climate", "--port", 8, "--data=d", "--print-config")
        self.assertEqual(0, result.code, result)
        flags = printed(result)
        self.assertEqual(("8", "command line"), flags["port"])
        self.assertEqual(("6", "TERTIAL_CLIMATE_DRAIN"), flags["drain"])
        self.assertEqual(("3", f"{file}:5"), flags["notice"])
        self.assertEqual(("info", "default"), flags["log-level"])
        self.assertEqual((str(POLICY), f"{file}:2"), flags["policy"])

    def test_can_be_printed_by_every_service_as_a_file_that_says_the_same(self):
        for service in SERVICES:
            with self.subTest(service):
                more = ["--role=editions"] if service == "gateway" else []
                first = run(f"tertial-{service}", *self.required(), *more, "--print-config")
                self.assertEqual(0, first.code, first)
                again = run(f"tertial-{service}", "--config", self.file(service, first.out), "--print-config")
                self.assertEqual(0, again.code, again)
                self.assertEqual({flag: value for flag, (value, _) in printed(first).items()},
                                 {flag: value for flag, (value, _) in printed(again).items()})

    def test_are_printed_without_what_key_files_hold(self):
        keys = self.file("person.keys", "0123456789abcdef" * 4 + "\n")
        keys.chmod(0o600)
        result = run("tertial-workforce", *self.required(), "--person-keys", keys, "--print-config")
        self.assertEqual(0, result.code, result)
        self.assertEqual(str(keys), printed(result)["person-keys"][0])
        self.assertNotIn("0123456789abcdef", result.out + result.err)

    def test_are_refused_with_where_they_stand(self):
        file = self.file("flags", "port = 1\nprot = 2\nrestore = \"b\"\n")
        for variables, arguments, said in (
                ({"TERTIAL_PORT": "70000"}, (), "TERTIAL_PORT: "),
                ({"TERTIAL_CLIMATE_LOG_LEVEL": "loud"}, (), "TERTIAL_CLIMATE_LOG_LEVEL: "),
                ({}, ("--config", file), f"{file}:2: "), ({}, ("--config", file), f"{file}:3: "),
                ({"TERTIAL_CONFIG": str(self.folder / "nowhere")}, (), "nowhere: ")):
            with self.subTest(said):
                required = [argument for argument in self.required() if argument not in ("--port", "--http-port", 0)]
                result = run_with(variables, "tertial-climate", *required, *arguments)
                self.assertEqual(2, result.code, result)
                self.assertIn(said, result.err)
                self.assertFalse((self.folder / "data").exists())

    def test_can_all_stand_outside_of_the_command_line(self):
        file = self.file("flags", f"areas = {AREAS}\nport = 0\nhttp-port = 0\nlog-format = json\n")
        process, log = self.start("tertial-climate",
                                  variables={"TERTIAL_CONFIG": str(file), "TERTIAL_POLICY": str(POLICY),
                                             "TERTIAL_CLIMATE_DATA": str(self.folder / "data"),
                                             "TERTIAL_CLIMATE_PROT": "1"})
        self.assertIsNotNone(log.wait_for('"event":"serving"'), log.text())
        self.assertIsNotNone(log.wait_for('"variable":"TERTIAL_CLIMATE_PROT"'))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(0, process.wait(30))

    def test_are_explained_whatever_else_is_wrong(self):
        for program in ("tertial", *(f"tertial-{service}" for service in SERVICES)):
            for asked in ("--help", "--version"):
                result = run_with({"TERTIAL_PORT": "many", "TERTIAL_CONFIG": "/nowhere"}, program, asked)
                self.assertEqual(0, result.code, result)
                self.assertNotEqual("", result.out)


class WhatKeepsAServiceFromStarting(Configured):
    def causes(self, result):
        return re.findall(r'cannot start .*cause="(.*)"$', result.err, re.MULTILINE)

    def test_is_said_all_at_once(self):
        other = self.folder / "other"
        process, log = self.start("tertial-politics", "--areas", AREAS, "--policy", POLICY, "--data", other,
                                  "--port", 0, "--http-port", 0)
        self.assertIsNotNone(log.wait_for("serving "))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(0, process.wait(30))
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            for flag, missing in (("--policy", "no-policy"), ("--areas", "no-areas")):
                arguments = {"--areas": AREAS, "--policy": POLICY, "--data": other, "--port": port,
                             "--http-port": 0, flag: self.folder / missing}
                result = run("tertial-climate", *(word for pair in arguments.items() for word in pair))
                self.assertEqual(3, result.code, result)
                causes = self.causes(result)
                for wrong in (missing, f"port {port} ", "politics"):
                    self.assertEqual(1, sum(wrong in cause for cause in causes), (wrong, causes))
                self.assertEqual(3, len(causes))

    def test_leaves_no_store_behind(self):
        result = run("tertial-climate", "--areas", AREAS, "--policy", self.folder / "no-policy", "--data",
                     self.folder / "data", "--port", 0)
        self.assertEqual(3, result.code, result)
        # It is empty: the next version that starts makes the store.
        process, log = self.start("tertial-politics", *self.required())
        self.assertIsNotNone(log.wait_for("serving "), log.text())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(0, process.wait(30))

    def test_is_a_data_directory_in_use(self):
        process, log = self.start("tertial-climate", *self.required())
        self.assertIsNotNone(log.wait_for("serving "))
        result = run("tertial-climate", *self.required())
        self.assertEqual(3, result.code, result)
        [cause] = self.causes(result)
        self.assertIn("in use", cause)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(0, process.wait(30))


class SignalsThatStopAService(Configured):
    def test_are_heeded_while_it_starts(self):
        # It waits for the registry, which does not come to its end.
        areas = self.folder / "areas"
        areas.mkdir()
        for file in AREAS.glob("*.csv"):
            os.mkfifo(areas / file.name)
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                process, log = self.start("tertial-climate", "--areas", areas, "--policy", POLICY, "--data",
                                          self.folder / "data", "--port", 0, "--http-port", 0)
                opened = None
                while opened is None:
                    self.assertIsNone(process.poll(), log.text())
                    for file in areas.iterdir():
                        try:
                            opened = os.open(file, os.O_WRONLY | os.O_NONBLOCK)
                            break
                        except OSError:  # nobody reads it yet
                            pass
                try:
                    process.send_signal(number)
                    self.assertEqual(0, process.wait(10))
                finally:
                    os.close(opened)
                self.assertIsNotNone(log.wait_for("stopped while starting"))
                self.assertNotIn("serving ", log.text())

    def test_end_it_at_once_the_second_time(self):
        process, log = self.start("tertial-climate", *self.required(), "--notice", 600)
        self.assertIsNotNone(log.wait_for("serving "))
        process.send_signal(signal.SIGTERM)
        self.assertIsNotNone(log.wait_for("stopping "))
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(3, process.wait(10))
        # What was written is there, and nobody holds it.
        again, log = self.start("tertial-climate", *self.required())
        self.assertIsNotNone(log.wait_for("serving "), log.text())
        again.send_signal(signal.SIGTERM)
        self.assertEqual(0, again.wait(30))

    def test_stop_it_in_order_while_it_serves(self):
        process, log = self.start("tertial-climate", *self.required())
        port = int(log.wait_for(r'serving .*address="127\.0\.0\.1:(\d+)"')[1])
        self.assertFalse(can_listen(port))
        process.send_signal(signal.SIGINT)
        self.assertEqual(0, process.wait(30))
        self.assertTrue(can_listen(port))
        self.assertIsNotNone(log.wait_for("stopped "))


class ExitCodes(Configured):
    def test_are_those_that_are_documented(self):
        for code, result in (
                (0, run("tertial-climate", "--version")),
                (0, tertial("backups", "--help")),
                (2, run("tertial-climate", "--no-such-flag")),
                (2, tertial("status", "--no-such-flag")),
                (3, run("tertial-climate", "--areas", AREAS, "--policy", self.folder / "nowhere", "--data",
                        self.folder / "data", "--port", 0)),
                (3, run("tertial-climate", "--restore", self.folder / "nowhere", "--data", self.folder / "data",
                        "--without-journal")),
                (3, tertial("status", gateway="127.0.0.1:1"))):
            self.assertEqual(code, result.code, result)


if __name__ == "__main__":
    unittest.main()
