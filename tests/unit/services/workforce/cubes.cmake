# Enumerations take some ten seconds of a free processor.
foreach(subject certificate cube_figures cube_slices disclosure_policy disclosure_tables frames
        frames_property frozen_slice published_figure_id reported_guard)
  tertial_test(NAME workforce.unit.${subject} SRCS ${subject}_test.cc
               DEPS tertial_workforce_disclosure TIMEOUT 300)
endforeach()
tertial_test(NAME workforce.unit.cube_keys SRCS cube_keys_test.cc DEPS tertial_workforce_service)
