"""Follows what is changed, for as long as it runs; goes on where it was after whatever breaks off."""

import math
import pathlib
import sys
import time

import grpc
from calls import Refusal, wait_after
from google.protobuf import duration_pb2
from reading import cell_text
from tertial.changes.v1 import changes_service_pb2
from tertial.indicators.v1 import indicators_resources_pb2

KIND = "tertial.indicators.v1.Observation"
HEARTBEAT_SECONDS = 10
PAUSE_SECONDS = 1


def content_text(content):
    observation = indicators_resources_pb2.Observation()
    return cell_text(observation.cell) if content.Unpack(observation) else "nothing"


def show(change):
    kind = changes_service_pb2.ChangeType.Name(change.type).removeprefix("CHANGE_TYPE_")
    print(f"revision {change.commit.revision}: {kind} {change.name} {content_text(change.before)} -> "
          f"{content_text(change.after)} by {change.actor}", flush=True)


class Watch:
    """The changes of the observations of one area. Its place in the feed is in a file, so that nothing is missed while
    it does not run."""

    def __init__(self, changes, area, token_file):
        self._changes = changes
        self._area = area
        self._file = pathlib.Path(token_file)
        self._token = self._file.read_text() if self._file.exists() else ""
        self._attempt = 0

    def run(self):
        while True:
            try:
                self._follow()
                time.sleep(PAUSE_SECONDS)  # the service has ended it
            except grpc.RpcError as error:
                refusal = Refusal(error)
                if refusal.reason == "TOKEN_OF_OTHER_EPOCH":
                    self._begin_after_restore(refusal)
                else:
                    wait_after(refusal, self._attempt, math.inf)
            self._attempt += 1

    def _follow(self):
        request = changes_service_pb2.WatchChangesRequest(
            resume_token=self._token, from_now=not self._token,
            filter=changes_service_pb2.ChangeFilter(kinds=[KIND], area=self._area),
            heartbeat=duration_pb2.Duration(seconds=HEARTBEAT_SECONDS))
        first = True
        # No deadline: it lasts until it breaks off. A dead connection is noticed by keepalive.
        for response in self._changes.WatchChanges(request):
            if first:
                print(f"watching at revision {response.head.revision}", file=sys.stderr, flush=True)
            first, self._attempt = False, 0
            for change in response.changes:
                show(change)
            # Kept when what came is dealt with: what was not is told again.
            self._keep(response.resume_token)

    def _keep(self, token):
        self._token = token
        beside = self._file.with_suffix(".new")
        beside.write_text(token)
        beside.replace(self._file)

    def _begin_after_restore(self, refusal):
        """The store was restored from a backup: what it lost is no longer so, and what follows has new numbers."""
        print(f"restored: what came after revision {refusal.metadata['revision']} is no longer so", flush=True)
        self._keep(refusal.metadata["begin"])
