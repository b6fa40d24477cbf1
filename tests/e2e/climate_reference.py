"""What follows from the rows of generated inventories, with exact arithmetic and none of the product's code.

Rows are what tertial_generate_inventory writes: masses of gases by source, of which some have a notation
key or are not there. A total over a gap is none; what is known of it stands beside it.
"""

import collections
import json
from fractions import Fraction

GAPS = ("MISSING_REASON_NOT_ESTIMATED", "MISSING_REASON_SUPPRESSED")
NOT_OCCURRING = "MISSING_REASON_NOT_OCCURRING"
ELSEWHERE = "MISSING_REASON_INCLUDED_ELSEWHERE"

Total = collections.namedtuple("Total", "value recorded gaps left_out")


class Inventories:
    def __init__(self, path):
        self.potentials = {}
        self.releases = []
        # Figures by source and gas: {release: {year: {(sector, source, gas): row}}}.
        self.figures = collections.defaultdict(lambda: collections.defaultdict(dict))
        # What is published of all: {release: {year: value}}.
        self.published = collections.defaultdict(dict)
        self.objects = collections.defaultdict(dict)
        with open(path, encoding="utf-8") as file:
            for line in file:
                self._add(json.loads(line))

    def _add(self, row):
        if "gwpTable" in row:
            table = row["gwpTable"]
            self.potentials[table["name"]] = {one["gas"]: Fraction(one["gwp"]) for one in table["values"]}
        elif "inventoryRelease" in row:
            self.releases.append(row["inventoryRelease"])
        elif "emissionFigure" in row:
            figure = row["emissionFigure"]
            release, year = figure["name"].split("/emissions/")[0], figure["period"]
            if "gas" in figure:
                self.figures[release][year][figure["sector"], figure["source"], figure["gas"]] = figure
            elif "object" in figure:
                self.objects[release][year] = figure
            else:
                self.published[release][year] = figure["cell"]["value"]

    def years(self, release):
        return sorted(self.figures[release])

    def sectors(self, release):
        return sorted({key[0] for keys in self.figures[release].values() for key in keys})

    def recorded(self, release):
        """What is recorded in any year: a part that is missing in one is a gap there."""
        return {key for keys in self.figures[release].values() for key in keys}

    def total(self, release, year, sector=None, table="gwpTables/ar5"):
        """Of a sector, or of all of them, in tonnes of CO2 equivalents."""
        figures = self.figures[release][year]
        by_name = {figure["name"]: key for key, figure in figures.items()}
        parts = [key for key in self.recorded(release) if sector in (None, key[0])]
        value, gaps, left_out = Fraction(0), 0, 0
        for key in parts:
            figure = figures.get(key)
            missing = None if figure is None else figure["cell"].get("missing")
            if figure is None or missing in GAPS:
                gaps += 1
            elif missing == NOT_OCCURRING:
                left_out += 1
            elif missing == ELSEWHERE:
                end = self._end_of(figure, figures, by_name)
                inside = sector in (None, end[0])
                left_out, gaps = left_out + inside, gaps + (not inside)
            else:
                value += Fraction(figure["cell"]["value"]) * self.potentials[table][key[2]]
        return Total(None if gaps else value, value, gaps, left_out)

    @staticmethod
    def _end_of(figure, figures, by_name):
        """The figure that holds the emissions, by however many steps."""
        while figure["cell"].get("missing") == ELSEWHERE:
            figure = figures[by_name[figure["includedIn"]]]
        return by_name[figure["name"]]
