tertial_test(
  NAME politics.integration.service
  SRCS politics_service_test.cc
  DEPS tertial_politics_service tertial_server)
tertial_test(
  NAME politics.integration.meetings
  SRCS politics_meetings_test.cc
  DEPS tertial_politics_service tertial_server)
# What few may see, and that nobody else is told of it.
tertial_test(
  NAME politics.integration.exempt_content
  SRCS exempt_area.cc exempt_questions.cc exempt_cases_test.cc exempt_content_test.cc
       ${CMAKE_SOURCE_DIR}/tests/testing/method_caller.cc
  DEPS tertial_politics_service tertial_ledger_rpc tertial_server tertial_testing_planted
  TIMEOUT 300)
tertial_test(
  NAME politics.integration.search
  SRCS politics_search_test.cc politics_section_test.cc
  DEPS tertial_politics_service tertial_server)
tertial_test(
  NAME politics.integration.analysis
  SRCS politics_analysis_test.cc politics_numbers_test.cc
  DEPS tertial_politics_service tertial_server)
tertial_test(
  NAME politics.integration.follow_ups
  SRCS politics_follow_ups_test.cc politics_follow_up_states_test.cc
       politics_follow_up_rules_test.cc
  DEPS tertial_politics_service tertial_server
  TIMEOUT 120)
