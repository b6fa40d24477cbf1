#include "tests/bench/measured_side.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "tests/bench/process_usage.h"

namespace tertial::bench {

absl::StatusOr<CpuTimes> CpuTimesOf(const Processes& processes) {
  CpuTimes times;
  for (const auto& [name, pid] : processes) {
    TERTIAL_ASSIGN_OR_RETURN(times[name], CpuTimeOf(pid));
  }
  return times;
}

absl::StatusOr<CpuTimes> CpuUsedBy(const Processes& processes,
                                   const std::function<absl::Status()>& work) {
  TERTIAL_ASSIGN_OR_RETURN(const CpuTimes before, CpuTimesOf(processes));
  TERTIAL_RETURN_IF_ERROR(work());
  TERTIAL_ASSIGN_OR_RETURN(CpuTimes used, CpuTimesOf(processes));
  for (auto& [name, time] : used) time -= before.at(name);
  return used;
}

absl::Duration Sum(const CpuTimes& times) {
  absl::Duration sum;
  for (const auto& [name, time] : times) sum += time;
  return sum;
}

absl::StatusOr<Measured> MeasuredSide::Measure(
    int calls, int at_once, size_t least_bytes,
    const std::function<std::string(int64_t call)>& request) {
  Load load{.at_once = at_once, .calls = calls};
  load.request = [&request](int64_t call) { return ToByteBuffer(request(call)); };
  load.check = [least_bytes](const grpc::ByteBuffer& answer) {
    if (answer.Length() >= least_bytes) return absl::OkStatus();
    return absl::DataLossError(
        absl::StrCat("an answer has ", answer.Length(), " bytes, not at least ", least_bytes));
  };
  Measured measured;
  TERTIAL_ASSIGN_OR_RETURN(measured.cpu, CpuUsedBy(processes_, [&]() -> absl::Status {
                             TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, client_.Run(load));
                             measured.calls = result.calls;
                             measured.calls_per_second = result.calls_per_second();
                             return absl::OkStatus();
                           }));
  return measured;
}

}  // namespace tertial::bench
