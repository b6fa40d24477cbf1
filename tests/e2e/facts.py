"""The truth: what a data set says, cell by cell, under the resource names that the contract gives.

Read from the CSV files without any of the product's code. A cell is a value as it was written, or
the reason why there is none; a name without a cell is one that nothing is recorded for.
"""

import collections
import datetime
import re
import unicodedata

Cell = collections.namedtuple("Cell", "value reason")

AREA = "areas/asker"
NUMBER = "3203"

# Words of the column "status" and the reasons they stand for.
REASONS = {"not_measured": "NOT_MEASURED", "pending": "PENDING", "data_lacking": "DATA_LACKING"}

# Metrics of workforce_metrics.csv and the measures they are recorded as.
MEASURES = {
    "sick-leave": "SICK_LEAVE_RATE",
    "full-time-share": "FULL_TIME_SHARE",
    "part-time-share": "PART_TIME_SHARE",
    "average-position-size": "AVERAGE_POSITION_SIZE",
    "women-share": "WOMEN_SHARE",
    "trade-certificate-or-higher-education": "TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE",
    "apprentices": "APPRENTICES",
    "leaders-in-development-programme": "LEADERS_IN_DEVELOPMENT_PROGRAMME",
    "safety-representatives-at-day": "SAFETY_REPRESENTATIVES",
    "heltid-project-support": "FULL_TIME_PROJECT_GRANT",
}

COLLECTIONS = {"kostra.csv": "KOSTRA", "population.csv": "POPULATION", "housing.csv": "HOUSING",
               "employment.csv": "EMPLOYMENT", "benchmarks.csv": "BENCHMARK"}


def value_cell(text):
    """A cell of a file without a status: a value, since a gap cannot be written there."""
    return Cell(text, None)


def status_cell(row):
    return Cell(row["value"], None) if row["status"] == "measured" else Cell(None, REASONS[row["status"]])


def slug(text):
    """An id made from a Norwegian text, as DOMAIN has them: lower case, ASCII, "-" between words."""
    text = text.lower().replace("ø", "o").replace("æ", "ae")
    text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def observation_name(indicator, year, dwelling_type=""):
    part = f"~dwelling-type.{dwelling_type}" if dwelling_type else ""
    return f"{AREA}/indicators/{indicator}/observations/{year}{part}"


def figure_name(measure, year, unit="", sex=""):
    name = f"{AREA}/figures/{measure.lower().replace('_', '-')}~{year}"
    name += f"~unit.{unit}" if unit else ""
    name += f"~sex.{sex}" if sex else ""
    return name + ("~basis.unknown" if measure == "SICK_LEAVE_RATE" else "")


def activity_name(body, year):
    return f"{AREA}/bodies/{body}/activities/{year}"


def emission_name(release, sector, year, part=""):
    return f"{AREA}/inventoryReleases/{release}/emissions/{sector}~{year}" + (f"~object.{part}" if part else "")


SEASON_MONTHS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
SEASONS = {"vinteren": "winter", "våren": "spring", "sommeren": "summer", "høsten": "autumn"}


def date_of_case(row):
    """The date, with the season where the text prints one and knows no more."""
    word, _, year = row["date_printed"].partition(" ")
    if row["date_precision"] == "year" and word in SEASONS and year == row["date"]:
        return f"{row['date']}-{SEASONS[word]}"
    return row["date"]


