#include "common/rpc/authenticator.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "google/protobuf/util/json_util.h"

namespace tertial {
namespace {

bool IsLoopback(absl::string_view peer) {
  return absl::StartsWith(peer, "ipv4:127.") || absl::StartsWith(peer, "ipv6:[::1]") ||
         absl::StartsWith(peer, "ipv6:%5B::1%5D") || absl::StartsWith(peer, "unix:") ||
         absl::StartsWith(peer, "inproc");
}

}  // namespace

absl::StatusOr<Authenticator> Authenticator::Load(const std::string& policy_file) {
  std::ifstream in(policy_file);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || text.str().empty()) {
    return absl::NotFoundError(
        absl::StrCat("policy file ", policy_file, " is empty or cannot be read"));
  }
  absl::StatusOr<Authenticator> result = Parse(text.str());
  if (!result.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("policy file ", policy_file, ": ", result.status().message()));
  }
  return result;
}

absl::StatusOr<Authenticator> Authenticator::Parse(absl::string_view policy_json) {
  common::internal::v1::Policy policy;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(policy_json.data(), policy_json.size()), &policy);
  if (!parsed.ok()) return absl::InvalidArgumentError(std::string(parsed.message()));
  Authenticator result;
  for (const auto& entry : policy.callers()) {
    if (entry.caller().empty()) return absl::InvalidArgumentError("a caller has no name");
    Caller caller{.name = entry.caller(), .roles = {}};
    for (const int role : entry.roles()) {
      if (role == common::internal::v1::ROLE_UNSPECIFIED ||
          !common::internal::v1::Role_IsValid(role)) {
        return absl::InvalidArgumentError(
            absl::StrCat("caller ", Quoted(entry.caller()), " has an unknown role"));
      }
      caller.roles.insert(static_cast<Role>(role));
    }
    if (!result.callers_.emplace(entry.caller(), std::move(caller)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("caller ", Quoted(entry.caller()), " stands twice"));
    }
  }
  return result;
}

absl::StatusOr<Caller> Authenticator::Authenticate(absl::string_view peer,
                                                   absl::string_view name) const {
  if (!IsLoopback(peer)) {
    return CallerUnknown(
        "Calls are accepted from this machine only, until they carry certificates.");
  }
  const auto found = callers_.find(std::string(name.empty() ? kAnonymous : name));
  if (found == callers_.end()) {
    return CallerUnknown(
        absl::StrCat("The policy file knows no caller ", Quoted(name.empty() ? kAnonymous : name),
                     "; state a known one in the metadata ", kCallerMetadata, "."));
  }
  return found->second;
}

std::string MetadataOf(const grpc::ServerContextBase& context, absl::string_view key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(grpc::string_ref(key.data(), key.size()));
  if (found == metadata.end()) return "";
  return std::string(found->second.data(), found->second.size());
}

}  // namespace tertial
