"""The real binaries: starting and stopping `tertial up`, and running the other commands.

Nothing here sleeps in the hope that something has happened: output is read line by line, the end of
a process is told by its pidfd, what nobody tells is asked for again (await_that), and every wait has
a deadline.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import select
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time

import planted

SOURCE = pathlib.Path(os.environ.get("TERTIAL_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
BIN = pathlib.Path(os.environ.get("TERTIAL_BIN_DIR", SOURCE / "build" / "bin"))
DATA_SET = SOURCE / "data" / "asker-2024"
NODE = SOURCE / "tests" / "e2e" / "node"

SERVICES = ("indicators", "workforce", "politics", "climate", "gateway")
DATA_SERVICES = SERVICES[:4]
PATIENCE_SECONDS = 30

SERVING_LINE = re.compile(r"^(\w+) +(127\.0\.0\.1:\d+) +SERVING +process (\d+)$")
COMPARED_LINE = re.compile(r"^compared with the owners of their figures: (.*)$", re.MULTILINE)
IMPORTED_LINE = re.compile(r"^(\w+) +(\d+) +(\d+) +(\d+) +(\d+)$", re.MULTILINE)
HTTP_LINE = re.compile(r"^(\w+) +https?://127\.0\.0\.1:(\d+)$")
READY_LINE = re.compile(r"^Serving at (127\.0\.0\.1:\d+) until Ctrl-C\.$")


class Result:
    """What a command that ended left: exit code, standard output, standard error."""

    def __init__(self, completed):
        self.code = completed.returncode
        self.out = completed.stdout
        self.err = completed.stderr
        # What stands on standard output is an answer to who may have it.
        planted.keep("commands.err", self.err)

    def __repr__(self):
        return f"exit code {self.code}\n--- stdout\n{self.out[-3000:]}\n--- stderr\n{self.err[-3000:]}"


def await_that(observe, holds=bool, seconds=PATIENCE_SECONDS, pause=0.05):
    """What `observe` answers, as soon as `holds` is true of it: asked again and again, since nobody tells. An
    AssertionError with the last answer where that has not come about within `seconds`."""
    end = time.monotonic() + seconds
    while not holds(seen := observe()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} seconds; the last answer was {seen!r}")
        time.sleep(pause)
    return seen


def environment():
    """The environment of a user who has set nothing of ours."""
    return {key: value for key, value in os.environ.items() if not key.startswith("TERTIAL_")}


def run(program, *arguments, seconds=PATIENCE_SECONDS, stdin=""):
    """Runs one of our programs to its end."""
    command = [str(BIN / program), *map(str, arguments)]
    return Result(subprocess.run(command, input=stdin, env=environment(), cwd=SOURCE, capture_output=True,
                                 text=True, timeout=seconds, check=False))


def tertial(*arguments, gateway=None):
    """Runs `tertial …` to its end."""
    return run("tertial", *arguments, *([] if gateway is None else ["--gateway", gateway]))


def up_arguments(data, *more, port_base=0):
    return ["up", "--port-base", port_base, "--data", data, "--areas", SOURCE / "data" / "areas",
            "--policy", SOURCE / "deploy" / "config" / "policy.json", *more]


def tls_flags(directory, holder="cli"):
    """How a command is told to show the certificate of `holder`."""
    return ["--tls-certificate", directory / f"{holder}.pem", "--tls-key", directory / f"{holder}.key",
            "--tls-ca", directory / "ca.pem"]


def context_of(directory, holder):
    """What a client shows and believes. `holder` None: it shows nothing."""
    context = ssl.create_default_context(cafile=directory / "ca.pem")
    if holder is not None:
        context.load_cert_chain(directory / f"{holder}.pem", directory / f"{holder}.key")
    return context


def keep_metrics(ports, tls=None):
    """Keeps what services say of themselves, of those that still answer. `ports`: {service: that of HTTP}"""
    if planted.directory() is None:
        return
    for service, port in ports.items():
        with contextlib.suppress(OSError, http.client.HTTPException):
            if tls is None:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            else:
                connection = http.client.HTTPSConnection("localhost", port, timeout=2, context=context_of(tls, "cli"))
            with contextlib.closing(connection):
                connection.request("GET", "/metrics")
                planted.keep(f"{service}.metrics", connection.getresponse().read())


class Lines:
    """The lines that a process has written to one of its pipes so far."""

    def __init__(self, pipe):
        self._pipe = pipe
        self._lines = []
        self._ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        for line in self._pipe:
            with self._changed:
                self._lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        planted.keep("processes", self.text())
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def text(self):
        with self._changed:
            return "\n".join(self._lines)

    def matches(self, pattern):
        with self._changed:
            return [match for line in self._lines if (match := re.search(pattern, line))]

    def wait_for(self, pattern, seconds=PATIENCE_SECONDS):
        """The first match of `pattern`; None when the stream ends or time runs out without one."""
        found = []

        def settled():
            found[:] = [match for line in self._lines if (match := re.search(pattern, line))]
            return found or self._ended

        with self._changed:
            self._changed.wait_for(settled, timeout=seconds)
        return found[0] if found else None

    def close(self):
        self._thread.join(PATIENCE_SECONDS)
        self._pipe.close()


class Running:
    """A program that runs. As a context it is ended, come what may."""

    def __init__(self, command, settings):
        self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], env=settings, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.out = Lines(self.process.stdout)
        self.err = Lines(self.process.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)
        self.out.close()
        self.err.close()

    def wait_for(self, pattern, lines=None, seconds=PATIENCE_SECONDS):
        """The first match in its standard output, or in `lines`."""
        match = (lines or self.out).wait_for(pattern, seconds)
        if match is None:
            raise AssertionError(f"no {pattern} in\n{self.out.text()}\n---\n{self.err.text()}")
        return match


class Process:
    """A process that is no child of ours, held by a descriptor that cannot come to mean another."""

    def __init__(self, pid):
        self.pid = pid
        try:
            self._fd = os.pidfd_open(pid)
        except ProcessLookupError:
            self._fd = None

    def wait_gone(self, seconds=PATIENCE_SECONDS):
        """Whether it has ended, at the latest after `seconds`."""
        if self._fd is None:
            return True
        poll = select.poll()
        poll.register(self._fd, select.POLLIN)
        return bool(poll.poll(int(seconds * 1000)))

    def kill(self, number=signal.SIGKILL):
        if self._fd is not None:
            try:
                signal.pidfd_send_signal(self._fd, number)
            except ProcessLookupError:
                pass

    def close(self):
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


class System:
    """`tertial up` with its five services. As a context it is stopped at the end, come what may."""

    def __init__(self, data, load=None, port_base=0, tls=None):
        """`tls`: a directory that `tertial dev-certs` has made; without it all is plain text."""
        self.data = data
        self.tls = tls
        self.addresses = {}
        self.processes = {}
        more = [] if load is None else ["--load", load]
        more += [] if tls is None else ["--tls", tls]
        # Should this process be killed, the system is to end with it.
        command = ["setpriv", "--pdeathsig", "TERM", str(BIN / "tertial"),
                   *map(str, up_arguments(data, *more, port_base=port_base))]
        self.up = subprocess.Popen(command, env=environment(), cwd=SOURCE, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.out = Lines(self.up.stdout)
        self.err = Lines(self.up.stderr)
        ready = self.out.wait_for(READY_LINE)
        for match in self.out.matches(SERVING_LINE):
            self.addresses[match[1]] = match[2]
            self.processes[match[1]] = Process(int(match[3]))
        if ready is None:
            self.end()
            raise AssertionError(f"tertial up is not ready:\n{self.out.text()[-3000:]}\n"
                                 f"{self.err.text()[-3000:]}\n{self.logs()[-3000:]}")
        self.gateway = ready[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def logs(self):
        folder = pathlib.Path(self.data) / "log"
        files = sorted(folder.glob("*.log")) if folder.is_dir() else []
        return "\n".join(f"--- {file.name}\n{file.read_text(errors='replace')[-1000:]}" for file in files)

    def run(self, command, *arguments):
        """Runs `tertial COMMAND …` against this gateway."""
        flags = [] if self.tls is None else tls_flags(self.tls)
        return tertial(command, *arguments, *flags, gateway=self.gateway)

    def report_text(self, period="2024", area="3203", form="json"):
        result = self.run("report", "--area", area, "--period", period, "--format", form)
        if result.code != 0:
            raise AssertionError(f"tertial report: {result!r}")
        return result.out

    def report(self, period="2024", area="3203"):
        return json.loads(self.report_text(period, area))

    def report_where(self, condition, period="2024"):
        """The report as soon as `condition` holds of it: what was just written may be shown a moment
        later."""
        return await_that(lambda: self.report(period), condition)

    def revisions(self):
        """The revision of each service, as the report states it."""
        return revisions_of(self.report())

    def stop(self, number=signal.SIGTERM):
        """Sends the signal to `tertial up` and returns its exit code."""
        self.up.send_signal(number)
        return self.up.wait(PATIENCE_SECONDS)

    def wait_gone(self, seconds=PATIENCE_SECONDS):
        """The services that still run after `seconds`."""
        end = time.monotonic() + seconds
        return [name for name, process in self.processes.items()
                if not process.wait_gone(max(0, end - time.monotonic()))]

    def end(self):
        """Leaves no process behind."""
        keep_metrics({match[1]: int(match[2]) for match in self.out.matches(HTTP_LINE)}, self.tls)
        if self.up.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self.up.kill()
                self.up.wait()
        self.out.close()
        self.err.close()
        for name in self.wait_gone():
            self.processes[name].kill()
        for process in self.processes.values():
            process.close()
        data = pathlib.Path(self.data)
        for log in data.glob("log/*.log"):
            planted.keep(log.name, log.read_bytes())
        planted.plant_keys(data / "person.keys", *(self.tls.glob("*.key") if self.tls else ()))


def revisions_of(report):
    return {state["section"]: int(state.get("readAt", {}).get("revision", 0)) for state in report["states"]}


def state_of(report, section):
    """The SectionState of a section: "WORKFORCE"."""
    return next(state for state in report["states"] if state["section"] == f"SECTION_KIND_{section}")


def imported(text):
    """What an import printed: {service: (rows, inserted, revised, unchanged)}"""
    return {match[1]: tuple(map(int, match.groups()[1:])) for match in IMPORTED_LINE.finditer(text)}


def compared(text):
    """How many observations an import compared, by how that came out: {"equal": 36}"""
    match = COMPARED_LINE.search(text)
    parts = match[1].split(", ") if match else []
    return {what: int(count) for count, what in (part.split(" ", 1) for part in parts)}


def newest_backup(folder):
    """The directory of the newest backup of all services below `folder`."""
    return max(path for path in pathlib.Path(folder).iterdir() if not path.name.startswith("."))


def temporary_directory():
    return tempfile.TemporaryDirectory(prefix="tertial-e2e-")


def can_listen(port):
    """Whether nothing listens on the port."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
            one.listen()
            return True
        except OSError:
            return False


def node(script, *arguments, stdin=""):
    """Runs one of our Node programs to its end; they say themselves when their packages are missing."""
    return Result(subprocess.run(["node", str(NODE / script), *map(str, arguments)], input=stdin,
                                 env={**os.environ, "TERTIAL_SOURCE_DIR": str(SOURCE)},
                                 capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False))
