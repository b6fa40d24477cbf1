"""Searches all that a run of tests has written for the secrets that its tests have planted (planted.py): CTest's log,
which has what every test printed, and what the processes under test wrote. Says nothing when none is there.

    search_output.py LOG OUTPUT

Exit code 1: something was found, or the search would prove nothing.
"""

import base64
import json
import mmap
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

from planted import CUT, SHORTEST

# Of each some test has to plant one.
KINDS = ("bearer-token", "exempt-case", "person-key", "private-key", "register-key")
SERVICES = ("indicators", "workforce", "politics", "climate", "gateway")
# What some test has to have kept.
WRITTEN = (*(f"{service}.{what}" for service in SERVICES for what in ("log", "metrics")), "commands.err", "metrics")
FILES_AT_ONCE = 200
FORMS_AT_ONCE = 20_000
SHOWN = 80


def forms(secret):
    """How it may have been written, as bytes: as it is, escaped, in hex, in base64."""
    found = set()
    for text in {secret, secret.lower(), secret.upper()}:
        plain = text.encode()
        escaped = "".join(chr(byte) if byte < 0x80 else f"\\{byte:03o}" for byte in plain)
        found |= {plain, escaped.encode(), json.dumps(text)[1:-1].encode(), urllib.parse.quote(text).encode(),
                  plain.hex().encode(), plain.hex().upper().encode()}
        # Wherever it begins among the groups of three bytes, without what its neighbours decide.
        for before in range(3):
            data = b"x" * before + plain
            whole = data[:len(data) // 3 * 3]
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                found.add(encode(whole)[4 if before else 0:])
    return {form for form in found if len(form) >= SHORTEST}


def occurrences(wanted, paths):
    """(path, offset, form) of every place where a form stands."""
    paths, wanted = sorted(map(str, paths)), sorted(wanted)
    for first in range(0, len(wanted), FORMS_AT_ONCE):
        patterns = b"\n".join(wanted[first:first + FORMS_AT_ONCE]) + b"\n"
        for begin in range(0, len(paths), FILES_AT_ONCE):
            command = ["grep", "-aobFHZ", "-f", "-", "--", *paths[begin:begin + FILES_AT_ONCE]]
            result = subprocess.run(command, input=patterns, capture_output=True, check=False,
                                    env={**os.environ, "LC_ALL": "C"})
            if result.returncode > 1:
                raise OSError(result.stderr.decode(errors="replace"))
            for line in result.stdout.splitlines():
                path, _, match = line.partition(b"\0")
                offset, _, form = match.partition(b":")
                yield os.fsdecode(path), int(offset), form


def place(path, offset):
    """Where that is, for people: of CTest's log the test, and what stands around it."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        begin = content.rfind(b" Testing: ", 0, offset)
        test = "" if begin < 0 else content[begin + len(b" Testing: "):content.find(b"\n", begin)].decode()
        around = content[max(offset - SHOWN, content.rfind(b"\n", 0, offset) + 1):offset + SHOWN]
    return f"{path}{f', {test}' if test else ''}: …{around.decode(errors='replace').splitlines()[0]}…"


def not_found_in_sample(wanted, sample):
    """The forms that the search does not find in a log that holds all of them, each in a line."""
    lines = sorted(wanted)
    sample.write_bytes(b"\n".join(b'event="sample" value="' + form + b'"' for form in lines))
    starts, at = [], 0
    for form in lines:
        starts.append((at, form))
        at += len(form) + len(b'event="sample" value=""\n')
    found = sorted({offset for _, offset, _ in occurrences(wanted, [sample])})
    sample.unlink()
    ends = [start for start, _ in starts[1:]] + [at]
    missing, index = [], 0
    for (start, form), end in zip(starts, ends):
        while index < len(found) and found[index] < start:
            index += 1
        if index == len(found) or found[index] >= end:
            missing.append(form)
    return missing


def search(log, output):
    """What is wrong, a sentence for each."""
    planted = {path.name: sorted(set(path.read_text().splitlines())) for path in (output / "planted").glob("*")}
    written = [path for path in (output / "written").rglob("*") if path.is_file()]
    wrong = [f"no test has planted a {kind}" for kind in KINDS if not planted.get(kind)]
    names = {path.name for path in written if path.stat().st_size > 0}
    wrong += [f"no test has kept a file {name}" for name in WRITTEN if name not in names]
    wrong += [f"{path} is too long to be kept whole" for path in written if path.suffix == CUT]
    if not log.is_file() or not re.search(rb"^End testing: ", log.read_bytes()[-10_000:], re.MULTILINE):
        return [*wrong, f"{log} is no log of a whole run"]

    kind_of = {form: kind for kind, secrets in planted.items() for secret in secrets for form in forms(secret)}
    wrong += [f"the search does not find {form!r}" for form in not_found_in_sample(kind_of, output / "sample")]
    wrong += [f"{kind_of[form]} in {place(path, offset)}"
              for path, offset, form in occurrences(kind_of, [log, *written])]
    return wrong


def main(arguments):
    wrong = search(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]))
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    if wrong:
        print(f"{len(wrong)} findings in what the tests have written", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
