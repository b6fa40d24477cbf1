"""Who may do what, as the command tells it from a policy."""

import csv
import io
import json
import unittest

from harness import SOURCE, temporary_directory, tertial

POLICY = {"callers": [
    {"caller": "reader", "roles": ["ROLE_READER"]},
    {"caller": "archive", "identities": ["spiffe://tertial/archive"],
     "grants": [{"roles": ["ROLE_READER"], "areas": ["*"], "services": ["*"]},
                {"roles": ["ROLE_RECORDER", "ROLE_SENSITIVE_READER"], "areas": ["asker"],
                 "services": ["politics"]}]},
]}


class WhoCan(unittest.TestCase):
    """tertial who-can"""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(temporary_directory())
        cls.policy = f"{folder}/policy.json"
        with open(cls.policy, "w", encoding="utf-8") as file:
            json.dump(POLICY, file)

    def ask(self, *arguments):
        return tertial("who-can", *arguments, "--policy", self.policy, "--areas", SOURCE / "data" / "areas")

    def entries(self, *arguments):
        result = self.ask(*arguments, "--format", "json")
        self.assertEqual(0, result.code, result)
        return json.loads(result.out).get("entries", [])

    def test_tells_who_may_call_a_method_for_an_area_and_by_which_grant(self):
        entry, = self.entries("CreateBody", "--area", "3203")
        self.assertEqual("archive", entry["caller"])
        self.assertEqual(["asker"], entry["areas"])
        self.assertEqual(["callers[1].grants[1]"], entry["grants"])
        self.assertEqual([], self.entries("CreateBody", "--area", "lier"))
        self.assertEqual(["reader", "archive"], [each["caller"] for each in self.entries("GetBody")])

    def test_tells_what_a_caller_may_do(self):
        methods = {each["method"].rsplit("/")[-1]
                   for each in self.entries("--caller", "archive", "--service", "politics", "--area", "asker")}
        self.assertIn("CreateExemptContent", methods)
        self.assertNotIn("CheckStore", methods)
        methods = {each["method"].rsplit("/")[-1]
                   for each in self.entries("--caller", "archive", "--service", "politics", "--area", "lier")}
        self.assertIn("GetBody", methods)
        self.assertNotIn("CreateExemptContent", methods)

    def test_has_the_same_in_every_format(self):
        rows = list(csv.DictReader(io.StringIO(self.ask("GetBody", "--format", "csv").out)))
        self.assertEqual(["reader", "archive"], [row["caller"] for row in rows])
        for format_ in ("table", "markdown"):
            out = self.ask("GetBody", "--format", format_).out
            for row in rows:
                self.assertIn(row["caller"], out)

    def test_says_when_it_is_nobody(self):
        result = self.ask("CreateIndicator")
        self.assertEqual(0, result.code, result)
        self.assertIn("Nobody", result.out)

    def test_refuses_what_does_not_exist(self):
        for arguments, named in ((["DropAll"], "DropAll"), (["GetBody", "--caller", "ola"], "ola"),
                                 (["GetBody", "--area", "nowhere"], "nowhere"),
                                 (["GetBody", "--service", "school"], "school"), ([], "--caller")):
            with self.subTest(arguments):
                result = self.ask(*arguments)
                self.assertEqual(2, result.code, result)
                self.assertIn(named, result.err)

    def test_refuses_a_policy_that_services_refuse(self):
        with temporary_directory() as folder:
            bad = f"{folder}/bad.json"
            with open(bad, "w", encoding="utf-8") as file:
                json.dump({"callers": [{"caller": "a", "grants": [
                    {"roles": ["ROLE_READER"], "areas": ["nowhere"], "services": ["*"]}]}]}, file)
            result = tertial("who-can", "GetBody", "--policy", bad, "--areas", SOURCE / "data" / "areas")
            self.assertEqual(2, result.code, result)
            self.assertIn("grants[0].areas[0]", result.err)

    def test_the_deployed_policy_keeps_what_is_sensitive_to_few(self):
        result = tertial("who-can", "QueryFigures", "--format", "json")
        self.assertEqual(0, result.code, result)
        self.assertEqual({"personnel", "secretariat"},
                         {each["caller"] for each in json.loads(result.out)["entries"]})


if __name__ == "__main__":
    unittest.main()
