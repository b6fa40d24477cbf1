"""`tertial check` on the example: what it accuses, and that each of it is true."""

import json
import pathlib
import re
import unittest

from checked import EXPLAINED, NOT_ACCUSED
from dataset import DataSet, rename_ids, seeded, shuffle_rows
from harness import DATA_SET, System, temporary_directory

JSON_LINES = ("claims.jsonl", "check_rules.jsonl")
# How the ids of a kind stand in resource names: what is before them.
BEFORE_ID = {"indicator": r"(?:indicators/|frameworkIndicators/|targets/)", "goal": r"goals/",
             "focus-area": r"focusAreas/", "unit": r"(?:units/|unit\.)", "body": r"bodies/", "plan": r"plans/",
             "case": r"cases/", "resolution": r"resolutions/", "release": r"inventoryReleases/"}


REFUSED = {"AREA_NOT_FOUND": ("--area", "9999", "--period", "2024"),
           "INVALID_PERIOD": ("--area", "3203", "--period", "2024-T1"),
           "PERIOD_IN_FUTURE": ("--area", "3203", "--period", "2099"),
           "AS_OF_IN_FUTURE": ("--area", "3203", "--period", "2024", "--as-of", "2099-01-01")}


def check(system, *more, code=1):
    """The CheckResult of the example's report."""
    told = system.run("check", "--area", "3203", "--period", "2024", "--format", "json", *more)
    if told.code != code:
        raise AssertionError(f"{told!r}")
    return json.loads(told.out)["result"]


def number_of(finding):
    """What stands there, and what was computed."""
    return finding.get("stated", ""), finding.get("computed", {}).get("value", "")


def key_of(finding):
    """A finding as EXPLAINED has it: severity, rule, period, first place, what stands there, what was computed."""
    severity = finding["severity"].removeprefix("SEVERITY_")
    rule = finding["rule"].removeprefix("checkRules/")
    place = re.sub(r"^areas/asker/", "", finding["places"][0]["name"])
    return (severity, rule, finding.get("period", ""), place, *number_of(finding))


def without_ids(finding):
    """All of a finding that does not hang on the order of names."""
    places = sorted((place["name"], place.get("field", ""), json.dumps(place.get("cell"), sort_keys=True),
                     json.dumps(place.get("provenance"), sort_keys=True)) for place in finding["places"])
    return (finding["severity"], finding["rule"], finding.get("period", ""), *number_of(finding),
            finding.get("difference", ""), json.dumps(finding.get("parameters"), sort_keys=True), str(places))


