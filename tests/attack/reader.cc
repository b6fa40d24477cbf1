#include "tests/attack/reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;
namespace admin = tertial::admin::v1;
namespace changes = tertial::changes::v1;

constexpr char kArea[] = "areas/asker";
constexpr int kLargestPage = 1000;

// The years of the cubes, and other periods of them.
const std::vector<std::string>& Periods() {
  static const auto& periods = *new std::vector<std::string>{
      "2022", "2023", "2024", "2025", "2024-T1", "2024-T3", "2024-M12", "2024-12-31"};
  return periods;
}

}  // namespace

std::string TextOf(const absl::Status& status) {
  std::string text = status.ToString(absl::StatusToStringMode::kWithNoExtraData);
  status.ForEachPayload([&](absl::string_view, const absl::Cord& payload) {
    google::rpc::Status details;
    details.ParseFromString(std::string(payload));
    absl::StrAppend(&text, " ", details.ShortDebugString());
  });
  return text;
}

Reader::Reader(const std::shared_ptr<grpc::Channel>& channel)
    : cubes_(v1::CubesService::NewStub(channel)),
      facts_(v1::WorkforceService::NewStub(channel)),
      analyses_(v1::WorkforceAnalysisService::NewStub(channel)),
      registers_(v1::RegistersService::NewStub(channel)),
      changes_(changes::ChangeService::NewStub(channel)),
      admin_(admin::AdminService::NewStub(channel)) {}

void Reader::AskEverything() {
  ReadCubes();
  for (const v1::Cube& cube : std::vector<v1::Cube>(recorded_.cubes)) {
    ReadFigures(cube.name(), 0);
    ReadFigures(cube.name(), kLargestPage);
  }
  ReadFigures("areas/-/cubes/-", kLargestPage);
  if (!recorded_.cubes.empty()) ReadFigures(recorded_.cubes.back().name(), 7);
  ReadUnits();
  ReadHidden();
  ReadEarlierStates();
  ReadWhatIsNotThere();
  ReadFeed();
  WatchFeed();
  Export({});
  changes::ExportResourcesRequest figures;
  figures.add_kinds(v1::PublishedFigure::descriptor()->full_name());
  figures.set_area(kArea);
  figures.mutable_as_of()->set_revision(head_);
  Export(figures);
  ReadRevisions();
  ReadComputed();
}

void Reader::See(const v1::PublishedFigure& figure) {
  v1::PublishedFigure told = figure;
  told.clear_etag();
  ++seen_[told.name()];
  const auto [place, is_new] = told_.try_emplace(told.name(), told.SerializeAsString());
  if (!is_new) {
    if (place->second != told.SerializeAsString()) differing_.push_back(told.name());
    return;
  }
  if (told.cell().missing() == common::v1::MISSING_REASON_SUPPRESSED) {
    hidden_.push_back(told.name());
  }
  recorded_.figures.push_back(std::move(told));
}

void Reader::See(const google::protobuf::Any& resource) {
  v1::PublishedFigure figure;
  if (resource.UnpackTo(&figure)) See(figure);
}

