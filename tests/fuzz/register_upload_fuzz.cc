// Uploads of registers, message by message, to a service that has a register.
//
// Whatever is sent: an upload that is not applied leaves every record of the store as it was; one
// that is applied leaves a whole register and nothing staged; and no answer, and no record, holds a
// person's key or a national identity number.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/ledger/ledger.h"
#include "common/ledger/store_check.h"
#include "common/ledger/table.h"
#include "common/rpc/unknown_fields.h"
#include "common/types/area_registry.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/handler/registers_handlers.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/store/keys.h"
#include "services/workforce/store/register_rows.h"
#include "services/workforce/store/register_store.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/said.h"
#include "tests/fuzz/upload_input.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/memory_store.h"

namespace tertial::fuzz {
namespace {

namespace v1 = workforce::v1;
using Messages = std::vector<v1::UploadRegisterRequest>;

const AreaRegistry& Areas() {
  static const AreaRegistry& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

const workforce::PersonKeys& Keys() {
  static const workforce::PersonKeys& keys =
      *new workforce::PersonKeys(*workforce::PersonKeys::Parse("keys", std::string(64, '1')));
  return keys;
}

// A service over a store that begins with some content.
class Service {
 public:
  explicit Service(StoreContent content)
      : clock_(absl::FromCivil(absl::CivilDay(2025, 2, 1), absl::UTCTimeZone())) {
    auto store = std::make_unique<MemoryStore>(std::move(content));
    store_ = store.get();
    LedgerOptions options;
    options.service_name = "workforce";
    options.tables = workforce::WorkforceTables();
    ledger_ = *Ledger::Open(std::move(store), clock_, options);
    handlers_ =
        std::make_unique<workforce::RegistersHandlers>(*ledger_, Areas(), &Keys(), figures_);
  }

  absl::StatusOr<v1::UploadRegisterResponse> Upload(const Messages& messages) {
    CallContext call;
    call.method = "tertial.workforce.v1.RegistersService/UploadRegister";
    call.caller.name = "recorder";
    call.deadline = absl::InfiniteFuture();
    const auto sink = handlers_->UploadRegister(call);
    for (v1::UploadRegisterRequest message : messages) {
      if (absl::Status known = RefuseUnknownFields(message); !known.ok()) return known;
      if (absl::Status taken = sink->Accept(std::move(message)); !taken.ok()) return taken;
    }
    return sink->Finish();
  }

  Ledger& ledger() { return *ledger_; }
  const StoreContent& content() const { return store_->content(); }

 private:
  FakeClock clock_;
  MemoryStore* store_;
  std::unique_ptr<Ledger> ledger_;
  workforce::RegisterFigures figures_;
  std::unique_ptr<workforce::RegistersHandlers> handlers_;
};

void RecordUnits(Ledger& ledger) {
  const std::pair<const char*, std::pair<const char*, const char*>> units[] = {
      {"a", {"", ""}},
      {"b", {"", ""}},
      {"closed", {"", "2022-12-31"}},
      {"late", {"2023-01-01", ""}}};
  for (const auto& [id, days] : units) {
    v1::Unit unit;
    unit.set_name(absl::StrCat("areas/asker/units/", id));
    unit.set_order(1);
    auto& title = *unit.add_titles();
    title.set_language("nb");
    title.set_text(id);
    unit.set_valid_from(days.first);
    unit.set_valid_to(days.second);
    const auto put = [&](Txn& txn) {
      return txn
          .Put(workforce::UnitTable::kId, *PrimaryKey<workforce::UnitTable>(unit.name()),
               EncodeResource(unit))
          .status();
    };
    Require(ledger.Commit({.actor = "test"}, put).ok(), "units are recorded");
  }
}

// A store with units, and a register of three persons.
const StoreContent& Content() {
  static const StoreContent& content = *[] {
    Service service({});
    RecordUnits(service.ledger());
    // What an input is that chooses what is right: three positions, of zqP1, zqP2 and zqP3.
    Messages messages = UploadOf(std::string("\0\0\0\0\0\0\0\0\0\0\3", 11));
    for (int i = 0; i < messages[0].rows_size(); ++i) {
      messages[0].mutable_rows(i)->mutable_position()->set_person_key(absl::StrCat("zqP", i + 1));
    }
    messages[0].mutable_options()->set_request_id("file-1");
    const auto response = service.Upload(messages);
    Require(response.ok() && response->summary().applied() && response->summary().inserted() == 3,
            "what is right is applied", response.status().ToString());
    return new StoreContent(service.content());
  }();
  return content;
}

// A number may be written with blanks anywhere, where it is all that stands in a field.
void RequireNoNumberOf(const google::protobuf::Message& message, const std::string& said) {
  ForEachText(message, [&](const std::string& text) {
    Require(!IsNationalId(text) || !absl::StrContains(said, text),
            "no answer holds a national identity number", said);
  });
}

void CheckSaid(const Messages& messages, const std::string& said) {
  RequireNoNationalId(said);
  for (const v1::UploadRegisterRequest& message : messages) RequireNoNumberOf(message, said);
  for (const v1::UploadRegisterRequest& message : messages) {
    const v1::UploadOptions& options = message.options();
    // What is wrong with these is told with what they are; nobody's key belongs there.
    for (const std::string& text : {options.area(), options.extract_date(), options.request_id()}) {
      if (absl::StrContains(text, kSecret)) return;
    }
  }
  RequireNoSecret(said);
}

// That there is a whole register in force, and no row beside it.
void CheckWhole(Service& service) {
  const auto present = workforce::OpenRegister(service.ledger(), "asker");
  Require(present.ok() && present->has_value(), "there is a register");
  const auto& head = (*present)->head;
  int64_t persons = 0;
  int64_t positions = 0;
  int64_t absences = 0;
  workforce::Person person;
  const auto add = [&](absl::string_view pk, absl::string_view body) {
    const auto place = workforce::DecodeRowPlace(pk);
    Require(place.has_value() && place->generation == head.rows_generation(),
            "all persons are of the register in force");
    Require(workforce::DecodePerson(body, person), "every person can be read");
    ++persons;
    positions += static_cast<int64_t>(person.positions.size());
    absences += static_cast<int64_t>(person.absences.size());
    for (const workforce::Position& position : person.positions) {
      Require(position.unit < static_cast<uint32_t>(head.units_size()), "every unit is listed");
    }
    return true;
  };
  const ReadView view = *service.ledger().Read();
  Require(view.ScanPrivate(workforce::kPersonTable, "", "", absl::InfinitePast(), add).ok() &&
              persons == head.state().persons() && positions == head.state().positions() &&
              absences == head.state().absences(),
          "the head counts what is there", head.ShortDebugString());
  Require(view.ScanPrivate(workforce::kStagedTable, "", "", absl::InfinitePast(),
                           [](absl::string_view pk, absl::string_view) {
                             Require(false, "nothing is staged any more", pk);
                             return true;
                           })
              .ok(),
          "staged rows can be read");
  const auto check = CheckStore(service.ledger(), 1, absl::InfiniteFuture());
  Require(check.ok() && check->finding_count == 0, "all records fit together",
          check.ok() && !check->findings.empty() ? check->findings[0].description : "");
}

void CheckRecords(const Messages& messages, const StoreContent& content) {
  for (const v1::UploadRegisterRequest& message : messages) {
    // What the answer is found by, and codes, are kept as they are.
    if (absl::StrContains(message.options().request_id(), kSecret)) return;
    for (const v1::RegisterRow& row : message.rows()) {
      if (absl::StrContains(row.position().occupation_group(), kSecret)) return;
    }
  }
  for (const auto& [key, value] : content) {
    Require(!absl::StrContains(key, kSecret) && !absl::StrContains(value, kSecret),
            "no record holds a person's key", key);
  }
}

}  // namespace

const char* const kCorpus = "register_upload";

void RunInput(absl::string_view input) {
  const Messages messages = UploadOf(input);
  const StoreContent& before = Content();
  Service service(before);
  const auto response = service.Upload(messages);
  CheckSaid(messages, response.ok() ? response->SerializeAsString() : AllOf(response.status()));
  const bool is_applied =
      response.ok() && response->summary().applied() && !response->summary().replayed();
  if (!is_applied) {
    Require(service.content() == before, "what is not applied leaves the store as it was");
    return;
  }
  Require(response->summary().inserted() == response->summary().received() &&
              response->summary().refused() == 0,
          "what is applied is all of it", response->ShortDebugString());
  for (const v1::UploadRegisterRequest& message : messages) {
    ForEachText(message, [](const std::string& text) {
      Require(!IsNationalId(text) && !HoldsNationalId(text),
              "a national identity number ends an upload", text);
    });
  }
  CheckWhole(service);
  CheckRecords(messages, service.content());
}

}  // namespace tertial::fuzz
