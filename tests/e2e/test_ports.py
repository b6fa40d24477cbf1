"""Every socket on which a service listens, found by the kernel's own lists: what it says to who speaks no TLS, and who
reaches it."""

import ipaddress
import json
import pathlib
import re
import unittest

from dataset import DataSet, small
from harness import DATA_SET, HTTP_LINE, SERVICES, SOURCE, System, node, temporary_directory
from installation import ORDER, Installation
from test_tls import PLAIN_PREFACE, PLAIN_REQUEST, answer_in_plain_text, make_certificates, port_of, shown_at

LISTENING = "0A"
SOCKET_LINK = re.compile(r"^socket:\[(\d+)\]$")
PACKAGE = re.compile(r"^package ([\w.]+);", re.MULTILINE)
SERVICE = re.compile(r"^service (\w+) \{(.*?)^\}", re.MULTILINE | re.DOTALL)
METHOD = re.compile(r"^ *rpc (\w+)\(", re.MULTILINE)
HEALTH = "grpc.health.v1.Health/"
# What servers of gRPC may offer beside contracts of their own.
BESIDE_CONTRACTS = ("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                    "grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "grpc.channelz.v1.Channelz/GetServers",
                    "grpc.channelz.v1.Channelz/GetTopChannels", "grpc.lb.v1.LoadReporter/ReportLoad",
                    "tertial.no.v1.Service/Method", "")
OK, UNIMPLEMENTED = 0, 12
# A frame of HTTP/2 begins with nine bytes; the fourth is its type.
FRAME, SETTINGS = bytes(9), b"\x04"


def address_of(text):
    """An address as /proc/net/tcp has it: words of four bytes, each in the order of the machine."""
    words = [bytes.fromhex(text[at:at + 8])[::-1] for at in range(0, len(text), 8)]
    address = ipaddress.ip_address(b"".join(words))
    return getattr(address, "ipv4_mapped", None) or address


def listening(pid):
    """(address, port) of every socket on which the process listens."""
    own = set()
    for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        match = SOCKET_LINK.match(str(link.readlink()))
        if match:
            own.add(match[1])
    found = []
    for table in ("tcp", "tcp6"):
        path = pathlib.Path(f"/proc/{pid}/net/{table}")
        for line in path.read_text().splitlines()[1:] if path.exists() else []:
            fields = line.split()
            if fields[3] == LISTENING and fields[9] in own:
                address, port = fields[1].split(":")
                found.append((address_of(address), int(port, 16)))
    return found


def all_methods():
    """Of all contracts there are."""
    methods = []
    for proto in sorted((SOURCE / "proto").rglob("*.proto")):
        text = proto.read_text()
        for service in SERVICE.finditer(text):
            methods += [f"{PACKAGE.search(text)[1]}.{service[1]}/{method}" for method in METHOD.findall(service[2])]
    return methods


def speaks_http(port):
    return b"HTTP/1." in answer_in_plain_text(port, PLAIN_REQUEST)


def speaks_grpc(port):
    """An answer of HTTP/2 in plain text begins with a frame of settings, one of TLS with its own."""
    return answer_in_plain_text(port, PLAIN_PREFACE, enough=len(FRAME))[3:4] == SETTINGS


def codes(port, methods):
    """{method: code} of calls in plain text."""
    result = node("probe.mjs", stdin=json.dumps({"address": f"127.0.0.1:{port}", "methods": list(methods)}))
    if result.code != 0:
        raise AssertionError(f"{result!r}")
    return {method: answer["code"] for method, answer in json.loads(result.out).items()}


class PortsInPlainText(unittest.TestCase):
    def test_are_reached_by_this_machine_alone(self):
        with temporary_directory() as folder, System(pathlib.Path(folder) / "data") as system:
            told = {name: {port_of(address)} for name, address in system.addresses.items()}
            for match in system.out.matches(HTTP_LINE):
                told[match[1]].add(int(match[2]))
            self.assertEqual(set(SERVICES), set(told))
            for name, process in system.processes.items():
                with self.subTest(name):
                    found = listening(process.pid)
                    self.assertEqual(told[name], {port for _, port in found})
                    self.assertEqual([], [address for address, _ in found if not address.is_loopback])
                    # The control of what is said to who speaks no TLS.
                    self.assertEqual(sorted(told[name]),
                                     sorted(port for port in told[name] if speaks_http(port) or speaks_grpc(port)))


class PortsThatOthersReach(unittest.TestCase):
    """Services that listen on all addresses, with TLS, and tell their health in plain text."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.tls = make_certificates(folder / "tls")
        place = folder / "installation"
        place.mkdir()
        cls.system = cls.enterClassContext(Installation(place, tls=cls.tls,
                                                        flags={"host": "0.0.0.0", "health-port": 0}))
        load = small(DataSet.read(DATA_SET)).write(folder / "load")
        cls.system.must(f'tertial import "{load}"')
        cls.found = {service: listening((cls.system.data / f"{service}.pid").read_text().strip())
                     for service in ORDER}

    def encrypted(self, service):
        return {self.system.ports[service], self.system.http_ports[service]}

    def health_port(self, service):
        port, = {port for _, port in self.found[service]} - self.encrypted(service)
        return port

    def test_are_three_of_each_service(self):
        for service, found in self.found.items():
            with self.subTest(service):
                self.assertTrue(self.encrypted(service) < {port for _, port in found}, found)
                self.assertEqual(3, len({port for _, port in found}), found)
                # What is scanned here is what others reach.
                self.assertIn(False, {address.is_loopback for address, _ in found})

    def test_speak_no_plain_text_but_for_health(self):
        for service, found in self.found.items():
            for port in {port for _, port in found}:
                with self.subTest(service, port=port):
                    self.assertFalse(speaks_http(port))
                    if port == self.health_port(service):
                        self.assertTrue(speaks_grpc(port))
                    else:
                        self.assertFalse(speaks_grpc(port))
                        self.assertTrue(shown_at(port, self.tls))

    def test_tell_nothing_but_health_in_plain_text(self):
        methods = all_methods()
        self.assertGreater(len(methods), 150)
        self.assertIn("tertial.politics.v1.ExemptContentService/GetExemptContent", methods)
        others = [method for method in (*methods, *BESIDE_CONTRACTS) if not method.startswith(HEALTH)]
        for service in ORDER:
            with self.subTest(service):
                answered = codes(self.health_port(service), [f"{HEALTH}Check", *others])
                self.assertEqual(OK, answered.pop(f"{HEALTH}Check"))
                self.assertEqual(set(others), set(answered))
                self.assertEqual({UNIMPLEMENTED}, set(answered.values()),
                                 {method: code for method, code in answered.items() if code != UNIMPLEMENTED})


if __name__ == "__main__":
    unittest.main()
