#include "clients/cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/server/options.h"
#include "common/status/errors.h"

namespace tertial::cli {

void Complain(absl::string_view sentence) { std::cerr << "tertial: " << sentence << std::endl; }

int ComplainOfCall(absl::string_view what, const absl::Status& status) {
  const ErrorReason reason = ReasonOf(status);
  Complain(absl::StrCat(
      what, " failed: ", std::string(status.message()), " [",
      absl::StatusCodeToString(status.code()),
      reason == common::v1::ERROR_REASON_UNSPECIFIED ? "" : absl::StrCat(" ", ReasonName(reason)),
      "]"));
  const bool asked_wrong = absl::IsInvalidArgument(status) || absl::IsNotFound(status);
  return asked_wrong ? kExitUsage : kExitService;
}

ProgressBar::ProgressBar(std::string label, int64_t total)
    : label_(std::move(label)), total_(total), shown_(isatty(STDERR_FILENO) == 1) {
  if (shown_) Draw();
}

ProgressBar::~ProgressBar() {
  if (shown_) std::cerr << "\r\033[K" << std::flush;
}

void ProgressBar::Advance(int64_t by) {
  done_ += by;
  if (shown_) Draw();
}

void ProgressBar::Draw() const {
  constexpr int kWidth = 30;
  const int filled = total_ == 0 ? kWidth : static_cast<int>(kWidth * done_ / total_);
  std::string bar;
  for (int i = 0; i < kWidth; ++i) bar += i < filled ? "█" : "░";
  std::cerr << "\r" << absl::StrFormat("%-12s", label_) << " " << bar << " " << done_ << "/"
            << total_ << std::flush;
}

}  // namespace tertial::cli
