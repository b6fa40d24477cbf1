"""Reads expressions of PromQL and says what is wrong with them, given which metrics there are and what labels they
have: metrics, labels and functions that there are not, labels that an aggregation has taken away, and sides of an
operator that can never meet. Whether the grammar is kept to the last word is for promtool."""

import re

TOKEN = re.compile(r"""
    (?P<space>\s+|\#[^\n]*)
  | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<duration>(?:\d+(?:ms|[smhdwy]))+(?![\w:]))
  | (?P<number>(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)(?![\w:]))
  | (?P<word>[A-Za-z_:][\w:]*)
  | (?P<sign>=~|!~|!=|==|<=|>=|[-+*/%^<>=(){}\[\],:@])
""", re.VERBOSE)

# Lowest first; ^ alone is taken from the right.
BINARY = [{"or"}, {"and", "unless"}, {"==", "!=", "<", "<=", ">", ">="}, {"+", "-"}, {"*", "/", "%", "atan2"}, {"^"}]
SETS = {"and", "or", "unless"}
COMPARISONS = BINARY[2]
AGGREGATIONS = {"sum", "min", "max", "avg", "group", "stddev", "stdvar", "count", "count_values", "bottomk", "topk",
                "quantile"}
KEEP_THEIR_SERIES = {"bottomk", "topk"}
SCALARS = {"time", "scalar", "pi"}
WITHOUT_LABELS = {"vector", "absent", "absent_over_time"}
FUNCTIONS = SCALARS | WITHOUT_LABELS | {
    "label_replace", "label_join", "histogram_quantile", "abs", "ceil", "floor", "round", "exp", "ln", "log2", "log10",
    "sqrt", "sgn", "clamp", "clamp_min", "clamp_max", "sort", "sort_desc", "timestamp", "changes", "delta", "deriv",
    "holt_winters", "idelta", "increase", "irate", "predict_linear", "rate", "resets", "avg_over_time",
    "min_over_time", "max_over_time", "sum_over_time", "count_over_time", "quantile_over_time", "stddev_over_time",
    "stdvar_over_time", "last_over_time", "present_over_time"}
# What a literal of `code=~"INTERNAL|UNKNOWN"` is.
LITERAL = re.compile(r"[A-Za-z0-9_.]+")


class NotPromql(Exception):
    """It cannot be read."""


