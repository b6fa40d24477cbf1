"""What must be told to few stands in no log, metric, trace, error and audit trail, at the level that logs most: keys of
persons, texts of exempt cases, bearer tokens, secrets that services are given."""

import json
import pathlib
import subprocess
import unittest

import planted
import search_output
from dataset import DataSet, small
from harness import (BIN, DATA_SET, HTTP_LINE, PATIENCE_SECONDS, SERVICES, SOURCE, Result, System, environment, node,
                     temporary_directory)
from test_http import Http
from test_registers import ABSENCES, POSITIONS, position

BODY = "areas/asker/bodies/closed-doors"
CASE = "areas/asker/cases/closed-case"
CONTENT = f"{CASE}/exemptContents/content"
UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT = 16, 7, 3
PERSONS = ("malachite-person-4711", "malachite-person-4712")
TOKEN = ".".join(("eyJhbGciOiJFUzI1NiIsImtpZCI6Im1hbGFjaGl0ZSJ9", "eyJzdWIiOiJtYWxhY2hpdGUtc3ViamVjdCJ9",
                  "bWFsYWNoaXRlLXNpZ25hdHVyZS1vZi1ub2JvZHktYXQtYWxs"))
EXEMPT = {"title": "Malakittgruven", "decision": "Malakittvedtaket", "basis": "Malakitthjemmelen",
          "handler": "Malakittsaksbehandleren", "remark": "Malakittmerknaden", "printed": "Malakittrykket",
          "party": "Malakittpartiet", "searched": "Malakittspørsmålet"}
SECRETS = {"person-key": PERSONS, "exempt-case": tuple(EXEMPT.values()), "bearer-token": (TOKEN, *TOKEN.split("."))}


def texts(text):
    return [{"language": "nb", "text": text}]


def exempt_content(name, **more):
    """With something to be found in every text that it has."""
    return {"exemptContent": {
        "name": name, "titles": texts(EXEMPT["title"]), "decisions": texts(EXEMPT["decision"]),
        "legalBasis": EXEMPT["basis"], "caseHandler": EXEMPT["handler"], "remarks": texts(EXEMPT["remark"]),
        "provenance": {"printed": EXEMPT["printed"]},
        "votes": [{"order": 1, "votesFor": 28, "votesAgainst": 26,
                   "parties": [{"party": EXEMPT["party"], "votesAgainst": 26}]}], **more}}


