# What nearly every source includes, read once instead of three hundred times. Sources still name what
# they use: the preset 'fuzz' builds without this.
set(acapctl_precompiled
  <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <mutex> <optional> <set>
  <stop_token> <string> <string_view> <thread> <utility> <variant> <vector> <fmt/format.h>)
add_library(acapctl_precompiled OBJECT "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
target_link_libraries(acapctl_precompiled PRIVATE acapctl_settings fmt::fmt)
target_precompile_headers(acapctl_precompiled PRIVATE ${acapctl_precompiled})

# The rooms whose own loops go over the bytes of packages. The others wait for devices, engines and disks: -O1
# compiles them in a quarter less time (cli: 11.8 s for 15.5 s of its largest part) into no more code.
set(acapctl_rooms_of_loops support package sdk lint)

# acapctl_room(NAME SOURCES... LINKS...): one static library per folder of src/. tests/walls holds the
# rooms to the direction of the arrows in src/rooms.
function(acapctl_room name)
  cmake_parse_arguments(room "" "" "SOURCES;LINKS" ${ARGN})
  add_library(acapctl_${name} STATIC ${room_SOURCES})
  target_link_libraries(acapctl_${name} PUBLIC ${room_LINKS} PRIVATE acapctl_settings)
  target_precompile_headers(acapctl_${name} REUSE_FROM acapctl_precompiled)
  if(NOT name IN_LIST acapctl_rooms_of_loops)
    target_compile_options(acapctl_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  set_target_properties(acapctl_${name} PROPERTIES
    UNITY_BUILD ${ACAPCTL_UNITY} UNITY_BUILD_BATCH_SIZE 16)
endfunction()
