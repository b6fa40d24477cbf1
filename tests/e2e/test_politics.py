"""What political bodies did, as a person at a terminal sees it: the figures of the example, and a second
municipality that has bodies and numbers of the same names.
"""

import csv
import hashlib
import io
import json
import pathlib
import unicodedata
import unittest
from fractions import Fraction

from dataset import DataSet, Table
from expected import round_half_away
from facts import days_of, date_of_case
from harness import DATA_SET, System, temporary_directory

EXIT_USAGE = 2
# All cases of the example: twelve years are the most that may be asked for.
ALL_YEARS = ("--from", "2014-01-01", "--to", "2025-12-31")


class PoliticsAtTheTerminal(unittest.TestCase):
    """Asks one system that no test writes to."""

    system = None

    def politics(self, *arguments):
        result = self.system.run("politics", *arguments)
        self.assertEqual(0, result.code, result)
        self.assertEqual("", result.err)
        return result.out

    def rows(self, *arguments, area="3203"):
        text = self.politics(*arguments, "--area", area, "--format", "csv")
        return list(csv.DictReader(io.StringIO(text)))

    def answer(self, *arguments, area="3203"):
        return json.loads(self.politics(*arguments, "--area", area, "--format", "json"))


class PoliticsOfTheExample(PoliticsAtTheTerminal):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(temporary_directory())
        cls.data = DataSet.read(DATA_SET)
        cls.system = cls.enterClassContext(System(f"{folder}/data", load=DATA_SET))

    # Activity.

    def activity(self):
        rows = self.rows("activity", "--period", "2024")
        return {row["body"].split("/")[-1]: row for row in rows if row["row"] == "BODY"}, rows[-1]

    def test_18_bodies_report_136_meetings_and_792_cases(self):
        bodies, everything = self.activity()
        self.assertEqual(18, len(bodies))
        self.assertEqual(("ALL", "136", "792"),
                         tuple(everything[name] for name in ("row", "reported_meetings", "reported_cases")))

    def test_a_body_that_did_not_meet_is_listed_with_0(self):
        bodies, _ = self.activity()
        council = bodies["inter-municipal-council-asker-baerum"]
        self.assertEqual(("0", "0", "0.0"), tuple(council[name] for name in (
            "reported_meetings", "reported_cases", "reported_cases_share")))

    def test_shares_are_of_what_all_bodies_report(self):
        bodies, _ = self.activity()
        self.assertEqual("182", bodies["executive-committee"]["reported_cases"])
        self.assertEqual("23.0", bodies["executive-committee"]["reported_cases_share"])
        for row in self.data["political_activity.csv"].rows:
            self.assertEqual(round_half_away(Fraction(100 * int(row["cases"]), 792), 1),
                             bodies[row["body"]]["reported_cases_share"])

    def test_what_is_counted_stands_beside_what_is_reported(self):
        bodies, everything = self.activity()
        counted = [row for row in self.data["cases.csv"].rows
                   if (days := days_of(date_of_case(row))) and days[0].year == days[1].year == 2024]
        self.assertEqual(str(len(counted)), everything["treatments"])
        for body, row in bodies.items():
            treatments = sum(one["body"] == body for one in counted)
            self.assertEqual(str(treatments), row["treatments"])
            self.assertEqual(str(treatments - int(row["reported_cases"])), row["treatments_difference"])
            self.assertEqual(row["treatments_difference"], row["matters_difference"], "no rule is claimed")
            self.assertEqual(("UNKNOWN", "SELECTED"), (row["counting_rule"], row["recording"]))
            self.assertEqual("", row["meetings"], "nobody has recorded one: that is no 0")
        shown = self.politics("activity", "--area", "3203", "--period", "2024")
        self.assertIn("No meeting is recorded one by one.", shown)
        self.assertIn("a smaller count is no contradiction", shown)
        self.assertIn("Formannskap", self.politics("activity", "--area", "asker", "--period", "2024",
                                                   "--language", "nb"))

    def test_a_span_without_a_report_tells_what_is_counted(self):
        rows = self.rows("activity", "--from", "2021-06-01", "--to", "2021-06-30")
        council = next(row for row in rows if row["body"].endswith("/municipal-council"))
        self.assertEqual(("", "3"), (council["reported_cases"], council["treatments"]))

    # Cases.

    def test_45_treatments_are_listed_each_once(self):
        bodies = [row["id"] for row in self.data["political_bodies.csv"].rows]
        listed = [row for body in bodies for row in self.rows("cases", "--body", body, *ALL_YEARS)]
        unknown = self.rows("cases", "--without-body", *ALL_YEARS)
        self.assertEqual(5, len(unknown))
        names = [row["name"] for row in listed + unknown]
        self.assertEqual(45, len(names))
        self.assertEqual({row["id"] for row in self.data["cases.csv"].rows},
                         {name.split("/")[-1] for name in names})
        days = [days_of(row["day"]) for row in listed + unknown]
        self.assertEqual(26, sum(one[0] != one[1] for one in days))

    def test_cases_of_the_council_are_told_in_the_order_of_their_days(self):
        rows = self.rows("cases", "--body", "municipal-council", "--period", "2024")
        self.assertEqual(sorted(row["day"] for row in rows), [row["day"] for row in rows])
        self.assertIn("3/24", self.politics("cases", "--area", "3203", "--body", "municipal-council",
                                            "--period", "2024"))

    def test_a_list_ends_where_it_is_told_to(self):
        arguments = ("cases", "--body", "municipal-council", *ALL_YEARS, "--limit", "3")
        self.assertEqual(3, len(self.rows(*arguments)))
        self.assertIn("More follow", self.politics(*arguments, "--area", "3203"))

    def test_a_case_is_found_by_either_form_of_its_number(self):
        for number in ("31/24", "031/24", "31/2024"):
            found = self.rows("case", number)
            self.assertEqual(["ks-31-2024", "fs-31-2024"], [row["name"].split("/")[-1] for row in found])
        self.assertEqual(1, len(self.rows("case", "31/24", "--body", "executive-committee")))
        self.assertIn("No case bears it.", self.politics("case", "99/24", "--area", "3203"))

    # Findings.

    def test_41_22_stands_twice_and_is_told_not_merged(self):
        rows = self.rows("findings", "--year", "2022", "--kind", "repeated")
        [finding] = rows
        self.assertEqual(("ERROR", "41", "41"), tuple(
            finding[name] for name in ("severity", "first_sequence", "last_sequence")))
        self.assertEqual({"ks-41-2022", "ks-41-2022b"},
                         {name.split("/")[-1] for name in finding["cases"].split(" ")})
        self.assertEqual(2, len(self.rows("case", "41/22", "--body", "municipal-council")))
        self.assertIn("41/22", self.system.report_text(period="2024", form="table"))

    def test_gaps_are_told_and_not_in_the_report(self):
        gaps = self.rows("findings", "--year", "2024", "--body", "municipal-council", "--kind", "gap")
        self.assertEqual({"INFO"}, {row["severity"] for row in gaps})
        self.assertEqual(("1", "2"), (gaps[0]["first_sequence"], gaps[0]["last_sequence"]))
        told = self.system.report()["politics"]["numberFindings"]
        self.assertNotIn("NUMBER_FINDING_KIND_GAP", {one["kind"] for one in told})
        self.assertEqual(["41/2022"], [f"{one['firstSequence']}/{one['year']}" for one in told
                                       if one["kind"] == "NUMBER_FINDING_KIND_REPEATED"])

    # Plans and follow-ups.

    def test_17_plans_have_committee_service_area_and_day_of_adoption(self):
        section = self.system.report()["politics"]
        self.assertEqual(17, len(section["plans"]))
        for plan in section["plans"]:
            row = self.data["theme_plans.csv"].one(id=plan["name"].split("/")[-1])
            self.assertEqual(row["responsible_committee"].split(";"),
                             [name.split("/")[-1] for name in plan["responsibleBodies"]])
            self.assertEqual(row["responsible_service_area"].split(";"),
                             [name.split("/")[-1] for name in plan["responsibleUnits"]])
            self.assertEqual(row["adoption_date"], plan["adoptionDate"])

    def test_13_follow_ups_are_the_list_of_the_council(self):
        rows = self.rows("follow-ups", "--day", "2024-12-31")
        self.assertEqual(13, len(rows))
        self.assertEqual({"REPORTED"}, {row["state_basis"] for row in rows})
        wanted = {"answered": "ANSWERED", "continued": "IN_PROGRESS", "rejected": "REJECTED",
                  "closed": "CLOSED", "done": "DONE"}
        for row in rows:
            resolution = self.data["resolutions.csv"].one(id=row["name"].split("/")[-1])
            self.assertEqual(wanted[resolution["status"]], row["state"])
            self.assertEqual(resolution["summary_en"], row["remarks"])
        shown = self.politics("follow-ups", "--area", "3203", "--day", "2024-12-31")
        for column in ("body", "meeting", "case handler", "case", "title", "decision", "status", "remarks"):
            self.assertIn(column, shown.splitlines()[3])
        self.assertIn("answered (as reported)", shown)

    def test_follow_ups_are_chosen_by_body_and_state(self):
        rows = self.rows("follow-ups", "--body", "executive-committee")
        self.assertEqual({"executive-committee"}, {row["body"].split("/")[-1] for row in rows})
        going_on = self.rows("follow-ups", "--state", "in-progress")
        self.assertEqual({"IN_PROGRESS"}, {row["state"] for row in going_on})
        self.assertEqual([], self.rows("follow-ups", "--overdue"))

    # Search.

    def test_words_are_found_however_they_are_typed(self):
        wanted = {row["name"] for row in self.rows("search", "barnehage")}
        self.assertTrue(any("kindergarten-school-capacity" in name for name in wanted))
        self.assertEqual(wanted, {row["name"] for row in self.rows("search", "BARNEHAGE")})
        typed = ("båt", "BÅT", "baat", unicodedata.normalize("NFD", "båt"))
        found = [[row["name"] for row in self.rows("search", text)] for text in typed]
        self.assertEqual([found[0]] * 4, found)
        self.assertEqual([], self.rows("search", "bolgen"))

    def test_every_word_must_be_there(self):
        both = self.rows("search", "politisk", "struktur")
        self.assertEqual(["ks-30-2023"], [row["name"].split("/")[-1] for row in both])
        self.assertEqual([], self.rows("search", "politisk", "svømmehall"))
        self.assertIn("Nothing.", self.politics("search", "xylofon", "--area", "3203"))

    def test_a_kind_is_searched_alone(self):
        kinds = {row["kind"] for row in self.rows("search", "klima", "--kind", "thematic-plan")}
        self.assertEqual({"THEMATIC_PLAN"}, kinds)
        self.assertEqual("2022-04-04", self.rows("search", "41/22", "--kind", "case")[-1]["date"])

    # Forms and refusals.

    def test_answers_have_four_forms(self):
        arguments = ("case", "31/24", "--area", "3203", "--format")
        self.assertEqual(2, len(json.loads(self.politics(*arguments, "json"))["cases"]))
        self.assertIn("| 31/24 |", self.politics(*arguments, "markdown"))
        self.assertIn("31/24", self.politics(*arguments, "table"))
        self.assertTrue(self.politics(*arguments, "csv").startswith("name,number,"))

    def test_help_tells_the_commands(self):
        text = self.politics("--help")
        for command in ("activity", "cases", "case", "matter", "search", "follow-ups", "findings"):
            self.assertIn(command, text)
            self.assertIn("--area", self.politics(command, "--help"))

    def test_a_wrong_question_is_told_so(self):
        area = ("--area", "3203")
        for arguments in (("activity", *area), ("activity", "--period", "2024"),
                          ("activity", *area, "--period", "2024", "--term", "2023-2027"),
                          ("activity", *area, "--from", "2024-01-01"),
                          ("activity", *area, "--from", "2024-02-30", "--to", "2024-03-01"),
                          ("activity", *area, "--term", "2023-2027"),
                          ("cases", *area, "--period", "2024"),
                          ("cases", *area, "--body", "nobody", "--period", "2024"),
                          ("case", "31-24", *area), ("matter", "none", *area),
                          ("search", "a", *area), ("search", *area),
                          ("follow-ups", *area, "--state", "lost"),
                          ("findings", *area, "--year", "22"), ()):
            result = self.system.run("politics", *arguments)
            self.assertEqual(EXIT_USAGE, result.code, (arguments, result))
            self.assertEqual("", result.out)
            self.assertNotEqual("", result.err)


