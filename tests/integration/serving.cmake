tertial_test(
  NAME rpc.integration.serving
  SRCS serving_test.cc
  DEPS tertial_indicators_service tertial_server grpc_health_proto)

tertial_test(
  NAME rpc.integration.service_channel
  SRCS service_channel_test.cc
  DEPS tertial_gateway_proto tertial_rpc tertial_testing_faults)

tertial_test(
  NAME rpc.integration.callers
  SRCS callers_test.cc intermediaries_test.cc
  DEPS tertial_indicators_service tertial_server tertial_changes_proto
       tertial_testing_certificates tertial_testing_tokens)
