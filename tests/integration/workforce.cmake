tertial_test(
  NAME workforce.integration.service
  SRCS workforce_service_test.cc workforce_units_test.cc
  DEPS tertial_workforce_service tertial_server)
tertial_test(
  NAME workforce.integration.analysis
  SRCS workforce_analysis_test.cc
  DEPS tertial_cli_import tertial_workforce_service tertial_server)
