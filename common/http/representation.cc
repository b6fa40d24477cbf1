#include "common/http/representation.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/types/sha256.h"
#include "google/protobuf/io/gzip_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace tertial {
namespace {

// Below that a packet is not saved.
constexpr size_t kLeastCompressedBytes = 1024;
constexpr size_t kEtagBytes = 16;

// Whether an Accept-Encoding header gives gzip a weight above 0, or all codings where it does not
// name gzip.
bool AcceptsGzip(absl::string_view accepted) {
  std::optional<double> of_gzip;
  std::optional<double> of_all;
  for (absl::string_view element : absl::StrSplit(accepted, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(element, ';');
    const std::string coding = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts[0]));
    if (coding != "gzip" && coding != "*") continue;
    double weight = 1;
    for (size_t i = 1; i < parts.size(); ++i) {
      absl::string_view parameter = absl::StripAsciiWhitespace(parts[i]);
      if (absl::ConsumePrefix(&parameter, "q=") && !absl::SimpleAtod(parameter, &weight)) {
        weight = 0;
      }
    }
    (coding == "gzip" ? of_gzip : of_all) = weight;
  }
  return of_gzip.value_or(of_all.value_or(0)) > 0;
}

std::string Gzipped(const std::string& content) {
  std::string compressed;
  google::protobuf::io::StringOutputStream out(&compressed);
  google::protobuf::io::GzipOutputStream gzip(&out);
  size_t done = 0;
  void* buffer = nullptr;
  int size = 0;
  while (done < content.size() && gzip.Next(&buffer, &size)) {
    const size_t taken = std::min(content.size() - done, static_cast<size_t>(size));
    std::copy_n(content.data() + done, taken, static_cast<char*>(buffer));
    gzip.BackUp(size - static_cast<int>(taken));
    done += taken;
  }
  gzip.Close();
  return compressed;
}

// Whether an If-None-Match header names the etag, weak or strong.
bool Names(absl::string_view if_none_match, absl::string_view etag) {
  for (absl::string_view element : absl::StrSplit(if_none_match, ',')) {
    element = absl::StripAsciiWhitespace(element);
    if (element == "*") return true;
    absl::ConsumePrefix(&element, "W/");
    if (element == etag) return true;
  }
  return false;
}

}  // namespace

HttpAnswer Represent(const HttpRequest& request, HttpAnswer answer) {
  const bool compressed =
      answer.body.size() >= kLeastCompressedBytes && AcceptsGzip(request.Header("accept-encoding"));
  const std::string hash = absl::BytesToHexString(Sha256Of(answer.body).substr(0, kEtagBytes));
  const std::string etag = absl::StrCat("\"", hash, compressed ? "-gzip\"" : "\"");
  answer.headers.emplace_back("ETag", etag);
  answer.headers.emplace_back("Vary", "Accept-Encoding");
  // To be asked for again each time, and answered with 304 while it is the same.
  answer.headers.emplace_back("Cache-Control", "private, no-cache");
  if (Names(request.Header("if-none-match"), etag)) {
    answer.status = kHttpNotModified;
    answer.body.clear();
    return answer;
  }
  if (compressed) {
    answer.body = Gzipped(answer.body);
    answer.headers.emplace_back("Content-Encoding", "gzip");
  }
  return answer;
}

}  // namespace tertial
