tertial_test(
  NAME admin.integration.service
  SRCS admin_service_test.cc restore_test.cc
  DEPS tertial_politics_service tertial_ledger_rpc tertial_server)
tertial_test(
  NAME admin.integration.audit
  SRCS audit_service_test.cc
  DEPS tertial_politics_service tertial_ledger_rpc tertial_server)
tertial_test(
  NAME admin.integration.operations
  SRCS operations_service_test.cc
  DEPS tertial_politics_service tertial_ledger_rpc tertial_server)
