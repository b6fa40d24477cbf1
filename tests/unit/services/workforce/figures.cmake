foreach(subject add_person counters exact_quotient figure_values)
  tertial_test(NAME workforce.unit.${subject} SRCS ${subject}_test.cc
               DEPS tertial_workforce_figures)
endforeach()
