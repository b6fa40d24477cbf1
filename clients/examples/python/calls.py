"""What a refusal says, which of them are worth another attempt, and when."""

import itertools
import random
import secrets
import sys
import time

import grpc
from google.rpc import error_details_pb2, status_pb2

DETAILS_KEY = "grpc-status-details-bin"
CALL_ID_KEY = "tertial-request-id"
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5


def new_call_id():
    """What the service's log calls this call by. Not the request id of a write, which says what is the same write."""
    return secrets.token_hex(8)


class Refusal(Exception):
    """What a call ended with: its code, and what stands in its details."""

    def __init__(self, error, call_id):
        self.code = error.code().name
        self.message = error.details()
        # A name of tertial.common.v1.ErrorReason without its prefix. Empty where no service has answered: the call may
        # have been made all the same.
        self.reason = ""
        self.metadata = {}
        self.fields = []  # (field, what is wrong with it)
        self.retry_after = None  # seconds
        details = dict(error.trailing_metadata() or ()).get(DETAILS_KEY, b"")
        for detail in status_pb2.Status.FromString(details).details:
            self._read(detail)
        super().__init__(f"{self}: {self.message} (call {call_id})")

    def _read(self, detail):
        info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            self.reason, self.metadata = info.reason, dict(info.metadata)
        elif detail.Unpack(bad):
            self.fields = [(one.field, one.description) for one in bad.field_violations]
        elif detail.Unpack(retry):
            self.retry_after = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9

    def __str__(self):
        return f"{self.code} {self.reason}" if self.reason else self.code

    def pause(self, attempt):
        """Seconds until another attempt; None where none would help. `attempt` counts from 0."""
        if self.retry_after is not None:
            return self.retry_after  # TOO_MANY_CALLS, WRITER_BUSY: the service knows best
        # CANCELLED, which nobody here has asked for: the call came while the service was stopping.
        if self.code not in ("UNAVAILABLE", "CANCELLED"):
            return None  # refused now, refused again: also a full disk, which is RESOURCE_EXHAUSTED
        # Some of it by chance, so that not all clients come back at once.
        return min(FIRST_PAUSE_SECONDS * 2**attempt, LONGEST_PAUSE_SECONDS) * random.uniform(0.5, 1)


def wait_after(refusal, attempt, end):
    """Waits until another attempt may be made. Raises the refusal where none helps, or not before `end`."""
    pause = refusal.pause(attempt)
    if pause is None or time.monotonic() + pause > end:
        raise refusal
    print(f"{refusal}: again in {pause:.1f} s", file=sys.stderr, flush=True)
    time.sleep(pause)


def call(method, request, seconds=60):
    """The answer to a call that may be made more than once: a read, or a write with a request id. All attempts
    together have `seconds`."""
    end, call_id = time.monotonic() + seconds, new_call_id()
    for attempt in itertools.count():
        try:
            return method(request, timeout=end - time.monotonic(), metadata=[(CALL_ID_KEY, call_id)])
        except grpc.RpcError as error:
            wait_after(Refusal(error, call_id), attempt, end)
