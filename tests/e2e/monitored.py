"""What is watched: the metrics that the sources declare, the rules and the dashboard in deploy/monitoring/, and what is
wrong with the latter given the former."""

import json
import re

import yaml

import promql
from harness import SOURCE

MONITORING = SOURCE / "deploy" / "monitoring"
# Those for wherever the services are, and all.
GENERAL_RULES = (MONITORING / "alerts.yaml", MONITORING / "objectives.yaml")
RULE_FILES = (*GENERAL_RULES, MONITORING / "kubernetes.yaml")
DASHBOARD = MONITORING / "dashboard.json"
OBSERVABILITY = SOURCE / "common" / "observability"

FAMILY = re.compile(r'MetricFamily (k\w+) =\s*\{\s*"((?:tertial|process)_\w+)",\s*((?:"[^"]*"\s*)+)(?:,\s*\{([^}]*)\})?')
HISTOGRAM = re.compile(r"HistogramOf\((k\w+)")
BUCKETS = re.compile(r"std::vector<double>\{([^}]*)\}")
# What Prometheus itself adds to what it has scraped. A namespace is there where there is Kubernetes.
OF_TARGETS = frozenset({"job", "instance", "namespace"})
CODES = frozenset("""OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS
    PERMISSION_DENIED UNAUTHENTICATED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL
    UNAVAILABLE DATA_LOSS""".split())


def enumerated(file, enum):
    """The values of an enum of the contracts, without what they all begin with."""
    text = (SOURCE / "proto" / "tertial" / file).read_text()
    body = re.search(rf"^enum {enum} \{{(.*?)^\}}", text, re.MULTILINE | re.DOTALL)[1]
    names = re.findall(r"^  (\w+) = \d+", body, re.MULTILINE)
    prefix = re.sub(r"(?<!^)([A-Z])", r"_\1", enum).upper() + "_"
    return frozenset(name.removeprefix(prefix) for name in names)


def contracts():
    """(services, methods) of all contracts."""
    services, methods = set(), set()
    for file in (SOURCE / "proto" / "tertial").rglob("*.proto"):
        text = file.read_text()
        package = re.search(r"^package ([\w.]+);", text, re.MULTILINE)[1]
        services.update(f"{package}.{name}" for name in re.findall(r"^service (\w+) \{", text, re.MULTILINE))
        methods.update(re.findall(r"^  rpc (\w+)\(", text, re.MULTILINE))
    return frozenset(services), frozenset(methods)


def declared():
    """{metric: labels} of all that a process has, and of what Prometheus says of it."""
    families = FAMILY.findall((OBSERVABILITY / "metric_families.h").read_text())
    sources = [file.read_text() for folder in ("common", "services") for file in (SOURCE / folder).rglob("*.cc")]
    histograms = {name for text in sources for name in HISTOGRAM.findall(text)}
    found = {"up": OF_TARGETS}
    for variable, name, _, labels in families:
        has = OF_TARGETS | frozenset(re.findall(r'"(\w+)"', labels))
        if variable in histograms:
            found |= {f"{name}_bucket": has | {"le"}, f"{name}_sum": has, f"{name}_count": has}
        else:
            found[name] = has
    return found


def values():
    """{(metric, label): values} where the values of a label are told somewhere."""
    services, methods = contracts()
    refusals = enumerated("common/v1/errors.proto", "ErrorReason")
    bounds = re.search(BUCKETS, (OBSERVABILITY / "metrics.cc").read_text())[1].replace(" ", "").replace("\n", "")
    known = {("tertial_rpc_requests_total", "code"): CODES, ("tertial:calls:rate5m", "code"): CODES,
             ("tertial:calls:rate5m", "class"): {"read", "write"},
             ("tertial_refused_calls_total", "reason"): refusals,
             ("tertial_gateway_report_sections", "completeness"): enumerated("gateway/v1/gateway_resources.proto",
                                                                             "Completeness"),
             ("tertial_rpc_duration_seconds_bucket", "le"): frozenset(bounds.split(",")) | {"+Inf"}}
    for metric in ("tertial_rpc_requests_total", "tertial_rpc_duration_seconds_bucket",
                   "tertial_rpc_duration_seconds_count", "tertial_rpc_duration_seconds_sum"):
        known |= {(metric, "service"): services, (metric, "method"): methods}
    return known


