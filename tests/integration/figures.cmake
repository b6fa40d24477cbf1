tertial_test(
  NAME workforce.integration.register_figures
  SRCS registers_figures_test.cc
  DEPS tertial_workforce_registers_service tertial_workforce_service tertial_server
       tertial_testing_planted
  TIMEOUT 120)
