// Imported observations of indicators that other services own: compared, and not stored.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_OWNED_COMPARISONS_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_OWNED_COMPARISONS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/importing.h"
#include "services/indicators/owners/owner_contacts.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tertial/indicators/v1/owned_figures.pb.h"

namespace tertial::indicators {

// Compares the rows of one import with the figures that were pulled.
class OwnedComparisonReview : public ImportReview<v1::ImportRowsResponse> {
 public:
  // Everything passed in must outlive the object.
  OwnedComparisonReview(const Ledger& ledger, const OwnerContacts& contacts)
      : ledger_(ledger), contacts_(contacts) {}

  void Begin() override { indicator_.clear_name(); }
  absl::StatusOr<bool> Compares(const RecordReader& reader, const StagedRowView& row) override;
  void AddTo(v1::ImportRowsResponse& response) const override;

 private:
  // By their rows; the first of them.
  using Comparisons = std::map<int64_t, v1::OwnedComparison>;

  // Looks the indicator up whose observations come next; one without a name if there is none.
  absl::Status FindIndicator(const RecordReader& reader, const std::string& id);
  // Fills the outcome and what is known of the owner's figure.
  absl::Status Compare(v1::OwnedComparison& comparison) const;
  static void Add(v1::OwnedComparison comparison, Comparisons& comparisons);

  const Ledger& ledger_;
  const OwnerContacts& contacts_;
  // Rows of one indicator and area come one after the other.
  std::string indicator_id_;
  v1::Indicator indicator_;
  std::map<v1::OwnedOutcome, int64_t> counts_;
  std::set<std::string> owners_;
  Comparisons equal_;
  Comparisons not_equal_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_OWNED_COMPARISONS_H_
