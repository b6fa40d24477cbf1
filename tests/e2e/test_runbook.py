"""The runbook of deploy/README.md: each failure is made to happen to real services, and its commands bring them
back."""

import json
import os
import pathlib
import re
import shutil
import time
import unittest
from unittest import mock

from dataset import DataSet, small
from harness import DATA_SERVICES, DATA_SET, PATIENCE_SECONDS, SERVICES, await_that, run, temporary_directory
from history import corrected
from installation import FAKETIME, Installation, namespaces, runbook

MEBIBYTE = 1 << 20
# What services keep in reserve of their disk.
RESERVE = 64 * MEBIBYTE
LIBRARY = pathlib.Path(os.environ.get("TERTIAL_FULL_DISK_LIBRARY", ""))
CLOCK_VARIABLES = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1"}


def flip_bytes(file, first, last, step):
    """Turns every `step`th byte between two parts of a file into another."""
    content = bytearray(file.read_bytes())
    for place in range(int(len(content) * first), int(len(content) * last), step):
        content[place] ^= 0xFF
    file.write_bytes(content)


def states_of(told):
    return {service: one["state"].removeprefix("SERVING_STATE_") for service, one in told.items()}


class Runbook(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))
        self.original = small(DataSet.read(DATA_SET))
        self.load = self.original.write(self.folder / "first" / "load")
        self.changed = corrected(self.original)[0].write(self.folder / "second" / "load")

    def install(self, **more):
        more.setdefault("prefix", namespaces() or ())
        directory = self.folder / "installation"
        directory.mkdir()
        self.system = self.enterContext(Installation(directory, **more))
        self.must_import(self.load)
        return self.system

    def must_import(self, load):
        self.system.must(f'tertial import "{load}"')

    def status(self):
        """{service: what is told of it}, and the exit code."""
        # Into a file: what the shell says of processes that have ended stands among its output.
        answer = self.folder / "status.json"
        result = self.system.run(f'tertial status --format json > "{answer}"')
        return {one["service"]: one for one in json.loads(answer.read_text())["services"]}, result.code

    def status_where(self, condition, seconds=2 * PATIENCE_SECONDS):
        return await_that(self.status, lambda answer: condition(answer[0]), seconds)

    def states(self):
        told, _ = self.status()
        return states_of(told)

    def await_all_serve(self):
        """The gateway finds a service that was started again within seconds."""
        _, code = self.status_where(lambda told: states_of(told) == {service: "SERVING" for service in SERVICES})
        self.assertEqual(0, code)

    def report(self):
        return self.system.must("tertial report --area 3203 --period 2024").out

    def hashes(self):
        """{service: the hash of its content}"""
        result = self.system.must("tertial verify --format json")
        rows = [json.loads(line) for line in result.out.splitlines() if line.startswith("{")]
        return {row["service"]: row["detail"].rpartition(" ")[2] for row in rows if row["check"] == "feed"}

    def assert_went_well(self, result):
        self.assertEqual(0, result.code, result)


class EveryBlock(unittest.TestCase):
    def test_of_the_runbook_is_run_by_a_test(self):
        run_here = set(re.findall(r'block\(\s*"([\w-]+)"', pathlib.Path(__file__).read_text()))
        self.assertEqual(set(runbook()), run_here | {"words"})


class ADiskThatFillsUp:
    """How services fare on it. What makes it full is an old log among the data."""

    def fill(self, left):
        raise NotImplementedError

    def stop_filling(self):
        """Nothing makes it fuller from now on."""

    def start(self):
        raise NotImplementedError

    def refused(self, load):
        result = self.system.run(f'tertial import "{load}"')
        self.assertEqual(3, result.code, result)
        self.assertIn("[RESOURCE_EXHAUSTED STORE_FULL]", result.out)

    def test_refuses_writes_answers_reads_and_is_gone_on_from(self):
        self.start()
        # First less than the reserve is left, also when some stores give back what they had; then nothing at all.
        for left, load in ((RESERVE - 56 * MEBIBYTE, self.changed), (0, self.load)):
            with self.subTest(left=left):
                report, hashes = self.report(), self.hashes()
                self.fill(left)
                self.refused(load)
                told, code = self.status()
                self.assertEqual(0, code, "who reads is served")
                for service, one in told.items():
                    store = one["status"]["store"]
                    self.assertEqual((service, False, "STORE_FULL"),
                                     (service, store.get("writable", False), store["reason"]))
                self.assertEqual(report, self.report())
                self.assertIn("STORE_FULL", self.system.block("disk-full-look").out)

                self.stop_filling()
                self.assert_went_well(self.system.block("disk-full-room"))
                after = self.system.block("disk-full-after")
                self.assert_went_well(after)
                self.assertEqual(hashes, self.hashes(), "nothing is lost, and nothing that was refused is there")
                self.must_import(load)
        self.assert_went_well(self.system.run("tertial verify"))


