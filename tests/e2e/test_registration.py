"""A test that CTest does not know is never run."""

import pathlib
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def classes_with_tests(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from classes_with_tests(test)
        else:
            yield f"{type(test).__module__}.{type(test).__qualname__}"


class TestClasses(unittest.TestCase):
    def test_are_all_registered(self):
        registered = set((HERE / "CMakeLists.txt").read_text().replace(")", " ").split())
        found = set(classes_with_tests(unittest.defaultTestLoader.discover(str(HERE))))
        self.assertIn("test_registration.TestClasses", found)
        self.assertEqual(set(), found - registered)


if __name__ == "__main__":
    unittest.main()
