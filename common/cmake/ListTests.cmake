cmake_minimum_required(VERSION 3.25)

# Asks a GoogleTest binary for its cases and writes one add_test for each, named
# <PREFIX>.<suite>_<case> in snake case; with SUBJECT, one for all cases of an instantiation that
# have the same parameter, named <PREFIX>.<SUBJECT>_<parameter>_<instantiation>. Run after the binary
# is linked (see tertial_test).
execute_process(COMMAND ${BINARY} --gtest_list_tests OUTPUT_VARIABLE listing RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${BINARY} --gtest_list_tests failed: ${failed}")
endif()
# Sets `result` to `text` in snake case.
function(to_snake_case text result)
  string(REGEX REPLACE "([a-z0-9])([A-Z])" "\\1_\\2" snake "${text}")
  string(REGEX REPLACE "([A-Z]+)([A-Z][a-z])" "\\1_\\2" snake "${snake}")
  string(REPLACE "/" "_" snake "${snake}")
  string(TOLOWER "${snake}" snake)
  set(${result} ${snake} PARENT_SCOPE)
endfunction()

string(REPLACE "\n" ";" lines "${listing}")
set(script "")
set(known "")
foreach(line IN LISTS lines)
  string(REGEX REPLACE " *#.*$" "" line "${line}")  # "# GetParam() = …"
  if(line MATCHES "^([A-Za-z0-9_/]+)\\.$")
    set(suite ${CMAKE_MATCH_1})
  elseif(line MATCHES "^  ([A-Za-z0-9_/]+)$")
    set(case ${CMAKE_MATCH_1})
    set(fact "${suite}_${case}")
    set(filter "${suite}.${case}")
    if(SUBJECT)
      if(NOT "${suite}.${case}" MATCHES "^([A-Za-z0-9]+)/.*/([A-Za-z0-9]+)$")
        message(FATAL_ERROR "${suite}.${case} has no parameter")
      endif()
      set(fact "${SUBJECT}_${CMAKE_MATCH_2}_${CMAKE_MATCH_1}")
      set(filter "${CMAKE_MATCH_1}/*/${CMAKE_MATCH_2}")
    endif()
    to_snake_case("${PREFIX}.${fact}" name)
    if(name IN_LIST known)
      continue()
    endif()
    list(APPEND known ${name})
    string(APPEND script
           "add_test([[${name}]] [[${BINARY}]] [[--gtest_filter=${filter}]])\n"
           "set_tests_properties([[${name}]] PROPERTIES TIMEOUT ${TIMEOUT})\n")
  endif()
endforeach()
file(WRITE ${OUTPUT} "${script}")