class AFullDisk(ADiskThatFillsUp, Runbook):
    """A file system in memory, or where nobody lets us mount one, a library that says that it is full."""

    def start(self):
        prefix = namespaces()
        if prefix is None:
            AFullDiskOfALibrary.start(self)
            self.fill = lambda left: AFullDiskOfALibrary.fill(self, left)
            self.stop_filling = lambda: None
            return
        # Each store keeps some twenty megabytes for its log and its list of files from the beginning.
        self.install(prefix=prefix, prepare='mount -t tmpfs -o size=400m tmpfs "$DATA"')

    def fill(self, left):
        # What is not free any more in the middle of it is not taken back, as fallocate would. Stores give back what
        # they had in advance when they write out what memory holds: that is filled as well.
        self.system.must(f'''
            over() {{ echo $(($(df --output=avail -B1 "$DATA" | tail -n 1) - {left})); }}
            fill() {{
              local bytes=$(over)
              [ "$bytes" -le 0 ] || head -c "$bytes" /dev/zero >> "$DATA/full.log.1" 2> /dev/null
              touch -d "8 days ago" "$DATA/full.log.1"
            }}
            : > "$DATA/full.log.1"
            : > "$DATA/filling"
            while [ "$(over)" -gt 0 ]; do fill; done
            while [ -e "$DATA/filling" ]; do fill; sleep 0.05; done > /dev/null &
            FILLER=$!''')

    def stop_filling(self):
        # Not killed in the middle: what was just written to is no old log.
        self.system.must('rm "$DATA/filling" && wait $FILLER')


class AFullDiskOfALibrary(ADiskThatFillsUp, Runbook):
    def start(self):
        self.install(variables={"LD_PRELOAD": str(LIBRARY),
                                "FULL_DISK_DIRECTORY": str(self.folder / "installation" / "data")})

    def fill(self, left):
        self.system.must(f'echo {left} > "$DATA/full.log.1" && touch -d "8 days ago" "$DATA/full.log.1"')


class ADamagedStore(Runbook):
    def setUp(self):
        super().setUp()
        self.install()
        # Enough for a data file of several blocks: some are read when a service starts.
        self.must_import(DATA_SET)
        self.assert_went_well(self.system.run('tertial backup --all --to "$BACKUPS" --verify --keep 3'))
        self.before = self.hashes()

    def store(self):
        return self.system.data / "politics"

    def damage_data_file(self):
        """In a part of it that a start does not read."""
        # A start writes what the log holds into a data file.
        self.system.must("stop politics; start politics; stop politics")
        file = max(self.store().glob("*.sst"), key=lambda one: one.stat().st_size)
        flip_bytes(file, 0.25, 0.35, 500)
        self.system.must("start politics")
        return file

    def bring_back(self, hashes):
        """`hashes`: those of before the damage, of which a backup brings back what is older."""
        back = self.system.block("store-damaged-back")
        self.assert_went_well(back)
        self.assertEqual({**hashes, "politics": self.before["politics"]}, self.hashes())
        self.await_all_serve()

    def test_is_told_with_its_file_and_a_backup_takes_its_place(self):
        file = self.damage_data_file()
        exported = self.system.run("tertial export --service politics --output -")
        self.assertEqual(3, exported.code, exported)
        self.assertIn("[DATA_LOSS STORED_DATA_DAMAGED]", exported.out)
        self.assertNotIn(str(self.store()), exported.out)
        self.status_where(lambda told: told["politics"]["state"] == "SERVING_STATE_NOT_SERVING")
        self.assertEqual({service: "NOT_SERVING" if service == "politics" else "SERVING" for service in SERVICES},
                         self.states())
        self.assertEqual(3, self.system.run("tertial status").code)
        for service in DATA_SERVICES:
            if service != "politics":
                self.assert_went_well(self.system.run(f"tertial verify --service {service}"))

        look = self.system.block("store-damaged-look")
        self.assertIn(f"The data file {file.name} is damaged.", look.out)
        self.assertIn(file.name, self.system.log("politics"))
        self.bring_back(self.before)

    def test_is_not_backed_up(self):
        self.damage_data_file()
        result = self.system.run('tertial backup --service politics --to "$BACKUPS/by-hand"')
        self.assertEqual(3, result.code, result)
        self.assertIn("[DATA_LOSS STORED_DATA_DAMAGED]", result.out)

    def test_that_is_found_by_a_start_keeps_the_service_from_it(self):
        for pattern, place in (("*.log", 0.5), ("MANIFEST-*", 0.0), ("CURRENT", 0.0)):
            with self.subTest(pattern):
                # So that the log holds something.
                self.must_import(self.changed)
                hashes = self.hashes()
                self.system.must("kill -9 $(cat $DATA/politics.pid); stop politics")
                file = max(self.store().glob(pattern), key=lambda one: one.stat().st_size)
                # Of a record of a log, and of a list, the first bytes are its checksum.
                flip_bytes(file, place, place + 0.1, 10_000)
                refused = self.system.run("start politics")
                self.assertEqual(3, refused.code, refused)
                self.assertIn(file.name, refused.out)
                self.bring_back(hashes)
                self.system.must(f'rm -r "{self.store()}.damaged"')


