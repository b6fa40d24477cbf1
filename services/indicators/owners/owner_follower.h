// Follows one service that owns figures, in the background.
#ifndef TERTIAL_SERVICES_INDICATORS_OWNERS_OWNER_FOLLOWER_H_
#define TERTIAL_SERVICES_INDICATORS_OWNERS_OWNER_FOLLOWER_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/observability/followed_feed.h"
#include "common/rpc/commit_listeners.h"
#include "common/store/mutex.h"
#include "grpcpp/security/credentials.h"
#include "services/indicators/owners/owner_contacts.h"
#include "services/indicators/owners/pulled_figures.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/indicators/internal/v1/followed_owner.pb.h"

namespace tertial::indicators {

// A thread that watches the change feed of one owner and stores what becomes of the figures that
// indicators of this service are declared to have there. It goes on where it was before; all is
// read anew when the declarations have changed, or the owner's store is another one or was
// restored. An owner that does not answer is asked again and again; nobody waits for it.
class OwnerFollower {
 public:
  struct Owner {
    // "workforce", and where it is: "127.0.0.1:7402".
    std::string service;
    std::string address;
    // nullptr: plain text.
    std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
  };

  // Everything passed in must outlive the object. `areas` are the ids of all areas.
  OwnerFollower(Owner owner, Ledger& ledger, CommitListeners& commits, OwnerContacts& contacts,
                std::vector<std::string> areas);
  // Ends it; waits for a commit that is under way, and for nothing else.
  ~OwnerFollower();
  OwnerFollower(const OwnerFollower&) = delete;
  OwnerFollower& operator=(const OwnerFollower&) = delete;

 private:
  // What there may be to do.
  struct News {
    bool stopping = false;
    // There were commits since definitions were last looked at.
    bool committed = false;
  };

  void Run();
  // Follows until the owner ends it, the definitions change, something fails or the object ends.
  absl::Status FollowOnce();
  // Reads what definitions say of this owner. Returns whether that has changed.
  absl::StatusOr<bool> LookAtDefinitions();
  // What to ask the owner for: on from where it was read to by these definitions, or all.
  changes::v1::WatchChangesRequest Request();
  // Takes a message of the owner, and stores what has become of it so far if that is whole.
  absl::Status Take(const changes::v1::WatchChangesResponse& message);
  absl::Status Store(const internal::v1::FollowedOwner& position);
  // So that a restart need not read again what led to nothing.
  void KeepPosition();

  void NoteContact();
  void NoteAway(const absl::Status& why);

  // Has the thread look for a message.
  void Wake();
  // Has the thread look at definitions after the next commit after `revision`.
  void ListenAfter(Revision revision);
  // Waits until something happens, or until `deadline`.
  News WaitUntil(std::chrono::steady_clock::time_point deadline);
  // Waits for `duration`, or until the object ends.
  void Pause(absl::Duration duration);
  bool stopping();

  const Owner owner_;
  Ledger& ledger_;
  CommitListeners& commits_;
  OwnerContacts& contacts_;
  const std::vector<std::string> areas_;
  const std::unique_ptr<changes::v1::ChangeService::Stub> stub_;

  // Of the thread alone: what definitions say, as of the commit after it.
  std::shared_ptr<const PulledFigures::OwnedIndicators> definitions_;
  Revision definitions_revision_ = 0;
  CommitListeners::Id listener_ = 0;
  // As long as definitions say that there is something to follow.
  std::optional<FollowedFeed> feed_;
  // What has come and is not stored yet.
  std::unique_ptr<PulledFigures> figures_;
  // Whether all there ever was is being read, rather than what is new.
  bool reading_all_ = false;
  // Where to go on, and whether that is kept in the ledger.
  internal::v1::FollowedOwner position_;
  bool position_kept_ = true;
  // When definitions were last looked at, on the monotonic clock.
  absl::Duration looked_at_ = absl::ZeroDuration();
  // Of this attempt: whether the owner was heard of, whether it ended the watch after that, and
  // whether what it said could not be stored.
  bool heard_ = false;
  bool broke_off_ = false;
  bool store_failed_ = false;
  // Whether it was said that the owner is away.
  bool away_ = false;

  Mutex mutex_;
  CondVar changed_;
  News news_ ABSL_GUARDED_BY(mutex_);
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_OWNERS_OWNER_FOLLOWER_H_
