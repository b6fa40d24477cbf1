// A workforce service with all that it serves, a generated register, and calls to publish it.
#ifndef TERTIAL_TESTS_INTEGRATION_CUBES_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_CUBES_FIXTURE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/workforce/handler/cubes_service.h"
#include "services/workforce/handler/workforce_analysis_service.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/workforce/v1/cubes_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_analysis_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/integration/registers_fixture.h"
#include "tests/testing/generated_register.h"

namespace tertial::workforce {

using CubesStub = v1::CubesService::Stub;
using FiguresByName = std::map<std::string, v1::PublishedFigure>;

inline std::string CubeOf(const std::string& period) {
  return absl::StrCat("areas/asker/cubes/", period);
}

inline bool IsHidden(const v1::PublishedFigure& figure) {
  return figure.cell().missing() == common::v1::MISSING_REASON_SUPPRESSED;
}

class CubesFixture : public RegistersFixture {
 protected:
  void SetUp() override {
    Start();
    Connect();
    RecordGeneratedUnits();
    MustUpload(generated_.rows, GeneratedOptions());
  }

  std::vector<std::pair<std::string, Service::Create>> Others() const override {
    return {{v1::CubesService::service_full_name(), &CreateCubes},
            {v1::WorkforceService::service_full_name(), &CreateWorkforceService},
            {v1::WorkforceAnalysisService::service_full_name(), &CreateWorkforceAnalysisService}};
  }
  static std::unique_ptr<grpc::Service> CreateCubes(Serving& serving, const AreaRegistry& areas,
                                                    Ledger& ledger) {
    return CreateCubesService(serving, areas, ledger);
  }
  void Connect() {
    cubes_ = v1::CubesService::NewStub(service_->channel());
    facts_ = v1::WorkforceService::NewStub(service_->channel());
    changes_ = tertial::changes::v1::ChangeService::NewStub(service_->channel());
    admin_ = tertial::admin::v1::AdminService::NewStub(service_->channel());
    analyses_ = v1::WorkforceAnalysisService::NewStub(service_->channel());
  }

  v1::UploadOptions GeneratedOptions() const {
    v1::UploadOptions options = ReplaceOptions();
    options.set_extract_date(generated_.extract_date);
    return options;
  }
  void RecordGeneratedUnits() {
    ASSERT_THAT(ledger().Commit({.actor = "test"},
                                [&](Txn& txn) -> absl::Status {
                                  for (const v1::Unit& unit : generated_.units) {
                                    if (const auto put = PutResource<UnitTable>(txn, unit);
                                        !put.ok()) {
                                      return put.status();
                                    }
                                  }
                                  return absl::OkStatus();
                                }),
                IsOk());
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (CubesStub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                               const Request& request, const std::string& caller = "reader") {
    return testing::CallUnary(*cubes_, method, request, caller);
  }
  static v1::PublishCubeRequest Publication(const std::string& period) {
    v1::PublishCubeRequest request;
    request.set_name(CubeOf(period));
    return request;
  }
  absl::StatusOr<v1::PublishCubeResponse> Publish(const std::string& period,
                                                  const std::string& caller = "publisher") {
    return Ask(&CubesStub::PublishCube, Publication(period), caller);
  }
  v1::Cube MustPublish(const std::string& period) {
    const auto published = Publish(period);
    EXPECT_THAT(published, IsOk());
    return published.ok() ? published->cube() : v1::Cube();
  }

  // All figures of a cube, in pages.
  FiguresByName Figures(const std::string& period, int page_size = 1000) {
    FiguresByName figures;
    v1::ListPublishedFiguresRequest request;
    request.set_parent(CubeOf(period));
    request.set_page_size(page_size);
    do {
      const auto page = Ask(&CubesStub::ListPublishedFigures, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return figures;
      for (const v1::PublishedFigure& figure : page->published_figures()) {
        figures.emplace(figure.name().substr(figure.name().rfind('/') + 1), figure);
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return figures;
  }
  // The id of a figure that is hidden, of the measure and a unit.
  static std::string HiddenOf(const FiguresByName& figures, v1::FigureMeasure measure) {
    for (const auto& [id, figure] : figures) {
      if (IsHidden(figure) && figure.subject().measure() == measure &&
          !figure.subject().unit().empty() && figure.subject().sex() == v1::SEX_TOTAL &&
          figure.subject().age_band() == v1::AGE_BAND_UNSPECIFIED) {
        return id;
      }
    }
    ADD_FAILURE() << "nothing is hidden";
    return "";
  }

  // A reported head count of the unit that `figure` is about.
  static v1::WorkforceFigure HeadsReported(const v1::PublishedFigure& figure,
                                           const std::string& period) {
    const std::string& unit = figure.subject().unit();
    v1::WorkforceFigure reported;
    reported.set_name(absl::StrCat("areas/asker/figures/head-count~", period, "~unit.",
                                   unit.substr(unit.rfind('/') + 1)));
    reported.set_measure(v1::MEASURE_HEAD_COUNT);
    reported.set_period(period);
    reported.set_unit(unit);
    reported.set_sex(v1::SEX_TOTAL);
    reported.set_unit_of_measure("count");
    reported.mutable_cell()->set_value("4");
    return reported;
  }
  absl::StatusOr<v1::CreateWorkforceFigureResponse> Report(
      const v1::WorkforceFigure& figure, const common::v1::WriteOptions& options = {},
      const std::string& caller = "recorder") {
    v1::CreateWorkforceFigureRequest request;
    *request.mutable_workforce_figure() = figure;
    *request.mutable_options() = options;
    return testing::CallUnary(*facts_, &v1::WorkforceService::Stub::CreateWorkforceFigure, request,
                              caller);
  }

  const testing::GeneratedRegister generated_ =
      testing::GenerateRegister({.persons = 500, .units = 30});
  std::unique_ptr<CubesStub> cubes_;
  std::unique_ptr<v1::WorkforceService::Stub> facts_;
  std::unique_ptr<tertial::changes::v1::ChangeService::Stub> changes_;
  std::unique_ptr<tertial::admin::v1::AdminService::Stub> admin_;
  std::unique_ptr<v1::WorkforceAnalysisService::Stub> analyses_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_TESTS_INTEGRATION_CUBES_FIXTURE_H_