void Reader::ReadCubes() {
  for (const int size : {1, 2, kLargestPage}) {
    v1::ListCubesRequest request;
    request.set_parent(size == 2 ? "areas/-" : kArea);
    request.set_page_size(size);
    do {
      const auto page = Ask(*cubes_, &Cubes::ListCubes, request);
      if (!page.ok()) break;
      head_ = page->read_at().revision();
      for (const v1::Cube& cube : page->cubes()) {
        if (size == kLargestPage) recorded_.cubes.push_back(cube);
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
  }
  v1::BatchGetCubesRequest batch;
  for (const v1::Cube& cube : recorded_.cubes) {
    v1::GetCubeRequest request;
    request.set_name(cube.name());
    Ask(*cubes_, &Cubes::GetCube, request).IgnoreError();
    batch.add_names(cube.name());
  }
  batch.add_names("areas/asker/cubes/2019");
  Ask(*cubes_, &Cubes::BatchGetCubes, batch).IgnoreError();
  v1::ListDisclosurePoliciesRequest policies;
  policies.set_parent(kArea);
  Ask(*cubes_, &Cubes::ListDisclosurePolicies, policies).IgnoreError();
}

void Reader::ReadFigures(const std::string& parent, int page_size) {
  v1::ListPublishedFiguresRequest request;
  request.set_parent(parent);
  request.set_page_size(page_size);
  do {
    const auto page = Ask(*cubes_, &Cubes::ListPublishedFigures, request);
    if (!page.ok()) return;
    for (const v1::PublishedFigure& figure : page->published_figures()) See(figure);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
}

void Reader::ReadUnits() {
  v1::ListUnitsRequest units;
  units.set_parent(kArea);
  units.set_page_size(kLargestPage);
  Ask(*facts_, &v1::WorkforceService::Stub::ListUnits, units).IgnoreError();
  v1::ListWorkforceFiguresRequest figures;
  figures.set_parent(kArea);
  Ask(*facts_, &v1::WorkforceService::Stub::ListWorkforceFigures, figures).IgnoreError();
}

// Every hidden figure in a batch, some of them one by one.
void Reader::ReadHidden() {
  constexpr size_t kEvery = 7;
  for (size_t i = 0; i < hidden_.size(); i += kEvery) {
    v1::GetPublishedFigureRequest request;
    request.set_name(hidden_[i]);
    const auto response = Ask(*cubes_, &Cubes::GetPublishedFigure, request);
    if (response.ok()) See(response->published_figure());
    changes::ListRevisionsRequest revisions;
    revisions.set_name(hidden_[i]);
    const auto versions = Ask(*changes_, &changes::ChangeService::Stub::ListRevisions, revisions);
    if (!versions.ok()) continue;
    for (const changes::ResourceRevision& version : versions->revisions()) See(version.resource());
  }
}

void Reader::ReadEarlierStates() {
  for (int64_t revision = 1; revision <= head_; ++revision) {
    for (size_t first = 0; first < hidden_.size(); first += kLargestPage) {
      v1::BatchGetPublishedFiguresRequest request;
      request.mutable_as_of()->set_revision(revision);
      for (size_t i = first; i < std::min(hidden_.size(), first + kLargestPage); ++i) {
        request.add_names(hidden_[i]);
      }
      const auto response = Ask(*cubes_, &Cubes::BatchGetPublishedFigures, request);
      if (!response.ok()) continue;
      for (const v1::BatchGetPublishedFiguresResult& result : response->results()) {
        if (result.has_published_figure()) See(result.published_figure());
      }
    }
    admin::GetContentHashRequest hash;
    hash.mutable_as_of()->set_revision(revision);
    Ask(*admin_, &admin::AdminService::Stub::GetContentHash, hash).IgnoreError();
  }
}

void Reader::ReadWhatIsNotThere() {
  v1::BatchGetPublishedFiguresRequest batch;
  for (const char* const name :
       {"areas/asker/cubes/2024/figures/head-count~unit.nowhere",
        "areas/asker/cubes/2024/figures/head-count~unit.small~sex.women~age.0",
        "areas/asker/cubes/2024/figures/turnover~unit.small",
        "areas/asker/cubes/2021/figures/head-count", "areas/asker/cubes/2024/figures/~",
        "areas/3203/cubes/2024/figures/head-count~unit.small"}) {
    v1::GetPublishedFigureRequest request;
    request.set_name(name);
    Ask(*cubes_, &Cubes::GetPublishedFigure, request).IgnoreError();
    changes::ListRevisionsRequest revisions;
    revisions.set_name(name);
    Ask(*changes_, &changes::ChangeService::Stub::ListRevisions, revisions).IgnoreError();
    batch.add_names(name);
  }
  Ask(*cubes_, &Cubes::BatchGetPublishedFigures, batch).IgnoreError();
  for (const char* const name : {"areas/asker/cubes/2024-M10", "areas/asker/cubes/2024-12-15"}) {
    v1::GetCubeRequest request;
    request.set_name(name);
    Ask(*cubes_, &Cubes::GetCube, request).IgnoreError();
  }
  ReadFigures("areas/asker/cubes/2024-M10", 0);
}

void Reader::ReadFeed() {
  changes::ListChangesRequest request;
  request.set_page_size(kLargestPage);
  while (true) {
    const auto page = Ask(*changes_, &changes::ChangeService::Stub::ListChanges, request);
    if (!page.ok()) return;
    for (const changes::Change& change : page->changes()) {
      See(change.before());
      See(change.after());
    }
    if (page->up_to_date()) return;
    request.set_resume_token(page->resume_token());
  }
}

// How changes are put into messages depends on time; what they are does not.
void Reader::WatchFeed() {
  grpc::ClientContext context;
  testing::PrepareContext(context, "reader", absl::Minutes(2));
  const auto stream = changes_->WatchChanges(&context, {});
  changes::WatchChangesResponse message;
  bool up_to_date = false;
  while (!up_to_date && stream->Read(&message)) {
    for (const changes::Change& change : message.changes()) {
      See(change.before());
      See(change.after());
      exchanges_.push_back({"watched", change.SerializeAsString()});
    }
    up_to_date = message.up_to_date();
  }
  context.TryCancel();
  stream->Finish();
}

void Reader::Export(const changes::ExportResourcesRequest& request) {
  grpc::ClientContext context;
  testing::PrepareContext(context, "reader", absl::Minutes(2));
  const auto stream = changes_->ExportResources(&context, request);
  changes::ExportResourcesResponse message;
  while (stream->Read(&message)) {
    for (const changes::ExportedResource& row : message.resources()) {
      See(row.resource());
      exchanges_.push_back({"exported", row.SerializeAsString()});
    }
  }
  exchanges_.push_back({"exported", TextOf(FromGrpcStatus(stream->Finish()))});
}

void Reader::ReadRevisions() {
  for (const v1::Cube& cube : recorded_.cubes) {
    changes::ListRevisionsRequest request;
    request.set_name(cube.name());
    Ask(*changes_, &changes::ChangeService::Stub::ListRevisions, request).IgnoreError();
  }
}

void Reader::ReadComputed() {
  using Analyses = v1::WorkforceAnalysisService::Stub;
  for (const std::string& period : Periods()) {
    v1::GetWorkforceSectionRequest section;
    section.set_area(kArea);
    section.set_period(period);
    const auto chapter = Ask(*facts_, &v1::WorkforceService::Stub::GetWorkforceSection, section);
    if (chapter.ok()) {
      for (const v1::PublishedFigure& figure : chapter->section().published()) See(figure);
    }
    v1::CompareReportedRequest reported;
    reported.set_area(kArea);
    reported.set_period(period);
    Ask(*analyses_, &Analyses::CompareReported, reported).IgnoreError();
    v1::GetEqualityStatementRequest equality;
    equality.set_area(kArea);
    equality.set_period(period);
    Ask(*analyses_, &Analyses::GetEqualityStatement, equality).IgnoreError();
    v1::CheckWeightingRequest weighting;
    weighting.set_area(kArea);
    weighting.set_period(period);
    Ask(*analyses_, &Analyses::CheckWeighting, weighting).IgnoreError();
    v1::CompareWorkforceRequest others;
    others.add_areas(kArea);
    others.set_measure(v1::MEASURE_SICK_LEAVE_RATE);
    others.set_period(period);
    Ask(*analyses_, &Analyses::CompareWorkforce, others).IgnoreError();
  }
}

std::map<std::string, absl::Status> Reader::AskWhatIsNotForReaders() {
  using Registers = v1::RegistersService::Stub;
  using Admin = admin::AdminService::Stub;
  std::map<std::string, absl::Status> answers;
  for (const bool validate_only : {true, false}) {
    v1::PublishCubeRequest publish;
    publish.set_name("areas/asker/cubes/2024-M10");
    publish.mutable_options()->set_validate_only(validate_only);
    answers[absl::StrCat("PublishCube ", validate_only)] =
        Ask(*cubes_, &Cubes::PublishCube, publish).status();
  }
  v1::CreateDisclosurePolicyRequest create;
  create.mutable_disclosure_policy()->set_name("areas/asker/disclosurePolicies/2022");
  create.mutable_options()->set_validate_only(true);
  answers["CreateDisclosurePolicy"] = Ask(*cubes_, &Cubes::CreateDisclosurePolicy, create).status();
  answers["UpdateDisclosurePolicy"] =
      Ask(*cubes_, &Cubes::UpdateDisclosurePolicy, v1::UpdateDisclosurePolicyRequest()).status();
  answers["DeleteDisclosurePolicy"] =
      Ask(*cubes_, &Cubes::DeleteDisclosurePolicy, v1::DeleteDisclosurePolicyRequest()).status();
  v1::QueryFiguresRequest query;
  query.set_area(kArea);
  query.set_period("2024-12-31");
  query.add_measures(v1::FIGURE_MEASURE_HEAD_COUNT);
  answers["QueryFigures"] = Ask(*registers_, &Registers::QueryFigures, query).status();
  v1::GetRegisterStateRequest state;
  state.set_area(kArea);
  answers["GetRegisterState"] = Ask(*registers_, &Registers::GetRegisterState, state).status();
  v1::ErasePersonRequest erase;
  erase.set_area(kArea);
  erase.set_person_key("P000001");
  answers["ErasePerson"] = Ask(*registers_, &Registers::ErasePerson, erase).status();
  answers["RotatePersonKeys"] =
      Ask(*registers_, &Registers::RotatePersonKeys, v1::RotatePersonKeysRequest()).status();
  answers["ListAccesses"] =
      Ask(*registers_, &Registers::ListAccesses, v1::ListAccessesRequest()).status();
  grpc::ClientContext context;
  testing::PrepareContext(context, "reader");
  v1::UploadRegisterResponse uploaded;
  answers["UploadRegister"] =
      FromGrpcStatus(registers_->UploadRegister(&context, &uploaded)->Finish());
  admin::RestoreRevisionRequest restore;
  restore.set_name(hidden_.empty() ? "" : hidden_.front());
  answers["RestoreRevision"] = Ask(*admin_, &Admin::RestoreRevision, restore).status();
  admin::RedactResourceRequest redact;
  redact.set_name(restore.name());
  answers["RedactResource"] = Ask(*admin_, &Admin::RedactResource, redact).status();
  answers["CreateBackup"] =
      Ask(*admin_, &Admin::CreateBackup, admin::CreateBackupRequest()).status();
  answers["CheckStore"] = Ask(*admin_, &Admin::CheckStore, admin::CheckStoreRequest()).status();
  answers["ListPendingReleases"] =
      Ask(*admin_, &Admin::ListPendingReleases, admin::ListPendingReleasesRequest()).status();
  return answers;
}

}  // namespace tertial::attack
