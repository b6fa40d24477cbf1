"""The clients of clients/examples, prepared by the words of clients/README.md and run beside real services."""

import os
import re
import subprocess

from harness import BIN, PATIENCE_SECONDS, SOURCE, Result, Running, environment

GUIDE = SOURCE / "clients" / "README.md"
EXAMPLES = SOURCE / "clients" / "examples"
LANGUAGES = ("cpp", "python", "node")
GOOGLEAPIS = os.environ.get("TERTIAL_GOOGLEAPIS_DIR", "/usr/share/gocode/src/github.com/gogo/googleapis")
STEP = re.compile(r"^<!-- step: ([\w-]+) -->\n```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps():
    """{name: commands} of the guide."""
    return dict(STEP.findall(GUIDE.read_text()))


def run_step(name, **variables):
    """Runs a step of the guide as it stands there."""
    settings = {key: str(value) for key, value in variables.items()}
    result = Result(subprocess.run(["bash", "-euc", steps()[name]], cwd=SOURCE, capture_output=True, text=True,
                                   env={**environment(), "GOOGLEAPIS": GOOGLEAPIS, **settings},
                                   timeout=4 * PATIENCE_SECONDS, check=False))
    if result.code != 0:
        raise AssertionError(f"the step {name}: {result!r}")
    return result


class RunningClient(Running):
    def ended(self):
        """What it has printed when it has ended well."""
        try:
            code = self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired as late:
            raise AssertionError(f"it does not end\n{self.out.text()}\n---\n{self.err.text()}") from late
        if code != 0:
            raise AssertionError(f"exit code {code}\n{self.out.text()}\n---\n{self.err.text()}")
        self.out.close()
        return self.out.text()


class Clients:
    """The three of them, as callers that show the certificate of `holder`."""

    def __init__(self, folder, tls, addresses, holder="cli"):
        """`folder`: an empty directory for what is generated. `addresses`: {service: address}."""
        self._folder = folder
        self._addresses = addresses
        self._holder = holder
        self.show(tls)
        run_step("python-generate", OUT=folder)

    def show(self, tls):
        """From now on the certificate of this directory."""
        self._files = {"certificate": tls / f"{self._holder}.pem", "key": tls / f"{self._holder}.key",
                       "ca": tls / "ca.pem"}

    def command(self, language, *arguments, **addresses):
        """`addresses`: of services that are to be reached elsewhere."""
        program = {"cpp": [BIN / "tertial_example_client"], "node": ["node", EXAMPLES / "node" / "main.mjs"],
                   "python": ["/usr/bin/python3", "-B", EXAMPLES / "python" / "main.py"]}[language]
        told = {**self._addresses, **addresses}
        flags = {"gateway": told["gateway"], "indicators": told["indicators"], **self._files}
        return [*map(str, program), *(text for flag, value in flags.items() for text in (f"--{flag}", str(value))),
                *map(str, arguments)]

    def _settings(self):
        return {**environment(), "PYTHONPATH": str(self._folder),
                "TERTIAL_PROTO_PATH": f"{SOURCE / 'proto'}:{GOOGLEAPIS}"}

    def run(self, language, *arguments, **addresses):
        """Runs it to its end."""
        return Result(subprocess.run(self.command(language, *arguments, **addresses), env=self._settings(),
                                     capture_output=True, text=True, timeout=2 * PATIENCE_SECONDS, check=False))

    def start(self, language, *arguments, **addresses):
        return RunningClient(self.command(language, *arguments, **addresses), self._settings())
