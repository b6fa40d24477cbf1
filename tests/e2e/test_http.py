"""The HTTP face of the gateway: the real binaries, asked by another hand's client of HTTP."""

import gzip
import http.client
import json
import pathlib
import re
import threading
import unittest
import urllib.parse

from harness import (DATA_SET, PATIENCE_SECONDS, SOURCE, System, can_listen, node, run, temporary_directory)

HTTP_LINE = re.compile(r"^gateway +http://127\.0\.0\.1:(\d+)$")
READ_METHODS = ("/v1/areas", "/v1/areas/3203", "/v1/areas/3203/annualReports/2024", "/v1/areas/3203/reports/2024",
                "/openapi.json")


class Answer:
    """What came back: status, headers (names in lower case), body."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    def reason(self):
        """The reason that an error tells."""
        return next(detail["reason"] for detail in self.json()["details"] if "reason" in detail)

    def __repr__(self):
        return f"{self.status} {self.headers}\n{self.body[:2000]}"


class Http:
    """A client of one system; each request has a connection of its own."""

    def __init__(self, port):
        self.port = port

    def ask(self, method, target, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body=body, headers=named)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, target, **headers):
        return self.ask("GET", target, **headers)


def http_port(system):
    return int(system.out.matches(HTTP_LINE)[0][1])


class HttpFace(unittest.TestCase):
    """One system with the example in it."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(temporary_directory()))
        cls.system = cls.enterClassContext(System(folder / "data", load=DATA_SET))
        cls.http = Http(http_port(cls.system))

    def test_a_report_is_what_the_command_prints(self):
        answer = self.http.get("/v1/areas/3203/reports/2024")
        self.assertEqual(200, answer.status, answer)
        self.assertEqual("application/json", answer.headers["content-type"])
        self.assertEqual(self.system.report(), answer.json()["report"])

    def test_a_report_is_watched_and_exported(self):
        html = self.http.get("/v1/areas/3203/reports/2024:export?format=html")
        self.assertEqual(200, html.status, html)
        self.assertTrue(html.headers["content-type"].startswith("text/html"), html)
        self.assertIn(b"</html>", html.body)
        watch = self.watch("/v1/areas/3203/reports/2024:watch?heartbeat=1s")
        lines = [json.loads(watch.readline()) for _ in range(3)]
        self.assertEqual(5, len(lines[0]["states"]), lines)
        # Signs of life.
        self.assertEqual([False, False], ["error" in line for line in lines[1:]], lines)

    def test_a_watch_ends_when_the_time_is_over_that_was_stated(self):
        *_, last = self.watch("/v1/areas/3203/reports/2024:watch?timeout=1s").read().splitlines()
        told = json.loads(last)
        # On a busy machine before its first line.
        self.assertEqual(4, told.get("error", told)["code"], told)

    def watch(self, target):
        """The answer to a request that ends with the test."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http.port, timeout=PATIENCE_SECONDS)
        self.addCleanup(connection.close)
        connection.request("GET", target)
        return connection.getresponse()

    def test_an_edition_is_frozen_and_published(self):
        def write(method, target, body):
            return self.http.ask(method, target, json.dumps(body), tertial_caller="cli",
                                 Content_Type="application/json")

        editions = "/v1/areas/asker/editions"
        edition = {"name": "areas/asker/editions/over-http", "titles": [{"language": "nb", "text": "Årsrapport"}],
                   "query": {"area": "areas/asker", "period": "2024"}}
        made = write("POST", editions, edition)
        self.assertEqual((200, "areas/asker/editions/over-http"), (made.status, made.json()["edition"]["name"]), made)
        again = write("POST", editions, edition)
        self.assertEqual((409, "RESOURCE_EXISTS"), (again.status, again.reason()), again)
        early = write("POST", f"{editions}/over-http:publish", {})
        self.assertEqual((400, "EDITION_STATE"), (early.status, early.reason()), early)
        changed = write("PATCH", f"{editions}/over-http?update_mask=titles",
                        {"titles": [{"language": "nb", "text": "Årsrapport 2024"}]})
        self.assertEqual("Årsrapport 2024", changed.json()["edition"]["titles"][0]["text"])
        for verb in ("freeze", "publish"):
            done = write("POST", f"{editions}/over-http:{verb}", {})
            self.assertEqual(200, done.status, done)
        report = self.http.get(f"{editions}/over-http/report")
        self.assertEqual("EDITION_STATE_PUBLISHED", report.json()["edition"]["state"])
        self.assertEqual((200, b""), (report.status, self.http.get(
            f"{editions}/over-http/report", If_None_Match=report.headers["etag"]).body))
        difference = self.http.get(f"{editions}/over-http:diff").json()
        self.assertEqual([], difference.get("differences", []))
        self.assertIn(b"</html>", self.http.get(f"{editions}/over-http:export?format=html").body)

    def test_what_a_role_is_needed_for_is_refused_without(self):
        answer = self.http.ask("POST", "/v1/areas/asker/editions/none:publish")
        self.assertEqual((403, "ROLE_MISSING"), (answer.status, answer.reason()), answer)

    def test_areas_are_paged_as_over_grpc(self):
        [over_grpc] = json.loads(node("ask.mjs", stdin=json.dumps({
            "service": "gateway", "address": self.system.gateway,
            "calls": [{"method": "listAreas", "request": {}, "pages": "areas"}]})).out)
        names, token = [], ""
        while True:
            page = self.http.get(f"/v1/areas?page_size=7&page_token={urllib.parse.quote(token)}").json()
            names += [area["name"] for area in page["areas"]]
            token = page.get("nextPageToken", "")
            if not token:
                break
        self.assertEqual([area["name"] for area in over_grpc["areas"]], names)

    def test_what_a_client_has_is_not_sent_again(self):
        for target in READ_METHODS:
            with self.subTest(target):
                first = self.http.get(target)
                self.assertEqual(200, first.status, first)
                again = self.http.get(target, If_None_Match=first.headers["etag"])
                self.assertEqual((304, b""), (again.status, again.body), again)
                head = self.http.ask("HEAD", target)
                self.assertEqual((200, b""), (head.status, head.body))
                self.assertEqual(str(len(first.body)), head.headers["content-length"])

    def test_a_report_is_compressed_for_who_accepts_that(self):
        plain = self.http.get("/v1/areas/3203/annualReports/2024")
        compressed = self.http.get("/v1/areas/3203/annualReports/2024", Accept_Encoding="gzip")
        self.assertEqual("gzip", compressed.headers["content-encoding"])
        self.assertEqual(plain.body, gzip.decompress(compressed.body))
        self.assertLess(len(compressed.body), len(plain.body) / 4)

    def test_calls_pass_the_steps_of_all_calls(self):
        unknown = self.http.get("/v1/areas", tertial_caller="nobody")
        self.assertEqual((401, "CALLER_UNKNOWN"), (unknown.status, unknown.reason()), unknown)
        answers = {
            "/v1/areas/9999": (404, "AREA_NOT_FOUND"),
            "/v1/areas?page_token=made-up": (400, "INVALID_PAGE_TOKEN"),
            "/v1/areas/asker/annualReports/soon": (400, "INVALID_PERIOD"),
            "/v1/areas/asker/annualReports/2024?as_of=2999-01-01T00:00:00Z": (400, "AS_OF_IN_FUTURE"),
            "/v1/areas/asker/annualReports/2024?focus_area=x": (400, "UNKNOWN_FIELD"),
            "/v1/nothing": (404, "PATH_NOT_FOUND"),
        }
        for target, expected in answers.items():
            with self.subTest(target):
                answer = self.http.get(target)
                self.assertEqual(expected, (answer.status, answer.reason()), answer)

    def test_the_description_is_valid_openapi(self):
        answer = self.http.get("/openapi.json")
        checked = node("openapi.mjs", stdin=answer.body.decode())
        self.assertEqual(0, checked.code, checked)
        self.assertEqual({"version": "3.0", "errors": []}, json.loads(checked.out))

    def test_the_gateway_is_healthy(self):
        for path, state in (("/healthz", "ALIVE"), ("/readyz", "SERVING")):
            answer = self.http.get(path)
            self.assertEqual((200, {"status": state}), (answer.status, answer.json()))

    def test_many_clients_are_served_at_once(self):
        answers = []

        def ask():
            answers.append(self.http.get("/v1/areas/3203/annualReports/2024").status)

        clients = [threading.Thread(target=ask) for _ in range(64)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        self.assertEqual([200] * 64, answers)


class HttpLifecycle(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(temporary_directory()))

    def test_the_port_is_closed_when_it_stops(self):
        with System(self.folder / "data") as system:
            port = http_port(system)
            self.assertFalse(can_listen(port))
            self.assertEqual(0, system.stop())
            self.assertTrue(can_listen(port))

    def test_a_watch_ends_with_a_reason_when_it_stops(self):
        with System(self.folder / "data") as system:
            connection = http.client.HTTPConnection("127.0.0.1", http_port(system), timeout=PATIENCE_SECONDS)
            self.addCleanup(connection.close)
            connection.request("GET", "/v1/areas/3203/reports/2024:watch")
            watch = connection.getresponse()
            self.assertIn("states", json.loads(watch.readline()))
            self.assertEqual(0, system.stop())
            *_, last = watch.read().splitlines()
            self.assertEqual(14, json.loads(last)["error"]["code"])

    def test_a_port_in_use_is_refused(self):
        with System(self.folder / "data") as system:
            port = http_port(system)
            second = run("tertial-gateway", "--port", 0, "--http-port", port, "--areas", SOURCE / "data" / "areas",
                         "--policy", SOURCE / "deploy" / "config" / "policy.json")
            self.assertEqual(3, second.code, second)
            self.assertIn(f"port {port}", second.err)
            self.assertIn("--http-port", second.err)


if __name__ == "__main__":
    unittest.main()
