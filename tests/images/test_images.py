"""The images, and the system that deploy/docker/containers.sh makes of them: README.md's part on deployment is run
as it stands there, then containers are killed, paused, cut off, restarted and started with what is wrong."""

import contextlib
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CONTAINERS = SOURCE / "deploy" / "docker" / "containers.sh"
DATA_SERVICES = ("indicators", "workforce", "politics", "climate")
STORED = (*DATA_SERVICES, "editions")
GATEWAYS = ("gateway-1", "gateway-2")
PORTS = {"indicators": 7401, "workforce": 7402, "politics": 7403, "climate": 7404, "editions": 7400,
         "gateway-1": 7400, "gateway-2": 7400}
HEALTH_PORT = 7490
SECTIONS_OF = {"indicators": {"INDICATORS", "STATISTICS"}, "workforce": {"WORKFORCE"}, "politics": {"POLITICS"},
               "climate": {"CLIMATE"}}
PATIENCE_SECONDS = 120
BUILD_SECONDS = 2 * 3600
# The lines of README.md's part on deployment: indented blocks below its heading.
DEPLOYMENT = re.compile(r"^## Deployment\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^    (\S.*)$", re.MULTILINE)

work = None
variables = None


def run(*command, seconds=PATIENCE_SECONDS, check=True, **more):
    result = subprocess.run([str(part) for part in command], cwd=SOURCE, env=variables, capture_output=True, text=True,
                            timeout=seconds, check=False, **more)
    if check and result.returncode != 0:
        raise AssertionError(f"{command}: exit code {result.returncode}\n{result.stdout[-3000:]}\n"
                             f"{result.stderr[-3000:]}")
    return result


def podman(*arguments, **more):
    return run("podman", *arguments, **more).stdout.strip()


def container(name):
    return f"{variables['PROJECT']}-{name}"


def inspect(name, template):
    return podman("inspect", "--format", template, container(name))


def address(name):
    return inspect(name, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}")


def logs(name):
    """What it has logged, one object for each line."""
    told = run("podman", "logs", container(name))
    return [json.loads(line) for line in (told.stdout + told.stderr).splitlines() if line.startswith("{")]


def tertial(*arguments):
    return run(CONTAINERS, "tertial", *arguments)


def report():
    return json.loads(tertial("report", "--area", "3203", "--period", "2024", "--format", "json").stdout)


def sections(told):
    """{kind: (completeness, revision)}"""
    return {one["section"].removeprefix("SECTION_KIND_"):
            (one["completeness"].removeprefix("COMPLETENESS_"), one.get("readAt", {}).get("revision"))
            for one in told["states"]}


