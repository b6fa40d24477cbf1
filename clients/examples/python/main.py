#!/usr/bin/python3
"""A client of Tertial. The guide that it belongs to is clients/README.md."""

import argparse
import sys

import reading
import watching
import writing
from calls import Refusal
from connection import Connection
from tertial.gateway.v1 import report_service_pb2_grpc
from tertial.indicators.v1 import indicators_service_pb2_grpc


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gateway", "indicators"):
        parser.add_argument(f"--{name}", required=True, help="where the service is: localhost:7400")
    for name in ("certificate", "key", "ca"):
        parser.add_argument(f"--{name}", required=True, help="a PEM file")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, places in (("report", ("area", "period")), ("list", ("area",)), ("batch", ("names",)),
                         ("write", ("name", "value", "other_value", "event")), ("watch", ("area", "token_file"))):
        command = commands.add_parser(name)
        for place in places:
            command.add_argument(place, nargs="+" if place == "names" else None)
    return parser.parse_args()


def main():
    given = arguments()
    shown = given.certificate, given.key, given.ca
    try:
        gateway, indicators = Connection(given.gateway, *shown), Connection(given.indicators, *shown)
        if given.command == "watch":
            # Until it is refused. It asks for channels itself: a stub beside it would keep the first one, which goes on
            # trying to connect with the certificate that it has.
            watching.Watch(indicators, given.area, given.token_file).run()
        reports = report_service_pb2_grpc.ReportServiceStub(gateway.channel())
        facts = indicators_service_pb2_grpc.IndicatorsServiceStub(indicators.channel())
        if given.command == "report":
            reading.show_report(reports, given.area, given.period)
        elif given.command == "list":
            reading.list_observations(facts, given.area)
        elif given.command == "batch":
            reading.read_batch(facts, given.names)
        elif given.command == "write":
            writing.write(facts, reports, given.name, given.value, given.other_value, given.event)
    except Refusal as refusal:
        print(refusal.args[0], file=sys.stderr)
        return 1
    except OSError as error:  # a file
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
