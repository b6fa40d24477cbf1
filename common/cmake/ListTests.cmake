# Asks a GoogleTest binary for its cases and writes one add_test for each, named
# <PREFIX>.<suite>_<case> in snake case. Run after the binary is linked (see tertial_test).
execute_process(COMMAND ${BINARY} --gtest_list_tests OUTPUT_VARIABLE listing RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${BINARY} --gtest_list_tests failed: ${failed}")
endif()
string(REPLACE "\n" ";" lines "${listing}")
set(script "")
foreach(line IN LISTS lines)
  string(REGEX REPLACE " *#.*$" "" line "${line}")  # "# GetParam() = …"
  if(line MATCHES "^([A-Za-z0-9_/]+)\\.$")
    set(suite ${CMAKE_MATCH_1})
  elseif(line MATCHES "^  ([A-Za-z0-9_/]+)$")
    set(case ${CMAKE_MATCH_1})
    string(REGEX REPLACE "([a-z0-9])([A-Z])" "\\1_\\2" fact "${suite}_${case}")
    string(REGEX REPLACE "([A-Z]+)([A-Z][a-z])" "\\1_\\2" fact "${fact}")
    string(REPLACE "/" "_" fact "${fact}")
    string(TOLOWER "${PREFIX}.${fact}" name)
    string(APPEND script
           "add_test([[${name}]] [[${BINARY}]] [[--gtest_filter=${suite}.${case}]])\n"
           "set_tests_properties([[${name}]] PROPERTIES TIMEOUT ${TIMEOUT})\n")
  endif()
endforeach()
file(WRITE ${OUTPUT} "${script}")
