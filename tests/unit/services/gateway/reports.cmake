tertial_test(
  NAME gateway.unit.reports
  SRCS rebuild_queue_test.cc report_diff_test.cc report_failures_test.cc
       report_keeper_test.cc report_observation_test.cc report_readers_test.cc
  DEPS tertial_gateway_cache)
