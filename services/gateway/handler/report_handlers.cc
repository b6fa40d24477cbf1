// Reports.
#include "services/gateway/handler/report_handlers.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/facts/checks.h"
#include "common/facts/series.h"
#include "common/rpc/heartbeat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/build_version.h"
#include "common/types/clock.h"
#include "services/gateway/cache/report_watch.h"
#include "services/gateway/domain/report_sections.h"
#include "services/gateway/domain/report_views.h"

namespace tertial::gateway {
namespace {

ReportRequest RequestOf(const ParsedQuery& query, const CallContext& call) {
  return {.subject = query.subject,
          .as_of = query.as_of,
          .deadline = PullDeadline(call),
          .trail = TrailOf(call)};
}

absl::Status CheckMinRevisions(const v1::GetReportRequest& request, const ReportSubject& subject) {
  if (request.min_revisions().empty()) return absl::OkStatus();
  if (request.query().has_as_of()) {
    return InvalidField("min_revisions", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        "They are set beside `as_of`, which says what to read; leave out one of "
                        "the two.");
  }
  std::set<std::string> services;
  for (const v1::MinRevision& min : request.min_revisions()) {
    if (!IsDataService(min.service())) {
      return InvalidField(
          "min_revisions.service", common::v1::ERROR_REASON_INVALID_TEXT,
          absl::StrCat(Quoted(min.service()),
                       " is no data service; they are \"indicators\", \"workforce\", "
                       "\"politics\" and \"climate\"."));
    }
    const auto sections = SectionsOf(KindOf(subject));
    if (std::none_of(sections.begin(), sections.end(), [&min](v1::SectionKind section) {
          return ServiceOf(section) == min.service();
        })) {
      return InvalidField("min_revisions.service", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                          absl::StrCat("The report of this query has no section of ",
                                       Quoted(min.service()), "; leave the service out."));
    }
    if (!services.insert(min.service()).second) {
      return InvalidField("min_revisions.service", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                          absl::StrCat(Quoted(min.service()), " stands there twice."));
    }
    if (min.revision() < 0) {
      return InvalidField("min_revisions.revision", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                          absl::StrCat(min.revision(), " is no revision; they count from 0."));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Report> ReportHandlers::Assemble(const ParsedQuery& query,
                                                    std::vector<Section>&& sections) const {
  v1::Report report =
      ReportHeader(*areas_.Find(query.subject.area_id), query.subject,
                   query.as_of.has_value() ? &*query.as_of : nullptr, BuildVersion());
  for (Section& section : sections) {
    TERTIAL_ASSIGN_OR_RETURN(Section shown, NarrowSection(query.subject, std::move(section)));
    AddSection(std::move(shown), report);
  }
  ChooseLanguage(query.subject.language, report);
  return report;
}

absl::StatusOr<v1::Report> ReportHandlers::GetReportMessage(const CallContext& call,
                                                            absl::string_view field,
                                                            const v1::ReportQuery& query) const {
  TERTIAL_ASSIGN_OR_RETURN(const ParsedQuery parsed,
                           ParseReportQuery(areas_, field, query, SystemClock().Now()));
  TERTIAL_ASSIGN_OR_RETURN(const std::shared_ptr<const FinishedReport> report,
                           keeper_.Await(RequestOf(parsed, call)));
  return report->Parse();
}

void ReportHandlers::GetReport(const CallContext& call, const v1::GetReportRequest& request,
                               Serving::RawAnswer answer) const {
  const absl::StatusOr<ParsedQuery> parsed =
      ParseReportQuery(areas_, "query", request.query(), SystemClock().Now());
  if (!parsed.ok()) return answer(parsed.status());
  if (absl::Status valid = CheckMinRevisions(request, parsed->subject); !valid.ok()) {
    return answer(valid);
  }
  ReportRequest asked = RequestOf(*parsed, call);
  asked.min_revisions.assign(request.min_revisions().begin(), request.min_revisions().end());
  GetOrCancel(asked, answer, [etag = request.if_none_match()](const FinishedReport& report) {
    return report.etag() == etag ? report.unchanged_response() : report.response();
  });
}

void ReportHandlers::GetAnnualReport(const CallContext& call,
                                     const v1::GetAnnualReportRequest& request,
                                     Serving::RawAnswer answer) const {
  const absl::StatusOr<Period> year = ParseReportYear("period", request.period());
  if (!year.ok()) return answer(year.status());
  v1::ReportQuery query;
  query.set_area(request.area());
  query.set_period(year->Format());
  if (request.has_as_of()) *query.mutable_as_of() = request.as_of();
  const absl::StatusOr<ParsedQuery> parsed =
      ParseReportQuery(areas_, "", query, SystemClock().Now());
  if (!parsed.ok()) return answer(parsed.status());
  GetOrCancel(RequestOf(*parsed, call), answer,
              [](const FinishedReport& report) { return report.annual_response(); });
}

void ReportHandlers::GetOrCancel(
    const ReportRequest& request, const Serving::RawAnswer& answer,
    std::function<grpc::ByteBuffer(const FinishedReport& report)> bytes_of) const {
  const ReportWait wait = keeper_.Get(
      request, [answer, bytes_of = std::move(bytes_of)](
                   const absl::StatusOr<std::shared_ptr<const FinishedReport>>& report) {
        if (!report.ok()) return answer(report.status());
        answer(bytes_of(**report));
      });
  if (wait.id != 0) answer.IfCancelled([&keeper = keeper_, wait] { keeper.Cancel(wait); });
}

absl::StatusOr<std::unique_ptr<Source<v1::WatchReportResponse>>> ReportHandlers::WatchReport(
    const CallContext& call, const v1::WatchReportRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration heartbeat, ParseHeartbeat(request));
  if (request.query().has_as_of()) {
    return InvalidField("query.as_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        "A report as of an instant does not change; leave it out to watch the "
                        "newest.");
  }
  const absl::Time now = SystemClock().Now();
  TERTIAL_ASSIGN_OR_RETURN(const ParsedQuery parsed,
                           ParseReportQuery(areas_, "query", request.query(), now));
  ReportRequest asked = RequestOf(parsed, call);
  asked.deadline = now + kPullPatience;
  return std::make_unique<ReportWatch>(keeper_, asked, heartbeat);
}

}  // namespace tertial::gateway
