tertial_test(
  NAME climate.integration.service
  SRCS climate_service_test.cc
  DEPS tertial_climate_service tertial_csv tertial_server)
tertial_test(
  NAME climate.integration.bad_input
  SRCS climate_bad_input_test.cc
  DEPS tertial_climate_service tertial_server)
tertial_test(
  NAME climate.integration.derived
  SRCS target_levels_test.cc calculated_emissions_test.cc derived_property_test.cc
  DEPS tertial_climate_service tertial_server
  TIMEOUT 120)
tertial_test(
  NAME climate.integration.targets
  SRCS climate_target_rules_test.cc target_progress_test.cc
  DEPS tertial_climate_service tertial_server)
tertial_test(
  NAME climate.integration.own_operations
  SRCS own_operations_test.cc
  DEPS tertial_climate_service tertial_server)
tertial_test(
  NAME climate.integration.budget
  SRCS climate_budget_test.cc climate_conversion_input_test.cc
  DEPS tertial_climate_service tertial_server)
