"""Figures of a register, computed once more: from its rows, day by day, with dates and fractions.

It shares nothing with the service: no counters, no running sums, a calendar of its own. Rows are
dictionaries as the CSV files have them, units as protobuf's JSON has them.
"""

import collections
import datetime
import fractions

Fraction = fractions.Fraction
ONE_DAY = datetime.timedelta(days=1)
FOR_EVER = datetime.date(2101, 1, 1)
SINCE_EVER = datetime.date(1899, 1, 1)

AGE_BANDS = ("", "UNDER_30", "30_TO_39", "40_TO_49", "50_TO_59", "60_AND_OVER")
SEXES = ("TOTAL", "WOMEN", "MEN")
BASES_AND_BANDS = (("SELF_CERTIFIED", ""), ("DOCTOR_CERTIFIED", ""), ("TOTAL_REGISTERED", ""),
                   ("TOTAL_REGISTERED", "SHORT"), ("TOTAL_REGISTERED", "LONG"))
DECIMALS = {"HEAD_COUNT": 0, "APPRENTICES": 0}

# What a figure is about. Of sex, age and the others the words of the contract, without prefixes.
Key = collections.namedtuple("Key", "unit measure sex age basis band")
# `quotient` is what the figure is before rounding, None where it is not computable.
Value = collections.namedtuple("Value", "numerator denominator quotient text")


def easter(year):
    """Easter Sunday, by the way of Gauss with his own corrections."""
    century = year // 100
    moon = (15 + century - century // 4 - (8 * century + 13) // 25) % 30
    start = (4 + century - century // 4) % 7
    age = (19 * (year % 19) + moon) % 30
    if age == 29 or (age == 28 and year % 19 > 10):
        age -= 1
    to_sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * age + start) % 7
    return datetime.date(year, 3, 22) + datetime.timedelta(days=age + to_sunday)


def holidays(year):
    moving = {easter(year) + datetime.timedelta(days=n) for n in (-3, -2, 0, 1, 39, 49, 50)}
    return moving | {datetime.date(year, month, day)
                     for month, day in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}


def days(first, last):
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def workdays(first, last):
    off = set().union(*(holidays(year) for year in range(first.year, last.year + 1)))
    return [day for day in days(first, last) if day.weekday() < 5 and day not in off]


def date(text, otherwise):
    return datetime.date.fromisoformat(text) if text else otherwise


def rounded(number, decimals):
    """`number` rounded half away from zero, as text."""
    scaled = abs(number) * 10 ** decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(decimals + 1, "0")
    text = digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}"
    return f"-{text}" if number < 0 and whole != 0 else text


def last_id(name):
    return name.rsplit("/", 1)[-1]


class Organisation:
    """Where people of a unit are counted on a day."""

    def __init__(self, units):
        self._units = {last_id(unit["name"]): unit for unit in units}
        self._merged_into = collections.defaultdict(list)
        for name, unit in self._units.items():
            for origin in unit.get("origins", []):
                if origin.get("kind") == "UNIT_ORIGIN_KIND_MERGED":
                    self._merged_into[last_id(origin["unit"])].append(name)
        self._chains = {}

    def is_there(self, unit, day):
        entry = self._units[unit]
        return (date(entry.get("validFrom"), SINCE_EVER) <= day
                <= date(entry.get("validTo"), FOR_EVER))

    def units(self, day):
        return [unit for unit in self._units if self.is_there(unit, day)]

    def _parent(self, unit, day):
        parent = ""
        for placement in self._units[unit].get("placements", []):
            if date(placement.get("from"), SINCE_EVER) <= day:
                parent = last_id(placement.get("parent", ""))
        return parent

    def _present(self, unit, day):
        """The unit that people of `unit` are counted in on a day; "" for none but the area."""
        while unit and not self.is_there(unit, day):
            entry = self._units[unit]
            first = date(entry.get("validFrom"), SINCE_EVER)
            last = date(entry.get("validTo"), FOR_EVER)
            into = self._merged_into[unit]
            if last < day and len(into) == 1:
                unit = into[0]
            else:
                unit = self._parent(unit, min(max(day, first), last))
        return unit

    def nodes(self, unit, day):
        """All units, and "" for the area, that a position in `unit` counts in, in the organisation
        of a day."""
        key = (unit, day)
        if key not in self._chains:
            chain = [""]
            at = self._present(unit, day)
            while at:
                chain.append(at)
                at = self._parent(at, day)
                while at and not self.is_there(at, day):
                    at = self._parent(at, day)
            self._chains[key] = chain
        return self._chains[key]


