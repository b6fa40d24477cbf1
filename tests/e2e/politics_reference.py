"""What follows from the rows of a generated term, counted with none of the product's code: activity of
bodies, durations of matters, and how follow-ups stood on a day. Rows are as protobuf's JSON has them."""

import collections
import datetime
import fractions
import functools
import json

from expected import round_half_away

RULES = ("COUNTING_RULE_MATTERS", "COUNTING_RULE_TREATMENTS")
KINDS = tuple(f"TREATMENT_KIND_{kind}" for kind in (
    "UNSPECIFIED", "RECOMMENDATION", "DECISION", "NOTED", "POSTPONED", "SENT_BACK", "WITHDRAWN"))
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
STATES = {"ADOPTED": "OPEN", "ASSIGNED": "OPEN", "CASE_PRESENTED": "ANSWERED",
          "ANSWERED_IN_WRITING": "ANSWERED", "ANSWERED_ORALLY": "ANSWERED", "NOTED": "ANSWERED",
          "CONTINUED": "IN_PROGRESS", "PARTLY_DONE": "IN_PROGRESS", "DONE": "DONE",
          "REJECTED": "REJECTED", "SUPERSEDED": "CLOSED", "CLOSED": "CLOSED"}
COUNTED, POSSIBLE, NOT_TREATED = "COUNTED", "POSSIBLE", "NOT_TREATED"


def month_end(year, month):
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


@functools.cache
def days_of(text):
    """The first and the last day that a date may mean; None for none."""
    if not text:
        return None
    year, _, rest = text.partition("-")
    year = int(year)
    if not rest:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if rest in SEASONS:
        first = datetime.date(year, SEASONS[rest], 1)
        last = first + datetime.timedelta(days=70)
        return first, month_end(last.year, last.month)
    if len(rest) == 2:
        return datetime.date(year, int(rest), 1), month_end(year, int(rest))
    day = datetime.date.fromisoformat(text)
    return day, day


def share(part, whole):
    """In per cent with one decimal; None over nothing."""
    return round_half_away(fractions.Fraction(part * 100, whole), 1) if whole else None


def total(numbers):
    """The sum, or None where one is not known or there is none."""
    return sum(numbers) if numbers and None not in numbers else None


