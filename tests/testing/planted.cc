#include "tests/testing/planted.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/observability/metrics.h"

namespace tertial::testing {
namespace {

constexpr size_t kShortest = 7;
// The first bytes of a key say of what kind it is, and are the same in all; the last line is short.
constexpr size_t kLineOfPem = 64;
constexpr size_t kSameInAll = 32;
// More of them find no more.
constexpr int kMostOfAKind = 200;

const char* NameOf(Secret kind) {
  switch (kind) {
    case Secret::kBearerToken:
      return "bearer-token";
    case Secret::kExemptCase:
      return "exempt-case";
    case Secret::kPersonKey:
      return "person-key";
    case Secret::kPrivateKey:
      return "private-key";
    case Secret::kRegisterKey:
      return "register-key";
  }
  std::abort();
}

// Empty: nothing is to be left.
std::string Directory() {
  const char* const named = std::getenv("TERTIAL_TEST_OUTPUT");
  return named == nullptr ? "" : named;
}

// Other processes append to the same file: each time one write.
void Append(const std::string& path, const std::string& content) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0 ||
      ::write(file, content.data(), content.size()) != static_cast<ssize_t>(content.size())) {
    std::abort();
  }
  ::close(file);
}

std::string WrittenDirectory() {
  return absl::StrCat(Directory(), "/written/", program_invocation_short_name, ".", ::getpid());
}

void KeepMetrics() { Append(WrittenDirectory() + "/metrics", MetricsText()); }

}  // namespace

std::string Plant(Secret kind, const std::string& secret) {
  const std::string directory = Directory();
  if (directory.empty()) return secret;
  if (secret.size() < kShortest || absl::StrContains(secret, "\n")) std::abort();
  static std::mutex& mutex = *new std::mutex;
  static auto& planted = *new std::map<Secret, int>;
  const std::lock_guard lock(mutex);
  if (planted.empty()) std::atexit(KeepMetrics);
  if (++planted[kind] > kMostOfAKind) return secret;
  Append(absl::StrCat(directory, "/planted/", NameOf(kind)), secret + "\n");
  return secret;
}

void PlantPrivateKey(absl::string_view pem) {
  for (const absl::string_view line : absl::StrSplit(pem, '\n')) {
    if (line.size() < kLineOfPem || absl::StartsWith(line, "-----")) continue;
    Plant(Secret::kPrivateKey, std::string(line.substr(kSameInAll)));
  }
}

void KeepWritten(const std::string& name, const std::string& path) {
  if (Directory().empty()) return;
  std::ifstream file(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  Append(absl::StrCat(WrittenDirectory(), "/", name), content);
}

}  // namespace tertial::testing
