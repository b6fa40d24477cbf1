// `tertial backups`: lists, verifies and removes backups of all services.
#ifndef TERTIAL_CLIENTS_CLI_BACKUPS_BACKUPS_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_BACKUPS_BACKUPS_COMMAND_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "common/render/row_printer.h"

namespace tertial::cli {

// All of them return the exit code.

// Prints a row for each backup in `directory`, the newest first.
int RunListBackups(const std::string& directory, RowFormat format);

struct VerifyBackupsCommand {
  std::string directory;
  // Names of those to verify; none: the newest that is finished.
  std::vector<std::string> names;
  RowFormat format = RowFormat::kTable;
};

// Compares each file with its size and SHA-256 in the manifest; has the program of each service
// restore its copy in a temporary directory (TMPDIR), check every record of it and hash its
// content; and compares that with what the service said when the copy was made. Prints a row for
// each check, and one for each finding, and notes in the backup what was found. 1 when there is a
// finding.
int RunVerifyBackups(const VerifyBackupsCommand& command,
                     const std::function<bool()>& interrupted = nullptr);

// Removes backups in `directory` until `keep` whole ones are left (ToBePruned), and prints which.
int RunPruneBackups(const std::string& directory, size_t keep);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_BACKUPS_BACKUPS_COMMAND_H_
