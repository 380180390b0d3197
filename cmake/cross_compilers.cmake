# acapctl_architectures: those of devices for which this machine has a C compiler, which is ACAPCTL_CC_<name>.
set(acapctl_architectures)
foreach(pair aarch64:aarch64-linux-gnu armv7hf:arm-linux-gnueabihf)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 name)
  list(GET pair 1 toolchain)
  find_program(ACAPCTL_CC_${name} ${toolchain}-gcc)
  if(ACAPCTL_CC_${name})
    list(APPEND acapctl_architectures ${name})
  else()
    message(WARNING "No ${toolchain}-gcc: this acapctl will have no probe program for ${name} devices, and "
                    "applications on emulated ones will find no larod.")
  endif()
endforeach()
