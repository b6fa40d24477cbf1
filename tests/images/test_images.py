"""The images, and the system that deploy/docker/containers.sh makes of them: README.md's part on deployment is run
as it stands there, then containers are killed, paused, cut off, restarted and started with what is wrong; what the
manifests run beside them is run too; and at last all of it is removed."""

import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

import yaml

from system import (CONTAINERS, DATA_SERVICES, GATEWAYS, HTTP_PORTS, NARROW, PATIENCE_SECONDS, PORTS, SECTIONS_OF,
                    SOURCE, STORED, address, await_that, container, figures, host_of, image_of, inspect, logs,
                    names_of_all, podman, report, run, sections, tertial, variables)

sys.path.insert(0, str(SOURCE / "tests" / "e2e"))

from dataset import DataSet
from expected import differences, expected_figures
from facts import Facts
from reported import reported_figures

BUILD_SECONDS = 2 * 3600
# The lines of README.md's part on deployment: indented blocks below its heading.
DEPLOYMENT = re.compile(r"^## Deployment\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^    (\S.*)$", re.MULTILINE)

work = None


def deployment():
    """The commands of README.md's part on deployment that are about containers; those for a cluster are fenced."""
    return COMMAND.findall(DEPLOYMENT.search((SOURCE / "README.md").read_text())[1])


def run_deployment(commands):
    for command in commands:
        print(f"$ {command}", flush=True)
        result = run("bash", "-c", command, seconds=BUILD_SECONDS)
        print("\n".join(result.stdout.splitlines()[-8:]), flush=True)


def setUpModule():
    global work
    work = tempfile.TemporaryDirectory()
    variables.update(PROJECT=f"tertial-test-{os.getpid()}", CONTAINERS=f"{work.name}/containers")
    unittest.addModuleCleanup(work.cleanup)
    unittest.addModuleCleanup(run, CONTAINERS, "down", check=False)
    commands = deployment()
    assert commands[0].startswith("make image") and commands[-1].endswith("containers.sh down"), commands
    try:
        run_deployment(commands[:-1])
    except AssertionError:
        names = podman("ps", "--all", "--format", "{{.Names}}", "--filter", f"name=^{variables['PROJECT']}")
        for name in names.split():
            told = run("podman", "logs", "--tail", "10", name, check=False)
            print(f"{name}:\n{told.stdout}{told.stderr}", flush=True)
        raise


def tearDownModule():
    """The last line of README.md, of which nothing is left."""
    before = left()
    run_deployment(deployment()[-1:])
    assert all(before.values()), f"it was there before: {before}"
    assert not any(left().values()), f"it is still there: {left()}"


def left():
    project = variables["PROJECT"]
    return {"containers": podman("ps", "--all", "--quiet", "--filter", f"name=^{project}"),
            "volumes": podman("volume", "ls", "--quiet", "--filter", f"name=^{project}"),
            "network": podman("network", "ls", "--quiet", "--filter", f"name=^{project}"),
            "directory": pathlib.Path(variables["CONTAINERS"]).exists()}


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


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def is_settings(answer):
    """The first frame of HTTP/2 that a server sends is of this type."""
    return answer[3:4] == b"\4"


def is_response(answer):
    return answer.startswith(b"HTTP/1.1 ")


# {what is spoken: (ports, protocol, what a client begins with, whether that is answered)}
SPOKEN = {"gRPC": (PORTS, "h2", PREFACE, is_settings), "HTTP": (HTTP_PORTS, "http/1.1", REQUEST, is_response)}


