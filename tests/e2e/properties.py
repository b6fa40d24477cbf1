"""What must hold of every aggregate of an answer, found by its shape and not by its name.

An aggregate is any object with the shape of tertial.common.v1.Computed (it has a formula) or of
CellCounts (it counts cells). A new one is checked from the day it is there.
"""

import decimal
import math
import re
from fractions import Fraction

from expected import round_half_away, total
from facts import AREA, CountedCases, activity_name, emission_name, figure_name
from reported import last_id

GAP_REASONS = ("NOT_COMPUTABLE_REASON_MISSING_OPERAND", "NOT_COMPUTABLE_REASON_NO_OBSERVATION")
SIGNIFICANT_DIGITS = 34

# The facts that operands name; whatever has such a name is recorded, or has no cell.
FACT = re.compile(AREA + r"/(indicators/[^/]+/observations|figures|bodies/[^/]+/activities"
                  r"|inventoryReleases/[^/]+/emissions|activities)/[^/]+$")
# What is counted or summed of a body, or of all.
COUNTED = re.compile(AREA + r"(/bodies/[^/]+)?$")
# A sector of a release, of which the operand names the release; the sector is its field.
RELEASE = re.compile(AREA + r"/inventoryReleases/([^/]+)$")
# Effects and costs, which no measure of a data set has.
MEASURE = re.compile(AREA + r"/climateMeasures/[^/]+$")
TARGET = re.compile(AREA + r"/(targets|climateTargets)/[^/]+$")
# How far back the totals of FTEs go that a report may compare.
YEARS_BACK = 4


def walk(answer):
    """Every object of an answer, with the path it stands at."""
    waiting = [((), answer)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, dict):
            yield path, node
        children = node.items() if isinstance(node, dict) else enumerate(node)
        waiting += [((*path, key), child) for key, child in children if isinstance(child, (dict, list))]


def is_computed(node):
    # The definition of a derived indicator has a formula too, in its own words.
    return str(node.get("formula", "")).startswith("FORMULA_")


def is_cell_counts(node):
    return isinstance(node.get("cells"), int)


def is_period_cell(node):
    return "outcome" in node and "period" in node


def aggregates(report):
    return [(path, node) for path, node in walk(report) if is_computed(node)]


def cell_counts(report):
    return [(path, node) for path, node in walk(report) if is_cell_counts(node)]


def has_gap(computed):
    return any("value" not in operand.get("cell", {}) for operand in computed.get("operands", []))


def power(base, exponent):
    """With more digits than an answer has."""
    with decimal.localcontext() as context:
        context.prec = 2 * SIGNIFICANT_DIGITS
        number = decimal.Decimal(base.numerator) / decimal.Decimal(base.denominator)
        degree = decimal.Decimal(exponent.numerator) / decimal.Decimal(exponent.denominator)
        return Fraction(number ** degree)


def products(values):
    """The sum of the products of pairs."""
    return sum(one * by for one, by in zip(values[::2], values[1::2]))


OF_ANY_NUMBER = {
    "FORMULA_PRODUCT": math.prod,
    "FORMULA_WEIGHTED_SUM": products,
    "FORMULA_SHARES_SUM": lambda values: products(values) / 100,
}

OF_SEVERAL = {
    "FORMULA_SHARE_OF_REDUCTION": lambda base, now, aim: (base - now) / (base - aim) * 100,
    "FORMULA_LINEAR_MILESTONE": lambda base, aim, gone, all_: base + (aim - base) * gone / all_,
    "FORMULA_MILESTONE_GAP": lambda base, aim, now, gone, all_: now - (base + (aim - base) * gone / all_),
    "FORMULA_RATE_NEEDED": lambda now, aim, left: (1 - power(aim / now, 1 / left)) * 100,
    "FORMULA_YEARLY_CHANGE": lambda base, now, gone: (power(now / base, 1 / gone) - 1) * 100,
    "FORMULA_COMPOUND_MILESTONE": lambda base, aim, gone, all_: base * power(aim / base, gone / all_),
    "FORMULA_PROJECTION": lambda base, now, gone, left: now * power(now / base, left / gone),
    "FORMULA_LINEAR_PROJECTION": lambda base, now, gone, left: now + (now - base) * left / gone,
    "FORMULA_CAGR_RATIO": lambda base, now, aim, gone, all_, direction:
        direction * (power(now / base, 1 / gone) - 1) / abs(power(aim / base, 1 / all_) - 1),
    "FORMULA_CONVERTED_PRODUCT": lambda one, by, times, over: one * by * times / over,
    "FORMULA_GAP": lambda expected, taken, aim: expected - taken - aim,
}


