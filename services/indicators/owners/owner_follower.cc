#include "services/indicators/owners/owner_follower.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/observability/log.h"
#include "common/rpc/channel.h"
#include "common/rpc/feed_stream.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/indicators/store/followed_owners.h"

namespace tertial::indicators {
namespace {

using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;
using google::protobuf::util::MessageDifferencer;
using internal::v1::FollowedOwner;
using std::chrono::steady_clock;

// The caller that this service is, for the policy of the others.
constexpr char kCaller[] = "indicators";
// An owner that is not heard of for some of its heartbeats is away.
constexpr absl::Duration kHeartbeat = kShortestHeartbeat;
constexpr absl::Duration kLongestSilence = absl::Seconds(4);
// Commits may come by the thousand, and hardly ever change a definition.
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(50);
constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestPause = absl::Seconds(2);

steady_clock::time_point After(absl::Duration duration) {
  return steady_clock::now() + absl::ToChronoNanoseconds(duration);
}

template <typename Range>
bool AreSame(const PulledFigures::OwnedIndicators& a, const Range& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
    return MessageDifferencer::Equals(one, other);
  });
}

}  // namespace

OwnerFollower::OwnerFollower(Owner owner, Ledger& ledger, CommitListeners& commits,
                             OwnerContacts& contacts, std::vector<std::string> areas)
    : owner_(std::move(owner)),
      ledger_(ledger),
      commits_(commits),
      contacts_(contacts),
      areas_(std::move(areas)),
      stub_(changes::v1::ChangeService::NewStub(
          OpenServiceChannel(owner_.address, {}, owner_.credentials))) {
  contacts_.Change(owner_.service, [](OwnerContact& contact) { contact.followed = true; });
  thread_ = std::thread([this] { Run(); });
}

OwnerFollower::~OwnerFollower() {
  {
    const MutexLock lock(mutex_);
    news_.stopping = true;
    changed_.SignalAll();
  }
  thread_.join();
  commits_.Remove(listener_);
}

