"""That the search for secrets in what tests write finds what is there, and does not pass where it proves nothing."""

import base64
import os
import pathlib
import subprocess
import sys
import unittest
import unittest.mock

import planted
import search_output
from harness import temporary_directory

SECRET = "Håndskrevet-krysantemum"
# Of each kind of secret one, and a file of each kind that is searched.
SECRETS = {kind: f"secret-of-the-kind-{kind}" for kind in search_output.KINDS} | {"exempt-case": SECRET}


class SearchOfOutput(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(temporary_directory()))
        self.output = folder / "output"
        self.enterContext(unittest.mock.patch.dict(os.environ, {planted.VARIABLE: str(self.output)}))
        for kind, secret in SECRETS.items():
            self.assertEqual(secret, planted.plant(kind, secret))
        for name in search_output.WRITTEN:
            planted.keep(name, 'nothing="is said"\n')
        self.log = folder / "LastTest.log"
        self.write_log("[       OK ] Fact.Holds\n")

    def write_log(self, printed, end="End testing: Nov 27 02:07 UTC\n"):
        self.log.write_text(f"Start testing: Nov 27 02:00 UTC\n"
                            f"1/2 Testing: first.unit.fact\nOutput:\n{printed}<end of output>\n"
                            f"2/2 Testing: second.unit.fact\nOutput:\nfine\n<end of output>\n\n{end}")

    def found(self):
        return search_output.search(self.log, self.output)

    def test_says_nothing_of_what_holds_no_secret(self):
        self.assertEqual([], self.found())

    def test_finds_a_secret_in_every_form(self):
        data = SECRET.encode()
        for form in (SECRET, SECRET.upper(), SECRET.lower(), data.hex(), data.hex().upper(),
                     "H\\303\\245ndskrevet-krysantemum", "H\\u00e5ndskrevet-krysantemum",
                     "H%C3%A5ndskrevet-krysantemum", *(base64.b64encode(b"?" * before + data + b"?>").decode()
                                                       for before in range(4)),
                     base64.urlsafe_b64encode(b"?>" + data + b"?>").decode()):
            with self.subTest(form):
                self.write_log(f'info event="call" why="{form}!"\n')
                found = self.found()
                self.assertEqual(1, len(found), found)
                self.assertIn("exempt-case in", found[0])
                self.assertIn("first.unit.fact", found[0])

    def test_finds_it_in_what_processes_wrote(self):
        planted.keep("gateway.metrics", b'\xff\0 tertial_calls{caller="secret-of-the-kind-bearer-token"} 1\n')
        found = self.found()
        self.assertEqual(1, len(found), found)
        self.assertIn("gateway.metrics", found[0])

    def test_finds_all_there_is(self):
        self.write_log("\n".join(SECRETS.values()) + f"\0{SECRET}\r{SECRET}\n")
        self.assertEqual(len(SECRETS) + 2, len(self.found()))

    def test_finds_every_form_in_a_sample_first(self):
        wanted = {form for secret in SECRETS.values() for form in search_output.forms(secret)}
        self.assertEqual([], search_output.not_found_in_sample(wanted, self.output / "sample"))
        with unittest.mock.patch.object(search_output, "occurrences", lambda wanted, paths: iter(())):
            self.assertEqual(sorted(wanted), search_output.not_found_in_sample(wanted, self.output / "sample"))

    def test_does_not_pass_where_nothing_was_planted(self):
        (self.output / "planted" / "person-key").unlink()
        self.assertEqual(["no test has planted a person-key"], self.found())

    def test_does_not_pass_where_nothing_was_kept(self):
        for path in (self.output / "written").rglob("climate.log"):
            path.unlink()
        self.assertEqual(["no test has kept a file climate.log"], self.found())

    def test_does_not_pass_where_the_log_is_not_whole(self):
        self.write_log("", end="")
        self.assertEqual([f"{self.log} is no log of a whole run"], self.found())

    def test_does_not_pass_where_something_was_not_kept_whole(self):
        with unittest.mock.patch.object(planted, "MOST_BYTES", 20):
            planted.keep("politics.log", "x" * 30)
        self.assertEqual(1, len(self.found()))

    def test_takes_no_secret_that_stands_anywhere(self):
        for secret in ("", "short", "two\nlines of it"):
            self.assertRaises(ValueError, planted.plant, "person-key", secret)

    def test_fails_and_says_where_when_something_is_found(self):
        command = [sys.executable, "-B", search_output.__file__, self.log, self.output]
        silent = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual((0, "", ""), (silent.returncode, silent.stdout, silent.stderr))
        self.write_log(SECRET)
        loud = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(1, loud.returncode)
        self.assertIn("first.unit.fact", loud.stderr)


if __name__ == "__main__":
    unittest.main()
