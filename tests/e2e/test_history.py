"""What was recorded when: reports as of an instant, changes, revisions, exports, embargoes."""

import csv
import io
import json
import pathlib
import subprocess
import unittest

import planted
from dataset import DataSet, small
from harness import (BIN, DATA_SERVICES, DATA_SET, SOURCE, System, environment, imported, temporary_directory)
from history import (CORRECTED, Watch, changes, corrected, in_seconds, now, revision_of, rows, service_of,
                     wait_until)

SECTIONS = ("indicators", "statistics", "workforce", "politics", "climate")


class ACorrectedDataSet(unittest.TestCase):
    """A data set that was imported, reported on, and corrected in every chapter."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.folder = folder
        original = small(DataSet.read(DATA_SET))
        cls.system = cls.enterClassContext(System(folder / "data", load=original.write(folder / "load")))
        cls.imported = imported(cls.system.out.text())
        cls.report_before = cls.system.report_text()
        cls.export_before = cls.system.run("export").out
        cls.before = now()
        data, cls.corrections = corrected(original)
        result = cls.system.run("import", data.write(folder / "corrected" / "load"), "--reason", "counted again")
        assert result.code == 0, result

    def run_command(self, *arguments, code=0):
        result = self.system.run(*arguments)
        self.assertEqual(code, result.code, result)
        return result

    def assert_refused(self, reason, *arguments):
        result = self.run_command(*arguments, code=2)
        self.assertIn(reason, result.err)
        self.assertEqual("", result.out)

    # Reports as of an instant.

    def report_as_of(self, instant, form="json"):
        return self.run_command("report", "--area", "3203", "--period", "2024", "--format", form,
                                "--as-of", instant).out

    def test_the_report_as_of_before_is_the_report_that_was_printed_then(self):
        then = json.loads(self.report_as_of(self.before))
        self.assertEqual(self.before, then.pop("asOf"))
        self.assertEqual(json.loads(self.report_before), then)

    def test_and_the_report_of_now_is_another_in_every_section(self):
        before, after = json.loads(self.report_before), self.system.report()
        for section in SECTIONS:
            with self.subTest(section):
                self.assertNotEqual(before[section], after[section])

    def test_the_report_as_of_a_commit_shows_it(self):
        times = [state["readAt"]["commitTime"] for state in self.system.report()["states"]]
        then = json.loads(self.report_as_of(max(times)))
        self.assertEqual(max(times), then.pop("asOf"))
        self.assertEqual(self.system.report(), then)

    def test_the_printed_report_says_what_state_it_shows(self):
        instant = json.loads(self.report_before)["states"][2]["readAt"]["commitTime"]
        for form in ("table", "markdown"):
            with self.subTest(form):
                printed = self.report_as_of(instant, form)
                self.assertIn(f"As recorded at {instant}", printed)
                self.assertNotIn("As recorded at", self.system.report_text(form=form))

    def test_the_report_as_of_before_the_first_commit_says_so(self):
        report = json.loads(self.report_as_of("2020-02-29"))
        self.assertEqual({"ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT"}, {state["error"] for state in report["states"]})
        self.assertEqual({"COMPLETENESS_UNAVAILABLE"}, {state["completeness"] for state in report["states"]})

    def test_an_instant_that_cannot_be_is_refused(self):
        report = ("report", "--area", "3203", "--period", "2024", "--as-of")
        self.assert_refused("AS_OF_IN_FUTURE", *report, in_seconds(3600))
        for text in ("yesterday", "2026-02-30", "2026-03-15T12:00:00", ""):
            with self.subTest(text):
                self.assert_refused("--as-of", *report, text)

    # Changes.

    def test_the_feed_tells_every_change_in_order(self):
        told = changes(self.system)
        for service in DATA_SERVICES:
            with self.subTest(service):
                own = [change for change in told if service_of(change) == service]
                places = [(revision_of(change), change.get("sequence", 0)) for change in own]
                count = self.imported[service][1]
                revised = sum(service == correction.service for correction in self.corrections)
                self.assertEqual([(1, i) for i in range(count)] + [(2, i) for i in range(revised)], places)
                self.assertEqual(["CHANGE_TYPE_INSERTED"] * count + ["CHANGE_TYPE_REVISED"] * revised,
                                 [change["type"] for change in own])
                self.assertEqual([count - 1, count + revised - 1],
                                 [i for i, change in enumerate(own) if change.get("endOfCommit")])
                self.assertEqual({"cli"}, {change["actor"] for change in own})
                self.assertEqual({"counted again"}, {change["reason"] for change in own[count:]})

    def test_a_change_tells_what_was_changed_to_what(self):
        printed = self.run_command("changes", "--values").out
        for correction in self.corrections:
            self.assertIn(f": {correction.old} → {correction.new}\n", printed)

    def test_changes_go_on_after_a_token(self):
        told = changes(self.system, "--service", "workforce")
        last = max(i for i, change in enumerate(told) if revision_of(change) == 1)
        for i in (0, last - 1, last):
            after = changes(self.system, "--service", "workforce", "--after", told[i]["resumeToken"])
            self.assertEqual(told[i + 1:], after)
        self.assertEqual([], changes(self.system, "--service", "workforce", "--after", told[-1]["resumeToken"]))

    def test_changes_are_told_up_to_a_limit_and_where_to_go_on(self):
        limited = self.run_command("changes", "--service", "climate", "--limit", "3", "--format", "json")
        token = limited.err.split()[-1]
        rest = changes(self.system, "--service", "climate", "--after", token)
        self.assertEqual(3, len(rows(limited)))
        self.assertEqual(changes(self.system, "--service", "climate"), rows(limited) + rest)

    def test_changes_are_told_of_a_kind_and_an_area(self):
        told = changes(self.system)
        self.assertEqual([change["name"] for change in told if change["kind"].endswith(".Unit")],
                         [change["name"] for change in changes(self.system, "--kind", "Unit")])
        self.assertEqual([change["name"] for change in told if change["name"].startswith("areas/asker/")],
                         [change["name"] for change in changes(self.system, "--area", "3203")])
        self.assert_refused("AREA_NOT_FOUND", "changes", "--format", "json", "--area", "9999")
        self.assert_refused("Unicorn", "changes", "--kind", "Unicorn")

    def test_changes_as_csv_are_the_same(self):
        table = csv.DictReader(io.StringIO(self.run_command("changes", "--format", "csv").out))
        self.assertEqual([(change["name"], change["resumeToken"]) for change in changes(self.system)],
                         [(row["name"], row["resume_token"]) for row in table])

    def test_a_token_that_is_none_is_refused(self):
        token = changes(self.system, "--service", "climate", "--limit", "1")[0]["resumeToken"]
        self.assert_refused("--service", "changes", "--after", token)
        self.assert_refused("TOKEN_OF_OTHER_SERVICE", "changes", "--format", "json", "--service", "politics",
                            "--after", token)
        self.assert_refused("INVALID_RESUME_TOKEN", "changes", "--format", "json", "--service", "climate",
                            "--after", "nonsense")

    # Revisions.

    def test_the_revisions_of_a_resource_tell_its_history(self):
        [revised] = [change for change in changes(self.system, "--service", "workforce")
                     if revision_of(change) == 2]
        for name in (revised["name"], revised["name"].replace("areas/asker/", "areas/3203/")):
            first, second = rows(self.system.run("revisions", "--format", "json", name))
            self.assertEqual(["CHANGE_TYPE_INSERTED", "CHANGE_TYPE_REVISED"], [first["type"], second["type"]])
            self.assertEqual([revised["before"], revised["after"]], [first["resource"], second["resource"]])
            self.assertEqual("counted again", second["reason"])
            self.assertNotEqual(first["etag"], second["etag"])
        correction = next(one for one in self.corrections if one.service == "workforce")
        printed = self.run_command("revisions", revised["name"]).out
        self.assertIn(f"{correction.old} → {correction.new}", printed)

    def test_the_revisions_of_what_is_not_there_are_refused(self):
        self.assert_refused("UNIT_NOT_FOUND", "revisions", "areas/asker/units/no-such-unit")
        self.assert_refused("RESOURCE_KIND_UNKNOWN", "revisions", "areas/asker/unicorns/1")
        self.assert_refused("INVALID_RESOURCE_NAME", "revisions", "nonsense")

    # Exports.

    def test_the_export_as_of_before_is_the_export_that_was_made_then(self):
        self.assertEqual(self.export_before, self.run_command("export", "--as-of", self.before).out)
        self.assertNotEqual(self.export_before, self.run_command("export").out)

    def test_an_export_holds_every_resource_once(self):
        names = [row["name"] for row in rows(self.system.run("export"))]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual({change["name"] for change in changes(self.system)}, set(names))

    def test_an_export_goes_to_a_file_and_to_csv(self):
        file = self.folder / "export.csv"
        self.run_command("export", "--kind", "Unit", "--format", "csv", "--output", file)
        table = list(csv.DictReader(io.StringIO(file.read_text())))
        told = rows(self.system.run("export", "--kind", "Unit"))
        self.assertGreater(len(table), 0)
        self.assertEqual([row["name"] for row in told], [row["name"] for row in table])
        for row, line in zip(told, table):
            self.assertEqual({"tertial.workforce.v1.Unit"}, {line["kind"]})
            resource = {key: value for key, value in row["resource"].items() if key != "@type"}
            self.assertEqual(resource, json.loads(line["json"]))
            self.assertEqual(row["etag"], line["etag"])
        self.assertEqual(["export.csv"], [path.name for path in self.folder.glob("export*")])

    def test_an_export_that_cannot_be_is_refused_and_leaves_no_file(self):
        file = self.folder / "refused.json"
        self.assert_refused("AS_OF_IN_FUTURE", "export", "--as-of", in_seconds(3600), "--output", file)
        self.assertEqual([], list(self.folder.glob("refused*")))
        self.assert_refused("nowhere", "export", "--output", self.folder / "nowhere" / "export.json")


class WatchedChanges(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))
        self.original = small(DataSet.read(DATA_SET))
        self.system = self.enterContext(System(self.folder / "data", load=self.original.write(self.folder / "load")))

    def watch(self, *arguments):
        return self.enterContext(Watch(self.system, *arguments))

    def import_corrected(self, number, *files):
        data, corrections = corrected(self.original, files or tuple(file for file, *_ in CORRECTED))
        result = self.system.run("import", data.write(self.folder / f"corrected{number}" / "load"))
        self.assertEqual(0, result.code, result)
        return corrections

    def test_come_from_all_services_as_they_are_committed(self):
        watch = self.watch()
        for service in DATA_SERVICES:
            self.assertEqual("CHANGE_TYPE_INSERTED", watch.wait_for(rf'"tertial\.{service}\.')["type"])
        self.import_corrected(1)
        for service in DATA_SERVICES:
            watch.wait_for(rf'"endOfCommit":true.*CHANGE_TYPE_REVISED.*"tertial\.{service}\.')
        # An earlier version comes back, as a change like others.
        name = next(change["name"] for change in watch.changes() if change["kind"] == "tertial.workforce.v1.WorkforceFigure"
                    and change["type"] == "CHANGE_TYPE_REVISED")
        result = self.system.run("restore-revision", name, "--revision", "1", "--reason", "it was right")
        self.assertEqual(0, result.code, result)
        restored = watch.wait_for("it was right")
        first, second, third = rows(self.system.run("revisions", "--format", "json", name))
        self.assertEqual(first["resource"], restored["after"])
        self.assertEqual(second["resource"], restored["before"])
        self.assertEqual(first["resource"], third["resource"])
        again = self.system.run("restore-revision", name, "--revision", "1", "--reason", "once more")
        self.assertEqual(0, again.code, again)
        self.assertIn("nothing is changed", again.out)
        self.assertEqual(0, watch.stop())
        self.assertEqual("", watch.err.text())

    def test_come_once_each_when_the_service_was_away(self):
        watch = self.watch("--service", "workforce")
        watch.wait_for('"endOfCommit":true')
        address = self.system.addresses["workforce"]
        self.system.processes["workforce"].kill()
        self.assertIsNotNone(watch.err.wait_for("the workforce service broke off"), watch.err.text())
        service = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", str(BIN / "tertial-workforce"),
             f"--port={address.rpartition(':')[2]}", f"--data={self.folder}/data/workforce",
             f"--areas={SOURCE}/data/areas", f"--policy={SOURCE}/deploy/config/policy.json"],
            env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            while "serving" not in service.stderr.readline():
                self.assertIsNone(service.poll())
            self.import_corrected(1, "fte.csv")
            watch.wait_for("CHANGE_TYPE_REVISED")
            self.assertIsNotNone(watch.err.wait_for("the workforce service answers again"))
            self.assertEqual(0, watch.stop())
            self.assertEqual(2, len(watch.err.text().splitlines()))
            self.assertEqual(changes(self.system, "--service", "workforce"), watch.changes())
        finally:
            service.terminate()
            planted.keep("workforce.log", service.communicate()[1])

    def test_that_cannot_be_watched_end_the_command(self):
        for arguments, reason in ((("--service", "climate", "--after", "nonsense"), "INVALID_RESUME_TOKEN"),
                                  (("--area", "9999"), "AREA_NOT_FOUND"), (("--after", "x"), "--service"),
                                  (("--service", "climate", "--after", "x", "--from-now"), "--from-now")):
            with self.subTest(arguments), Watch(self.system, *arguments) as watch:
                self.assertEqual(2, watch.process.wait(30))
                watch.err.wait_for(reason)
                self.assertIn(reason, watch.err.text())


class ExportsOfAReport(unittest.TestCase):
    def test_show_what_was_imported_just_before(self):
        folder = pathlib.Path(self.enterContext(temporary_directory()))
        data = small(DataSet.read(DATA_SET))
        system = self.enterContext(System(folder / "data", load=data.write(folder / "load")))
        exported = system.report_text(form="csv")
        # One after the other: a section is not rebuilt again within a second.
        for count in range(3):
            before = exported
            data, _ = corrected(data, ("fte.csv",))
            result = system.run("import", data.write(folder / str(count) / "load"), "--reason", "counted again")
            self.assertEqual(0, result.code, result)
            exported = system.report_text(form="csv")
            new = set(exported.splitlines()) - set(before.splitlines())
            self.assertTrue(any(row.startswith("asker,WORKFORCE,fte~") for row in new), new)


class AnEmbargoedImport(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))
        original = small(DataSet.read(DATA_SET))
        self.load = original.write(self.folder / "load")
        self.corrected = corrected(original)[0].write(self.folder / "corrected" / "load")

    def everything(self, system):
        """All that a reader can see."""
        hashes = rows(system.run("verify", "--format", "json"))
        return (system.report_text(), system.run("export").out, changes(system),
                [row["detail"] for row in hashes if row["check"] == "feed"])

    def test_is_seen_by_nobody_before_and_by_all_after_its_instant(self):
        system = self.enterContext(System(self.folder / "data", load=self.load))
        before = self.everything(system)
        with Watch(system, "--from-now") as watch:
            late = system.run("import", self.corrected, "--publish-at", in_seconds(3600), "--reason", "embargoed")
            self.assertEqual(0, late.code, late)
            self.assertEqual(before, self.everything(system))
            waiting = rows(system.run("pending", "--format", "json"))
            self.assertEqual(["embargoed"] * len(DATA_SERVICES), [one["reason"] for one in waiting])
            # Ids are of one service: which one has to be said.
            self.assertEqual(2, system.run("pending", "--cancel", waiting[0]["id"]).code)
            for one in waiting:
                cancelled = system.run("pending", "--cancel", one["id"], "--service", one["service"])
                self.assertEqual(0, cancelled.code, cancelled)
            self.assertEqual([], rows(system.run("pending", "--format", "json")))

            instant = in_seconds(5)
            soon = system.run("import", self.corrected, "--publish-at", instant)
            self.assertEqual(0, soon.code, soon)
            for service in DATA_SERVICES:
                released = watch.wait_for(rf'CHANGE_TYPE_RELEASED.*"tertial\.{service}\.')
                self.assertGreaterEqual(released["commit"]["commitTime"], instant[:-4])
            self.assertEqual({"CHANGE_TYPE_RELEASED"}, {change["type"] for change in watch.changes()})
            self.assertEqual(0, watch.stop())
        self.assertNotEqual(before[0], system.report_text())
        self.assertEqual({2}, set(system.revisions().values()))
        self.assertEqual([], rows(system.run("pending", "--format", "json")))

    def test_is_released_when_the_services_were_down_at_its_instant(self):
        with System(self.folder / "data", load=self.load) as system:
            instant = in_seconds(5)
            result = system.run("import", self.corrected, "--publish-at", instant)
            self.assertEqual(0, result.code, result)
            self.assertEqual({1}, set(system.revisions().values()))
        wait_until(instant)
        with System(self.folder / "data") as system:
            self.assertEqual({2}, set(system.revisions().values()))
            released = [change for change in changes(system) if revision_of(change) == 2]
            self.assertEqual({"CHANGE_TYPE_RELEASED"}, {change["type"] for change in released})
            self.assertEqual(set(DATA_SERVICES), {service_of(change) for change in released})


if __name__ == "__main__":
    unittest.main()
