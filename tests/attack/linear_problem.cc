#include "tests/attack/linear_problem.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tertial::attack {
namespace {

// By how much a sum of rounded numbers may be off.
constexpr double kTolerance = 1e-6;

void AppendTerm(std::string& text, double factor, int column) {
  absl::StrAppendFormat(&text, " %+.10g x%d\n", factor, column);
}

// What glpsol writes: "j 1 b 5 0" of reals, "j 1 5" of whole numbers.
struct SolverAnswer {
  std::vector<double> values;
  // 'o': the best, 'f': a solution, others: none.
  char status = 'u';
};

SolverAnswer ReadSolution(const std::string& path, size_t columns) {
  std::ifstream file(path);
  SolverAnswer answer{std::vector<double>(columns)};
  std::string line;
  bool is_whole = false;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "s") {
      std::string method;
      std::string rows;
      std::string read_columns;
      std::string status;
      words >> method >> rows >> read_columns >> status;
      is_whole = method == "mip";
      if (!status.empty()) answer.status = status[0];
    } else if (kind == "j") {
      size_t number = 0;
      std::string status;
      words >> number;
      if (!is_whole) words >> status;
      double value = 0;
      words >> value;
      if (number >= 1 && number <= columns) answer.values[number - 1] = value;
    }
  }
  return answer;
}

// "PROBLEM HAS NO PRIMAL FEASIBLE SOLUTION", "PROBLEM HAS NO INTEGER FEASIBLE SOLUTION"
bool SaysThatThereIsNone(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (absl::StrContains(line, "PROBLEM HAS NO")) return true;
  }
  return false;
}

}  // namespace

void AddTo(Expression& sum, const Expression& other, double factor) {
  for (const auto& [unknown, weight] : other) sum[unknown] += factor * weight;
}

double ValueOf(const Expression& expression, const Solution& values) {
  double value = 0;
  for (const auto& [unknown, factor] : expression) {
    value += factor * values[static_cast<size_t>(unknown)];
  }
  return value;
}

int LinearProblem::AddUnknown(bool whole) {
  whole_.push_back(whole);
  lowest_.push_back(0);
  highest_.push_back(kFarAway);
  rows_of_.emplace_back();
  return unknowns() - 1;
}

void LinearProblem::Constrain(const Expression& expression, double lowest, double highest) {
  Row row{{}, lowest, highest};
  for (const auto& [unknown, factor] : expression) {
    if (factor == 0) continue;
    row.terms.emplace_back(unknown, factor);
    rows_of_[static_cast<size_t>(unknown)].push_back(static_cast<int>(rows_.size()));
  }
  rows_.push_back(std::move(row));
}

bool LinearProblem::Narrow(int unknown, double lowest, double highest, bool& changed) {
  const auto i = static_cast<size_t>(unknown);
  if (whole_[i]) {
    lowest = std::ceil(lowest - kTolerance);
    highest = std::floor(highest + kTolerance);
  }
  if (lowest > lowest_[i] + kTolerance) {
    lowest_[i] = lowest;
    changed = true;
  }
  if (highest < highest_[i] - kTolerance) {
    highest_[i] = highest;
    changed = true;
  }
  if (lowest_[i] > highest_[i] + kTolerance) return false;
  if (lowest_[i] > highest_[i]) highest_[i] = lowest_[i];
  return true;
}

bool LinearProblem::TightenRow(const Row& row, bool& changed) {
  double least = 0;
  double most = 0;
  for (const auto& [unknown, factor] : row.terms) {
    const auto i = static_cast<size_t>(unknown);
    least += factor * (factor > 0 ? lowest_[i] : highest_[i]);
    most += factor * (factor > 0 ? highest_[i] : lowest_[i]);
  }
  if (least > row.highest + 1e-4 || most < row.lowest - 1e-4) return false;
  for (const auto& [unknown, factor] : row.terms) {
    const auto i = static_cast<size_t>(unknown);
    const double others_least = least - factor * (factor > 0 ? lowest_[i] : highest_[i]);
    const double others_most = most - factor * (factor > 0 ? highest_[i] : lowest_[i]);
    double lowest = (row.lowest - others_most) / factor;
    double highest = (row.highest - others_least) / factor;
    if (factor < 0) std::swap(lowest, highest);
    if (!Narrow(unknown, lowest, highest, changed)) return false;
    least = others_least + factor * (factor > 0 ? lowest_[i] : highest_[i]);
    most = others_most + factor * (factor > 0 ? highest_[i] : lowest_[i]);
  }
  return true;
}

