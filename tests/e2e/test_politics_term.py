"""A generated term of four years: what the service counts, and how follow-ups stand, beside
politics_reference.py and follow_up_reference.py, equal to the last digit."""

import datetime
import json
import pathlib
import unittest

from follow_up_reference import FollowUps
from harness import System, node, run, temporary_directory
from politics_reference import Term

AREA = "asker"
COUNTS = ("treatments", "matters", "treatmentsWithoutMatter", "exemptTreatments", "possibleTreatments",
          "notTreated", "votedDecisions", "unanimousDecisions")
MEETINGS = ("meetings", "extraordinaryMeetings", "plannedMeetings", "cancelledMeetings")
DAYS = ("2024-03-01", "2024-12-31", "2025-02-14", "2025-07-01", "2026-01-31", "2026-11-26",
        "2027-10-16", "2031-01-01")


def day(text):
    return datetime.date.fromisoformat(text)


def periods():
    """Spans by the period that names them."""
    spans = {}
    for year in range(2023, 2028):
        spans[f"{year}"] = (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    for year in range(2024, 2028):
        for tertial, ends in ((1, (4, 30)), (2, (8, 31)), (3, (12, 31))):
            spans[f"{year}-T{tertial}"] = (datetime.date(year, 4 * tertial - 3, 1),
                                           datetime.date(year, *ends))
    spans["2024-M02"] = (day("2024-02-01"), day("2024-02-29"))
    return spans


def value(computed):
    return (computed or {}).get("value")


def counted(answer, meetings=True):
    """CountedActivity as politics_reference has it."""
    found = {}
    fields = [(MEETINGS, "meetingsOutcome")] if meetings else []
    for names, outcome in (*fields, (COUNTS, "casesOutcome")):
        if answer[outcome] == "OUTCOME_FOUND":
            found |= {name: answer[name] for name in names}
    if "treatments" in found:
        found["kinds"] = [(one["kind"], one["count"]) for one in answer["kinds"]]
        found["unanimousShare"] = value(answer["unanimousShare"])
    return found


def differences(answer):
    return {"meetingsDifference": value(answer["meetingsDifference"]),
            "casesDifferences": [(one["rule"], value(one["difference"]))
                                 for one in answer["casesDifferences"]
                                 if value(one["difference"]) is not None]}


def activity(answer):
    """GetActivityResponse as politics_reference has it."""
    shares = ("reportedMeetingsShare", "reportedCasesShare", "meetingsShare", "treatmentsShare",
              "mattersShare")
    totals = answer["totals"]
    durations = totals["durations"]
    return {
        "reportedMeetingsTotal": value(answer["reportedMeetingsTotal"]),
        "reportedCasesTotal": value(answer["reportedCasesTotal"]),
        "bodies": {one["body"]["name"]: {"counted": counted(one["counted"]), **differences(one),
                                         **{name: value(one[name]) for name in shares}}
                   for one in answer["bodies"]},
        "totals": {
            "counted": counted(totals["counted"]),
            "withoutBody": counted(totals["withoutBody"], meetings=False),
            "mattersOfSeveralBodies": totals.get("mattersOfSeveralBodies", 0),
            **differences(totals),
            "durations": {
                **{name: durations[name] for name in ("measured", "treatedOnce", "withoutDays", "longest")},
                "median": value(durations["median"]),
                "distribution": [(one["days"], one["matters"]) for one in durations["distribution"]],
            },
        },
    }


def follow_up(line):
    """ResolutionResult as follow_up_reference has it."""
    plain = ("certain", "since", "dueDate", "overdue", "ownerUnit", "caseHandler", "body", "meetingDate")
    return {"name": line["resolution"]["name"], "event": (line["event"] or {}).get("name", ""),
            "state": line["state"].removeprefix("FOLLOW_UP_STATE_"),
            "stateBasis": line["stateBasis"].removeprefix("FOLLOW_UP_STATE_BASIS_"),
            "exempt": line["exemption"] is not None, **{name: line[name] for name in plain}}


def flat(tree, path=""):
    """{"bodies.x.counted.matters": 3}"""
    if not isinstance(tree, dict):
        return {path: tree}
    return {key: leaf for name, below in tree.items() for key, leaf in flat(below, f"{path}{name}.").items()}


class GeneratedTerm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = temporary_directory()
        cls.addClassCleanup(cls.directory.cleanup)
        folder = pathlib.Path(cls.directory.name)
        made = run("tertial_generate_term", folder)
        if made.code != 0:
            raise AssertionError(f"the term is not made: {made!r}")
        cls.system = System(folder / "data")
        cls.addClassCleanup(cls.system.end)
        cls.term = Term()
        cls.listed = {}
        # Events come late: how follow-ups stand is asked after every import.
        for commit in (1, 2, 3):
            path = folder / f"commit-{commit}.jsonl"
            cls.record(path)
            cls.term.apply(path)
            cls.listed[commit] = cls.follow_ups()

    @classmethod
    def record(cls, path):
        order = {"service": "politics", "address": cls.system.addresses["politics"], "file": str(path)}
        imported = node("import.mjs", stdin=json.dumps(order))
        if imported.code != 0:
            raise AssertionError(f"the term is not imported: {imported!r}")

    @classmethod
    def ask(cls, *calls):
        order = {"service": "politicsAnalysis", "address": cls.system.addresses["politics"],
                 "calls": calls}
        answered = node("ask.mjs", stdin=json.dumps(order))
        if answered.code != 0:
            raise AssertionError(f"no answers: {answered!r}")
        return json.loads(answered.out)

    @classmethod
    def follow_ups(cls):
        """What the service lists on each day, beside what the model does."""
        asked = [{"method": "listFollowUps", "pages": "followUps",
                  "request": {"area": f"areas/{AREA}", "day": one, "pageSize": 150}} for one in DAYS]
        model = FollowUps(cls.term)
        return [(one, [follow_up(line) for line in answer["followUps"]], model.listed(day(one)))
                for one, answer in zip(DAYS, cls.ask(*asked))]

    def activities(self, spans):
        """The answers to GetActivity for each span, a part of the request."""
        return self.ask(*({"method": "getActivity", "request": {"area": f"areas/{AREA}", **span}}
                          for span in spans))

    def assert_same(self, expected, found, what):
        self.assertEqual(list(expected["bodies"]), list(found["bodies"]), what)
        expected, found = flat(expected), flat(found)
        self.assertEqual(expected.keys(), found.keys(), what)
        wrong = {key: (found[key], "expected", expected[key]) for key in expected if found[key] != expected[key]}
        self.assertEqual({}, dict(list(wrong.items())[:8]), f"{what}: {len(wrong)} of {len(found)} differ")

    def test_it_has_the_size_it_is_to_have(self):
        sizes = {kind: len(self.term.rows[kind])
                 for kind in ("body", "meeting", "matter", "politicalCase", "resolutionFollowUp", "term")}
        self.assertEqual({"body": 18, "meeting": 550, "matter": 3200, "politicalCase": 9000,
                          "resolutionFollowUp": 400, "term": 1}, sizes)

    def test_activity_of_every_year_tertial_and_month(self):
        spans = periods()
        for period, answer in zip(spans, self.activities([{"period": one} for one in spans])):
            self.assert_same(self.term.activity(*spans[period], period), activity(answer), period)

    def test_activity_of_the_term_and_of_days(self):
        of_term, of_days, of_nothing = self.activities([
            {"term": f"areas/{AREA}/terms/2023-2027"},
            {"days": {"firstDay": "2024-12-10", "lastDay": "2025-03-03"}},
            {"days": {"firstDay": "2019-01-01", "lastDay": "2019-12-31"}}])
        self.assertEqual({"firstDay": "2023-10-17", "lastDay": "2027-10-16"}, of_term["days"])
        self.assert_same(self.term.activity(day("2023-10-17"), day("2027-10-16")), activity(of_term), "term")
        self.assert_same(self.term.activity(day("2024-12-10"), day("2025-03-03")), activity(of_days), "days")
        for outcome in ("meetingsOutcome", "casesOutcome"):
            self.assertEqual("OUTCOME_NO_OBSERVATION", of_nothing["totals"]["counted"][outcome])

    def test_cases_that_are_counted_are_listed(self):
        bodies = [*self.term.rows["body"], ""]
        asked = [{"method": "listBodyCases", "pages": "cases",
                  "request": {"area": f"areas/{AREA}", "body": body, "period": "2025", "pageSize": 400}}
                 for body in bodies]
        for body, answer in zip(bodies, self.ask(*asked)):
            found = [(one["politicalCase"]["name"], one["timing"].removeprefix("CASE_TIMING_"))
                     for one in answer["cases"]]
            self.assertEqual(self.term.body_cases(body, day("2025-01-01"), day("2025-12-31")), found, body)

    def test_gaps_and_repeats_of_numbers_are_told(self):
        kinds = ["NUMBER_FINDING_KIND_REPEATED", "NUMBER_FINDING_KIND_GAP"]
        answer, = self.ask({"method": "listNumberFindings", "pages": "findings",
                            "request": {"area": f"areas/{AREA}", "kinds": kinds, "pageSize": 100}})
        found = sorted((one["kind"].removeprefix("NUMBER_FINDING_KIND_"), one["body"], one["year"],
                        one["firstSequence"], one["lastSequence"]) for one in answer["findings"])
        self.assertEqual(self.term.number_findings(), found)

    def test_follow_ups_stand_as_a_model_has_them_in_any_order_of_arrival(self):
        for commit, days in self.listed.items():
            for one, found, expected in days:
                what = f"on {one} after import {commit}"
                self.assertEqual([line["name"] for line in expected], [line["name"] for line in found], what)
                wrong = [(line, beside) for line, beside in zip(found, expected) if line != beside]
                self.assertEqual([], wrong[:3], f"{what}: {len(wrong)} of {len(found)} differ")

    def test_follow_ups_of_a_body_and_of_a_unit_are_those_of_the_whole_list(self):
        council, unit = f"areas/{AREA}/bodies/council", f"areas/{AREA}/units/u3"
        request = {"area": f"areas/{AREA}", "day": "2026-11-26", "pageSize": 70}
        of_body, of_unit, overdue = self.ask(*(
            {"method": "listFollowUps", "pages": "followUps", "request": {**request, **more}}
            for more in ({"body": council}, {"ownerUnit": unit}, {"overdue": True})))
        model = FollowUps(self.term)
        whole = model.listed(day("2026-11-26"))
        for answer, expected in ((of_body, model.listed(day("2026-11-26"), body=council)),
                                 (of_unit, model.listed(day("2026-11-26"), owner=unit)),
                                 (overdue, [line for line in whole if line["overdue"]])):
            self.assertEqual(expected, [follow_up(line) for line in answer["followUps"]])
            self.assertGreater(len(expected), 10)


if __name__ == "__main__":
    unittest.main()
