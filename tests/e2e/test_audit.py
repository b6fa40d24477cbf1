"""The audit trail at the terminal: who did what, from where, in one stream of all services, and for good."""

import json
import pathlib
import subprocess
import unittest
import urllib.error
import urllib.request

from dataset import DataSet, small
from harness import (BIN, DATA_SET, DATA_SERVICES, PATIENCE_SECONDS, SERVICES, SOURCE, Lines, System, environment,
                     temporary_directory)

POSITIONS = "person_key,unit,percent,from,to,kind,sex,birth_years,occupation_group,education"
REGISTERS = "tertial.workforce.v1.RegistersService/"


def entries(result):
    """The entries that `tertial audit` printed, each an object on a line of its own."""
    return [json.loads(line) for line in result.out.splitlines()]


class TheAuditTrail(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.load = small(DataSet.read(DATA_SET)).write(cls.folder / "load")
        cls.data = cls.folder / "data"

    def audit(self, system, *arguments):
        result = system.run("audit", *arguments)
        self.assertEqual(0, result.code, result)
        return entries(result)

    def state(self, system, *arguments):
        return system.run("register", "state", "--area", "asker", *arguments)

    def check_fields(self, entry, caller):
        self.assertEqual(caller, entry["caller"])
        self.assertEqual(f"name:{caller}", entry["identifiedBy"])
        self.assertEqual("127.0.0.1", entry["peer"])
        self.assertTrue(entry["requestId"])
        self.assertRegex(entry["traceId"], "^[0-9a-f]{32}$")

    def test_what_callers_do_is_told_in_the_order_of_time_and_kept(self):
        with System(self.data, load=self.load) as system:
            imports = [entry for entry in self.audit(system, "--kind", "write")
                       if entry["method"].endswith("/ImportRows")]
            self.assertTrue(set(DATA_SERVICES) <= {entry["service"] for entry in imports}, imports)
            for entry in imports:
                self.check_fields(entry, "cli")
                self.assertGreater(int(entry["revision"]), 0)
                self.assertGreater(int(entry["count"]), 0)
                self.assertTrue(entry["names"])

            positions = self.folder / "positions.csv"
            positions.write_text(f"{POSITIONS}\nquartz-person-1,welfare,100,2020-01-01,,permanent,women,1975-1979,2320,"
                                 "higher\n")
            uploaded = system.run("register", "upload", "--area", "3203", "--extract-date", "2024-12-31", positions)
            self.assertEqual(0, uploaded.code, uploaded)
            self.assertEqual(0, self.state(system).code)
            for caller, reason in (("payroll", "ROLE_MISSING"), ("stranger", "CALLER_UNKNOWN"),
                                   ("Quartz.Person.eyJ", "CALLER_UNKNOWN")):
                refused = self.state(system, "--caller", caller)
                self.assertEqual(3, refused.code, refused)
                self.assertIn(reason, refused.err)

            found = self.audit(system)
            self.assertEqual(sorted(entry["time"] for entry in found), [entry["time"] for entry in found])
            self.assertTrue({entry["service"] for entry in found} <= set(SERVICES))
            of_registers = [entry for entry in found if entry["method"].startswith(REGISTERS)]
            upload, read, *refusals = of_registers
            self.assertEqual(("workforce", "AUDIT_KIND_WRITE", REGISTERS + "UploadRegister", ["areas/asker"]),
                             (upload["service"], upload["kind"], upload["method"], upload["names"]))
            self.check_fields(upload, "payroll")
            self.assertEqual(("AUDIT_KIND_READ", REGISTERS + "GetRegisterState"), (read["kind"], read["method"]))
            self.check_fields(read, "personnel")
            self.assertEqual("areas/asker", read["request"]["area"])
            self.assertEqual([("AUDIT_KIND_REFUSAL", "PERMISSION_DENIED", "ROLE_MISSING"),
                              ("AUDIT_KIND_REFUSAL", "UNAUTHENTICATED", "CALLER_UNKNOWN"),
                              ("AUDIT_KIND_REFUSAL", "UNAUTHENTICATED", "CALLER_UNKNOWN")],
                             [(entry["kind"], entry["code"], entry["reason"]) for entry in refusals])
            self.check_fields(refusals[0], "payroll")
            self.assertEqual(["name:stranger", None], [entry.get("identifiedBy") for entry in refusals[1:]])
            self.assertNotIn("uartz", json.dumps(found))

            self.assertEqual(refusals, self.audit(system, "--kind", "refusal", "--service", "workforce"))
            self.assertEqual([upload, refusals[0]],
                             self.audit(system, "--by", "payroll", "--service", "workforce"))
            self.assertEqual([read], self.audit(system, "--from", read["time"], "--to", refusals[0]["time"],
                                                "--service", "workforce", "--kind", "read"))

            # Who may not read the trail is told nothing, and that is in it.
            for caller in ("cli", "personnel", "stranger"):
                refused = system.run("audit", "--caller", caller)
                self.assertEqual(3, refused.code, refused)
                self.assertEqual("", refused.out)
            exports = [entry for entry in self.audit(system, "--kind", "refusal", "--by", "cli")]
            self.assertEqual(set(SERVICES), {entry["service"] for entry in exports})
            before = self.audit(system)

        # A refusal that nothing had asked for yet when the services were stopped is there as well.
        with System(self.data) as system:
            after = self.audit(system)
            kept = [entry for entry in after if entry in before]
            self.assertEqual(before, kept)
            verified = system.run("verify")
            self.assertEqual(0, verified.code, verified)

    def test_a_process_without_a_store_tells_refusals_in_its_log(self):
        command = ["setpriv", "--pdeathsig", "TERM", str(BIN / "tertial-gateway"), "--port=0", "--http-port=0",
                   f"--areas={SOURCE}/data/areas", f"--policy={SOURCE}/deploy/config/policy.json",
                   "--log-format=json"]
        gateway = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   text=True)
        log = Lines(gateway.stderr)
        # What was added last comes first: the log ends with the process.
        self.addCleanup(log.close)
        self.addCleanup(gateway.wait)
        self.addCleanup(gateway.terminate)
        serving = log.wait_for('"event":"serving HTTP".*"address":"([^"]+)"')
        self.assertIsNotNone(serving, log.text())
        url = f"http://{serving[1]}/v1/areas/3203/annualReports/2024"
        for _ in range(3):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                request = urllib.request.Request(url, headers={"tertial-caller": "stranger"})
                urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
            self.assertEqual(401, refused.exception.code)
        line = log.wait_for('"event":"refused"')
        self.assertIsNotNone(line, log.text())
        told = json.loads(line.string)
        self.assertEqual(("warning", "UNAUTHENTICATED", "CALLER_UNKNOWN", "name:stranger", "127.0.0.1"),
                         (told["severity"], told["code"], told["reason"], told["identified_by"], told["peer"]))
        self.assertIn("tertial.gateway.v1.", told["method"])


if __name__ == "__main__":
    unittest.main()
