tertial_test(
  NAME rpc.integration.serving
  SRCS serving_test.cc
  DEPS tertial_indicators_service tertial_server grpc_health_proto)
