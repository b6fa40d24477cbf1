// Political activity of generated terms in a service of its own, and what is asked of it.
#ifndef TERTIAL_TESTS_BENCH_POLITICS_CLIENT_H_
#define TERTIAL_TESTS_BENCH_POLITICS_CLIENT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_search.pb.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/load_client.h"
#include "tests/testing/generated_term.h"

namespace tertial::bench {

// What is asked for, of whichever area.
inline constexpr char kActivityYear[] = "2025";
inline constexpr char kFollowUpBody[] = "council";
inline constexpr char kFollowUpDay[] = "2027-10-16";
inline constexpr char kSearchedWord[] = "svømmehall";
inline constexpr int kPageSize = 100;
inline constexpr int kMostPageSize = 1000;

// The term of an area, from 0 on: all have the same content.
testing::GeneratedTerm BenchTerm(int area);

// Starts the service with its data and areas in `directory`, which must be there.
absl::StatusOr<BenchService> StartPolitics(const std::string& directory);

class PoliticsClient {
 public:
  explicit PoliticsClient(const std::string& address);

  // Imports the terms of this many areas.
  absl::Status Fill(int areas);

  // Requests of the first page, serialized.
  static std::string ActivityRequest(int area);
  static std::string FollowUpsRequest(int area);
  static std::string SearchRequest(int area);

  LoadClient& activity() { return activity_; }
  LoadClient& follow_ups() { return follow_ups_; }
  LoadClient& search() { return search_; }

  // To be compared: of a list the first page.
  absl::StatusOr<politics::v1::GetActivityResponse> Activity(int area);
  absl::StatusOr<politics::v1::ListFollowUpsResponse> FollowUps(int area, int page_size);
  absl::StatusOr<politics::v1::SearchTextsResponse> Search(int area, int page_size);

 private:
  const std::string address_;
  LoadClient activity_;
  LoadClient follow_ups_;
  LoadClient search_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_POLITICS_CLIENT_H_
