tertial_test(
  NAME security.integration.tls
  SRCS health_port_test.cc own_calls_test.cc tls_grpc_test.cc tls_http_test.cc
  DEPS tertial_server tertial_http tertial_changes_proto grpc_health_proto
       tertial_testing_certificates tertial_testing_tls_probe)
