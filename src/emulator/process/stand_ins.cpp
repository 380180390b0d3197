#include "emulator/process/stand_ins.hpp"

#include "emulator/profile/device_parameters.hpp"
#include "emulator/profile/libraries.hpp"
#include "support/append.hpp"
#include "support/files.hpp"
#include "support/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acapctl::emulator {

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

fs::path libraries(const Profile& profile) {
    return program_directory().parent_path() / "share/acapctl/emulator" /
           profile.property("Architecture");
}

fs::path tool(const char* name) {
    return program_directory().parent_path() / "libexec/acapctl" / name;
}

// The library with the functions that AXIS OS 12.7 brought, or the one before.
const char* larod_file(const Profile& profile, const std::string& version) {
    const bool newest = version == profile.os.larod;
    return newest && DottedVersion::parse_leniently(profile.os.version) >=
                         DottedVersion::parse_leniently("12.7")
               ? "liblarod-12.7.so"
               : "liblarod.so";
}

// /usr/lib, to which files can be added: what this machine has there is behind links. They lie as
// deep as what they lead to, so that relative links in there still do. What the device has comes
// first.
Words open_library_directory(const std::vector<Library>& device) {
    Words words{"--ro-bind", "/usr/lib", "/usr/lib.host", "--tmpfs", "/usr/lib"};
    for (const auto& entry : fs::directory_iterator("/usr/lib")) {
        const std::string name = entry.path().filename();
        const auto is_this = [&](const Library& library) {
            return name == library.soname || name == library.file;
        };
        if (name.starts_with("liblarod.so") || std::ranges::any_of(device, is_this)) continue;
        append(words, {"--symlink", "../lib.host/" + name, "/usr/lib/" + name});
    }
    return words;
}

Words larod_mounts(const Profile& profile, const Larod& larod) {
    const std::string file = "liblarod.so." + larod.version;
    return {"--ro-bind",
            libraries(profile) / larod_file(profile, larod.version),
            "/usr/lib/" + file,
            "--symlink",
            file,
            "/usr/lib/liblarod.so.1",
            "--ro-bind",
            larod.configuration,
            "/run/larod.conf",
            "--ro-bind",
            tool("larod-client"),
            "/usr/local/bin/larod-client"};
}

} // namespace

bool has_stand_ins(const Profile& profile) {
    return fs::exists(libraries(profile) / "liblarod.so");
}

std::string larod_configuration(const Profile& profile, Faults& faults, unsigned sessions) {
    std::string lines = fmt::format("sessions {}\n", sessions);
    for (const LarodDevice& device : profile.larod)
        lines += fmt::format("device {} 0 {} {} {} {}\n", device.name, device.takes,
                             device.first_load, device.later_load, device.job);
    if (const auto count = faults.take(Fault::larod_devices))
        for (unsigned i = 1; i <= *count; ++i)
            lines += fmt::format("device invented-{} 0 none 0 0 0\n", i);
    if (const auto code = faults.take(Fault::larod_refuses))
        lines += fmt::format("refuses {}\n", *code);
    if (const auto tries = faults.take(Fault::larod_power))
        lines += fmt::format("power-tries {}\n", *tries);
    if (faults.take(Fault::larod_hangs)) lines += "hangs\n";
    if (faults.take(Fault::larod_empty)) lines += "empty\n";
    if (faults.take(Fault::larod_warm_up)) lines += "warm-up-fails\n";
    return lines;
}

Larod prepare_larod(const Profile& profile, Faults& faults, const fs::path& file,
                    unsigned sessions) {
    if (profile.larod.empty() || !has_stand_ins(profile)) return {};
    write_file(file, larod_configuration(profile, faults, sessions));
    // 3.0.30 is the version of the interactive larod-client in Axis' page on it.
    return {.version = faults.take(Fault::larod_version) ? "3.0.30" : profile.os.larod,
            .configuration = file};
}

Words stand_in_mounts(const Profile& profile, const fs::path& facts, const Larod& larod) {
    if (!has_stand_ins(profile)) return {};
    const std::vector<Library> device = libraries_of(profile);
    Words words = open_library_directory(device);
    for (const auto& [soname, file] : device) {
        append(words, {"--ro-bind", libraries(profile) / file, "/usr/lib/" + file});
        if (file != soname) append(words, {"--symlink", file, "/usr/lib/" + soname});
    }
    append(words, {"--ro-bind", tool("parhandclient"), "/usr/local/bin/parhandclient", "--ro-bind",
                   facts / "parameters", "/run/parameters"});
    if (!larod.version.empty()) append(words, larod_mounts(profile, larod));
    append(words, {"--remount-ro", "/usr/lib"});
    return words;
}

std::string parameter_facts(const Profile& profile) {
    std::string lines;
    for (const DeviceParameter& parameter : device_parameters(profile))
        lines += fmt::format("root.{}=\"{}\"\n", parameter.name, parameter.value);
    return lines;
}

} // namespace acapctl::emulator
