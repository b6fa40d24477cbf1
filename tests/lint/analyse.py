"""Static analysis of the sources of libraries, services and clients: tests/lint/analyse.py BUILD.

Most of what clang-tidy does is to read headers, and the sources of a library have most of them in
common. So sources that are compiled alike are read as one, a dozen at a time, and what is found is
told of the source it is in. Sources that have something of one name, in their unnamed namespaces
mostly, are read apart. BUILD is a configured build without precompiled headers whose contracts are
generated. Prints what is found; exits 1 if there is anything."""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
READ_AT_ONCE = 12
# "/…/batch.cc:12:3: warning: …"; notes are lines of the same form.
PLACE = re.compile(r"^(?P<file>/[^:]+):(?P<line>\d+)(?P<rest>:.*)$", re.MULTILINE)
UNREADABLE = re.compile(r"\[clang-diagnostic-")
# What begins at the margin and gives something a name; an alias is the same wherever it is the same.
USING = re.compile(r"^using [\w:]*?(\w+);", re.MULTILINE)
ALIAS = re.compile(r"^(?:namespace|using) (\w+) = ([^;]+);", re.MULTILINE)
NAMED = re.compile(r"^(?!namespace|using|extern|return)\w[\w:<>,&* ]*?(?<!:)\b(\w+)(?:\[\w*\])? ?[({=;]", re.MULTILINE)


def sources_by_command(build):
    """The sources, in the order of their names, by the command that they are compiled with."""
    groups = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = os.path.relpath(entry["file"], ROOT)
        if not path.startswith(("common/", "services/", "clients/")):
            continue
        # A program's code can lie anywhere as a library's can, which is no matter here.
        options = re.sub(r" -o \S+ -c \S+$| -fPI[CE]\b", "", entry["command"])
        groups.setdefault((entry["directory"], options), set()).add(path)
    return {command: sorted(paths) for command, paths in groups.items()}


def not_compiled(groups):
    """What is to be analysed and is not among the sources: nothing in the build compiles it."""
    listed = subprocess.run(["git", "ls-files", "common/*.cc", "services/*.cc", "clients/*.cc"], cwd=ROOT,
                            capture_output=True, text=True, check=True).stdout
    return sorted(set(listed.split()).difference(*groups.values()))


def names_in(source):
    """The names that a source gives, with what they mean where they may be given twice."""
    text = (ROOT / source).read_text(encoding="utf-8")
    # Two of one `using` are no error, but one that is not needed would not be seen.
    names = dict.fromkeys(NAMED.findall(text) + USING.findall(text), source)
    return names | dict(ALIAS.findall(text))


def apart(sources):
    """Lists of sources that no name is given in twice, of READ_AT_ONCE at most."""
    lists = []
    for source in sources:
        names = names_in(source)
        for chosen, given in lists:
            if len(chosen) < READ_AT_ONCE and all(given.get(name, of) == of for name, of in names.items()):
                break
        else:
            chosen, given = [], {}
            lists.append((chosen, given))
        chosen.append(source)
        given.update(names)
    return [chosen for chosen, _ in lists]


class Batch:
    """Sources that are read as one."""

    def __init__(self, folder, command, sources):
        self.folder, self.command, self.sources = folder, command, sources
        self.path = folder / (re.sub(r"\W", "_", sources[0]) + f"_{len(sources)}.cc")

    def write(self):
        """Writes them one behind the other, and keeps whose each line is."""
        self.lines, text = [], []
        for source in self.sources:
            own = (ROOT / source).read_text(encoding="utf-8").splitlines()
            self.lines += [(source, number) for number in range(1, len(own) + 1)]
            text += own
        self.path.write_text("\n".join(text) + "\n", encoding="utf-8")

    def place(self, match):
        if match["file"] != str(self.path):
            return match[0]
        source, number = self.lines[int(match["line"]) - 1]
        return f"{source}:{number}{match['rest']}"

    def findings(self):
        """What clang-tidy finds; None if it cannot read them together."""
        self.write()
        directory, options = self.command
        # Where a source lies are the headers that it includes by their names alone.
        beside = [f"-iquote{folder}" for folder in sorted({(ROOT / source).parent for source in self.sources})]
        found = subprocess.run(
            ["clang-tidy", "--quiet", "--warnings-as-errors=*", f"--config-file={ROOT}/.clang-tidy",
             str(self.path), "--", *shlex.split(options)[1:], *beside],
            cwd=directory, capture_output=True, text=True, check=False)
        if found.returncode != 0 and len(self.sources) > 1 and UNREADABLE.search(found.stdout):
            return None
        said = PLACE.sub(self.place, found.stdout)
        if found.returncode != 0 and not said:
            return f"{self.path}: clang-tidy ended with {found.returncode}\n{found.stderr}"
        return said


def analysed(batch):
    found = batch.findings()
    if found is not None:
        return found
    half = len(batch.sources) // 2
    return "".join(analysed(Batch(batch.folder, batch.command, sources))
                   for sources in (batch.sources[:half], batch.sources[half:]))


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    folder = build / "analysed"
    folder.mkdir(exist_ok=True)
    groups = sources_by_command(build)
    batches = [Batch(folder, command, chosen) for command, sources in groups.items() for chosen in apart(sources)]
    found = "".join(f"{source}: nothing in {build} compiles it\n" for source in not_compiled(groups))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as readers:
        found += "".join(readers.map(analysed, batches))
    print(found, end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
