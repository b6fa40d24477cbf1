tertial_test(
  NAME workforce.integration.service
  SRCS workforce_service_test.cc
  DEPS tertial_workforce_service tertial_server)
