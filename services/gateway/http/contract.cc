#include "services/gateway/http/contract.h"

#include <cstdlib>

#include "google/protobuf/descriptor.pb.h"

// The descriptor set that the build makes of the contracts (CMakeLists.txt), byte for byte.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "tertial_gateway_contract:\n"
    ".incbin \"" TERTIAL_CONTRACT_FILE
    "\"\n"
    "tertial_gateway_contract_end:\n"
    ".previous\n");

extern "C" {
extern const char tertial_gateway_contract[] __attribute__((visibility("hidden")));
extern const char tertial_gateway_contract_end[] __attribute__((visibility("hidden")));
}

namespace tertial::gateway {

const google::protobuf::DescriptorPool& ContractPool() {
  static const google::protobuf::DescriptorPool* const pool = [] {
    auto* made = new google::protobuf::DescriptorPool();
    google::protobuf::FileDescriptorSet files;
    const auto size = tertial_gateway_contract_end - tertial_gateway_contract;
    if (!files.ParseFromArray(tertial_gateway_contract, static_cast<int>(size))) std::abort();
    for (const auto& file : files.file()) {
      if (made->BuildFile(file) == nullptr) std::abort();
    }
    return made;
  }();
  return *pool;
}

}  // namespace tertial::gateway
