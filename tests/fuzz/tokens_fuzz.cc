// Tokens that callers hand back (common/rpc/page_token.h, resume_token.h): any text as one, and
// ones that are sealed and hold what the input chooses.
//
// A text that was made nowhere is refused, with the field that it stood in; what is accepted is
// what was made; and a token that is sealed may say what it will: it leads to an error of the
// caller's or to a place that there is.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/rpc/page_token.h"
#include "common/rpc/resume_token.h"
#include "common/status/errors.h"
#include "tertial/common/internal/v1/page_token.pb.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/input.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/memory_store.h"

namespace tertial::fuzz {
namespace {

using common::internal::v1::ResumeToken;

constexpr char kQuery[] = "goals of asker";

// A ledger of some commits, of which one is about a restricted table.
Ledger& Facts() {
  static Ledger& ledger = *[] {
    static const FakeClock& clock = *new FakeClock;
    LedgerOptions options;
    options.service_name = "tokens";
    auto opened = Ledger::Open(std::make_unique<MemoryStore>(), clock, options);
    Require(opened.ok(), "a store is opened");
    for (const TableId table : {3, 3, 129}) {
      const auto put = [&](Txn& txn) {
        return txn.Put(table, std::string("a\0", 2), "x").status();
      };
      Require((*opened)->Commit({.actor = "test"}, put).ok(), "a row is recorded");
    }
    return opened->release();
  }();
  return ledger;
}

void RequireRefusal(const absl::Status& status) {
  Require(status.code() == absl::StatusCode::kInvalidArgument ||
              status.code() == absl::StatusCode::kOutOfRange,
          "a token is refused as the caller's", status.ToString());
  Require(ReasonOf(status) != common::v1::ERROR_REASON_UNSPECIFIED, "a refusal has a reason");
}

void CheckPageToken(absl::string_view text) {
  const TokenBinding binding{Facts().store_id(), Facts().epoch(), kQuery};
  const auto token = DecodePageToken(text, binding);
  if (!token.ok()) return RequireRefusal(token.status());
  Require(token->store_id() == binding.store_id && token->query() == binding.query,
          "a token is bound to what it was made for");
  const auto again = DecodePageToken(EncodePageToken(*token), binding);
  Require(again.ok() && again->SerializeAsString() == token->SerializeAsString(),
          "a token is read as it was made");
}

void CheckFeedToken(const std::string& text) {
  const ReadView view = *Facts().Read();
  for (const bool sees_restricted : {false, true}) {
    const auto position = DecodeFeedToken(Facts(), view, text, sees_restricted);
    if (!position.ok()) {
      RequireRefusal(position.status());
      continue;
    }
    Require(position->revision >= 1 && position->revision <= view.at().revision + 1 &&
                position->sequence >= -1,
            "a place in the feed is one that there is");
    const auto again =
        DecodeFeedToken(Facts(), view, EncodeFeedToken(Facts(), *position), sees_restricted);
    Require(again.ok() && *again == *position, "a place in the feed is read as it was told");
  }
}

void CheckExportToken(const std::string& text) {
  const auto position = DecodeExportToken(Facts(), kQuery, text);
  if (!position.ok()) return RequireRefusal(position.status());
  const auto again =
      DecodeExportToken(Facts(), kQuery, EncodeExportToken(Facts(), kQuery, *position));
  Require(again.ok() && again->revision == position->revision && again->table == position->table &&
              again->pk == position->pk,
          "a place in an export is read as it was told");
}

void CheckAll(const std::string& text) {
  CheckPageToken(text);
  CheckFeedToken(text);
  CheckExportToken(text);
}

}  // namespace

const char* const kCorpus = "tokens";

void RunInput(absl::string_view bytes) {
  CheckAll(std::string(bytes));
  Input input(bytes);
  PageToken page;
  page.set_store_id(input.Text({Facts().store_id(), ""}));
  page.set_epoch(input.Text({Facts().epoch(), ""}));
  page.set_query(input.Text({kQuery, ""}));
  CheckAll(SealToken(page));
  ResumeToken resume;
  resume.set_store_id(input.Text({Facts().store_id(), ""}));
  resume.set_epoch(input.Text({Facts().epoch(), ""}));
  resume.set_revision(input.Number());
  resume.set_sequence(input.Number());
  CheckAll(SealToken(resume));
  resume.set_query(input.Text({kQuery, "other"}));
  resume.set_last_key(std::string(input.Take(input.Below(20))));
  CheckAll(SealToken(resume));
}

}  // namespace tertial::fuzz
