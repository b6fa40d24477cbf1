# Registers of persons: their rules, their rows, reading and changing them, and the service.
tertial_library(
  NAME tertial_workforce_registers
  SRCS domain/register_errors.cc domain/register_rules.cc store/person_keys.cc
       store/register_rows.cc store/register_store.cc store/register_writes.cc
       store/upload_staging.cc
  DEPS tertial_workforce_store tertial_workforce_internal_proto tertial_facts tertial_ledger
       absl::flat_hash_map)

tertial_library(
  NAME tertial_workforce_registers_service
  SRCS handler/accesses.cc handler/erase_handlers.cc handler/query_handler.cc
       handler/register_figures.cc handler/register_handlers.cc handler/registers_service.cc
       handler/upload_sink.cc
  DEPS tertial_workforce_registers tertial_workforce_cubes tertial_workforce_figures tertial_rpc)
