tertial_test(
  NAME gateway.unit.http
  SRCS openapi_test.cc routes_test.cc
  DEPS tertial_gateway_http)
