#include "tests/fuzz/seeds.h"

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "tertial/common/v1/import.pb.h"
#include "tests/fuzz/fuzz_target.h"

namespace tertial::fuzz {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

std::unique_ptr<Message> NewMessage(const std::string& service, const std::string& name) {
  for (const std::string& package : {service, std::string("changes"), std::string("admin")}) {
    const Descriptor* type = DescriptorPool::generated_pool()->FindMessageTypeByName(
        absl::StrCat("tertial.", package, ".v1.", name));
    if (type == nullptr) continue;
    return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(type)->New());
  }
  return nullptr;
}

// The request that creates a resource.
std::unique_ptr<Message> CreateOf(const std::string& service, const Message& resource) {
  const std::string& kind = resource.GetDescriptor()->name();
  std::unique_ptr<Message> request = NewMessage(service, absl::StrCat("Create", kind, "Request"));
  Require(request != nullptr, "what is recorded is a request or a resource", kind);
  const Descriptor& type = *request->GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->message_type() != resource.GetDescriptor()) continue;
    request->GetReflection()->MutableMessage(request.get(), type.field(i))->CopyFrom(resource);
  }
  return request;
}

}  // namespace

std::vector<Seed> ReadSeeds(const std::string& service) {
  const std::string path = absl::StrCat(TERTIAL_SOURCE_DIR, "/tests/fuzz/seeds/", service, ".txt");
  std::ifstream file(path);
  Require(file.good(), "there is a file of seeds", path);
  std::vector<Seed> seeds;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    Seed seed;
    seed.text = line;
    absl::string_view text = line;
    seed.is_recorded = absl::ConsumePrefix(&text, "+ ");
    const size_t space = text.find(' ');
    const std::string name(text.substr(0, space));
    seed.message = NewMessage(service, name);
    Require(seed.message != nullptr, "a seed is a message of the service", line);
    const std::string body =
        space == absl::string_view::npos ? "" : std::string(text.substr(space + 1));
    Require(google::protobuf::TextFormat::ParseFromString(
                body.empty() ? "" : body.substr(1, body.size() - 2), seed.message.get()),
            "a seed is in the text form of its message", line);
    if (seed.is_recorded && !absl::EndsWith(name, "Request")) {
      Seed create;
      create.text = line;
      create.message = CreateOf(service, *seed.message);
      create.is_recorded = true;
      seed.is_recorded = false;
      seeds.push_back(std::move(create));
    }
    seeds.push_back(std::move(seed));
  }
  return seeds;
}

void RequireNothingRefused(const Message& answer, absl::string_view request) {
  const Descriptor& type = *answer.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->message_type() != common::v1::ImportSummary::descriptor()) continue;
    const auto& summary = dynamic_cast<const common::v1::ImportSummary&>(
        answer.GetReflection()->GetMessage(answer, type.field(i)));
    Require(summary.refused() == 0, "no row that is to be recorded is refused",
            absl::StrCat(request, "\n", summary.DebugString()));
  }
}

}  // namespace tertial::fuzz
