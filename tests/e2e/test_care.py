"""The care of the stores: verify, backup, restore, redact."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import unittest
from unittest import mock

import planted
from dataset import DataSet, small
from harness import BIN, DATA_SET, SERVICES, System, environment, newest_backup, run, temporary_directory, tertial
from history import changes, corrected, revision_of, rows


class Verification(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        original = small(DataSet.read(DATA_SET))
        cls.data = cls.folder / "data"
        with System(cls.data, load=original.write(cls.folder / "load")) as system:
            result = system.run("import", corrected(original)[0].write(cls.folder / "corrected" / "load"))
            assert result.code == 0, result

    def verify(self, data, *arguments):
        """Serves the data, verifies it, and sees that nothing is left in the temporary directory."""
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        with System(data) as system, mock.patch.dict(os.environ, TMPDIR=str(temporary)):
            result = system.run("verify", *arguments)
        self.assertEqual([], list(temporary.iterdir()))
        return result

    def test_finds_sound_stores_sound(self):
        found = rows(self.verify(self.data, "--format", "json"))
        self.assertEqual([(service, check, "sound") for service in SERVICES for check in ("store", "feed")],
                         [(row["service"], row["check"], row["result"]) for row in found])

    def test_ends_at_ctrl_c_and_leaves_nothing_behind(self):
        temporary = self.folder / "interrupted"
        temporary.mkdir()
        with System(self.data) as system:
            stopped = system.processes["politics"]
            stopped.kill(signal.SIGSTOP)
            try:
                command = [str(BIN / "tertial"), "verify", "--gateway", system.gateway]
                verify = subprocess.Popen(command, env={**environment(), "TMPDIR": str(temporary)}, text=True,
                                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                while not verify.stdout.readline().startswith("workforce   feed"):
                    self.assertIsNone(verify.poll())
                verify.send_signal(signal.SIGINT)
                _, told = verify.communicate(timeout=30)
                planted.keep("commands.err", told)
            finally:
                stopped.kill(signal.SIGCONT)
        self.assertEqual(3, verify.returncode)
        self.assertIn("interrupted", told)
        self.assertEqual([], list(temporary.iterdir()))

    def test_names_the_record_that_is_damaged(self):
        data = self.folder / "damaged"
        shutil.copytree(self.data, data)
        damaged = run("tertial_damage_store", data / "workforce", "governance")
        self.assertEqual(0, damaged.code, damaged)
        result = self.verify(data, "--format", "json")
        self.assertEqual(1, result.code, result)
        found = [json.loads(line) for line in result.out.splitlines()]
        findings = [row for row in found if row["result"] != "sound"]
        self.assertEqual({"workforce"}, {row["service"] for row in findings})
        self.assertIn(("store", "areas/asker/units/governance"), [(row["check"], row["name"]) for row in findings])
        self.assertIn("feed", {row["check"] for row in findings})


class ARestoredBackup(unittest.TestCase):
    """A backup, what happened after it, and what a restore makes of the two."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.data = cls.folder / "data"
        original = small(DataSet.read(DATA_SET))
        with System(cls.data, load=original.write(cls.folder / "load")) as system:
            cls.run_command(system, "backup", "--service", "all", "--to", cls.folder / "backups")
            cls.backup = newest_backup(cls.folder / "backups")
            cls.refused_backup = system.run("backup", "--service", "climate", "--to", cls.backup)
            told = changes(system, "--service", "workforce")
            cls.name = next(change["name"] for change in told if change["kind"].endswith(".WorkforceFigure"))
            cls.secret = next(change["after"] for change in told if change["name"] == cls.name)
            cls.run_command(system, "import", corrected(original)[0].write(cls.folder / "corrected" / "load"))
            cls.lost = changes(system, "--service", "workforce")[-1]["resumeToken"]
            cls.unconfirmed = system.run("redact", cls.name, "--reason", "a mistake")
            cls.run_command(system, "redact", cls.name, "--reason", "not ours to keep", "--yes")
            cls.redacted = changes(system, "--service", "workforce")[-1]
            cls.after_redaction = rows(system.run("revisions", "--format", "json", cls.name))
        for service in SERVICES:
            result = cls.restore(service, "restored", "--journal", cls.data / f"{service}.erasures")
            assert result.code == 0, result
        cls.system = cls.enterClassContext(System(cls.folder / "restored"))

    @classmethod
    def run_command(cls, system, *arguments):
        result = system.run(*arguments)
        assert result.code == 0, result
        return result

    @classmethod
    def restore(cls, service, folder, *journal):
        return tertial("restore", "--service", service, "--from", cls.backup / service,
                       "--data", cls.folder / folder / service, *journal)

    def test_is_refused_where_it_cannot_be_made(self):
        self.assertEqual(2, self.refused_backup.code, self.refused_backup)
        self.assertIn("BACKUP_REFUSED", self.refused_backup.err)

    def test_is_not_restored_without_its_journal_nor_into_what_is_not_empty(self):
        journal = self.data / "workforce.erasures"
        for folder, arguments, why in (("other", (), "other/workforce.erasures"),
                                       ("other", ("--journal", self.data / "nowhere"), "nowhere"),
                                       ("data", ("--journal", journal), "not empty")):
            with self.subTest(why):
                result = self.restore("workforce", folder, *arguments)
                self.assertNotEqual(0, result.code, result)
                self.assertIn(why, result.err)
        self.assertFalse((self.folder / "other" / "workforce").exists())

    def test_blanks_again_what_the_journal_tells(self):
        self.assertEqual(2, self.unconfirmed.code, self.unconfirmed)
        self.assertIn("--yes", self.unconfirmed.err)
        self.assertEqual(("CHANGE_TYPE_REDACTED", self.name), (self.redacted["type"], self.redacted["name"]))
        self.assertTrue(all(row.get("redacted") for row in self.after_redaction[:-1]))
        history = rows(self.system.run("revisions", "--format", "json", self.name))
        self.assertEqual(["CHANGE_TYPE_INSERTED", "CHANGE_TYPE_REDACTED"], [row["type"] for row in history])
        self.assertTrue(history[0]["redacted"])
        self.assertFalse(any("resource" in row for row in history))
        self.assertIn("not ours to keep", history[1]["reason"])
        self.assertNotIn(self.name, [row["name"] for row in rows(self.system.run("export"))])

    def test_is_sound(self):
        verified = self.system.run("verify")
        self.assertEqual(0, verified.code, verified)

    def test_brings_back_what_was_blanked_where_there_is_no_journal(self):
        result = self.restore("workforce", "unblanked", "--no-journal")
        self.assertEqual(0, result.code, result)
        with System(self.folder / "unblanked") as system:
            [history] = rows(system.run("revisions", "--format", "json", self.name))
            self.assertEqual(self.secret, history["resource"])

    def test_begins_an_epoch_that_believes_no_token_of_the_lost_history(self):
        told = changes(self.system, "--service", "workforce")
        self.assertEqual(1, len({change["commit"]["epoch"] for change in told}))
        self.assertNotEqual(self.redacted["commit"]["epoch"], told[0]["commit"]["epoch"])
        refused = self.system.run("changes", "--format", "json", "--service", "workforce", "--after", self.lost)
        self.assertEqual(2, refused.code, refused)
        self.assertIn("OUT_OF_RANGE TOKEN_OF_OTHER_EPOCH", refused.err)
        # The error says where to go on: after what both histories share.
        begin = refused.err.split()[-1]
        self.assertEqual([change for change in told if revision_of(change) > 1],
                         changes(self.system, "--service", "workforce", "--after", begin))


if __name__ == "__main__":
    unittest.main()
