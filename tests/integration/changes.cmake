tertial_test(
  NAME changes.integration.service
  SRCS change_service_test.cc change_watch_test.cc resource_export_test.cc restricted_tables_test.cc
  DEPS tertial_politics_service tertial_ledger_rpc tertial_server
  TIMEOUT 120)