void OwnerFollower::Run() {
  absl::Duration pause = kFirstPause;
  while (!stopping()) {
    heard_ = false;
    broke_off_ = false;
    store_failed_ = false;
    const absl::Status status = FollowOnce();
    // What a full disk does not take is not asked for, and told in the log, ten times a second.
    if (heard_ && !store_failed_) pause = kFirstPause;
    if (status.ok()) continue;
    if (IsOfOtherHistory(status) && !position_.resume_token().empty()) {
      Log(Severity::kInfo, "owner has another history",
          {{"owner", owner_.service}, {"reason", ReasonName(ReasonOf(status))}});
      position_.Clear();
      continue;
    }
    // A connection ends after a while for no reason: that is told only if another is not had.
    if (!broke_off_) NoteAway(status);
    Pause(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
  KeepPosition();
}

absl::Status OwnerFollower::FollowOnce() {
  TERTIAL_RETURN_IF_ERROR(LookAtDefinitions().status());
  if (definitions_->empty()) {
    feed_.reset();
    WaitUntil(steady_clock::time_point::max());
    return absl::OkStatus();
  }
  if (!feed_.has_value()) feed_.emplace(owner_.service, "owned_figures");
  figures_ = std::make_unique<PulledFigures>(owner_.service, definitions_);
  FeedStream stream(*stub_, kCaller, Request(), [this] { Wake(); });
  steady_clock::time_point silent = After(kLongestSilence);
  while (true) {
    const News news = WaitUntil(silent);
    if (news.stopping) return absl::OkStatus();
    if (news.committed) {
      TERTIAL_ASSIGN_OR_RETURN(const bool changed, LookAtDefinitions());
      if (changed) return absl::OkStatus();
    }
    if (const std::optional<WatchChangesResponse> message = stream.TakeMessage()) {
      NoteContact();
      feed_->NoteHeard(/*up_to_date=*/false);
      TERTIAL_RETURN_IF_ERROR(Take(*message));
      feed_->NoteHeard(message->up_to_date());
      silent = After(kLongestSilence);
    } else if (const std::optional<absl::Status> end = stream.end()) {
      broke_off_ = heard_;
      return end->ok() ? ServiceUnavailable("It ended the watch.") : *end;
    } else if (steady_clock::now() >= silent) {
      return ServiceUnavailable("It gives no sign of life.");
    }
  }
}

absl::StatusOr<bool> OwnerFollower::LookAtDefinitions() {
  Pause(looked_at_ + kBetweenLooks - SystemClock().Monotonic());
  looked_at_ = SystemClock().Monotonic();
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  bool changed = definitions_ == nullptr;
  if (changed) {
    TERTIAL_ASSIGN_OR_RETURN(std::optional<FollowedOwner> kept,
                             FindFollowedOwner(view, owner_.service, ledger_.Now()));
    if (kept.has_value()) position_ = *std::move(kept);
  }
  bool touched = changed;
  if (!touched) {
    TERTIAL_ASSIGN_OR_RETURN(touched, DefinitionsTouched(view, definitions_revision_));
  }
  if (touched) {
    TERTIAL_ASSIGN_OR_RETURN(PulledFigures::OwnedIndicators definitions,
                             ReadOwnedIndicators(view, owner_.service));
    changed = changed || !AreSame(definitions, *definitions_);
    if (changed) {
      definitions_ = std::make_shared<const PulledFigures::OwnedIndicators>(std::move(definitions));
      if (!AreSame(*definitions_, position_.indicators())) position_.Clear();
    }
  }
  definitions_revision_ = view.at().revision;
  contacts_.Change(owner_.service, [&](OwnerContact& contact) {
    contact.definitions = definitions_;
    contact.definitions_revision = definitions_revision_;
    if (changed) {
      contact.stale = true;
      contact.followed_to.reset();
    }
  });
  ListenAfter(definitions_revision_);
  return changed;
}

WatchChangesRequest OwnerFollower::Request() {
  WatchChangesRequest request;
  request.mutable_heartbeat()->set_seconds(absl::ToInt64Seconds(kHeartbeat));
  for (std::string& kind : figures_->Kinds()) {
    request.mutable_filter()->add_kinds(std::move(kind));
  }
  request.set_resume_token(position_.resume_token());
  reading_all_ = position_.resume_token().empty();
  if (reading_all_) {
    contacts_.Change(owner_.service, [](OwnerContact& contact) {
      contact.stale = true;
      contact.followed_to.reset();
    });
  }
  return request;
}

absl::Status OwnerFollower::Take(const WatchChangesResponse& message) {
  for (const changes::v1::Change& change : message.changes()) figures_->Take(change);
  // Until a commit of the owner is complete, nothing of it is stored; until all was read, nothing
  // is known to be all.
  const bool whole = message.up_to_date() || message.changes().empty() ||
                     message.changes().rbegin()->end_of_commit();
  if (!whole || (reading_all_ && !message.up_to_date())) return absl::OkStatus();

  FollowedOwner position;
  position.set_resume_token(message.resume_token());
  position.set_epoch(message.head().epoch());
  position.set_revision(message.up_to_date() ? message.head().revision()
                        : message.changes().empty()
                            ? position_.revision()
                            : message.changes().rbegin()->commit().revision());
  position.mutable_indicators()->Add(definitions_->begin(), definitions_->end());
  const bool store = reading_all_ || !figures_->empty();
  if (store) TERTIAL_RETURN_IF_ERROR(Store(position));
  position_ = std::move(position);
  position_kept_ = store;
  reading_all_ = false;
  contacts_.Change(owner_.service, [&](OwnerContact& contact) {
    contact.stale = contact.stale && !message.up_to_date();
    common::v1::ReadPoint& followed_to = contact.followed_to.emplace();
    followed_to.set_epoch(position_.epoch());
    followed_to.set_revision(position_.revision());
    if (message.up_to_date()) followed_to = message.head();
  });
  return absl::OkStatus();
}

absl::Status OwnerFollower::Store(const FollowedOwner& position) {
  const std::string revision = absl::StrCat(position.revision());
  const absl::StatusOr<PulledFigures::Stored> stored =
      reading_all_
          ? figures_->StoreAll(
                ledger_, absl::StrCat("all of ", owner_.service, " up to revision ", revision),
                position, areas_)
          : figures_->Store(ledger_, absl::StrCat(owner_.service, " up to revision ", revision),
                            position);
  if (!stored.ok()) {
    store_failed_ = true;
    Log(Severity::kError, "pulled figures cannot be stored",
        {{"owner", owner_.service},
         {"reason", ReasonName(ReasonOf(stored.status()))},
         {"cause", std::string(stored.status().message())}});
    return stored.status();
  }
  contacts_.Change(owner_.service,
                   [&](OwnerContact& contact) { contact.refused_figures += stored->refused; });
  return absl::OkStatus();
}

void OwnerFollower::KeepPosition() {
  if (position_kept_ || position_.resume_token().empty()) return;
  const absl::Status kept = ledger_
                                .Commit({.actor = "indicators"},
                                        [&](Txn& txn) {
                                          PutFollowedOwner(txn, owner_.service, position_);
                                          return absl::OkStatus();
                                        })
                                .status();
  if (!kept.ok()) {
    Log(Severity::kWarning, "position in the feed of an owner not kept",
        {{"owner", owner_.service}, {"cause", std::string(kept.message())}});
  }
}

void OwnerFollower::NoteContact() {
  heard_ = true;
  contacts_.Change(owner_.service,
                   [](OwnerContact& contact) { contact.last_contact = SystemClock().Now(); });
  if (!away_) return;
  away_ = false;
  Log(Severity::kInfo, "owner answers", {{"owner", owner_.service}, {"address", owner_.address}});
}

void OwnerFollower::NoteAway(const absl::Status& why) {
  contacts_.Change(owner_.service, [](OwnerContact& contact) { contact.stale = true; });
  if (store_failed_) return;
  if (feed_.has_value()) feed_->NoteAway();
  if (away_) return;
  away_ = true;
  Log(Severity::kInfo, "owner does not answer",
      {{"owner", owner_.service},
       {"address", owner_.address},
       {"code", absl::StatusCodeToString(why.code())},
       {"cause", std::string(why.message())}});
}

void OwnerFollower::Wake() {
  const MutexLock lock(mutex_);
  woken_ = true;
  changed_.SignalAll();
}

void OwnerFollower::ListenAfter(Revision revision) {
  commits_.Remove(listener_);
  listener_ = commits_.Add(revision, kLongestHeartbeat, [this] {
    const MutexLock lock(mutex_);
    news_.committed = true;
    changed_.SignalAll();
  });
}

OwnerFollower::News OwnerFollower::WaitUntil(steady_clock::time_point deadline) {
  const MutexLock lock(mutex_);
  while (!woken_ && !news_.stopping && !news_.committed) {
    if (!changed_.WaitUntil(mutex_, deadline)) break;
  }
  const News news = news_;
  woken_ = false;
  news_.committed = false;
  return news;
}

void OwnerFollower::Pause(absl::Duration duration) {
  const steady_clock::time_point end = After(duration);
  const MutexLock lock(mutex_);
  while (!news_.stopping && changed_.WaitUntil(mutex_, end)) {
  }
}

bool OwnerFollower::stopping() {
  const MutexLock lock(mutex_);
  return news_.stopping;
}

}  // namespace tertial::indicators
