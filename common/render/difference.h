// Resources in a line or two: what they hold, and what one version holds otherwise than another.
#ifndef TERTIAL_COMMON_RENDER_DIFFERENCE_H_
#define TERTIAL_COMMON_RENDER_DIFFERENCE_H_

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/any.pb.h"
#include "google/protobuf/message.h"

namespace tertial {

// Stands for a field that is not set.
inline constexpr char kNotSet[] = "—";

// A field that two versions of a resource hold otherwise.
struct FieldDifference {
  // "cell.value", "labels[1].text".
  std::string path;
  // As text; kNotSet where it is not set.
  std::string before;
  std::string after;

  friend bool operator==(const FieldDifference&, const FieldDifference&) = default;
};

// The fields that differ, in the order of the contract; elements of a list are compared by their
// place. nullptr is a version that holds nothing. The two must be of one kind. Their name and etag
// are left out.
std::vector<FieldDifference> FindDifferences(const google::protobuf::Message* before,
                                             const google::protobuf::Message* after);

// "cell.value: 4.70 → 4.80", long values cut.
std::string FormatDifference(const FieldDifference& difference);

// "cell.value: 4.70 → 4.80; unit: percent → share", cut after some.
std::string FormatDifferences(const std::vector<FieldDifference>& differences);

// "cell.value: 4.70; cell.flags[0]: FLAG_PROVISIONAL": the fields, cut after some.
std::string Summarize(const google::protobuf::Message& resource);

// The resource in `any`; nullptr when it is empty, or of a kind that this program does not know.
std::unique_ptr<google::protobuf::Message> Unpack(const google::protobuf::Any& any);

// "tertial.indicators.v1.Observation".
std::string KindOf(const google::protobuf::Any& any);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_DIFFERENCE_H_