class Term:
    """All rows of one area after some of its imports."""

    def __init__(self):
        self.rows = collections.defaultdict(dict)
        self.commits = 0

    def apply(self, path):
        """Takes in one import."""
        self.commits += 1
        with open(path, encoding="utf-8") as file:
            for line in file:
                (kind, row), = json.loads(line).items()
                self.rows[kind][row["name"]] = {**row, "commit": self.commits}
        self.cases = list(self.rows["politicalCase"].values())
        self.events = collections.defaultdict(list)
        for event in self.rows["followUpEvent"].values():
            self.events[event["name"].rsplit("/events/", 1)[0]].append(event)

    # Cases and their days.

    def meeting_of(self, case):
        return self.rows["meeting"].get(case.get("meeting"))

    def days(self, case):
        """The days that the case may have been treated on; None where nothing is known."""
        meeting = self.meeting_of(case)
        return days_of(meeting["date"] if meeting else case.get("decisionDate"))

    def was_met(self, case):
        meeting = self.meeting_of(case)
        return meeting is None or meeting["state"] == "MEETING_STATE_HELD"

    def timing(self, case, first, last):
        """How the case counts in a span of days; None where it does not."""
        days = self.days(case)
        if not self.was_met(case):
            return NOT_TREATED if first <= days[0] <= last else None
        if days is None:
            return POSSIBLE if first.year <= case["number"]["year"] <= last.year else None
        if first <= days[0] and days[1] <= last:
            return COUNTED
        return POSSIBLE if days[0] <= last and days[1] >= first else None

    def body_cases(self, body, first, last):
        """What ListBodyCases lists: names and how they count, in its order."""
        listed = []
        for case in self.cases:
            timing = self.timing(case, first, last)
            if case.get("body", "") == body and timing:
                days = self.days(case)
                listed.append((days[0] if days else datetime.date.max, case["name"], timing))
        return [(name, timing) for _, name, timing in sorted(listed)]

    # Activity.

    @staticmethod
    def counted(any_meeting, any_case, meetings, timed):
        """CountedActivity from the meetings and (case, timing) pairs it is about; the counts alone, of
        meetings and cases each where any of the area is there in the span."""
        found = {}
        if any_meeting and meetings is not None:
            states = collections.Counter(meeting["state"] for meeting in meetings)
            found["meetings"] = states["MEETING_STATE_HELD"]
            found["plannedMeetings"] = states["MEETING_STATE_PLANNED"]
            found["cancelledMeetings"] = states["MEETING_STATE_CANCELLED"]
            found["extraordinaryMeetings"] = sum(
                meeting["state"] == "MEETING_STATE_HELD" and meeting.get("extraordinary", False)
                for meeting in meetings)
        if not any_case:
            return found
        cases = [case for case, timing in timed if timing == COUNTED]
        alone = sum("matter" not in case for case in cases)
        found["treatments"] = len(cases)
        found["matters"] = len({case["matter"] for case in cases if "matter" in case}) + alone
        found["treatmentsWithoutMatter"] = alone
        found["exemptTreatments"] = sum("exemption" in case for case in cases)
        found["possibleTreatments"] = sum(timing == POSSIBLE for _, timing in timed)
        found["notTreated"] = sum(timing == NOT_TREATED for _, timing in timed)
        kinds = collections.Counter(case.get("kind", KINDS[0]) for case in cases)
        found["kinds"] = [(kind, kinds[kind]) for kind in KINDS if kinds[kind]]
        known = [unanimous(case) for case in cases if case.get("kind") == "TREATMENT_KIND_DECISION"]
        voted = [one for one in known if one is not None]
        found["votedDecisions"] = len(voted)
        found["unanimousDecisions"] = sum(voted)
        found["unanimousShare"] = share(sum(voted), len(voted))
        return found

    def bodies(self, first, last, period):
        """The bodies that are told of, in their order."""
        there = []
        for body in self.rows["body"].values():
            begins = days_of(body.get("validFrom")) or (first, first)
            ends = days_of(body.get("validTo")) or (last, last)
            if (begins[0] <= last and ends[0] >= first) or self.activity_of(body["name"], period):
                there.append(body)
        return [body["name"] for body in sorted(there, key=lambda body: body["order"])]

    def activity_of(self, body, period):
        return self.rows["bodyActivity"].get(f"{body}/activities/{period}") if period else None

    def activity(self, first, last, period=None):
        """GetActivity: {"bodies": {name: …}, "totals": …, …}, with shares and differences as texts."""
        by_body = collections.defaultdict(list)
        timed = [(case, timing) for case in self.cases
                 if (timing := self.timing(case, first, last))]
        for case, timing in timed:
            by_body[case.get("body", "")].append((case, timing))
        meetings = collections.defaultdict(list)
        for meeting in self.rows["meeting"].values():
            if first <= days_of(meeting["date"])[0] <= last:
                meetings[meeting["name"].rsplit("/meetings/", 1)[0]].append(meeting)
        names = self.bodies(first, last, period)
        reported = {name: self.reported(name, period) for name in names}
        meetings_total = total([one["meetings"] for one in reported.values()])
        rules = {one["rule"] for one in reported.values()}
        cases_total = total([one["cases"] for one in reported.values()]) if len(rules) == 1 else None
        every = [meeting for of_body in meetings.values() for meeting in of_body]
        count = functools.partial(self.counted, bool(every), any(timing == COUNTED for _, timing in timed))
        whole = count(every, timed)
        found = {"reportedMeetingsTotal": text(meetings_total), "reportedCasesTotal": text(cases_total)}
        found["bodies"] = {name: {
            "counted": (counted := count(meetings[name], by_body[name])),
            **differences(counted, reported[name]["meetings"], reported[name]["cases"],
                          reported[name]["rule"]),
            "reportedMeetingsShare": part_of(reported[name]["meetings"], meetings_total),
            "reportedCasesShare": part_of(reported[name]["cases"], cases_total),
            "meetingsShare": part_of(counted.get("meetings"), whole.get("meetings")),
            "treatmentsShare": part_of(counted.get("treatments"), whole.get("treatments")),
            "mattersShare": part_of(counted.get("matters"), whole.get("matters")),
        } for name in names}
        bodies_of = collections.defaultdict(set)
        for case, timing in timed:
            if timing == COUNTED and "matter" in case and "body" in case:
                bodies_of[case["matter"]].add(case["body"])
        found["totals"] = {
            "counted": whole,
            "withoutBody": count(None, by_body[""]),
            "mattersOfSeveralBodies": sum(len(bodies) > 1 for bodies in bodies_of.values()),
            **differences(whole, meetings_total, cases_total,
                          rules.pop() if len(rules) == 1 else "COUNTING_RULE_UNKNOWN"),
            "durations": self.durations(timed, last),
        }
        return found

    def reported(self, body, period):
        activity = self.activity_of(body, period) or {}
        meetings, cases = (activity.get(cell, {}).get("value") for cell in ("meetings", "cases"))
        return {"meetings": int(meetings) if meetings else None, "cases": int(cases) if cases else None,
                "rule": activity.get("countingRule", "COUNTING_RULE_UNKNOWN")}

    def durations(self, timed, last):
        """MatterDurations of the matters with a treatment counted in the span that ends on `last`."""
        asked = {case["matter"] for case, timing in timed if timing == COUNTED and "matter" in case}
        treated = collections.defaultdict(list)
        for case in self.cases:
            if case.get("matter") not in asked or not self.was_met(case):
                continue
            days = self.days(case)
            # Of one whose day is not known: whether it may have been by then.
            if (days[0] <= last) if days else case["number"]["year"] <= last.year:
                treated[case["matter"]].append(days)
        took = {}
        # A case that names no matter is one of its own.
        once = sum(timing == COUNTED and "matter" not in case for case, timing in timed)
        without = 0
        for matter, spans in treated.items():
            if len(spans) == 1:
                once += 1
            elif any(days is None or days[0] != days[1] for days in spans):
                without += 1
            else:
                took[matter] = (max(spans)[0] - min(spans)[0]).days
        inorder = sorted(took.values())
        middle = inorder[(len(inorder) - 1) // 2:len(inorder) // 2 + 1]
        longest = max(inorder, default=None)
        return {"measured": len(took), "treatedOnce": once, "withoutDays": without,
                "median": round_half_away(fractions.Fraction(sum(middle), len(middle)), 1) if middle else None,
                "distribution": sorted(collections.Counter(inorder).items()),
                "longest": min((matter for matter, days in took.items() if days == longest), default="")}

    # Numbers.

    def number_findings(self):
        """Repeats and gaps in the series: (kind, body, year, first, last)."""
        series = collections.defaultdict(lambda: collections.defaultdict(list))
        for case in self.cases:
            if "body" in case:
                series[case["body"], case["number"]["year"]][case["number"]["sequence"]].append(case)
        found = []
        for (body, year), numbers in series.items():
            found += [("REPEATED", body, year, number, number)
                      for number, cases in numbers.items() if not taken_up_again(cases)]
            missing = [number for number in range(1, max(numbers)) if number not in numbers]
            for number in missing:
                if number - 1 not in missing:
                    end = number
                    while end + 1 in missing:
                        end += 1
                    found.append(("GAP", body, year, number, end))
        return sorted(found)


def taken_up_again(cases):
    """Whether that several cases bear one number is as it should be."""
    if len(cases) == 1:
        return True
    put_off = sum(case.get("kind") in ("TREATMENT_KIND_POSTPONED", "TREATMENT_KIND_SENT_BACK")
                  for case in cases)
    matters = {case.get("matter") for case in cases}
    return len(matters) == 1 and None not in matters and put_off >= len(cases) - 1


def unanimous(case):
    """Whether a decision was unanimous; None where nobody knows."""
    votes = case.get("votes", [])
    corrected = {vote.get("corrects") for vote in votes}
    in_force = [vote for vote in votes if vote["order"] not in corrected]
    deciding = [vote for vote in in_force
                if vote.get("kind") == "VOTE_KIND_DECIDING" or ("kind" not in vote and len(in_force) == 1)]
    deciding = [vote for vote in deciding if vote.get("outcome") != "VOTE_OUTCOME_REJECTED"]
    if not deciding or "exemption" in case:
        return None
    if not all(vote.get("statedUnanimous") or "votesAgainst" in vote for vote in deciding):
        return None
    return not any(vote.get("votesAgainst") for vote in deciding)


def text(number):
    return None if number is None else str(number)


def part_of(part, whole):
    return None if part is None or whole is None else share(part, whole)


def differences(counted, meetings, cases, rule):
    """Counted less reported, as far as both are known."""
    known = RULES if rule == "COUNTING_RULE_UNKNOWN" else (rule,)
    of = {"COUNTING_RULE_MATTERS": counted.get("matters"),
          "COUNTING_RULE_TREATMENTS": counted.get("treatments")}
    held = counted.get("meetings")
    return {"meetingsDifference": text(held - meetings) if None not in (held, meetings) else None,
            "casesDifferences": [(one, text(of[one] - cases)) for one in known
                                 if None not in (of[one], cases)]}
