tertial_test(
  NAME gateway.unit.checks
  SRCS fact_rules_test.cc figure_rules_test.cc planted_contradictions_test.cc report_check_test.cc
       rule_parameters_test.cc
  DEPS tertial_climate_domain tertial_gateway_checks tertial_gateway_claims)
