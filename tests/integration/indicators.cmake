tertial_test(
  NAME indicators.integration.service
  SRCS indicators_service_test.cc
  DEPS tertial_indicators_service tertial_cli_import tertial_server)
