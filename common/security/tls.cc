#include "common/security/tls.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/observability/certificate_ends.h"
#include "common/observability/log.h"
#include "common/observability/metrics.h"
#include "common/security/watched_files.h"
#include "common/status/status_macros.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "prometheus/counter.h"

namespace tertial {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;
using grpc::experimental::TlsCustomVerificationCheckRequest;

// A file in memory that gRPC reads again and again by its path. gRPC drops what it has when a file
// that it watches is bad or a key does not fit, and then nobody can connect; so it watches what was
// checked before, and never sees a half of it. The descriptor is left open: as long as anything was
// made with it, gRPC goes on to read the path.
class PublishedFile {
 public:
  absl::Status Publish(absl::string_view content) {
    const int fd = ::memfd_create("tls", MFD_CLOEXEC);
    if (fd < 0) return Failed();
    // gRPC tells by the second of the last change whether it has read two parts of one state.
    ++second_;
    const timespec times[2] = {{second_, 0}, {second_, 0}};
    const bool written =
        ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
        ::futimens(fd, times) == 0;
    const bool placed = written && (fd_ < 0 || ::dup3(fd, fd_, O_CLOEXEC) == fd_);
    const absl::Status status = placed ? absl::OkStatus() : Failed();
    if (placed && fd_ < 0) {
      fd_ = fd;
    } else {
      ::close(fd);
    }
    if (status.ok() && ::access(path().c_str(), R_OK) != 0) return Failed();
    return status;
  }

  std::string path() const { return absl::StrCat("/proc/self/fd/", fd_); }

 private:
  static absl::Status Failed() {
    return absl::UnavailableError(
        absl::StrCat("what was read cannot be handed on by a file in memory, which needs /proc: ",
                     std::strerror(errno)));
  }

  int fd_ = -1;
  time_t second_ = 0;
};

std::string TextOf(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

absl::Status BadFile(const std::string& what, const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("the ", what, " ", path, " ", why));
}

constexpr char kCertificateFile[] = "certificate file";
constexpr char kKeyFile[] = "key file";
constexpr char kCaFile[] = "CA file";

absl::Status CheckValidNow(const std::string& what, const std::string& path,
                           const Certificate& certificate, absl::Time now) {
  if (now > certificate.not_after()) {
    return BadFile(
        what, path,
        absl::StrCat("holds a certificate that expired at ", TextOf(certificate.not_after())));
  }
  if (now < certificate.not_before()) {
    return BadFile(what, path,
                   absl::StrCat("holds a certificate that is valid only from ",
                                TextOf(certificate.not_before())));
  }
  return absl::OkStatus();
}

absl::Status ReadOwn(const TlsFiles& files, absl::Time now, TlsMaterial& material) {
  TERTIAL_ASSIGN_OR_RETURN(material.certificate_pem,
                           ReadWholeFile(kCertificateFile, files.certificate));
  TERTIAL_ASSIGN_OR_RETURN(material.key_pem, ReadWholeFile(kKeyFile, files.key));
  absl::StatusOr<std::vector<Certificate>> chain = Certificate::ParsePem(material.certificate_pem);
  if (!chain.ok()) {
    return BadFile(kCertificateFile, files.certificate, chain.status().message());
  }
  material.chain = *std::move(chain);
  for (const Certificate& certificate : material.chain) {
    TERTIAL_RETURN_IF_ERROR(CheckValidNow(kCertificateFile, files.certificate, certificate, now));
  }
  const absl::Status key = CheckPrivateKey(material.key_pem, material.chain.front());
  return key.ok() ? key : BadFile(kKeyFile, files.key, key.message());
}

absl::StatusOr<TlsMaterial> ReadMaterial(const TlsFiles& files, absl::Time now) {
  TERTIAL_ASSIGN_OR_RETURN(std::string ca_pem, ReadWholeFile(kCaFile, files.ca));
  absl::StatusOr<TrustedRoots> roots = TrustedRoots::ParsePem(ca_pem);
  if (!roots.ok()) return BadFile(kCaFile, files.ca, roots.status().message());
  // One that has ended does no harm beside one that has not.
  absl::Status valid;
  for (const Certificate& root : roots->certificates()) {
    valid = CheckValidNow(kCaFile, files.ca, root, now);
    if (valid.ok()) break;
  }
  TERTIAL_RETURN_IF_ERROR(valid);
  TlsMaterial material{.certificate_pem = {},
                       .key_pem = {},
                       .chain = {},
                       .ca_pem = std::move(ca_pem),
                       .roots = *std::move(roots)};
  if (!files.certificate.empty()) TERTIAL_RETURN_IF_ERROR(ReadOwn(files, now, material));
  return material;
}

// `file`: as NoteCertificateEnd has it. What has ended already is beside others that have not.
void TellEnd(const std::string& file, const std::string& path,
             absl::Span<const Certificate> certificates, absl::Time now) {
  absl::Time end = absl::InfiniteFuture();
  for (const Certificate& certificate : certificates) {
    if (certificate.not_after() >= now) end = std::min(end, certificate.not_after());
  }
  if (end == absl::InfiniteFuture()) return;
  NoteCertificateEnd(file, end);
  const absl::Duration left = end - now;
  if (left > kCertificateEndsSoon) return;
  Log(left > kCertificateEndsNow ? Severity::kWarning : Severity::kError,
      "a certificate ends soon; put a new one in the place of the file",
      {{"file", path},
       {"not_after", TextOf(end)},
       {"days", absl::StrCat(absl::ToInt64Hours(left) / 24)}});
}

std::vector<Certificate> ParsedOrNone(const std::string& pem) {
  return Certificate::ParsePem(pem).value_or(std::vector<Certificate>());
}

}  // namespace

