# What every product and test target is compiled with; third-party code is not linked to these.
add_library(acapctl_settings INTERFACE)
target_compile_features(acapctl_settings INTERFACE cxx_std_20)
target_include_directories(acapctl_settings INTERFACE
  "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src")
target_compile_definitions(acapctl_settings INTERFACE
  _FILE_OFFSET_BITS=64 $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_compile_options(acapctl_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough -Wcast-qual
  # Optimising, gcc 12 sees overlaps and bounds passed in std::string (bugs 105651, 105329) and unset
  # values in std::optional (bug 80635) that are not there. The sanitizers see those that are.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict$<SEMICOLON>-Wno-maybe-uninitialized>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds$<SEMICOLON>-Wno-stringop-overflow$<SEMICOLON>-Wno-stringop-overread>
  # Compiled together, a source looks like a header to gcc.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${ACAPCTL_UNITY}>>:-Wno-subobject-linkage>
  $<$<BOOL:${ACAPCTL_WERROR}>:-Werror>)
set(CMAKE_CXX_EXTENSIONS OFF)
# libacapctl shows what its headers name and nothing else.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
include("${CMAKE_CURRENT_LIST_DIR}/hardening.cmake")

if(ACAPCTL_SANITIZE)
  add_compile_options(-fsanitize=${ACAPCTL_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ACAPCTL_SANITIZE})
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()
