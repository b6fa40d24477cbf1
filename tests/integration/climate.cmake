tertial_test(
  NAME climate.integration.service
  SRCS climate_service_test.cc
  DEPS tertial_climate_service tertial_csv tertial_server)
tertial_test(
  NAME climate.integration.inventories
  SRCS climate_bad_input_test.cc climate_inventory_rules_test.cc climate_reimport_test.cc
       climate_inventories_test.cc climate_accounts_test.cc
       ${CMAKE_SOURCE_DIR}/tests/testing/method_caller.cc
  DEPS tertial_climate_service tertial_ledger_rpc tertial_server)
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
