tertial_test(
  NAME rpc.integration.standard_methods
  SRCS standard_methods_test.cc
  DEPS tertial_politics_service tertial_server)
