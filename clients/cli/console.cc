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
namespace {

// Where the feed of a restored store is to be read on from.
constexpr char kBeginMetadata[] = "begin";

}  // namespace

void Complain(absl::string_view sentence) {
  // In one piece, so that lines of several threads stay whole.
  std::cerr << absl::StrCat("tertial: ", sentence, "\n") << std::flush;
}

int ComplainOfCall(absl::string_view what, const absl::Status& status) {
  const ErrorReason reason = ReasonOf(status);
  Complain(absl::StrCat(
      what, " failed: ", std::string(status.message()), " [",
      absl::StatusCodeToString(status.code()),
      reason == common::v1::ERROR_REASON_UNSPECIFIED ? "" : absl::StrCat(" ", ReasonName(reason)),
      "]"));
  if (const std::string begin = ErrorMetadataOf(status, kBeginMetadata); !begin.empty()) {
    Complain(absl::StrCat("what came before that is known to you; go on with --after ", begin));
  }
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return kExitUsage;
    default:
      return kExitService;
  }
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
  std::cerr << "\r" << absl::StrFormat("%-12s", label_) << " ";
  if (total_ == kUnknownTotal) {
    std::cerr << done_ << std::flush;
    return;
  }
  constexpr int kWidth = 30;
  const int filled = total_ == 0 ? kWidth : static_cast<int>(kWidth * done_ / total_);
  std::string bar;
  for (int i = 0; i < kWidth; ++i) bar += i < filled ? "█" : "░";
  std::cerr << bar << " " << done_ << "/" << total_ << std::flush;
}

}  // namespace tertial::cli
