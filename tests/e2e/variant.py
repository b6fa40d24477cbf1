"""A data set that says other things: other ids, rows in another order, and twenty changed values."""

import dataclasses
from fractions import Fraction

from dataset import rename_ids, shuffle_rows

CHANGES = 20


@dataclasses.dataclass
class Variant:
    data: object
    renamed: dict  # {(kind, old id): new id}
    changes: list  # "fte.csv line 3 fte: 242.3 -> 240.1", lines before shuffling


class _Changer:
    """Changes single cells and keeps note of it; no cell twice."""

    def __init__(self, data, rng):
        self.data = data
        self.rng = rng
        self.changes = []
        self._touched = set()

    def pick(self, file, wanted, count):
        """`count` rows of the file that nothing has been changed in."""
        table = self.data[file]
        rows = [row for row in table.rows if wanted(row) and id(row) not in self._touched]
        picked = self.rng.sample(rows, count)
        self._touched.update(id(row) for row in picked)
        return picked

    def set(self, file, row, column, new, status=None):
        old = row[column] if status is None else f"{row[column]} {row['status']}"
        row[column] = new
        if status is not None:
            row["status"] = status
            new = f"{new} {status}"
        if old == new:
            raise AssertionError(f"{file}: {old} is no other value")
        self.changes.append(f"{file} line {self.data[file].line_of(row)} {column}: {old} -> {new}")

    def other_number(self, old, decimals, low, high):
        """A number between the bounds, both included, that differs from `old`."""
        scale = 10 ** decimals
        while True:
            number = Fraction(self.rng.randint(round(low * scale), round(high * scale)), scale)
            if old == "" or number != Fraction(old):
                return f"{float(number):.{decimals}f}"


def _scale_of(indicator):
    if indicator["scale_min"]:
        return int(indicator["scale_min"]), int(indicator["scale_max"])
    return 1, 90


def _change_observations(changer):
    indicators = {row["id"]: row for row in changer.data["indicators.csv"].rows}
    with_target = {row["indicator"] for row in changer.data["targets.csv"].rows if row["value"]}

    def change(rows, status=None):
        for row in rows:
            indicator = indicators[row["indicator"]]
            decimals = int(indicator["decimals"] or 0)
            new = changer.other_number(row["value"], decimals, *_scale_of(indicator))
            changer.set("observations.csv", row, "value", new, status)

    change(changer.pick("observations.csv", lambda row: row["status"] == "measured"
                        and row["indicator"] in with_target, 2))
    change(changer.pick("observations.csv", lambda row: row["status"] != "measured", 3), "measured")
    [row] = changer.pick("observations.csv", lambda row: row["status"] == "measured"
                         and row["year"] == "2024", 1)
    changer.set("observations.csv", row, "value", "", "pending")


def _change_emissions(changer):
    def is_measured(row):
        return row["account"] == "inventory" and row["status"] == "measured"

    for row in changer.pick("emissions.csv", is_measured, 3):
        changer.set("emissions.csv", row, "value", changer.other_number(row["value"], 0, 100, 300000))
    [row] = changer.pick("emissions.csv", is_measured, 1)
    changer.set("emissions.csv", row, "value", "", "not_measured")
    [row] = changer.pick("emissions.csv", lambda row: row["status"] == "pending", 1)
    changer.set("emissions.csv", row, "value", changer.other_number("", 0, 100, 300000), "measured")


def _change_workforce(changer):
    for row, decimals in zip(changer.pick("fte.csv", lambda row: True, 4), (1, 1, 2, 0)):
        changer.set("fte.csv", row, "fte", changer.other_number(row["fte"], decimals, 50, 3000))
    [row] = changer.pick("workforce_metrics.csv", lambda row: row["region"] == "3203"
                         and row["metric"] == "sick-leave", 1)
    changer.set("workforce_metrics.csv", row, "value", changer.other_number(row["value"], 1, 1, 20))


def _change_politics(changer):
    for column in ("meetings", "cases", "cases"):
        [row] = changer.pick("political_activity.csv", lambda row: True, 1)
        changer.set("political_activity.csv", row, column, changer.other_number(row[column], 0, 0, 99))


def _change_statistics(changer):
    [row] = changer.pick("kostra.csv", lambda row: row["region"] == "3203" and row["status"] == "measured", 1)
    changer.set("kostra.csv", row, "value", changer.other_number(row["value"], 1, 1, 999))


def make_variant(original, rng):
    data = original.copy()
    changer = _Changer(data, rng)
    _change_observations(changer)
    _change_emissions(changer)
    _change_workforce(changer)
    _change_politics(changer)
    _change_statistics(changer)
    renamed = rename_ids(data, rng)
    shuffle_rows(data, rng)
    return Variant(data, renamed, changer.changes)
