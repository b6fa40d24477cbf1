# Compiler, linker, sanitizers and the packages everything stands on.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Asserts stay on in every build: a broken invariant must stop a service, not corrupt a fact.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -gline-tables-only")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")

find_program(TERTIAL_CCACHE ccache)
if(TERTIAL_CCACHE)
  # Without these ccache does not keep what is compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros ${TERTIAL_CCACHE})
endif()

find_program(TERTIAL_MOLD mold)
if(TERTIAL_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(TERTIAL_SANITIZER "" CACHE STRING
    "address (with undefined), thread, fuzzer (with those of address), or empty")
if(TERTIAL_SANITIZER STREQUAL "address")
  add_compile_options(-fsanitize=address -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  # UBSan on generated code costs a gigabyte per file and finds nothing of ours.
  set(TERTIAL_OWN_CODE_OPTIONS -fsanitize=undefined -fno-sanitize-recover=undefined)
elseif(TERTIAL_SANITIZER STREQUAL "fuzzer")
  add_link_options(-fsanitize=address,undefined -fprofile-instr-generate)
  # Generated code is compiled as in every other build: what is reached of it leads nowhere, and
  # what we do wrong with a message shows in our own code.
  set(TERTIAL_OWN_CODE_OPTIONS
      -O1 -fno-omit-frame-pointer -fsanitize=address,undefined,fuzzer-no-link
      -fno-sanitize-recover=undefined -fprofile-instr-generate -fcoverage-mapping)
elseif(TERTIAL_SANITIZER STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
endif()

list(APPEND TERTIAL_OWN_CODE_OPTIONS -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  list(APPEND TERTIAL_OWN_CODE_OPTIONS -Wthread-safety)
endif()

# CTest starts a process for each test, and to load gRPC, protobuf and abseil as some sixty shared
# objects is most of what a small one does. Sanitizers must see them as what they are, not ours.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT TERTIAL_SANITIZER)
  set(TERTIAL_STATIC ON)
  set(Protobuf_USE_STATIC_LIBS ON)
endif()

find_package(Threads REQUIRED)
find_package(absl REQUIRED CONFIG)
find_package(Protobuf REQUIRED)  # Debian ships no CONFIG for it
find_package(gRPC REQUIRED CONFIG)
find_package(RocksDB REQUIRED CONFIG)
find_package(GTest REQUIRED CONFIG)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(prometheus-cpp REQUIRED CONFIG)
find_library(TERTIAL_GMP gmp REQUIRED)
find_library(TERTIAL_LIBCSV csv REQUIRED)
find_library(TERTIAL_MICROHTTPD microhttpd REQUIRED)
find_library(TERTIAL_GNUTLS gnutls REQUIRED)
# The archive: words that are stored must not change with the machine's library.
find_library(TERTIAL_UTF8PROC libutf8proc.a REQUIRED)

# Debian's packages hold the archives too, but name the shared objects alone.
if(TERTIAL_STATIC)
  get_property(libraries DIRECTORY PROPERTY IMPORTED_TARGETS)
  list(FILTER libraries INCLUDE REGEX "^(absl|gRPC)::")
  foreach(library IN LISTS libraries)
    get_target_property(location ${library} IMPORTED_LOCATION_NONE)
    string(REGEX REPLACE "\\.so[.0-9]*$" ".a" archive "${location}")
    if(EXISTS "${archive}")
      set_target_properties(${library} PROPERTIES IMPORTED_LOCATION_NONE ${archive})
    endif()
  endforeach()
endif()
