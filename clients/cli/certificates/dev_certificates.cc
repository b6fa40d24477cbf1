#include "clients/cli/certificates/dev_certificates.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/certificates/issuing.h"
#include "common/security/certificates.h"
#include "common/security/watched_files.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

constexpr char kAuthority[] = "ca";
// The authority outlasts what it issues, so that this can be renewed.
constexpr int kAuthorityYears = 10;
// For clocks of other machines that are behind.
constexpr absl::Duration kSince = absl::Minutes(5);

constexpr mode_t kForAll = 0644;
constexpr mode_t kForOwner = 0600;

std::string CertificatePath(const std::string& directory, const std::string& holder) {
  return absl::StrCat(directory, "/", holder, ".pem");
}
std::string KeyPath(const std::string& directory, const std::string& holder) {
  return absl::StrCat(directory, "/", holder, ".key");
}

absl::Status NotWritten(const std::string& path) {
  return absl::UnavailableError(absl::StrCat(path, " cannot be written: ", std::strerror(errno)));
}

// As a whole, in the place of what is there.
absl::Status WriteFile(const std::string& path, const std::string& content, mode_t mode) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0) return NotWritten(fresh);
  const bool written =
      ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      ::fsync(fd) == 0;
  absl::Status status = written ? absl::OkStatus() : NotWritten(fresh);
  ::close(fd);
  if (status.ok() && std::rename(fresh.c_str(), path.c_str()) != 0) status = NotWritten(path);
  if (!status.ok()) ::unlink(fresh.c_str());
  return status;
}

// The certificate last: until it is there, whoever reads them has the old key beside the old
// certificate, or sees that the two do not fit and keeps what it has.
absl::Status WriteBoth(const std::string& directory, const std::string& holder,
                       const IssuedCertificate& issued, std::vector<std::string>& made) {
  TERTIAL_RETURN_IF_ERROR(WriteFile(KeyPath(directory, holder), issued.key, kForOwner));
  TERTIAL_RETURN_IF_ERROR(
      WriteFile(CertificatePath(directory, holder), issued.certificate, kForAll));
  made.push_back(CertificatePath(directory, holder));
  made.push_back(KeyPath(directory, holder));
  return absl::OkStatus();
}

// Those that certificates are made for. A name becomes one of files.
absl::StatusOr<std::vector<std::string>> HoldersOf(const DevCertificates& wanted) {
  std::vector<std::string> holders = CertificateHolders();
  for (const std::string& caller : wanted.callers) {
    const bool named = !caller.empty() && caller != kAuthority &&
                       std::all_of(caller.begin(), caller.end(), [](char c) {
                         return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
                       });
    if (!named) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", absl::Utf8SafeCEscape(caller),
                       "\" is no name of a caller; use lower case letters, digits and dashes"));
    }
    if (std::find(holders.begin(), holders.end(), caller) == holders.end()) {
      holders.push_back(caller);
    }
  }
  return holders;
}

absl::Status CheckNothingThere(const std::string& directory, std::vector<std::string> holders) {
  holders.insert(holders.begin(), kAuthority);
  for (const std::string& holder : holders) {
    for (const std::string& path :
         {CertificatePath(directory, holder), KeyPath(directory, holder)}) {
      std::error_code ignored;
      if (!std::filesystem::exists(path, ignored)) continue;
      return absl::AlreadyExistsError(absl::StrCat(
          path,
          " is there; say --renew for new certificates by the same authority, or another "
          "directory"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<CertificateAuthority> ReadAuthority(const std::string& directory) {
  const std::string path = CertificatePath(directory, kAuthority);
  IssuedCertificate own;
  TERTIAL_ASSIGN_OR_RETURN(own.certificate, ReadWholeFile("CA file", path));
  TERTIAL_ASSIGN_OR_RETURN(own.key, ReadWholeFile("key file", KeyPath(directory, kAuthority)));
  absl::StatusOr<CertificateAuthority> authority = CertificateAuthority::Load(own);
  if (!authority.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, " and ", KeyPath(directory, kAuthority),
                                                   " are no certificate with its key"));
  }
  return authority;
}

absl::Status CheckOutlasts(const CertificateAuthority& authority, absl::Time end) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<Certificate> own,
                           Certificate::ParsePem(authority.own().certificate));
  if (own.front().not_after() >= end) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "the authority ends at ",
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", own.front().not_after(), absl::UTCTimeZone()),
      ", before the certificates would; ask for fewer --days, or another directory"));
}

bool IsAddress(const std::string& host) {
  in6_addr address = {};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

CertificateRequest RequestOf(const std::string& holder, const DevCertificates& wanted,
                             absl::Time now, absl::Time end) {
  CertificateRequest request{.common_name = holder,
                             .uris = {absl::StrCat("spiffe://tertial/", holder)},
                             .dns_names = {holder, "localhost"},
                             .ip_addresses = {"127.0.0.1", "::1"},
                             .not_before = now - kSince,
                             .not_after = end};
  for (const std::string& host : wanted.hosts) {
    (IsAddress(host) ? request.ip_addresses : request.dns_names).push_back(host);
  }
  return request;
}

}  // namespace

const std::vector<std::string>& CertificateHolders() {
  static const std::vector<std::string>& holders = *new std::vector<std::string>{
      "gateway", "indicators", "workforce", "politics", "climate", "cli", "reader"};
  return holders;
}

absl::StatusOr<std::vector<std::string>> MakeDevCertificates(const DevCertificates& wanted,
                                                             absl::Time now) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> holders, HoldersOf(wanted));
  std::error_code failed;
  std::filesystem::create_directories(wanted.directory, failed);
  if (failed) {
    return absl::UnavailableError(
        absl::StrCat(wanted.directory, " cannot be made: ", failed.message()));
  }
  if (!wanted.renew) TERTIAL_RETURN_IF_ERROR(CheckNothingThere(wanted.directory, holders));
  const absl::Time end = now + absl::Hours(24) * wanted.days;
  absl::StatusOr<CertificateAuthority> authority =
      wanted.renew ? ReadAuthority(wanted.directory)
                   : CertificateAuthority::Create("Tertial development authority", now - kSince,
                                                  now + absl::Hours(24 * 365) * kAuthorityYears);
  if (!authority.ok()) return authority.status();
  TERTIAL_RETURN_IF_ERROR(CheckOutlasts(*authority, end));
  std::vector<std::string> made;
  if (!wanted.renew) {
    TERTIAL_RETURN_IF_ERROR(WriteBoth(wanted.directory, kAuthority, authority->own(), made));
  }
  for (const std::string& holder : holders) {
    TERTIAL_ASSIGN_OR_RETURN(const IssuedCertificate issued,
                             authority->Issue(RequestOf(holder, wanted, now, end)));
    TERTIAL_RETURN_IF_ERROR(WriteBoth(wanted.directory, holder, issued, made));
  }
  return made;
}

TlsFiles CertificatesIn(const std::string& directory, const std::string& holder) {
  return {.certificate = CertificatePath(directory, holder),
          .key = KeyPath(directory, holder),
          .ca = CertificatePath(directory, kAuthority)};
}

}  // namespace tertial::cli
