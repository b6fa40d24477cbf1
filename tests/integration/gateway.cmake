tertial_test(
  NAME gateway.integration.service
  SRCS gateway_test.cc
  DEPS tertial_gateway_service tertial_indicators_service tertial_workforce_service
       tertial_politics_service tertial_climate_service tertial_ledger_rpc tertial_cli_import
       tertial_server)

set(gateway_and_services
    tertial_gateway_service tertial_indicators_service tertial_workforce_service
    tertial_politics_service tertial_climate_service tertial_ledger_rpc tertial_cli_import
    tertial_server tertial_testing_faults)

tertial_test(
  NAME gateway.integration.faults
  SRCS gateway_faults_test.cc
  DEPS ${gateway_and_services}
  TIMEOUT 120)

tertial_test(
  NAME gateway.integration.replicas
  SRCS gateway_replicas_test.cc
  DEPS ${gateway_and_services})

tertial_test(
  NAME gateway.integration.reports
  SRCS finished_reports_test.cc
  DEPS ${gateway_and_services})

set(editions_and_services
    tertial_gateway_editions ${gateway_and_services})
tertial_test(
  NAME gateway.integration.editions
  SRCS editions_test.cc editions_withdrawn_test.cc fact_reads_test.cc forwarded_editions_test.cc
  DEPS ${editions_and_services} tertial_testing_methods)
tertial_test(
  NAME gateway.integration.frozen_editions
  SRCS editions_frozen_test.cc
  DEPS ${editions_and_services})

tertial_test(
  NAME gateway.integration.claims
  SRCS claims_example_test.cc claims_writes_test.cc
  DEPS tertial_gateway_checks_service ${editions_and_services})

tertial_test(
  NAME gateway.integration.explanations
  SRCS explain_number_test.cc
  DEPS ${gateway_and_services} tertial_facts)

tertial_test(
  NAME gateway.integration.report_kinds
  SRCS report_kinds_test.cc
  DEPS ${gateway_and_services} tertial_facts)
