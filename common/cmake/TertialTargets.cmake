# One function per artefact. Every target of the project is made by one of these.

set(TERTIAL_GENERATED_DIR ${CMAKE_BINARY_DIR}/generated)
# google/rpc/{status,error_details,code}.proto come with Debian's copy of the googleapis.
set(TERTIAL_GOOGLEAPIS_DIR /usr/share/gocode/src/github.com/gogo/googleapis)

function(tertial_own_code target)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(${target} PRIVATE ${TERTIAL_OWN_CODE_OPTIONS})
endfunction()

set(TERTIAL_GENERATED_OPTIONS -O1 -g0)
# A test is compiled more often than it is run.
set(TERTIAL_TEST_OPTIONS -O0 -g0)

# Headers of libraries that most sources read, parsed once per set of options: a source includes
# what it uses all the same (static analysis runs without them). tertial_precompiled is for
# libraries and binaries, tertial_precompiled_cli for those that read command lines or write answers
# for people.
# Headers of the project's own are not among them, or a change of one would compile everything anew;
# but for contracts, where nearly every source reads them.
set(TERTIAL_COMMON_HEADERS
    <algorithm> <chrono> <functional> <map> <memory> <optional> <set> <string> <unordered_map>
    <utility> <vector>
    <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/time/time.h>
    <google/protobuf/message.h> <google/protobuf/timestamp.pb.h> <grpcpp/grpcpp.h>)

function(tertial_precompile name)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${name}.cc
       CONTENT "// For its precompiled header alone.\n")
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/precompiled/${name}.cc)
  target_link_libraries(${name} PRIVATE gRPC::grpc++ protobuf::libprotobuf GTest::gmock)
  target_precompile_headers(${name} PRIVATE ${ARGN})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()

tertial_precompile(tertial_precompiled_generated ${TERTIAL_COMMON_HEADERS}
                   <google/protobuf/wire_format.h> <google/protobuf/reflection_ops.h>
                   <google/protobuf/generated_message_reflection.h>)
target_compile_options(tertial_precompiled_generated PRIVATE ${TERTIAL_GENERATED_OPTIONS})
tertial_precompile(tertial_precompiled ${TERTIAL_COMMON_HEADERS})
tertial_own_code(tertial_precompiled)
# Nearly every source of these reads the contracts of all services.
tertial_precompile(tertial_precompiled_cli ${TERTIAL_COMMON_HEADERS} <CLI/CLI.hpp>
                   <tertial/climate/v1/climate_service.pb.h>
                   <tertial/gateway/v1/gateway_service.pb.h>
                   <tertial/indicators/v1/indicators_service.pb.h>
                   <tertial/politics/v1/politics_service.pb.h>
                   <tertial/workforce/v1/workforce_service.pb.h>)
tertial_own_code(tertial_precompiled_cli)
target_link_libraries(tertial_precompiled_cli PRIVATE tertial_gateway_proto)
tertial_precompile(tertial_precompiled_test ${TERTIAL_COMMON_HEADERS} <gmock/gmock.h>
                   <gtest/gtest.h>)
tertial_own_code(tertial_precompiled_test)
target_compile_options(tertial_precompiled_test PRIVATE ${TERTIAL_TEST_OPTIONS})

# tertial_proto_library(NAME n ROOT dir PROTOS a.proto … [SERVICES b.proto …] [DEPS …])
# Generates and compiles messages for PROTOS and SERVICES, and gRPC stubs for SERVICES.
# Paths are relative to ROOT (default: proto/).
function(tertial_proto_library)
  cmake_parse_arguments(ARG "" "NAME;ROOT" "PROTOS;SERVICES;DEPS" ${ARGN})
  if(NOT ARG_ROOT)
    set(ARG_ROOT ${CMAKE_SOURCE_DIR}/proto)
  endif()
  file(MAKE_DIRECTORY ${TERTIAL_GENERATED_DIR})
  set(sources)
  foreach(proto IN LISTS ARG_PROTOS ARG_SERVICES)
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(outputs ${TERTIAL_GENERATED_DIR}/${stem}.pb.cc ${TERTIAL_GENERATED_DIR}/${stem}.pb.h)
    set(plugin_arguments)
    if(proto IN_LIST ARG_SERVICES)
      list(APPEND outputs ${TERTIAL_GENERATED_DIR}/${stem}.grpc.pb.cc
           ${TERTIAL_GENERATED_DIR}/${stem}.grpc.pb.h)
      set(plugin_arguments --grpc_out=${TERTIAL_GENERATED_DIR}
          --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc -I ${ARG_ROOT} --cpp_out=${TERTIAL_GENERATED_DIR}
              ${plugin_arguments} ${ARG_ROOT}/${proto}
      DEPENDS ${ARG_ROOT}/${proto}
      COMMENT "protoc ${proto}"
      VERBATIM)
    list(APPEND sources ${outputs})
  endforeach()
  add_library(${ARG_NAME} STATIC ${sources})
  target_include_directories(${ARG_NAME} SYSTEM PUBLIC ${TERTIAL_GENERATED_DIR})
  target_compile_options(${ARG_NAME} PRIVATE ${TERTIAL_GENERATED_OPTIONS})
  target_precompile_headers(${ARG_NAME} REUSE_FROM tertial_precompiled_generated)
  target_link_libraries(${ARG_NAME} PUBLIC gRPC::grpc++ protobuf::libprotobuf ${ARG_DEPS})
  # Reflection finds a contract by its descriptor. Nothing else refers to one whose messages all
  # stand in other files, so a linker would leave it out.
  foreach(proto IN LISTS ARG_SERVICES)
    string(REPLACE "_" "_5f" file ${proto})
    string(REPLACE "/" "_2f" file ${file})
    string(REPLACE "." "_2e" file ${file})
    target_link_options(${ARG_NAME} INTERFACE LINKER:--undefined=descriptor_table_${file})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY TERTIAL_GENERATED_SOURCES ${sources})
