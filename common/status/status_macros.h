// Early return for absl::Status and absl::StatusOr, which this version of Abseil leaves to us.
#ifndef TERTIAL_COMMON_STATUS_STATUS_MACROS_H_
#define TERTIAL_COMMON_STATUS_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TERTIAL_MACRO_CONCAT_INNER(a, b) a##b
#define TERTIAL_MACRO_CONCAT(a, b) TERTIAL_MACRO_CONCAT_INNER(a, b)

// Returns from the function when `expression`, an absl::Status, is not OK.
#define TERTIAL_RETURN_IF_ERROR(expression)                                 \
  do {                                                                      \
    if (absl::Status tertial_status_ = (expression); !tertial_status_.ok()) \
      return tertial_status_;                                               \
  } while (false)

// Assigns the value of `expression`, an absl::StatusOr, to `target`, or returns its status.
#define TERTIAL_ASSIGN_OR_RETURN(target, expression) \
  TERTIAL_ASSIGN_OR_RETURN_INNER(TERTIAL_MACRO_CONCAT(tertial_or_, __LINE__), target, expression)
#define TERTIAL_ASSIGN_OR_RETURN_INNER(variable, target, expression) \
  auto variable = (expression);                                      \
  if (!variable.ok()) return variable.status();                      \
  target = *std::move(variable)

#endif  // TERTIAL_COMMON_STATUS_STATUS_MACROS_H_