class Transport(WithTheSystem):
    def ask(self, name, port, request, context=None):
        """What comes back first; nothing where the connection is closed. Nobody there is an error all the same."""
        with socket.create_connection((address(name), port), timeout=10) as plain:
            try:
                stream = plain if context is None else context.wrap_socket(plain, server_hostname=host_of(name))
                with stream:
                    stream.sendall(request)
                    return stream.recv(9)
            except (ssl.SSLError, ConnectionError):
                return b""

    def context(self, protocol, holder=None):
        directory = pathlib.Path(variables["CONTAINERS"]) / "certificates"
        context = ssl.create_default_context(cafile=directory / "ca.pem")
        context.set_alpn_protocols([protocol])
        if holder is not None:
            context.load_cert_chain(directory / f"{holder}.pem", directory / f"{holder}.key")
        return context

    def each(self):
        for name in (*STORED, *GATEWAYS):
            for spoken, (ports, protocol, request, is_answer) in SPOKEN.items():
                with self.subTest(name=name, spoken=spoken):
                    yield name, ports[name], protocol, request, is_answer

    def test_is_tls_with_certificates_of_both_sides(self):
        for name, port, protocol, request, is_answer in self.each():
            answer = self.ask(name, port, request, self.context(protocol, "reader"))
            self.assertTrue(is_answer(answer), answer)

    def test_is_refused_without_a_certificate(self):
        for name, port, protocol, request, is_answer in self.each():
            answer = self.ask(name, port, request, self.context(protocol))
            self.assertFalse(is_answer(answer), answer)

    def test_is_refused_in_plain_text(self):
        for name, port, _, request, is_answer in self.each():
            answer = self.ask(name, port, request)
            self.assertFalse(is_answer(answer), answer)


