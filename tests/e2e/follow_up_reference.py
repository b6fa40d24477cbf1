"""How the follow-ups of a generated term stood on a day: a model with none of the product's code."""

import datetime

from politics_reference import STATES, days_of

NEVER = datetime.date.max


class FollowUps:
    """The follow-ups of a politics_reference.Term, in what order ever their events were imported."""

    def __init__(self, term):
        self.term = term

    def listed(self, day, body=None, owner=None):
        """The lines of the list, in its order."""
        lines = []
        for resolution in self.term.rows["resolutionFollowUp"].values():
            if self.was_there(resolution, day) and (body is None or body in bodies_of(resolution)):
                line = self.line(resolution, day)
                if owner is None or line["ownerUnit"] == owner:
                    days = days_of(self.decided(resolution))
                    lines.append((days[0] if days else NEVER, line["name"], line))
        return [line for _, _, line in sorted(lines, key=lambda one: one[:2])]

    def case_of(self, resolution):
        return self.term.rows["politicalCase"].get(resolution.get("decidedIn"), {})

    def day_of_case(self, case):
        """The date of the case, as it is known."""
        meeting = self.term.meeting_of(case)
        return meeting["date"] if meeting else case.get("decisionDate", "")

    def decided(self, resolution):
        """The date of the decision, as it is known."""
        return resolution.get("adopted") or self.day_of_case(self.case_of(resolution))

    def was_there(self, resolution, day):
        dates = [self.decided(resolution)]
        dates += [event["date"] for event in self.term.events[resolution["name"]]]
        dates += [treatment.get("date", "") for treatment in resolution.get("treatments", [])]
        first_days = [days_of(date)[0] for date in dates if date]
        return not first_days or min(first_days) <= day

    def line(self, resolution, day):
        recorded = self.term.events[resolution["name"]]
        events = sorted((event for event in recorded if days_of(event["date"])[0] <= day),
                        key=lambda event: (days_of(event["date"])[1], event["commit"], event["name"]))
        case = self.case_of(resolution)
        decided = self.decided(resolution)
        state, basis, since, certain = "OPEN", "DECISION", decided, bool(decided)
        if decided:
            certain = days_of(decided)[1] <= day
        if events:
            basis, since = "EVENTS", events[-1]["date"]
            state = state_after(events[-1]["kind"])
            certain = days_of(since)[1] <= day
        elif not recorded and "latestEvent" in resolution:
            basis, since, certain = "REPORTED", "", False
            state = state_after(resolution["latestEvent"])

        def latest(field):
            return next((event[field] for event in reversed(events) if event.get(field)),
                        resolution.get(field, ""))

        due = latest("dueDate")
        meeting = self.term.meeting_of(case)
        treated = [treatment for treatment in resolution.get("treatments", [])
                   if not treatment.get("date") or days_of(treatment["date"])[0] <= day]
        last = treated[-1] if treated else {}
        return {
            "name": resolution["name"],
            "state": state,
            "stateBasis": basis,
            "event": events[-1]["name"] if events else "",
            "certain": certain,
            "since": since,
            "dueDate": due,
            "overdue": state in ("OPEN", "IN_PROGRESS") and bool(due) and days_of(due)[1] < day,
            "ownerUnit": latest("ownerUnit"),
            "caseHandler": latest("caseHandler") or case.get("caseHandler", ""),
            "body": resolution.get("body") or case.get("body") or last.get("body", ""),
            "meetingDate": (meeting["date"] if meeting else decided) or last.get("date", ""),
            "exempt": "exemption" in case,
        }


def bodies_of(resolution):
    """The bodies under which it is listed."""
    if "body" in resolution:
        return {resolution["body"]}
    return {treatment.get("body") for treatment in resolution.get("treatments", [])}


def state_after(kind):
    return STATES[kind.removeprefix("FOLLOW_UP_EVENT_KIND_")]
