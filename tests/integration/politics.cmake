tertial_test(
  NAME politics.integration.service
  SRCS politics_service_test.cc
  DEPS tertial_politics_service tertial_server)
