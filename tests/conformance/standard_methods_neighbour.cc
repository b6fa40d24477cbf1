#include "tests/conformance/standard_methods_neighbour.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::conformance {

std::string PageTokenOfPolitics() {
  using Contract = politics::v1::PoliticsService;
  testing::TestService<Contract> service("politics", politics::CreatePoliticsService,
                                         politics::PoliticsTables());
  for (const char* id : {"a", "b"}) {
    politics::v1::CreateBodyRequest create;
    politics::v1::Body& body = *create.mutable_body();
    body.set_name(absl::StrCat("areas/asker/bodies/", id));
    AddText(id, body.mutable_titles());
    body.set_kind(politics::v1::BODY_KIND_COUNCIL);
    body.set_order(1);
    EXPECT_THAT(service.Call(&Contract::Stub::CreateBody, create, "recorder"), IsOk());
  }
  politics::v1::ListBodiesRequest list;
  list.set_parent("areas/asker");
  list.set_page_size(1);
  const auto page = service.Call(&Contract::Stub::ListBodies, list);
  EXPECT_THAT(page, IsOk());
  return page.ok() ? page->next_page_token() : "";
}

std::string PageTokenOfWorkforce() {
  using Contract = workforce::v1::WorkforceService;
  testing::TestService<Contract> service("workforce", workforce::CreateWorkforceService,
                                         workforce::WorkforceTables());
  for (const char* id : {"a", "b"}) {
    workforce::v1::CreateUnitRequest create;
    workforce::v1::Unit& unit = *create.mutable_unit();
    unit.set_name(absl::StrCat("areas/asker/units/", id));
    AddText(id, unit.mutable_titles());
    unit.set_order(1);
    EXPECT_THAT(service.Call(&Contract::Stub::CreateUnit, create, "recorder"), IsOk());
  }
  workforce::v1::ListUnitsRequest list;
  list.set_parent("areas/asker");
  list.set_page_size(1);
  const auto page = service.Call(&Contract::Stub::ListUnits, list);
  EXPECT_THAT(page, IsOk());
  return page.ok() ? page->next_page_token() : "";
}

}  // namespace tertial::conformance
