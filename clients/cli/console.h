// What a person sees: sentences on standard error, and a progress bar where that is a terminal.
#ifndef TERTIAL_CLIENTS_CLI_CONSOLE_H_
#define TERTIAL_CLIENTS_CLI_CONSOLE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tertial::cli {

// "tertial: <sentence>" on standard error, a whole line even where several threads complain.
void Complain(absl::string_view sentence);

// Complains of a failed call, with its code and reason, and with where to go on where the error
// says so. Returns the exit code that fits: 3, or 2 when the caller asked for something that cannot
// be.
int ComplainOfCall(absl::string_view what, const absl::Status& status);

// A bar on standard error while something long goes on; nothing at all where it is no terminal.
class ProgressBar {
 public:
  // A total that is not known: only what is done is shown.
  static constexpr int64_t kUnknownTotal = -1;

  ProgressBar(std::string label, int64_t total);
  // Clears the line.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Advance(int64_t by);

 private:
  void Draw() const;

  const std::string label_;
  const int64_t total_;
  const bool shown_;
  int64_t done_ = 0;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CONSOLE_H_