class ExampleChecked(unittest.TestCase):
    """The seven contradictions that its README names, and whatever else is found."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        with System(folder / "data", load=DATA_SET) as system:
            cls.result = check(system)
            cls.text = system.run("check", "--area", "3203", "--period", "2024")
            cls.rows = system.run("check", "--area", "3203", "--period", "2024", "--format", "csv")
            cls.kinds = check(system, "--kinds", "overdue,inventory", code=0)
            # In the report of 2023 the prices of KOSTRA are those of 2024 as well.
            cls.year_before = system.run("check", "--area", "3203", "--period", "2023", "--kinds", "same-fact")
            cls.refused = {reason: system.run("check", *arguments) for reason, arguments in REFUSED.items()}
            system.processes["workforce"].kill()
            system.processes["workforce"].wait_gone()
            cls.halved = check(system)
            cls.halved_text = system.run("check", "--area", "3203", "--period", "2024")
            cls.halved_clean = system.run("check", "--area", "3203", "--period", "2024", "--kinds", "inventory")

    def test_every_finding_is_explained_and_none_is_missing(self):
        self.assertEqual(sorted(key_of(finding) for finding in self.result["findings"]), sorted(EXPLAINED))

    def test_rounding_other_prices_and_parts_of_a_total_are_not_accused(self):
        accused = [finding for finding in self.result["findings"] if finding["severity"] != "SEVERITY_INFO"]
        for finding in accused:
            for place in finding["places"]:
                for name in NOT_ACCUSED:
                    self.assertNotIn(name, place["name"], finding["detail"])
        for name in NOT_ACCUSED:
            self.assertNotRegex(self.year_before.out, f"ERROR.*{name}")
        asked = {coverage["rule"]: coverage for coverage in self.result["coverage"]}
        for rule in ("job-coverage-from-commuting", "building-maintenance", "emission-sectors",
                     "population-growth-three-years"):
            self.assertGreater(asked[f"checkRules/{rule}"]["asked"], 0, rule)

    def test_findings_have_places_that_can_be_looked_up(self):
        for finding in self.result["findings"]:
            self.assertRegex(finding["id"], "^[0-9a-f]{16}$")
            self.assertTrue(finding["detail"], finding)
            for place in finding["places"]:
                self.assertTrue(place["service"], finding)
            self.assertTrue(any(place.get("provenance", {}).get("sourceLines") for place in finding["places"]), finding)
        ids = [finding["id"] for finding in self.result["findings"]]
        self.assertEqual(len(ids), len(set(ids)))

    def test_every_section_was_checked(self):
        self.assertEqual({section["completeness"] for section in self.result["sections"]}, {"COMPLETENESS_COMPLETE"})
        self.assertEqual(len(self.result["sections"]), 5)

    def test_the_terminal_tells_findings_claims_and_what_was_asked(self):
        self.assertEqual(self.text.code, 1)
        open_findings = {count["severity"]: count.get("open", 0) for count in self.result["counts"]}
        counts = ", ".join(f"{open_findings[f'SEVERITY_{severity}']} {severity}"
                           for severity in ("ERROR", "WARNING", "INFO"))
        self.assertIn(f"Findings: {counts}; 0 accepted.", self.text.out)
        self.assertRegex(self.text.out, r"83 claims: \d+ confirmed, \d+ refuted, \d+ not computable, "
                                        r"\d+ not expressible\.")
        self.assertRegex(self.text.out,
                         r"ERROR +new-dwellings +2023 +696 +699 +housing\.completed 2023 +line 319; page 15")
        self.assertRegex(self.text.out, r"699 +communities.new-dwellings 2023 +line 1260; page 42")
        places = sum(len(finding["places"]) for finding in self.result["findings"])
        self.assertEqual(len(self.rows.out.splitlines()), places + 1)

    def test_only_kinds_asked_for_are_told_and_without_findings_it_ends_well(self):
        self.assertEqual({coverage["rule"] for coverage in self.kinds["coverage"]}, {"inventory", "overdue"})

    def test_what_cannot_be_checked_is_refused(self):
        for reason, told in self.refused.items():
            self.assertNotIn(told.code, (0, 1), told)
            self.assertIn(reason, told.err)

    def test_a_dead_service_is_told_and_not_taken_for_a_clean_one(self):
        states = {section["section"]: section["completeness"] for section in self.halved["sections"]}
        self.assertEqual(states["SECTION_KIND_WORKFORCE"], "COMPLETENESS_UNAVAILABLE")
        self.assertEqual(states["SECTION_KIND_POLITICS"], "COMPLETENESS_COMPLETE")
        told = {key_of(finding) for finding in self.halved["findings"]}
        # Nothing new is found where something is missing.
        self.assertLessEqual(told, set(EXPLAINED))
        self.assertNotIn("checkRules/part-time-label", {finding["rule"] for finding in self.halved["findings"]})
        self.assertEqual(self.halved_clean.code, 3, self.halved_clean)
        # With findings it is told as well.
        self.assertEqual(self.halved_text.code, 1, self.halved_text)
        for told in (self.halved_text, self.halved_clean):
            self.assertRegex(told.err, "not all was checked: .*workforce")


class ChangedDataSetChecked(unittest.TestCase):
    """The same facts under other names, in another order, without notes; and one fact changed."""

    @classmethod
    def setUpClass(cls):
        cls.maxDiff = 4000
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.original = DataSet.read(DATA_SET)
        with System(cls.folder / "data", load=DATA_SET) as system:
            cls.before = check(system)
            cls.report_before = system.report()
            changed = cls.original.copy()
            changed["fte.csv"].one(service_area="governance", year="2024")["fte"] = "223.0"
            directory = cls.write(changed, "changed", lambda text: text)
            cls.accepted = {finding["kind"]: finding["id"] for finding in cls.before["findings"]}["RULE_KIND_CASE_YEAR"]
            (directory / "accepted_findings.jsonl").write_text(json.dumps(
                {"name": "areas/asker/acceptedFindings/case-41", "finding": cls.accepted,
                 "reasons": [{"language": "nb", "text": "Saksnummeret er trykt slik."}]}) + "\n", encoding="utf-8")
            told = system.run("import", directory)
            assert told.code == 0, told
            cls.after = check(system)
            # A finished report is made anew in the background.
            cls.report_after = system.report_where(lambda report: "5415.3" in json.dumps(report["workforce"]))
        rng = seeded(20240)
        renamed_data = cls.original.copy()
        for table in renamed_data.tables.values():
            for row in table.rows:
                row.update({column: "" for column in ("note", "printed") if column in row})
        cls.renamed = rename_ids(renamed_data, rng)
        cls.keep_goals_below_focus_areas(renamed_data)
        shuffle_rows(renamed_data, rng)

        def rename(text):
            for (kind, old), new in cls.renamed.items():
                if kind == "focus-area":
                    text = text.replace(f'goals/{old}."', f'goals/{new}."')
                text = re.sub(f'({BEFORE_ID[kind]}){re.escape(old)}(?=["/~}}])', rf"\g<1>{new}", text)
            lines = [json.loads(line) for line in text.splitlines()]
            for line in lines:
                for name in ("note", "printed"):
                    line.get("provenance", {}).pop(name, None)
            rng.shuffle(lines)
            return "".join(json.dumps(line) + "\n" for line in lines)

        with System(cls.folder / "renamed-data", load=cls.write(renamed_data, "renamed", rename)) as system:
            cls.other = check(system)

    @classmethod
    def keep_goals_below_focus_areas(cls, data):
        """A claim counts goals by how their ids begin, which is the id of their focus area: that they keep."""
        whole = {row["id"]: f"{row['focus_area']}.{row['id']}" for row in data["goals.csv"].rows}
        for row in data["goals.csv"].rows:
            row["id"] = whole[row["id"]]
        for row in data["indicators.csv"].rows:
            row["goal"] = whole[row["goal"]]
        cls.renamed.update({key: whole[new] for key, new in cls.renamed.items() if key[0] == "goal"})

    @classmethod
    def write(cls, data, name, change):
        # The name of the directory is told as the source.
        directory = data.write(cls.folder / name / DATA_SET.name)
        for file in JSON_LINES:
            (directory / file).write_text(change((DATA_SET / file).read_text(encoding="utf-8")), encoding="utf-8")
        return directory

    def old_names(self, findings):
        text = json.dumps(findings)
        for (_, old), new in self.renamed.items():
            text = text.replace(new, old)
        return json.loads(text)

    def test_names_order_and_notes_do_not_matter(self):
        self.assertEqual(sorted(map(without_ids, self.old_names(self.other["findings"]))),
                         sorted(map(without_ids, self.before["findings"])))
        self.assertEqual({claim["claim"]: claim["verdict"] for claim in self.other["claims"]},
                         {claim["claim"]: claim["verdict"] for claim in self.before["claims"]})

    def test_an_accepted_finding_is_counted_apart(self):
        [finding] = [finding for finding in self.after["findings"] if finding["id"] == self.accepted]
        self.assertEqual(finding["acceptedBy"], "areas/asker/acceptedFindings/case-41")
        counts = {count["severity"]: (count.get("open", 0), count.get("accepted", 0)) for count in self.after["counts"]}
        before = {count["severity"]: count.get("open", 0) for count in self.before["counts"]}
        self.assertEqual(counts["SEVERITY_WARNING"], (before["SEVERITY_WARNING"] - 1, 1))

    def test_a_changed_fact_is_followed_by_totals_and_findings(self):
        before = {finding["id"]: key_of(finding) for finding in self.before["findings"]}
        after = {finding["id"]: key_of(finding) for finding in self.after["findings"]}
        self.assertEqual([key for name, key in after.items() if name not in before],
                         [("ERROR", "claim", "2024", "claims/e-governance-2024", "222.0", "223.0")])
        self.assertLessEqual(set(before), set(after))
        self.assertIn("5414.3", json.dumps(self.report_before["workforce"]))
        self.assertNotIn("5414.3", json.dumps(self.report_after["workforce"]))


if __name__ == "__main__":
    unittest.main()
