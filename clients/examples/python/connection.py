"""Channels to services: mTLS, spread over all replicas, and such that notice when the other side is gone."""

import pathlib

import grpc

# One connection to each address that the name resolves to, and calls in turn over all of them.
SERVICE_CONFIG = '{"loadBalancingConfig": [{"round_robin": {}}]}'

OPTIONS = [
    ("grpc.service_config", SERVICE_CONFIG),
    # While a call is under way, an idle connection is asked for a sign of life. Not below 5 seconds, which the server
    # takes for an attack, and not without a call.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    # A watch may be quiet for long: any number of such pings.
    ("grpc.http2.max_pings_without_data", 0),
    # A service that comes back, at the same address or another, is found within seconds. gRPC would wait for up to two
    # minutes, and look a name up once in half a minute.
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    # How long an attempt to connect may take, in spite of its name: who takes a connection and says nothing would hold
    # calls up for 20 seconds. Longer than the pauses between calls, since without a call nothing drives the attempt.
    # (An address that swallows packets is given up after the keepalive timeout.)
    ("grpc.min_reconnect_backoff_ms", 6_000),
    ("grpc.dns_min_time_between_resolutions_ms", 2_000),
    # A lost question about a name is asked again after five seconds; calls would wait for more than a minute where
    # nobody answers it.
    ("grpc.dns_ares_query_timeout", 6_000),
    # The largest message that a service takes and sends; gRPC's own bound for answers is 4 MiB.
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
    # A service inside the network is not reached by way of the web's proxy.
    ("grpc.enable_http_proxy", 0),
]


def open_channel(address, certificate, key, ca):
    """`address` as gRPC writes it: "localhost:7400", "dns:///gateway-headless.tertial.svc:7400". The service must have
    a certificate for the name in it. The others are PEM files: what this client shows, and whom it believes."""
    credentials = grpc.ssl_channel_credentials(*(pathlib.Path(file).read_bytes() for file in (ca, key, certificate)))
    return grpc.secure_channel(address, credentials, OPTIONS)


class Connection:
    """A channel for as long as a process lives. gRPC reads the files once: when they have changed, it is a new one."""

    def __init__(self, address, *files):
        """As open_channel has them."""
        self._address = address
        self._files = files
        self._made_of = None
        self._channel = None

    def channel(self):
        """What a call, or a watch that begins anew, is to be made by. Calls that are under way keep the one they have.
        The files must change all at once, as Kubernetes changes them: by a link to their directory."""
        made_of = [pathlib.Path(file).stat().st_mtime_ns for file in self._files]
        if made_of != self._made_of:
            self._channel, self._made_of = open_channel(self._address, *self._files), made_of
        return self._channel