def second_municipality():
    """Bodies of the same ids as the example's, and cases of their numbers; one of them twice, years apart."""
    original = DataSet.read(DATA_SET)
    case = dict.fromkeys(original["cases.csv"].columns, "")
    cases = [{**case, "id": f"c-{sequence}-{year}", "case_number": f"{sequence}/{year[2:]}",
              "sequence": sequence, "case_year": year, "body": "municipal-council", "body_stated": "yes",
              "date": date, "date_precision": "day", "topic_nb": title}
             for sequence, year, date, title in (("41", "2022", "2022-06-14", "Båthavn"),
                                                 ("31", "2024", "2024-05-14", "Skolestruktur"))]
    return DataSet({"political_bodies.csv": original["political_bodies.csv"],
                    "cases.csv": Table(original["cases.csv"].columns, cases)})


class TwoMunicipalities(PoliticsAtTheTerminal):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.system = cls.enterClassContext(System(folder / "data", load=DATA_SET))
        cls.before = cls.told_of_asker()
        result = cls.system.run("import", second_municipality().write(folder / "second"), "--area", "3201")
        assert result.code == 0, result
        cls.after = cls.told_of_asker()

    @classmethod
    def told_of_asker(cls):
        """A hash of all resources of the area with their etags, and all that is computed of them."""
        exported = cls.system.run("export", "--service", "politics", "--area", "3203")
        assert exported.code == 0, exported
        section = cls.system.report()["politics"]
        findings = cls.system.run("politics", "findings", "--area", "3203", "--format", "csv")
        assert findings.code == 0, findings
        return {"hash": hashlib.sha256(exported.out.encode()).hexdigest(), "section": section,
                "findings": findings.out}

    def test_nothing_of_the_first_changes(self):
        self.assertEqual(self.before, self.after)

    def test_a_number_that_both_have_is_no_finding_of_the_second(self):
        self.assertEqual([], self.rows("findings", "--kind", "repeated", area="3201"))
        [finding] = self.rows("findings", "--kind", "repeated")
        self.assertTrue(all(name.startswith("areas/asker/") for name in finding["cases"].split(" ")))

    def test_each_finds_its_own(self):
        self.assertEqual(["areas/baerum/cases/c-41-2022"],
                         [row["name"] for row in self.rows("case", "41/22", area="3201")])
        self.assertEqual(2, len(self.rows("case", "41/22")))
        self.assertEqual(["areas/baerum/cases/c-41-2022"],
                         [row["name"] for row in self.rows("search", "BAATHAVN", area="3201")])
        self.assertEqual([], self.rows("search", "båthavn"))

    def test_the_second_has_activity_of_its_own(self):
        rows = self.rows("activity", "--period", "2024", area="3201")
        self.assertEqual(("", "1"), (rows[-1]["reported_cases"], rows[-1]["treatments"]))
        self.assertIn("Counted from recorded meetings and cases",
                      self.politics("activity", "--area", "3201", "--period", "2024"))

    def test_the_store_is_sound(self):
        verified = self.system.run("verify")
        self.assertEqual(0, verified.code, verified)


if __name__ == "__main__":
    unittest.main()
