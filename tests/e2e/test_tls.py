"""The system with TLS: who reaches it, and as whom."""

import concurrent.futures
import http.client
import pathlib
import shutil
import socket
import ssl
import unittest

import planted
from dataset import DataSet, small
from harness import (DATA_SET, PATIENCE_SECONDS, SERVICES, SOURCE, System, await_that, context_of, run,
                     temporary_directory, tertial, tls_flags)

PLAIN_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
# How an HTTP/2 connection without TLS begins: the preface and an empty frame of settings.
PLAIN_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])


def make_certificates(directory, *more):
    result = tertial("dev-certs", "--out", directory, *more)
    if result.code != 0:
        raise AssertionError(f"tertial dev-certs: {result!r}")
    planted.plant_keys(*pathlib.Path(directory).glob("*.key"))
    return directory


def port_of(address):
    return int(address.rpartition(":")[2])


def shown_at(port, directory):
    """The certificate that a service shows, as bytes."""
    with socket.create_connection(("localhost", port), PATIENCE_SECONDS) as connection:
        with context_of(directory, "cli").wrap_socket(connection, server_hostname="localhost") as tls:
            return tls.getpeercert(binary_form=True)


def answer_in_plain_text(port, sent, enough=4096):
    """What comes back from a port to who speaks no TLS, until that is enough or the other side ends it."""
    with socket.create_connection(("localhost", port), PATIENCE_SECONDS) as connection:
        connection.sendall(sent)
        received = b""
        try:
            while len(received) < enough and (piece := connection.recv(4096)):
                received += piece
        except ConnectionResetError:
            pass
        return received


class WithCertificates(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))
        self.tls = make_certificates(self.folder / "tls")
        self.load = small(DataSet.read(DATA_SET)).write(self.folder / "load")

    def start(self):
        system = self.enterContext(System(self.folder / "data", load=self.load, tls=self.tls))
        self.http_ports = [int(match[1]) for match in system.out.matches(r"https://127\.0\.0\.1:(\d+)")]
        return system


class AllOverTls(WithCertificates):
    def get(self, port, path, holder, headers=None):
        connection = http.client.HTTPSConnection("localhost", port, timeout=PATIENCE_SECONDS,
                                                 context=context_of(self.tls, holder))
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def test_callers_are_known_by_their_certificates(self):
        system = self.start()
        self.assertEqual(0, system.run("status").code)
        self.assertEqual(0, system.run("report", "--area", "3203", "--period", "2024").code)

        def as_reader(*arguments):
            return tertial(*arguments, *tls_flags(self.tls, "reader"), gateway=system.gateway)

        self.assertEqual(0, as_reader("report", "--area", "3203", "--period", "2024").code)
        refused = as_reader("import", self.load)
        self.assertNotEqual(0, refused.code)
        self.assertIn("ROLE_RECORDER", refused.err)

        # Over HTTP as well: the name that a client states counts for nothing.
        gateway_http = next(int(match[1]) for match in
                            system.out.matches(r"^gateway +https://127\.0\.0\.1:(\d+)"))
        path = "/v1/areas/3203/reports/2024"
        self.assertEqual(200, self.get(gateway_http, path, "reader")[0])
        connection = http.client.HTTPSConnection("localhost", gateway_http, timeout=PATIENCE_SECONDS,
                                                 context=context_of(self.tls, "reader"))
        connection.request("POST", "/v1/areas/asker/editions/annual-2024:publish", body="{}",
                           headers={"tertial-caller": "cli", "Content-Type": "application/json"})
        self.assertEqual(403, connection.getresponse().status)
        connection.close()

    def test_nobody_is_answered_without_a_certificate(self):
        system = self.start()
        gateway = system.gateway
        self.assertEqual(3, tertial("status", gateway=gateway).code)
        self.assertEqual(3, tertial("status", "--tls-ca", self.tls / "ca.pem", gateway=gateway).code)
        for port in self.http_ports:
            with self.assertRaises((ssl.SSLError, ConnectionError, http.client.RemoteDisconnected)):
                self.get(port, "/healthz", None)
        self.assertIn("MISSING", system.logs())

    def test_no_port_speaks_plain_text(self):
        system = self.start()
        self.assertEqual(len(SERVICES), len(self.http_ports))
        for name, address in system.addresses.items():
            # An answer of HTTP/2 in plain text begins with a frame of settings, one of TLS with its own.
            answer = answer_in_plain_text(port_of(address), PLAIN_PREFACE)
            self.assertNotEqual(b"\x04", answer[3:4], name)
        for port in self.http_ports:
            self.assertNotIn(b"HTTP/1.1", answer_in_plain_text(port, PLAIN_REQUEST))


