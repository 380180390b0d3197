#pragma once
// Signed packages of shell scripts for any chip, made by the tar program.

#include "support/files.hpp"
#include "support/subprocess.hpp"

#include <filesystem>
#include <string>

#include <fmt/format.h>

namespace acapctl::emulator {

struct Packed {
    std::string name{};
    std::string schema = "2.0.0";
    std::string setup =
        R"("vendorId":"12345ABCDE","compatibleOsVersions":[{"min":"11.11","max":"13"}])";
    std::string post_install{}; // text of the script; empty: there is none
    mode_t script_mode = 0755;
    std::string version = "1.0.0";
};

// The file, in a directory of its own below `directory`.
inline std::filesystem::path packed(const std::filesystem::path& directory, const Packed& app) {
    const auto home = directory / (app.name + app.version);
    std::filesystem::create_directories(home);
    const std::string script = app.post_install.empty() ? "" : "post.sh";
    const std::string installation =
        script.empty() ? "" : R"(,"installation":{"postInstallScript":"post.sh"})";
    write_file(
        home / "manifest.json",
        fmt::format(
            R"({{"schemaVersion":"{}","acapPackageConf":{{"setup":{{"appName":"{}",)"
            R"("vendor":"V","version":"{}","runMode":"never","architecture":"all"{}}}{}}}}})",
            app.schema, app.name, app.version, app.setup.empty() ? "" : "," + app.setup,
            installation));
    write_file(home / "package.conf",
               fmt::format("PACKAGENAME=\"{0}\"\nAPPTYPE=\"all\"\nAPPNAME=\"{0}\"\nVENDOR=\"V\"\n"
                           "APPMAJORVERSION=\"1\"\nAPPMINORVERSION=\"0\"\nAPPMICROVERSION=\"0\"\n"
                           "POSTINSTALLSCRIPT=\"{1}\"\n",
                           app.name, script));
    write_file(home / app.name, "#!/bin/sh\n", 0755);
    write_file(home / "LICENSE", "free\n");
    std::vector<std::string> command{"tar",          "-cz",     app.name,
                                     "package.conf", "LICENSE", "manifest.json"};
    if (!script.empty()) {
        write_file(home / script, app.post_install, app.script_mode);
        command.push_back(script);
    }
    const auto file = directory / (app.name + app.version + ".eap");
    const std::string bytes = run({.arguments = command, .directory = home}).output;
    write_file(file, bytes + "signature");
    return file;
}

} // namespace acapctl::emulator
