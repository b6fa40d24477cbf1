tertial_test(
  NAME indicators.integration.pull
  SRCS indicators_pull_test.cc
  DEPS tertial_indicators_service tertial_workforce_service tertial_server
  TIMEOUT 120)
tertial_test(
  NAME indicators.integration.owned
  SRCS owned_indicators_test.cc
  DEPS tertial_indicators_service tertial_workforce_service tertial_server
  TIMEOUT 120)