class SwappedCertificates(WithCertificates):
    def test_services_take_up_new_ones_and_no_call_fails(self):
        system = self.start()
        # A command that reads its own files while they are renewed might meet one of each.
        system.tls = pathlib.Path(shutil.copytree(self.tls, self.folder / "clients"))
        ports = [port_of(address) for address in system.addresses.values()] + self.http_ports
        before = {port: shown_at(port, self.tls) for port in ports}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ended = []

            def call_until_ended():
                codes = set()
                while not ended:
                    codes.add(system.run("report", "--area", "3203", "--period", "2024").code)
                return codes

            calls = [pool.submit(call_until_ended) for _ in range(2)]
            try:
                make_certificates(self.tls, "--renew")
                await_that(lambda: [port for port in ports if shown_at(port, self.tls) == before[port]],
                           lambda old: not old)
            finally:
                ended.append(True)
        self.assertEqual([{0}, {0}], [call.result() for call in calls])


class WrongCertificates(WithCertificates):
    def start_politics(self, *flags):
        return run("tertial-politics", "--areas", SOURCE / "data" / "areas",
                   "--policy", SOURCE / "deploy" / "config" / "policy.json", "--port", 0, "--http-port", 0,
                   "--data", self.folder / "politics", *flags)

    def test_a_service_does_not_start_with_them(self):
        def flags(certificate, key, ca):
            return ["--tls-certificate", certificate, "--tls-key", key, "--tls-ca", ca]

        mine = self.tls / "politics.pem"
        key = self.tls / "politics.key"
        ca = self.tls / "ca.pem"
        empty = self.folder / "empty.pem"
        empty.write_text("")
        for what, at_fault, given in (
                ("a file that is not there", "none.pem", flags(self.folder / "none.pem", key, ca)),
                ("an empty file", "empty.pem", flags(empty, key, ca)),
                ("the key of another", "climate.key", flags(mine, self.tls / "climate.key", ca)),
                ("no roots", "empty.pem", flags(mine, key, empty))):
            with self.subTest(what):
                result = self.start_politics(*given)
                self.assertEqual(3, result.code, result)
                self.assertIn(at_fault, result.err)
                self.assertNotIn("PRIVATE KEY", result.err)

    def test_a_service_does_not_listen_in_plain_text_where_others_reach_it(self):
        result = self.start_politics("--host", "0.0.0.0")
        self.assertEqual(3, result.code, result)
        self.assertIn("--insecure", result.err)

    def test_one_file_alone_is_a_wrong_command_line(self):
        self.assertEqual(2, self.start_politics("--tls-certificate", self.tls / "politics.pem").code)
        self.assertEqual(2, tertial("status", "--tls-certificate", self.tls / "cli.pem").code)
        self.assertEqual(2, tertial("status", "--tls-ca", self.folder / "none.pem").code)

    def test_certificates_that_are_there_are_not_overwritten(self):
        before = (self.tls / "ca.pem").read_bytes()
        self.assertEqual(2, tertial("dev-certs", "--out", self.tls).code)
        self.assertEqual(before, (self.tls / "ca.pem").read_bytes())
        self.assertEqual(0, tertial("dev-certs", "--out", self.tls, "--renew").code)
        self.assertEqual(before, (self.tls / "ca.pem").read_bytes())


if __name__ == "__main__":
    unittest.main()
