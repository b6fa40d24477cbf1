tertial_test(
  NAME gateway.integration.service
  SRCS gateway_test.cc
  DEPS tertial_gateway_service tertial_indicators_service tertial_workforce_service
       tertial_politics_service tertial_climate_service tertial_cli_import tertial_server)
