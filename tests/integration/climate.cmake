tertial_test(
  NAME climate.integration.service
  SRCS climate_service_test.cc
  DEPS tertial_climate_service tertial_csv tertial_server)
tertial_test(
  NAME climate.integration.bad_input
  SRCS climate_bad_input_test.cc
  DEPS tertial_climate_service tertial_server)
