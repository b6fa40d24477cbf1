"""Follows what is changed, for as long as it runs; goes on where it was after whatever breaks off."""

import math
import os
import pathlib
import sys
import threading
import time

import grpc
from calls import CALL_ID_KEY, Refusal, new_call_id, wait_after
from google.protobuf import duration_pb2
from reading import cell_text
from tertial.changes.v1 import changes_service_pb2, changes_service_pb2_grpc
from tertial.indicators.v1 import indicators_resources_pb2

KIND = "tertial.indicators.v1.Observation"
HEARTBEAT_SECONDS = 5
SILENT_SECONDS = 3 * HEARTBEAT_SECONDS
PAUSE_SECONDS = 1


def content_text(content):
    observation = indicators_resources_pb2.Observation()
    return cell_text(observation.cell) if content.Unpack(observation) else "nothing"


def show(change):
    kind = changes_service_pb2.ChangeType.Name(change.type).removeprefix("CHANGE_TYPE_")
    print(f"revision {change.commit.revision}: {kind} {change.name} {content_text(change.before)} -> "
          f"{content_text(change.after)} by {change.actor}", flush=True)


def read_token(file):
    """Where to go on; "" where there is no file yet. All else that is no token is an error: to begin with what comes
    next would leave out what has happened meanwhile."""
    try:
        token = file.read_text()
    except FileNotFoundError:
        return ""
    if not token:
        raise OSError(f"{file}: no token stands in it")
    return token


def end_when_silent(stream, heard):
    """Ends the watch when nothing has been heard for too long: the other side may be gone without a word."""
    # A call keeps its channel: not longer than it lasts.
    stream.add_callback(heard.set)
    while stream.is_active():
        if not heard.wait(SILENT_SECONDS):
            print(f"nothing for {SILENT_SECONDS} s", file=sys.stderr, flush=True)
            stream.cancel()
            return
        heard.clear()


class Watch:
    """The changes of the observations of one area. Its place in the feed is in a file, so that nothing is missed while
    it does not run."""

    def __init__(self, connection, area, token_file):
        self._connection = connection
        self._area = area
        self._file = pathlib.Path(token_file)
        self._token = read_token(self._file)
        self._attempt = 0

    def run(self):
        while True:
            call_id = new_call_id()
            try:
                self._follow(call_id)
                time.sleep(PAUSE_SECONDS)  # the service has ended it
            except grpc.RpcError as error:
                refusal = Refusal(error, call_id)
                if refusal.reason == "TOKEN_OF_OTHER_EPOCH":
                    self._begin_after_restore(refusal)
                else:
                    wait_after(refusal, self._attempt, math.inf)
            self._attempt += 1

    def _follow(self, call_id):
        request = changes_service_pb2.WatchChangesRequest(
            resume_token=self._token, from_now=not self._token,
            filter=changes_service_pb2.ChangeFilter(kinds=[KIND], area=self._area),
            heartbeat=duration_pb2.Duration(seconds=HEARTBEAT_SECONDS))
        # No deadline: it lasts until it breaks off, or is silent for too long.
        changes = changes_service_pb2_grpc.ChangeServiceStub(self._connection.channel())
        stream = changes.WatchChanges(request, metadata=[(CALL_ID_KEY, call_id)])
        heard = threading.Event()
        threading.Thread(target=end_when_silent, args=(stream, heard), daemon=True).start()
        first = True
        for response in stream:
            heard.set()
            self._attempt = 0
            for change in response.changes:
                show(change)
            # Kept when what came is dealt with: what was not is told again.
            self._keep(response.resume_token)
            if first:
                print(f"watching at revision {response.head.revision}", file=sys.stderr, flush=True)
            first = False

    def _keep(self, token):
        """After a crash, also of the machine, the file holds this token or the one before."""
        self._token = token
        beside = self._file.with_name(self._file.name + ".new")
        with beside.open("w") as file:
            file.write(token)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._file)

    def _begin_after_restore(self, refusal):
        """The store was restored from a backup: what it lost is no longer so, and what follows has new numbers."""
        revision, begin = refusal.metadata.get("revision"), refusal.metadata.get("begin")
        if not revision or not begin:
            raise refusal
        print(f"restored: what came after revision {revision} is no longer so", flush=True)
        self._keep(begin)