class Person:
    def __init__(self, row):
        self.sex = row["sex"].upper()
        self.birth_year = int(row["birth_years"][:4])
        self.positions = []
        self.absences = []

    def age(self, day):
        years = day.year - (self.birth_year + 2)
        return AGE_BANDS[1 + min(max(years // 10 - 2, 0), 4)]


class Position:
    def __init__(self, row):
        self.unit = last_id(row["unit"])
        self.percent = Fraction(row["percent"]) / 100
        self.first = date(row["from"], None)
        self.last = date(row["to"], FOR_EVER)
        self.kind = row["kind"]
        self.group = row["occupation_group"]
        self.educated = row["education"] in ("trade-certificate", "higher")

    def covers(self, day):
        return self.first <= day <= self.last


class Absence:
    def __init__(self, row):
        self.first = date(row["from"], None)
        self.last = date(row["to"], FOR_EVER)
        self.degree = Fraction(row["degree"]) / 100
        self.kind = row["kind"]
        self.by_doctor = row["basis"] == "doctor"
        self.unit = last_id(row["unit"])

    def is_from(self, position, day):
        return self.first <= day <= self.last and self.unit in ("", position.unit)


class Register:
    def __init__(self, units, positions, absences):
        self.organisation = Organisation(units)
        self.persons = {}
        for row in positions:
            person = self.persons.setdefault(row["person_key"], Person(row))
            person.positions.append(Position(row))
        for row in absences:
            self.persons[row["person_key"]].absences.append(Absence(row))
        for person in self.persons.values():
            person.absences.sort(key=lambda absence: absence.first)

    def figures(self, first, last, is_year, short_term_days=16):
        """Every figure of a period, of the area and all units that are there on its last day."""
        stock_day = datetime.date(last.year, 12, 1) if is_year else last
        sums = Sums(self.organisation)
        for person in self.persons.values():
            _add_stock(person, last, sums)
            _add_sizes(person, stock_day, sums)
            _add_turnover(person, first - ONE_DAY, last, sums)
        calendar = workdays(first, last)
        for person in self.persons.values():
            _add_sick_leave(person, calendar, last, short_term_days, sums)
            _add_parental_leave(person, calendar, last, sums)
        return sums.figures(last, stock_day)


class Sums:
    """Sums by what is summed, unit, sex and age."""

    def __init__(self, organisation):
        self.organisation = organisation
        self._sums = collections.defaultdict(Fraction)

    def add(self, what, nodes, person, day, amount=1):
        for node in nodes:
            for sex in ("TOTAL", person.sex):
                for age in ("", person.age(day)):
                    self._sums[what, node, sex, age] += amount

    def figures(self, last, stock_day):
        found = {}
        for unit in ["", *self.organisation.units(last)]:
            for sex in SEXES:
                for age in AGE_BANDS:
                    found.update(self._figures_of(unit, sex, age, unit == "" or
                                                  self.organisation.is_there(unit, stock_day)))
        return found

    def _figures_of(self, unit, sex, age, has_sizes):
        def of(what, of_sex=sex):
            return self._sums[what, unit, of_sex, age]

        def key(measure, basis="", band=""):
            return Key(unit, measure, sex, age, basis, band)

        yield key("FTE_AGREED"), alone("FTE_AGREED", of("fte"))
        yield key("FTE_EXCL_LONG_ABSENCE"), alone("FTE_EXCL_LONG_ABSENCE", of("fte") - of("away"))
        yield key("HEAD_COUNT"), alone("HEAD_COUNT", of("heads"))
        yield key("FULL_TIME_SHARE_PER_JOB"), share(of("full jobs"), of("jobs"))
        yield key("AVERAGE_POSITION_SIZE"), share(of("fte"), of("heads"))
        yield (key("TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE"),
               share(of("educated"), of("fte")))
        yield key("APPRENTICES"), alone("APPRENTICES", of("apprentices"))
        yield key("TEMPORARY_SHARE"), share(of("temporary"), of("heads"))
        yield key("TURNOVER"), share(of("leavers"), (of("before") + of("after")) / 2)
        yield key("PARENTAL_LEAVE_WEEKS"), ratio(of("parental") / 5, of("on parental leave"))
        for basis, band in BASES_AND_BANDS:
            yield (key("SICK_LEAVE_RATE", basis, band),
                   share(of(f"lost {basis} {band}"), of("contracted")))
        if sex == "TOTAL":
            yield key("WOMEN_SHARE"), share(of("heads", "WOMEN"), of("heads"))
        if has_sizes:
            yield key("FULL_TIME_SHARE_PERSON_SUM"), share(of("from 1"), of("permanent"))
            yield key("POSITION_80_SHARE"), share(of("from 0.8"), of("permanent"))


def alone(measure, number):
    return Value(number, None, number, rounded(number, DECIMALS.get(measure, 1)))


def ratio(numerator, denominator, factor=1):
    if denominator == 0:
        return Value(numerator, denominator, None, None)
    quotient = numerator / denominator * factor
    return Value(numerator, denominator, quotient, rounded(quotient, 1))


def share(numerator, denominator):
    return ratio(numerator, denominator, 100)


def _open_by_node(person, day, organised_on, sums):
    """The positions that are open on a day, by all nodes that they count in."""
    by_node = collections.defaultdict(list)
    for position in person.positions:
        if position.covers(day):
            for node in sums.organisation.nodes(position.unit, organised_on):
                by_node[node].append(position)
    return by_node


def _away(person, position, day):
    degree = sum(absence.degree for absence in person.absences if absence.is_from(position, day) and
                 (absence.kind == "parental" or (absence.kind == "sick" and absence.by_doctor)))
    return position.percent * min(degree, 1)


def _add_stock(person, day, sums):
    for node, positions in _open_by_node(person, day, day, sums).items():
        kinds = {position.kind for position in positions}
        jobs = [position for position in positions
                if not (position.kind == "hourly" and position.percent == 0)]

        def add(what, amount, node=node):
            sums.add(what, [node], person, day, amount)

        add("heads", 1)
        add("fte", sum(position.percent for position in positions))
        add("away", sum(_away(person, position, day) for position in positions))
        add("educated", sum(position.percent for position in positions if position.educated))
        add("jobs", len(jobs))
        add("full jobs", sum(1 for position in jobs if position.percent == 1))
        if "permanent" not in kinds:
            add("temporary" if kinds & {"temporary", "hourly"} else "apprentices", 1)


def _add_sizes(person, day, sums):
    permanent = [position for position in person.positions
                 if position.kind == "permanent" and position.covers(day)]
    size = sum(position.percent for position in permanent)
    nodes = {node for position in permanent
             for node in sums.organisation.nodes(position.unit, day)}
    sums.add("permanent", nodes, person, day)
    if size >= 1:
        sums.add("from 1", nodes, person, day)
    if size >= Fraction(4, 5):
        sums.add("from 0.8", nodes, person, day)


def _add_turnover(person, before_day, last, sums):
    before = set(_open_by_node(person, before_day, last, sums))
    after = set(_open_by_node(person, last, last, sums))
    sums.add("before", before, person, last)
    sums.add("after", after, person, last)
    sums.add("leavers", before - after, person, last)


def _spell_days(person, until):
    """Of each day of sick leave: the leave, and which day of its spell it is, from 1."""
    found = {}
    before = None
    number = 0
    for absence in person.absences:
        if absence.kind != "sick":
            continue
        for day in days(absence.first, min(absence.last, until)):
            number = number + 1 if before is not None and day == before + ONE_DAY else 1
            found[day] = (absence, number)
            before = day
    return found


def _add_sick_leave(person, calendar, last, short_term_days, sums):
    if not calendar:
        return
    spell_days = _spell_days(person, last)
    for position in person.positions:
        agreed = [day for day in calendar if position.covers(day)]
        if not agreed:
            continue
        nodes = sums.organisation.nodes(position.unit, last)
        sums.add("contracted", nodes, person, last, position.percent * len(agreed))
        lost = collections.defaultdict(Fraction)
        for day in agreed:
            absence, number = spell_days.get(day, (None, 0))
            if absence is None or not absence.is_from(position, day):
                continue
            amount = position.percent * absence.degree
            basis = "DOCTOR_CERTIFIED" if absence.by_doctor else "SELF_CERTIFIED"
            lost[f"lost {basis} "] += amount
            lost["lost TOTAL_REGISTERED "] += amount
            band = "SHORT" if number <= short_term_days else "LONG"
            lost[f"lost TOTAL_REGISTERED {band}"] += amount
        for what, amount in lost.items():
            sums.add(what, nodes, person, last, amount)


def _add_parental_leave(person, calendar, last, sums):
    taken = collections.defaultdict(Fraction)
    for absence in person.absences:
        if absence.kind != "parental":
            continue
        for day in calendar:
            nodes = {node for position in person.positions
                     if position.covers(day) and absence.is_from(position, day)
                     for node in sums.organisation.nodes(position.unit, last)}
            for node in nodes:
                taken[node] += absence.degree
    for node, amount in taken.items():
        sums.add("parental", [node], person, last, amount)
        sums.add("on parental leave", [node], person, last)
