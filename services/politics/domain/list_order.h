// The order that resources have by their field `order`.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_LIST_ORDER_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_LIST_ORDER_H_

#include <algorithm>
#include <tuple>
#include <vector>

namespace tertial::politics {

// Pointers to the resources in their order; of one place in that of their names.
template <typename Resource>
std::vector<const Resource*> InOrder(const std::vector<Resource>& resources) {
  std::vector<const Resource*> sorted;
  sorted.reserve(resources.size());
  for (const Resource& resource : resources) sorted.push_back(&resource);
  std::sort(sorted.begin(), sorted.end(), [](const Resource* a, const Resource* b) {
    return std::forward_as_tuple(a->order(), a->name()) <
           std::forward_as_tuple(b->order(), b->name());
  });
  return sorted;
}

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_LIST_ORDER_H_
