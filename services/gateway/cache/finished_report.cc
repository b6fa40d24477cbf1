#include "services/gateway/cache/finished_report.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/escaping.h"
#include "common/types/sha256.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {
namespace {

using google::protobuf::internal::WireFormatLite;

std::string HeadOf(const v1::Report& header, const std::vector<FinishedReport::Part>& parts) {
  v1::Report head = header;
  for (const FinishedReport::Part& part : parts) *head.add_states() = part.state;
  return head.SerializeAsString();
}

// Half of a hash names content well enough.
std::string EtagOf(const std::string& head, const std::vector<FinishedReport::Part>& parts) {
  Sha256 hash;
  hash.AddField(head);
  for (const FinishedReport::Part& part : parts) {
    hash.AddField(part.section == nullptr ? "" : part.section->hash);
  }
  const Sha256Digest digest = hash.Finish();
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), digest.size() / 2});
}

// What stands before the bytes of a report in a response: the field, and how long they are.
std::string FieldOfReport(size_t size) {
  static_assert(v1::GetReportResponse::kReportFieldNumber == 1);
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.WriteTag(WireFormatLite::MakeTag(v1::GetReportResponse::kReportFieldNumber,
                                       WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
  out.WriteVarint64(size);
  out.Trim();
  return bytes;
}

}  // namespace

FinishedReport::FinishedReport(const v1::Report& header, std::vector<Part> parts)
    : parts_(std::move(parts)), head_(HeadOf(header, parts_)), etag_(EtagOf(head_, parts_)) {
  size_t size = head_.size();
  for (const Part& part : parts_) {
    if (part.section != nullptr) size += part.section->content.size();
  }
  std::vector<grpc::Slice> slices = {grpc::Slice(FieldOfReport(size) + head_)};
  for (const Part& part : parts_) {
    if (part.section != nullptr) slices.push_back(part.section->content);
  }
  annual_response_ = grpc::ByteBuffer(slices.data(), slices.size());
  v1::GetReportResponse rest;
  rest.set_etag(etag_);
  slices.emplace_back(rest.SerializeAsString());
  response_ = grpc::ByteBuffer(slices.data(), slices.size());
  unchanged_response_ = grpc::ByteBuffer(&slices.back(), 1);
}

v1::Report FinishedReport::Parse() const {
  v1::Report report;
  bool parsed = report.ParseFromString(head_);
  for (const Part& part : parts_) {
    if (part.section == nullptr) continue;
    google::protobuf::io::CodedInputStream bytes(part.section->content.begin(),
                                                 static_cast<int>(part.section->content.size()));
    parsed = report.MergeFromCodedStream(&bytes) && parsed;
  }
  // They were serialized here.
  if (!parsed) std::abort();
  return report;
}

v1::Report ParseSection(const KeptSection& section) {
  v1::Report report;
  if (!report.ParseFromArray(section.content.begin(), static_cast<int>(section.content.size()))) {
    std::abort();
  }
  return report;
}

}  // namespace tertial::gateway