class Check:
    """One expression. `labels_of`: {metric: labels}. `values_of`: {(metric, label): values} where they are known."""

    def __init__(self, expression, labels_of, values_of=None):
        self.findings = []
        self.metrics = set()
        # What each of them is matched by: (metric, {(label, operator, value)}).
        self.selectors = []
        self._labels_of = labels_of
        self._values_of = values_of or {}
        self._tokens = list(tokens(expression))
        self._at = 0
        # The labels of what comes out; None of a scalar.
        self.labels = self._binary(0)
        if self._peek() is not None:
            raise NotPromql(f"{self._peek()!r} stands where the expression could end")

    # Tokens.

    def _peek(self):
        return self._tokens[self._at][1] if self._at < len(self._tokens) else None

    def _kind(self):
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def _next(self):
        if self._peek() is None:
            raise NotPromql("it breaks off")
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _take(self, token):
        if self._peek() != token:
            return False
        self._at += 1
        return True

    def _demand(self, token):
        if not self._take(token):
            raise NotPromql(f"{token!r} is missing before {self._peek()!r}")

    def _names(self):
        """(a, b)"""
        self._demand("(")
        names = []
        while not self._take(")"):
            if self._kind() != "word":
                raise NotPromql(f"{self._peek()!r} is no name of a label")
            names.append(self._next())
            if self._peek() != ")":
                self._demand(",")
        return names

    def _demand_labels(self, names, labels, where):
        for name in names:
            if name not in (labels or ()):
                self.findings.append(f"{where}: there is no label {name!r} (there are {sorted(labels or ())})")

    # Operators.

    def _binary(self, level):
        if level == len(BINARY):
            return self._unary()
        left = self._binary(level + 1)
        while self._peek() in BINARY[level] and self._kind() in ("word", "sign"):
            operator = self._next()
            self._take("bool")
            matching = self._matching()
            right = self._binary(level if operator == "^" else level + 1)
            left = self._joined(operator, matching, left, right)
        return left

    def _matching(self):
        """(on | ignoring | None, their labels, group_left | group_right | None, theirs)"""
        how, names, group, brought = None, [], None, []
        if self._peek() in ("on", "ignoring"):
            how, names = self._next(), self._names()
        if self._peek() in ("group_left", "group_right"):
            group = self._next()
            brought = self._names() if self._peek() == "(" else []
        return how, names, group, brought

    def _joined(self, operator, matching, left, right):
        how, names, group, brought = matching
        if left is None or right is None:
            return right if left is None else left
        if how is not None:
            self._demand_labels(names, left, f"{how}, left of {operator!r}")
            self._demand_labels(names, right, f"{how}, right of {operator!r}")
        elif operator != "or" and left != right:
            self.findings.append(f"{operator!r}: its sides have different labels and never meet: "
                                 f"{sorted(left)}, {sorted(right)}")
        if operator in SETS:
            return left | right if operator == "or" else left
        if group is not None:
            many, one = (left, right) if group == "group_left" else (right, left)
            self._demand_labels(brought, one, group)
            return many | frozenset(brought)
        if how == "on":
            return left & frozenset(names)
        return left - frozenset(names)

    def _unary(self):
        while self._peek() in ("-", "+"):
            self._next()
        return self._postfix(self._primary())

    def _postfix(self, labels):
        while True:
            if self._take("["):
                while not self._take("]"):
                    self._next()
            elif self._take("offset"):
                self._take("-")
                self._next()
            elif self._take("@"):
                self._next()
            else:
                return labels

    # Operands.

    def _primary(self):
        kind = self._kind()
        if kind in ("number", "duration", "string"):
            self._next()
            return None
        if self._take("("):
            labels = self._binary(0)
            self._demand(")")
            return labels
        if self._peek() == "{":
            raise NotPromql("a selector without the name of a metric")
        name = self._next()
        if kind != "word":
            raise NotPromql(f"{name!r} stands where an operand should")
        if name in AGGREGATIONS and self._peek() in ("(", "by", "without"):
            return self._aggregation(name)
        if self._peek() == "(":
            return self._call(name)
        return self._selector(name)

    def _arguments(self):
        """[(labels, text of a string)]"""
        self._demand("(")
        arguments = []
        while not self._take(")"):
            text = self._peek()[1:-1] if self._kind() == "string" else None
            arguments.append((self._binary(0), text))
            if self._peek() != ")":
                self._demand(",")
        return arguments

    def _aggregation(self, name):
        how, names = (self._next(), self._names()) if self._peek() in ("by", "without") else (None, [])
        labels = next((labels for labels, _ in reversed(self._arguments()) if labels is not None), None)
        if how is None and self._peek() in ("by", "without"):
            how, names = self._next(), self._names()
        if labels is None:
            raise NotPromql(f"{name} of what is no vector")
        self._demand_labels(names, labels, f"{name} {how}")
        if name in KEEP_THEIR_SERIES:
            return labels
        return labels - frozenset(names) if how == "without" else labels & frozenset(names)

    def _call(self, name):
        if name not in FUNCTIONS:
            raise NotPromql(f"there is no function {name!r}")
        arguments = self._arguments()
        if name in SCALARS:
            return None
        if name in WITHOUT_LABELS:
            return frozenset()
        labels = next((labels for labels, _ in arguments if labels is not None), None)
        texts = [text for _, text in arguments if text is not None]
        if name == "label_replace":
            self._demand_labels([texts[2]] if texts[2] else [], labels, name)
            return labels | {texts[0]}
        if name == "label_join":
            self._demand_labels(texts[2:], labels, name)
            return labels | {texts[0]}
        if name == "histogram_quantile":
            self._demand_labels(["le"], labels, name)
            return labels - {"le"}
        return labels

    def _selector(self, metric):
        labels = self._labels_of.get(metric)
        if labels is None:
            self.findings.append(f"there is no metric {metric!r}")
        else:
            self.metrics.add(metric)
        matchers = set()
        self.selectors.append((metric, matchers))
        if self._take("{"):
            while not self._take("}"):
                label, operator, value = self._next(), self._next(), self._next()[1:-1]
                matchers.add((label, operator, value))
                if operator not in ("=", "!=", "=~", "!~"):
                    raise NotPromql(f"{operator!r} is no way to match a label")
                if labels is not None:
                    self._demand_labels([label], labels, metric)
                    self._check_value(metric, label, operator, value)
                if self._peek() != "}":
                    self._demand(",")
        return frozenset(labels or ())

    def _check_value(self, metric, label, operator, value):
        known = self._values_of.get((metric, label))
        # A variable of a dashboard is anything.
        if known is None or "$" in value or value == "":
            return
        wanted = value.split("|") if operator in ("=~", "!~") and "(" not in value else [value]
        for one in wanted:
            exactly = operator in ("=", "!=") or LITERAL.fullmatch(one) and "." not in one
            if not (one in known if exactly else any(re.fullmatch(one, each) for each in known)):
                self.findings.append(f"{metric}: {label!r} is never {one!r}")


def tokens(expression):
    """(kind, text)"""
    at = 0
    while at < len(expression):
        match = TOKEN.match(expression, at)
        if match is None:
            raise NotPromql(f"{expression[at:at + 20]!r} cannot be read")
        at = match.end()
        if match.lastgroup != "space":
            yield match.lastgroup, match[0]


def unmatched(expression, labels_of, label, operator, value):
    """The metrics of an expression that can be read which have a label and are not matched by it so."""
    return [metric for metric, matchers in Check(expression, labels_of).selectors
            if label in labels_of[metric] and (label, operator, value) not in matchers]


def findings(expression, labels_of, values_of=None):
    """(what is wrong with it, the labels of what comes out, the metrics that it is over)"""
    try:
        checked = Check(expression, labels_of, values_of)
    except NotPromql as error:
        return [str(error)], frozenset(), set()
    return checked.findings, checked.labels or frozenset(), checked.metrics
