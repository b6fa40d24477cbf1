// Messages and enums of the contracts as schemas of OpenAPI, in protobuf's JSON mapping.
#ifndef TERTIAL_SERVICES_GATEWAY_HTTP_SCHEMAS_H_
#define TERTIAL_SERVICES_GATEWAY_HTTP_SCHEMAS_H_

#include <string>

#include "google/protobuf/descriptor.h"
#include "nlohmann/json.hpp"

namespace tertial::gateway {

using Json = nlohmann::ordered_json;

// Gathers the schemas of all that is referred to. Descriptors are those of ContractPool().
class Schemas {
 public:
  // A reference to the schema of the message, which is made if it is not there yet; of a message
  // that is a string in JSON, that string.
  Json OfMessage(const google::protobuf::Descriptor& message);

  // One value of the field, whether it is repeated or not, without its comment.
  Json OfValue(const google::protobuf::FieldDescriptor& field);

  // All that was made, by full names, as components/schemas holds it.
  const Json& made() const { return made_; }

 private:
  Json OfEnum(const google::protobuf::EnumDescriptor& type);
  Json OfField(const google::protobuf::FieldDescriptor& field);
  Json OfOneof(const google::protobuf::OneofDescriptor& oneof);

  Json made_ = Json::object();
};

// A comment without the space that each of its lines begins with: Markdown.
std::string Description(const std::string& comment);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HTTP_SCHEMAS_H_
