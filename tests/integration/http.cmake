find_package(PkgConfig REQUIRED)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

tertial_test(
  NAME http.integration.server
  SRCS http_server_test.cc
  DEPS tertial_http tertial_server PkgConfig::HTTPLIB)

tertial_test(
  NAME http.integration.operations
  SRCS operations_face_test.cc
  DEPS tertial_http tertial_server PkgConfig::HTTPLIB)

tertial_test(
  NAME gateway.integration.http
  SRCS gateway_http_calls_test.cc gateway_http_methods_test.cc gateway_http_requests_test.cc
       ${CMAKE_SOURCE_DIR}/tests/testing/method_caller.cc
  DEPS tertial_gateway_http tertial_testing_methods tertial_rpc PkgConfig::HTTPLIB)

tertial_test(
  NAME gateway.integration.observability
  SRCS observability_test.cc
  DEPS tertial_gateway_http ${gateway_and_services} PkgConfig::HTTPLIB
  TIMEOUT 120)