def evaluate(formula, values):
    """The formula over exact values; None over a base that allows no result."""
    if formula in ("FORMULA_SUM", "FORMULA_VALUE"):
        return sum(values)
    if formula == "FORMULA_COUNT":
        return Fraction(len(values))
    if formula in OF_ANY_NUMBER:
        return OF_ANY_NUMBER[formula](values)
    if len(values) != 2:
        return OF_SEVERAL[formula](*values)
    first, second = values
    return {
        "FORMULA_DIFFERENCE": lambda: second - first,
        "FORMULA_PERCENTAGE_POINTS": lambda: second - first,
        "FORMULA_DISTANCE": lambda: second - first,
        "FORMULA_PERCENT_CHANGE": lambda: None if first <= 0 else (second - first) / first * 100,
        "FORMULA_SHARE": lambda: None if second == 0 else first / second * 100,
        "FORMULA_RATIO": lambda: None if second == 0 else first / second,
        "FORMULA_REDUCED_BY_PERCENT": lambda: first * (1 - second / 100),
        "FORMULA_PERCENT_OF": lambda: first * second / 100,
        "FORMULA_BEFORE_PERCENT_CHANGE": lambda: None if second <= -100 else first / (1 + second / 100),
    }[formula]()


class Check:
    """Holds an answer, or a single aggregate of it, against the truth; says what does not hold."""

    def __init__(self, report, facts):
        self.report = report
        self.facts = facts
        self.constants = constants_of(report, facts)

    def violations(self):
        """All that does not hold in the answer, each with where it stands."""
        found = []
        for path, node in walk(self.report):
            if is_computed(node):
                found += [f"{show_path(path)}: {what}" for what in self.of_computed(path, node)]
            elif is_cell_counts(node):
                found += [f"{show_path(path)}: {what}" for what in self.of_counts(path, node)]
        return found

    def of_computed(self, path, computed):
        """What does not hold of an aggregate that stands, or would stand, at `path`."""
        found = []
        for operand in computed.get("operands", []):
            found += self._of_operand(path, operand)
        if ("value" in computed) == ("notComputable" in computed):
            return found + ["it holds not exactly one of a value and why there is none"]
        if "value" in computed:
            return found + of_value(computed)
        is_for_a_gap = computed["notComputable"]["reason"] in GAP_REASONS
        if computed.get("operands") and is_for_a_gap and not has_gap(computed):
            found.append("it is not computable for a gap, and no operand is one")
        return found

    def _of_operand(self, path, operand):
        name = operand["name"]
        cell = operand.get("cell")
        said = None if cell is None else cell.get("value", cell.get("missing", "").removeprefix("MISSING_REASON_"))
        if FACT.match(name):
            true = [None if one is None else one.value or one.reason for one in self._facts_named(path, name)]
        elif COUNTED.match(name):
            true = [self._counted(name, operand.get("field", ""))]
        elif MEASURE.match(name):
            true = [None]
        elif RELEASE.match(name):
            true = [self._summed(path, name, operand.get("field", ""))]
        elif name in self.constants:
            true = self.constants[name]
        else:
            return [f"nothing is known of the operand {name}"]
        if said in true:
            return []
        return [f"the operand {name} is {said} where the truth is {' or '.join(map(str, true))}"]

    def _facts_named(self, path, name):
        """What is true under a name. A resource with two cells has the one that the aggregate is
        called after."""
        fields = self.facts.fields(name)
        called_after = [field for field in fields if any(str(part).startswith(field) for part in path)]
        return [self.facts.cell(name, field) for field in called_after or fields] or [None]

    def _summed(self, path, release, sector):
        """What is true of a sector in the period of the sum or finding that it stands in, as far as
        there is a value: none of a data set's files splits one. Of no sector, or "all": of all together."""
        period, release = at(self.report, path[:-1])["period"], last_id(release)
        sectors = [sector] if sector not in ("", "all") else [
            row["sector"] for row in self.facts.data["emissions.csv"].find(release=release, year=period)
            if row["sector"] != "all" and not row["object"] and row["part_of"] in ("", "all")]
        cells = [self.facts.cell(emission_name(release, one, period)) for one in sectors]
        values = [Fraction(cell.value) for cell in cells if cell is not None and cell.value is not None]
        return exact_decimal(sum(values)) if values else None

    def _counted(self, name, field):
        """What is true of a body, or of all, where nobody has recorded meetings, matters and votes."""
        if field in ("reported_meetings", "reported_cases"):
            names = [activity_name(body, self.report["period"])
                     for body in self.facts.ids("political_bodies.csv")]
            text = total([self.facts.cell(one, field.removeprefix("reported_")) for one in names], "count")
            return None if text.startswith("not") else text.split(" ")[0]
        body = last_id(name) if "/bodies/" in name else None
        counted = CountedCases(self.facts.data, self.report["period"])
        count = {"counted_treatments": counted.count("treatments", body),
                 "counted_matters": counted.count("treatments", body),
                 "counted_meetings": None,
                 "voted_decisions": None if counted.count("treatments") is None else 0,
                 "unanimous_decisions": None if counted.count("treatments") is None else 0}[field]
        return None if count is None else str(count)

    def of_counts(self, path, counts):
        """Counts must be those of the cells in the object they stand in, or in one field beside them."""
        said = (counts.get("cells", 0), counts.get("measured", 0), counts.get("noObservation", 0),
                {one["reason"]: one["count"] for one in counts.get("missing", [])})
        parent = at(self.report, path[:-1])
        tables = [parent, *(value for key, value in parent.items() if isinstance(value, list))]
        if any(said == count_cells(table) for table in tables):
            return []
        return [f"it counts {said}, which is no count of the cells shown with it"]


