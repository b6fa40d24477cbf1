# Publication with disclosure control: which figures of registers may be shown, and cubes of them.
tertial_library(
  NAME tertial_workforce_disclosure
  SRCS domain/certificate.cc domain/cube_figures.cc domain/cube_slices.cc
       domain/disclosure_policy.cc domain/disclosure_tables.cc domain/frames.cc
       domain/frozen_slice.cc domain/published_figure_id.cc domain/reported_guard.cc
  DEPS tertial_workforce_figures tertial_workforce_internal_proto)

tertial_library(
  NAME tertial_workforce_cubes
  SRCS store/cube_keys.cc store/cube_reads.cc store/frozen_slices.cc
  DEPS tertial_workforce_disclosure tertial_ledger)

tertial_library(
  NAME tertial_workforce_cubes_service
  SRCS handler/cubes_service.cc handler/publication.cc handler/publish_handler.cc
  DEPS tertial_workforce_cubes tertial_workforce_registers tertial_workforce_service tertial_rpc)
