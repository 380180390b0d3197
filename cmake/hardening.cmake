# Against the mistakes of programs that read what others have made. A distribution's own flags come
# first and stay: where they say how far to fortify, nothing is added.
include(CheckCXXCompilerFlag)
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX) # else the linker is not told
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
target_link_options(acapctl_settings INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)

set(optimised "$<CONFIG:Release,RelWithDebInfo,MinSizeRel>")
# The last two are for different processors.
foreach(flag IN ITEMS -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
                      -mbranch-protection=standard)
  string(MAKE_C_IDENTIFIER "ACAPCTL_HAS${flag}" has)
  check_cxx_compiler_flag(${flag} ${has})
  if(${has})
    target_compile_options(acapctl_settings INTERFACE $<${optimised}:${flag}>)
  endif()
endforeach()

# 3 also checks buffers whose size is known only as the program runs; most are of that kind here. The
# address sanitizer sees more, and does not know the checked functions.
if(NOT ACAPCTL_SANITIZE AND NOT "${CMAKE_CXX_FLAGS}" MATCHES "_FORTIFY_SOURCE")
  target_compile_options(acapctl_settings INTERFACE
    $<${optimised}:-U_FORTIFY_SOURCE> $<${optimised}:-D_FORTIFY_SOURCE=3>)
endif()
