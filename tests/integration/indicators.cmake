tertial_test(
  NAME indicators.integration.service
  SRCS indicators_service_test.cc
  DEPS tertial_indicators_service tertial_cli_import tertial_server)

tertial_test(
  NAME indicators.integration.analysis
  SRCS analysis_claims_test.cc analysis_service_test.cc comparison_of_many_test.cc
       definitions_test.cc
  DEPS tertial_indicators_service tertial_cli_import tertial_csv tertial_server)
