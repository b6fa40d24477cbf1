"""What the tests of history and care share: corrected data sets, and the commands' JSON lines."""

import dataclasses
import datetime
import json
import signal
import threading

from harness import BIN, PATIENCE_SECONDS, Running, environment


@dataclasses.dataclass(frozen=True)
class Correction:
    service: str
    old: str
    new: str


# A value in each chapter of the report: file, column, which rows, the service that keeps it.
CORRECTED = (
    ("observations.csv", "value", {"status": "measured", "region": "3203"}, "indicators"),
    ("kostra.csv", "value", {"status": "measured", "region": "3203"}, "indicators"),
    ("fte.csv", "fte", {}, "workforce"),
    ("political_activity.csv", "cases", {}, "politics"),
    ("emissions.csv", "value", {"status": "measured", "account": "inventory"}, "climate"),
)


def corrected(original, files=tuple(file for file, *_ in CORRECTED)):
    """A copy in which the last digit of one value of each file is another, and what was changed.

    It is to be written to a directory of the same name: that name is the source that rows state.
    """
    data = original.copy()
    corrections = []
    for file, column, wanted, service in CORRECTED:
        if file not in files:
            continue
        row = next(row for row in data[file].find(**wanted) if row[column])
        old = row[column]
        row[column] = old[:-1] + str((int(old[-1]) + 1) % 10)
        corrections.append(Correction(service, old, row[column]))
    return data, corrections


def now():
    """The present instant, as a command takes it."""
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def in_seconds(seconds):
    instant = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def wait_until(instant):
    """Returns when the clock has passed the instant."""
    while (now_is := now()) <= instant:
        left = datetime.datetime.fromisoformat(instant) - datetime.datetime.fromisoformat(now_is)
        threading.Event().wait(max(left.total_seconds(), 0.001))


def rows(result):
    """The JSON lines that a command printed."""
    if result.code != 0:
        raise AssertionError(f"{result!r}")
    return [json.loads(line) for line in result.out.splitlines()]


def changes(system, *arguments):
    return rows(system.run("changes", "--format", "json", *arguments))


def service_of(change):
    """The service that a kind belongs to: "tertial.workforce.v1.Unit"."""
    return change["kind"].split(".")[1]


def revision_of(change):
    return int(change["commit"]["revision"])


class Watch(Running):
    """`tertial watch --format json`."""

    def __init__(self, system, *arguments):
        super().__init__([str(BIN / "tertial"), "watch", "--format", "json", "--gateway", system.gateway, *arguments],
                         environment())

    def wait_for(self, pattern):
        """The change on the first line that matches."""
        return json.loads(super().wait_for(pattern).string)

    def changes(self):
        return [json.loads(line) for line in self.out.text().splitlines()]

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)