def days_of(date):
    """The first and the last day that a date may mean; None of an empty one."""
    if not date:
        return None
    year, _, rest = date.partition("-")
    if len(rest) == 5:
        return datetime.date.fromisoformat(date), datetime.date.fromisoformat(date)
    if not rest:
        month, months = 1, 12
    elif rest in SEASON_MONTHS:
        month, months = SEASON_MONTHS[rest], 3
    else:
        month, months = int(rest), 1
    after = int(year) * 12 + month - 1 + months
    return (datetime.date(int(year), month, 1),
            datetime.date(after // 12, after % 12 + 1, 1) - datetime.timedelta(days=1))


class CountedCases:
    """The cases of a data set counted in a year: those of one body, of no known body (""), of all (None)."""

    def __init__(self, data, year):
        first, last = datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31)
        self._bodies = {"treatments": [], "possible": []}
        for row in data["cases.csv"].rows:
            days = days_of(date_of_case(row))
            if days is None:
                if row["case_year"] == year:
                    self._bodies["possible"].append(row["body"])
            elif first <= days[0] and days[1] <= last:
                self._bodies["treatments"].append(row["body"])
            elif days[0] <= last and first <= days[1]:
                self._bodies["possible"].append(row["body"])

    def count(self, what, body=None):
        """Nothing where no case at all is counted."""
        if not self._bodies["treatments"]:
            return None
        return len(self._bodies[what]) if body is None else self._bodies[what].count(body)


class Facts:
    """Everything a data set states about one area."""

    def __init__(self, data):
        self.data = data
        # By resource name and field; most resources hold one cell, in the field "cell".
        self.cells = {}
        # Series of statistics: {(collection, indicator, dwelling type): {year}}.
        self.statistics = collections.defaultdict(set)
        # Activity series: {(account, metric, boundary, scope, sector, object, unit): {year: Cell}}.
        self.activity_series = collections.defaultdict(dict)
        # Emission series: {(release, sector, object): {year}}.
        self.emission_series = collections.defaultdict(set)
        # Workforce series of the whole area: {(measure, sex): {year}}.
        self.workforce_series = collections.defaultdict(set)
        self._read_observations()
        self._read_workforce()
        self._read_politics()
        self._read_climate()
        self._read_owners()

    def cell(self, name, field="cell"):
        return self.cells.get((name, field))

    def fields(self, name):
        """The fields that hold a cell of the resource."""
        return [field for field in ("cell", "meetings", "cases") if (name, field) in self.cells]

    def plant(self, name, cell, field="cell"):
        """States something else about one fact that is known."""
        if (name, field) not in self.cells:
            raise AssertionError(f"the data set says nothing of {name}")
        self.cells[name, field] = cell

    def ids(self, file, column="id"):
        """The ids of a file in the order of its column "order"."""
        return [row[column] for row in sorted(self.data[file].rows, key=lambda row: int(row["order"]))]

    def _add(self, name, cell, field="cell"):
        if (name, field) in self.cells:
            raise AssertionError(f"the data set states {name} twice")
        self.cells[name, field] = cell

    def _read_observations(self):
        for row in self.data["observations.csv"].rows:
            self._add(observation_name(row["indicator"], row["year"]), status_cell(row))
        for file, collection in COLLECTIONS.items():
            for row in self.data[file].rows:
                if row["region"] != NUMBER:
                    continue
                indicator = row.get("indicator") or row["metric"]
                dwelling_type = row.get("dwelling_type", "")
                cell = status_cell(row) if "status" in row else value_cell(row["value"])
                self._add(observation_name(indicator, row["year"], dwelling_type), cell)
                self.statistics[collection, indicator, dwelling_type].add(row["year"])

    def _read_workforce(self):
        for row in self.data["fte.csv"].rows:
            self._add(figure_name("FTE", row["year"], row["service_area"]), value_cell(row["fte"]))
        for row in self.data["employees.csv"].rows:
            self._add(figure_name("HEAD_COUNT", row["year"], row["service_area"]),
                      value_cell(row["headcount"]))
        for row in self.data["workforce_metrics.csv"].rows:
            if row["region"] != NUMBER:
                continue
            if row["service_area"]:
                raise AssertionError("metrics of single units are not expected")
            measure = MEASURES[row["metric"]]
            self._add(figure_name(measure, row["year"], sex=row["sex"]), value_cell(row["value"]))
            self.workforce_series[measure, row["sex"]].add(row["year"])

    def _read_politics(self):
        for row in self.data["political_activity.csv"].rows:
            for field in ("meetings", "cases"):
                self._add(activity_name(row["body"], row["year"]), value_cell(row[field]), field)

    def _read_climate(self):
        for row in self.data["emissions.csv"].rows:
            if row["account"] != "inventory":
                self._add_activity(row["account"], row, row["scope"], row["sector"])
                continue
            part = slug(row["object"])
            self._add(emission_name(row["release"], row["sector"], row["year"], part), status_cell(row))
            self.emission_series[row["release"], row["sector"], part].add(row["year"])
        for row in self.data["energy.csv"].rows:
            self._add_activity("activity_series", row, "", "")

    def _read_owners(self):
        """What another service owns is its figure, whatever observations.csv says; but a cell that its
        files lack, of a series that they have, is what observations.csv says of it."""
        for row in self.data["owned_indicators.csv"].rows:
            series, state = self._owned_series(row)
            observed = {one["year"]: status_cell(one)
                        for one in self.data["observations.csv"].find(indicator=row["indicator"])}
            for year, cell in observed.items():
                if series and year not in series:
                    series[year] = cell
                    state(year, cell)
            for year in set(series) | set(observed):
                self.cells.pop((observation_name(row["indicator"], year), "cell"), None)
                if year in series:
                    self.cells[observation_name(row["indicator"], year), "cell"] = series[year]

    def _owned_series(self, row):
        """{year: Cell} at the owner, and how it is told another one."""
        if row["owner"] == "workforce":
            if row["key"] != "total of the municipality":
                raise AssertionError(f"{row['key']} is not expected")
            measure = MEASURES[row["metric"]]

            def state(year, cell):
                self._add(figure_name(measure, year), cell)
                self.workforce_series[measure, ""].add(year)

            years = self.workforce_series[measure, ""]
            return {year: self.cell(figure_name(measure, year)) for year in years}, state
        parts = row["key"].split(", ")
        if row["metric"] == "emissions":
            boundary, scope, sector = parts
            sector = "all" if sector == "all sectors" else sector
            release = self.data["inventory_releases.csv"].one(boundary=boundary, scope=scope)["id"]

            def state(year, cell):
                self._add(emission_name(release, sector, year), cell)
                self.emission_series[release, sector, ""].add(year)

            years = self.emission_series[release, sector, ""]
            return {year: self.cell(emission_name(release, sector, year)) for year in years}, state
        [key] = [key for key in self.activity_series
                 if key[:6] == ("activity_series", row["metric"], parts[0], "", "", "")]
        return dict(self.activity_series[key]), self.activity_series[key].__setitem__

    def _add_activity(self, account, row, scope, sector):
        part = "" if row["object"] == "all" else slug(row["object"])
        key = (account, row["metric"], row["boundary"], scope, sector, part, row["unit"])
        if row["year"] in self.activity_series[key]:
            raise AssertionError(f"the data set states {key} in {row['year']} twice")
        self.activity_series[key][row["year"]] = status_cell(row)