endfunction()

# A program is compiled as libraries are (-fPIC after CMake's -fPIE): else the header that both
# share is refused.
function(tertial_as_precompiled program)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${program} PRIVATE -fPIC)
  endif()
endfunction()

# What libraries and binaries are compiled with; a directory may set another.
set(TERTIAL_PRECOMPILED tertial_precompiled)

# tertial_library(NAME n SRCS a.cc … [DEPS …]): one layer of a service, or one folder of common/.
# A library with no source of its own (headers only) names none.
function(tertial_library)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  if(ARG_SRCS)
    add_library(${ARG_NAME} STATIC ${ARG_SRCS})
    tertial_own_code(${ARG_NAME})
    target_precompile_headers(${ARG_NAME} REUSE_FROM ${TERTIAL_PRECOMPILED})
    target_link_libraries(${ARG_NAME} PUBLIC ${ARG_DEPS})
  else()
    add_library(${ARG_NAME} INTERFACE)
    target_include_directories(${ARG_NAME} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${ARG_NAME} INTERFACE ${ARG_DEPS})
  endif()
endfunction()

# tertial_binary(NAME n SRCS main.cc … [DEPS …]): an executable in build/bin.
function(tertial_binary)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SRCS})
  tertial_own_code(${ARG_NAME})
  tertial_as_precompiled(${ARG_NAME})
  target_precompile_headers(${ARG_NAME} REUSE_FROM ${TERTIAL_PRECOMPILED})
  set_target_properties(${ARG_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS})
endfunction()

# tertial_test(NAME owner.kind.subject SRCS a_test.cc … [DEPS …] [TIMEOUT seconds] [BY_PARAMETER])
# A GoogleTest binary. CTest knows each of its cases as owner.kind.fact in lower case, where
# owner is a service or a library, kind is unit, conformance or integration, and fact is the
# suite and the case in snake case. The last part of NAME only tells binaries apart.
# BY_PARAMETER: the binary has parameterized cases only, which share what is dear to make. CTest
# knows all that have one parameter as one test, owner.kind.subject_parameter_instantiation.
function(tertial_test)
  cmake_parse_arguments(ARG "BY_PARAMETER" "NAME;TIMEOUT" "SRCS;DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  string(REPLACE "." "_" target ${ARG_NAME})
  string(REGEX REPLACE "\\.[^.]+$" "" prefix ${ARG_NAME})
  set(subject "")
  if(ARG_BY_PARAMETER)
    string(REGEX REPLACE "^.*\\." "" subject ${ARG_NAME})
  endif()
  add_executable(${target}_test ${ARG_SRCS})
  tertial_own_code(${target}_test)
  tertial_as_precompiled(${target}_test)
  target_compile_options(${target}_test PRIVATE ${TERTIAL_TEST_OPTIONS})
  target_precompile_headers(${target}_test REUSE_FROM tertial_precompiled_test)
  set_target_properties(${target}_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                        ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${target}_test PRIVATE GTest::gmock_main GTest::gtest ${ARG_DEPS})
  set(list_file ${CMAKE_CURRENT_BINARY_DIR}/${target}_tests.cmake)
  add_custom_command(
    TARGET ${target}_test POST_BUILD
    COMMAND ${CMAKE_COMMAND} -DBINARY=$<TARGET_FILE:${target}_test> -DPREFIX=${prefix}
            -DOUTPUT=${list_file} -DTIMEOUT=${ARG_TIMEOUT} -DSUBJECT=${subject}
            -P ${CMAKE_SOURCE_DIR}/common/cmake/ListTests.cmake
    BYPRODUCTS ${list_file}
    VERBATIM)
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${list_file})
endfunction()
