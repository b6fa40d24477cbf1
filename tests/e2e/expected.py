"""The figures of an annual report, computed from the facts with exact arithmetic.

An independent second opinion: nothing of the product is used, only the rules of the contract. The
result is flat, {what: text}, so that a difference can be read at once; reported.py takes the same
figures out of an answer.
"""

from fractions import Fraction

from facts import (AREA, Cell, CountedCases, activity_name, date_of_case, days_of, emission_name,
                   figure_name, observation_name)

NOTHING = "NO_OBSERVATION"
# In the order of the enum, in which counts list them.
REASON_ORDER = ("NOT_MEASURED", "PENDING", "NOT_YET_DEFINED", "CANNOT_EXIST", "DATA_LACKING", "SUPPRESSED",
                "INCLUDED_ELSEWHERE", "NOT_ESTIMATED", "NOT_OCCURRING", "EMBARGOED", "WITHDRAWN")


def round_half_away(number, decimals):
    """The exact number as a decimal, rounded half away from zero."""
    scaled = abs(number) * 10 ** decimals
    digits = str((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).zfill(decimals + 1)
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return "-" + text if number < 0 and int(digits) != 0 else text


def decimals_of(*cells):
    """The most decimals that any of the values has."""
    values = [cell.value for cell in cells if cell is not None and cell.value is not None]
    return max((len(value.partition(".")[2]) for value in values), default=0)


def show(cell):
    return NOTHING if cell is None else cell.value if cell.value is not None else cell.reason


def gap_among(cells):
    """Why the cells cannot be computed with: the reason for the first that has no value."""
    for cell in cells:
        if cell is None:
            return NOTHING
        if cell.value is None:
            return "MISSING_OPERAND"
    return None if cells else NOTHING


def computed(cells, unit, compute, decimals=None):
    """The result of `compute` over the exact values, as "-1.6 percent", or why there is none."""
    why = gap_among(cells)
    if why is not None:
        return f"not computable: {why}"
    result = compute(*[Fraction(cell.value) for cell in cells])
    return f"{round_half_away(result, decimals_of(*cells) if decimals is None else decimals)} {unit}"


def total(cells, unit):
    return computed(cells, unit, lambda *values: sum(values))


def percent_change(earlier, later):
    if gap_among([earlier, later]) is None and Fraction(earlier.value) <= 0:
        return f"not computable: {'ZERO' if Fraction(earlier.value) == 0 else 'NEGATIVE'}_BASE"
    return computed([earlier, later], "percent", lambda base, now: (now - base) / base * 100, decimals=1)


def difference(earlier, later, unit):
    """Between cells in that unit: of percentages in percentage points."""
    points = "percentage_points" if unit == "percent" else unit
    return computed([earlier, later], points, lambda base, now: now - base)


def share(part, whole, why_no_whole):
    """Of what is reported of all bodies, which a gap of any of them leaves without a number."""
    if whole is None:
        return why_no_whole
    if Fraction(whole.value) == 0:
        return "not computable: ZERO_BASE"
    return computed([part, whole], "percent", lambda one, all_: one / all_ * 100, decimals=1)


def tally(cells):
    """How many cells hold what: "16 cells, 13 measured, 3 PENDING"."""
    cells = list(cells)
    parts = [f"{len(cells)} cells", f"{sum(c is not None and c.value is not None for c in cells)} measured"]
    reasons = [cell.reason for cell in cells if cell is not None and cell.value is None]
    parts += [f"{reasons.count(reason)} {reason}" for reason in REASON_ORDER if reason in reasons]
    parts += [f"{cells.count(None)} {NOTHING}"] if None in cells else []
    return ", ".join(parts)


class Expected:
    """The figures of the report of one period."""

    def __init__(self, facts, period):
        self.facts = facts
        self.data = facts.data
        self.period = period
        self.previous = str(int(period) - 1)
        self.periods = [str(int(period) - back) for back in (3, 2, 1, 0)]
        self.figures = {}

    def all(self):
        for section in ("indicators", "statistics", "workforce", "climate"):
            self.figures[f"{section} periods"] = " ".join(self.periods)
        self._indicators()
        self._statistics()
        self._workforce()
        self._politics()
        self._climate()
        return self.figures

    # --- indicators

    def _indicators(self):
        indicators = self.data["indicators.csv"].rows
        goals = self.data["goals.csv"].rows
        self.figures["indicators"] = str(len(indicators))
        self.figures["goals"] = str(len(goals))
        for status in {goal["status"] for goal in goals}:
            self.figures[f"goals {status.upper()}"] = str(sum(goal["status"] == status for goal in goals))
        self.figures["cells"] = tally(self._observed(row, year) for row in indicators for year in self.periods)
        focus_areas = self.facts.ids("focus_areas.csv")
        self.figures["focus areas"] = " ".join(focus_areas)
        for focus_area in focus_areas:
            own_goals = [goal["id"] for goal in sorted(goals, key=lambda goal: int(goal["order"]))
                         if goal["focus_area"] == focus_area]
            own = [row for row in indicators if row["goal"] in own_goals]
            self.figures[f"{focus_area} indicators"] = str(len(own))
            self.figures[f"{focus_area} goals"] = " ".join(own_goals)
            self.figures[f"{focus_area} cells"] = tally(
                self._observed(row, year) for row in own for year in self.periods)
        for goal in goals:
            own = [row for row in indicators if row["goal"] == goal["id"]]
            self.figures[f"{goal['id']} indicators"] = " ".join(
                row["id"] for row in sorted(own, key=lambda row: int(row["order"])))
        for row in indicators:
            self._indicator(row)
        self._other_targets({row["id"] for row in indicators})

    def _observed(self, row, year):
        return self.facts.cell(observation_name(row["id"], year))

    def _indicator(self, row):
        self.figures[f"{row['id']} unit"] = row["unit"]
        self.figures[f"{row['id']} direction"] = row["direction"].upper()
        for year in self.periods:
            self.figures[f"{row['id']} {year}"] = show(self._observed(row, year))
        self.figures[f"{row['id']} change"] = difference(
            self._observed(row, self.previous), self._observed(row, self.period), row["unit"])
        for target in self.data["targets.csv"].find(indicator=row["id"]):
            if not is_climate_target(target):
                for year in self.periods:
                    self._target(target, year, self._observed(row, year))

    def _target(self, target, year, cell):
        what = f"{target['indicator']} {target['operator']} {target['value']} {year}"
        if not target["value"]:
            self._direction(what, target, year, cell)
            return
        low = high = Fraction(target["value"])
        aim = target["value"]
        state = "NOT_COMPUTABLE"
        if cell is not None and cell.value is not None:
            value = Fraction(cell.value)
            if target["operator"] == "within":
                high = Fraction(target["value_max"])
                aim = aim if value < low else target["value_max"] if value > high else cell.value
            met = {"gt": value > low, "ge": value >= low, "lt": value < low, "le": value <= low,
                   "eq": value == low, "within": low <= value <= high}[target["operator"]]
            state = "MET" if met else "NOT_MET"
        self.figures[what] = state
        self.figures[f"{what} distance"] = difference(Cell(aim, None), cell, target["unit"])

    def _direction(self, what, target, year, cell):
        """A target to rise or fall is met by the change from the year before."""
        before = self.facts.cell(observation_name(target["indicator"], str(int(year) - 1)))
        self.figures[f"{what} distance"] = difference(before, cell, target["unit"])
        state = "NOT_COMPUTABLE"
        if all(one is not None and one.value is not None for one in (before, cell)):
            change = Fraction(cell.value) - Fraction(before.value)
            met = change > 0 if target["operator"] == "increase" else change < 0
            state = "MET" if met else "NOT_MET"
        self.figures[what] = state

    def _other_targets(self, framework):
        others = [row["subject_en"] for row in self.data["targets.csv"].rows
                  if row["scope"] == "Asker" and not is_climate_target(row)
                  and row["indicator"] not in framework]
        self.figures["targets without indicator"] = "; ".join(sorted(others))

    # --- statistics

    def _statistics(self):
        tables = {}
        for (collection, indicator, dwelling_type), years in self.facts.statistics.items():
            if not years & set(self.periods):
                continue
            cells = [self.facts.cell(observation_name(indicator, year, dwelling_type))
                     for year in self.periods]
            tables.setdefault(collection, []).extend(cells)
            for year, cell in zip(self.periods, cells):
                what = " ".join(part for part in (indicator, dwelling_type, year) if part)
                self.figures[f"statistic {what}"] = show(cell)
        for collection, cells in tables.items():
            self.figures[f"statistics {collection}"] = tally(cells)

    # --- workforce

    def _workforce(self):
        units = self.facts.ids("service_areas.csv")
        self.figures["units"] = " ".join(units)
        shown = []
        for unit in units:
            for measure in ("FTE", "HEAD_COUNT"):
                for year in self.periods:
                    cell = self.facts.cell(figure_name(measure, year, unit))
                    shown.append(cell)
                    self.figures[f"{unit} {measure} {year}"] = show(cell)
            self.figures[f"{unit} FTE change"] = percent_change(
                self._fte(unit, self.previous), self._fte(unit, self.period))
        sums = {year: total([self._fte(unit, year) for unit in units], "fte") for year in self.periods}
        for year, text in sums.items():
            self.figures[f"FTE total {year}"] = text
        self._change_of_totals(sums[self.previous], sums[self.period])
        for (measure, sex), years in self.facts.workforce_series.items():
            if not years & set(self.periods):
                continue
            for year in self.periods:
                cell = self.facts.cell(figure_name(measure, year, sex=sex))
                shown.append(cell)
                self.figures[f"{measure} {sex.upper() or 'TOTAL'} {year}"] = show(cell)
        self.figures["workforce cells"] = tally(shown)

    def _fte(self, unit, year):
        return self.facts.cell(figure_name("FTE", year, unit))

    def _change_of_totals(self, earlier, later):
        # The reason of a total that is not computable is the reason of its change.
        why = [text for text in (earlier, later) if text.startswith("not computable")]
        base, now = (Cell(text.split(" ")[0], None) for text in (earlier, later))
        self.figures["FTE total change"] = why[0] if why else percent_change(base, now)
        self.figures["FTE total difference"] = why[0] if why else difference(base, now, "fte")

    # --- politics

    def _politics(self):
        bodies = self.facts.ids("political_bodies.csv")
        self.figures["bodies"] = " ".join(bodies)
        found = False
        for field in ("meetings", "cases"):
            cells = [self.facts.cell(activity_name(body, self.period), field) for body in bodies]
            found = found or any(cell is not None for cell in cells)
            for body, cell in zip(bodies, cells):
                self.figures[f"{body} {field}"] = show(cell)
            self.figures[f"{field} total"] = total(cells, "count")
        self.figures["political activity"] = "FOUND" if found else NOTHING
        self._shares_and_counts(bodies)
        self._number_findings(bodies)
        self._cases(bodies)
        plans = [row for row in self.data["theme_plans.csv"].rows if row["adoption_date"][:4] <= self.period]
        self.figures["plans"] = " ".join(
            row["id"] for row in sorted(plans, key=lambda row: int(row["order"])))
        for row in plans:
            self.figures[f"plan {row['id']}"] = f"{row['adoption_date']} {row['adopted_by']} {row['strategy_count']}"
        self._resolutions()

    def _shares_and_counts(self, bodies):
        counted = CountedCases(self.data, self.period)
        for field in ("meetings", "cases"):
            cells = {body: self.facts.cell(activity_name(body, self.period), field) for body in bodies}
            everything = total(cells.values(), "count")
            whole = None if everything.startswith("not") else Cell(everything.split(" ")[0], None)
            for body, cell in cells.items():
                self.figures[f"{body} share of {field}"] = share(cell, whole, everything)
        for body in [*bodies, "", None]:
            name = {"": "no body", None: "all bodies"}.get(body, body)
            for what in ("treatments", "possible"):
                count = counted.count(what, body)
                self.figures[f"{name} {what}"] = NOTHING if count is None else str(count)
        for body in bodies:
            reported = self.facts.cell(activity_name(body, self.period), "cases")
            count = counted.count("treatments", body)
            held = None if count is None else Cell(str(count), None)
            self.figures[f"{body} treatments to reported"] = difference(reported, held, "count")

    def _number_findings(self, bodies):
        """Gaps are not told: nobody has said that all cases are recorded."""
        series = {}
        for row in self.data["cases.csv"].rows:
            if row["body"] in bodies and row["case_year"] <= self.period:
                series.setdefault((row["body"], row["case_year"]), {}).setdefault(
                    int(row["sequence"]), []).append(row)
        for (body, year), numbers in series.items():
            latest = None
            for number in sorted(numbers):
                rows, days = numbers[number], [days_of(date_of_case(row)) for row in numbers[number]]
                what = f"{body} {number}/{year}"
                if len(rows) > 1:
                    self.figures[f"REPEATED {what}"] = " ".join(sorted(row["id"] for row in rows))
                for row, one in zip(rows, days):
                    if one is None:
                        continue
                    if latest is not None and latest > one[1]:
                        self.figures[f"OUT_OF_ORDER {what} {row['id']}"] = "WARNING"
                    if not str(one[0].year) <= year <= str(one[1].year):
                        self.figures[f"OTHER_YEAR {what} {row['id']}"] = "WARNING"
                latest = max([one[0] for one in days if one] + ([latest] if latest else []), default=None)

    def _cases(self, bodies):
        place = {body: i for i, body in enumerate(bodies)}
        own = [row for row in self.data["cases.csv"].rows
               if self.period in (row["case_year"], row["date"][:4])]
        own.sort(key=lambda row: (place.get(row["body"], len(bodies)), int(row["case_year"]),
                                  int(row["sequence"]), row["id"]))
        self.figures["named cases"] = " ".join(row["id"] for row in own)
        for row in own:
            self.figures[f"case {row['id']}"] = (
                f"{int(row['sequence'])}/{row['case_year']} {row['body']} {date_of_case(row)}")

    def _resolutions(self):
        def is_later(row):
            dates = [date for date in row["date"].split(";") if date]
            return bool(dates) and all(date[:4] > self.period for date in dates)

        own = [row for row in self.data["resolutions.csv"].rows if not is_later(row)]
        self.figures["resolutions"] = " ".join(
            row["id"] for row in sorted(own, key=lambda row: int(row["order"])))
        for row in own:
            self.figures[f"resolution {row['id']}"] = FOLLOW_UP_STATES[row["status"]]
        states = [FOLLOW_UP_STATES[row["status"]] for row in own]
        for state in set(states):
            self.figures[f"resolutions {state}"] = str(states.count(state))

    # --- climate

    def _climate(self):
        releases = sorted(row["id"] for row in self.data["inventory_releases.csv"].rows)
        self.figures["releases"] = " ".join(releases)
        shown = []
        for (release, sector, part), years in self.facts.emission_series.items():
            if years & set(self.periods):
                shown += self._emissions(release, sector, part)
        self.figures["emission cells"] = tally(shown)
        shown = []
        for key, cells in self.facts.activity_series.items():
            if not set(cells) & set(self.periods):
                continue
            for year in self.periods:
                shown.append(cells.get(year))
                self.figures[f"activity {' '.join(part for part in key if part)} {year}"] = show(cells.get(year))
        self.figures["activity cells"] = tally(shown)
        self._climate_targets()
        self._measures()

    def _emissions(self, release, sector, part):
        what = " ".join(word for word in (release, sector, part) if word)
        cells = {year: self.facts.cell(emission_name(release, sector, year, part)) for year in self.periods}
        for year, cell in cells.items():
            self.figures[f"emissions {what} {year}"] = show(cell)
        measured = [year for year, cell in cells.items() if cell is not None and cell.value is not None]
        later = max(measured, default=self.period)
        earlier = str(int(later) - 1)
        self.figures[f"emissions {what} change of"] = f"{earlier} to {later}"
        self.figures[f"emissions {what} change"] = percent_change(
            self.facts.cell(emission_name(release, sector, earlier, part)),
            self.facts.cell(emission_name(release, sector, later, part)))
        return cells.values()

    def _climate_targets(self):
        own = [row for row in self.data["targets.csv"].rows
               if row["scope"] == "Asker" and is_climate_target(row)]
        releases = [row["id"] for row in self.data["inventory_releases.csv"].rows
                    if (row["boundary"], row["scope"]) == ("community", "direct")]
        for row in own:
            for release in releases:
                self._climate_target(row, release)

    def _climate_target(self, row, release):
        def emitted(year):
            return self.facts.cell(emission_name(release, "all", year))

        what = f"target {row['operator']} {row['value']} {release}"
        measured = [year for year in self.facts.emission_series[release, "all", ""]
                    if year <= self.period and emitted(year).value is not None]
        current = max(measured, default="")
        base = emitted(row["base_year"])
        self.figures[f"{what} current"] = current
        self.figures[f"{what} change"] = percent_change(base, emitted(current or self.period))
        aim = Cell(row["value"], None)
        level = computed([base, aim], "tonnes_co2e", lambda start, cut: start * (1 - cut / 100),
                         decimals_of(base))
        self.figures[f"{what} level"] = level
        if level.startswith("not computable"):
            self.figures[f"{what} distance"] = level
        else:
            exact = Fraction(base.value) * (1 - Fraction(row["value"]) / 100)
            self.figures[f"{what} distance"] = computed(
                [emitted(current or self.period)], "tonnes_co2e", lambda now: now - exact,
                decimals_of(base, emitted(current or self.period)))

    def _measures(self):
        rows = self.data["climate_measures.csv"].rows
        for row in rows:
            first, _, last = row["year"].partition("-")
            self.figures[f"measure {row['measure']}"] = (
                f"{row['area']} {row['quantity']} {row['unit']} {first} {last or first}")
        for area in {row["area"] for row in rows}:
            self.figures[f"measures {area}"] = count_measures(row for row in rows if row["area"] == area)
        self.figures["measures"] = count_measures(rows)


FOLLOW_UP_STATES = {"answered": "ANSWERED", "continued": "IN_PROGRESS", "rejected": "REJECTED",
                    "closed": "CLOSED", "done": "DONE"}


def count_measures(rows):
    quantities = [row["quantity"] for row in rows]
    return f"{len(quantities)}, {sum(text != '' for text in quantities)} quantified"


def is_climate_target(row):
    """Reductions from a base, and to a level, belong to the climate accounts."""
    return row["operator"] in ("reduce_by", "reduce_to")


def expected_figures(facts, period):
    return Expected(facts, period).all()


def differences(expected, reported):
    """What two sets of figures do not agree in, one line each."""
    return [f"{what}: {expected.get(what)} expected, {reported.get(what)} reported"
            for what in sorted(expected.keys() | reported.keys()) if expected.get(what) != reported.get(what)]
