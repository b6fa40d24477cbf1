// A report that is put together: what is sent, without a message being touched.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_FINISHED_REPORT_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_FINISHED_REPORT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/gateway/cache/kept_section.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

// Immutable. Shares the bytes of its sections with others.
class FinishedReport {
 public:
  struct Part {
    v1::SectionState state;
    // nullptr when UNAVAILABLE.
    std::shared_ptr<const KeptSection> section;
  };

  // `header` is a Report without sections and states. `parts` stand in the order of SectionKind.
  FinishedReport(const v1::Report& header, std::vector<Part> parts);

  const std::vector<Part>& parts() const { return parts_; }
  // Names subject, states, sections and build.
  const std::string& etag() const { return etag_; }

  // The bytes of a GetReportResponse, of one without its report, and of a GetAnnualReportResponse.
  const grpc::ByteBuffer& response() const { return response_; }
  const grpc::ByteBuffer& unchanged_response() const { return unchanged_response_; }
  const grpc::ByteBuffer& annual_response() const { return annual_response_; }

  v1::Report Parse() const;

 private:
  const std::vector<Part> parts_;
  // The bytes of the report without its sections.
  const std::string head_;
  const std::string etag_;
  grpc::ByteBuffer response_;
  grpc::ByteBuffer unchanged_response_;
  grpc::ByteBuffer annual_response_;
};

// The bytes of a section as a message: a report that holds it alone.
v1::Report ParseSection(const KeptSection& section);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_FINISHED_REPORT_H_
