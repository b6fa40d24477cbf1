"""The example clients of clients/examples, by the words of clients/README.md, against the real services."""

import csv
import io
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest

from dataset import DataSet
from example_clients import GUIDE, LANGUAGES, Clients, run_step, steps
from expected import expected_figures
from facts import AREA, Facts, observation_name
from harness import BIN, DATA_SET, NODE, PATIENCE_SECONDS, Lines, environment, node, temporary_directory
from installation import Installation
from losing_proxy import LosingProxy
from test_tls import make_certificates

INDICATOR = "economy.net-loan-debt"
YEARS = ("2021", "2022", "2023", "2024")
# Years that nothing is recorded for.
WRITTEN = ("2010", "2011", "2012")
EVENT = "letter-17"
# Watches that one caller may have at once, and when another one may be asked for.
MOST_STREAMS, RETRY_SECONDS = 64, 5.0
# Limits that the guide tells: how, and what its unit is of the service's.
TOLD_LIMITS = {
    "largest_page_size": ("`page_size` is up to {}", 1),
    "default_page_size": ("(0: {})", 1),
    "largest_batch": ("Up to {} names in a call", 1),
    "largest_message_bytes": ("are up to {} MiB", 1 << 20),
    "most_refused_rows": ("{} of them, and how many there are", 1),
    "most_streams": ("there are {} streams at a service", 1),
    "most_streams_of_caller": ("or {} of one caller", 1),
    "retry_stream_after": ("which says {} seconds", 1000),
    "default_heartbeat": ("to 1 hour; {} seconds)", 1000),
    "default_deadline": ("Without one the service gives a call {} seconds", 1000),
    "most_connection_age": ("ends each connection after {} minutes", 60_000),
    "connection_age_grace": ("may go on for {} more", 60_000),
    "keepalive": ("a sign of life after {} minutes", 60_000),
}


