#include "services/gateway/cache/report_watch.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/status/status_macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/gateway/domain/report_diff.h"

namespace tertial::gateway {
namespace {

using google::protobuf::util::MessageDifferencer;

// Whether nothing is to be told: a section that was read at a later state and says the same is the
// same.
bool AreSame(const FinishedReport::Part& a, const FinishedReport::Part& b) {
  const auto said = [](const v1::SectionState& state) {
    v1::SectionState copy = state;
    copy.clear_read_at();
    return copy;
  };
  return (a.section == nullptr) == (b.section == nullptr) &&
         (a.section == nullptr || a.section->hash == b.section->hash) &&
         MessageDifferencer::Equals(said(a.state), said(b.state));
}

v1::Report ContentOf(const FinishedReport::Part& part) {
  return part.section == nullptr ? v1::Report() : ParseSection(*part.section);
}

}  // namespace

absl::StatusOr<SourceState> ReportWatch::Next(v1::WatchReportResponse& response) {
  TERTIAL_ASSIGN_OR_RETURN(seen_, report_.Look());
  const absl::Time now = clock_.Now();
  if (seen_ == nullptr) {
    if (now < due_) return SourceState::kIdle;
    due_ = now + heartbeat_;
    return SourceState::kMessage;
  }
  if (told_.empty()) {
    told_ = seen_->parts();
    for (const FinishedReport::Part& part : told_) *response.add_states() = part.state;
  } else if (!TellNextSection(*seen_, response) && now < due_) {
    return SourceState::kIdle;
  }
  response.set_etag(seen_->etag());
  due_ = now + heartbeat_;
  return SourceState::kMessage;
}

bool ReportWatch::TellNextSection(const FinishedReport& newest, v1::WatchReportResponse& response) {
  for (size_t i = 0; i < told_.size(); ++i) {
    const FinishedReport::Part& part = newest.parts()[i];
    if (AreSame(told_[i], part)) continue;
    ReportDiff diff = DiffSections(part.state.section(), ContentOf(told_[i]), ContentOf(part));
    response.set_section(part.state.section());
    *response.mutable_state() = part.state;
    response.mutable_changes()->Add(std::make_move_iterator(diff.changes.begin()),
                                    std::make_move_iterator(diff.changes.end()));
    response.set_changes_left_out(diff.left_out);
    told_[i] = part;
    return true;
  }
  return false;
}

void ReportWatch::WaitForNews(std::function<void()> wake) {
  // Until it is there: its pulls end by then.
  const absl::Time patience = clock_.Now() + kPullPatience;
  report_.Listen(seen_.get(), std::min(due_, patience), std::move(wake));
}

}  // namespace tertial::gateway
