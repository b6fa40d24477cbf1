tertial_test(
  NAME gateway.unit.editions
  SRCS edition_diff_test.cc edition_rules_test.cc manifest_test.cc
  DEPS tertial_gateway_editions_domain)
