"""Backups of all services: made, listed, verified, pruned and restored as a whole."""

import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import unittest
from unittest import mock

from dataset import DataSet, small
from harness import (BIN, DATA_SET, SERVICES, Lines, System, await_that, environment, newest_backup,
                     temporary_directory, tertial)
from history import corrected, rows

# Whoever refers to revisions of others is copied before them.
ORDER = ["gateway", "indicators", "workforce", "politics", "climate"]


def manifest_of(backup):
    return json.loads((backup / "manifest.json").read_text())


def listed(directory):
    """{name: row} of the backups in a directory."""
    return {row["backup"]: row for row in rows(tertial("backups", "list", "--in", directory, "--format", "json"))}


def verified(directory, *names):
    return tertial("backups", "verify", "--in", directory, *names, "--format", "json")


def found(result):
    return [json.loads(line) for line in result.out.splitlines()]


def damage(file):
    """Changes one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def largest_table(folder):
    """The largest data file of a copy."""
    return max(folder.rglob("*.sst"), key=lambda file: file.stat().st_size)


class ABackupOfAllServices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.data = cls.folder / "data"
        cls.backups = cls.folder / "backups"
        cls.temporary = cls.folder / "tmp"
        cls.temporary.mkdir()
        original = small(DataSet.read(DATA_SET))
        cls.system = cls.enterClassContext(System(cls.data, load=original.write(cls.folder / "load")))
        # So that there is something in the gateway's store as well.
        edition = cls.system.run("edition", "create", "areas/asker/editions/annual-2024", "--title", "Årsrapport",
                                 "--period", "2024")
        assert edition.code == 0, edition
        with mock.patch.dict(os.environ, TMPDIR=str(cls.temporary)):
            cls.made = cls.system.run("backup", "--all", "--to", cls.backups, "--verify", "--keep", 2)
        assert cls.made.code == 0, cls.made
        cls.backup = newest_backup(cls.backups)
        cls.hashes = {row["service"]: row["detail"].rpartition(" ")[2]
                      for row in rows(cls.system.run("verify", "--format", "json")) if row["check"] == "feed"}
        # What came later is in no backup but this one.
        result = cls.system.run("import", corrected(original)[0].write(cls.folder / "corrected" / "load"))
        assert result.code == 0, result

    def copy(self, name):
        """A copy of the backups, to be spoiled."""
        folder = self.folder / name
        shutil.copytree(self.backups, folder)
        return folder, folder / self.backup.name

    def restore(self, backup, data, *arguments):
        return tertial("restore", "--all", backup, "--data", data, "--journal", self.data, *arguments)

    def test_says_what_it_consists_of(self):
        manifest = manifest_of(self.backup)
        self.assertEqual(ORDER, [copy["service"] for copy in manifest["services"]])
        self.assertNotIn("missing", manifest)
        self.assertLessEqual(manifest["begunAt"], manifest["endedAt"])
        self.assertEqual(len(ORDER), len({copy["storeId"] for copy in manifest["services"]}))
        for copy in manifest["services"]:
            with self.subTest(copy["service"]):
                self.assertGreater(int(copy["at"].get("revision", 0)), 0)
                self.assertEqual(self.hashes[copy["service"]], copy["contentHash"])
                folder = self.backup / copy["service"]
                files = {str(file.relative_to(folder)): file.read_bytes()
                         for file in folder.rglob("*") if file.is_file()}
                self.assertEqual({name: (len(content), hashlib.sha256(content).hexdigest())
                                  for name, content in files.items()},
                                 {file["path"]: (int(file.get("bytes", 0)), file["sha256"]) for file in copy["files"]})

    def test_was_verified_when_it_was_made(self):
        row = listed(self.backups)[self.backup.name]
        self.assertEqual("sound", row["state"])
        for service in SERVICES:
            self.assertRegex(row["revisions"], rf"\b{service} [1-9]")
        self.assertEqual([], list(self.temporary.iterdir()))

    def test_holds_no_key_of_persons(self):
        keys = [line for line in (self.data / "person.keys").read_text().split() if len(line) == 64]
        self.assertEqual(1, len(keys))
        content = b"".join(file.read_bytes() for file in self.backup.rglob("*") if file.is_file())
        self.assertNotIn(keys[0].encode(), content.lower())
        self.assertNotIn(bytes.fromhex(keys[0]), content)

    def test_is_seen_by_its_owner_and_group_alone(self):
        for folder in (self.backups, self.backup):
            self.assertEqual(0, folder.stat().st_mode & 0o007)

    def test_is_found_damaged_by_a_changed_bit(self):
        folder, backup = self.copy("damaged")
        damage(largest_table(backup / "indicators"))
        result = verified(folder)
        self.assertEqual(1, result.code, result)
        findings = {(row["service"], row["check"]) for row in found(result) if row["result"] != "sound"}
        self.assertEqual({("indicators", "files"), ("indicators", "store")}, findings)
        self.assertEqual("damaged", listed(folder)[backup.name]["state"])
        refused = self.restore(backup, self.folder / "of-damaged")
        self.assertEqual(1, refused.code, refused)
        self.assertIn(".sst", refused.err)
        self.assertFalse((self.folder / "of-damaged").exists())

    def test_is_found_to_be_another_than_its_manifest_says(self):
        folder, backup = self.copy("exchanged")
        manifest = manifest_of(backup)
        copies = {copy["service"]: copy for copy in manifest["services"]}
        copies["politics"]["contentHash"] = copies["climate"]["contentHash"]
        (backup / "manifest.json").write_text(json.dumps(manifest))
        self.assertEqual("unverified", listed(folder)[backup.name]["state"])
        result = verified(folder, backup.name)
        self.assertEqual(1, result.code, result)
        self.assertEqual([("politics", "content")],
                         [(row["service"], row["check"]) for row in found(result) if row["result"] != "sound"])

    def test_is_not_read_while_it_is_removed(self):
        _, backup = self.copy("going")
        with (backup / "manifest.json").open("r+b") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX)
            for refused in (verified(backup.parent, backup.name), self.restore(backup, self.folder / "of-going"),
                            tertial("restore", "--service", "climate", "--from", backup / "climate", "--data",
                                    self.folder / "of-going" / "climate", "--no-journal")):
                self.assertEqual(2, refused.code, refused)
                self.assertIn("is being removed", refused.err)
        self.assertFalse((self.folder / "of-going").exists())

    def test_is_not_restored_where_something_is(self):
        used = self.restore(self.backup, self.data)
        self.assertEqual(2, used.code, used)
        self.assertIn("in use", used.err)
        full = self.folder / "full"
        (full / "climate").mkdir(parents=True)
        (full / "climate" / "file").touch()
        result = self.restore(self.backup, full)
        self.assertEqual(2, result.code, result)
        self.assertIn("not empty", result.err)
        self.assertEqual(["climate"], [path.name for path in full.iterdir()])

    def test_is_not_restored_as_that_of_another_service(self):
        result = tertial("restore", "--service", "climate", "--from", self.backup / "politics",
                         "--data", self.folder / "of-another" / "climate", "--no-journal")
        self.assertEqual(3, result.code, result)
        self.assertRegex(result.err, r"is that of the service \W*politics")
        self.assertFalse((self.folder / "of-another" / "climate").exists())

    def test_is_not_restored_without_a_manifest(self):
        _, backup = self.copy("unfinished")
        (backup / "manifest.json").unlink()
        result = self.restore(backup, self.folder / "of-unfinished")
        self.assertEqual(2, result.code, result)
        self.assertIn("no manifest", result.err)
        self.assertFalse((self.folder / "of-unfinished").exists())

    def test_is_restored_with_all_that_was_in_it(self):
        restored = self.folder / "restored"
        result = self.restore(self.backup, restored)
        self.assertEqual(0, result.code, result)
        with System(restored) as system:
            hashes = {row["service"]: row["detail"].rpartition(" ")[2]
                      for row in rows(system.run("verify", "--format", "json")) if row["check"] == "feed"}
        self.assertEqual(self.hashes, hashes)


class BackupsOfSeveralTimes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.system = cls.enterClassContext(System(cls.folder / "data"))

    def backup(self, folder, *arguments):
        return self.system.run("backup", "--all", "--to", folder, *arguments)

    def start(self, folder, *arguments):
        """A backup that goes on until it is stopped."""
        command = ["setpriv", "--pdeathsig", "TERM", str(BIN / "tertial"), "backup", "--all", "--to", str(folder),
                   "--gateway", self.system.gateway, *arguments]
        process = self.enterContext(subprocess.Popen(command, env=environment(), text=True,
                                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        self.addCleanup(process.kill)
        Lines(process.stderr)
        return process

    def test_are_made_as_often_as_was_said_and_the_newest_kept(self):
        folder = self.folder / "scheduled"
        result = self.backup(folder, "--every", "1s", "--times", 3, "--keep", 2)
        self.assertEqual(0, result.code, result)
        self.assertEqual(["unverified"] * 2, [row["state"] for row in listed(folder).values()])
        self.assertEqual(1, result.out.count("removed "))

    def test_go_on_until_a_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                folder = self.folder / f"until-{number}"
                process = self.start(folder, "--every", "1h")
                self.assertIsNotNone(Lines(process.stdout).wait_for("^climate "))
                await_that(lambda: [row["state"] for row in listed(folder).values()],
                           lambda states: "unverified" in states)
                process.send_signal(number)
                self.assertEqual(0, process.wait(30))
                self.assertEqual(1, len(listed(folder)))

    def test_are_pruned_but_for_the_newest_that_was_verified(self):
        folder = self.folder / "pruned"
        for verify in ("--verify", None, None):
            names = set(listed(folder)) if folder.exists() else set()
            while True:
                result = self.backup(folder, *([verify] if verify else []))
                if result.code == 0:
                    break
                self.assertEqual(2, result.code, result)
                # Names tell seconds.
                self.assertIn("is there already", result.err)
            self.assertEqual(1, len(set(listed(folder)) - names))
        newest, middle, oldest = listed(folder)
        with (folder / middle / "manifest.json").open("rb") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_SH)
            result = tertial("backups", "prune", "--in", folder, "--keep", 1)
            self.assertEqual(2, result.code, result)
            self.assertIn(f"{middle} is in use", result.err)
            self.assertEqual([newest, middle, oldest], list(listed(folder)))
        result = tertial("backups", "prune", "--in", folder, "--keep", 1)
        self.assertEqual(0, result.code, result)
        self.assertIn(middle, result.out)
        self.assertEqual([newest, oldest], list(listed(folder)))

    def test_are_made_one_at_a_time(self):
        folder = self.folder / "locked"
        stopped = self.system.processes["climate"]
        stopped.kill(signal.SIGSTOP)
        try:
            process = self.start(folder)
            self.assertIsNotNone(Lines(process.stdout).wait_for("^politics "))
            second = self.backup(folder)
            self.assertEqual(2, second.code, second)
            self.assertIn("in use", second.err)
            self.assertEqual(2, tertial("backups", "prune", "--in", folder, "--keep", 1).code)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(3, process.wait(30))
            self.assertEqual({}, listed(folder))
        finally:
            stopped.kill(signal.SIGCONT)

    def test_say_what_is_wrong_with_a_command(self):
        for arguments in ((), ("--all", "--service", "climate"), ("--all", "--times", "2"),
                          ("--all", "--every", "now"), ("--all", "--every", "0s"), ("--all", "--keep", "0")):
            with self.subTest(arguments):
                result = self.system.run("backup", "--to", self.folder / "wrong", *arguments)
                self.assertEqual(2, result.code, result)
        self.assertFalse((self.folder / "wrong").exists())
        for command in (("list",), ("verify",), ("prune", "--keep", "1")):
            result = tertial("backups", *command, "--in", self.folder / "nowhere")
            self.assertEqual(2, result.code, result)
            self.assertIn("nowhere", result.err)
        self.assertFalse((self.folder / "nowhere").exists())


class ABackupWithoutAService(unittest.TestCase):
    def test_is_made_of_the_others_and_told_as_incomplete(self):
        folder = pathlib.Path(self.enterContext(temporary_directory()))
        with System(folder / "data") as system:
            system.processes["politics"].kill()
            self.assertTrue(system.processes["politics"].wait_gone())
            result = system.run("backup", "--all", "--to", folder / "backups")
        self.assertEqual(3, result.code, result)
        self.assertIn("politics", result.err)
        backup = newest_backup(folder / "backups")
        manifest = manifest_of(backup)
        self.assertEqual([service for service in ORDER if service != "politics"],
                         [copy["service"] for copy in manifest["services"]])
        self.assertEqual(["politics"], [missing["service"] for missing in manifest["missing"]])
        row = listed(folder / "backups")[backup.name]
        self.assertEqual(("incomplete", "without politics"), (row["state"], row["detail"]))
        refused = tertial("restore", "--all", backup, "--data", folder / "restored", "--no-journal")
        self.assertEqual(2, refused.code, refused)
        self.assertIn("politics", refused.err)
        self.assertFalse((folder / "restored").exists())
        one = tertial("restore", "--service", "climate", "--from", backup / "climate",
                      "--data", folder / "restored" / "climate", "--no-journal")
        self.assertEqual(0, one.code, one)


if __name__ == "__main__":
    unittest.main()
