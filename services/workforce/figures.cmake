# Figures of registers: what is counted of persons, and what becomes of it.
tertial_library(
  NAME tertial_workforce_figures
  SRCS domain/add_person.cc domain/counters.cc domain/exact_quotient.cc
       domain/figure_definitions.cc domain/figure_plan.cc domain/figure_values.cc
       domain/spells.cc
  DEPS tertial_workforce_domain tertial_facts tertial_workforce_proto)
