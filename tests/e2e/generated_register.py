"""A generated register, recorded and uploaded to services that run."""

import csv
import json

from harness import node, run

AREA = "asker"
EXTRACT_DATE = "2024-12-31"


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit_name(unit):
    return f"areas/{AREA}/units/{unit}" if unit else ""


def units_of(rows):
    """The rows of units.csv as protobuf's JSON has units."""
    units = []
    for row in rows:
        unit = {"name": unit_name(row["unit"]), "order": int(row["order"]),
                "titles": [{"language": "nb", "text": row["title"]}],
                "validFrom": row["valid_from"], "validTo": row["valid_to"],
                "placements": [], "origins": []}
        for placement in filter(None, row["placements"].split(";")):
            parent, since = placement.split("@")
            unit["placements"].append({"parent": unit_name(parent), "from": since})
        if row["merged_from"]:
            unit["origins"].append({"unit": unit_name(row["merged_from"]),
                                    "date": row["merged_on"], "kind": "UNIT_ORIGIN_KIND_MERGED"})
        units.append(unit)
    return units


def generate(folder):
    """Writes positions.csv, absences.csv and units.csv."""
    folder.mkdir()
    made = run("tertial_generate_register", folder)
    if made.code != 0:
        raise AssertionError(f"the register is not made: {made!r}")


def record(system, rows):
    """Imports rows of the workforce service as one commit. What the command left."""
    order = {"service": "workforce", "address": system.addresses["workforce"], "rows": rows}
    return node("record.mjs", stdin=json.dumps(order))


def upload(system, folder, units):
    recorded = record(system, [{"unit": unit} for unit in units])
    if recorded.code != 0:
        raise AssertionError(f"the units are not recorded: {recorded!r}")
    uploaded = system.run("register", "upload", folder / "positions.csv", folder / "absences.csv",
                          "--area", AREA, "--extract-date", EXTRACT_DATE)
    if uploaded.code != 0:
        raise AssertionError(f"the register is not uploaded: {uploaded!r}")