class Rules:
    """The rules of some files, in their order, over the metrics that there are."""

    def __init__(self, files=RULE_FILES):
        self.labels_of = declared()
        self.values_of = values()
        self.alerts = {}
        self.recorded = {}
        self.findings = []
        self._objectives = set()
        for file in files:
            for group in yaml.safe_load(file.read_text())["groups"]:
                for rule in group["rules"]:
                    self._read(rule)
        self.labels_of["ALERTS"] = frozenset({"alertname", "alertstate", "severity"}).union(
            *(labels for _, labels in self.alerts.values()))
        self.values_of["ALERTS", "alertname"] = frozenset(self.alerts)

    def _read(self, rule):
        name = rule.get("alert", rule.get("record"))
        found, labels, metrics = promql.findings(rule["expr"], self.labels_of, self.values_of)
        self.findings += [f"{name}: {one}" for one in found]
        # A target is a number.
        if not found and not metrics and "alert" in rule:
            self.findings.append(f"{name}: it is over no metric")
        labels = labels | frozenset(rule.get("labels", {}))
        if "alert" in rule:
            self.alerts[name] = (rule, labels)
            for one in re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]):
                if one not in labels:
                    self.findings.append(f"{name}: its summary tells of a label {one!r} that it has not")
            return
        # Rules of one name have the same labels, or nobody can rely on them.
        if name in self.recorded and self.recorded[name] != labels:
            self.findings.append(f"{name}: its rules have different labels: {sorted(self.recorded[name])}, "
                                 f"{sorted(labels)}")
        self.recorded[name] = self.labels_of[name] = labels
        if "objective" in rule.get("labels", {}):
            self._objectives.add(rule["labels"]["objective"])
            self.values_of[name, "objective"] = self._objectives

    def objectives(self):
        return frozenset(self._objectives)


def dashboard(file=DASHBOARD):
    return json.loads(file.read_text())


def panels(board):
    """All but rows, also those in rows that are closed."""
    for panel in board["panels"]:
        if panel["type"] == "row":
            yield from panel.get("panels", ())
        else:
            yield panel


VARIABLE = re.compile(r"\$(?:\{(\w+)(?::\w+)?\}|(\w+))")
# What Grafana sets.
OF_GRAFANA = {"__rate_interval", "__interval", "__range"}
LABEL_VALUES = re.compile(r"label_values\((\w[\w:]*)(?:\{(.*)\})?, (\w+)\)")


def filled(expression, **variables):
    """With the values of its variables."""
    chosen = {"__rate_interval": "5m", "__interval": "1m", "__range": "1h", **variables}
    return VARIABLE.sub(lambda match: chosen.get(match[1] or match[2], match[0]), expression)


def dashboard_findings(board, rules):
    """What is wrong with a dashboard."""
    found = []
    variables = {one["name"] for one in board["templating"]["list"]}
    for one in board["templating"]["list"]:
        if one["type"] != "query":
            continue
        match = LABEL_VALUES.fullmatch(one["query"]["query"])
        if match is None:
            found.append(f"${one['name']}: its query is none for values of a label")
            continue
        selector = f"{match[1]}{{{match[2] or ''}}}"
        over, labels, _ = promql.findings(selector, rules.labels_of, rules.values_of)
        if not over and one["name"] != "namespace":
            over = narrow_findings(selector, rules)
        found += [f"${one['name']}: {finding}" for finding in over]
        if not over and match[3] not in labels:
            found.append(f"${one['name']}: {match[1]} has no label {match[3]!r}")
    for panel in panels(board):
        found += [f"{panel['title']!r}: {finding}" for finding in panel_findings(panel, variables, rules)]
    everywhere = [*board["panels"], *(panel for row in board["panels"] for panel in row.get("panels", ()))]
    ids = [panel["id"] for panel in everywhere]
    found += [f"the id {one} is there twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    places = {}
    for panel in board["panels"]:
        place = panel["gridPos"]
        if place["x"] + place["w"] > 24:
            found.append(f"{panel['title']!r}: it is wider than the page")
        for cell in ((x, y) for x in range(place["x"], place["x"] + place["w"])
                     for y in range(place["y"], place["y"] + place["h"])):
            if places.setdefault(cell, panel["title"]) != panel["title"]:
                found.append(f"{panel['title']!r}: it lies over {places[cell]!r}")
                break
    return found


def narrow_findings(expression, rules):
    """What of it is also of other installations, or of no Tertial at all. It can be read."""
    found = [f"{metric} is not only of $namespace"
             for metric in promql.unmatched(expression, rules.labels_of, "namespace", "=~", "$namespace")]
    if any(metric == "ALERTS" for metric in promql.unmatched(expression, rules.labels_of, "alertname", "=~", "Tertial.+")):
        found.append("ALERTS are not only those of Tertial")
    return found


def panel_findings(panel, variables, rules):
    found = []
    if not panel.get("targets"):
        found.append("it shows nothing")
    references = [target["refId"] for target in panel.get("targets", ())]
    if len(set(references)) < len(references):
        found.append("two queries have one refId")
    if not panel.get("description"):
        found.append("it does not say what it shows")
    for source in (panel, *panel.get("targets", ())):
        if source.get("datasource") != {"type": "prometheus", "uid": "${datasource}"}:
            found.append("its data do not come from $datasource")
    for target in panel.get("targets", ()):
        unknown = {match[1] or match[2] for match in VARIABLE.finditer(target["expr"])} - variables - OF_GRAFANA
        found += [f"there is no variable ${name}" for name in sorted(unknown)]
        over, labels, metrics = promql.findings(filled(target["expr"]), rules.labels_of, rules.values_of)
        found += over or narrow_findings(filled(target["expr"]), rules)
        if not over and not metrics:
            found.append("it is over no metric")
        for label in re.findall(r"\{\{(\w+)\}\}", target.get("legendFormat", "")):
            if label not in labels:
                found.append(f"its legend has a label {label!r} that its query has not")
    return found
