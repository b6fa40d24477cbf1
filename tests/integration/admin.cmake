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
tertial_test(
  NAME ledger.integration.stored_schemas
  SRCS stored_schemas_test.cc
  DEPS tertial_politics_service tertial_ledger)
tertial_test(
  NAME admin.integration.store_failures
  SRCS store_failures_test.cc
  DEPS tertial_politics_service tertial_ledger_rpc tertial_server tertial_testing_store
       grpc_health_proto)
