tertial_library(
  NAME tertial_gateway_claims
  SRCS domain/claims/claim_evaluation.cc domain/claims/claim_operands.cc
       domain/claims/claim_remarks.cc domain/claims/claim_rules.cc domain/claims/fact_counts.cc
       domain/claims/term_evaluation.cc domain/claims/term_formulas.cc domain/claims/wording.cc
  DEPS tertial_gateway_domain)

# What is recorded beside editions: claims, check rules, accepted findings.
tertial_library(
  NAME tertial_gateway_check_rules
  SRCS domain/accepted_finding_rules.cc handler/checks_import.cc handler/claim_rules.cc
  DEPS tertial_gateway_claims tertial_gateway_checks tertial_gateway_internal_proto tertial_rpc)

tertial_library(
  NAME tertial_gateway_checks_service
  SRCS handler/checks_service.cc
  DEPS tertial_gateway_check_rules tertial_gateway_check_handlers)
