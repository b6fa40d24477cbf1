// Changes as rows.
#ifndef TERTIAL_CLIENTS_CLI_HISTORY_CHANGE_ROWS_H_
#define TERTIAL_CLIENTS_CLI_HISTORY_CHANGE_ROWS_H_

#include <ostream>
#include <string>

#include "common/render/row_printer.h"
#include "tertial/changes/v1/changes_service.pb.h"

namespace tertial::cli {

// Prints changes; with `values`, the fields that differ with each.
class ChangePrinter {
 public:
  // `out` must outlive the printer.
  ChangePrinter(std::ostream& out, RowFormat format, bool values);

  void Print(const std::string& service, const changes::v1::Change& change);

 private:
  const RowFormat format_;
  const bool values_;
  RowPrinter rows_;
};

// "REVISED".
std::string ChangeName(changes::v1::ChangeType type);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_HISTORY_CHANGE_ROWS_H_
