"""Registers of persons at the terminal: sent, refused, told of, erased; and nothing of a person anywhere."""

import os
import pathlib
import stat
import subprocess
import unittest

import planted
from dataset import DataSet, small
from harness import BIN, DATA_SET, SOURCE, Result, System, environment, temporary_directory

POSITIONS = "person_key,unit,percent,from,to,kind,sex,birth_years,occupation_group,education"
ABSENCES = "person_key,from,to,degree,basis,kind,unit"


def position(key, unit="welfare", percent="100", start="2020-01-01", end=""):
    if len(key) >= planted.SHORTEST:
        planted.plant("person-key", key)
    return f"{key},{unit},{percent},{start},{end},permanent,women,1975-1979,2320,higher"


class RegistersAtTheTerminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        load = small(DataSet.read(DATA_SET)).write(cls.folder / "load")
        cls.data = cls.folder / "data"
        cls.system = cls.enterClassContext(System(cls.data, load=load))

    def upload(self, positions, absences=(), *arguments):
        files = []
        for name, heading, lines in (("positions", POSITIONS, positions), ("absences", ABSENCES, absences)):
            files.append(self.folder / f"{name}.csv")
            text = lines if isinstance(lines, str) else "\n".join([heading, *lines]) + "\n"
            files[-1].write_text(text)
        return self.system.run("register", "upload", "--area", "3203", "--extract-date", "2024-12-31",
                               *files, *arguments)

    def erase(self, key, *arguments):
        command = [str(BIN / "tertial"), "register", "erase", "--area", "asker", "--gateway",
                   self.system.gateway, *arguments]
        return Result(subprocess.run(command, input=key + "\n", env=environment(), cwd=SOURCE, text=True,
                                     capture_output=True, timeout=60, check=False))

    def files_with(self, text):
        return [path for path in self.folder.rglob("*")
                if path.is_file() and path.suffix != ".csv" and text.encode() in path.read_bytes()]

    def test_a_register_is_sent_told_of_and_a_person_erased(self):
        persons = [position(f"P{number:05}") for number in range(40)]
        persons += [position("quartz-person-17", "upbringing", "60"), position("quartz-person-17", "welfare", "40")]
        result = self.upload(persons, ["quartz-person-17,2024-02-01,2024-02-20,50,doctor,sick,"])
        self.assertEqual(0, result.code, result)
        self.assertIn("43 rows are stored", result.out)
        state = self.system.run("register", "state", "--area", "asker", "--format", "csv")
        self.assertEqual(0, state.code, state)
        self.assertIn("areas/asker,1,0,2024-12-31", state.out)
        self.assertEqual(0, self.erase("quartz-person-17", "--reason", "asked to be").code)
        changed = self.system.run("register", "state", "--area", "asker", "--format", "csv")
        self.assertIn("areas/asker,1,1,2024-12-31", changed.out)
        self.assertEqual([], self.files_with("quartz-person-17"))
        self.assertEqual([], self.files_with("P00017"), "keys are kept as hashes alone, and logged nowhere")
        one = self.upload([position("P00003", "upbringing", "50")], (), "--only-these-persons")
        self.assertEqual(0, one.code, one)
        accesses = self.system.run("register", "accesses", "--format", "csv")
        self.assertEqual(0, accesses.code, accesses)
        self.assertGreaterEqual(accesses.out.count("GetRegisterState"), 2)
        # Who may send registers may not read of them.
        refused = self.system.run("register", "state", "--area", "asker", "--caller", "payroll")
        self.assertEqual(3, refused.code, refused)
        self.assertIn("ROLE_MISSING", refused.err)

    def test_refused_rows_are_named_by_file_and_line(self):
        result = self.upload([position("P1"), position("P2", percent="120"), position("P3", unit="nowhere")],
                             ["P1,2024-02-01,2024-01-20,100,self,sick,", "P9,2024-02-01,,100,self,sick,"])
        self.assertEqual(1, result.code, result)
        for line in ("positions.csv:3", "positions.csv:4", "absences.csv:2", "absences.csv:3"):
            self.assertIn(line, result.err)
        for reason in ("VALUE_OUT_OF_RANGE", "UNIT_NOT_FOUND", "INCONSISTENT_FIELDS", "ABSENCE_WITHOUT_POSITION"):
            self.assertIn(reason, result.err)

    def test_a_file_that_names_persons_is_not_sent(self):
        for positions in ([position("01017000027")], [position("P1", "Kari Nordmann"), position("P2")],
                          f"{POSITIONS},Fødselsnummer\n", "Kari Nordmann,welfare\n"):
            result = self.upload(positions)
            self.assertEqual(1, result.code, result)
            self.assertIn("nothing is sent", result.err)
            self.assertNotIn("Nordmann", result.err)
            self.assertNotIn("01017000027", result.err)

    def test_the_keys_are_a_file_of_the_services_user_alone(self):
        keys = self.data / "person.keys"
        self.assertEqual(0o600, stat.S_IMODE(os.stat(keys).st_mode))
        self.assertEqual(1, sum(len(line) == 64 for line in keys.read_text().splitlines()))
        rotated = self.system.run("register", "rotate-keys")
        self.assertEqual(0, rotated.code, rotated)
        self.assertIn("1 key", rotated.out)


class WrongPersonKeys(unittest.TestCase):
    def test_are_refused_at_the_start_without_a_word_of_them(self):
        with temporary_directory() as folder:
            keys = pathlib.Path(folder) / "keys"
            keys.write_text(planted.plant("register-key", "5ec2e7" * 10) + "\n")
            for mode, said in ((0o644, "0600"), (0o600, "line 1")):
                keys.chmod(mode)
                result = Result(subprocess.run(
                    [str(BIN / "tertial-workforce"), "--port=0", "--http-port=0", f"--data={folder}/store",
                     f"--areas={SOURCE}/data/areas", f"--policy={SOURCE}/deploy/config/policy.json",
                     f"--person-keys={keys}"],
                    env=environment(), capture_output=True, text=True, timeout=30, check=False))
                self.assertEqual(3, result.code, result)
                self.assertIn(said, result.err)
                self.assertNotIn("5ec2e7", result.err)


if __name__ == "__main__":
    unittest.main()
