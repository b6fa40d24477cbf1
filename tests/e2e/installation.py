"""Services that are installed by hand, as deploy/README.md has it: a file of flags for each, started, stopped and
brought back by the commands of its runbook."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess

import planted
from harness import BIN, PATIENCE_SECONDS, SOURCE, Lines, Result, environment, keep_metrics

README = SOURCE / "deploy" / "README.md"
BLOCK = re.compile(r"^<!-- runbook: ([\w-]+) -->\n```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Data services before those that follow them.
ORDER = ("workforce", "politics", "climate", "indicators", "gateway")
FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
MARK = "-- the script has ended with"


def runbook():
    """{name: commands}"""
    return dict(BLOCK.findall(README.read_text()))


def reserved_port(stack):
    """A port that the system gives to nobody else until `stack` is closed: neither to who asks for any port nor to a
    connection. It is bound and never listened on, so that a service, which says its port, may come and go."""
    one = stack.enter_context(socket.socket())
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", 0))
    return one.getsockname()[1]


def namespaces():
    """How a program is run that may mount, and whose processes end with it. None: nobody lets us."""
    for rights in ([], ["--map-root-user"]):
        prefix = ["unshare", *rights, "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        try:
            probe = subprocess.run([*prefix, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"],
                                   capture_output=True, timeout=PATIENCE_SECONDS, check=False)
        except OSError:
            return None
        if probe.returncode == 0:
            return prefix
    return None


class Shell:
    """A bash that runs one script after the other and keeps what each has defined."""

    def __init__(self, variables, prefix=()):
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *prefix, "bash", "--noprofile", "--norc"],
            env={**environment(), **variables}, cwd=SOURCE, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self._lines = Lines(self._process.stdout)
        self._scripts = 0
        self._seen = 0

    def run(self, script, seconds=2 * PATIENCE_SECONDS):
        """Exit code, and all that the script printed."""
        self._scripts += 1
        mark = f"{MARK} {self._scripts}:"
        self._process.stdin.write(f"{{ {script}\n}} < /dev/null\nprintf '\\n{mark} %s\\n' \"$?\"\n")
        self._process.stdin.flush()
        ended = self._lines.wait_for(rf"^{re.escape(mark)} (\d+)$", seconds)
        text = self._lines.text()
        printed, self._seen = text[self._seen:], len(text)
        if ended is None:
            raise AssertionError(f"it does not end:\n{script}\n--- it printed\n{printed[-3000:]}")
        printed = re.sub(rf"^{re.escape(MARK)} .*$", "", printed, flags=re.MULTILINE)
        return Result(subprocess.CompletedProcess(script, int(ended[1]), printed, ""))

    def close(self):
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._lines.close()


class Installation:
    """The five services in a directory. As a context all of it ends, come what may."""

    def __init__(self, folder, tls=None, variables=None, prefix=(), prepare=":", flags=None):
        """`tls`: a directory of certificates; the commands are the user "cli". `variables` are those of everything
        that is started; `prepare` is run before the services are; `flags` are given to all of them."""
        self.folder = pathlib.Path(folder)
        self.tls = tls
        self.config = self.folder / "config"
        self.data = self.folder / "data"
        self.backups = self.folder / "backups"
        for directory in (self.config, self.data, self.backups):
            directory.mkdir()
        self.policy = self.config / "policy.json"
        shutil.copy(SOURCE / "deploy" / "config" / "policy.json", self.policy)
        self._reserved = contextlib.ExitStack()
        self.ports, self.http_ports = ({service: reserved_port(self._reserved) for service in ORDER}
                                       for _ in range(2))
        self.gateway = f"127.0.0.1:{self.ports['gateway']}"
        for service in ORDER:
            lines = [f"{flag} = \"{value}\"" for flag, value in {**self._flags(service), **(flags or {})}.items()]
            (self.config / f"{service}.flags").write_text("\n".join(lines) + "\n")
        self.shell = Shell({"PATH": f"{BIN}:{os.environ['PATH']}", "CONFIG": str(self.config),
                            "DATA": str(self.data), "BACKUPS": str(self.backups), "TERTIAL_GATEWAY": self.gateway,
                            "AREAS": str(SOURCE / "data" / "areas"), "PATIENCE": "5",
                            **self._tls_variables(), **(variables or {})}, prefix)
        try:
            self.must(prepare)
            self.must(runbook()["words"])
            self.must("start " + " ".join(ORDER))
        except BaseException:
            self.end()
            raise

    def _flags(self, service):
        flags = {"port": self.ports[service], "http-port": self.http_ports[service],
                 "areas": SOURCE / "data" / "areas", "policy": self.policy, "data": self.data / service}
        if service in ("indicators", "gateway"):
            flags |= {other: f"127.0.0.1:{self.ports[other]}" for other in ("workforce", "politics", "climate")}
        if service == "gateway":
            flags |= {"role": "editions", "indicators": f"127.0.0.1:{self.ports['indicators']}"}
        if self.tls is not None:
            flags |= {"tls-certificate": self.tls / f"{service}.pem", "tls-key": self.tls / f"{service}.key",
                      "tls-ca": self.tls / "ca.pem"}
        return flags

    def _tls_variables(self):
        if self.tls is None:
            return {}
        return {"TLS": str(self.tls), "TERTIAL_TLS_CERTIFICATE": str(self.tls / "cli.pem"),
                "TERTIAL_TLS_KEY": str(self.tls / "cli.key"), "TERTIAL_TLS_CA": str(self.tls / "ca.pem")}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def run(self, script, seconds=2 * PATIENCE_SECONDS):
        return self.shell.run(script, seconds)

    def must(self, script):
        """The same of what has to go well."""
        result = self.run(script)
        if result.code != 0:
            raise AssertionError(f"{script}\n{result!r}\n{self.logs()}")
        return result

    def block(self, name, **variables):
        """Runs a block of the runbook as it stands there."""
        settings = "".join(f"{key}='{value}'\n" for key, value in variables.items())
        return self.run(settings + runbook()[name])

    def log(self, service):
        return self.run(f'cat "$DATA/{service}.log"').out

    def logs(self):
        return self.run('tail -n 5 "$DATA"/*.log').out[-3000:]

    def end(self):
        keep_metrics(self.http_ports, self.tls)
        with contextlib.suppress(AssertionError, OSError):
            self.run("stop " + " ".join(reversed(ORDER)))
            # The shell sees what is mounted for it alone.
            for service in ORDER:
                planted.keep(f"{service}.log", self.log(service))
        self.shell.close()
        self._reserved.close()
        if self.tls is not None:
            planted.plant_keys(*self.tls.glob("*.key"))