bool LinearProblem::Tighten() {
  constexpr int kMostRounds = 100;
  bool changed = true;
  for (int round = 0; changed && round < kMostRounds; ++round) {
    changed = false;
    for (const Row& row : rows_) {
      if (!TightenRow(row, changed)) return false;
    }
  }
  return true;
}

std::pair<double, double> LinearProblem::Limits(const Expression& expression) const {
  double least = 0;
  double most = 0;
  for (const auto& [unknown, factor] : expression) {
    const auto i = static_cast<size_t>(unknown);
    least += factor * (factor > 0 ? lowest_[i] : highest_[i]);
    most += factor * (factor > 0 ? highest_[i] : lowest_[i]);
  }
  return {least, most};
}

bool LinearProblem::Holds(const Solution& values, Numbers numbers) const {
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] < -kTolerance) return false;
    if (!whole_[i] || numbers == Numbers::kReal) continue;
    if (std::abs(values[i] - std::round(values[i])) > kTolerance) return false;
  }
  return std::all_of(rows_.begin(), rows_.end(), [&](const Row& row) {
    double sum = 0;
    for (const auto& [unknown, factor] : row.terms) {
      sum += factor * values[static_cast<size_t>(unknown)];
    }
    return sum >= row.lowest - 1e-4 && sum <= row.highest + 1e-4;
  });
}

std::vector<bool> LinearProblem::Connected(const Expression& goal, const Search& search) const {
  const auto may_vary = [&](int unknown) {
    const auto i = static_cast<size_t>(unknown);
    return lowest_[i] < highest_[i] && (search.free == nullptr || (*search.free)[i]);
  };
  std::vector<bool> varies(whole_.size());
  std::vector<bool> seen(rows_.size());
  std::vector<int> next;
  const auto reach = [&](int unknown) {
    if (varies[static_cast<size_t>(unknown)] || !may_vary(unknown)) return;
    varies[static_cast<size_t>(unknown)] = true;
    next.push_back(unknown);
  };
  for (const auto& [unknown, factor] : goal) reach(unknown);
  for (int unknown = 0; search.from == nullptr && unknown < unknowns(); ++unknown) reach(unknown);
  while (!next.empty()) {
    const int unknown = next.back();
    next.pop_back();
    for (const int row : rows_of_[static_cast<size_t>(unknown)]) {
      if (seen[static_cast<size_t>(row)]) continue;
      seen[static_cast<size_t>(row)] = true;
      for (const auto& [other, factor] : rows_[static_cast<size_t>(row)].terms) reach(other);
    }
  }
  return varies;
}

// Writes a problem for glpsol. Unknowns that may vary are columns; beside a solution that is to be
// changed as little as possible each has two, for what is added to it and what is taken away.
class LinearProblem::Writer {
 public:
  Writer(const LinearProblem& of, const Search& search, const std::vector<bool>& varies)
      : of_(of), search_(search), column_of_(varies.size(), -1) {
    for (size_t unknown = 0; unknown < varies.size(); ++unknown) {
      if (!varies[unknown]) continue;
      column_of_[unknown] = static_cast<int>(columns_.size());
      columns_.push_back(unknown);
    }
  }

  size_t columns() const { return (search_.nearest ? 2 : 1) * columns_.size(); }

  std::string Write(const Expression& goal) {
    // Columns are numbered by where they come first: all in the goal, some with no weight.
    text_ = "Minimize\n goal:\n";
    for (size_t i = 0; i < columns_.size(); ++i) {
      const auto found = goal.find(static_cast<int>(columns_[i]));
      const double weight = found == goal.end() ? 0.0 : found->second;
      if (search_.nearest) {
        AppendTerm(text_, 1, static_cast<int>(2 * i));
        AppendTerm(text_, 1, static_cast<int>(2 * i + 1));
      } else {
        AppendTerm(text_, weight, static_cast<int>(i));
      }
    }
    absl::StrAppend(&text_, "Subject To\n");
    for (const Row& row : of_.rows_) AddRow(row.terms, row.lowest, row.highest);
    if (search_.at_most != kUnbounded) {
      AddRow({goal.begin(), goal.end()}, -kUnbounded, search_.at_most);
    }
    AddBounds();
    absl::StrAppend(&text_, "General\n");
    for (size_t column = 0; column < columns(); ++column) {
      const size_t unknown = columns_[search_.nearest ? column / 2 : column];
      if (of_.whole_[unknown]) absl::StrAppend(&text_, " x", column, "\n");
    }
    absl::StrAppend(&text_, "End\n");
    return std::move(text_);
  }

