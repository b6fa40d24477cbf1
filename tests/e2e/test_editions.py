"""Editions at the terminal: begun, frozen, published, compared, corrected, withdrawn; and kept."""

import hashlib
import json
import pathlib
import subprocess
import unittest

from dataset import DataSet, small
from harness import (BIN, DATA_SERVICES, DATA_SET, PATIENCE_SECONDS, SERVICES, SOURCE, Lines, System, await_that,
                     environment, newest_backup, run, temporary_directory, tertial)
from history import changes, corrected, rows

EDITION = "areas/asker/editions/annual-2024"
CORRECTION = "areas/asker/editions/annual-2024-corrected"


def report_bytes(system, edition=EDITION):
    """The report of an edition, as it was frozen."""
    command = [str(BIN / "tertial"), "edition", "report", edition, "--format", "bytes", "--gateway", system.gateway]
    told = subprocess.run(command, env=environment(), cwd=SOURCE, capture_output=True, timeout=PATIENCE_SECONDS,
                          check=False)
    if told.returncode != 0:
        raise AssertionError(told.stderr.decode())
    return told.stdout


def answer(result):
    """The JSON that a command printed."""
    if result.code != 0:
        raise AssertionError(f"{result!r}")
    return json.loads(result.out)


class EditionsAtTheTerminal(unittest.TestCase):
    """One edition, from its draft to what a restore of all stores makes of it."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.original = small(DataSet.read(DATA_SET))
        cls.data = cls.folder / "data"
        cls.backup = cls.folder / "backup"
        with System(cls.data, load=cls.original.write(cls.folder / "load")) as system:
            cls.begun = answer(cls.edition(system, "create", EDITION, "--title", "Årsrapport 2024",
                                           "--title", "en=Annual report 2024", "--period", "2024", "--format", "json"))
            cls.again = cls.edition(system, "create", EDITION, "--title", "Årsrapport", "--period", "2024")
            cls.too_early = cls.edition(system, "publish", EDITION)
            cls.frozen = answer(cls.edition(system, "freeze", EDITION, "--format", "json"))
            cls.bytes = report_bytes(system)
            cls.published = answer(cls.edition(system, "publish", EDITION, "--format", "json"))
            cls.manifest = answer(cls.edition(system, "manifest", EDITION, "--format", "json"))["entries"]
            cls.tokens = {service: changes(system, "--service", service)[-1]["resumeToken"]
                          for service in DATA_SERVICES}
            cls.unchanged = answer(system.run("compare", EDITION, "--format", "json"))
            result = system.run("import", corrected(cls.original)[0].write(cls.folder / "corrected" / "load"))
            assert result.code == 0, result
            cls.told = await_that(lambda: cls.names_compared(system), lambda names: names == cls.names_changed(system))
            cls.compared = answer(system.run("compare", EDITION, "--format", "json"))
            cls.compared_text = system.run("compare", EDITION)
            cls.changed = cls.names_changed(system)
            cls.bytes_after = report_bytes(system)
            cls.done(system.run("backup", "--all", "--to", cls.backup))
            cls.verified = system.run("verify", "--format", "json")
            cls.fed = system.run("changes", "--service", "gateway", "--format", "json")
            cls.exported = system.run("export", "--service", "gateway", "--kind", "Edition")
        cls.done(tertial("restore", "--all", newest_backup(cls.backup), "--data", cls.folder / "restored",
                         "--journal", cls.data))
        cls.system = cls.enterClassContext(System(cls.folder / "restored"))

    @staticmethod
    def done(result):
        assert result.code == 0, result

    @staticmethod
    def edition(system, *arguments):
        return system.run("edition", *arguments)

    @classmethod
    def names_compared(cls, system):
        told = answer(system.run("compare", EDITION, "--format", "json"))
        return sorted(difference["name"] for difference in told.get("differences", []))

    @classmethod
    def names_changed(cls, system):
        """What the feeds tell since the edition was frozen."""
        return sorted({change["name"] for service in DATA_SERVICES
                       for change in changes(system, "--service", service, "--after", cls.tokens[service])})

    def test_is_a_draft_until_it_is_frozen(self):
        self.assertEqual("EDITION_STATE_DRAFT", self.begun["state"])
        self.assertEqual("EDITION_STATE_FROZEN", self.frozen["state"])
        self.assertEqual("EDITION_STATE_PUBLISHED", self.published["state"])
        self.assertEqual("cli", self.published["publishedBy"])
        self.assertEqual(5, len(self.frozen["sections"]))

    def test_steps_out_of_order_and_names_used_twice_are_refused(self):
        self.assertEqual(2, self.again.code, self.again)
        self.assertIn("RESOURCE_EXISTS", self.again.err)
        self.assertEqual(2, self.too_early.code, self.too_early)
        self.assertIn("EDITION_STATE", self.too_early.err)

    def test_states_the_hash_of_its_report_and_of_its_manifest(self):
        self.assertEqual(self.frozen["reportSha256"], hashlib.sha256(self.bytes).hexdigest())
        self.assertEqual(int(self.frozen["reportBytes"]), len(self.bytes))
        self.assertEqual(int(self.frozen["factCount"]), len(self.manifest))
        lines = "".join(f"{entry['service']} {entry['name']} {entry['revision']} {entry['sha256']}\n"
                        for entry in self.manifest)
        self.assertEqual(self.frozen["manifestSha256"], hashlib.sha256(lines.encode()).hexdigest())
        self.assertEqual(self.manifest, sorted(self.manifest, key=lambda entry: (entry["service"], entry["name"])))

    def test_differs_from_now_in_nothing_before_something_is_changed(self):
        self.assertEqual([], self.unchanged.get("differences", []))
        self.assertEqual(len(self.manifest), int(self.unchanged["unchangedCount"]))

    def test_a_comparison_tells_what_the_feeds_tell(self):
        self.assertEqual(self.changed, self.told)
        self.assertGreaterEqual(len(self.changed), 5)
        for difference in self.compared["differences"]:
            with self.subTest(difference["name"]):
                self.assertTrue(difference["fields"])
                self.assertTrue(difference["actor"])
        table = self.compared_text
        self.assertEqual(0, table.code, table)
        self.assertIn(f"{len(self.changed)} facts differ", table.out)

    def test_keeps_its_bytes_through_changes_restarts_and_restores(self):
        self.assertEqual(self.bytes, self.bytes_after)
        self.assertEqual(self.bytes, report_bytes(self.system))
        self.assertEqual(self.changed, self.names_compared(self.system))

    def test_its_report_is_printed_for_people_and_programs(self):
        table = self.edition(self.system, "report", EDITION)
        self.assertEqual(0, table.code, table)
        self.assertIn("2024", table.out)
        report = answer(self.edition(self.system, "report", EDITION, "--format", "json"))
        self.assertEqual("areas/asker", report["area"]["name"])
        self.assertEqual(report, answer(self.system.run("report", "--edition", EDITION, "--format", "json")))
        frozen = self.system.run("report", "--edition", EDITION, "--format", "csv")
        now = self.system.run("report", "--area", "3203", "--period", "2024", "--format", "csv")
        self.assertEqual((0, 0), (frozen.code, now.code), frozen)
        self.assertEqual(frozen.out.splitlines()[0], now.out.splitlines()[0])
        self.assertNotEqual(frozen.out, now.out)
        neither = self.system.run("report", "--area", "3203")
        self.assertEqual(2, neither.code, neither)
        self.assertIn("--edition", neither.err)

    def test_its_store_is_cared_for_like_the_others(self):
        found = [(row["service"], row["result"]) for row in rows(self.verified)]
        self.assertEqual([(service, "sound") for service in SERVICES for _ in ("store", "feed")], found)
        told = {change["kind"] for change in rows(self.fed)}
        self.assertIn("tertial.gateway.v1.Edition", told)
        self.assertEqual([EDITION], [row["name"] for row in rows(self.exported)])
        history = rows(self.system.run("revisions", "--service", "gateway", "--format", "json", EDITION))
        # Begun, frozen, published.
        self.assertEqual(["INSERTED", "REVISED", "REVISED"],
                         [version["type"].removeprefix("CHANGE_TYPE_") for version in history[:3]])
        self.assertEqual(0, self.system.run("verify", "--service", "gateway").code)

    def test_is_not_redacted_by_itself(self):
        refused = self.system.run("redact", EDITION, "--reason", "not ours to keep", "--yes")
        self.assertEqual(2, refused.code, refused)
        self.assertIn("RESOURCE_IN_USE", refused.err)
        self.assertIn("Redact the fact", refused.err)

    def test_a_correction_takes_its_place_with_a_notice(self):
        corrected_edition = self.edition(self.system, "correct", EDITION, "--by", CORRECTION, "--notice",
                                         "Tallene er rettet.", "--notice", "en=Figures are corrected.")
        self.done(corrected_edition)
        self.done(self.edition(self.system, "freeze", CORRECTION))
        self.done(self.edition(self.system, "publish", CORRECTION))
        listed = answer(self.edition(self.system, "list", "--area", "3203", "--format", "json"))["editions"]
        states = {edition["name"]: edition["state"] for edition in listed}
        self.assertEqual({EDITION: "EDITION_STATE_CORRECTED", CORRECTION: "EDITION_STATE_PUBLISHED"}, states)
        self.assertIn(f"Corrected by {CORRECTION}: Figures are corrected.",
                      self.edition(self.system, "report", EDITION).out)
        for form, notice in (("html", f"<strong>Corrected by {CORRECTION}.</strong> "),
                             ("markdown", f"Corrected by {CORRECTION}: ")):
            exported = self.system.run("report", "--edition", EDITION, "--language", "nb", "--format", form)
            self.done(exported)
            for part in ("Årsrapport 2024", "CORRECTED", notice, "Tallene er rettet.", self.frozen["reportSha256"]):
                self.assertIn(part, exported.out)
        self.assertEqual(self.bytes, report_bytes(self.system))
        between = answer(self.system.run("compare", EDITION, CORRECTION, "--format", "json"))
        self.assertEqual(self.changed, sorted(difference["name"] for difference in between["differences"]))


class AWithdrawnEdition(unittest.TestCase):
    """What was redacted is shown by no edition, whoever was there when it was redacted."""

    def test_is_not_shown_and_says_why(self):
        folder = pathlib.Path(self.enterContext(temporary_directory()))
        original = small(DataSet.read(DATA_SET))
        data = folder / "data"
        with System(data, load=original.write(folder / "load")) as system:
            name = next(change["name"] for change in changes(system, "--service", "workforce")
                        if change["kind"].endswith(".WorkforceFigure"))
            for arguments in (("create", EDITION, "--title", "Årsrapport", "--period", "2024"), ("freeze", EDITION)):
                result = system.run("edition", *arguments)
                self.assertEqual(0, result.code, result)
            # The role is not there when it is done.
            system.processes["gateway"].kill()
            self.assertTrue(system.processes["gateway"].wait_gone())
        with System(data) as system:
            result = system.run("redact", name, "--reason", "not ours to keep", "--yes")
            self.assertEqual(0, result.code, result)

            def shown():
                return answer(system.run("edition", "show", EDITION, "--format", "json"))
            withdrawn = await_that(shown, lambda edition: edition["state"] == "EDITION_STATE_WITHDRAWN")
            self.assertEqual(name, withdrawn["withdrawnFor"])
            refused = system.run("edition", "report", EDITION)
            self.assertEqual(2, refused.code, refused)
            self.assertIn("EDITION_WITHDRAWN", refused.err)

            def listed():
                manifest = answer(system.run("edition", "manifest", EDITION, "--format", "json"))
                return [entry["name"] for entry in manifest["entries"]]
            await_that(listed, lambda names: name not in names)
            self.assertEqual(0, system.run("verify", "--service", "gateway").code)


class RolesOfTheGateway(unittest.TestCase):
    def test_all_services_are_the_four_where_the_gateway_keeps_nothing(self):
        folder = pathlib.Path(self.enterContext(temporary_directory()))
        system = self.enterContext(System(folder / "data"))
        command = ["setpriv", "--pdeathsig", "TERM", str(BIN / "tertial-gateway"), "--port=0", "--http-port=0",
                   f"--areas={SOURCE}/data/areas", f"--policy={SOURCE}/deploy/config/policy.json",
                   *(f"--{service}={system.addresses[service]}" for service in DATA_SERVICES)]
        gateway = self.enterContext(subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL,
                                                     stderr=subprocess.PIPE, text=True))
        self.addCleanup(gateway.terminate)
        log = Lines(gateway.stderr)
        serving = log.wait_for('serving service=.* address="([^"]+)"')
        self.assertIsNotNone(serving, log.text())
        address = serving[1]
        for asked, services in ((address, DATA_SERVICES), (system.gateway, SERVICES)):
            found = rows(tertial("verify", "--format", "json", gateway=asked))
            self.assertEqual([service for service in services for _ in ("store", "feed")],
                             [row["service"] for row in found])
            to = folder / f"backup-{len(services)}"
            self.assertEqual(0, tertial("backup", "--service", "all", "--to", to, gateway=asked).code)
            self.assertEqual(sorted(services), sorted(path.name for path in newest_backup(to).iterdir() if path.is_dir()))

    def test_a_wrong_role_is_refused_with_a_sentence(self):
        folder = pathlib.Path(self.enterContext(temporary_directory()))
        common = ("--port", 0, "--areas", SOURCE / "data" / "areas", "--policy",
                  SOURCE / "deploy" / "config" / "policy.json")
        for arguments, why in ((("--role=editions",), "--data"),
                               (("--role=reports", f"--data={folder / 'store'}"), "editions"),
                               (("--role=editions", f"--data={folder / 'store'}", "--editions=127.0.0.1:1"),
                                "leave it out"),
                               (("--role=nobody",), "--role")):
            with self.subTest(arguments):
                result = run("tertial-gateway", *arguments, *common)
                self.assertEqual(2, result.code, result)
                self.assertIn(why, result.err)
        self.assertFalse((folder / "store").exists())


if __name__ == "__main__":
    unittest.main()
