# Publication with disclosure control: which figures of registers may be shown, and cubes of them.
tertial_library(
  NAME tertial_workforce_disclosure
  SRCS domain/certificate.cc domain/cube_figures.cc domain/cube_slices.cc
       domain/disclosure_policy.cc domain/disclosure_tables.cc domain/frames.cc
       domain/frozen_slice.cc domain/published_figure_id.cc domain/reported_guard.cc
  DEPS tertial_workforce_figures tertial_workforce_internal_proto)
