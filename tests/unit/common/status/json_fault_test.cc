#include "common/status/json_fault.h"

#include "gtest/gtest.h"

namespace tertial {
namespace {

TEST(JsonFault, TellsTheFieldThatIsWrongOrUnknown) {
  EXPECT_EQ(FieldOfJsonFault("(period): invalid value 7 for type TYPE_STRING"), "period");
  EXPECT_EQ(FieldOfJsonFault("(assertions[0].left) bogus: Cannot find field."),
            "assertions[0].left.bogus");
  EXPECT_EQ(FieldOfJsonFault("bogus: Cannot find field."), "bogus");
}

TEST(JsonFault, IsOfNoFieldWhereTheTextIsNoJson) {
  EXPECT_EQ(FieldOfJsonFault("Unexpected end of string. Expected a value."), "");
  EXPECT_EQ(FieldOfJsonFault(""), "");
  EXPECT_EQ(FieldOfJsonFault("(broken off"), "broken off");
}

}  // namespace
}  // namespace tertial
