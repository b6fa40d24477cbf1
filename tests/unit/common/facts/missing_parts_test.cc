#include "common/facts/missing_parts.h"

#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Parts = google::protobuf::RepeatedPtrField<common::v1::MissingPart>;

TEST(NoteMissingPart, NotesDamagedDataWithoutSayingWhereItLies) {
  Parts parts;
  EXPECT_THAT(NoteMissingPart("targets", StoredDataDamaged("key 0106"), &parts), IsOk());
  ASSERT_THAT(parts, SizeIs(1));
  EXPECT_EQ(parts[0].part(), "targets");
  EXPECT_THAT(parts[0].reason(), Not(IsEmpty()));
  EXPECT_THAT(parts[0].reason(), Not(HasSubstr("0106")));
}

TEST(NoteMissingPart, NotesNothingOfAPartThatIsThere) {
  Parts parts;
  EXPECT_THAT(NoteMissingPart("targets", absl::OkStatus(), &parts), IsOk());
  EXPECT_THAT(parts, IsEmpty());
}

TEST(NoteMissingPart, ReturnsEveryOtherError) {
  Parts parts;
  EXPECT_THAT(NoteMissingPart("targets", ServiceUnavailable("down"), &parts),
              HasReason(common::v1::ERROR_REASON_SERVICE_UNAVAILABLE));
  EXPECT_THAT(parts, IsEmpty());
}

}  // namespace
}  // namespace tertial
