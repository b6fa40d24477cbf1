"""Writes that may be repeated, what refuses them, and a report that shows them."""

import hashlib

from calls import Refusal, call
from google.protobuf import field_mask_pb2
from reading import cell_text, period_text
from tertial.common.v1 import cell_pb2, write_pb2
from tertial.gateway.v1 import report_pb2, report_service_pb2
from tertial.indicators.v1 import indicators_resources_pb2, indicators_service_pb2, indicators_writes_pb2


def write_options(*parts):
    """The request id is made of what the write is for: the event, and the version that it changes. So whoever does not
    know whether it was made, also after a crash, repeats it under the same id, and it is made once. Of values alone it
    must not be made: the same value written again for another reason would be taken for a repeat, and not be stored."""
    request_id = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return write_pb2.WriteOptions(request_id=request_id, reason="an example of a client")


def observation_of(name, value, etag=""):
    return indicators_resources_pb2.Observation(name=name, period=name.rpartition("/")[2],
                                                cell=cell_pb2.Cell(value=value), etag=etag)


def result_text(result):
    kind = "a repeat" if result.replayed else "committed" if result.committed else "nothing stored"
    return f"revision {result.at.revision}, {kind}"


def update(indicators, name, value, etag, event):
    """Changes the value if the observation is still the version that `etag` names."""
    request = indicators_writes_pb2.UpdateObservationRequest(
        observation=observation_of(name, value, etag), update_mask=field_mask_pb2.FieldMask(paths=["cell"]),
        options=write_options(event, "update", name, etag))
    return call(indicators.UpdateObservation, request)


def change(indicators, name, value, etag, event):
    """The same; where somebody was faster, what is there is read, and decided again, once."""
    try:
        return update(indicators, name, value, etag, event)
    except Refusal as refusal:
        if refusal.reason != "ETAG_MISMATCH":
            raise
        present = call(indicators.GetObservation, indicators_service_pb2.GetObservationRequest(name=name)).observation
        # What to do now is for the application to say. This one wants its value all the same: another write, under
        # another etag and so another id.
        print(f"{refusal}: {cell_text(present.cell)} is there")
        return update(indicators, name, value, present.etag, event)


def show_refused(indicators, name):
    """All bad fields of a request are told at once."""
    request = indicators_writes_pb2.UpdateObservationRequest(observation=observation_of(name, "4,7"))
    request.observation.cell.rounded_to = "0,1"
    request.options.validate_only = True  # all is checked, nothing stored
    try:
        call(indicators.UpdateObservation, request)
    except Refusal as refusal:
        print(f"refused: {refusal}")
        for field, description in refusal.fields:
            print(f"  {field}: {description}")


def show_in_report(reports, name, at):
    """The report of the period that has seen the write: a newer one may do, an older one will not."""
    area, indicator, period = name.partition("/indicators/")[0], name.split("/")[3], name.rpartition("/")[2]
    request = report_service_pb2.GetReportRequest(query=report_pb2.ReportQuery(area=area, period=period))
    request.min_revisions.add(service="indicators", epoch=at.epoch, revision=at.revision)
    section = call(reports.GetReport, request).report.indicators
    for series in (series for focus in section.focus_areas for goal in focus.goals for series in goal.indicators):
        if series.indicator.name == f"indicators/{indicator}" and series.cells:
            print(f"reported: {period_text(series.cells[-1])}")


def write(indicators, reports, name, value, other_value, event):
    """`event`: the id of what this is written for, of a message, a form or a run of a job. It is the same whenever that
    is dealt with again, and another one for what happens later."""
    create = indicators_writes_pb2.CreateObservationRequest(observation=observation_of(name, value),
                                                            options=write_options(event, "create", name))
    created = call(indicators.CreateObservation, create)
    print(f"created {cell_text(created.observation.cell)}: {result_text(created.result)}")
    again = call(indicators.CreateObservation, create)
    print(f"the same request again: {result_text(again.result)}")
    changed = change(indicators, name, other_value, created.observation.etag, event)
    print(f"changed to {cell_text(changed.observation.cell)}: {result_text(changed.result)}")

    show_refused(indicators, name)
    show_in_report(reports, name, changed.result.at)
