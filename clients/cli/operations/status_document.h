// How the services are, for people and for programs.
#ifndef TERTIAL_CLIENTS_CLI_OPERATIONS_STATUS_DOCUMENT_H_
#define TERTIAL_CLIENTS_CLI_OPERATIONS_STATUS_DOCUMENT_H_

#include <string>
#include <vector>

#include "clients/cli/operations/operated_service.h"
#include "common/render/document.h"
#include "google/protobuf/duration.pb.h"

namespace tertial::cli {

// The services with their stores, who follows whose feed, and certificates.
Document MakeStatusDocument(const std::vector<ObservedService>& services);

// {"services": […]}: of each what the gateway says of it (gateway.v1.ServiceStatus), and in
// "status" what it says itself (admin.v1.GetServiceStatusResponse) where it answers.
std::string StatusJson(const std::vector<ObservedService>& services);

// The two largest units: "3d 4h", "12m 5s"; below a minute "5.2s".
std::string FormatSpan(const google::protobuf::Duration& duration);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_OPERATIONS_STATUS_DOCUMENT_H_
