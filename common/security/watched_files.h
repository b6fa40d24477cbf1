// Files that are read again when they change: certificates, keys, policies.
#ifndef TERTIAL_COMMON_SECURITY_WATCHED_FILES_H_
#define TERTIAL_COMMON_SECURITY_WATCHED_FILES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tertial {

// How often files are looked at, and how often they are read again though nothing seems to have
// changed: what depends on the day, as a certificate does, is looked at then as well.
inline constexpr absl::Duration kBetweenFileLooks = absl::Seconds(1);
inline constexpr absl::Duration kReadFilesAnyway = absl::Hours(24);

// Watches some files as long as it lives. One thread of the process looks at all that are watched.
class WatchedFiles {
 public:
  // Reads what the files hold now and puts it to use, or returns why it does not, in a sentence
  // that names the file; what is in use stays then. Called by one thread at a time.
  using Reload = std::function<absl::Status()>;

  // Calls `reload` once before it returns, then whenever one of `paths` has changed; again with
  // every look after it has failed, and at least as often as kReadFilesAnyway. Links are followed,
  // so that a directory that is swapped by one is noticed. A failure is logged, each once, under
  // `name`: "certificates". Errors: those of the first `reload`.
  static absl::StatusOr<std::unique_ptr<WatchedFiles>> Start(std::string name,
                                                             std::vector<std::string> paths,
                                                             Reload reload);
  // Waits for a reload that is under way. Not to be called by one.
  ~WatchedFiles();
  WatchedFiles(const WatchedFiles&) = delete;
  WatchedFiles& operator=(const WatchedFiles&) = delete;

  // Whether what the files hold is in use: false from a reload that failed until one succeeds.
  bool current() const;

 private:
  class Watch;
  class Looker;

  explicit WatchedFiles(std::unique_ptr<Watch> watch);

  const std::unique_ptr<Watch> watch_;
};

// The whole of a file. Errors: NOT_FOUND, with a sentence that names `what` and the file: "the
// policy file /etc/policy.json cannot be read: No such file or directory".
absl::StatusOr<std::string> ReadWholeFile(const std::string& what, const std::string& path);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_WATCHED_FILES_H_