class SecretsInWhatIsWritten(unittest.TestCase):
    """One system in which all of them were given, rightly and wrongly."""

    @classmethod
    def setUpClass(cls):
        for kind, secrets in SECRETS.items():
            for secret in secrets:
                planted.plant(kind, secret)
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        load = small(DataSet.read(DATA_SET)).write(cls.folder / "load")
        cls.system = cls.enterClassContext(System(cls.folder / "data", load=load))
        cls.http = {match[1]: Http(int(match[2])) for match in cls.system.out.matches(HTTP_LINE)}
        # What came back as errors, and to those who may know.
        cls.errors = []
        cls.told = []
        must(cls.system.run("log-level", "all", "debug"))
        cls.give_person_keys()
        cls.give_exempt_content()
        cls.give_tokens()
        cls.audit = must(cls.system.run("audit", "--caller", "auditor")).out
        cls.metrics = {service: http.get("/metrics").body.decode() for service, http in cls.http.items()}
        cls.logs = {service: (cls.folder / "data" / "log" / f"{service}.log").read_text() for service in SERVICES}

    @classmethod
    def upload(cls, positions, absences=()):
        files = []
        for name, heading, lines in (("positions", POSITIONS, positions), ("absences", ABSENCES, absences)):
            files.append(cls.folder / f"{name}.csv")
            files[-1].write_text("\n".join([heading, *lines]) + "\n")
        return cls.system.run("register", "upload", "--area", "3203", "--extract-date", "2024-12-31", *files)

    @classmethod
    def give_person_keys(cls):
        first, second = PERSONS
        must(cls.upload([position(first), position(second)], [f"{first},2024-02-01,2024-02-20,50,doctor,sick,"]))
        for wrong in (cls.upload([position(first, percent="120"), position(second, unit="nowhere")]),
                      cls.upload([position(first)], [f"{second},2024-02-01,,100,self,sick,"]),
                      cls.upload([position(first), position(f"{second} Nordmann")]), cls.upload([f"{first},welfare"]),
                      cls.erase(first, "--reason", f"{first} asked for it")):
            cls.errors.append(refused(wrong).err)
        must(cls.erase(first, "--reason", "asked for"))

    @classmethod
    def erase(cls, key, *arguments):
        command = [str(BIN / "tertial"), "register", "erase", "--area", "asker", "--gateway", cls.system.gateway,
                   *arguments]
        return Result(subprocess.run(command, input=f"{key}\n", env=environment(), cwd=SOURCE, text=True,
                                     capture_output=True, timeout=PATIENCE_SECONDS, check=False))

    @classmethod
    def ask(cls, *calls):
        order = {"service": "exemptContent", "address": cls.system.addresses["politics"], "calls": calls}
        return json.loads(must(node("ask.mjs", stdin=json.dumps(order))).out)

    @classmethod
    def give_exempt_content(cls):
        rows = [{"body": {"name": BODY, "titles": texts("Lukkede dører"), "kind": "BODY_KIND_WORKING_COMMITTEE",
                          "order": 90}},
                {"politicalCase": {"name": CASE, "number": {"sequence": 990, "year": 2024}, "body": BODY,
                                   "titles": texts("Unntatt offentlighet"), "kind": "TREATMENT_KIND_DECISION",
                                   "exemption": {"legalBasis": "offl. § 13"}}}]
        order = {"service": "politics", "address": cls.system.addresses["politics"], "rows": rows}
        must(node("record.mjs", stdin=json.dumps(order)))

        def call(method, request, caller="secretariat", **more):
            return {"method": method, "request": request, "caller": caller, **more}

        searched = {"area": "areas/asker", "text": EXEMPT["searched"]}
        cls.told = cls.ask(
            call("createExemptContent", exempt_content(CONTENT)),
            call("updateExemptContent", exempt_content(CONTENT, caseHandler=EXEMPT["handler"][:-1])),
            call("updateExemptContent", exempt_content(CONTENT)),
            call("searchExemptContents", searched),
            call("getExemptContent", {"name": CONTENT}))
        cls.refused = cls.ask(
            # Not by whom it may be, twice, and five that are wrong.
            call("createExemptContent", exempt_content(f"{CONTENT}2"), caller="payroll", refused=True),
            call("searchExemptContents", searched, caller="reader", refused=True),
            call("createExemptContent", exempt_content(CONTENT), refused=True),
            call("createExemptContent", exempt_content("areas/asker/cases/none/exemptContents/one"), refused=True),
            call("createExemptContent", exempt_content(f"{CONTENT}2", votes=[{"order": -1}]), refused=True),
            call("updateExemptContent", exempt_content(CONTENT, titles=[{"language": "?", "text": EXEMPT["title"]}]),
                 refused=True),
            call("searchExemptContents", {**searched, "pageSize": -1}, refused=True))
        cls.errors += [json.dumps(error, ensure_ascii=False) for error in cls.refused]

    @classmethod
    def give_tokens(cls):
        """Where they belong, though nobody here believes them, and where they do not."""
        cls.codes = {}
        method = "tertial.politics.v1.PoliticsService/GetBody"
        for metadata in ({"authorization": f"Bearer {TOKEN}"}, {"authorization": TOKEN}, {"tertial-caller": TOKEN}):
            order = {"address": cls.system.addresses["politics"], "methods": [method], "metadata": metadata}
            answer = json.loads(must(node("probe.mjs", stdin=json.dumps(order))).out)[method]
            cls.codes[tuple(metadata.values())] = answer["code"]
            cls.errors.append(answer["message"])
        for headers in ({"Authorization": f"Bearer {TOKEN}"}, {"Authorization": f"Basic {TOKEN}"},
                        {"tertial_caller": TOKEN}):
            answer = cls.http["gateway"].get("/v1/areas/3203/reports/2024", **headers)
            cls.codes["http", *headers.values()] = answer.status
            cls.errors.append(answer.body.decode())

    def found(self, text):
        """The secrets that stand in it, in any form."""
        written = text.encode()
        return [secret for secrets in SECRETS.values() for secret in secrets
                if any(form in written for form in search_output.forms(secret))]

    def test_stand_where_who_may_know_is_told(self):
        expected = set(EXEMPT.values()) - {EXEMPT["searched"]}
        self.assertEqual(expected, set(self.found(json.dumps(self.told, ensure_ascii=False))) & expected)

    def test_were_refused_where_they_were_wrong(self):
        self.assertEqual([PERMISSION_DENIED] * 2, [error["code"] for error in self.refused[:2]])
        self.assertNotIn(PERMISSION_DENIED, [error["code"] for error in self.refused[2:]])
        self.assertEqual({UNAUTHENTICATED, 401}, set(self.codes.values()), self.codes)

    def test_stand_in_no_log(self):
        # The control: all that was done is in them.
        for service, method in (("workforce", "RegistersService/UploadRegister"),
                                ("workforce", "RegistersService/ErasePerson"),
                                ("politics", "ExemptContentService/CreateExemptContent"),
                                ("politics", "ExemptContentService/SearchExemptContents"),
                                ("politics", "PoliticsService/GetBody"), ("gateway", "ReportService/")):
            self.assertIn(method, self.logs[service])
        self.assertIn('reason="CALLER_UNKNOWN"', self.logs["politics"])
        self.assertEqual({service: [] for service in SERVICES},
                         {service: self.found(log) for service, log in self.logs.items()})

    def test_stand_in_no_metric(self):
        self.assertIn("tertial_rpc_requests_total", self.metrics["politics"])
        self.assertEqual({service: [] for service in SERVICES},
                         {service: self.found(text) for service, text in self.metrics.items()})

    def test_stand_in_no_error(self):
        self.assertGreater(len(self.errors), 15)
        self.assertNotIn("", self.errors)
        self.assertEqual([], [error for error in self.errors if self.found(error)])

    def test_stand_not_in_the_audit_trail(self):
        for method in ("UploadRegister", "ErasePerson", "CreateExemptContent", "SearchExemptContents"):
            self.assertIn(f"/{method}", self.audit)
        self.assertEqual([], self.found(self.audit))


def must(result):
    if result.code != 0:
        raise AssertionError(f"{result!r}")
    return result


def refused(result):
    if result.code == 0:
        raise AssertionError(f"it is not refused: {result!r}")
    return result


if __name__ == "__main__":
    unittest.main()
