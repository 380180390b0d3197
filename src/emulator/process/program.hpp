#pragma once
// How the main program of an application can run here, told from its first bytes.

#include <filesystem>
#include <string>
#include <string_view>

namespace acapctl::emulator {

struct Program {
    enum class Kind {
        native,     // an ELF file for this machine, and the device has its architecture
        foreign,    // an ELF file for the device, not for this machine
        script,     // begins with #!
        unrunnable, // the device's kernel or this machine cannot run it; `why` says so
    };
    Kind kind = Kind::unrunnable;
    bool dynamic = false;   // an ELF file that names a loader
    std::string why{};      // as strerror(3) of the exec, or a sentence about this machine
    bool our_fault = false; // what is missing is on this machine, not in the package
};

// The program `name` in the directory of a package, which no link on the way may leave. `machine`
// is the device's, as uname says it: aarch64 or armv7l.
Program examine_program(const std::filesystem::path& package, const std::string& name,
                        std::string_view machine);

// The emulator for programs of `machine`, or empty: qemu-aarch64-static, qemu-aarch64, ...
std::string find_qemu(std::string_view machine);
// The directory with the libraries of `machine` (Debian's cross C library), or empty.
std::string find_sysroot(std::string_view machine);

} // namespace acapctl::emulator