class AServiceThatIsDown(Runbook):
    def test_is_told_and_started(self):
        self.install()
        self.system.must("kill -9 $(cat $DATA/politics.pid)")
        self.status_where(lambda told: told["politics"]["state"] != "SERVING_STATE_SERVING")
        self.assertEqual(3, self.system.run("tertial status").code)
        self.assert_went_well(self.system.block("service-down"))
        self.assertEqual({service: "SERVING" for service in SERVICES}, self.states())
        self.must_import(self.changed)


class AFeedThatIsBehind(Runbook):
    @staticmethod
    def feeds(told):
        """{(follower, followed, what for): whether it is heard of}"""
        return {(service, feed["service"], feed["purpose"]): feed.get("up", False) for service, one in told.items()
                for feed in one.get("status", {}).get("feeds", [])}

    def test_of_a_service_that_hangs_is_taken_up_again(self):
        self.install()
        # Indicators follow an owner of figures only where there are such figures.
        self.must_import(DATA_SET)
        of_workforce = {("indicators", "workforce", "owned_figures"), ("gateway", "workforce", "reports"),
                        ("gateway", "workforce", "withdrawals")}
        told, _ = self.status_where(lambda told: all(self.feeds(told).values()))
        self.assertLess(of_workforce, self.feeds(told).keys())
        self.system.must("kill -STOP $(cat $DATA/workforce.pid)")
        self.status_where(lambda told: {feed for feed, up in self.feeds(told).items() if not up} == of_workforce)
        self.assert_went_well(self.system.block("feed-behind", SERVICE="workforce"))
        told, code = self.status()
        self.assertEqual(0, code)
        self.assertLess(of_workforce, self.feeds(told).keys())
        self.assertNotIn(False, self.feeds(told).values())
        self.must_import(self.changed)


class AnExpiredCertificate(Runbook):
    def issue(self, name, days_ago, seconds=0):
        """Certificates for thirty days, issued so long ago and `seconds` later."""
        directory = self.folder / name
        then = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"{seconds - days_ago * 86400:+}"}
        with mock.patch.dict(os.environ, then):
            self.assert_went_well(run("tertial", "dev-certs", "--out", directory, "--days", 30))
        return directory

    def test_is_renewed_without_a_restart(self):
        # As long as all of it needs to start on a machine that is busy.
        tls, renewed = self.issue("tls", days_ago=30, seconds=25), self.folder / "renewed"
        self.install(tls=tls)
        self.assert_went_well(self.system.run("tertial status"))
        shown = await_that(lambda: self.system.run("tertial status"), lambda status: status.code == 2)
        # A command does not use one that has expired; whoever does is refused.
        self.assertIn("expired", shown.out)
        await_that(lambda: self.system.run('openssl s_client -connect "$TERTIAL_GATEWAY" -alpn h2 '
                                           '-cert "$TLS/cli.pem" -key "$TLS/cli.key"'),
                   lambda _: 'not let in protocol="gRPC" certificate="EXPIRED"' in self.system.log("gateway"))
        self.assertRegex(self.system.block("certificate-expired-look").out, r"politics\.pem notAfter=")

        # The authority issues new ones.
        renewed.mkdir()
        for name in ("ca.pem", "ca.key"):
            shutil.copy(tls / name, renewed)
        self.system.must(f'tertial dev-certs --out "{renewed}" --renew --days 30')
        (renewed / "ca.key").unlink()
        self.assert_went_well(self.system.block("certificate-expired-renew", RENEWED=renewed))
        self.await_all_serve()
        self.assertIn("new certificates are in use", self.system.log("politics"))

    def test_keeps_a_service_from_starting_until_it_is_renewed(self):
        tls, expired, kept = self.issue("tls", days_ago=0), self.issue("expired", days_ago=40), self.folder / "kept"
        self.install(tls=tls)
        self.system.must(f'''
            stop politics && mkdir "{kept}" && mv "$TLS"/politics.* "{kept}" && cp "{expired}"/politics.* "$TLS"''')
        refused = self.system.run("start politics")
        self.assertEqual(3, refused.code, refused)
        self.assertIn("expired", refused.out)
        self.system.must(f'cp "{kept}"/politics.* "$TLS" && start politics')


