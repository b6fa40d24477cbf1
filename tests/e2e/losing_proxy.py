"""A proxy in front of a service that loses an answer: the call was made, and its caller does not know."""

import contextlib
import socket
import ssl
import threading

HEADERS_FRAME = 1
FRAME_HEAD_BYTES = 9


def read_exactly(connection, count):
    content = b""
    while len(content) < count and (piece := connection.recv(count - len(content))):
        content += piece
    return content if len(content) == count else None


class LosingProxy:
    """Ends the first connection whose service answers its `call`th call, instead of passing on that answer. Speaks
    TLS to both sides, as `service` and as `caller`: what is in between can be read here."""

    def __init__(self, address, tls, call, meanwhile=None, service="indicators", caller="cli"):
        """`meanwhile()` is done after the call was made and before its caller can know."""
        host, _, port = address.rpartition(":")
        self._upstream = host, int(port)
        self._server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._server_side.load_cert_chain(tls / f"{service}.pem", tls / f"{service}.key")
        self._client_side = ssl.create_default_context(cafile=tls / "ca.pem")
        self._client_side.load_cert_chain(tls / f"{caller}.pem", tls / f"{caller}.key")
        for context in (self._server_side, self._client_side):
            context.set_alpn_protocols(["h2"])
        # The streams of a client have odd numbers.
        self._stream = 2 * call - 1
        self._meanwhile = meanwhile
        self._lock = threading.Lock()
        self.lost = 0
        self._open = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._end(self._listener, *self._open)

    @staticmethod
    def _end(*sockets):
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                raw, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(raw,), daemon=True).start()

    def _serve(self, raw):
        self._open.append(raw)
        with contextlib.suppress(OSError):
            caller = self._server_side.wrap_socket(raw, server_side=True)
            service = self._client_side.wrap_socket(socket.create_connection(self._upstream),
                                                    server_hostname="localhost")
            self._open += [caller, service]
            threading.Thread(target=self._pass_requests, args=(caller, service), daemon=True).start()
            self._pass_answers(caller, service)

    def _pass_requests(self, caller, service):
        with contextlib.suppress(OSError):
            while piece := caller.recv(65536):
                service.sendall(piece)
        self._end(caller, service)

    def _pass_answers(self, caller, service):
        while (head := read_exactly(service, FRAME_HEAD_BYTES)) is not None:
            length, kind, stream = int.from_bytes(head[:3], "big"), head[3], int.from_bytes(head[5:], "big")
            if kind == HEADERS_FRAME and stream == self._stream and self._loses():
                break
            body = read_exactly(service, length)
            if body is None:
                break
            caller.sendall(head + body)
        self._end(caller, service)

    def _loses(self):
        with self._lock:
            self.lost += 1
            if self.lost > 1:
                return False
            if self._meanwhile is not None:
                self._meanwhile()
            return True
