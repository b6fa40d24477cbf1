// Figures on their way from their owner into the ledger.
#ifndef TERTIAL_SERVICES_INDICATORS_OWNERS_PULLED_FIGURES_H_
#define TERTIAL_SERVICES_INDICATORS_OWNERS_PULLED_FIGURES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "services/indicators/domain/figure_template.h"
#include "tertial/changes/v1/changes_service.pb.h"
#include "tertial/indicators/internal/v1/followed_owner.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// Takes changes of one owner's feed, keeps of each figure what it has become, and stores that.
class PulledFigures {
 public:
  using OwnedIndicators = std::vector<internal::v1::OwnedIndicator>;

  // `indicators` are those that `service` owns, as ReadOwnedIndicators tells them.
  PulledFigures(std::string service, std::shared_ptr<const OwnedIndicators> indicators);

  // The kinds of resources that hold the figures, each once.
  std::vector<std::string> Kinds() const;

  // Takes note of a change. One that is about none of the figures leaves no trace.
  void Take(const changes::v1::Change& change);
  bool empty() const { return figures_.empty(); }

  // What storing has done.
  struct Stored {
    // Figures that the rules of their indicators refuse: what was pulled of them before is gone.
    int64_t refused = 0;
  };
  // Stores what the changes have made, and then forgets it: figures that have changed, in a commit,
  // or several where they are many, the last of which keeps `position` as well. Nothing is
  // committed where no figure has changed. `reason` is the reason of the commits. An error leaves
  // it open which of them were made; the changes are then to be taken again from the position kept
  // before.
  absl::StatusOr<Stored> Store(Ledger& ledger, const std::string& reason,
                               const internal::v1::FollowedOwner& position);

  // The same where the changes are all there ever were: observations of the indicators, in the
  // areas with these ids, that the owner has no figure for are deleted.
  absl::StatusOr<Stored> StoreAll(Ledger& ledger, const std::string& reason,
                                  const internal::v1::FollowedOwner& position,
                                  const std::vector<std::string>& areas);

 private:
  // What has become of one figure.
  struct Figure {
    const internal::v1::OwnedIndicator* indicator;
    // Without a cell: the owner has none.
    v1::Observation observation;
    // Whether its content was redacted at the owner.
    bool redacted = false;
  };
  // By the name of the observation.
  using Figures = std::map<std::string, Figure>;

  // Blanks the observations whose figures were redacted.
  absl::Status Redact(Ledger& ledger, const std::string& reason) const;
  // Adds, as figures that the owner has not, the observations that no change was about.
  absl::Status AddOrphans(const Ledger& ledger, const std::vector<std::string>& areas);
  // Makes the commits.
  absl::StatusOr<Stored> Commit(Ledger& ledger, const std::string& reason,
                                const internal::v1::FollowedOwner& position);
  // Puts or deletes one observation; counts it where it is refused.
  absl::Status StoreOne(Txn& txn, const Figure& figure, absl::Time now, int64_t& refused) const;

  const std::string service_;
  const std::shared_ptr<const OwnedIndicators> indicators_;
  // Of indicators_, in their order.
  std::vector<FigureTemplate> names_;
  Figures figures_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_OWNERS_PULLED_FIGURES_H_