class WithAClockOfItsOwn(Runbook):
    """Processes that see the time that a file says."""

    def clock(self):
        self.set_clock("+0")
        return {**CLOCK_VARIABLES, "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock")}

    def set_clock(self, offset):
        new = self.folder / "clock.new"
        new.write_text(f"{offset}\n")
        new.replace(self.folder / "clock")


class AWrongClock(WithAClockOfItsOwn):
    def setUp(self):
        super().setUp()
        self.install(variables=self.clock())

    def set_right(self):
        right = self.folder / "right"
        right.write_text("+0\n")
        return self.system.block("clock-wrong-set", SET_CLOCK=f"mv {right} {self.folder / 'clock'}")

    def look(self):
        """What the metrics say: how far the clock has jumped, when the newest commit was made."""
        text = self.system.block("clock-wrong-look").out
        return {name: float(value) for name, value in re.findall(r"^tertial_(\w+)_seconds (\S+)$", text, re.MULTILINE)}

    def test_that_is_behind_keeps_a_service_from_starting(self):
        self.system.must("stop politics")
        self.set_clock("-2h")
        refused = self.system.run("start politics")
        self.assertEqual(3, refused.code, refused)
        self.assertIn("clock", refused.out)
        self.assert_went_well(self.set_right())
        self.must_import(self.changed)

    def test_that_jumps_is_told_and_not_followed(self):
        self.set_clock("+1d")
        await_that(self.look, lambda told: abs(told.get("clock_offset", 0) - 86400) <= 60)
        self.must_import(self.changed)
        commit = self.look()["ledger_commit_time"]
        self.assertLess(abs(commit - time.time()), 3600, "the commit has the right time")
        self.assertIn("jumped", self.system.log("politics"))
        self.assert_went_well(self.set_right())
        self.assertEqual(0, self.look()["clock_offset"])

    def test_that_was_ahead_is_lived_with(self):
        self.system.must("stop politics")
        self.set_clock("+1d")
        self.system.must("start politics")
        self.must_import(self.changed)
        self.system.must("stop politics")
        self.set_clock("+0")
        self.assertEqual(3, self.system.run("start politics").code)
        self.assert_went_well(self.system.block("clock-ahead"))
        before = self.look()["ledger_commit_time"]
        self.must_import(self.load)
        self.assertGreater(self.look()["ledger_commit_time"], before)
        self.assert_went_well(self.system.run("tertial verify --service politics"))


class ABrokenPolicy(Runbook):
    def test_is_told_and_the_old_one_holds(self):
        self.install()
        policy = self.system.policy
        shutil.copy(policy, self.system.config / "policy.json.last")
        policy.write_text(policy.read_text().replace("ROLE_READER", "ROLE_NOBODY"))

        def current():
            port = self.system.http_ports["politics"]
            text = self.system.must(f"curl -fsS http://127.0.0.1:{port}/metrics").out
            return {files: value for files, value in
                    re.findall(r'^tertial_files_current\{files="(\w+)"\} (\d)', text, re.MULTILINE)}

        def await_current(value):
            await_that(current, lambda files: files.get("policy") == value)

        await_current("0")
        self.assert_went_well(self.system.run("tertial status"))
        self.must_import(self.changed)
        self.assert_went_well(self.system.block("policy-broken"))
        await_current("1")


if __name__ == "__main__":
    unittest.main()
