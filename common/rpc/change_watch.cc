#include "common/rpc/change_watch.h"

#include "common/rpc/change_handlers.h"
#include "common/rpc/limits.h"
#include "common/rpc/resume_token.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"

namespace tertial {

ChangeWatch::~ChangeWatch() { listeners_.Remove(listener_); }

absl::StatusOr<SourceState> ChangeWatch::Next(changes::v1::WatchChangesResponse& response) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  TERTIAL_ASSIGN_OR_RETURN(const FeedPage page, ReadFeed(view, ledger_.tables(), position_, filter_,
                                                         kMostChangesInMessage));
  position_ = page.reached;
  read_ = view.at().revision;
  const absl::Duration now = SystemClock().Monotonic();
  // A page without changes that is not the last one is told as well: who breaks off in a long part
  // of the feed that is filtered out need not read it again.
  if (page.changes.empty() && page.up_to_date && now < due_) return SourceState::kIdle;
  for (const FeedChange& change : page.changes) {
    *response.add_changes() = ToProto(ledger_, change);
  }
  response.set_resume_token(EncodeFeedToken(ledger_, position_));
  *response.mutable_head() = view.at().ToProto();
  response.set_up_to_date(page.up_to_date);
  due_ = now + heartbeat_;
  return SourceState::kMessage;
}

void ChangeWatch::WaitForNews(std::function<void()> wake) {
  listener_ = listeners_.Add(read_, due_ - SystemClock().Monotonic(), std::move(wake));
}

}  // namespace tertial
