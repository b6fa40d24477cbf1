tertial_library(
  NAME tertial_gateway_claims
  SRCS domain/claims/claim_evaluation.cc domain/claims/claim_operands.cc
       domain/claims/claim_remarks.cc domain/claims/claim_rules.cc domain/claims/fact_counts.cc
       domain/claims/term_evaluation.cc domain/claims/term_formulas.cc domain/claims/wording.cc
       domain/fact_names.cc
  DEPS tertial_gateway_domain)