// Reads the files, and hands on what they hold.
class TlsIdentity::Files {
 public:
  explicit Files(TlsFiles files) : files_(std::move(files)) {}

  absl::Status Start() {
    std::vector<std::string> paths = {files_.ca};
    if (!files_.certificate.empty()) {
      paths.insert(paths.end(), {files_.certificate, files_.key});
    }
    TERTIAL_ASSIGN_OR_RETURN(
        watched_, WatchedFiles::Start("certificates", std::move(paths), [this] { return Read(); }));
    constexpr unsigned int kSeconds = 1;
    provider_ = files_.certificate.empty()
                    ? std::make_shared<FileWatcherCertificateProvider>(ca_.path(), kSeconds)
                    : std::make_shared<FileWatcherCertificateProvider>(own_.path(), own_.path(),
                                                                       ca_.path(), kSeconds);
    return absl::OkStatus();
  }

  // No more is read.
  void Stop() { watched_.reset(); }

  bool has_certificate() const { return !files_.certificate.empty(); }
  const std::shared_ptr<FileWatcherCertificateProvider>& provider() const { return provider_; }
  std::shared_ptr<const TlsMaterial> material() const {
    const MutexLock lock(mutex_);
    return material_;
  }
  bool current() const { return watched_ != nullptr && watched_->current(); }

 private:
  absl::Status Read() {
    const absl::Time now = SystemClock().Now();
    TERTIAL_ASSIGN_OR_RETURN(TlsMaterial read, ReadMaterial(files_, now));
    TellEnd("tls-certificate", files_.certificate, read.chain, now);
    TellEnd("tls-ca", files_.ca, read.roots.certificates(), now);
    const std::shared_ptr<const TlsMaterial> before = material();
    const bool same = before != nullptr && before->certificate_pem == read.certificate_pem &&
                      before->key_pem == read.key_pem && before->ca_pem == read.ca_pem;
    if (same) return absl::OkStatus();
    // Both in one, so that gRPC has either the old ones or the new ones.
    if (has_certificate()) {
      TERTIAL_RETURN_IF_ERROR(own_.Publish(absl::StrCat(read.key_pem, "\n", read.certificate_pem)));
    }
    TERTIAL_RETURN_IF_ERROR(ca_.Publish(read.ca_pem));
    if (before != nullptr) {
      Log(Severity::kInfo, "new certificates are in use",
          {{"file", files_.certificate},
           {"fingerprint", read.chain.empty() ? "" : read.chain.front().Fingerprint()},
           {"not_after", read.chain.empty() ? "" : TextOf(read.chain.front().not_after())}});
    }
    const MutexLock lock(mutex_);
    material_ = std::make_shared<const TlsMaterial>(std::move(read));
    return absl::OkStatus();
  }