  // Puts what was read of the columns into `values`, which holds the rest.
  void Read(const std::vector<double>& read, Solution& values) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const size_t unknown = columns_[i];
      const double value =
          search_.nearest ? values[unknown] + read[2 * i] - read[2 * i + 1] : read[i];
      const bool round = of_.whole_[unknown] && search_.numbers == Numbers::kWhole;
      values[unknown] = round ? std::round(value) : value;
    }
  }

 private:
  double From(size_t unknown) const {
    return search_.from != nullptr ? (*search_.from)[unknown] : of_.lowest_[unknown];
  }

  void AddRow(const std::vector<std::pair<int, double>>& row_terms, double lowest, double highest) {
    std::string terms;
    for (const auto& [number, factor] : row_terms) {
      const auto unknown = static_cast<size_t>(number);
      const int column = column_of_[unknown];
      if (column < 0 || search_.nearest) {
        lowest -= factor * From(unknown);
        highest -= factor * From(unknown);
      }
      if (column < 0) continue;
      AppendTerm(terms, factor, search_.nearest ? 2 * column : column);
      if (search_.nearest) AppendTerm(terms, -factor, 2 * column + 1);
    }
    if (terms.empty()) return;
    if (lowest == highest) {
      absl::StrAppendFormat(&text_, " r%d:\n%s = %.10g\n", rows_++, terms, lowest);
      return;
    }
    if (lowest != -kUnbounded) {
      absl::StrAppendFormat(&text_, " r%d:\n%s >= %.10g\n", rows_++, terms, lowest);
    }
    if (highest != kUnbounded) {
      absl::StrAppendFormat(&text_, " r%d:\n%s <= %.10g\n", rows_++, terms, highest);
    }
  }

  void AddBounds() {
    absl::StrAppend(&text_, "Bounds\n");
    for (size_t i = 0; i < columns_.size(); ++i) {
      const size_t unknown = columns_[i];
      const double lowest = of_.lowest_[unknown];
      const double highest = of_.highest_[unknown];
      if (!search_.nearest) {
        absl::StrAppendFormat(&text_, " %.10g <= x%d <= %.10g\n", lowest, i, highest);
        continue;
      }
      absl::StrAppendFormat(&text_, " 0 <= x%d <= %.10g\n", 2 * i,
                            std::max(0.0, highest - From(unknown)));
      absl::StrAppendFormat(&text_, " 0 <= x%d <= %.10g\n", 2 * i + 1,
                            std::max(0.0, From(unknown) - lowest));
    }
  }

  const LinearProblem& of_;
  const Search& search_;
  // Of each unknown, its place among the columns; -1 where it does not vary.
  std::vector<int> column_of_;
  std::vector<size_t> columns_;
  std::string text_;
  int rows_ = 0;
};

LinearProblem::Found LinearProblem::Minimize(const Expression& goal, const Search& search) const {
  Writer writer(*this, search, Connected(goal, search));
  Found found{.values = search.from != nullptr ? *search.from : lowest_};
  if (writer.columns() == 0) {
    found.smallest = true;
    found.none = ValueOf(goal, *found.values) > search.at_most + kTolerance;
    if (found.none) found.values.reset();
    return found;
  }
  const std::string problem = absl::StrCat(directory_.path(), "/problem.lp");
  const std::string solution = absl::StrCat(directory_.path(), "/solution");
  const std::string log = absl::StrCat(directory_.path(), "/log");
  std::ofstream(problem) << writer.Write(goal);
  std::remove(solution.c_str());
  const std::string command =
      absl::StrCat("glpsol --lp ", problem, search.numbers == Numbers::kReal ? " --nomip" : "",
                   search.nearest ? " --mipgap 1" : " --mipgap 0.05", " --tmlim ", search.seconds,
                   " -w ", solution, " > ", log, " 2>&1");
  const bool ran = std::system(command.c_str()) == 0;
  const SolverAnswer answer = ReadSolution(solution, writer.columns());
  if (answer.status != 'o' && answer.status != 'f') {
    found.none = ran && SaysThatThereIsNone(log);
    found.values.reset();
    return found;
  }
  found.smallest = answer.status == 'o' && !search.nearest;
  writer.Read(answer.values, *found.values);
  return found;
}

}  // namespace tertial::attack
