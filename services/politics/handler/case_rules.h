// What must be true of cases, and of what exempt cases say, when they are written, by themselves or
// in an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_CASE_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_CASE_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/politics/domain/case_rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/exempt_content_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

struct CaseRules {
  using Table = CaseTable;
  static constexpr auto Check = CheckCase;
  static void MakeCanonical(const AreaRegistry& areas, v1::Case& political_case);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Case& political_case,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Case& political_case,
                                  const Violations& violations);
  static void ListReferences(const v1::Case& political_case, References& references);
};

// It refers to nothing but its case, by its name.
struct ExemptContentRules {
  using Table = ExemptContentTable;
  static constexpr auto Check = CheckExemptContent;
  static absl::Status CheckReferences(const RecordReader& reader, const v1::ExemptContent& content,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader, const v1::ExemptContent& content,
                                  const Violations& violations);
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_CASE_RULES_H_
