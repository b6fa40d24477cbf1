"""The figures of an annual report as it was answered, under the same words as expected.py."""


def last_id(name):
    return name.rsplit("/", 1)[-1]


def word(enum, prefix):
    if not enum.startswith(prefix):
        raise AssertionError(f"{enum} is no {prefix}…")
    return enum[len(prefix):]


def show_cell(cell):
    if ("value" in cell) == ("missing" in cell):
        raise AssertionError(f"a cell holds not exactly one of value and reason: {cell}")
    return cell["value"] if "value" in cell else word(cell["missing"], "MISSING_REASON_")


def show_period_cell(shown):
    if ("cell" in shown) != (shown["outcome"] == "OUTCOME_FOUND"):
        raise AssertionError(f"cell and outcome do not agree: {shown}")
    return show_cell(shown["cell"]) if "cell" in shown else word(shown["outcome"], "OUTCOME_")


def show_computed(computed):
    if "notComputable" in computed:
        return "not computable: " + word(computed["notComputable"]["reason"], "NOT_COMPUTABLE_REASON_")
    return f"{computed['value']} {computed['unit']}"


def show_counts(counts):
    parts = [f"{counts.get('cells', 0)} cells", f"{counts.get('measured', 0)} measured"]
    parts += [f"{missing['count']} {word(missing['reason'], 'MISSING_REASON_')}"
              for missing in counts.get("missing", [])]
    parts += [f"{counts['noObservation']} NO_OBSERVATION"] if counts.get("noObservation") else []
    return ", ".join(parts)


def ids(resources):
    return " ".join(last_id(resource["name"]) for resource in resources)