class WithClients(unittest.TestCase):
    """Services with the example's data, and the clients beside them."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.tls = make_certificates(cls.folder / "tls")
        for name in ("installation", "generated"):
            (cls.folder / name).mkdir()
        cls.system = cls.enterClassContext(Installation(cls.folder / "installation", tls=cls.tls))
        cls.system.must(f'tertial import "{DATA_SET}"')
        cls.addresses = {service: f"localhost:{port}" for service, port in cls.system.ports.items()}
        cls.clients = Clients(cls.folder / "generated", cls.tls, cls.addresses)
        cls.indicators = cls.addresses["indicators"]

    def must(self, language, *arguments, **addresses):
        result = self.clients.run(language, *arguments, **addresses)
        self.assertEqual(0, result.code, f"{language}: {result!r}")
        return result

    def write(self, language, name, value="4.70", other_value="4.8", event=EVENT, **addresses):
        return self.must(language, "write", name, value, other_value, event, **addresses)

    def start_node(self, script, *arguments):
        """A Node program of the tests that runs until its input ends, and its lines."""
        process = subprocess.Popen(["node", NODE / script, *arguments], env=environment(), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        lines = Lines(process.stdout)
        self.addCleanup(lines.close)
        self.addCleanup(process.kill)
        return process, lines

    def rival(self, *arguments):
        """Somebody else does this meanwhile."""
        files = [self.tls / "cli.pem", self.tls / "cli.key", self.tls / "ca.pem"]
        result = node("rival.mjs", self.indicators, *files, *arguments)
        self.assertEqual(0, result.code, result)

    def changes_of(self, name):
        """[(revision, value)]: what the feed tells of an observation; no value where it was deleted."""
        told = self.folder / "changes.json"
        self.system.must(f'tertial changes --service indicators --kind Observation --values --format json > "{told}"')
        changes = [json.loads(line) for line in told.read_text().splitlines()]
        return [(int(change["commit"]["revision"]), change.get("after", {}).get("cell", {}).get("value"))
                for change in changes if change["name"] == name]

    def start_watches(self):
        """{language: a watch}"""
        return {language: self.enterContext(self.clients.start(language, "watch", AREA,
                                                               self.folder / f"{self.id()}.{language}"))
                for language in LANGUAGES}

    def watches(self):
        """The same, as soon as they have begun."""
        started = self.start_watches()
        for one in started.values():
            one.wait_for(r"^watching at revision", one.err)
        return started

    def assert_told(self, watches, *lines):
        """All watches have printed these lines, and nothing else."""
        for language, watch in watches.items():
            with self.subTest(language):
                watch.wait_for(f"^{re.escape(lines[-1])}$")
                self.assertEqual(list(lines), watch.out.text().splitlines())


def told_of(changes, name):
    """How a watch tells of a new observation that was changed: `changes` as changes_of has them."""
    (first, value), (second, other) = changes
    return (f"revision {first}: INSERTED {name} nothing -> {value} by cli",
            f"revision {second}: REVISED {name} {value} -> {other} by cli")


class ExampleClients(WithClients):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = DataSet.read(DATA_SET)
        cls.facts = Facts(cls.data)

    def said_by_all(self, *arguments):
        """What all of them print, which is the same."""
        said = {language: self.must(language, *arguments).out for language in LANGUAGES}
        self.assertEqual({said["cpp"]}, set(said.values()))
        return said["cpp"]

    def cell_text(self, indicator, year):
        cell = self.facts.cell(observation_name(indicator, year))
        return f"{year} NO_OBSERVATION" if cell is None else f"{year} {cell.reason or cell.value}"

    def test_read_a_report_with_gaps_as_reasons(self):
        said = self.said_by_all("report", AREA, "2024")
        lines = said.splitlines()
        self.assertEqual("Asker 2024", lines[0])
        sections = ("INDICATORS", "STATISTICS", "WORKFORCE", "POLITICS", "CLIMATE")
        self.assertEqual([f"{section}: COMPLETE" for section in sections], lines[1:6])
        self.assertEqual("unchanged since", lines[-1])
        series = re.findall(r"^  (\S+) \((\w+)\): (.*); change (.*)$", said, re.MULTILINE)
        chosen = [row["id"] for row in self.data["indicators.csv"].rows]
        self.assertCountEqual(chosen, [name for name, *_ in series])
        figures = expected_figures(self.facts, "2024")
        for name, _, cells, change in series:
            with self.subTest(name):
                self.assertEqual(", ".join(self.cell_text(name, year) for year in YEARS), cells)
                # No change where there is nothing to compare.
                gap = any(self.facts.cell(observation_name(name, year)).reason for year in YEARS[2:])
                self.assertEqual(gap, change == "MISSING_OPERAND", change)
        self.assertIn("NOT_MEASURED", said)
        self.assertIn("PENDING", said)
        self.assertNotRegex(said, r"UNSPECIFIED|\b0 (NOT_MEASURED|PENDING)")
        for year in YEARS:
            self.assertIn(f"\nFTEs {year}: {figures[f'FTE total {year}']}\n", said)

    def test_read_a_list_to_its_end(self):
        names = sorted(name for name, _ in self.facts.cells if name.startswith(f"{AREA}/indicators/"))
        # Another test may have written before.
        count = len(names) + sum(bool(self.changes_of(observation_name(INDICATOR, year))) for year in WRITTEN)
        head, first, last = self.said_by_all("list", AREA).splitlines()
        self.assertRegex(head, rf"^{count} observations in \d+ pages, all read at revision \d+$")
        self.assertGreaterEqual(int(head.split()[3]), count // 50)
        self.assertEqual((f"from {names[0]}", f"to {names[-1]}"), (first, last))

    def test_read_a_batch_with_an_outcome_for_each_name(self):
        names = [observation_name(INDICATOR, "2024"), observation_name(INDICATOR, "1999"),
                 observation_name("nonsense", "2024"), observation_name("employees.use-of-competence", "2024")]
        cell = self.facts.cell(names[0])
        self.assertEqual([f"{names[0]}: FOUND {cell.value}", f"{names[1]}: NO_OBSERVATION", f"{names[2]}: UNKNOWN_ID",
                          f"{names[3]}: FOUND NOT_MEASURED"], self.said_by_all("batch", *names).splitlines())

    def test_write_so_that_it_may_be_repeated(self):
        for language, year in zip(LANGUAGES, WRITTEN):
            with self.subTest(language):
                name = observation_name(INDICATOR, year)
                said = self.write(language, name).out
                self.assertEqual([("4.70", "4.8")], [tuple(value for _, value in self.changes_of(name))])
                (first, _), (second, _) = self.changes_of(name)
                expected = [
                    f"created 4.70: revision {first}, committed",
                    f"the same request again: revision {first}, a repeat",
                    f"changed to 4.8: revision {second}, committed",
                    "refused: INVALID_ARGUMENT INVALID_DECIMAL",
                    '  observation.cell.value: "4,7" has a decimal comma; write 4.7.',
                    '  observation.cell.rounded_to: "0,1" has a decimal comma; write 0.1.',
                    f"reported: {year} 4.8"]
                self.assertEqual(expected, said.splitlines())
                # Once more for the same event, as after a crash: nothing is written, also by a client in another
                # language.
                for other in LANGUAGES:
                    again = self.write(other, name).out
                    self.assertEqual(said.replace("committed", "a repeat"), again)
                self.assertEqual([first, second], [revision for revision, _ in self.changes_of(name)])

    def test_write_the_same_again_for_another_event(self):
        for language, year in zip(LANGUAGES, ("2005", "2006", "2007")):
            with self.subTest(language):
                name = observation_name(INDICATOR, year)
                self.write(language, name)
                self.rival("delete", name)
                said = self.write(language, name, event="letter-18").out
                self.assertEqual(["4.70", "4.8", None, "4.70", "4.8"], [value for _, value in self.changes_of(name)])
                self.assertRegex(said, r"(?m)^created 4\.70: revision \d+, committed$")
                self.assertRegex(said, r"(?m)^changed to 4\.8: revision \d+, committed$")
                self.rival("delete", name)

    def test_read_a_list_without_entries(self):
        self.assertRegex(self.said_by_all("list", "areas/svelvik"),
                         r"^0 observations in 1 pages, all read at revision \d+\n$")

    def test_do_not_watch_from_now_by_a_token_that_cannot_be_read(self):
        empty, directory = self.folder / "empty.token", self.folder / "directory.token"
        empty.touch()
        directory.mkdir()
        for language in LANGUAGES:
            for file in (empty, directory):
                with self.subTest(f"{language} {file.name}"):
                    result = self.clients.run(language, "watch", AREA, file)
                    self.assertEqual((1, ""), (result.code, result.out))
                    self.assertEqual(1, len(result.err.splitlines()), result)
        self.assertEqual("", empty.read_text())

    def test_do_not_go_on_after_a_restore_without_a_token(self):
        files = [self.tls / "indicators.pem", self.tls / "indicators.key", self.tls / "ca.pem"]
        _, lines = self.start_node("forgetful.mjs", *files)
        port = lines.wait_for(r"^port (\d+)$")[1]
        token = self.folder / "kept.token"
        token.write_text("kept")
        for language in LANGUAGES:
            with self.subTest(language):
                result = self.clients.run(language, "watch", AREA, token, indicators=f"localhost:{port}")
                self.assertEqual((1, ""), (result.code, result.out))
                self.assertRegex(result.err, r"^OUT_OF_RANGE TOKEN_OF_OTHER_EPOCH: restored \(call \w{16}\)$")
        self.assertEqual("kept", token.read_text())

    def test_give_an_address_up_that_takes_connections_and_says_nothing(self):
        with socket.create_server(("127.0.0.1", 0)) as mute:
            where = {"indicators": f"127.0.0.1:{mute.getsockname()[1]}"}
            clients = {language: self.enterContext(self.clients.start(language, "list", AREA, **where))
                       for language in ("cpp", "python")}
            end = time.monotonic() + PATIENCE_SECONDS
            for client in clients.values():
                # Several times: not when an attempt takes the 20 seconds that gRPC would give it.
                client.wait_for(r"^UNAVAILABLE: again in [2-5]", client.err, seconds=end - time.monotonic())

    def test_are_told_the_limits_of_the_services(self):
        told = self.system.must("tertial limits --format csv").out
        limits = {row["limit"]: int(row["value"]) for row in csv.DictReader(io.StringIO(told.strip()))}
        text = GUIDE.read_text()
        for limit, (words, unit) in TOLD_LIMITS.items():
            with self.subTest(limit):
                self.assertIn(words.format(limits[limit] // unit), text)
                self.assertEqual(0, limits[limit] % unit)

    def test_say_what_refuses_them(self):
        self.system.must("tertial log-level gateway debug")
        self.addCleanup(self.system.must, "tertial log-level gateway info")
        for language in LANGUAGES:
            with self.subTest(language):
                result = self.clients.run(language, "report", AREA, "sometime")
                self.assertEqual((1, ""), (result.code, result.out))
                self.assertRegex(result.err, r'^INVALID_ARGUMENT INVALID_PERIOD: query\.period: "sometime"')
                # By this the operator finds it.
                told = re.search(r"\(call (\w{16})\)$", result.err)
                self.assertIn(f'request_id="{told[1]}"', self.system.log("gateway"))

    def test_are_known_by_their_certificates(self):
        name = observation_name(INDICATOR, "2009")
        readers = Clients(self.folder / "generated", self.tls, self.addresses, holder="reader")
        for language in LANGUAGES:
            with self.subTest(language):
                self.assertEqual(0, readers.run(language, "list", AREA).code)
                result = readers.run(language, "write", name, "1", "2", EVENT)
                self.assertEqual(1, result.code)
                self.assertIn("PERMISSION_DENIED ROLE_MISSING", result.err)
        self.assertEqual([], self.changes_of(name))


class AnswersThatAreLost(WithClients):
    def write_with_one_lost(self, language, name, call, meanwhile=None):
        with LosingProxy(self.indicators, self.tls, call, meanwhile) as proxy:
            result = self.write(language, name, indicators=proxy.address)
        self.assertGreaterEqual(proxy.lost, 1)
        self.assertIn("UNAVAILABLE: again in", result.err)
        return result.out.splitlines()

    def test_lead_to_one_write(self):
        for language, year in zip(LANGUAGES, WRITTEN):
            with self.subTest(language):
                name = observation_name(INDICATOR, year)
                said = self.write_with_one_lost(language, name, call=1)
                (first, value), (second, other) = self.changes_of(name)
                self.assertEqual(("4.70", "4.8"), (value, other))
                self.assertEqual(f"created 4.70: revision {first}, a repeat", said[0])
                self.assertEqual(f"changed to 4.8: revision {second}, committed", said[2])

    def test_of_a_change_as_well(self):
        for language, year in zip(LANGUAGES, ("2013", "2014", "2015")):
            with self.subTest(language):
                name = observation_name(INDICATOR, year)
                said = self.write_with_one_lost(language, name, call=3)
                (first, value), (second, other) = self.changes_of(name)
                self.assertEqual(("4.70", "4.8"), (value, other))
                self.assertEqual(f"created 4.70: revision {first}, committed", said[0])
                self.assertEqual(f"changed to 4.8: revision {second}, a repeat", said[2])

    def test_and_what_somebody_else_wrote_meanwhile_is_seen(self):
        for language, year in zip(LANGUAGES, ("2005", "2006", "2007")):
            with self.subTest(language):
                name = observation_name(INDICATOR, year)
                said = self.write_with_one_lost(language, name, call=1,
                                                meanwhile=lambda: self.rival("update", name, "5.5"))
                changes = self.changes_of(name)
                self.assertEqual(["4.70", "5.5", "4.8"], [value for _, value in changes])
                first, _, last = [revision for revision, _ in changes]
                self.assertEqual([f"created 4.70: revision {first}, a repeat",
                                  f"the same request again: revision {first}, a repeat",
                                  "ABORTED ETAG_MISMATCH: 5.5 is there",
                                  f"changed to 4.8: revision {last}, committed"], said[:4])


class AServiceThatIsAway(WithClients):
    def test_is_waited_for_by_watches_and_writes(self):
        watches = self.watches()
        names = [observation_name(INDICATOR, year) for year in ("2008", "2009", "2010", "2011", "2012")]
        self.write("node", names[0], "1", "2")
        told = [*told_of(self.changes_of(names[0]), names[0])]
        self.assert_told(watches, *told)

        self.system.must('kill -9 "$(cat "$DATA/indicators.pid")"')
        for watch in watches.values():
            watch.wait_for(r"^UNAVAILABLE.*: again in", watch.err)
        writes = {language: self.enterContext(self.clients.start(language, "write", name, "3", "4", EVENT))
                  for language, name in zip(LANGUAGES, names[1:4])}
        for write in writes.values():
            write.wait_for(r"^UNAVAILABLE.*: again in", write.err)
        self.system.must("start indicators")
        for language, write in writes.items():
            with self.subTest(language):
                self.assertRegex(write.ended(), r"^created 3: revision \d+, committed\n")
        changes = sorted((revision, line) for name in names[1:4] for (revision, _), line in
                         zip(self.changes_of(name), told_of(self.changes_of(name), name)))
        self.assertEqual(6, len(changes))
        told += [line for _, line in changes]
        self.assert_told(watches, *told)

        self.restore_without(names[4], told, watches)

    def restore_without(self, name, told, watches):
        """A backup takes the place of the store: what was written since is lost, and the watches say so and go on."""
        self.system.must('tertial backup --all --to "$BACKUPS" --verify')
        kept = max(revision for one in ("2009", "2010", "2011")
                   for revision, _ in self.changes_of(observation_name(INDICATOR, one)))
        self.write("cpp", name, "5", "6")
        told = [*told, *told_of(self.changes_of(name), name)]
        self.assert_told(watches, *told)
        restored = self.system.block("store-damaged-back", SERVICE="indicators")
        self.assertEqual(0, restored.code, restored)
        self.assertEqual([], self.changes_of(name))
        told += [f"restored: what came after revision {kept} is no longer so"]
        self.assert_told(watches, *told)
        self.write("python", name, "7", "8", "after the restore")
        self.assert_told(watches, *told, *told_of(self.changes_of(name), name))

    def test_is_watched_on_by_the_next_process(self):
        name = observation_name(INDICATOR, "2013")
        for watch in self.watches().values():
            watch.process.kill()
            watch.process.wait()
        self.write("python", name, "1", "2")
        self.assert_told(self.watches(), *told_of(self.changes_of(name), name))


    def test_is_watched_on_when_it_was_silent(self):
        name = observation_name(INDICATOR, "2014")
        watches = self.watches()
        pid = int(self.system.must('cat "$DATA/indicators.pid"').out)
        os.kill(pid, signal.SIGSTOP)
        try:
            for watch in watches.values():
                watch.wait_for(r"^nothing for 15 s$", watch.err)
        finally:
            os.kill(pid, signal.SIGCONT)
        self.write("cpp", name, "1", "2")
        self.assert_told(watches, *told_of(self.changes_of(name), name))

    @staticmethod
    def handshakes_failed(watches):
        return {language: watch.err.text().count("Handshake failed") for language, watch in watches.items()}

    def test_is_watched_on_with_certificates_of_another_authority(self):
        name = observation_name(INDICATOR, "2015")
        tls = pathlib.Path(shutil.copytree(self.tls, self.folder / "old"))
        other = make_certificates(self.folder / "other")
        link = self.folder / "current"
        link.symlink_to(tls)
        self.clients.show(link)
        self.addCleanup(self.clients.show, self.tls)
        watches = self.watches()
        self.write("node", name, "1", "2")
        told = told_of(self.changes_of(name), name)
        self.assert_told(watches, *told)
        # As Kubernetes does it: the link to the directory is replaced.
        (self.folder / "next").symlink_to(other)
        (self.folder / "next").replace(link)
        self.system.must("stop indicators")
        for file in ("indicators.pem", "indicators.key", "ca.pem"):
            shutil.copy(other / file, self.tls / file)
        try:
            self.system.must("start indicators")
            for watch in watches.values():
                watch.wait_for(rf"^watching at revision {told[1].split()[1][:-1]}$", watch.err)
            # A channel of before that was still there would try every two seconds.
            failed = self.handshakes_failed(watches)
            time.sleep(5)
            self.assertEqual(failed, self.handshakes_failed(watches))
        finally:
            self.system.must("stop indicators")
            for file in ("indicators.pem", "indicators.key", "ca.pem"):
                shutil.copy(tls / file, self.tls / file)
            self.system.must("start indicators")


class TooManyWatches(WithClients):
    def test_are_asked_for_again_when_the_service_says(self):
        files = [self.tls / "cli.pem", self.tls / "cli.key", self.tls / "ca.pem"]
        holder, held = self.start_node("hold.mjs", self.indicators, str(MOST_STREAMS), *files)
        self.assertIsNotNone(held.wait_for(f"^holding {MOST_STREAMS}$"))
        watches = self.start_watches()
        for watch in watches.values():
            watch.wait_for(rf"^RESOURCE_EXHAUSTED TOO_MANY_CALLS: again in {RETRY_SECONDS} s$", watch.err)
        holder.stdin.close()
        for language, watch in watches.items():
            with self.subTest(language):
                watch.wait_for(r"^watching at revision", watch.err)
                # Once, and not again before it was time.
                self.assertEqual(1, watch.err.text().count("again in"))


class TheGuide(unittest.TestCase):
    """What the steps of clients/README.md make."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))

    def test_has_no_step_that_is_unknown_here(self):
        # node-install is what `make npm-e2e` does, and of cpp-build all but the compiler's work is done below: the
        # whole build compiles the same sources.
        self.assertEqual({"python-generate", "python-run", "node-install", "node-run", "cpp-generate", "cpp-build",
                          "cpp-run"}, set(steps()))

    def test_generates_the_contracts_in_cpp_that_the_whole_build_has(self):
        run_step("cpp-generate", OUT=self.folder)
        generated = self.folder / "generated"
        files = sorted(path.relative_to(generated) for path in generated.rglob("*.pb.*"))
        self.assertGreater(len(files), 100)
        for file in files:
            self.assertEqual((BIN.parent / "generated" / file).read_bytes(), (generated / file).read_bytes(), file)

    def test_tells_commands_that_end_well(self):
        tls = make_certificates(self.folder / "tls")
        for name in ("installation", "generated"):
            (self.folder / name).mkdir()
        system = self.enterContext(Installation(self.folder / "installation", tls=tls))
        system.must(f'tertial import "{DATA_SET}"')
        run_step("python-generate", OUT=self.folder / "generated")
        where = {"GATEWAY": f"localhost:{system.ports['gateway']}", "TLS": tls,
                 "INDICATORS": f"localhost:{system.ports['indicators']}"}
        places = {"python-run": self.folder / "generated", "node-run": self.folder, "cpp-run": BIN}
        said = {name: run_step(name, OUT=out, **where).out for name, out in places.items()}
        self.assertEqual({said["cpp-run"]}, set(said.values()))
        self.assertRegex(said["cpp-run"], r"^Asker 2024\n")


if __name__ == "__main__":
    unittest.main()
