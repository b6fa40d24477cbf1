"""A data set: the CSV files of a directory, held in memory to be read, altered and written."""

import csv
import io
import pathlib
import random

# Files that `tertial import` leaves out on purpose: claims, check values, and what has no owner yet.
LEFT_OUT = ("budget.csv", "claims.csv", "regions.csv", "text_figures.csv", "totals.csv")


class Table:
    """One file: its columns, and its rows as dictionaries in the order of the file."""

    def __init__(self, columns, rows):
        self.columns = columns
        self.rows = rows

    def find(self, **wanted):
        """The rows whose columns hold these texts."""
        return [row for row in self.rows
                if all(row[column] == text for column, text in wanted.items())]

    def one(self, **wanted):
        rows = self.find(**wanted)
        if len(rows) != 1:
            raise AssertionError(f"{len(rows)} rows have {wanted}")
        return rows[0]

    def line_of(self, row):
        """The line that `row` stands on when no text before it holds a line break."""
        return next(i for i, other in enumerate(self.rows) if other is row) + 2

    def encode(self, line_end="\n"):
        out = io.StringIO()
        writer = csv.DictWriter(out, self.columns, lineterminator=line_end)
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode("utf-8")


class DataSet:
    def __init__(self, tables):
        self.tables = tables

    @classmethod
    def read(cls, directory):
        tables = {}
        for path in sorted(pathlib.Path(directory).glob("*.csv")):
            with open(path, encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows = list(reader)
                tables[path.name] = Table(list(reader.fieldnames), rows)
        return cls(tables)

    def __getitem__(self, name):
        return self.tables[name]

    def copy(self):
        return DataSet({name: Table(list(table.columns), [dict(row) for row in table.rows])
                        for name, table in self.tables.items()})

    def write(self, directory, line_end="\n"):
        directory = pathlib.Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        for name, table in self.tables.items():
            (directory / name).write_bytes(table.encode(line_end))
        return directory

    def keep(self, name, wanted):
        self.tables[name].rows = [row for row in self.tables[name].rows if wanted(row)]


def small(original):
    """A valid data set with something for every service, small enough to import in no time."""
    data = original.copy()
    for name in LEFT_OUT:
        del data.tables[name]
    area = {row["id"] for row in data["focus_areas.csv"].rows[:1]}
    data.keep("focus_areas.csv", lambda row: row["id"] in area)
    data.keep("goals.csv", lambda row: row["focus_area"] in area)
    data.keep("indicators.csv", lambda row: row["focus_area"] in area)
    chosen = {row["id"] for row in data["indicators.csv"].rows}
    data.keep("observations.csv", lambda row: row["indicator"] in chosen)
    data.keep("owned_indicators.csv", lambda row: row["indicator"] in chosen)
    data.keep("targets.csv", lambda row: row["indicator"] in chosen or row["operator"] == "reduce_by")
    data.keep("benchmarks.csv", lambda row: row["indicator"] in chosen)
    for name in ("kostra.csv", "population.csv", "housing.csv", "employment.csv"):
        data.tables[name].rows = data.tables[name].rows[:6]
    for name in ("cases.csv", "resolutions.csv", "climate_measures.csv"):
        data.tables[name].rows = data.tables[name].rows[:3]
    plans = {row["id"] for row in data["theme_plans.csv"].rows[:2]}
    data.keep("theme_plans.csv", lambda row: row["id"] in plans)
    data.keep("theme_plan_areas.csv", lambda row: row["theme_plan"] in plans)
    return data


# Where ids stand, by kind: file, column, and what separates several in one field.
ID_COLUMNS = {
    "indicator": (("indicators.csv", "id", None), ("observations.csv", "indicator", None),
                  ("targets.csv", "indicator", None), ("benchmarks.csv", "indicator", None),
                  ("kostra.csv", "indicator", None), ("owned_indicators.csv", "indicator", None)),
    "goal": (("goals.csv", "id", None), ("indicators.csv", "goal", None)),
    "focus-area": (("focus_areas.csv", "id", None), ("goals.csv", "focus_area", None),
                   ("indicators.csv", "focus_area", None)),
    "unit": (("service_areas.csv", "id", None), ("fte.csv", "service_area", None),
             ("unit_origins.csv", "unit", None), ("unit_origins.csv", "origin_unit", None),
             ("employees.csv", "service_area", None), ("workforce_metrics.csv", "service_area", None),
             ("kostra.csv", "service_area", None), ("budget.csv", "service_area", None),
             ("theme_plans.csv", "responsible_service_area", ";")),
    "body": (("political_bodies.csv", "id", None), ("political_activity.csv", "body", None),
             ("cases.csv", "body", None), ("theme_plans.csv", "responsible_committee", ";"),
             ("theme_plans.csv", "adopted_by", None), ("resolutions.csv", "body", ";")),
    "plan": (("theme_plans.csv", "id", None), ("theme_plan_areas.csv", "theme_plan", None)),
    "case": (("cases.csv", "id", None),),
    "resolution": (("resolutions.csv", "id", None),),
    "release": (("inventory_releases.csv", "id", None), ("emissions.csv", "release", None)),
}


def rename_ids(data, rng):
    """Gives every id of ID_COLUMNS another one, the same in all files. Returns new by (kind, old)."""
    renamed = {}
    for kind, places in ID_COLUMNS.items():
        def new_id(old, kind=kind):
            if old and (kind, old) not in renamed:
                renamed[kind, old] = f"{rng.randrange(36 ** 6):06x}-{kind}-{len(renamed)}"
            return renamed.get((kind, old), "")

        for file, column, separator in places:
            for row in data[file].rows:
                parts = row[column].split(separator) if separator else [row[column]]
                row[column] = (separator or "").join(new_id(part) for part in parts)
    return renamed


def shuffle_rows(data, rng):
    """Puts the rows of every file into another order."""
    for table in data.tables.values():
        before = list(table.rows)
        while len(before) > 1 and table.rows == before:
            rng.shuffle(table.rows)


def seeded(seed):
    """A source of chance that is the same in every run; the seed stands in the test's output."""
    print(f"seed {seed}", flush=True)
    return random.Random(seed)