  const TlsFiles files_;
  PublishedFile own_;
  PublishedFile ca_;
  std::shared_ptr<FileWatcherCertificateProvider> provider_;
  mutable Mutex mutex_;
  std::shared_ptr<const TlsMaterial> material_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<WatchedFiles> watched_;
};

namespace {

// Judges clients when they have connected. That is not left to the handshake, which would not say
// what was wrong.
class ClientJudge final : public grpc::experimental::ExternalCertificateVerifier {
 public:
  using Material = std::function<std::shared_ptr<const TlsMaterial>()>;

  ClientJudge(Material material, ClientCertificates demanded)
      : material_(std::move(material)), demanded_(demanded) {}

  bool Verify(TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> /*callback*/, grpc::Status* status) override {
    const grpc::string_ref own = request->peer_cert();
    const grpc::string_ref others = request->peer_cert_full_chain();
    // The others may begin with its own once more.
    std::vector<Certificate> shown = ParsedOrNone(std::string(own.data(), own.size()));
    for (Certificate& other : ParsedOrNone(std::string(others.data(), others.size()))) {
      shown.push_back(std::move(other));
    }
    if (!IsLetIn(*material_(), demanded_, shown, "gRPC")) {
      *status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "not let in");
    }
    return true;
  }
  void Cancel(TlsCustomVerificationCheckRequest* /*request*/) override {}

 private:
  const Material material_;
  const ClientCertificates demanded_;
};

}  // namespace

TlsIdentity::TlsIdentity(std::shared_ptr<Files> files) : files_(std::move(files)) {}

TlsIdentity::~TlsIdentity() { files_->Stop(); }

absl::StatusOr<std::unique_ptr<TlsIdentity>> TlsIdentity::Load(const TlsFiles& files) {
  auto read = std::make_shared<Files>(files);
  TERTIAL_RETURN_IF_ERROR(read->Start());
  return std::unique_ptr<TlsIdentity>(new TlsIdentity(std::move(read)));
}

std::shared_ptr<grpc::ServerCredentials> TlsIdentity::ServerCredentials(
    ClientCertificates demanded) const {
  grpc::experimental::TlsServerCredentialsOptions options(files_->provider());
  options.watch_identity_key_cert_pairs();
  // For the names in it, which tell clients what to show.
  options.watch_root_certs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
  options.set_certificate_verifier(
      grpc::experimental::ExternalCertificateVerifier::Create<ClientJudge>(
          [files = files_] { return files->material(); }, demanded));
  return grpc::experimental::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> TlsIdentity::ChannelCredentials() const {
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(files_->provider());
  options.watch_root_certs();
  if (files_->has_certificate()) options.watch_identity_key_cert_pairs();
  options.set_verify_server_certs(true);
  options.set_certificate_verifier(
      std::make_shared<grpc::experimental::HostNameCertificateVerifier>());
  return grpc::experimental::TlsCredentials(options);
}

std::shared_ptr<const TlsMaterial> TlsIdentity::material() const { return files_->material(); }

bool TlsIdentity::current() const { return files_->current(); }

bool IsLetIn(const TlsMaterial& material, ClientCertificates demanded,
             absl::Span<const Certificate> shown, absl::string_view protocol) {
  if (shown.empty() && demanded == ClientCertificates::kRequest) return true;
  const CertificateFlaw flaw =
      shown.empty() ? CertificateFlaw::kMissing
                    : material.roots.FindFlaw(shown.front(), shown.subspan(1),
                                              CertificateUse::kClient, SystemClock().Now());
  if (flaw == CertificateFlaw::kNone) return true;
  CounterOf(kRefusedHandshakes, {{"reason", std::string(FlawName(flaw))}}).Increment();
  // Not the names in it: they are what the client says.
  Log(Severity::kWarning, "a client is not let in",
      {{"protocol", std::string(protocol)},
       {"certificate", std::string(FlawName(flaw))},
       {"fingerprint", shown.empty() ? "" : shown.front().Fingerprint()}});
  return false;
}

}  // namespace tertial
