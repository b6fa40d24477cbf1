"""What a run of tests leaves for the search for secrets (search_output.py): the secrets that tests have planted, and
what the processes under test have written.

`make test` names a directory in TERTIAL_TEST_OUTPUT; without it nothing is left. Tests in C++ leave theirs by
tests/testing/planted.h. What tests print themselves is in CTest's log.

    planted/KIND          a secret in each line
    written/WHO/NAME      what a process has written, by the test that started it
"""

import os
import pathlib
import re
import sys

VARIABLE = "TERTIAL_TEST_OUTPUT"
# What is shorter stands anywhere by chance.
SHORTEST = 7
# Of one file. What is written beyond it is not kept, and the search says that it has not seen all.
MOST_BYTES = 64 * 1024 * 1024
CUT = ".cut"


def directory():
    """None: nothing is to be left."""
    named = os.environ.get(VARIABLE)
    return pathlib.Path(named) if named else None


def _append(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab", buffering=0) as file:
        file.write(content)


def plant(kind, secret):
    """Notes that `secret` is one, and returns it."""
    if len(secret) < SHORTEST or "\n" in secret:
        raise ValueError(f"a {kind} that cannot be searched for")
    root = directory()
    if root is not None:
        _append(root / "planted" / kind, secret.encode() + b"\n")
    return secret


def plant_keys(*paths):
    """The same of what files of keys hold: of PEM the lines between the first and the last of a private key."""
    for path in paths:
        if not path.is_file():
            continue
        kind = "private-key" if path.suffix == ".key" else "register-key"
        for line in path.read_text().splitlines():
            # The first bytes of a key say of what kind it is, and are the same in all.
            if len(line) >= 64 and not line.startswith("-----"):
                plant(kind, line[32:])


def who():
    """The test class that runs, and its process."""
    named = "-".join(argument for argument in sys.argv[1:] if not argument.startswith("-"))
    return f"{re.sub(r'[^A-Za-z0-9_.]', '-', named) or 'python'}.{os.getpid()}"


def keep(name, content):
    """Keeps what a process has written, after what is kept under that name already."""
    root = directory()
    if root is None or not content:
        return
    if isinstance(content, str):
        content = content.encode(errors="surrogateescape")
    path = root / "written" / who() / name
    room = MOST_BYTES - (path.stat().st_size if path.exists() else 0)
    _append(path, content[:max(room, 0)])
    if len(content) > room:
        _append(path.with_name(name + CUT), b"")