class Report(WithTheSystem):
    def test_says_what_the_data_set_says(self):
        expected = expected_figures(Facts(DataSet.read(SOURCE / "data" / "asker-2024")), "2024")
        self.assertGreater(len(expected), 1000)
        self.assertEqual([], differences(expected, reported_figures(report())))

    def faults(self, service):
        """{what befalls a container: (how it is done, how it is undone)}"""
        name, network, its_address = container(service), variables["PROJECT"], address(service)
        return {
            "killed": (lambda: podman("kill", name), lambda: run(CONTAINERS, "up")),
            "paused": (lambda: podman("pause", name), lambda: podman("unpause", name)),
            "cut off": (lambda: podman("network", "disconnect", network, name),
                        lambda: podman("network", "connect", "--ip", its_address, "--alias", host_of(service),
                                       network, name)),
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

    def editions(self):
        return run(CONTAINERS, "tertial", "edition", "list", "--area", "3203", check=False)

    def test_is_whole_while_nobody_keeps_editions(self):
        # A gateway that was cut off before may still be about to connect.
        await_that(lambda: self.editions().returncode == 0, "editions are there")
        before = sections(report())
        for fault, (befall, undo) in self.faults("editions").items():
            with self.subTest(fault=fault):
                befall()
                told = await_that(lambda: (answer := self.editions()).returncode and answer,
                                  f"a call about editions says that they are {fault}")
                self.assertEqual(3, told.returncode, told)
                self.assertIn("UNAVAILABLE", told.stderr)
                self.assertEqual(before, sections(report()))
                undo()
                await_that(lambda: self.editions().returncode == 0, f"editions are back after they were {fault}")

    def test_is_given_by_one_gateway_while_the_other_is_gone(self):
        before = sections(report())
        for fault, (befall, undo) in self.faults("gateway-1").items():
            with self.subTest(fault=fault):
                befall()
                self.assertEqual(before, sections(report()))
                undo()
                await_that(lambda: run(CONTAINERS, "tertial", "status", check=False).returncode == 0,
                           f"the gateway is back after it was {fault}")


class Operation(WithTheSystem):
    def test_reaches_the_gateway_that_keeps_editions(self):
        self.addCleanup(tertial, "log-level", "editions", "info")
        self.assertRegex(tertial("log-level", "editions", "debug").stdout, r"(?m)^editions +DEBUG \(was INFO\)")
        self.assertEqual(tertial("limits", "--service", "gateway", "--format", "csv").stdout,
                         tertial("limits", "--service", "editions", "--format", "csv").stdout)


class Restart(WithTheSystem):
    def test_keeps_the_data(self):
        before = report()
        run(CONTAINERS, "restart", *STORED, *GATEWAYS, seconds=7 * PATIENCE_SECONDS)
        await_that(lambda: report() == before, "all is as it was, and nothing is stale")
        tertial("verify")

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
        for cleanup in (watching.stdout.close, watching.wait, watching.kill):  # the last one first
            self.addCleanup(cleanup)
        self.assertNotEqual("", watching.stdout.readline())
        for name in (*GATEWAYS, *STORED):
            begun = time.monotonic()
            podman("stop", container(name))
            taken = time.monotonic() - begun
            with self.subTest(name=name):
                self.assertLess(taken, 40, "notice and drain of its flags, and some seconds to close")
                self.assertEqual("0", inspect(name, "{{.State.ExitCode}}"))
                self.assertEqual("stopped", logs(name)[-1]["event"])


class Jobs(WithTheSystem):
    """What deploy/k8s runs beside the services: its arguments and its script, as they stand there."""

    def run_pod(self, spec, volumes, *network, **environment):
        [told] = spec["containers"]
        given = {**{one["name"]: one["value"] for one in told["env"]}, **environment}
        run("podman", "run", "--rm", *NARROW, *network,
            *[f"--env={name}={value}" for name, value in given.items()],
            *[f"--volume={volumes[one['name']]}:{one['mountPath']}{':ro' * one.get('readOnly', False)}"
              for one in told["volumeMounts"]],
            "--entrypoint", told["command"][0], image_of(told["image"].split(":")[0].removeprefix("tertial-")),
            *told["command"][1:], *told["args"])

    def backups(self):
        """{name: state}, as the command lists them."""
        return dict(line.split()[:2] for line in tertial("backups", "list", "--in", "/srv/backup").stdout.splitlines()
                    if re.match(r"\d{8}T", line))

    def make_backup(self):
        _, job = yaml.safe_load_all((SOURCE / "deploy/k8s/components/backup/cron-job.yaml").read_text())
        before = self.backups()
        room = pathlib.Path(tempfile.mkdtemp(dir=work.name))
        os.chown(room, 10001, 10001)
        self.run_pod(job["spec"]["jobTemplate"]["spec"]["template"]["spec"],
                     {"tls": pathlib.Path(variables["CONTAINERS"]) / "backup" / "tls", "verified": room,
                      "backups": container("backups")}, "--network", variables["PROJECT"], *names_of_all())
        [(name, state)] = self.backups().items() - before.items()
        self.assertEqual("sound", state)
        return name

    def restore(self, name, store, backup, **environment):
        text = (SOURCE / "deploy/k8s/jobs/restore.yaml").read_text().replace("politics", store)
        self.run_pod(yaml.safe_load(text)["spec"]["template"]["spec"],
                     {"store": container(name), "backups": container("backups")}, "--network", "none",
                     BACKUP=backup, **environment)

    def test_a_backup_is_made_and_stores_are_made_of_it_again(self):
        before = figures()
        backup = self.make_backup()
        for name, store, lost in (("politics", "politics", False), ("climate", "climate", True),
                                  ("editions", "gateway", False)):
            with self.subTest(name=name, lost=lost):
                podman("stop", container(name))
                volume = pathlib.Path(podman("volume", "inspect", "--format", "{{.Mountpoint}}", container(name)))
                if lost:
                    run("find", volume, "-mindepth", "1", "-delete")
                self.restore(name, store, backup, **({"JOURNAL": "--without-journal"} if lost else {}))
                self.assertEqual(not lost, any(volume.glob(f"{store}.damaged.*")), "what was there is kept beside")
                run(CONTAINERS, "up")
                await_that(lambda: figures() == before, f"the report is as it was, of the restored {name}")
                keeping_editions = ("--gateway", f"{host_of('editions')}:{PORTS['editions']}")
                tertial("verify", *keeping_editions, "--service", store)
                tertial("pending", *keeping_editions, "--service", store)
        [_, *rows] = tertial("verify", *keeping_editions, "--format", "csv").stdout.splitlines()
        self.assertEqual({*DATA_SERVICES, "gateway"}, {row.split(",")[0] for row in rows})


class WhatIsWrong(WithTheSystem):
    """A container that cannot serve says why in one line, and is never ready."""

    def command(self, service, configuration, volume, *options):
        return ("podman", "run", "--network", variables["PROJECT"], *NARROW, *options,
                "--volume", f"{volume}:/var/lib/tertial", "--volume", f"{configuration}:/etc/tertial:ro",
                image_of(service), "--config=/etc/tertial/flags")

    def start(self, service, configuration, volume):
        """Exit code, and the lines of its log."""
        result = run(*self.command(service, configuration, volume, "--rm"), check=False)
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

    def assert_cannot_start(self, answer, *words):
        """A line says so for each reason, and each names what is wrong; nobody was told that it serves."""
        code, lines = answer
        self.assertEqual(3, code, answer)
        told = [json.loads(line) for line in lines]
        causes = [line["cause"] for line in told if line["event"] == "cannot start"]
        self.assertNotEqual([], causes)
        for cause in causes:
            for word in words:
                self.assertIn(word, cause)
        self.assertFalse([line for line in told if line["event"].startswith(("serving", "telling"))], answer)

    def copied_store(self, service, to):
        podman("stop", container(service))
        volume = podman("volume", "inspect", "--format", "{{.Mountpoint}}", container(service))
        run("cp", "-a", f"{volume}/{service}", to)

    def test_a_certificate_that_is_missing(self):
        answer = self.start("politics", self.copy("politics", lambda path: (path / "tls" / "tls.crt").unlink()),
                            self.volume())
        self.assert_cannot_start(answer, "/etc/tertial/tls/tls.crt")

    def test_a_volume_that_cannot_be_written(self):
        volume = self.volume()
        run("chown", "root:root", volume)
        run("chmod", "555", volume)
        self.assert_cannot_start(self.start("politics", self.copy("politics", lambda path: None), volume),
                                 "/var/lib/tertial/politics")

    def test_a_volume_of_another_service(self):
        volume = self.volume(lambda path: self.copied_store("climate", path / "politics"))
        self.assert_cannot_start(self.start("politics", self.copy("politics", lambda path: None), volume),
                                 "climate")

    def test_a_volume_of_a_newer_version(self):
        def newer(path):
            self.copied_store("politics", path / "politics")
            stored = run("ldb", f"--db={path / 'politics'}", "scan", "--hex", "--key_hex", "--max_keys=20",
                         "--ignore_unknown_options", "--try_load_options").stdout
            key = re.search(rf"^(0x00{b'schema_version'.hex().upper()}\w*) ", stored, re.MULTILINE)[1]
            run("ldb", f"--db={path / 'politics'}", "put", "--hex", "--ignore_unknown_options", "--try_load_options",
                key, "0x00000063")
        self.assert_cannot_start(self.start("politics", self.copy("politics", lambda path: None), self.volume(newer)),
                                 "99")

    def test_a_flag_that_there_is_none_of(self):
        def misspelt(path):
            (path / "flags").write_text((path / "flags").read_text() + "drian = 20\n")
        answer = self.start("politics", self.copy("politics", misspelt), self.volume())
        self.assertEqual(2, answer[0], answer)
        told = [line for line in answer[1] if "/etc/tertial/flags:" in line and "drian" in line]
        self.assertEqual(1, len(told), answer)
        self.assertFalse([line for line in answer[1] if line.startswith("{")], answer)

    def test_but_not_keys_of_persons_that_the_group_of_the_pod_may_read(self):
        # So Kubernetes shows a Secret to a process that runs as nobody in particular.
        keys = pathlib.Path(tempfile.mkdtemp(dir=work.name)) / "person.keys"
        keys.write_text(f"{os.urandom(32).hex()}\n")
        os.chown(keys, 0, 10001)
        keys.chmod(0o440)
        keys.parent.chmod(0o755)
        self.addCleanup(podman, "rm", "--force", "--ignore", container("with-keys"))
        run(*self.command("workforce", self.copy("workforce", lambda path: None), self.volume(), "--detach",
                          "--name", container("with-keys"), "--volume", f"{keys.parent}:/run/secrets/tertial:ro",
                          "--env", "TERTIAL_WORKFORCE_PERSON_KEYS=/run/secrets/tertial/person.keys"))
        await_that(lambda: inspect("with-keys", "{{.State.Running}}") == "false" or
                   any(line["event"].startswith("telling health") for line in logs("with-keys")), "it serves, or ends")
        self.assertEqual("true", inspect("with-keys", "{{.State.Running}}"), logs("with-keys"))


if __name__ == "__main__":
    unittest.main()