class Reported:
    def __init__(self, report):
        self.report = report
        self.figures = {}

    def all(self):
        for section in ("indicators", "statistics", "workforce", "climate"):
            self._put(f"{section} periods", " ".join(self.report[section]["periods"]))
        self._indicators(self.report["indicators"])
        self._statistics(self.report["statistics"])
        self._workforce(self.report["workforce"])
        self._politics(self.report["politics"])
        self._climate(self.report["climate"])
        return self.figures

    def _put(self, what, text):
        if what in self.figures:
            raise AssertionError(f"the report states {what} twice")
        self.figures[what] = text

    def _put_cells(self, what, cells):
        for shown in cells:
            self._put(f"{what} {shown['period']}", show_period_cell(shown))

    # --- indicators

    def _indicators(self, section):
        self._put("indicators", str(section["indicatorCount"]))
        self._put("goals", str(section["goalCount"]))
        for status in section["goalStatuses"]:
            self._put(f"goals {word(status['status'], 'GOAL_STATUS_')}", str(status["count"]))
        self._put("cells", show_counts(section["cells"]))
        self._put("focus areas", ids(one["focusArea"] for one in section["focusAreas"]))
        for one in section["focusAreas"]:
            focus_area = last_id(one["focusArea"]["name"])
            self._put(f"{focus_area} indicators", str(one.get("indicatorCount", 0)))
            self._put(f"{focus_area} goals", ids(goal["goal"] for goal in one["goals"]))
            self._put(f"{focus_area} cells", show_counts(one["cells"]))
            for goal in one["goals"]:
                self._goal(goal)
        subjects = [target["subjects"][0]["text"] for target in section.get("otherTargets", [])]
        self._put("targets without indicator", "; ".join(sorted(subjects)))

    def _goal(self, goal):
        series = goal.get("indicators", [])
        self._put(f"{last_id(goal['goal']['name'])} indicators", ids(one["indicator"] for one in series))
        for one in series:
            indicator = last_id(one["indicator"]["name"])
            self._put(f"{indicator} unit", one["indicator"]["unit"])
            self._put(f"{indicator} direction", word(one["indicator"].get("direction", "DIRECTION_"), "DIRECTION_"))
            self._put_cells(indicator, one["cells"])
            self._put(f"{indicator} change", show_computed(one["change"]))
            for result in one.get("targets", []):
                self._target(indicator, result)

    def _target(self, indicator, result):
        comparator = word(result["target"]["comparator"], "COMPARATOR_").lower()
        what = f"{indicator} {comparator} {result['target'].get('value', '')}"
        for assessment in result["assessments"]:
            self._put(f"{what} {assessment['period']}", word(assessment["state"], "TARGET_STATE_"))
            self._put(f"{what} {assessment['period']} distance", show_computed(assessment["distance"]))

    # --- statistics

    def _statistics(self, section):
        for collection in section.get("collections", []):
            self._put(f"statistics {word(collection['collection'], 'COLLECTION_')}",
                      show_counts(collection["cells"]))
            for series in collection["series"]:
                members = [one["member"] for one in series.get("dimensions", [])]
                self._put_cells(" ".join(["statistic", last_id(series["indicator"]["name"]), *members]),
                                series["cells"])

    # --- workforce

    def _workforce(self, section):
        self._put("units", ids(one["unit"] for one in section["units"]))
        for one in section["units"]:
            unit = last_id(one["unit"]["name"])
            self._put_cells(f"{unit} FTE", one["fte"])
            self._put_cells(f"{unit} HEAD_COUNT", one["headCount"])
            self._put(f"{unit} FTE change", show_computed(one["fteChange"]))
            for series in one.get("figures", []):
                self._figures(unit, series)
        for one in section["fteTotals"]:
            self._put(f"FTE total {one['period']}", show_computed(one["total"]))
        self._put("FTE total change", show_computed(section["fteTotalChange"]))
        self._put("FTE total difference", show_computed(section["fteTotalDifference"]))
        for series in section.get("figures", []):
            self._figures("", series)
        self._put("workforce cells", show_counts(section["cells"]))

    def _figures(self, unit, series):
        measure, sex = word(series["measure"], "MEASURE_"), word(series["sex"], "SEX_")
        self._put_cells(f"{unit} {measure} {sex}".strip(), series["cells"])

    # --- politics

    def _politics(self, section):
        self._put("bodies", ids(one["body"] for one in section["activities"]))
        if section["bodyCount"] != len(section["activities"]):
            raise AssertionError("body_count is not the number of bodies")
        self._put("political activity", word(section["activityOutcome"], "OUTCOME_"))
        for one in section["activities"]:
            for field in ("meetings", "cases"):
                activity = one.get("activity")
                text = show_cell(activity[field]) if activity else word(one["outcome"], "OUTCOME_")
                self._put(f"{last_id(one['body']['name'])} {field}", text)
            for field in ("meetings", "cases"):
                self._put(f"{last_id(one['body']['name'])} share of {field}",
                          show_computed(one[f"reported{field.capitalize()}Share"]))
            self._counted(last_id(one["body"]["name"]), one["counted"])
            self._put(f"{last_id(one['body']['name'])} treatments to reported", show_computed(next(
                shown["difference"] for shown in one["casesDifferences"]
                if shown["rule"] == "COUNTING_RULE_TREATMENTS")))
        self._counted("all bodies", section["totals"]["counted"])
        self._counted("no body", section["totals"]["withoutBody"])
        for finding in section.get("numberFindings", []):
            self._number_finding(finding)
        self._put("meetings total", show_computed(section["meetingsTotal"]))
        self._put("cases total", show_computed(section["casesTotal"]))
        self._list("named cases", section.get("cases", []), section["caseCount"])
        for one in section.get("cases", []):
            self._put(f"case {last_id(one['name'])}",
                      f"{one['number']['sequence']}/{one['number']['year']} {last_id(one.get('body', ''))}"
                      f" {one.get('decisionDate', '')}")
        self._list("plans", section.get("plans", []), section["planCount"])
        for one in section.get("plans", []):
            self._put(f"plan {last_id(one['name'])}", f"{one.get('adoptionDate', '')}"
                      f" {last_id(one.get('adoptedBy', ''))} {one.get('statedStrategyCount', '')}")
        for one in section.get("resolutions", []):
            self._put(f"resolution {last_id(one['resolution']['name'])}", word(one["state"], "FOLLOW_UP_STATE_"))
        resolutions = [one["resolution"] for one in section.get("resolutions", [])]
        self._list("resolutions", resolutions, section["resolutionCount"])
        for one in section.get("resolutionStates", []):
            self._put(f"resolutions {word(one['state'], 'FOLLOW_UP_STATE_')}", str(one["count"]))

    def _counted(self, name, counted):
        if counted["meetingsOutcome"] != "OUTCOME_NO_OBSERVATION" or "meetings" in counted:
            raise AssertionError(f"{name}: meetings are counted, and none is recorded")
        for what, field in (("treatments", "treatments"), ("possible", "possibleTreatments")):
            found = counted["casesOutcome"] == "OUTCOME_FOUND"
            if found != (field in counted):
                raise AssertionError(f"{name}: {field} and the outcome do not agree")
            self._put(f"{name} {what}", str(counted[field]) if found else "NO_OBSERVATION")

    def _number_finding(self, finding):
        kind, severity = word(finding["kind"], "NUMBER_FINDING_KIND_"), word(finding["severity"], "SEVERITY_")
        what = f"{kind} {last_id(finding['body'])} {finding['firstSequence']}/{finding['year']}"
        cases = [last_id(one) for one in finding.get("cases", [])]
        if kind == "REPEATED":
            self._put(what, " ".join(sorted(cases)))
        else:
            self._put(f"{what} {cases[0]}" if cases else what, severity)

    def _list(self, what, resources, count):
        if count != len(resources):
            raise AssertionError(f"{count} {what} are stated and {len(resources)} listed")
        self._put(what, ids(resources))

    # --- climate

    def _climate(self, section):
        self._put("releases", ids(one["release"] for one in section["inventories"]))
        for inventory in section["inventories"]:
            for series in inventory.get("series", []):
                words = ["emissions", last_id(inventory["release"]["name"]), series["sector"],
                         *([series["object"]] if "object" in series else [])]
                what = " ".join(words)
                self._put_cells(what, series["cells"])
                self._put(f"{what} change of", f"{series['changeFrom']} to {series['changeTo']}")
                self._put(f"{what} change", show_computed(series["change"]))
        self._put("emission cells", show_counts(section["emissionCells"]))
        for series in section.get("activities", []):
            account = {"ACTIVITY_SERIES": "activity_series", "CONSUMPTION_FOOTPRINT": "consumption"}[
                word(series["account"], "ACCOUNT_")]
            scope = word(series["scope"], "SCOPE_").lower() if "scope" in series else ""
            key = (account, series["metric"], series["boundary"], scope, series.get("sector"),
                   series.get("object"), series["unit"])
            self._put_cells(" ".join(["activity", *(part for part in key if part)]), series["cells"])
        self._put("activity cells", show_counts(section["activityCells"]))
        for result in section.get("targets", []):
            self._climate_target(result)
        for one in section.get("actionAreas", []):
            self._put(f"measures {one['actionArea']}", show_measures(one))
            for measure in one["measures"]:
                self._put(f"measure {last_id(measure['name'])}", " ".join([
                    measure["actionArea"], show_cell(measure["quantity"]) if "quantity" in measure else "",
                    measure.get("unit", ""), measure.get("fromPeriod", ""), measure.get("toPeriod", "")]))
        self._put("measures", show_measures(section))

    def _climate_target(self, result):
        kind = word(result["target"]["kind"], "CLIMATE_TARGET_KIND_").lower().replace("_percent", "")
        for one in result["assessments"]:
            what = f"target {kind} {result['target']['value']} {last_id(one['inventoryRelease'])}"
            self._put(f"{what} current", one.get("currentPeriod", ""))
            self._put(f"{what} change", show_computed(one["changeFromBase"]))
            self._put(f"{what} level", show_computed(one["targetLevel"]))
            self._put(f"{what} distance", show_computed(one["distance"]))


def show_measures(counts):
    return f"{counts.get('measureCount', 0)}, {counts.get('quantifiedMeasureCount', 0)} quantified"


def reported_figures(report):
    return Reported(report).all()
