"""Reads: a report, a list page by page, and many names at once."""

from calls import call
from tertial.common.v1 import cell_pb2, computed_pb2
from tertial.gateway.v1 import gateway_resources_pb2, report_pb2, report_service_pb2
from tertial.indicators.v1 import indicators_service_pb2

PAGE_SIZE = 50


def outcome_text(outcome):
    return cell_pb2.Outcome.Name(outcome).removeprefix("OUTCOME_")


def cell_text(cell):
    """The value exactly as it was recorded, a decimal in a string; or why there is none. A gap is never a 0."""
    if cell.WhichOneof("content") == "value":
        return cell.value
    return cell_pb2.MissingReason.Name(cell.missing).removeprefix("MISSING_REASON_")


def period_text(cell):
    """The same of one period of a series, where there may be no cell at all."""
    found = cell.outcome == cell_pb2.OUTCOME_FOUND
    return f"{cell.period} {cell_text(cell.cell) if found else outcome_text(cell.outcome)}"


def computed_text(computed):
    """What was computed, or why it cannot be: a sum over a gap is none."""
    if computed.WhichOneof("result") == "value":
        return f"{computed.value} {computed.unit}"
    reason = computed.not_computable.reason
    return computed_pb2.NotComputableReason.Name(reason).removeprefix("NOT_COMPUTABLE_REASON_")


def show_report(reports, area, period):
    query = report_pb2.ReportQuery(area=area, period=period, language="nb")
    answer = call(reports.GetReport, report_service_pb2.GetReportRequest(query=query))
    report = answer.report
    print(f"{report.area.display_names[0].text} {report.period}")
    for state in report.states:
        # A section that is not COMPLETE says why; the others stand all the same.
        section = gateway_resources_pb2.SectionKind.Name(state.section).removeprefix("SECTION_KIND_")
        completeness = gateway_resources_pb2.Completeness.Name(state.completeness).removeprefix("COMPLETENESS_")
        print(f"{section}: {completeness} {state.reason}".rstrip())
    for focus_area in report.indicators.focus_areas:
        print(focus_area.focus_area.titles[0].text)
        for series in (series for goal in focus_area.goals for series in goal.indicators):
            cells = ", ".join(map(period_text, series.cells))
            name = series.indicator.name.removeprefix("indicators/")
            print(f"  {name} ({series.indicator.unit}): {cells}; change {computed_text(series.change)}")
    for total in report.workforce.fte_totals:
        print(f"FTEs {total.period}: {computed_text(total.total)}")
    # Who asks again hands in what it has: an unchanged report is not sent.
    again = call(reports.GetReport, report_service_pb2.GetReportRequest(query=query, if_none_match=answer.etag))
    print("changed since" if again.HasField("report") else "unchanged since")


def list_observations(indicators, area):
    """All pages are read at the state that the first one was: what is written meanwhile makes no gap and no double."""
    request = indicators_service_pb2.ListObservationsRequest(parent=f"{area}/indicators/-", page_size=PAGE_SIZE)
    pages, names, revisions = 0, [], set()
    while True:
        page = call(indicators.ListObservations, request)
        pages += 1
        names += [observation.name for observation in page.observations]
        revisions.add(page.read_at.revision)
        # A page may be short, or empty, before the end: the token alone says that it was the last.
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    print(f"{len(names)} observations in {pages} pages, all read at revision {', '.join(map(str, revisions))}")
    if names:
        print(f"from {names[0]}\nto {names[-1]}")


def read_batch(indicators, names):
    """One answer for each name, in the order asked: what is not there says why, and the others come all the same."""
    request = indicators_service_pb2.BatchGetObservationsRequest(names=names)
    for result in call(indicators.BatchGetObservations, request).results:
        found = result.outcome == cell_pb2.OUTCOME_FOUND
        text = f" {cell_text(result.observation.cell)}" if found else ""
        print(f"{result.name}: {outcome_text(result.outcome)}{text}")
