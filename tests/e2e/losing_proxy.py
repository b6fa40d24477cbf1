"""A proxy in front of a service that loses an answer: the call was made, and its caller does not know."""

import asyncio
import contextlib
import ssl
import threading

HEADERS_FRAME = 1
FRAME_HEAD_BYTES = 9
PIECE_BYTES = 65536


class LosingProxy:
    """Ends the first connection whose service answers its `call`th call, instead of passing on that answer. Speaks
    TLS to both sides, as `service` and as `caller`: what is in between can be read here. All of it is done by one
    thread, since a connection of TLS must not be read and written by two at once."""

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
        self.lost = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.address = f"localhost:{self._do(self._listen())}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _listen(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._server_side)
        return self._server.sockets[0].getsockname()[1]

    async def _end(self):
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, from_caller, to_caller):
        to_service = requests = None
        # Either side may end the connection, whenever it likes.
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            try:
                from_service, to_service = await asyncio.open_connection(
                    *self._upstream, ssl=self._client_side, server_hostname="localhost")
                requests = asyncio.create_task(self._pass_requests(from_caller, to_service))
                await self._pass_answers(from_service, to_caller)
            finally:
                if requests is not None:
                    requests.cancel()
                for one in (to_caller, to_service):
                    if one is not None:
                        one.transport.abort()

    @staticmethod
    async def _pass_requests(from_caller, to_service):
        with contextlib.suppress(OSError):
            while piece := await from_caller.read(PIECE_BYTES):
                to_service.write(piece)
                await to_service.drain()
        to_service.transport.abort()

    async def _pass_answers(self, from_service, to_caller):
        while True:
            head = await from_service.readexactly(FRAME_HEAD_BYTES)
            length, kind, stream = int.from_bytes(head[:3], "big"), head[3], int.from_bytes(head[5:], "big")
            if kind == HEADERS_FRAME and stream == self._stream and await self._loses():
                return
            to_caller.write(head + await from_service.readexactly(length))
            await to_caller.drain()

    async def _loses(self):
        self.lost += 1
        if self.lost > 1:
            return False
        if self._meanwhile is not None:
            await asyncio.to_thread(self._meanwhile)
        return True
