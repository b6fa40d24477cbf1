# The role editions: what belongs to reports themselves.
tertial_library(
  NAME tertial_gateway_editions_domain
  SRCS domain/edition_diff.cc domain/edition_rules.cc domain/manifest.cc
  DEPS tertial_gateway_domain tertial_gateway_internal_proto tertial_facts tertial_render
       tertial_types)

tertial_library(
  NAME tertial_gateway_store
  SRCS store/edition_reads.cc
  DEPS tertial_gateway_editions_domain tertial_ledger)

tertial_library(
  NAME tertial_gateway_withdrawals
  SRCS withdrawals/redaction_follower.cc withdrawals/withdrawal.cc
  DEPS tertial_gateway_store tertial_feed_stream tertial_log)

tertial_library(
  NAME tertial_gateway_editions
  SRCS handler/diff_handler.cc handler/edition_handlers.cc handler/edition_rules.cc
       handler/editions_service.cc handler/editions_tables.cc handler/forwarding_service.cc
       handler/freeze_handler.cc
  DEPS tertial_gateway_check_rules tertial_gateway_service tertial_gateway_store
       tertial_gateway_withdrawals tertial_rpc)