def await_that(condition, what, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while not (seen := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} seconds: {what}")
        time.sleep(0.5)
    return seen


def deployment():
    """The commands of README.md's part on deployment that are about containers."""
    part = DEPLOYMENT.search((SOURCE / "README.md").read_text())[1]
    return [command for command in COMMAND.findall(part) if not command.startswith("kubectl ")]


def setUpModule():
    global work, variables
    work = tempfile.TemporaryDirectory()
    variables = {**os.environ, "PROJECT": f"tertial-test-{os.getpid()}", "CONTAINERS": f"{work.name}/containers"}
    unittest.addModuleCleanup(work.cleanup)
    unittest.addModuleCleanup(run, CONTAINERS, "down", check=False)
    commands = deployment()
    assert commands[0].startswith("make image") and commands[-1].endswith("containers.sh down"), commands
    for command in commands[:-1]:
        print(f"$ {command}", flush=True)
        result = run("bash", "-c", command, seconds=BUILD_SECONDS)
        print("\n".join(result.stdout.splitlines()[-8:]), flush=True)


class WithTheSystem(unittest.TestCase):
    def setUp(self):
        run(CONTAINERS, "up")
        await_that(lambda: {state for state, _ in sections(report()).values()} == {"COMPLETE"}, "all is complete")


class Image(WithTheSystem):
    def test_runs_as_nobody_in_particular_and_cannot_write_but_to_its_volume(self):
        for name in (*STORED, *GATEWAYS):
            with self.subTest(name=name):
                told = podman("exec", container(name), "sh", "-c",
                              "id -u; id -g; touch /usr/bin/x 2>&1; touch /tmp/x 2>&1; cat /proc/1/status")
                self.assertEqual(["10001", "10001"], told.splitlines()[:2])
                self.assertEqual(2, told.count("Read-only file system"), "it can write nowhere but to its volume")
                self.assertRegex(told, r"CapEff:\s+0+\n")
                self.assertRegex(told, r"CapPrm:\s+0+\n")
                self.assertRegex(told, r"NoNewPrivs:\s+1\n")
                self.assertRegex(told, r"Seccomp:\s+2\n")

    def test_has_the_binary_as_its_first_process(self):
        for name in (*STORED, *GATEWAYS):
            binary = "gateway" if name == "editions" else name.split("-")[0]
            self.assertEqual(f"/usr/bin/tertial-{binary}",
                             podman("exec", container(name), "readlink", "/proc/1/exe"))

    def test_tells_what_it_is(self):
        for name in STORED:
            labels = json.loads(inspect(name, "{{json .Config.Labels}}"))
            self.assertRegex(labels["org.opencontainers.image.version"], r"^\d+\.\d+\.\d+$")
            self.assertRegex(labels["org.opencontainers.image.revision"], r"^[0-9a-f]{7}")


class Transport(WithTheSystem):
    def connect(self, name, holder=None):
        directory = pathlib.Path(variables["CONTAINERS"]) / "certificates"
        context = ssl.create_default_context(cafile=directory / "ca.pem")
        context.set_alpn_protocols(["h2"])
        if holder is not None:
            context.load_cert_chain(directory / f"{holder}.pem", directory / f"{holder}.key")
        plain = socket.create_connection((address(name), PORTS[name]), timeout=10)
        self.addCleanup(plain.close)
        return plain, lambda: context.wrap_socket(plain, server_hostname=f"{name.split('-')[0]}.tertial.svc")

    def test_is_tls_with_certificates_of_both_sides(self):
        for name in (*STORED, *GATEWAYS):
            with self.subTest(name=name):
                _, encrypted = self.connect(name, "reader")
                with encrypted() as stream:
                    self.assertEqual("h2", stream.selected_alpn_protocol())
                    stream.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
                    self.assertNotEqual(b"", stream.recv(9), "it speaks HTTP/2")

    def test_is_refused_without_a_certificate(self):
        for name in STORED:
            with self.subTest(name=name), self.assertRaises((ssl.SSLError, ConnectionError)):
                _, encrypted = self.connect(name)
                with encrypted() as stream:
                    stream.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
                    if stream.recv(9) == b"":
                        raise ConnectionResetError

    def test_is_refused_in_plain_text(self):
        for name in STORED:
            with self.subTest(name=name):
                plain, _ = self.connect(name)
                plain.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
                with contextlib.suppress(ConnectionError):
                    self.assertNotEqual(4, plain.recv(9)[3:4], "no settings of HTTP/2 come")


class Report(WithTheSystem):
    def faults(self, service):
        """{what befalls a container: (how it is done, how it is undone)}"""
        name, network, its_address = container(service), variables["PROJECT"], address(service)
        return {
            "killed": (lambda: podman("kill", name), lambda: run(CONTAINERS, "up")),
            "paused": (lambda: podman("pause", name), lambda: podman("unpause", name)),
            "cut off": (lambda: podman("network", "disconnect", network, name),
                        lambda: podman("network", "connect", "--ip", its_address, network, name)),
        }

    def test_says_which_service_is_gone_and_is_whole_again_when_it_is_back(self):
        before = sections(report())
        for service in DATA_SERVICES:
            for fault, (befall, undo) in self.faults(service).items():
                with self.subTest(service=service, fault=fault):
                    befall()
                    told = await_that(
                        lambda: (found := sections(report())) and
                        all(found[kind][0] != "COMPLETE" for kind in SECTIONS_OF[service]) and found,
                        f"the report says that {service} is {fault}")
                    others = set(told) - SECTIONS_OF[service]
                    self.assertEqual({kind: before[kind] for kind in others}, {kind: told[kind] for kind in others})
                    undo()
                    await_that(lambda: sections(report()) == before, f"{service} is back after it was {fault}")


class Restart(WithTheSystem):
    def test_keeps_the_data(self):
        before = report()
        run(CONTAINERS, "restart", *STORED, seconds=5 * PATIENCE_SECONDS)
        await_that(lambda: report() == before, "all is as it was, and nothing is stale")

    def test_of_one_gateway_after_the_other_loses_no_call(self):
        resolver = podman("network", "inspect", "--format", "{{(index .Subnets 0).Gateway}}", variables["PROJECT"])
        load = subprocess.Popen(
            ["node", SOURCE / "tests" / "images" / "load.mjs", f"dns://{resolver}/gateway.tertial.svc:7400",
             pathlib.Path(variables["CONTAINERS"]) / "certificates"],
            # The resolver of grpc-js that can ask the name server of the containers' network.
            env={**variables, "GRPC_NODE_USE_ALTERNATIVE_RESOLVER": "true"}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(load.kill)
        self.assertEqual("asking\n", load.stderr.readline())
        run(CONTAINERS, "restart", *GATEWAYS, seconds=3 * PATIENCE_SECONDS)
        answer, errors = load.communicate("", timeout=PATIENCE_SECONDS)
        told = json.loads(answer)
        self.assertEqual([], told["failed"][:5], errors)
        self.assertGreater(told["calls"], 1000)
        print(f"{told['calls']} calls while both gateways were restarted, none lost", flush=True)


class Stop(WithTheSystem):
    def test_drains_in_time_while_somebody_watches(self):
        watching = subprocess.Popen([CONTAINERS, "tertial", "watch", "--service", "politics"],
                                    cwd=SOURCE, env=variables, text=True, stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL)
        self.addCleanup(watching.kill)
        self.assertNotEqual("", watching.stdout.readline())
        for name in (*GATEWAYS, *STORED):
            begun = time.monotonic()
            podman("stop", container(name))
            taken = time.monotonic() - begun
            with self.subTest(name=name):
                self.assertLess(taken, 40, "notice and drain of its flags, and some seconds to close")
                self.assertEqual("0", inspect(name, "{{.State.ExitCode}}"))
                self.assertEqual("stopped", logs(name)[-1]["event"])


class WhatIsWrong(WithTheSystem):
    """A container that cannot serve says why in one line, and is never ready."""

    def start(self, service, configuration, volume):
        """Exit code, and the lines of its log."""
        binary = "gateway" if service == "editions" else service
        result = run("podman", "run", "--rm", "--network", variables["PROJECT"], "--read-only",
                     "--read-only-tmpfs=false", "--cap-drop", "all", "--user", "10001:10001",
                     "--volume", f"{volume}:/var/lib/tertial", "--volume", f"{configuration}:/etc/tertial:ro",
                     f"localhost/tertial-{binary}:{run('deploy/docker/image.sh', '--tag').stdout.strip()}",
                     "--config=/etc/tertial/flags", check=False)
        return result.returncode, (result.stdout + result.stderr).splitlines()

    def copy(self, service, change):
        """A changed copy of what a container of the service finds below /etc/tertial."""
        copied = pathlib.Path(tempfile.mkdtemp(dir=work.name)) / service
        run("cp", "-a", pathlib.Path(variables["CONTAINERS"]) / service, copied)
        run("chmod", "755", copied.parent)
        change(copied)
        run("chown", "-R", "10001:10001", copied)
        return copied

    def volume(self, fill=None):
        path = pathlib.Path(tempfile.mkdtemp(dir=work.name))
        if fill is not None:
            fill(path)
        run("chown", "-R", "10001:10001", path)
        run("chmod", "700", path)
        return path

    def assert_says(self, answer, code, *words):
        self.assertEqual(code, answer[0], answer)
        self.assertTrue([line for line in answer[1] if all(word in line for word in words)], answer)
        self.assertFalse([line for line in answer[1] if "telling health" in line], answer)

    def copied_store(self, service, to):
        podman("stop", container(service))
        volume = podman("volume", "inspect", "--format", "{{.Mountpoint}}", container(service))
        run("cp", "-a", f"{volume}/{service}", to)

    def test_a_certificate_that_is_missing(self):
        answer = self.start("politics", self.copy("politics", lambda path: (path / "tls" / "tls.crt").unlink()),
                            self.volume())
        self.assert_says(answer, 3, "/etc/tertial/tls/tls.crt")

    def test_a_volume_that_cannot_be_written(self):
        volume = self.volume()
        run("chown", "root:root", volume)
        run("chmod", "555", volume)
        self.assert_says(self.start("politics", self.copy("politics", lambda path: None), volume), 3,
                         "/var/lib/tertial/politics")

    def test_a_volume_of_another_service(self):
        volume = self.volume(lambda path: self.copied_store("climate", path / "politics"))
        self.assert_says(self.start("politics", self.copy("politics", lambda path: None), volume), 3, "climate")

    def test_a_volume_of_a_newer_version(self):
        def newer(path):
            self.copied_store("politics", path / "politics")
            stored = run("ldb", f"--db={path / 'politics'}", "scan", "--hex", "--key_hex", "--max_keys=20",
                         "--ignore_unknown_options", "--try_load_options").stdout
            key = re.search(rf"^(0x00{b'schema_version'.hex().upper()}\w*) ", stored, re.MULTILINE)[1]
            run("ldb", f"--db={path / 'politics'}", "put", "--hex", "--ignore_unknown_options", "--try_load_options",
                key, "0x00000063")
        self.assert_says(self.start("politics", self.copy("politics", lambda path: None), self.volume(newer)), 3, "99")

    def test_a_flag_that_there_is_none_of(self):
        def misspelt(path):
            (path / "flags").write_text((path / "flags").read_text() + "drian = 20\n")
        answer = self.start("politics", self.copy("politics", misspelt), self.volume())
        self.assert_says(answer, 2, "/etc/tertial/flags:", "drian")


if __name__ == "__main__":
    unittest.main()