def of_value(computed):
    """What is wrong with a value and its operands."""
    if has_gap(computed) and computed["formula"] != "FORMULA_COUNT":
        gaps = [operand["name"] for operand in computed["operands"] if "value" not in operand.get("cell", {})]
        return [f"it has the value {computed['value']} over the gap {' and '.join(gaps)}"]
    values = [Fraction(operand["cell"]["value"]) for operand in computed.get("operands", [])
              if "value" in operand.get("cell", {})]
    result = evaluate(computed["formula"], values)
    if result is None:
        return [f"it has the value {computed['value']} over a base that allows none"]
    found = []
    right = round_half_away(result, computed.get("decimals", 0))
    if computed["value"] != right:
        found.append(f"it is {computed['value']} where the operands give {right}")
    if not is_close(Fraction(computed["unrounded"]), result):
        found.append(f"it is {computed['unrounded']} before rounding, not {result}")
    return found


def count_cells(table):
    shown = [node for _, node in walk(table) if is_period_cell(node)]
    cells = [node.get("cell") for node in shown]
    missing = {}
    for cell in cells:
        if cell is not None and "missing" in cell:
            missing[cell["missing"]] = missing.get(cell["missing"], 0) + 1
    return (len(cells), sum(cell is not None and "value" in cell for cell in cells), cells.count(None), missing)


def at(report, path):
    for key in path:
        report = report[key]
    return report


def show_path(path):
    return "/".join(map(str, path))


def is_close(stated, exact):
    """Equal, as far as the digits that are stated reach."""
    return stated == exact or abs(stated - exact) <= abs(exact) * Fraction(1, 10 ** (SIGNIFICANT_DIGITS - 1))


def constants_of(report, facts):
    """What operands that are no facts may say: totals of facts, and what targets ask for."""
    constants = {}
    units = facts.ids("service_areas.csv")
    last = int(report["period"])
    for year in range(last - YEARS_BACK, last + 1):
        text = total([facts.cell(figure_name("FTE", str(year), unit)) for unit in units], "fte")
        constants[f"{AREA}/fteTotals/{year}"] = [None if text.startswith("not") else text.split(" ")[0]]
    for _, node in walk(report):
        if TARGET.match(node.get("name", "")) and "basis" in node:
            constants[node["name"]] = aims_of(node, facts)
    return constants


def aims_of(target, facts):
    """What the row of targets.csv behind a target asks for: a number, or any number of a band."""
    indicator = target.get("indicator", "").removeprefix("indicators/")
    rows = [row for row in facts.data["targets.csv"].rows
            if (row["indicator"], row["value"]) == (indicator, target.get("value", ""))]
    aims = []
    for row in rows:
        aims.append(row["value"])
        if row["operator"] == "within":
            observed = [cell.value for (name, _), cell in facts.cells.items()
                        if f"/{indicator}/observations/" in name and cell.value is not None]
            aims += [row["value_max"], *(value for value in observed if is_between(row, value))]
        if row["operator"] == "reduce_by":
            # The direction; years gone, left and in all; what the path asks for without a base.
            aims += ["-1", None, *map(str, range(int(row["target_year"]) - int(row["base_year"]) + 1))]
            for release in facts.data["inventory_releases.csv"].rows:
                aims.append(level_of(row, facts.cell(emission_name(release["id"], "all", row["base_year"]))))
    return aims


def level_of(row, base):
    """The level that a reduction from the base leads to; None over a gap."""
    if base is None or base.value is None:
        return None
    return exact_decimal(Fraction(base.value) * (1 - Fraction(row["value"]) / 100))


def is_between(row, value):
    return Fraction(row["value"]) <= Fraction(value) <= Fraction(row["value_max"])


def exact_decimal(number):
    """A number whose expansion ends, without zeros at the end of its decimals."""
    text = round_half_away(number, SIGNIFICANT_DIGITS)
    return text.rstrip("0").rstrip(".")
